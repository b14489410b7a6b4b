/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-filter-lexer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *text;
  CriticToken token;
  CriticOp    op;
} signs[] = {
  /* Longer ones first. */
  { "==", CRITIC_TOKEN_OP, CRITIC_OP_EQ },
  { "!=", CRITIC_TOKEN_OP, CRITIC_OP_NE },
  { "<>", CRITIC_TOKEN_OP, CRITIC_OP_NE },
  { "<=", CRITIC_TOKEN_OP, CRITIC_OP_LE },
  { ">=", CRITIC_TOKEN_OP, CRITIC_OP_GE },
  { "≠", CRITIC_TOKEN_OP, CRITIC_OP_NE },
  { "≤", CRITIC_TOKEN_OP, CRITIC_OP_LE },
  { "≥", CRITIC_TOKEN_OP, CRITIC_OP_GE },
  { "&&", CRITIC_TOKEN_AND },
  { "||", CRITIC_TOKEN_OR },
  { "=", CRITIC_TOKEN_OP, CRITIC_OP_EQ },
  { "<", CRITIC_TOKEN_OP, CRITIC_OP_LT },
  { ">", CRITIC_TOKEN_OP, CRITIC_OP_GT },
  { "~", CRITIC_TOKEN_OP, CRITIC_OP_LIKE },
  { "&", CRITIC_TOKEN_AND },
  { "|", CRITIC_TOKEN_OR },
  { "!", CRITIC_TOKEN_NOT },
  { "(", CRITIC_TOKEN_OPEN },
  { ")", CRITIC_TOKEN_CLOSE },
};

/* The index of the sign that @text begins with, or -1. */
static int
find_sign (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (text, signs[i].text))
      return i;
  return -1;
}

static CriticToken
keyword (const char *word)
{
  if (g_ascii_strcasecmp (word, "and") == 0)
    return CRITIC_TOKEN_AND;
  if (g_ascii_strcasecmp (word, "or") == 0)
    return CRITIC_TOKEN_OR;
  if (g_ascii_strcasecmp (word, "not") == 0)
    return CRITIC_TOKEN_NOT;
  return CRITIC_TOKEN_WORD;
}

static gboolean
ends_word (const char *text)
{
  return *text == '\0' || *text == '"' || g_unichar_isspace (g_utf8_get_char (text)) || find_sign (text) >= 0;
}

void
critic_lexer_init (CriticLexer *self, const char *expression)
{
  *self = (CriticLexer) { .expression = expression, .rest = expression, .start = expression };
}

void
critic_lexer_clear (CriticLexer *self)
{
  g_clear_pointer (&self->text, g_free);
}

static gboolean
next_string (CriticLexer *self, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char mark = *self->rest++;

  for (; *self->rest != mark; self->rest++)
    {
      if (*self->rest == '\\' && self->rest[1] != '\0')
        self->rest++;
      if (*self->rest == '\0')
        {
          critic_lexer_fail (self, error, _("The quotation mark that stands here is never closed."));
          return FALSE;
        }
      g_string_append_c (text, *self->rest);
    }

  self->rest++;
  self->token = CRITIC_TOKEN_STRING;
  self->text = g_string_free (g_steal_pointer (&text), FALSE);
  return TRUE;
}

gboolean
critic_lexer_next (CriticLexer *self, GError **error)
{
  while (*self->rest != '\0' && g_unichar_isspace (g_utf8_get_char (self->rest)))
    self->rest = g_utf8_next_char (self->rest);

  critic_lexer_clear (self);
  self->start = self->rest;
  self->token = CRITIC_TOKEN_END;
  if (*self->rest == '\0')
    return TRUE;
  if (*self->rest == '"' || *self->rest == '\'')
    return next_string (self, error);

  int sign = find_sign (self->rest);
  if (sign >= 0)
    {
      self->token = signs[sign].token;
      self->op = signs[sign].op;
      self->rest += strlen (signs[sign].text);
    }
  else
    {
      while (!ends_word (self->rest))
        self->rest = g_utf8_next_char (self->rest);
    }

  self->text = g_strndup (self->start, self->rest - self->start);
  if (sign < 0)
    self->token = keyword (self->text);
  return TRUE;
}

gboolean
critic_lexer_is_word (const char *text)
{
  if (*text == '\0' || *text == '\'' || keyword (text) != CRITIC_TOKEN_WORD)
    return FALSE;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (ends_word (c))
      return FALSE;
  return TRUE;
}

static void
fail_at (CriticLexer *self, GError **error, const char *message)
{
  guint at = (guint) g_utf8_pointer_to_offset (self->expression, self->start) + 1;

  g_set_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX, _("Filter, character %u: %s"), at, message);
}

void
critic_lexer_fail (CriticLexer *self, GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  fail_at (self, error, message);
}

void
critic_lexer_blame (CriticLexer *self, GError **error, GError *cause)
{
  fail_at (self, error, cause->message);
  g_error_free (cause);
}
