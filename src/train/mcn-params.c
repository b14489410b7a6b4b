/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-params.h"

#include "mcn-random.h"

#include <math.h>
#include <string.h>

/* Every tensor begins on a cache line. */
#define ALIGN_FLOATS 16

static void
clear_param (gpointer data)
{
  g_free (((McnParam *) data)->name);
}

/**
 * mcn_params_new:
 *
 * Returns: (transfer full): an empty table
 */
McnParams *
mcn_params_new (void)
{
  McnParams *self = g_new0 (McnParams, 1);

  self->table = g_array_new (FALSE, TRUE, sizeof (McnParam));
  g_array_set_clear_func (self->table, clear_param);
  return self;
}

void
mcn_params_free (McnParams *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->table);
  g_aligned_free (self->values);
  g_aligned_free (self->gradients);
  g_free (self);
}

/**
 * mcn_params_add:
 * @self: a table without memory yet
 * @name: of the tensor
 * @rows: first length
 * @columns: second length; 0 for a vector
 * @init: how it starts
 * @fan: inputs, for %MCN_INIT_FAN_IN
 *
 * Returns: where its numbers begin in values and gradients
 */
gsize
mcn_params_add (McnParams *self, const char *name, gsize rows, gsize columns, McnInit init, gsize fan)
{
  McnParam param = {
    .name = g_strdup (name), .n_dims = columns > 0 ? 2 : 1, .dim = { rows, columns },
    .n = rows * MAX (columns, 1), .at = self->n, .init = init, .fan = fan, .rate = 1.f,
  };

  g_return_val_if_fail (self->values == NULL, 0);

  g_array_append_val (self->table, param);
  self->n += (param.n + ALIGN_FLOATS - 1) / ALIGN_FLOATS * ALIGN_FLOATS;
  return param.at;
}

/**
 * mcn_params_add_linear:
 * @self: a table without memory yet
 * @name: of the layer
 * @n: outputs
 * @k: inputs
 * @weight: (out): where the n x k weights begin
 * @bias: (out) (optional): where the n biases begin; without it there are none
 */
void
mcn_params_add_linear (McnParams *self, const char *name, gsize n, gsize k, gsize *weight, gsize *bias)
{
  g_autofree char *weight_name = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias_name = g_strconcat (name, ".bias", NULL);

  *weight = mcn_params_add (self, weight_name, n, k, MCN_INIT_FAN_IN, k);
  if (bias != NULL)
    *bias = mcn_params_add (self, bias_name, n, 0, MCN_INIT_FAN_IN, k);
}

/**
 * mcn_params_add_norm:
 * @self: a table without memory yet
 * @name: of the layer norm
 * @n: its width
 * @weight: (out): where the factors begin
 * @bias: (out): where the summands begin
 */
void
mcn_params_add_norm (McnParams *self, const char *name, gsize n, gsize *weight, gsize *bias)
{
  g_autofree char *weight_name = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias_name = g_strconcat (name, ".bias", NULL);

  *weight = mcn_params_add (self, weight_name, n, 0, MCN_INIT_ONE, 0);
  *bias = mcn_params_add (self, bias_name, n, 0, MCN_INIT_ZERO, 0);
}

/**
 * mcn_params_allocate:
 * @self: a complete table
 */
void
mcn_params_allocate (McnParams *self)
{
  g_return_if_fail (self->values == NULL);

  self->values = g_aligned_alloc0 (MAX (self->n, 1), sizeof (gfloat), 64);
  self->gradients = g_aligned_alloc0 (MAX (self->n, 1), sizeof (gfloat), 64);
}

static void
uniform (McnRandom *random, gfloat bound, gsize n, gfloat *x)
{
  for (gsize i = 0; i < n; i++)
    x[i] = (mcn_random_double (random) * 2 - 1) * bound;
}

/**
 * mcn_params_randomise:
 * @self: a table with memory
 * @seed: of the run
 */
void
mcn_params_randomise (McnParams *self, guint64 seed)
{
  for (gsize i = 0; i < self->table->len; i++)
    {
      const McnParam *param = mcn_params_get (self, i);
      gfloat *x = self->values + param->at;
      McnRandom random;

      mcn_random_init (&random, seed, MCN_RANDOM_PARAMETERS, g_str_hash (param->name));
      switch (param->init)
        {
        case MCN_INIT_ZERO:
          memset (x, 0, param->n * sizeof (gfloat));
          break;
        case MCN_INIT_ONE:
          for (gsize j = 0; j < param->n; j++)
            x[j] = 1.f;
          break;
        case MCN_INIT_SMALL:
          for (gsize j = 0; j < param->n; j++)
            x[j] = .02 * mcn_random_normal (&random);
          break;
        case MCN_INIT_FAN_IN:
          uniform (&random, 1. / sqrt (param->fan), param->n, x);
          break;
        case MCN_INIT_XAVIER:
          uniform (&random, sqrt (6. / (param->dim[0] + param->dim[1])), param->n, x);
          break;
        }
    }
}

/**
 * mcn_params_find:
 * @self: a table
 * @name: of a tensor
 *
 * Returns: (transfer none) (nullable): its row
 */
McnParam *
mcn_params_find (McnParams *self, const char *name)
{
  for (gsize i = 0; i < self->table->len; i++)
    if (g_str_equal (mcn_params_get (self, i)->name, name))
      return mcn_params_get (self, i);
  return NULL;
}

/**
 * mcn_params_get:
 * @self: a table
 * @i: below mcn_params_get_n()
 *
 * Returns: (transfer none): a row
 */
McnParam *
mcn_params_get (McnParams *self, gsize i)
{
  return &g_array_index (self->table, McnParam, i);
}

/**
 * mcn_params_get_n:
 * @self: a table
 *
 * Returns: its rows
 */
gsize
mcn_params_get_n (const McnParams *self)
{
  return self->table->len;
}

/**
 * mcn_params_set_group:
 * @self: a table
 * @prefix: of names; "" is all
 * @rate: factor on the learning rate; 0 freezes
 * @decay: weight decay
 */
void
mcn_params_set_group (McnParams *self, const char *prefix, gfloat rate, gfloat decay)
{
  for (gsize i = 0; i < self->table->len; i++)
    {
      McnParam *param = mcn_params_get (self, i);

      if (g_str_has_prefix (param->name, prefix))
        {
          param->rate = rate;
          param->decay = decay;
        }
    }
}

/**
 * mcn_params_load:
 * @self: a table with memory
 * @prefix: of names; "" is all
 * @file: where they are, F16 or F32
 * @error: return location
 *
 * Returns: %FALSE with %MCN_ERROR_MISMATCH, which names file and tensor
 */
gboolean
mcn_params_load (McnParams *self, const char *prefix, McnSafetensors *file, GError **error)
{
  for (gsize i = 0; i < self->table->len; i++)
    {
      const McnParam *param = mcn_params_get (self, i);
      g_autofree gfloat *values = NULL;

      if (!g_str_has_prefix (param->name, prefix))
        continue;
      values = mcn_safetensors_copy_f32 (file, param->name, error, param->n_dims, param->dim);
      if (values == NULL)
        return FALSE;
      memcpy (self->values + param->at, values, param->n * sizeof (gfloat));
    }
  return TRUE;
}
