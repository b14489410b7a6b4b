/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pattern.h"

#include <string.h>

typedef enum { ANYWHERE, GLOB, EXACT } Kind;

struct _CriticPattern
{
  Kind  kind;
  char *folded;
};

/* The longest text that is folded on the stack. */
#define SHORT 512

/* Case and encoding taken away. */
static char *
fold (const char *bytes)
{
  g_autofree char *valid = g_utf8_make_valid (bytes, -1);
  g_autofree char *folded = g_utf8_casefold (valid, -1);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_DEFAULT_COMPOSE);
}

/* fold() for what most names are: short and ASCII. FALSE: it is not. */
static gboolean
fold_ascii (const char *bytes, char folded[SHORT])
{
  for (guint i = 0; i < SHORT; i++)
    {
      guchar c = bytes[i];

      if (c >= 0x80)
        return FALSE;
      folded[i] = g_ascii_tolower (c);
      if (c == '\0')
        return TRUE;
    }
  return FALSE;
}

static CriticPattern *
pattern_new (const char *text, Kind kind)
{
  CriticPattern *self = g_new (CriticPattern, 1);

  self->kind = kind;
  self->folded = fold (text);
  return self;
}

CriticPattern *
critic_pattern_new (const char *text)
{
  return pattern_new (text, strpbrk (text, "*?") != NULL ? GLOB : ANYWHERE);
}

CriticPattern *
critic_pattern_new_exact (const char *text)
{
  return pattern_new (text, EXACT);
}

void
critic_pattern_free (CriticPattern *self)
{
  g_free (self->folded);
  g_free (self);
}

/* Both UTF-8. After a "*" failed only the newest one is tried further on: a
 * later star can do whatever an earlier one could. */
static gboolean
glob_matches (const char *glob, const char *text)
{
  const char *star = NULL, *retry = NULL;

  while (*text != '\0')
    {
      if (*glob == '*')
        {
          star = ++glob;
          retry = text;
        }
      else if (*glob == '?')
        {
          glob++;
          text = g_utf8_next_char (text);
        }
      else if (*glob == *text)
        {
          glob++;
          text++;
        }
      else if (star != NULL)
        {
          retry = g_utf8_next_char (retry);
          text = retry;
          glob = star;
        }
      else
        return FALSE;
    }

  while (*glob == '*')
    glob++;
  return *glob == '\0';
}

gboolean
critic_pattern_matches (const CriticPattern *self, const char *bytes)
{
  char buffer[SHORT];
  g_autofree char *longer = NULL;
  const char *text = buffer;

  if (!fold_ascii (bytes, buffer))
    text = longer = fold (bytes);

  switch (self->kind)
    {
    case EXACT:
      return strcmp (text, self->folded) == 0;
    case GLOB:
      return glob_matches (self->folded, text);
    case ANYWHERE:
    default:
      return strstr (text, self->folded) != NULL;
    }
}
