/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-text-net.h"

#include "mcn-pointwise.h"
#include "mcn-wordpiece.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TEXT_EPSILON 1e-12f
#define NORM_EPSILON 1e-5f
#define DROP_EMBEDDING .1f

struct _McnTextNet
{
  McnTextNetConfig config;
  gsize        words, positions, type;      /* offsets of the embeddings */
  McnNorm      embedding_norm;
  McnBlock     layers[MCN_TEXT_NET_MAX_LAYERS];
  McnLinear    word;
  McnNorm      word_norm;
  McnBlock     strm;
  McnFlat      flat;
  McnTaskHeads heads;
  McnSite      embedding_site, pooled_site;

  /* The last forward pass. */
  McnRagged    sentences;                   /* with [CLS] and [SEP] */
  McnRagged    texts;                       /* pieces of each text */
  guint32     *ids;
  gfloat      *embedded, *embedded_stats;
  McnBlockPass layer_pass[MCN_TEXT_NET_MAX_LAYERS];
  gfloat      *pieces, *mapped, *mapped_stats;
  McnBlockPass strm_pass;
  McnFlatPass  flat_pass;
  gfloat      *z;
  McnTaskHeadsPass heads_pass;
};

/**
 * mcn_text_net_new:
 * @config: sizes; at most %MCN_TEXT_NET_MAX_LAYERS layers
 * @params: a table without memory yet
 *
 * Embeddings and frozen layers get the rate 0.
 *
 * Returns: (transfer full): the network
 */
McnTextNet *
mcn_text_net_new (const McnTextNetConfig *config, McnParams *params)
{
  McnTextNet *self = g_new0 (McnTextNet, 1);
  gsize width = config->width, d = config->d;

  g_return_val_if_fail (config->n_layers <= MCN_TEXT_NET_MAX_LAYERS && config->n_frozen <= config->n_layers, NULL);

  self->config = *config;
  self->words = mcn_params_add (params, "we", config->n_words, width, MCN_INIT_SMALL, 0);
  self->positions = mcn_params_add (params, "pe", config->n_positions, width, MCN_INIT_SMALL, 0);
  self->type = mcn_params_add (params, "te", width, 0, MCN_INIT_SMALL, 0);
  self->embedding_norm = (McnNorm) { .d = width, .eps = TEXT_EPSILON };
  self->embedding_norm.weight = mcn_params_add (params, "lw", width, 0, MCN_INIT_ONE, 0);
  self->embedding_norm.bias = mcn_params_add (params, "lb", width, 0, MCN_INIT_ZERO, 0);
  self->embedding_site = 0;
  self->pooled_site = 1;
  for (guint i = 0; i < config->n_layers; i++)
    {
      g_autofree char *name = g_strdup_printf ("layers.%u", i);

      mcn_block_add_layer (&self->layers[i], params, name, width, config->feed, config->n_heads, 2 + i * MCN_BLOCK_SITES);
    }
  self->word = (McnLinear) { d, width };
  mcn_params_add_linear (params, "word", d, width, &self->word.weight, &self->word.bias);
  self->word_norm = (McnNorm) { .d = d, .eps = NORM_EPSILON };
  mcn_params_add_norm (params, "wn", d, &self->word_norm.weight, &self->word_norm.bias);
  mcn_block_add_strm (&self->strm, params, "st", d, config->d_heads, 2 + config->n_layers * MCN_BLOCK_SITES);
  mcn_flat_add (&self->flat, params, "qt.a", "qt.b", d);
  mcn_task_heads_add (&self->heads, params, d, 0, config->n_sources, config->n_shared);

  mcn_params_set_group (params, "we", 0, 0);
  mcn_params_set_group (params, "pe", 0, 0);
  mcn_params_set_group (params, "te", 0, 0);
  for (guint i = 0; i < config->n_frozen; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("layers.%u.", i);

      mcn_params_set_group (params, prefix, 0, 0);
      mcn_params_set_group (params, "lw", 0, 0);
      mcn_params_set_group (params, "lb", 0, 0);
    }
  return self;
}

void
mcn_text_net_free (McnTextNet *self)
{
  g_free (self);
}

/**
 * mcn_text_net_get_config:
 * @self: a network
 *
 * Returns: (transfer none): its sizes
 */
const McnTextNetConfig *
mcn_text_net_get_config (const McnTextNet *self)
{
  return &self->config;
}

/**
 * mcn_text_net_config_from_file:
 * @config: (inout): its n_words, n_positions, width, feed and n_layers are set
 * @file: text.safetensors
 * @error: return location
 *
 * Returns: %FALSE with %MCN_ERROR_MISMATCH
 */
gboolean
mcn_text_net_config_from_file (McnTextNetConfig *config, McnSafetensors *file, GError **error)
{
  const McnTensorView *words, *positions, *expand;
  guint n = 0;

  if ((words = mcn_safetensors_require (file, "we", error, 2, (const gsize[]) { 0, 0 })) == NULL ||
      (positions = mcn_safetensors_require (file, "pe", error, 2, (const gsize[]) { 0, words->dim[1] })) == NULL ||
      (expand = mcn_safetensors_require (file, "layers.0.iw", error, 2, (const gsize[]) { 0, words->dim[1] })) == NULL)
    return FALSE;

  for (;; n++)
    {
      g_autofree char *name = g_strdup_printf ("layers.%u.qw", n);

      if (mcn_safetensors_find (file, name) == NULL)
        break;
    }
  if (n > MCN_TEXT_NET_MAX_LAYERS)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
                   _("The text encoder in “%s” has %u layers, and at most %d can be trained."),
                   mcn_safetensors_get_name (file), n, MCN_TEXT_NET_MAX_LAYERS);
      return FALSE;
    }
  config->n_words = words->dim[0];
  config->n_positions = positions->dim[0];
  config->width = words->dim[1];
  config->feed = expand->dim[0];
  config->n_layers = n;
  return TRUE;
}

static const char *const encoder_tensors[] = { "we", "pe", "te", "lw", "lb" };

/**
 * mcn_text_net_is_encoder:
 * @name: of a tensor
 *
 * Returns: whether text.safetensors holds it
 */
gboolean
mcn_text_net_is_encoder (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (encoder_tensors); i++)
    if (g_str_equal (name, encoder_tensors[i]))
      return TRUE;
  return g_str_has_prefix (name, "layers.");
}

/**
 * mcn_text_net_load:
 * @self: a network
 * @params: its table, with memory
 * @file: text.safetensors
 * @error: return location
 *
 * Returns: %FALSE with %MCN_ERROR_MISMATCH, which names file and tensor
 */
gboolean
mcn_text_net_load (McnTextNet *self, McnParams *params, McnSafetensors *file, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (encoder_tensors); i++)
    if (!mcn_params_load (params, encoder_tensors[i], file, error))
      return FALSE;
  return mcn_params_load (params, "layers.", file, error);
}

/* Rows of the encoder: [CLS], pieces, [SEP] of each sentence. */
static void
count_rows (McnTextNet *self, McnStep *step, const McnTextBatch *batch)
{
  gsize n = batch->sentence_first[batch->n];
  gsize *rows = mcn_tape_take (step->tape, (n + 1) * sizeof (gsize));
  gsize *texts = mcn_tape_take (step->tape, (batch->n + 1) * sizeof (gsize));

  rows[0] = 0;
  for (gsize s = 0; s < n; s++)
    rows[s + 1] = rows[s] + batch->piece_first[s + 1] - batch->piece_first[s] + 2;
  for (gsize i = 0; i <= batch->n; i++)
    texts[i] = batch->piece_first[batch->sentence_first[i]];
  self->sentences = (McnRagged) { n, rows };
  self->texts = (McnRagged) { batch->n, texts };
}

static gfloat *
embed (McnTextNet *self, McnStep *step, const McnTextBatch *batch)
{
  gsize width = self->config.width, rows = mcn_ragged_rows (&self->sentences);
  gfloat *out = mcn_tape_floats (step->tape, rows * width);
  const gfloat *type = mcn_values (step, self->type);

  self->ids = mcn_tape_take (step->tape, rows * sizeof (guint32));
  self->embedded = mcn_tape_floats (step->tape, rows * width);
  self->embedded_stats = mcn_tape_floats (step->tape, 2 * rows);
  for (gsize s = 0; s < self->sentences.n; s++)
    {
      gsize first = self->sentences.first[s], n = self->sentences.first[s + 1] - first;

      self->ids[first] = MCN_TOKEN_CLS;
      memcpy (self->ids + first + 1, batch->pieces + batch->piece_first[s], (n - 2) * sizeof (guint32));
      self->ids[first + n - 1] = MCN_TOKEN_SEP;
    }
  mcn_embedding_forward (step, self->words, width, rows, self->ids, self->embedded);
  for (gsize s = 0; s < self->sentences.n; s++)
    for (gsize row = self->sentences.first[s]; row < self->sentences.first[s + 1]; row++)
      {
        gfloat *x = self->embedded + row * width;

        mcn_add (x, mcn_values (step, self->positions) + (row - self->sentences.first[s]) * width, width, x);
        mcn_add (x, type, width, x);
      }
  mcn_norm_forward (&self->embedding_norm, step, rows, self->embedded, out, self->embedded_stats);
  return out;
}

/* Between the encoder's rows and those of the pieces alone. */
static void
move_pieces (const McnTextNet *self, gfloat *rows, gfloat *pieces, gboolean back)
{
  gsize width = self->config.width, at = 0;

  for (gsize s = 0; s < self->sentences.n; s++)
    {
      gsize first = self->sentences.first[s] + 1, n = self->sentences.first[s + 1] - first - 1;

      memcpy (back ? rows + first * width : pieces + at * width, back ? pieces + at * width : rows + first * width,
              n * width * sizeof (gfloat));
      at += n;
    }
}

/* The frozen part sees no dropout: its states are those that it will have in use. */
static gfloat *
encode (McnTextNet *self, McnStep *step, const McnTextBatch *batch)
{
  gboolean training = step->training;
  gsize rows, width = self->config.width;
  gfloat *x;

  count_rows (self, step, batch);
  rows = mcn_ragged_rows (&self->sentences);
  x = embed (self, step, batch);
  if (self->config.n_frozen == 0)
    mcn_dropout (step, self->embedding_site, DROP_EMBEDDING, rows * width, x, x);
  for (guint i = 0; i < self->config.n_layers; i++)
    {
      step->training = training && i >= self->config.n_frozen;
      x = mcn_block_forward (&self->layers[i], step, self->sentences, x, self->sentences, x, &self->layer_pass[i]);
    }
  step->training = training;

  self->pieces = mcn_tape_floats (step->tape, mcn_ragged_rows (&self->texts) * width);
  move_pieces (self, x, self->pieces, FALSE);
  return self->pieces;
}

/**
 * mcn_text_net_encode:
 * @self: a network
 * @step: the step
 * @batch: texts
 *
 * Returns: (transfer none): the encoder's states of the word pieces, in their
 *   order, on the tape
 */
gfloat *
mcn_text_net_encode (McnTextNet *self, McnStep *step, const McnTextBatch *batch)
{
  return encode (self, step, batch);
}

/**
 * mcn_text_net_forward:
 * @self: a network
 * @step: the step
 * @batch: at least one text
 * @outputs: (out): on the tape
 */
void
mcn_text_net_forward (McnTextNet *self, McnStep *step, const McnTextBatch *batch, McnOutputs *outputs)
{
  gsize d = self->config.d;
  const gfloat *pieces = encode (self, step, batch);
  gsize n = mcn_ragged_rows (&self->texts);
  gfloat *tokens = mcn_tape_floats (step->tape, n * d), *t;

  self->mapped = mcn_tape_floats (step->tape, n * d);
  self->mapped_stats = mcn_tape_floats (step->tape, 2 * n);
  mcn_linear_forward (&self->word, step, n, pieces, self->mapped);
  mcn_norm_forward (&self->word_norm, step, n, self->mapped, tokens, self->mapped_stats);
  t = mcn_block_forward (&self->strm, step, self->texts, tokens, self->texts, tokens, &self->strm_pass);
  self->z = mcn_tape_floats (step->tape, batch->n * d);
  mcn_flat_forward (&self->flat, step, self->texts, t, self->z, d, &self->flat_pass);
  mcn_dropout (step, self->pooled_site, self->config.drop_pooled, batch->n * d, self->z, self->z);
  mcn_task_heads_forward (&self->heads, step, batch->n, self->z, 0, NULL, NULL, outputs, &self->heads_pass);
}

/* Back through the layers that learn, and the embeddings' norm if it does. */
static void
encoder_backward (McnTextNet *self, McnStep *step, gfloat *dpieces)
{
  gsize width = self->config.width, size = mcn_ragged_rows (&self->sentences) * width;
  gfloat *dx[2] = { mcn_tape_zeros (step->tape, size), mcn_tape_floats (step->tape, size) };
  guint current = 0;

  move_pieces (self, dx[0], dpieces, TRUE);
  for (guint i = self->config.n_layers; i-- > self->config.n_frozen;)
    {
      gfloat *below = i > self->config.n_frozen || i == 0 ? dx[!current] : NULL;

      if (below != NULL)
        memset (below, 0, size * sizeof (gfloat));
      mcn_block_backward (&self->layers[i], step, &self->layer_pass[i], dx[current], below, below);
      current = !current;
    }
  if (self->config.n_frozen == 0)
    {
      mcn_dropout (step, self->embedding_site, DROP_EMBEDDING, size, dx[current], dx[current]);
      mcn_norm_backward (&self->embedding_norm, step, size / width, self->embedded, self->embedded_stats,
                         dx[current], dx[current]);
    }
}

/**
 * mcn_text_net_backward:
 * @self: a network
 * @step: the step of the forward pass
 * @batch: its batch
 * @gradients: of each task's loss in its outputs
 * @weights: MCN_N_TASKS weights of the losses in the shared part
 */
void
mcn_text_net_backward (McnTextNet *self, McnStep *step, const McnTextBatch *batch,
                       const McnOutputs *gradients, const gdouble *weights)
{
  McnTapeMark mark = mcn_tape_mark (step->tape);
  gsize d = self->config.d, n = mcn_ragged_rows (&self->texts);
  gfloat *dz = mcn_tape_floats (step->tape, batch->n * d);
  gfloat *dt = mcn_tape_floats (step->tape, n * d);
  gfloat *dtokens = mcn_tape_zeros (step->tape, n * d);
  gfloat *dpieces = mcn_tape_floats (step->tape, n * self->config.width);

  mcn_task_heads_backward (&self->heads, step, &self->heads_pass, gradients, weights, dz, NULL);
  mcn_dropout (step, self->pooled_site, self->config.drop_pooled, batch->n * d, dz, dz);
  mcn_flat_backward (&self->flat, step, &self->flat_pass, dz, d, dt);
  mcn_block_backward (&self->strm, step, &self->strm_pass, dt, dtokens, dtokens);
  mcn_norm_backward (&self->word_norm, step, n, self->mapped, self->mapped_stats, dtokens, dtokens);
  if (self->config.n_frozen == self->config.n_layers)
    mcn_linear_backward (&self->word, step, n, self->pieces, dtokens, NULL, FALSE);
  else
    {
      mcn_linear_backward (&self->word, step, n, self->pieces, dtokens, dpieces, FALSE);
      encoder_backward (self, step, dpieces);
    }
  mcn_tape_rewind (step->tape, mark);
}
