/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-sentences.h"

#define CAPITAL_I_DOTTED 0x130
#define DOT_ABOVE 0x307
#define CAPITAL_SIGMA 0x3a3
#define SMALL_SIGMA 0x3c3
#define FINAL_SIGMA 0x3c2

static gboolean
ends_sentence (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == ';' || c == ':';
}

static gboolean
is_space (gunichar c)
{
  return (mcn_unicode_classify (c) & MCN_UNICODE_SPACE) != 0;
}

/* What a capital sigma becomes: final after a letter with case, unless another
 * follows; ignorable characters do not count. @after_cased: of the characters
 * before it the last that counts is cased. */
static gunichar
lower_sigma (const McnChar *chars, gsize n, gsize at, gboolean after_cased)
{
  if (!after_cased)
    return SMALL_SIGMA;

  for (gsize i = at + 1; i < n; i++)
    {
      guint8 classes = mcn_unicode_classify (chars[i].c);
      if (classes & MCN_UNICODE_IGNORABLE)
        continue;
      return classes & MCN_UNICODE_CASED ? SMALL_SIGMA : FINAL_SIGMA;
    }
  return FINAL_SIGMA;
}

/* Lower case; everything that is no letter becomes a space, except white
 * space itself. In place, one character for one. */
static void
normalise (GArray *part)
{
  McnChar *chars = (McnChar *) (gpointer) part->data;
  gboolean after_cased = FALSE;

  for (gsize i = 0; i < part->len; i++)
    {
      gunichar c = chars[i].c;
      guint8 classes = mcn_unicode_classify (c);
      gboolean ignorable = (classes & MCN_UNICODE_IGNORABLE) != 0;

      if (classes & MCN_UNICODE_WORD)
        {
          if (classes & MCN_UNICODE_DIGIT)
            chars[i].c = ' ';
          else if (c == CAPITAL_I_DOTTED)
            chars[i].c = 'i';
          else if (c == CAPITAL_SIGMA)
            chars[i].c = lower_sigma (chars, part->len, i, after_cased);
          else
            chars[i].c = mcn_unicode_lower (c);
        }
      else if (!(classes & MCN_UNICODE_SPACE))
        {
          chars[i].c = ' ';
        }

      if (!ignorable)
        after_cased = (classes & MCN_UNICODE_CASED) != 0;
    }
}

/* The part being gathered, and its extent without white space. */
typedef struct
{
  GArray  *chars;
  guint    base;                /* in chars, the last that is no accent */
  guint32  start, end;
  gboolean is_blank;
} Part;

static void
part_add (Part *part, gunichar c, guint32 start, guint32 end)
{
  guint8 classes = mcn_unicode_classify (c);
  McnChar one = { c, start, end };

  /* An accent of its own is a space to the rules, and cuts the word; to the eye
   * it belongs to its letter, as do joiners and other invisible characters. */
  if ((classes & MCN_UNICODE_WORD) || !(classes & MCN_UNICODE_IGNORABLE) || !(classes & MCN_UNICODE_DROPPED))
    part->base = part->chars->len;
  else if (part->base < part->chars->len)
    g_array_index (part->chars, McnChar, part->base).end = end;

  if (!(classes & MCN_UNICODE_SPACE))
    {
      if (part->is_blank)
        part->start = start;
      part->end = end;
      part->is_blank = FALSE;
    }

  g_array_append_val (part->chars, one);

  /* In lower case this is an i and a dot, and the dot a space. */
  if (c == CAPITAL_I_DOTTED)
    {
      one.c = DOT_ABOVE;
      g_array_append_val (part->chars, one);
    }
}

static void
part_end (Part *part, McnPartFunc func, gpointer data)
{
  if (!part->is_blank)
    {
      normalise (part->chars);
      func ((const McnChar *) (gconstpointer) part->chars->data, part->chars->len, part->start, part->end, data);
    }
  g_array_set_size (part->chars, 0);
  part->base = 0;
  part->is_blank = TRUE;
}

/**
 * mcn_sentences_split:
 * @text: (array length=length): bytes; those that are no UTF-8 count as U+FFFD each
 * @length: how many, less than 4 GiB
 * @func: called for each part that is not blank, in order
 * @data: handed to @func
 *
 * The rules the model was trained with (recipe.md, "critique in"). Cut after
 * . ! ? ; : before white space, which goes, and at line feeds; then each part
 * alone in lower case (a sigma is final by its neighbours in the part), digits
 * and punctuation become spaces. In Python, whose classes of characters these
 * are:
 *
 * |[<!-- language="Python" -->
 * for part in re.split (r'(?<=[.!?;:])\s+|\n+', text):
 *   re.sub (r'[^\w\s]', ' ', re.sub (r'\d+', ' ', part.lower ()))
 * ]|
 *
 * One space for each digit stands where Python leaves one for all: tokens are
 * the same. Every character keeps the bytes it came from.
 */
void
mcn_sentences_split (const char *text, gsize length, McnPartFunc func, gpointer data)
{
  g_return_if_fail (length <= G_MAXUINT32);

  Part part = { .chars = g_array_new (FALSE, FALSE, sizeof (McnChar)), .is_blank = TRUE };
  gunichar before = 0;
  enum { INSIDE, SPACES, LINE_FEEDS } where = INSIDE;

  for (gsize at = 0; at < length;)
    {
      guint32 start = (guint32) at;
      gunichar c;

      at += mcn_unicode_decode (text + at, length - at, &c);
      if (!((where == SPACES && is_space (c)) || (where == LINE_FEEDS && c == '\n')))
        {
          if (ends_sentence (before) && is_space (c))
            where = SPACES;
          else if (c == '\n')
            where = LINE_FEEDS;
          else
            where = INSIDE;

          if (where == INSIDE)
            part_add (&part, c, start, (guint32) at);
          else
            part_end (&part, func, data);
        }
      before = c;
    }
  part_end (&part, func, data);

  g_array_free (part.chars, TRUE);
}
