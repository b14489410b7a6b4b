/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-arena.h"
#include "mcn-parallel.h"
#include "mcn-safetensors.h"
#include "mcn-wordpiece.h"

G_BEGIN_DECLS

/* all-MiniLM-L6-v2: BERT, 6 layers, 384 wide, 12 heads, feed-forward 1536,
 * exact GELU, post-norm, eps 1e-12. Width, layers, feed-forward, vocabulary and
 * positions come from the tensors' shapes, the number of heads from model.json:
 * a tiny random model has other sizes. Immutable, shared. */
typedef struct _McnTextEncoder McnTextEncoder;

#define MCN_WORD_WIDTH 384      /* of all-MiniLM-L6-v2; ask mcn_text_encoder_get_width() */

/* Copies what it needs. Word embeddings stay as they are in the file, F16 or
 * I8 rows with the F32 tensor "we_scale"; rows are converted when used. */
McnTextEncoder *mcn_text_encoder_new          (McnSafetensors *weights, guint n_heads, GError **error);
void            mcn_text_encoder_free         (McnTextEncoder *self);
gsize           mcn_text_encoder_get_width    (const McnTextEncoder *self);
guint           mcn_text_encoder_get_n_layers (const McnTextEncoder *self);
gsize           mcn_text_encoder_get_n_words  (const McnTextEncoder *self);     /* rows of the vocabulary */
/* Bytes a run takes from the arena. */
gsize           mcn_text_encoder_plan         (const McnTextEncoder *self, gsize n_rows, guint n_threads);

/* Each sentence alone through the encoder with [CLS] and [SEP] round it; the
 * states of those two are dropped. Sentences are batched: all rows go through
 * each linear map together, attention stays inside a sentence.
 * @ids: the ids of all sentences, one after the other; @lengths: n_sentences
 * numbers, each 1 .. 48. @out: sum of lengths rows of get_width() floats.
 * n_rows of the plan = sum of (length + 2). Bits of a sentence do not depend
 * on its neighbours in the batch. */
gboolean        mcn_text_encoder_run  (const McnTextEncoder *self, McnTeam *team, McnArena *arena,
                                       const guint32 *ids, const gsize *lengths, gsize n_sentences,
                                       gfloat *out,
                                       McnCancel *cancel, GError **error);

/* The same through the first @n_layers layers only (0: the embeddings), the
 * rows of [CLS] and [SEP] kept: sum of (length + 2) rows. */
gboolean        mcn_text_encoder_run_layers (const McnTextEncoder *self, McnTeam *team, McnArena *arena,
                                             const guint32 *ids, const gsize *lengths, gsize n_sentences,
                                             guint n_layers, gfloat *out,
                                             McnCancel *cancel, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnTextEncoder, mcn_text_encoder_free)

G_END_DECLS
