/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-error.h"
#include "mcn-unicode.h"

G_BEGIN_DECLS

/* WordPiece as BERT uncased: clean-up of control characters, spaces round CJK
 * characters, NFD, accents stripped, lower case, split at white space and
 * punctuation, greedy longest match first. Immutable; any thread. */
typedef struct _McnWordpiece McnWordpiece;

#define MCN_TOKEN_UNKNOWN 100
#define MCN_TOKEN_CLS 101
#define MCN_TOKEN_SEP 102

/* One token and the bytes [start, end) of the text it came from. */
typedef struct
{
  guint32 id;
  guint32 start;
  guint32 end;
} McnToken;

McnWordpiece *mcn_wordpiece_new    (GBytes *vocab_txt, const char *display_name, GError **error);
void          mcn_wordpiece_free   (McnWordpiece *self);

/* Tokens without [CLS] and [SEP], appended to @tokens (a GArray of McnToken).
 * encode: of @length bytes of any kind; ranges are bytes of @text.
 * encode_chars: of characters that stand for bytes of another text. */
void          mcn_wordpiece_encode       (McnWordpiece *self, const char *text, gsize length, GArray *tokens);
void          mcn_wordpiece_encode_chars (McnWordpiece *self, const McnChar *chars, gsize n, GArray *tokens);

gsize         mcn_wordpiece_get_size (McnWordpiece *self);              /* entries */
const char   *mcn_wordpiece_get    (McnWordpiece *self, guint32 id);   /* the vocabulary's entry */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnWordpiece, mcn_wordpiece_free)

G_END_DECLS
