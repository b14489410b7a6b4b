/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-mtrl.h"

#include <string.h>

/**
 * mcn_mtrl_load:
 * @self: to fill
 * @weights: the file
 * @layer: its number, 0 the first
 * @d: width
 * @n_heads: heads, a divisor of @d
 * @error: return location
 *
 * Clear @self whatever the result.
 */
gboolean
mcn_mtrl_load (McnMtrl *self, McnSafetensors *weights, guint layer, gsize d, gsize n_heads, GError **error)
{
  char ci[16], ct[16], ki[16], kt[16];

  g_snprintf (ci, sizeof ci, "ci.%u", layer);
  g_snprintf (ct, sizeof ct, "ct.%u", layer);
  g_snprintf (ki, sizeof ki, "ki.%u", layer);
  g_snprintf (kt, sizeof kt, "kt.%u", layer);

  memset (self, 0, sizeof *self);
  return mcn_ctrm_load (&self->cross, weights, ci, ct, d, n_heads, error) &&
         mcn_strm_load (&self->image, weights, ki, d, n_heads, error) &&
         mcn_strm_load (&self->text, weights, kt, d, n_heads, error);
}

/**
 * mcn_mtrl_clear:
 * @self: a layer, loaded or half loaded
 */
void
mcn_mtrl_clear (McnMtrl *self)
{
  mcn_ctrm_clear (&self->cross);
  mcn_strm_clear (&self->image);
  mcn_strm_clear (&self->text);
}

static void
run_strm (const McnStrm *strm, McnTeam *team, McnArena *arena, gsize n, gfloat *x, gfloat *attention)
{
  gsize mark = mcn_arena_mark (arena);
  gfloat *projected = mcn_arena_floats (arena, n * 3 * strm->transformer.d);

  mcn_strm_project (strm, team, n, x, projected);
  mcn_strm_attend (strm, team, arena, n, x, projected, x, attention);
  mcn_arena_reset (arena, mark);
}

/**
 * mcn_mtrl_run:
 * @self: a layer
 * @team: (nullable): threads
 * @arena: scratch memory
 * @m: image tokens, 1 or more
 * @image: @m x d
 * @projected_image: @m x 3 d
 * @n: text tokens, 1 or more
 * @text: @n x d
 * @projected_text: @n x 3 d
 * @image_out: (out caller-allocates): @m x d; may be @image
 * @text_out: (out caller-allocates): @n x d; may be @text
 * @attention: (nullable): where the attention weights go
 */
void
mcn_mtrl_run (const McnMtrl *self, McnTeam *team, McnArena *arena,
              gsize m, const gfloat *image, const gfloat *projected_image,
              gsize n, const gfloat *text, const gfloat *projected_text,
              gfloat *image_out, gfloat *text_out,
              const McnMtrlAttention *attention)
{
  static const McnMtrlAttention none;

  if (attention == NULL)
    attention = &none;

  mcn_ctrm_attend (&self->cross, team, arena, m, image, projected_image, n, text, projected_text,
                   image_out, text_out, attention->ci, attention->ct);
  run_strm (&self->image, team, arena, m, image_out, attention->ki);
  run_strm (&self->text, team, arena, n, text_out, attention->kt);
}

/**
 * mcn_mtrl_plan:
 * @self: a layer
 * @m: image tokens
 * @n: text tokens
 * @n_threads: of the team
 *
 * Returns: arena bytes
 */
gsize
mcn_mtrl_plan (const McnMtrl *self, gsize m, gsize n, guint n_threads)
{
  gsize d = self->image.transformer.d;
  gsize image = MCN_ARENA_FLOATS (m * 3 * d) + mcn_strm_plan (&self->image, m, n_threads);
  gsize text = MCN_ARENA_FLOATS (n * 3 * d) + mcn_strm_plan (&self->text, n, n_threads);

  return MAX (mcn_ctrm_plan (&self->cross, m, n, n_threads), MAX (image, text));
}
