/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-error.h"

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

/* Tokens of @text (@length bytes, valid UTF-8, no NUL), without [CLS] and
 * [SEP], appended to @tokens (GArray of McnToken). @map: NULL, or for each byte
 * of @text, and one past it, the byte of the user's original text it stands for. */
void          mcn_wordpiece_encode (McnWordpiece *self, const char *text, gsize length, const guint32 *map, GArray *tokens);

gsize         mcn_wordpiece_get_size (McnWordpiece *self);              /* entries */
const char   *mcn_wordpiece_get    (McnWordpiece *self, guint32 id);   /* the vocabulary's entry */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnWordpiece, mcn_wordpiece_free)

G_END_DECLS
