/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-text-encoder.h"

#include "mcn-attention.h"
#include "mcn-critique.h"
#include "mcn-gemm.h"
#include "mcn-pointwise.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_POSITIONS (MCN_MAX_SENTENCE + 2)
#define MIN_ROWS 3              /* of a sentence: [CLS], a word, [SEP] */
#define EPSILON 1e-12f

/* Items of a tile for the team: their work is about that of a panel of a product. */
#define NORM_ROWS 16
#define ATTENTION_HEADS 2

typedef struct
{
  McnPacked *qkv;               /* 3 width x width: queries, keys, values */
  McnPacked *out;               /* width x width */
  McnPacked *expand;            /* feed x width */
  McnPacked *contract;          /* width x feed */
  gfloat    *norm1_weight, *norm1_bias;
  gfloat    *norm2_weight, *norm2_bias;
} Layer;

struct _McnTextEncoder
{
  gsize     width, feed, n_words;
  guint     n_heads, n_layers;
  guint16  *words_f16;          /* n_words x width, or NULL */
  gint8    *words_i8;           /* the same, times words_scale of its row */
  gfloat   *words_scale;
  gfloat   *positions;          /* N_POSITIONS x width, with the type added */
  gfloat   *norm_weight, *norm_bias;
  Layer    *layers;
};

static gboolean
load_words (McnTextEncoder *self, McnSafetensors *weights, GError **error)
{
  const McnTensorView *view = mcn_safetensors_require (weights, "we", error, 2, (const gsize[]) { 0, 0 });

  if (view == NULL)
    return FALSE;

  self->n_words = view->dim[0];
  self->width = view->dim[1];
  if (view->dtype == MCN_DTYPE_F16)
    {
      self->words_f16 = g_memdup2 (view->data, view->n_bytes);
      return TRUE;
    }
  if (view->dtype == MCN_DTYPE_I8)
    {
      self->words_i8 = g_memdup2 (view->data, view->n_bytes);
      self->words_scale = mcn_safetensors_load_f32 (weights, "we_scale", error, 1, self->n_words);
      return self->words_scale != NULL;
    }

  g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
               _("The tensor “we” in “%s” is neither F16 nor I8; install the model again."),
               mcn_safetensors_get_name (weights));
  return FALSE;
}

static gboolean
load_positions (McnTextEncoder *self, McnSafetensors *weights, GError **error)
{
  const McnTensorView *view = mcn_safetensors_require (weights, "pe", error, 2, (const gsize[]) { 0, self->width });
  g_autofree gfloat *all = NULL;
  g_autofree gfloat *type = NULL;

  if (view == NULL)
    return FALSE;
  if (view->dim[0] < N_POSITIONS)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
                   _("The tensor “pe” in “%s” has %zu rows where at least %d are needed; install the model again."),
                   mcn_safetensors_get_name (weights), view->dim[0], N_POSITIONS);
      return FALSE;
    }
  if ((all = mcn_safetensors_load_f32 (weights, "pe", error, 2, 0, self->width)) == NULL ||
      (type = mcn_safetensors_load_f32 (weights, "te", error, 1, self->width)) == NULL)
    return FALSE;

  self->positions = g_new (gfloat, N_POSITIONS * self->width);
  for (gsize i = 0; i < N_POSITIONS; i++)
    mcn_add (all + i * self->width, type, self->width, self->positions + i * self->width);
  return TRUE;
}

static gfloat *
load_vector (McnSafetensors *weights, guint layer, const char *name, gsize n, GError **error)
{
  g_autofree char *full = g_strdup_printf ("layers.%u.%s", layer, name);
  return mcn_safetensors_load_f32 (weights, full, error, 1, n);
}

/* The linear map layers.@layer.@name, which is @name + "w" and "b". */
static McnPacked *
load_linear (McnSafetensors *weights, guint layer, const char *name, gsize n, gsize k, GError **error)
{
  g_autofree char *weight_name = g_strdup_printf ("layers.%u.%sw", layer, name);
  g_autofree char *bias_name = g_strdup_printf ("layers.%u.%sb", layer, name);
  const McnTensorView *view = mcn_safetensors_require (weights, weight_name, error, 2, (const gsize[]) { n, k });
  g_autofree gfloat *weight = NULL;
  g_autofree gfloat *bias = NULL;

  if (view == NULL || (bias = mcn_safetensors_load_f32 (weights, bias_name, error, 1, n)) == NULL)
    return NULL;

  if (view->dtype == MCN_DTYPE_F16)
    return mcn_packed_new_f16 (view->data, bias, n, k);

  weight = mcn_safetensors_load_f32 (weights, weight_name, error, 2, n, k);
  return weight != NULL ? mcn_packed_new (weight, bias, n, k) : NULL;
}

static gboolean
load_layer (McnTextEncoder *self, McnSafetensors *weights, guint i, GError **error)
{
  Layer *layer = &self->layers[i];
  gsize width = self->width, feed = self->feed;

  return (layer->qkv = load_linear (weights, i, "q", 3 * width, width, error)) != NULL &&
         (layer->out = load_linear (weights, i, "o", width, width, error)) != NULL &&
         (layer->expand = load_linear (weights, i, "i", feed, width, error)) != NULL &&
         (layer->contract = load_linear (weights, i, "f", width, feed, error)) != NULL &&
         (layer->norm1_weight = load_vector (weights, i, "l1w", width, error)) != NULL &&
         (layer->norm1_bias = load_vector (weights, i, "l1b", width, error)) != NULL &&
         (layer->norm2_weight = load_vector (weights, i, "l2w", width, error)) != NULL &&
         (layer->norm2_bias = load_vector (weights, i, "l2b", width, error)) != NULL;
}

/* Layers are numbered from 0 without a gap. */
static guint
count_layers (McnSafetensors *weights)
{
  for (guint n = 0;; n++)
    {
      g_autofree char *name = g_strdup_printf ("layers.%u.qw", n);
      if (mcn_safetensors_find (weights, name) == NULL)
        return n;
    }
}

static gboolean
load_layers (McnTextEncoder *self, McnSafetensors *weights, GError **error)
{
  self->n_layers = count_layers (weights);
  if (self->n_layers == 0)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
                   _("The tensor “layers.0.qw” is missing in “%s”; install the model again."),
                   mcn_safetensors_get_name (weights));
      return FALSE;
    }

  const McnTensorView *expand =
    mcn_safetensors_require (weights, "layers.0.iw", error, 2, (const gsize[]) { 0, self->width });
  if (expand == NULL)
    return FALSE;

  self->feed = expand->dim[0];
  self->layers = g_new0 (Layer, self->n_layers);
  for (guint i = 0; i < self->n_layers; i++)
    if (!load_layer (self, weights, i, error))
      return FALSE;
  return TRUE;
}

/**
 * mcn_text_encoder_new:
 * @weights: the text model; needed during the call only
 * @n_heads: heads of every layer, a divisor of the width
 * @error: return location
 *
 * Tensors, all F16 or F32: "we" (vocabulary x width; F16, or I8 with "we_scale"),
 * "pe" (positions x width, at least 50), "te" (width), "lw" and "lb" (width), and for every
 * layer i "layers.i." with qw (3 width x width: queries, keys, values), qb, ow
 * (width x width), ob, l1w, l1b, iw (feed x width), ib, fw (width x feed), fb,
 * l2w, l2b.
 *
 * Returns: (transfer full) (nullable): the encoder; %NULL with
 *   %MCN_ERROR_MISMATCH, which names file and tensor
 */
McnTextEncoder *
mcn_text_encoder_new (McnSafetensors *weights, guint n_heads, GError **error)
{
  g_autoptr(McnTextEncoder) self = g_new0 (McnTextEncoder, 1);

  g_return_val_if_fail (weights != NULL, NULL);

  self->n_heads = n_heads;
  if (!load_words (self, weights, error))
    return NULL;
  if (n_heads == 0 || self->width % n_heads != 0)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
                   _("The text encoder in “%s” is %zu wide, which %u heads cannot share; install the model again."),
                   mcn_safetensors_get_name (weights), self->width, n_heads);
      return NULL;
    }
  if (!load_positions (self, weights, error) ||
      (self->norm_weight = mcn_safetensors_load_f32 (weights, "lw", error, 1, self->width)) == NULL ||
      (self->norm_bias = mcn_safetensors_load_f32 (weights, "lb", error, 1, self->width)) == NULL ||
      !load_layers (self, weights, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
mcn_text_encoder_free (McnTextEncoder *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; self->layers != NULL && i < self->n_layers; i++)
    {
      Layer *layer = &self->layers[i];
      mcn_packed_free (layer->qkv);
      mcn_packed_free (layer->out);
      mcn_packed_free (layer->expand);
      mcn_packed_free (layer->contract);
      g_free (layer->norm1_weight);
      g_free (layer->norm1_bias);
      g_free (layer->norm2_weight);
      g_free (layer->norm2_bias);
    }
  g_free (self->layers);
  g_free (self->words_f16);
  g_free (self->words_i8);
  g_free (self->words_scale);
  g_free (self->positions);
  g_free (self->norm_weight);
  g_free (self->norm_bias);
  g_free (self);
}

/**
 * mcn_text_encoder_get_width:
 * @self: the encoder
 *
 * Returns: floats of a word's state
 */
gsize
mcn_text_encoder_get_width (const McnTextEncoder *self)
{
  return self->width;
}

/**
 * mcn_text_encoder_get_n_layers:
 * @self: the encoder
 *
 * Returns: its layers
 */
guint
mcn_text_encoder_get_n_layers (const McnTextEncoder *self)
{
  return self->n_layers;
}

/**
 * mcn_text_encoder_get_n_words:
 * @self: the encoder
 *
 * Returns: rows of the word embeddings: ids are smaller
 */
gsize
mcn_text_encoder_get_n_words (const McnTextEncoder *self)
{
  return self->n_words;
}

/* One batch on its way through the layers. */
typedef struct
{
  const McnTextEncoder *encoder;
  const Layer   *layer;
  const guint32 *ids;
  gsize          n_sentences;
  gsize         *first;         /* n_sentences + 1: the row of each [CLS]; then the number of rows */
  gfloat        *x;             /* rows x width: the state */
  gfloat        *qkv;           /* rows x 3 width */
  gfloat        *mixed;         /* rows x width: what attention gathered */
  gfloat        *hidden;        /* rows x feed; shares memory with qkv and mixed */
  gfloat        *scratch;       /* of attention, for each worker */
  gsize          scratch_size;
} Run;

static gsize
scratch_size (const McnTextEncoder *self)
{
  return MCN_ARENA_FLOATS (mcn_attention_scratch (1, self->width / self->n_heads, N_POSITIONS, N_POSITIONS)) / sizeof (gfloat);
}

/**
 * mcn_text_encoder_plan:
 * @self: the encoder
 * @n_rows: of a batch: the sum of (length + 2) over its sentences
 * @n_threads: of the team
 *
 * Returns: bytes that a run of up to @n_rows takes from the arena and gives back
 */
gsize
mcn_text_encoder_plan (const McnTextEncoder *self, gsize n_rows, guint n_threads)
{
  return MCN_ARENA_BYTES ((n_rows / MIN_ROWS + 1) * sizeof (gsize)) +
         MCN_ARENA_FLOATS (n_rows * self->width) +
         MCN_ARENA_FLOATS (n_rows * MAX (4 * self->width, self->feed)) +
         MCN_ARENA_FLOATS (MAX (n_threads, 1) * scratch_size (self));
}

static void
add_word (const McnTextEncoder *self, guint32 id, gsize position, gfloat *x)
{
  gsize width = self->width;

  if (self->words_f16 != NULL)
    {
      mcn_half_to_float (self->words_f16 + id * width, width, x);
    }
  else
    {
      const gint8 *row = self->words_i8 + id * width;
      for (gsize i = 0; i < width; i++)
        x[i] = row[i] * self->words_scale[id];
    }
  mcn_add (x, self->positions + position * width, width, x);
}

static void
embed_sentences (gpointer data, gsize begin, gsize end, guint worker)
{
  const Run *run = data;
  const McnTextEncoder *self = run->encoder;

  for (gsize s = begin; s < end; s++)
    {
      gsize n = run->first[s + 1] - run->first[s];
      const guint32 *ids = run->ids + run->first[s] - 2 * s;
      gfloat *x = run->x + run->first[s] * self->width;

      for (gsize i = 0; i < n; i++)
        {
          guint32 id = i == 0 ? MCN_TOKEN_CLS : i + 1 == n ? MCN_TOKEN_SEP : ids[i - 1];
          add_word (self, id, i, x + i * self->width);
        }
      mcn_layer_norm (x, n, self->width, self->norm_weight, self->norm_bias, EPSILON, x);
    }
}

/* Item: sentence * heads + head. */
static void
attend (gpointer data, gsize begin, gsize end, guint worker)
{
  const Run *run = data;
  const McnTextEncoder *self = run->encoder;
  gsize width = self->width, d_head = width / self->n_heads;

  for (gsize item = begin; item < end; item++)
    {
      gsize s = item / self->n_heads, column = item % self->n_heads * d_head;
      gsize n = run->first[s + 1] - run->first[s];
      const gfloat *q = run->qkv + run->first[s] * 3 * width + column;

      mcn_attention (NULL, 1, d_head, n, q, 3 * width, n, q + width, q + 2 * width, 3 * width,
                     run->mixed + run->first[s] * width + column, width, NULL,
                     run->scratch + worker * run->scratch_size);
    }
}

static void
norm1 (gpointer data, gsize begin, gsize end, guint worker)
{
  const Run *run = data;
  gsize width = run->encoder->width;
  gfloat *x = run->x + begin * width;

  mcn_layer_norm (x, end - begin, width, run->layer->norm1_weight, run->layer->norm1_bias, EPSILON, x);
}

static void
norm2 (gpointer data, gsize begin, gsize end, guint worker)
{
  const Run *run = data;
  gsize width = run->encoder->width;
  gfloat *x = run->x + begin * width;

  mcn_layer_norm (x, end - begin, width, run->layer->norm2_weight, run->layer->norm2_bias, EPSILON, x);
}

static void
run_layer (Run *run, McnTeam *team)
{
  const McnTextEncoder *self = run->encoder;
  const Layer *layer = run->layer;
  gsize width = self->width, feed = self->feed;
  gsize rows = run->first[run->n_sentences];

  mcn_gemm_parallel (team, layer->qkv, rows, run->x, width, NULL, 0, run->qkv, 3 * width, MCN_ACTIVATION_NONE);
  mcn_team_run (team, run->n_sentences * self->n_heads, ATTENTION_HEADS, attend, run);
  mcn_gemm_parallel (team, layer->out, rows, run->mixed, width, run->x, width, run->x, width, MCN_ACTIVATION_NONE);
  mcn_team_run (team, rows, NORM_ROWS, norm1, run);
  mcn_gemm_parallel (team, layer->expand, rows, run->x, width, NULL, 0, run->hidden, feed, MCN_ACTIVATION_GELU);
  mcn_gemm_parallel (team, layer->contract, rows, run->hidden, feed, run->x, width, run->x, width, MCN_ACTIVATION_NONE);
  mcn_team_run (team, rows, NORM_ROWS, norm2, run);
}

static gboolean
check_ids (const McnTextEncoder *self, const guint32 *ids, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (ids[i] >= self->n_words)
      {
        g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
                     _("The vocabulary has the entry %u, but the text encoder knows only %zu; install the model again."),
                     ids[i], self->n_words);
        return FALSE;
      }
  return TRUE;
}

/* Embeddings and @n_layers layers; on success the states stand in run->x. */
static gboolean
run_batch (Run *run, McnTeam *team, McnArena *arena, const gsize *lengths, guint n_layers,
           McnCancel *cancel, GError **error)
{
  const McnTextEncoder *self = run->encoder;
  guint n_threads = mcn_team_get_n_threads (team);
  gsize rows = 0;

  run->first = mcn_arena_take (arena, (run->n_sentences + 1) * sizeof (gsize));
  for (gsize s = 0; s < run->n_sentences; s++)
    {
      g_return_val_if_fail (lengths[s] >= 1 && lengths[s] <= MCN_MAX_SENTENCE, FALSE);
      run->first[s] = rows;
      rows += lengths[s] + 2;
    }
  run->first[run->n_sentences] = rows;
  if (!check_ids (self, run->ids, rows - 2 * run->n_sentences, error))
    return FALSE;

  run->x = mcn_arena_floats (arena, rows * self->width);
  run->hidden = mcn_arena_floats (arena, rows * MAX (4 * self->width, self->feed));
  run->qkv = run->hidden;
  run->mixed = run->qkv + rows * 3 * self->width;
  run->scratch_size = scratch_size (self);
  run->scratch = mcn_arena_floats (arena, n_threads * run->scratch_size);

  mcn_team_run (team, run->n_sentences, 1, embed_sentences, run);
  for (guint i = 0; i < n_layers; i++)
    {
      if (!mcn_check_cancel (cancel, error))
        return FALSE;
      run->layer = &self->layers[i];
      run_layer (run, team);
    }
  return mcn_check_cancel (cancel, error);
}

/**
 * mcn_text_encoder_run:
 * @self: the encoder
 * @team: (nullable): threads
 * @arena: at least mcn_text_encoder_plan() bytes free
 * @ids: the ids of all sentences, one after the other
 * @lengths: (array length=n_sentences): ids of each sentence, 1 to 48
 * @n_sentences: their number, may be 0
 * @out: (out caller-allocates): the last layer's state of each id, width floats
 * @cancel: (nullable): looked at between layers
 * @error: return location
 *
 * MiniLM over each sentence alone (recipe.md, "critique in"). Bits of a sentence
 * depend neither on the other sentences nor on the team.
 *
 * Returns: %FALSE with %MCN_ERROR_CANCELLED, or %MCN_ERROR_MISMATCH for an id
 *   outside the vocabulary; @out is untouched then
 */
gboolean
mcn_text_encoder_run (const McnTextEncoder *self, McnTeam *team, McnArena *arena,
                      const guint32 *ids, const gsize *lengths, gsize n_sentences,
                      gfloat *out,
                      McnCancel *cancel, GError **error)
{
  Run run = { .encoder = self, .ids = ids, .n_sentences = n_sentences };
  gsize mark = mcn_arena_mark (arena);
  gboolean done = run_batch (&run, team, arena, lengths, self->n_layers, cancel, error);

  for (gsize s = 0; done && s < n_sentences; s++)
    {
      memcpy (out, run.x + (run.first[s] + 1) * self->width, lengths[s] * self->width * sizeof (gfloat));
      out += lengths[s] * self->width;
    }
  mcn_arena_reset (arena, mark);
  return done;
}

/**
 * mcn_text_encoder_run_layers:
 * @self: the encoder
 * @team: (nullable): threads
 * @arena: at least mcn_text_encoder_plan() bytes free
 * @ids: the ids of all sentences, one after the other
 * @lengths: (array length=n_sentences): ids of each sentence, 1 to 48
 * @n_sentences: their number, may be 0
 * @n_layers: layers to go through; 0 for the normalised embeddings
 * @out: (out caller-allocates): the states of [CLS], the ids and [SEP] of each
 *   sentence, width floats each
 * @cancel: (nullable): looked at between layers
 * @error: return location
 *
 * What mcn_text_encoder_run() computes on the way, for comparisons.
 *
 * Returns: as mcn_text_encoder_run()
 */
gboolean
mcn_text_encoder_run_layers (const McnTextEncoder *self, McnTeam *team, McnArena *arena,
                             const guint32 *ids, const gsize *lengths, gsize n_sentences,
                             guint n_layers, gfloat *out,
                             McnCancel *cancel, GError **error)
{
  Run run = { .encoder = self, .ids = ids, .n_sentences = n_sentences };
  gsize mark = mcn_arena_mark (arena);
  gboolean done;

  g_return_val_if_fail (n_layers <= self->n_layers, FALSE);

  done = run_batch (&run, team, arena, lengths, n_layers, cancel, error);
  if (done)
    memcpy (out, run.x, run.first[n_sentences] * self->width * sizeof (gfloat));
  mcn_arena_reset (arena, mark);
  return done;
}
