/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-arena.h"
#include "mcn-parallel.h"
#include "mcn-safetensors.h"
#include "mcn-wordpiece.h"

G_BEGIN_DECLS

/* all-MiniLM-L6-v2: BERT, 6 layers, 384 wide, 12 heads, feed-forward 1536,
 * exact GELU, post-norm, eps 1e-12. Immutable, shared. */
typedef struct _McnTextEncoder McnTextEncoder;

#define MCN_WORD_WIDTH 384

McnTextEncoder *mcn_text_encoder_new  (McnSafetensors *weights, GError **error);
void            mcn_text_encoder_free (McnTextEncoder *self);
gsize           mcn_text_encoder_plan (McnTextEncoder *self, gsize n_rows, guint n_threads);

/* Each sentence alone through the encoder with [CLS] and [SEP] round it; the
 * states of those two are dropped. Sentences are batched: all rows go through
 * each linear map together, attention stays inside a sentence.
 * @ids: the ids of all sentences, one after the other; @lengths: n_sentences
 * numbers, each 1 .. 48. @out: sum of lengths rows of MCN_WORD_WIDTH.
 * n_rows of the plan = sum of (length + 2). Bits of a sentence do not depend
 * on its neighbours in the batch. */
gboolean        mcn_text_encoder_run  (McnTextEncoder *self, McnTeam *team, McnArena *arena,
                                       const guint32 *ids, const gsize *lengths, gsize n_sentences,
                                       gfloat *out,
                                       McnCancel *cancel, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnTextEncoder, mcn_text_encoder_free)

G_END_DECLS
