/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-tokens.h"

#include "mcn-photometry.h"
#include "mcn-pointwise.h"
#include "mcn-transformer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Means and standard deviations of @n features, the latter checked: a zero or a
 * NaN would poison every score without a word. */
static gboolean
load_scale (McnSafetensors *weights, const char *mean_name, const char *sd_name, gsize n,
            gfloat **mean, gfloat **sd, GError **error)
{
  if ((*mean = mcn_safetensors_load_f32 (weights, mean_name, error, 1, n)) == NULL ||
      (*sd = mcn_safetensors_load_f32 (weights, sd_name, error, 1, n)) == NULL)
    return FALSE;

  for (gsize i = 0; i < n; i++)
    if (!(isfinite ((*mean)[i]) && isfinite ((*sd)[i]) && (*sd)[i] > 0))
      {
        g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                     _("The tensors “%s” and “%s” of “%s” hold no usable mean and deviation at %zu. "
                       "Install the model again."),
                     mean_name, sd_name, mcn_safetensors_get_name (weights), i);
        return FALSE;
      }

  return TRUE;
}

/* The token of the mean word: what occlusion puts in a word's place. */
static gboolean
load_mean_word (McnTokens *self, McnSafetensors *weights, GError **error)
{
  g_autofree gfloat *feature = mcn_safetensors_load_f32 (weights, "word_mean", error, 1, self->n_word);

  if (feature == NULL)
    return FALSE;

  self->mean_word = g_new (gfloat, self->d);
  mcn_tokens_words (self, NULL, 1, feature, self->mean_word);
  return TRUE;
}

/**
 * mcn_tokens_load:
 * @self: to fill
 * @weights: the file
 * @error: return location
 *
 * All sizes come from the tensors. Clear @self whatever the result.
 */
gboolean
mcn_tokens_load (McnTokens *self, McnSafetensors *weights, GError **error)
{
  gsize d;

  memset (self, 0, sizeof *self);

  if ((self->no_photograph = mcn_safetensors_load_f32 (weights, "none_i", error, 1, (gsize) 0)) == NULL)
    return FALSE;
  self->d = d = mcn_safetensors_find (weights, "none_i")->n_elements;

  if ((self->no_critique = mcn_safetensors_load_f32 (weights, "none_t", error, 1, d)) == NULL ||
      (self->global = mcn_load_linear (weights, "globe", d, 0, error)) == NULL ||
      (self->region = mcn_load_linear (weights, "region", d, 0, error)) == NULL ||
      (self->word = mcn_load_linear (weights, "word", d, 0, error)) == NULL ||
      (self->position = mcn_load_linear (weights, "pos", d, MCN_POSITION_CODE, error)) == NULL ||
      (self->global_norm_weight = mcn_load_vector (weights, "gn", "weight", d, error)) == NULL ||
      (self->global_norm_bias = mcn_load_vector (weights, "gn", "bias", d, error)) == NULL ||
      (self->region_norm_weight = mcn_load_vector (weights, "rn", "weight", d, error)) == NULL ||
      (self->region_norm_bias = mcn_load_vector (weights, "rn", "bias", d, error)) == NULL ||
      (self->mean_region = mcn_load_vector (weights, "region", "bias", d, error)) == NULL ||
      (self->word_norm_weight = mcn_load_vector (weights, "wn", "weight", d, error)) == NULL ||
      (self->word_norm_bias = mcn_load_vector (weights, "wn", "bias", d, error)) == NULL)
    return FALSE;

  /* Standardised, the mean is zero, and the linear map leaves its bias. */
  mcn_layer_norm (self->mean_region, 1, d, self->region_norm_weight, self->region_norm_bias, MCN_NORM_EPSILON,
                  self->mean_region);

  self->n_global = mcn_packed_get_k (self->global);
  self->n_region = mcn_packed_get_k (self->region);
  self->n_word = mcn_packed_get_k (self->word);

  if (self->n_global <= MCN_PHOTOMETRY)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
                   _("The tensor “globe.weight” of “%s” has %zu columns, which leaves none for the network "
                     "beside the %d of photometry. Install the model that belongs to this version."),
                   mcn_safetensors_get_name (weights), self->n_global, MCN_PHOTOMETRY);
      return FALSE;
    }

  if (!load_mean_word (self, weights, error))
    return FALSE;

  return load_scale (weights, "x_mu", "x_sd", self->n_global, &self->global_mean, &self->global_sd, error) &&
         load_scale (weights, "g_mu", "g_sd", self->n_region, &self->region_mean, &self->region_sd, error);
}

/**
 * mcn_tokens_clear:
 * @self: loaded or half loaded
 */
void
mcn_tokens_clear (McnTokens *self)
{
  g_clear_pointer (&self->global, mcn_packed_free);
  g_clear_pointer (&self->region, mcn_packed_free);
  g_clear_pointer (&self->position, mcn_packed_free);
  g_clear_pointer (&self->word, mcn_packed_free);
  g_clear_pointer (&self->global_mean, g_free);
  g_clear_pointer (&self->global_sd, g_free);
  g_clear_pointer (&self->region_mean, g_free);
  g_clear_pointer (&self->region_sd, g_free);
  g_clear_pointer (&self->global_norm_weight, g_free);
  g_clear_pointer (&self->global_norm_bias, g_free);
  g_clear_pointer (&self->region_norm_weight, g_free);
  g_clear_pointer (&self->region_norm_bias, g_free);
  g_clear_pointer (&self->word_norm_weight, g_free);
  g_clear_pointer (&self->word_norm_bias, g_free);
  g_clear_pointer (&self->mean_region, g_free);
  g_clear_pointer (&self->mean_word, g_free);
  g_clear_pointer (&self->no_photograph, g_free);
  g_clear_pointer (&self->no_critique, g_free);
}

static void
standardise (const gfloat *x, const gfloat *mean, const gfloat *sd, gsize n, gfloat *y)
{
  for (gsize i = 0; i < n; i++)
    {
      gfloat value = (x[i] - mean[i]) / sd[i];

      y[i] = CLAMP (value, -MCN_CLIP, MCN_CLIP);
    }
}

/**
 * mcn_tokens_standardise_global:
 * @self: the way in
 * @raw: n_global floats: pooled features, then photometry
 * @no_photometry: whether photometry counts as zero (a tiny source enlarged)
 * @out: (out caller-allocates): n_global floats in -6 .. 6; may be @raw
 */
void
mcn_tokens_standardise_global (const McnTokens *self, const gfloat *raw, gboolean no_photometry, gfloat *out)
{
  standardise (raw, self->global_mean, self->global_sd, self->n_global, out);
  if (no_photometry)
    memset (out + self->n_global - MCN_PHOTOMETRY, 0, MCN_PHOTOMETRY * sizeof (gfloat));
}

/**
 * mcn_tokens_position:
 * @columns: of the grid
 * @rows: of the grid
 * @column: of the region
 * @row: of the region
 * @code: (out caller-allocates): %MCN_POSITION_CODE numbers
 *
 * Where a region lies: its centre in 0 .. 1 and the shape of the grid.
 */
void
mcn_tokens_position (guint columns, guint rows, guint column, guint row, gfloat *code)
{
  gdouble x = (column + .5) / columns;
  gdouble y = (row + .5) / rows;

  for (guint k = 0; k < 4; k++)
    {
      gdouble turn = G_PI * (1 << k);

      *code++ = sin (turn * x);
      *code++ = cos (turn * x);
      *code++ = sin (turn * y);
      *code++ = cos (turn * y);
    }
  *code = log ((gdouble) columns / rows);
}

/**
 * mcn_tokens_image:
 * @self: the way in
 * @team: (nullable): threads
 * @arena: scratch memory
 * @global: n_global floats, standardised
 * @regions: @columns * @rows x n_region; standardised in place
 * @columns: of the grid
 * @rows: of the grid
 * @out: (out caller-allocates): (2 + @columns * @rows) x d
 */
void
mcn_tokens_image (const McnTokens *self, McnTeam *team, McnArena *arena,
                  const gfloat *global, gfloat *regions, guint columns, guint rows,
                  gfloat *out)
{
  gsize d = self->d, n = (gsize) columns * rows;
  gsize mark = mcn_arena_mark (arena);
  gfloat *codes = mcn_arena_floats (arena, n * MCN_POSITION_CODE);
  gfloat *global_token = out + d, *region_tokens = out + 2 * d;

  memcpy (out, self->no_photograph, d * sizeof (gfloat));

  mcn_gemm (self->global, 1, global, self->n_global, NULL, 0, global_token, d, MCN_ACTIVATION_NONE);
  mcn_layer_norm (global_token, 1, d, self->global_norm_weight, self->global_norm_bias, MCN_NORM_EPSILON, global_token);

  for (gsize i = 0; i < n; i++)
    {
      standardise (regions + i * self->n_region, self->region_mean, self->region_sd, self->n_region,
                   regions + i * self->n_region);
      mcn_tokens_position (columns, rows, i % columns, i / columns, codes + i * MCN_POSITION_CODE);
    }
  mcn_gemm_parallel (team, self->region, n, regions, self->n_region, NULL, 0, region_tokens, d, MCN_ACTIVATION_NONE);
  mcn_layer_norm (region_tokens, n, d, self->region_norm_weight, self->region_norm_bias, MCN_NORM_EPSILON, region_tokens);
  mcn_gemm_parallel (team, self->position, n, codes, MCN_POSITION_CODE, region_tokens, d, region_tokens, d,
                     MCN_ACTIVATION_NONE);

  mcn_arena_reset (arena, mark);
}

/**
 * mcn_tokens_plan:
 * @self: the way in
 * @columns: of the grid
 * @rows: of the grid
 *
 * Returns: arena bytes
 */
gsize
mcn_tokens_plan (const McnTokens *self, guint columns, guint rows)
{
  return MCN_ARENA_FLOATS ((gsize) columns * rows * MCN_POSITION_CODE);
}

/**
 * mcn_tokens_mean_region:
 * @self: the way in
 * @columns: of the grid
 * @rows: of the grid
 * @column: of the region
 * @row: of the region
 * @out: (out caller-allocates): d floats
 */
void
mcn_tokens_mean_region (const McnTokens *self, guint columns, guint rows, guint column, guint row,
                        gfloat *out)
{
  gfloat code[MCN_POSITION_CODE];

  mcn_tokens_position (columns, rows, column, row, code);
  mcn_gemm (self->position, 1, code, MCN_POSITION_CODE, self->mean_region, self->d, out, self->d, MCN_ACTIVATION_NONE);
}

/**
 * mcn_tokens_words:
 * @self: the way in
 * @team: (nullable): threads
 * @n: words
 * @words: @n x n_word
 * @out: (out caller-allocates): @n x d
 */
void
mcn_tokens_words (const McnTokens *self, McnTeam *team, gsize n, const gfloat *words, gfloat *out)
{
  gsize d = self->d;

  mcn_gemm_parallel (team, self->word, n, words, self->n_word, NULL, 0, out, d, MCN_ACTIVATION_NONE);
  mcn_layer_norm (out, n, d, self->word_norm_weight, self->word_norm_bias, MCN_NORM_EPSILON, out);
}
