/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-block.h"
#include "mcn-flat.h"
#include "mcn-task-heads.h"

G_BEGIN_DECLS

/* Stage 1: MiniLM over each sentence alone, then one small STRM that joins the
 * sentences of a text, attention pooling and heads (recipe.md, "critique in").
 * The encoder is that of src/engine/mcn-text-encoder.h with a way back; the rest
 * is thrown away after training. */
typedef struct
{
  gsize  n_words, n_positions;  /* rows of the two tables of embeddings */
  gsize  width, feed, n_layers, n_heads;    /* of the encoder: 384, 1536, 6, 12 */
  guint  n_frozen;              /* lowest layers that stay as they are; 0: only the embeddings do */
  gsize  d, d_heads;            /* of the STRM above it: 192, 6 */
  gsize  n_sources, n_shared;   /* of scores */
  gfloat drop_pooled;           /* .2 */
} McnTextNetConfig;

#define MCN_TEXT_NET_MAX_LAYERS 12

/* Texts, each some sentences, each some word pieces; [CLS] and [SEP] are added here. */
typedef struct
{
  gsize          n;
  const gsize   *sentence_first;    /* n + 1; a text has at least one sentence */
  const gsize   *piece_first;       /* sentences + 1; a sentence has at least one piece */
  const guint32 *pieces;
} McnTextBatch;

typedef struct _McnTextNet McnTextNet;

/* Adds all tensors to @params, which is not allocated yet. */
McnTextNet *mcn_text_net_new      (const McnTextNetConfig *config, McnParams *params);
void        mcn_text_net_free     (McnTextNet *self);
const McnTextNetConfig *mcn_text_net_get_config (const McnTextNet *self);

/* Sizes of the encoder from a model's text.safetensors, all but its heads. */
gboolean    mcn_text_net_config_from_file (McnTextNetConfig *config, McnSafetensors *file, GError **error);
/* The encoder's weights from there; the rest of @params keeps its values. */
gboolean    mcn_text_net_load     (McnTextNet *self, McnParams *params, McnSafetensors *file, GError **error);

/* Whether the tensor @name is one of the encoder's, which text.safetensors holds. */
gboolean    mcn_text_net_is_encoder (const char *name);

/* As mcn_net_forward() and mcn_net_backward(). */
void        mcn_text_net_forward  (McnTextNet *self, McnStep *step, const McnTextBatch *batch, McnOutputs *outputs);
void        mcn_text_net_backward (McnTextNet *self, McnStep *step, const McnTextBatch *batch,
                                   const McnOutputs *gradients, const gdouble *weights);
/* The encoder's states of the pieces alone: pieces x width, on the tape. */
gfloat     *mcn_text_net_encode   (McnTextNet *self, McnStep *step, const McnTextBatch *batch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnTextNet, mcn_text_net_free)

G_END_DECLS
