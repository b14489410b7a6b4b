/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads an expression into its tree; the language stands in critic-filter.c. */
#include "critic-filter-lexer.h"
#include "critic-filter-value.h"

#include <glib/gi18n-lib.h>

#define DEEPEST    100  /* parentheses and "not" within one another */
#define MOST_TEXTS  64  /* asked for in critiques: bits of CriticFacts.texts */

typedef struct
{
  CriticLexer lexer;
  guint       depth;
  GPtrArray  *texts;
} Parser;

static CriticNode *parse_or (Parser *self, GError **error);

static gboolean
is_value (const Parser *self)
{
  return self->lexer.token == CRITIC_TOKEN_WORD || self->lexer.token == CRITIC_TOKEN_STRING;
}

static void
fail_no_condition (Parser *self, GError **error)
{
  if (self->lexer.token == CRITIC_TOKEN_END)
    critic_lexer_fail (&self->lexer, error, _("A condition is missing here. Write one such as stars >= 3."));
  else
    critic_lexer_fail (&self->lexer, error, _("“%s” is no condition. Write one such as stars >= 3."),
                       self->lexer.text);
}

static void
fail_no_field (Parser *self, GError **error)
{
  const CriticField *guess = critic_field_guess (self->lexer.text);

  if (guess != NULL)
    critic_lexer_fail (&self->lexer, error, _("“%s” is nothing that a filter knows. Did you mean “%s”?"),
                       self->lexer.text, guess->name);
  else
    critic_lexer_fail (&self->lexer, error,
                       _("“%s” is nothing that a filter knows. To look for a name, write name ~ \"%s\"."),
                       self->lexer.text, self->lexer.text);
}

/* The operator that must follow @field, then goes on to its value. */
static gboolean
parse_op (Parser *self, const CriticField *field, CriticOp *op, GError **error)
{
  CriticOp found = self->lexer.op;
  gboolean like = found == CRITIC_OP_LIKE, equal = found == CRITIC_OP_EQ || found == CRITIC_OP_NE;
  const char *possible;
  gboolean fits;

  switch (field->kind)
    {
    case CRITIC_FIELD_CHOICE:
      fits = equal;
      possible = "= !=";
      break;
    case CRITIC_FIELD_TEXT:
      fits = equal || like;
      possible = "~ = !=";
      break;
    case CRITIC_FIELD_CRITIQUE:
      fits = like;
      possible = "~";
      break;
    default:
      fits = !like;
      possible = "= != < <= > >=";
    }

  if (self->lexer.token != CRITIC_TOKEN_OP || !fits)
    {
      critic_lexer_fail (&self->lexer, error, _("After “%s” stands one of: %s."), field->name, possible);
      return FALSE;
    }

  *op = found;
  return critic_lexer_next (&self->lexer, error);
}

static CriticNode *
parse_number (Parser *self, const CriticField *field, guint number, GError **error)
{
  gboolean date = field->kind == CRITIC_FIELD_DATE, good;
  g_autoptr (CriticNode) node = critic_node_new (date ? CRITIC_NODE_DATE : CRITIC_NODE_NUMBER, field);
  GError *cause = NULL;

  node->number = number;
  if (!parse_op (self, field, &node->op, error))
    return NULL;
  if (!is_value (self))
    {
      critic_lexer_fail (&self->lexer, error, date ? _("A date is missing here. Write one as in 2026-05-01.")
                                                   : _("A number is missing here. Write one as in 5.5."));
      return NULL;
    }

  if (date)
    good = critic_date_parse (self->lexer.text, &node->value, &node->end, &cause);
  else
    good = critic_number_parse (number >= CRITIC_NUMBER_STYLE ? CRITIC_FIELD_SHARE : field->kind, self->lexer.text,
                                &node->value, &cause);
  if (!good)
    {
      critic_lexer_blame (&self->lexer, error, cause);
      return NULL;
    }
  if (date)
    node->text = g_ascii_strup (self->lexer.text, -1);

  return critic_lexer_next (&self->lexer, error) ? g_steal_pointer (&node) : NULL;
}

static CriticNode *
parse_choice (Parser *self, const CriticField *field, GError **error)
{
  g_autoptr (CriticNode) node = critic_node_new (CRITIC_NODE_CHOICE, field);
  GError *cause = NULL;

  if (!parse_op (self, field, &node->op, error))
    return NULL;
  if (!critic_choice_parse (field, is_value (self) ? self->lexer.text : "", &node->value, &cause))
    {
      critic_lexer_blame (&self->lexer, error, cause);
      return NULL;
    }

  return critic_lexer_next (&self->lexer, error) ? g_steal_pointer (&node) : NULL;
}

static CriticNode *
parse_text (Parser *self, const CriticField *field, GError **error)
{
  gboolean critique = field->kind == CRITIC_FIELD_CRITIQUE;
  g_autoptr (CriticNode) node = critic_node_new (critique ? CRITIC_NODE_CRITIQUE : CRITIC_NODE_TEXT, field);

  if (!parse_op (self, field, &node->op, error))
    return NULL;
  if (!is_value (self) || *self->lexer.text == '\0')
    {
      critic_lexer_fail (&self->lexer, error, _("A text is missing here. Write one as in “horizon”."));
      return NULL;
    }

  node->text = g_strdup (self->lexer.text);
  if (!critique)
    node->pattern = node->op == CRITIC_OP_LIKE ? critic_pattern_new (node->text)
                                               : critic_pattern_new_exact (node->text);
  else
    {
      guint at;

      if (!g_ptr_array_find_with_equal_func (self->texts, node->text, g_str_equal, &at))
        {
          at = self->texts->len;
          if (at == MOST_TEXTS)
            {
              critic_lexer_fail (&self->lexer, error,
                                 _("A filter can look for at most %u texts in critiques. Leave some out."), MOST_TEXTS);
              return NULL;
            }
          g_ptr_array_add (self->texts, g_strdup (node->text));
        }
      node->value = at;
    }

  return critic_lexer_next (&self->lexer, error) ? g_steal_pointer (&node) : NULL;
}

static CriticNode *
negate (CriticNode *child)
{
  CriticNode *node = critic_node_new (CRITIC_NODE_NOT, NULL);

  g_ptr_array_add (node->children, child);
  return node;
}

/* style "NAME", style = "NAME", style != "NAME", style "NAME" > 0.5 */
static CriticNode *
parse_style (Parser *self, const CriticField *field, GError **error)
{
  CriticLexer *lexer = &self->lexer;
  gboolean op = lexer->token == CRITIC_TOKEN_OP && (lexer->op == CRITIC_OP_EQ || lexer->op == CRITIC_OP_NE);
  gboolean not = op && lexer->op == CRITIC_OP_NE;
  GError *cause = NULL;
  int style;

  if (op && !critic_lexer_next (lexer, error))
    return NULL;
  if (!is_value (self))
    {
      critic_lexer_fail (lexer, error, _("The name of a style is missing here. Write one as in style \"Rule of thirds\"."));
      return NULL;
    }
  style = critic_style_parse (lexer->text, &cause);
  if (style < 0)
    {
      critic_lexer_blame (lexer, error, cause);
      return NULL;
    }
  if (!critic_lexer_next (lexer, error))
    return NULL;
  if (!op && lexer->token == CRITIC_TOKEN_OP)
    return parse_number (self, field, CRITIC_NUMBER_STYLE + style, error);

  CriticNode *node = critic_node_new (CRITIC_NODE_STYLE, field);
  node->value = style;
  return not ? negate (node) : node;
}

static CriticNode *
parse_condition (Parser *self, GError **error)
{
  const CriticField *field;

  if (self->lexer.token != CRITIC_TOKEN_WORD)
    {
      fail_no_condition (self, error);
      return NULL;
    }
  field = critic_field_find (self->lexer.text);
  if (field == NULL)
    {
      fail_no_field (self, error);
      return NULL;
    }
  if (!critic_lexer_next (&self->lexer, error))
    return NULL;

  switch (field->kind)
    {
    case CRITIC_FIELD_CHOICE:
      return parse_choice (self, field, error);
    case CRITIC_FIELD_TEXT:
    case CRITIC_FIELD_CRITIQUE:
      return parse_text (self, field, error);
    case CRITIC_FIELD_STYLE:
      return parse_style (self, field, error);
    case CRITIC_FIELD_YES:
      if (self->lexer.token == CRITIC_TOKEN_OP)
        {
          critic_lexer_fail (&self->lexer, error, _("“%s” stands alone. For the opposite, write not %s."), field->name,
                             field->name);
          return NULL;
        }
      return critic_node_new (CRITIC_NODE_YES, field);
    case CRITIC_FIELD_NUMBER:
    case CRITIC_FIELD_SHARE:
    case CRITIC_FIELD_BYTES:
    case CRITIC_FIELD_DATE:
    default:
      return parse_number (self, field, field->code, error);
    }
}

static CriticNode *
parse_not (Parser *self, GError **error)
{
  CriticToken token = self->lexer.token;
  g_autoptr (CriticNode) node = NULL;

  if (token != CRITIC_TOKEN_NOT && token != CRITIC_TOKEN_OPEN)
    return parse_condition (self, error);

  if (++self->depth > DEEPEST)
    {
      critic_lexer_fail (&self->lexer, error, _("The parentheses lie too deep in one another. Leave some out."));
      return NULL;
    }
  if (!critic_lexer_next (&self->lexer, error))
    return NULL;

  node = token == CRITIC_TOKEN_NOT ? parse_not (self, error) : parse_or (self, error);
  if (node == NULL)
    return NULL;
  if (token == CRITIC_TOKEN_OPEN)
    {
      if (self->lexer.token != CRITIC_TOKEN_CLOSE)
        {
          critic_lexer_fail (&self->lexer, error, _("A “)” is missing here."));
          return NULL;
        }
      if (!critic_lexer_next (&self->lexer, error))
        return NULL;
    }
  else
    node = negate (g_steal_pointer (&node));

  self->depth--;
  return g_steal_pointer (&node);
}

static CriticNode *
parse_list (Parser *self, CriticNodeKind kind, GError **error)
{
  CriticToken between = kind == CRITIC_NODE_AND ? CRITIC_TOKEN_AND : CRITIC_TOKEN_OR;
  g_autoptr (CriticNode) list = critic_node_new (kind, NULL);

  for (;;)
    {
      CriticNode *child = kind == CRITIC_NODE_AND ? parse_not (self, error) : parse_list (self, CRITIC_NODE_AND, error);

      if (child == NULL)
        return NULL;
      if (child->kind == kind)
        {
          g_ptr_array_extend_and_steal (list->children, g_steal_pointer (&child->children));
          critic_node_free (child);
        }
      else
        g_ptr_array_add (list->children, child);

      if (self->lexer.token != between)
        break;
      if (!critic_lexer_next (&self->lexer, error))
        return NULL;
    }

  if (list->children->len == 1)
    return g_ptr_array_steal_index (list->children, 0);
  return g_steal_pointer (&list);
}

static CriticNode *
parse_or (Parser *self, GError **error)
{
  return parse_list (self, CRITIC_NODE_OR, error);
}

static CriticNode *
parse_all (Parser *self, GError **error)
{
  g_autoptr (CriticNode) node = NULL;

  if (!critic_lexer_next (&self->lexer, error))
    return NULL;
  if (self->lexer.token == CRITIC_TOKEN_END)
    return critic_node_new (CRITIC_NODE_AND, NULL);

  node = parse_or (self, error);
  if (node == NULL)
    return NULL;
  if (self->lexer.token == CRITIC_TOKEN_CLOSE)
    {
      critic_lexer_fail (&self->lexer, error, _("There is no “(” to this “)”."));
      return NULL;
    }
  if (self->lexer.token != CRITIC_TOKEN_END)
    {
      critic_lexer_fail (&self->lexer, error,
                         _("Before “%s” an “and” or “or” is missing. A text of several words stands between "
                           "quotation marks."),
                         self->lexer.text);
      return NULL;
    }
  return g_steal_pointer (&node);
}

CriticNode *
critic_node_parse (const char *expression, GPtrArray *texts, GError **error)
{
  Parser parser = { .texts = texts };
  CriticNode *node;

  if (!g_utf8_validate (expression, -1, NULL))
    {
      g_set_error_literal (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX,
                           _("The filter is not UTF-8. For a name that is not either, write name ~ with * in place "
                             "of what cannot be written."));
      return NULL;
    }

  critic_lexer_init (&parser.lexer, expression);
  node = parse_all (&parser, error);
  critic_lexer_clear (&parser.lexer);
  return node;
}
