/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-strm.h"

/**
 * mcn_strm_load:
 * @self: to fill
 * @weights: the file
 * @name: its prefix: "si", "st", "ki.0", "kt.0"
 * @d: width
 * @n_heads: heads, a divisor of @d
 * @error: return location
 *
 * Clear @self whatever the result.
 */
gboolean
mcn_strm_load (McnStrm *self, McnSafetensors *weights, const char *name,
               gsize d, gsize n_heads, GError **error)
{
  g_autofree char *weight_name = g_strconcat (name, ".at.in_proj_weight", NULL);
  g_autofree char *bias_name = g_strconcat (name, ".at.in_proj_bias", NULL);
  g_autofree gfloat *weight = NULL, *bias = NULL;

  self->project = NULL;
  if (!mcn_transformer_load (&self->transformer, weights, name, d, n_heads, error) ||
      (weight = mcn_safetensors_load_f32 (weights, weight_name, error, 2, 3 * d, d)) == NULL ||
      (bias = mcn_safetensors_load_f32 (weights, bias_name, error, 1, 3 * d)) == NULL)
    return FALSE;

  self->project = mcn_packed_new (weight, bias, 3 * d, d);
  return TRUE;
}

/**
 * mcn_strm_clear:
 * @self: a module, loaded or half loaded
 */
void
mcn_strm_clear (McnStrm *self)
{
  mcn_transformer_clear (&self->transformer);
  g_clear_pointer (&self->project, mcn_packed_free);
}

/**
 * mcn_strm_project:
 * @self: a module
 * @team: (nullable): threads
 * @n: tokens
 * @x: @n x d
 * @projected: (out caller-allocates): @n x 3 d: query, key, value side by side
 */
void
mcn_strm_project (const McnStrm *self, McnTeam *team, gsize n, const gfloat *x, gfloat *projected)
{
  gsize d = self->transformer.d;

  mcn_gemm_parallel (team, self->project, n, x, d, NULL, 0, projected, 3 * d, MCN_ACTIVATION_NONE);
}

/**
 * mcn_strm_attend:
 * @self: a module
 * @team: (nullable): threads
 * @arena: scratch memory
 * @n: tokens, 1 or more
 * @x: @n x d
 * @projected: @n x 3 d, of mcn_strm_project()
 * @y: (out caller-allocates): @n x d; may be @x
 * @attention: (nullable): heads x @n x @n
 */
void
mcn_strm_attend (const McnStrm *self, McnTeam *team, McnArena *arena,
                 gsize n, const gfloat *x, const gfloat *projected,
                 gfloat *y, gfloat *attention)
{
  gsize d = self->transformer.d;

  mcn_transformer_run (&self->transformer, team, arena,
                       n, x, projected,
                       n, projected + d, projected + 2 * d, 3 * d,
                       y, attention);
}

/**
 * mcn_strm_plan:
 * @self: a module
 * @n: tokens
 * @n_threads: of the team
 *
 * Returns: arena bytes
 */
gsize
mcn_strm_plan (const McnStrm *self, gsize n, guint n_threads)
{
  return mcn_transformer_plan (&self->transformer, n, n, n_threads);
}
