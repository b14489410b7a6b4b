/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-transformer.h"

#include "mcn-attention.h"
#include "mcn-pointwise.h"

/**
 * mcn_load_linear:
 * @weights: the file
 * @name: the layer, without ".weight" and ".bias"
 * @n: outputs, 0 for any
 * @k: inputs, 0 for any
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the layer, packed; %NULL with
 *   %MCN_ERROR_MISMATCH which names file and tensor
 */
McnPacked *
mcn_load_linear (McnSafetensors *weights, const char *name, gsize n, gsize k, GError **error)
{
  g_autofree char *weight_name = g_strconcat (name, ".weight", NULL);
  g_autofree gfloat *weight = mcn_safetensors_load_f32 (weights, weight_name, error, 2, n, k);
  g_autofree gfloat *bias = NULL;
  const McnTensorView *view;

  if (weight == NULL)
    return NULL;

  view = mcn_safetensors_find (weights, weight_name);
  bias = mcn_load_vector (weights, name, "bias", view->dim[0], error);
  if (bias == NULL)
    return NULL;

  return mcn_packed_new (weight, bias, view->dim[0], view->dim[1]);
}

/**
 * mcn_load_vector:
 * @weights: the file
 * @name: the layer
 * @part: "weight", "bias"
 * @n: elements
 * @error: return location
 *
 * Returns: (transfer full) (nullable): @n floats, or %NULL with an error
 */
gfloat *
mcn_load_vector (McnSafetensors *weights, const char *name, const char *part, gsize n, GError **error)
{
  g_autofree char *full = g_strconcat (name, ".", part, NULL);

  return mcn_safetensors_load_f32 (weights, full, error, 1, n);
}

/**
 * mcn_transformer_load:
 * @self: to fill
 * @weights: the file
 * @name: the block's prefix, "si" or "ci.0"
 * @d: width
 * @n_heads: heads, a divisor of @d
 * @error: return location
 *
 * Loads everything of the block but its in-projection. Clear @self whatever
 * the result.
 */
gboolean
mcn_transformer_load (McnTransformer *self, McnSafetensors *weights, const char *name,
                      gsize d, gsize n_heads, GError **error)
{
  g_autofree char *out = g_strconcat (name, ".at.out_proj", NULL);
  g_autofree char *expand = g_strconcat (name, ".f1", NULL);
  g_autofree char *contract = g_strconcat (name, ".f2", NULL);
  g_autofree char *norm1 = g_strconcat (name, ".n1", NULL);
  g_autofree char *norm2 = g_strconcat (name, ".n2", NULL);

  *self = (McnTransformer) { .d = d, .n_heads = n_heads };

  if ((self->out = mcn_load_linear (weights, out, d, d, error)) == NULL ||
      (self->expand = mcn_load_linear (weights, expand, 0, d, error)) == NULL)
    return FALSE;

  self->d_ff = mcn_packed_get_n (self->expand);

  return (self->contract = mcn_load_linear (weights, contract, d, self->d_ff, error)) != NULL &&
         (self->norm1_weight = mcn_load_vector (weights, norm1, "weight", d, error)) != NULL &&
         (self->norm1_bias = mcn_load_vector (weights, norm1, "bias", d, error)) != NULL &&
         (self->norm2_weight = mcn_load_vector (weights, norm2, "weight", d, error)) != NULL &&
         (self->norm2_bias = mcn_load_vector (weights, norm2, "bias", d, error)) != NULL;
}

/**
 * mcn_transformer_clear:
 * @self: a block, loaded or half loaded
 */
void
mcn_transformer_clear (McnTransformer *self)
{
  g_clear_pointer (&self->out, mcn_packed_free);
  g_clear_pointer (&self->expand, mcn_packed_free);
  g_clear_pointer (&self->contract, mcn_packed_free);
  g_clear_pointer (&self->norm1_weight, g_free);
  g_clear_pointer (&self->norm1_bias, g_free);
  g_clear_pointer (&self->norm2_weight, g_free);
  g_clear_pointer (&self->norm2_bias, g_free);
}

/**
 * mcn_transformer_plan:
 * @self: a block
 * @n_q: rows that ask
 * @n_k: rows asked
 * @n_threads: of the team
 *
 * Returns: the arena bytes mcn_transformer_run() takes; it gives them back
 */
gsize
mcn_transformer_plan (const McnTransformer *self, gsize n_q, gsize n_k, guint n_threads)
{
  gsize scratch = mcn_attention_scratch (n_threads, self->d / self->n_heads, n_q, n_k);

  return MCN_ARENA_FLOATS (n_q * self->d) +
         MAX (MCN_ARENA_FLOATS (scratch), MCN_ARENA_FLOATS (n_q * self->d_ff));
}

/**
 * mcn_transformer_run:
 * @self: a block
 * @team: (nullable): threads
 * @arena: scratch memory
 * @n_q: rows that ask
 * @x: @n_q x d, the residual
 * @query: @n_q rows, @ld apart
 * @n_k: rows asked, 1 or more
 * @key: @n_k rows, @ld apart
 * @value: @n_k rows, @ld apart
 * @ld: floats from one row of @query, @key and @value to the next
 * @y: (out caller-allocates): @n_q x d; may be @x
 * @attention: (nullable): heads x @n_q x @n_k
 *
 * Rows do not touch one another but through @key and @value, and bits do not
 * depend on the team.
 */
void
mcn_transformer_run (const McnTransformer *self, McnTeam *team, McnArena *arena,
                     gsize n_q, const gfloat *x, const gfloat *query,
                     gsize n_k, const gfloat *key, const gfloat *value, gsize ld,
                     gfloat *y, gfloat *attention)
{
  gsize mark = mcn_arena_mark (arena);
  gsize d = self->d, d_head = d / self->n_heads;
  gfloat *mix = mcn_arena_floats (arena, n_q * d);
  gsize inner = mcn_arena_mark (arena);
  guint n_threads = team != NULL ? mcn_team_get_n_threads (team) : 1;
  gfloat *scratch, *hidden;

  scratch = mcn_arena_floats (arena, mcn_attention_scratch (n_threads, d_head, n_q, n_k));
  mcn_attention (team, self->n_heads, d_head, n_q, query, ld, n_k, key, value, ld,
                 mix, d, attention, scratch);
  mcn_arena_reset (arena, inner);

  mcn_gemm_parallel (team, self->out, n_q, mix, d, x, d, y, d, MCN_ACTIVATION_NONE);
  mcn_layer_norm (y, n_q, d, self->norm1_weight, self->norm1_bias, MCN_NORM_EPSILON, y);

  hidden = mcn_arena_floats (arena, n_q * self->d_ff);
  mcn_gemm_parallel (team, self->expand, n_q, y, d, NULL, 0, hidden, self->d_ff, MCN_ACTIVATION_GELU);
  mcn_gemm_parallel (team, self->contract, n_q, hidden, self->d_ff, y, d, y, d, MCN_ACTIVATION_NONE);
  mcn_layer_norm (y, n_q, d, self->norm2_weight, self->norm2_bias, MCN_NORM_EPSILON, y);

  mcn_arena_reset (arena, mark);
}
