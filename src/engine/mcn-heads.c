/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-heads.h"

#include "mcn-pointwise.h"
#include "mcn-transformer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define N_ROWS (3 + MCN_N_STYLES)
#define ALONE (N_ROWS - 1)

static gboolean
pool_load (McnPool *self, McnSafetensors *weights, const char *name, gsize d, GError **error)
{
  g_autofree char *project = g_strconcat (name, ".a", NULL);
  g_autofree char *rate = g_strconcat (name, ".b", NULL);

  return (self->project = mcn_load_linear (weights, project, d, d, error)) != NULL &&
         (self->rate = mcn_load_linear (weights, rate, 1, d, error)) != NULL;
}

static void
pool_clear (McnPool *self)
{
  g_clear_pointer (&self->project, mcn_packed_free);
  g_clear_pointer (&self->rate, mcn_packed_free);
}

/* The heads as one matrix of N_ROWS rows. */
static gboolean
load_heads (McnHeads *self, McnSafetensors *weights, GError **error)
{
  gsize k = 2 * self->d;
  g_autofree gfloat *matrix = g_new (gfloat, N_ROWS * k);
  gfloat bias[N_ROWS];
  struct { const char *name; gsize row, n; } head[] = {
    { "score", 0, 1 }, { "high", 1, 1 }, { "style", 2, MCN_N_STYLES }, { "alone", ALONE, 1 },
  };

  /* The model of a folder may be without the last one. */
  self->has_alone = mcn_safetensors_find (weights, "alone.weight") != NULL;
  memset (matrix + ALONE * k, 0, k * sizeof (gfloat));
  bias[ALONE] = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (head) - (self->has_alone ? 0 : 1); i++)
    {
      g_autofree char *weight_name = g_strconcat (head[i].name, ".weight", NULL);
      g_autofree gfloat *weight = mcn_safetensors_load_f32 (weights, weight_name, error, 2, head[i].n, k);
      g_autofree gfloat *b = NULL;

      if (weight == NULL || (b = mcn_load_vector (weights, head[i].name, "bias", head[i].n, error)) == NULL)
        return FALSE;

      memcpy (matrix + head[i].row * k, weight, head[i].n * k * sizeof (gfloat));
      memcpy (bias + head[i].row, b, head[i].n * sizeof (gfloat));
    }

  self->heads = mcn_packed_new (matrix, bias, N_ROWS, k);
  return TRUE;
}

/* The skips and the ridge expert of the first source, the AVA vote. */
static gboolean
load_skips (McnHeads *self, McnSafetensors *weights, gsize n_global, GError **error)
{
  g_autofree gfloat *matrix = g_new (gfloat, N_ROWS * n_global);
  g_autofree gfloat *score = NULL, *expert = NULL, *expert_bias = NULL, *style = NULL, *alone = NULL;
  gfloat bias[N_ROWS] = { 0 };

  if (self->has_alone && (alone = mcn_safetensors_load_f32 (weights, "alone_skip.weight", error, 2, (gsize) 1, n_global)) == NULL)
    return FALSE;
  if ((score = mcn_safetensors_load_f32 (weights, "skip.weight", error, 2, (gsize) 1, n_global)) == NULL ||
      (expert = mcn_safetensors_load_f32 (weights, "ridge_w", error, 2, (gsize) 0, n_global)) == NULL ||
      (expert_bias = mcn_safetensors_load_f32 (weights, "ridge_b", error, 1, (gsize) 0)) == NULL ||
      (style = mcn_safetensors_load_f32 (weights, "styskip.weight", error, 2, (gsize) MCN_N_STYLES, n_global)) == NULL)
    return FALSE;

  memcpy (matrix, score, n_global * sizeof (gfloat));
  memcpy (matrix + n_global, expert, n_global * sizeof (gfloat));
  memcpy (matrix + 2 * n_global, style, MCN_N_STYLES * n_global * sizeof (gfloat));
  if (alone != NULL)
    memcpy (matrix + ALONE * n_global, alone, n_global * sizeof (gfloat));
  else
    memset (matrix + ALONE * n_global, 0, n_global * sizeof (gfloat));
  bias[1] = expert_bias[0];

  self->skips = mcn_packed_new (matrix, bias, N_ROWS, n_global);
  return TRUE;
}

/**
 * mcn_heads_load_styles:
 * @weights: the file
 * @scale: (out): one for each style
 * @shift: (out): the same
 * @error: return location
 */
gboolean
mcn_heads_load_styles (McnSafetensors *weights, gfloat *scale, gfloat *shift, GError **error)
{
  g_autofree gfloat *a = NULL, *b = NULL;

  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      scale[j] = 1;
      shift[j] = 0;
    }
  if (mcn_safetensors_find (weights, "style.scale") == NULL)
    return TRUE;
  if ((a = mcn_safetensors_load_f32 (weights, "style.scale", error, 1, (gsize) MCN_N_STYLES)) == NULL ||
      (b = mcn_safetensors_load_f32 (weights, "style.shift", error, 1, (gsize) MCN_N_STYLES)) == NULL)
    return FALSE;
  memcpy (scale, a, MCN_N_STYLES * sizeof *scale);
  memcpy (shift, b, MCN_N_STYLES * sizeof *shift);
  return TRUE;
}

/**
 * mcn_heads_load:
 * @self: to fill
 * @weights: the file
 * @d: width of the trunk
 * @n_global: length of the global vector
 * @ava_mean: mean of the AVA votes of the training
 * @ava_sd: their standard deviation
 * @error: return location
 *
 * Clear @self whatever the result.
 */
gboolean
mcn_heads_load (McnHeads *self, McnSafetensors *weights, gsize d, gsize n_global,
                gdouble ava_mean, gdouble ava_sd, GError **error)
{
  g_autofree gfloat *slope = NULL, *offset = NULL;

  *self = (McnHeads) { .d = d, .ava_mean = ava_mean, .ava_sd = ava_sd };

  if (!pool_load (&self->image, weights, "qi", d, error) ||
      !pool_load (&self->text, weights, "qt", d, error) ||
      !load_heads (self, weights, error) ||
      !load_skips (self, weights, n_global, error) ||
      !mcn_heads_load_styles (weights, self->style_scale, self->style_shift, error) ||
      (slope = mcn_safetensors_load_f32 (weights, "a", error, 1, (gsize) 0)) == NULL ||
      (offset = mcn_safetensors_load_f32 (weights, "b", error, 1, (gsize) 0)) == NULL)
    return FALSE;

  self->slope = slope[0];
  self->offset = offset[0];
  return TRUE;
}

/**
 * mcn_heads_clear:
 * @self: loaded or half loaded
 */
void
mcn_heads_clear (McnHeads *self)
{
  pool_clear (&self->image);
  pool_clear (&self->text);
  g_clear_pointer (&self->heads, mcn_packed_free);
  g_clear_pointer (&self->skips, mcn_packed_free);
}

/**
 * mcn_heads_skip:
 * @self: the heads
 * @global: standardised, n_global floats
 * @skips: (out): what the heads take from it
 */
void
mcn_heads_skip (const McnHeads *self, const gfloat *global, McnSkips *skips)
{
  gfloat out[N_ROWS];

  mcn_gemm (self->skips, 1, global, mcn_packed_get_k (self->skips), NULL, 0, out, N_ROWS, MCN_ACTIVATION_NONE);
  skips->score = out[0];
  skips->expert = out[1];
  skips->alone = out[ALONE];
  memcpy (skips->style, out + 2, sizeof skips->style);
}

/**
 * mcn_pool_run:
 * @self: a pool
 * @team: (nullable): threads
 * @arena: scratch memory
 * @n: tokens, 1 or more
 * @x: @n x d
 * @out: (out caller-allocates): d floats: sum of softmax (b tanh (a x)) x
 */
void
mcn_pool_run (const McnPool *self, McnTeam *team, McnArena *arena, gsize n, const gfloat *x, gfloat *out)
{
  gsize d = mcn_packed_get_k (self->rate);
  gsize mark = mcn_arena_mark (arena);
  gfloat *hidden = mcn_arena_floats (arena, n * d);
  gfloat *weight = mcn_arena_floats (arena, n);

  mcn_gemm_parallel (team, self->project, n, x, d, NULL, 0, hidden, d, MCN_ACTIVATION_TANH);
  mcn_gemm (self->rate, n, hidden, d, NULL, 0, weight, 1, MCN_ACTIVATION_NONE);
  mcn_softmax (weight, n);

  memset (out, 0, d * sizeof (gfloat));
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      out[j] += weight[i] * x[i * d + j];

  mcn_arena_reset (arena, mark);
}

/**
 * mcn_pool_plan:
 * @self: a pool
 * @n: tokens
 *
 * Returns: arena bytes
 */
gsize
mcn_pool_plan (const McnPool *self, gsize n)
{
  return MCN_ARENA_FLOATS (n * mcn_packed_get_k (self->rate)) + MCN_ARENA_FLOATS (n);
}

/**
 * mcn_heads_run:
 * @self: the heads
 * @pooled: 2 d floats, image then text
 * @skips: (nullable): of the photograph; %NULL without one
 * @alone: there is no critique
 * @share: of the ridge expert where there is a photograph, 0 .. 1
 * @logits: (out): what the heads say
 */
void
mcn_heads_run (const McnHeads *self, const gfloat *pooled, const McnSkips *skips, gboolean alone,
               gdouble share, McnLogits *logits)
{
  gfloat out[N_ROWS];
  gdouble votes;

  mcn_gemm (self->heads, 1, pooled, 2 * self->d, NULL, 0, out, N_ROWS, MCN_ACTIVATION_NONE);

  logits->high = out[1];
  memcpy (logits->style, out + 2, sizeof logits->style);
  if (skips != NULL)
    for (guint i = 0; i < MCN_N_STYLES; i++)
      logits->style[i] = self->style_scale[i] * (logits->style[i] + skips->style[i]) + self->style_shift[i];

  votes = self->slope * (out[0] + (skips != NULL ? skips->score : 0)) + self->offset;
  if (skips != NULL)
    votes = alone && self->has_alone ? out[ALONE] + skips->alone : (1 - share) * votes + share * skips->expert;
  logits->score = self->ava_mean + self->ava_sd * votes;
}
