/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-unicode.h"

G_BEGIN_DECLS

/**
 * McnPartFunc:
 * @chars: (array length=n): the part's characters, normalised; good during the call
 * @n: their number
 * @start: where the part begins in the text, in bytes, white space left out
 * @end: one past where it ends
 * @data: the closure
 */
typedef void (*McnPartFunc) (const McnChar *chars, gsize n, guint32 start, guint32 end, gpointer data);

void mcn_sentences_split (const char *text, gsize length, McnPartFunc func, gpointer data);

G_END_DECLS
