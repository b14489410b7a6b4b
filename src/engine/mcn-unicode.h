/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the model's own tokenizer and text rules make of a character. Frozen
 * (mcn-unicode-table.h), so that a critique gives the same tokens with every
 * version of GLib. */
typedef enum
{
  MCN_UNICODE_WORD        = 1 << 0,     /* Python's \w: letters, numbers, _ */
  MCN_UNICODE_SPACE       = 1 << 1,     /* Python's \s */
  MCN_UNICODE_DIGIT       = 1 << 2,     /* Python's \d: decimal digits of all scripts */
  MCN_UNICODE_DROPPED     = 1 << 3,     /* BERT drops it: control, format, private, accent */
  MCN_UNICODE_BLANK       = 1 << 4,     /* BERT's white space */
  MCN_UNICODE_PUNCTUATION = 1 << 5,     /* BERT makes a word of it alone */
  MCN_UNICODE_CASED       = 1 << 6,     /* before a final sigma, and not ignorable */
  MCN_UNICODE_IGNORABLE   = 1 << 7,     /* does not come between it and the letter before */
} McnUnicodeClass;

/* The longest canonical decomposition, with room. */
#define MCN_UNICODE_MAX_FOLDED 18

/* A character and the bytes [start, end) of the user's text it came from. */
typedef struct
{
  gunichar c;
  guint32  start;
  guint32  end;
} McnChar;

guint8   mcn_unicode_classify (gunichar c);
gboolean mcn_unicode_is_cjk   (gunichar c);
gunichar mcn_unicode_lower    (gunichar c);
gsize    mcn_unicode_fold     (gunichar c, gunichar folded[MCN_UNICODE_MAX_FOLDED]);
gsize    mcn_unicode_decode   (const char *text, gsize length, gunichar *c);

G_END_DECLS
