/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-filter-node.h"

#include "critic-filter-lexer.h"
#include "critic-filter-value.h"

#include <string.h>

CriticNode *
critic_node_new (CriticNodeKind kind, const CriticField *field)
{
  CriticNode *self = g_new0 (CriticNode, 1);

  self->kind = kind;
  self->field = field;
  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_node_free);
  return self;
}

void
critic_node_free (CriticNode *self)
{
  g_free (self->text);
  g_clear_pointer (&self->pattern, critic_pattern_free);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self);
}

static void
quote (GString *string, const char *text)
{
  if (critic_lexer_is_word (text))
    {
      g_string_append (string, text);
      return;
    }

  g_string_append_c (string, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (string, '\\');
      g_string_append_c (string, *text);
    }
  g_string_append_c (string, '"');
}

static void
print_list (const CriticNode *self, GString *string)
{
  for (guint i = 0; i < self->children->len; i++)
    {
      const CriticNode *child = self->children->pdata[i];
      gboolean parentheses = self->kind == CRITIC_NODE_AND && child->kind == CRITIC_NODE_OR;

      if (i > 0)
        g_string_append (string, self->kind == CRITIC_NODE_AND ? " and " : " or ");
      if (parentheses)
        g_string_append_c (string, '(');
      critic_node_print (child, string);
      if (parentheses)
        g_string_append_c (string, ')');
    }
}

static void
print_style (McnStyle style, GString *string)
{
  g_string_append (string, "style ");
  quote (string, mcn_style_info (style)->name);
}

void
critic_node_print (const CriticNode *self, GString *string)
{
  static const char *const ops[] = { "=", "!=", "<", "<=", ">", ">=", "~" };

  switch (self->kind)
    {
    case CRITIC_NODE_AND:
    case CRITIC_NODE_OR:
      print_list (self, string);
      return;
    case CRITIC_NODE_NOT:
      {
        const CriticNode *child = self->children->pdata[0];
        gboolean parentheses = child->kind == CRITIC_NODE_AND || child->kind == CRITIC_NODE_OR;

        g_string_append (string, parentheses ? "not (" : "not ");
        critic_node_print (child, string);
        if (parentheses)
          g_string_append_c (string, ')');
        return;
      }
    case CRITIC_NODE_STYLE:
      print_style (self->value, string);
      return;
    case CRITIC_NODE_YES:
      g_string_append (string, self->field->name);
      return;
    case CRITIC_NODE_NUMBER:
    case CRITIC_NODE_DATE:
    case CRITIC_NODE_CHOICE:
    case CRITIC_NODE_TEXT:
    case CRITIC_NODE_CRITIQUE:
      break;
    }

  if (self->kind == CRITIC_NODE_NUMBER && self->number >= CRITIC_NUMBER_STYLE)
    print_style (self->number - CRITIC_NUMBER_STYLE, string);
  else
    g_string_append (string, self->field->name);
  g_string_append_printf (string, " %s ", ops[self->op]);

  if (self->kind == CRITIC_NODE_NUMBER)
    {
      g_autofree char *number = critic_number_print (self->value);
      g_string_append (string, number);
    }
  else if (self->kind == CRITIC_NODE_CHOICE)
    g_string_append (string, self->field->words[(guint) self->value]);
  else
    quote (string, self->text);
}
