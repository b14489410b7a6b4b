/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-ctrm.h"

#include <string.h>

/* Packs the query third of one in-projection above the key and value thirds of
 * the other: everything one modality's rows are multiplied by. */
static McnPacked *
pack_rows (const gfloat *asks, const gfloat *asks_bias, const gfloat *asked, const gfloat *asked_bias, gsize d)
{
  g_autofree gfloat *weight = g_new (gfloat, 3 * d * d);
  g_autofree gfloat *bias = g_new (gfloat, 3 * d);

  memcpy (weight, asks, d * d * sizeof (gfloat));
  memcpy (weight + d * d, asked + d * d, 2 * d * d * sizeof (gfloat));
  memcpy (bias, asks_bias, d * sizeof (gfloat));
  memcpy (bias + d, asked_bias + d, 2 * d * sizeof (gfloat));

  return mcn_packed_new (weight, bias, 3 * d, d);
}

static gboolean
load_in_projection (McnSafetensors *weights, const char *name, gsize d,
                    gfloat **weight, gfloat **bias, GError **error)
{
  g_autofree char *weight_name = g_strconcat (name, ".at.in_proj_weight", NULL);
  g_autofree char *bias_name = g_strconcat (name, ".at.in_proj_bias", NULL);

  return (*weight = mcn_safetensors_load_f32 (weights, weight_name, error, 2, 3 * d, d)) != NULL &&
         (*bias = mcn_safetensors_load_f32 (weights, bias_name, error, 1, 3 * d)) != NULL;
}

/**
 * mcn_ctrm_load:
 * @self: to fill
 * @weights: the file
 * @image_name: prefix of the direction image asks text: "ci.0"
 * @text_name: prefix of the direction text asks image: "ct.0"
 * @d: width
 * @n_heads: heads, a divisor of @d
 * @error: return location
 *
 * Clear @self whatever the result.
 */
gboolean
mcn_ctrm_load (McnCtrm *self, McnSafetensors *weights, const char *image_name, const char *text_name,
               gsize d, gsize n_heads, GError **error)
{
  g_autofree gfloat *image_weight = NULL, *image_bias = NULL, *text_weight = NULL, *text_bias = NULL;

  memset (self, 0, sizeof *self);
  if (!mcn_transformer_load (&self->image, weights, image_name, d, n_heads, error) ||
      !mcn_transformer_load (&self->text, weights, text_name, d, n_heads, error) ||
      !load_in_projection (weights, image_name, d, &image_weight, &image_bias, error) ||
      !load_in_projection (weights, text_name, d, &text_weight, &text_bias, error))
    return FALSE;

  self->project_image = pack_rows (image_weight, image_bias, text_weight, text_bias, d);
  self->project_text = pack_rows (text_weight, text_bias, image_weight, image_bias, d);
  return TRUE;
}

/**
 * mcn_ctrm_clear:
 * @self: a module, loaded or half loaded
 */
void
mcn_ctrm_clear (McnCtrm *self)
{
  mcn_transformer_clear (&self->image);
  mcn_transformer_clear (&self->text);
  g_clear_pointer (&self->project_image, mcn_packed_free);
  g_clear_pointer (&self->project_text, mcn_packed_free);
}

/**
 * mcn_ctrm_project_image:
 * @self: a module
 * @team: (nullable): threads
 * @n: image tokens
 * @x: @n x d
 * @projected: (out caller-allocates): @n x 3 d
 */
void
mcn_ctrm_project_image (const McnCtrm *self, McnTeam *team, gsize n, const gfloat *x, gfloat *projected)
{
  gsize d = self->image.d;

  mcn_gemm_parallel (team, self->project_image, n, x, d, NULL, 0, projected, 3 * d, MCN_ACTIVATION_NONE);
}

/**
 * mcn_ctrm_project_text:
 * @self: a module
 * @team: (nullable): threads
 * @n: text tokens
 * @x: @n x d
 * @projected: (out caller-allocates): @n x 3 d
 */
void
mcn_ctrm_project_text (const McnCtrm *self, McnTeam *team, gsize n, const gfloat *x, gfloat *projected)
{
  gsize d = self->text.d;

  mcn_gemm_parallel (team, self->project_text, n, x, d, NULL, 0, projected, 3 * d, MCN_ACTIVATION_NONE);
}

/**
 * mcn_ctrm_attend:
 * @self: a module
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
 * @image_attention: (nullable): heads x @m x @n
 * @text_attention: (nullable): heads x @n x @m
 */
void
mcn_ctrm_attend (const McnCtrm *self, McnTeam *team, McnArena *arena,
                 gsize m, const gfloat *image, const gfloat *projected_image,
                 gsize n, const gfloat *text, const gfloat *projected_text,
                 gfloat *image_out, gfloat *text_out,
                 gfloat *image_attention, gfloat *text_attention)
{
  gsize d = self->image.d;

  mcn_transformer_run (&self->image, team, arena,
                       m, image, projected_image,
                       n, projected_text + d, projected_text + 2 * d, 3 * d,
                       image_out, image_attention);
  mcn_transformer_run (&self->text, team, arena,
                       n, text, projected_text,
                       m, projected_image + d, projected_image + 2 * d, 3 * d,
                       text_out, text_attention);
}

/**
 * mcn_ctrm_plan:
 * @self: a module
 * @m: image tokens
 * @n: text tokens
 * @n_threads: of the team
 *
 * Returns: arena bytes
 */
gsize
mcn_ctrm_plan (const McnCtrm *self, gsize m, gsize n, guint n_threads)
{
  return MAX (mcn_transformer_plan (&self->image, m, n, n_threads),
              mcn_transformer_plan (&self->text, n, m, n_threads));
}
