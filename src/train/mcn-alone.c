/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-alone.h"

#include "mcn-safetensors-writer.h"

#include <string.h>

const char *const mcn_alone_names[MCN_N_ALONE] = { "vote", "appeal", "ridge of the vote", "ridge of appeal" };

static const gfloat *
values (McnParams *params, const char *name)
{
  return params->values + mcn_params_find (params, name)->at;
}

/**
 * mcn_alone_fold:
 * @self: (out): the head
 * @params: a network's
 * @experts: its linear experts
 * @n_shared: sources that rate the AVA vote itself
 * @appeal: a source that does not
 * @share: of each of %MCN_N_ALONE
 *
 * vote = a_0 s + b_0; appeal = a_j s + b_j + u_j z + uskip_j g; s = score z + skip g.
 */
void
mcn_alone_fold (McnAlone *self, McnParams *params, const McnExperts *experts, guint n_shared, guint appeal, const gdouble *share)
{
  gsize n_z = mcn_params_find (params, "score.weight")->dim[1], n = experts->n_global, own = appeal - n_shared;
  const gfloat *a = values (params, "a"), *b = values (params, "b");
  const gfloat *score = values (params, "score.weight"), *skip = values (params, "skip.weight");
  const gfloat *u = values (params, "u.weight") + own * n_z, *uskip = values (params, "uskip.weight") + own * n;
  const gfloat *ridge = experts->weight, *appeal_ridge = experts->weight + appeal * n;
  gdouble of_s = share[MCN_ALONE_VOTE] * a[0] + share[MCN_ALONE_APPEAL] * a[appeal];

  *self = (McnAlone) { .n_z = n_z, .n_global = n, .weight = g_new (gfloat, n_z), .skip = g_new (gfloat, n) };
  for (gsize i = 0; i < n_z; i++)
    self->weight[i] = of_s * score[i] + share[MCN_ALONE_APPEAL] * u[i];
  for (gsize i = 0; i < n; i++)
    self->skip[i] = of_s * skip[i] + share[MCN_ALONE_APPEAL] * uskip[i] + share[MCN_ALONE_VOTE_RIDGE] * ridge[i] +
                    share[MCN_ALONE_APPEAL_RIDGE] * appeal_ridge[i];
  self->bias = of_s * values (params, "score.bias")[0] + share[MCN_ALONE_VOTE] * b[0] + share[MCN_ALONE_APPEAL] * b[appeal] +
               share[MCN_ALONE_VOTE_RIDGE] * experts->bias[0] + share[MCN_ALONE_APPEAL_RIDGE] * experts->bias[appeal];
}

/**
 * mcn_alone_clear:
 * @self: a head, or zeros
 */
void
mcn_alone_clear (McnAlone *self)
{
  g_clear_pointer (&self->weight, g_free);
  g_clear_pointer (&self->skip, g_free);
}

/**
 * mcn_alone_write:
 * @self: the head
 * @from: a model's mcn.safetensors
 * @path: where the copy goes
 * @error: return location
 */
gboolean
mcn_alone_write (const McnAlone *self, McnSafetensors *from, const char *path, GError **error)
{
  g_autoptr (McnSafetensorsWriter) writer = mcn_safetensors_writer_new ();
  const gsize weight[] = { 1, self->n_z }, skip[] = { 1, self->n_global }, one = 1;

  for (gsize i = 0; i < mcn_safetensors_get_n (from); i++)
    {
      const McnTensorView *view = mcn_safetensors_get (from, i);

      if (!g_str_has_prefix (view->name, "alone"))
        mcn_safetensors_writer_add (writer, view->name, view->dtype, view->n_dims, view->dim, view->data);
    }
  mcn_safetensors_writer_add (writer, "alone.bias", MCN_DTYPE_F32, 1, &one, &self->bias);
  return mcn_safetensors_writer_add_half (writer, "alone.weight", 2, weight, self->weight, error) &&
         mcn_safetensors_writer_add_half (writer, "alone_skip.weight", 2, skip, self->skip, error) &&
         mcn_safetensors_writer_save (writer, path, error);
}

/**
 * mcn_alone_load:
 * @self: (out): the head
 * @file: a model's mcn.safetensors
 * @n_z: length of the pooled vector
 * @n_global: length of the global one
 * @error: return location
 */
gboolean
mcn_alone_load (McnAlone *self, McnSafetensors *file, gsize n_z, gsize n_global, GError **error)
{
  g_autofree gfloat *bias = NULL;

  *self = (McnAlone) { .n_z = n_z, .n_global = n_global };
  if (mcn_safetensors_find (file, "alone.weight") == NULL)
    return FALSE;
  if ((self->weight = mcn_safetensors_load_f32 (file, "alone.weight", error, 2, (gsize) 1, n_z)) == NULL ||
      (bias = mcn_safetensors_load_f32 (file, "alone.bias", error, 1, (gsize) 1)) == NULL ||
      (self->skip = mcn_safetensors_load_f32 (file, "alone_skip.weight", error, 2, (gsize) 1, n_global)) == NULL)
    return FALSE;
  self->bias = bias[0];
  return TRUE;
}

/**
 * mcn_alone_say:
 * @self: the head
 * @z: of a photograph alone
 * @global: its standardised global vector
 *
 * Returns: the vote, in deviations
 */
gdouble
mcn_alone_say (const McnAlone *self, const gfloat *z, const gfloat *global)
{
  gdouble sum = self->bias;

  for (gsize i = 0; i < self->n_z; i++)
    sum += (gdouble) self->weight[i] * z[i];
  for (gsize i = 0; i < self->n_global; i++)
    sum += (gdouble) self->skip[i] * global[i];
  return sum;
}
