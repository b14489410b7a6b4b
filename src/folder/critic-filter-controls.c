/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between expressions and controls: what a filter says is shown where it can be
 * changed, and the rest of it stays an expression. */
#include "critic-filter-controls.h"

#include "critic-filter-node.h"

#include <math.h>

/* As fine as the handles of the range: one tenth of a point. */
#define STEPS 10

/**
 * critic_filter_controls_clear:
 * @self: controls, initialised
 *
 * Frees what they hold; they show everything then. Any thread.
 */
void
critic_filter_controls_clear (CriticFilterControls *self)
{
  g_free (self->search);
  g_free (self->critique);
  g_free (self->other);
  *self = (CriticFilterControls) CRITIC_FILTER_CONTROLS_INIT;
}

/* --- from an expression --- */

static gboolean
is_step (gdouble score)
{
  return score > 1 && score < 10 && fabs (score * STEPS - round (score * STEPS)) < 1e-9;
}

static gboolean
take_number (CriticFilterControls *self, const CriticNode *node)
{
  if (node->number == CRITIC_NUMBER_SCORE && node->op == CRITIC_OP_GE && self->low == 1 && is_step (node->value))
    self->low = node->value;
  else if (node->number == CRITIC_NUMBER_SCORE && node->op == CRITIC_OP_LE && self->high == 10 && is_step (node->value))
    self->high = node->value;
  else if (node->number == CRITIC_NUMBER_STARS && (node->op == CRITIC_OP_GE || node->op == CRITIC_OP_EQ) &&
           self->stars == 0 && !self->exactly && node->value >= (node->op == CRITIC_OP_GE) && node->value <= 5 &&
           node->value == floor (node->value))
    {
      self->stars = node->value;
      self->exactly = node->op == CRITIC_OP_EQ;
    }
  else
    return FALSE;
  return TRUE;
}

/* Which switch says what @node does; FALSE: none. */
static gboolean
find_switch (const CriticNode *node, CriticAny *any, guint *bit)
{
  static const struct { CriticYesField field; CriticAny any; guint bit; } switches[] = {
    { CRITIC_YES_PICKED, CRITIC_ANY_FLAG, CRITIC_FLAG_PICK },
    { CRITIC_YES_REJECTED, CRITIC_ANY_FLAG, CRITIC_FLAG_REJECT },
    { CRITIC_YES_DISAGREES, CRITIC_ANY_OPINION, 0 },
    { CRITIC_YES_CRITIQUED, CRITIC_ANY_WORDS, 0 },
    { CRITIC_YES_FAILED, CRITIC_ANY_STATE, 0 },
    { CRITIC_YES_WAITING, CRITIC_ANY_STATE, 1 },
  };

  *bit = node->value;
  switch (node->kind)
    {
    case CRITIC_NODE_STYLE:
      *any = CRITIC_ANY_STYLE;
      return TRUE;
    case CRITIC_NODE_CHOICE:
      *any = node->field->code == CRITIC_CHOICE_FLAG ? CRITIC_ANY_FLAG : CRITIC_ANY_LABEL;
      return node->op == CRITIC_OP_EQ && *bit > 0;
    case CRITIC_NODE_NUMBER:
      *any = CRITIC_ANY_WORDS;
      *bit = 0;
      return node->number == CRITIC_NUMBER_CRITIQUES &&
             ((node->op == CRITIC_OP_GT && node->value == 0) || (node->op == CRITIC_OP_GE && node->value == 1));
    case CRITIC_NODE_YES:
      for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
        if (switches[i].field == node->field->code)
          {
            *any = switches[i].any;
            *bit = switches[i].bit;
            return TRUE;
          }
      return FALSE;
    case CRITIC_NODE_AND:
    case CRITIC_NODE_OR:
    case CRITIC_NODE_NOT:
    case CRITIC_NODE_DATE:
    case CRITIC_NODE_TEXT:
    case CRITIC_NODE_CRITIQUE:
    default:
      return FALSE;
    }
}

/* Of one kind, and none of that kind before. */
static gboolean
take_switches (CriticFilterControls *self, CriticNode *const *nodes, guint n)
{
  CriticAny kind = CRITIC_N_ANY, any;
  guint bits = 0, bit;

  for (guint i = 0; i < n; i++)
    {
      if (!find_switch (nodes[i], &any, &bit) || (kind != CRITIC_N_ANY && any != kind))
        return FALSE;
      kind = any;
      bits |= 1u << bit;
    }
  if (kind == CRITIC_N_ANY || self->any[kind] != 0)
    return FALSE;
  self->any[kind] = bits;
  return TRUE;
}

/* What begins so is read as an expression where it is typed. */
static gboolean
can_be_typed (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return *text != '=' && g_str_equal (stripped, text);
}

static gboolean
take_search (CriticFilterControls *self, const CriticNode *node)
{
  const CriticNode *name = node->children->len == 2 ? node->children->pdata[0] : NULL;
  const CriticNode *critique = node->children->len == 2 ? node->children->pdata[1] : NULL;

  if (self->search != NULL || name == NULL || name->kind != CRITIC_NODE_TEXT || name->field->code != CRITIC_TEXT_NAME ||
      name->op != CRITIC_OP_LIKE || critique->kind != CRITIC_NODE_CRITIQUE || !g_str_equal (name->text, critique->text) ||
      !can_be_typed (name->text))
    return FALSE;
  self->search = g_strdup (name->text);
  return TRUE;
}

static gboolean
take (CriticFilterControls *self, const CriticNode *node, gboolean searches)
{
  if (node->kind == CRITIC_NODE_OR)
    return (searches && take_search (self, node)) ||
           take_switches (self, (CriticNode *const *) node->children->pdata, node->children->len);
  if (node->kind == CRITIC_NODE_CRITIQUE && self->critique == NULL && can_be_typed (node->text))
    {
      self->critique = g_strdup (node->text);
      return TRUE;
    }
  if (node->kind == CRITIC_NODE_NUMBER && take_number (self, node))
    return TRUE;
  return take_switches (self, (CriticNode *const *) &node, 1);
}

static void
leave (GString *other, const CriticNode *node)
{
  gboolean parentheses = node->kind == CRITIC_NODE_OR;

  g_string_append_printf (other, "%s%s", other->len > 0 ? " and " : "", parentheses ? "(" : "");
  critic_node_print (node, other);
  if (parentheses)
    g_string_append_c (other, ')');
}

/* @searches: the search is free for it. */
static void
read_node (CriticFilterControls *self, const CriticNode *node, gboolean searches)
{
  g_autoptr (GString) other = g_string_new (NULL);
  CriticNode *const *nodes = (CriticNode *const *) &node;
  guint n = 1;

  if (node->kind == CRITIC_NODE_AND)
    {
      nodes = (CriticNode *const *) node->children->pdata;
      n = node->children->len;
    }
  critic_filter_controls_clear (self);
  for (guint i = 0; i < n; i++)
    if (!take (self, nodes[i], searches))
      leave (other, nodes[i]);

  if (other->len > 0 && self->search != NULL)
    read_node (self, node, FALSE);
  else if (other->len > 0)
    self->other = g_strdup (other->str);
}

/**
 * critic_filter_controls_read:
 * @self: controls, initialised
 * @expression: see critic_filter_new()
 * @error: return location for an error of %CRITIC_FILTER_ERROR
 *
 * Sets the controls so that they say what @expression does. What they cannot say
 * comes into @other; a search too then, for the two are typed in one place. Any
 * thread.
 *
 * Returns: whether @expression is a filter; otherwise @self is as before
 */
gboolean
critic_filter_controls_read (CriticFilterControls *self, const char *expression, GError **error)
{
  g_autoptr (CriticFilter) filter = critic_filter_new (expression, error);

  if (filter == NULL)
    return FALSE;
  read_node (self, critic_filter_get_node (filter), TRUE);
  return TRUE;
}

/* --- to an expression --- */

static void
add (GString *all, const char *condition)
{
  g_string_append_printf (all, "%s(%s)", all->len > 0 ? " and " : "", condition);
}

static char *
quote (const char *text)
{
  GString *quoted = g_string_new ("\"");

  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (quoted, '\\');
      g_string_append_c (quoted, *text);
    }
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

static void
add_text (GString *all, const char *text, gboolean in_names)
{
  g_autofree char *quoted = NULL, *condition = NULL;

  if (text == NULL || *text == '\0')
    return;
  quoted = quote (text);
  condition = in_names ? g_strdup_printf ("name ~ %s or critique ~ %s", quoted, quoted)
                       : g_strdup_printf ("critique ~ %s", quoted);
  add (all, condition);
}

static void
add_score (GString *all, const char *op, gdouble score)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *condition = g_strdup_printf ("score %s %s", op, g_ascii_formatd (number, sizeof number, "%.1f", score));

  add (all, condition);
}

static void
add_any (GString *all, CriticAny any, guint bits)
{
  static const char *const words[CRITIC_N_ANY][CRITIC_LABEL_PURPLE + 1] = {
    [CRITIC_ANY_FLAG] = { [CRITIC_FLAG_PICK] = "picked", [CRITIC_FLAG_REJECT] = "rejected" },
    [CRITIC_ANY_LABEL] = { [CRITIC_LABEL_RED] = "label = red", [CRITIC_LABEL_YELLOW] = "label = yellow",
                           [CRITIC_LABEL_GREEN] = "label = green", [CRITIC_LABEL_BLUE] = "label = blue",
                           [CRITIC_LABEL_PURPLE] = "label = purple" },
    [CRITIC_ANY_OPINION] = { "disagrees" },
    [CRITIC_ANY_WORDS] = { "critiqued" },
    [CRITIC_ANY_STATE] = { "failed", "waiting" },
  };
  g_autoptr (GString) either = g_string_new (NULL);

  for (guint bit = 0; bits >> bit != 0; bit++)
    {
      if ((bits >> bit & 1) == 0)
        continue;
      if (either->len > 0)
        g_string_append (either, " or ");
      if (any == CRITIC_ANY_STYLE)
        g_string_append_printf (either, "style \"%s\"", mcn_style_info (bit)->id);
      else
        g_string_append (either, words[any][bit]);
    }
  if (either->len > 0)
    add (all, either->str);
}

static char *
make_expression (const CriticFilterControls *self, const char *other, GError **error)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (CriticFilter) filter = NULL;

  add_text (all, self->search, TRUE);
  if (self->low > 1)
    add_score (all, ">=", self->low);
  if (self->high < 10)
    add_score (all, "<=", self->high);
  if (self->exactly || self->stars > 0)
    {
      g_autofree char *condition = g_strdup_printf ("stars %s %u", self->exactly ? "=" : ">=", self->stars);

      add (all, condition);
    }
  for (CriticAny any = 0; any < CRITIC_N_ANY; any++)
    add_any (all, any, self->any[any]);
  add_text (all, self->critique, FALSE);
  if (other != NULL && *other != '\0')
    add (all, other);

  filter = critic_filter_new (all->str, error);
  return filter != NULL ? critic_filter_to_string (filter) : NULL;
}

/**
 * critic_filter_controls_to_expression:
 * @self: controls
 * @error: return location for an error of %CRITIC_FILTER_ERROR: what @other is
 *   no condition for
 *
 * The same for controls that say the same, whatever of it stands in @other. Any
 * thread.
 *
 * Returns: (transfer full): the filter in its plain form; empty where everything
 *   is shown; %NULL with @error
 */
char *
critic_filter_controls_to_expression (const CriticFilterControls *self, GError **error)
{
  g_auto (CriticFilterControls) again = CRITIC_FILTER_CONTROLS_INIT;
  g_autoptr (CriticFilter) other = NULL;
  g_autofree char *plain = NULL, *expression = NULL;

  if (self->other == NULL)
    return make_expression (self, NULL, error);

  /* By itself first: its mistake is told where it stands, and it closes no parenthesis of others. */
  other = critic_filter_new (self->other, error);
  if (other == NULL)
    return NULL;
  plain = critic_filter_to_string (other);
  expression = make_expression (self, plain, error);
  if (expression == NULL || !critic_filter_controls_read (&again, expression, error))
    return NULL;
  return make_expression (&again, again.other, error);
}
