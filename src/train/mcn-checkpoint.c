/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-checkpoint.h"

#include "mcn-safetensors-writer.h"
#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define FORMAT 1

typedef struct
{
  gint64      format;
  gint64      t;                /* the optimiser's steps */
  guint8      config[32];
  McnProgress progress;
  guint8      check[32];        /* last: over all before it and all tensors */
} State;

G_STATIC_ASSERT (sizeof (State) % sizeof (gint64) == 0);

static void
hash_text (const char *text, guint8 *digest)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = 32;

  g_checksum_update (sum, (const guint8 *) text, strlen (text));
  g_checksum_get_digest (sum, digest, &size);
}

static void
hash_all (const State *state, McnParams *params, guint n_parts, const gfloat *const *parts, guint8 *digest)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = 32;

  g_checksum_update (sum, (const guint8 *) state, G_STRUCT_OFFSET (State, check));
  for (gsize i = 0; i < mcn_params_get_n (params); i++)
    {
      const McnParam *param = mcn_params_get (params, i);

      for (guint j = 0; param->rate > 0 && j < n_parts; j++)
        g_checksum_update (sum, (const guint8 *) (parts[j] + param->at), param->n * sizeof (gfloat));
    }
  g_checksum_get_digest (sum, digest, &size);
}

/* Values, moments, and the average where there is one. */
static const char *const prefixes[] = { "w.", "m.", "v.", "s." };
#define N_PARTS G_N_ELEMENTS (prefixes)

/**
 * mcn_checkpoint_save:
 * @path: of the file
 * @config: everything that a run depends on, as text
 * @params: the parameters
 * @optimizer: its moments
 * @average: (nullable): of the parameters
 * @progress: where the run stands
 * @error: return location
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR_WRITE; the file is as it was then
 */
gboolean
mcn_checkpoint_save (const char *path, const char *config, McnParams *params, McnOptimizer *optimizer,
                     const gfloat *average, const McnProgress *progress, GError **error)
{
  g_autoptr (McnSafetensorsWriter) writer = mcn_safetensors_writer_new ();
  const gfloat *parts[N_PARTS] = { params->values, mcn_optimizer_get_m (optimizer), mcn_optimizer_get_v (optimizer), average };
  guint n_parts = average != NULL ? N_PARTS : N_PARTS - 1;
  gsize n = sizeof (State) / sizeof (gint64);
  State state;

  memset (&state, 0, sizeof state);
  state.format = FORMAT;
  state.t = mcn_optimizer_get_t (optimizer);
  state.progress = *progress;
  hash_text (config, state.config);
  hash_all (&state, params, n_parts, parts, state.check);

  mcn_safetensors_writer_add (writer, "state", MCN_DTYPE_I64, 1, &n, &state);
  for (gsize i = 0; i < mcn_params_get_n (params); i++)
    {
      const McnParam *param = mcn_params_get (params, i);

      for (guint j = 0; param->rate > 0 && j < n_parts; j++)
        {
          g_autofree char *name = g_strconcat (prefixes[j], param->name, NULL);

          mcn_safetensors_writer_add (writer, name, MCN_DTYPE_F32, param->n_dims, param->dim, parts[j] + param->at);
        }
    }
  return mcn_safetensors_writer_save (writer, path, error);
}

static gboolean
read_tensors (McnSafetensors *file, McnParams *params, guint n_parts, gfloat *const *parts, GError **error)
{
  for (gsize i = 0; i < mcn_params_get_n (params); i++)
    {
      const McnParam *param = mcn_params_get (params, i);

      for (guint j = 0; param->rate > 0 && j < n_parts; j++)
        {
          g_autofree char *name = g_strconcat (prefixes[j], param->name, NULL);
          const McnTensorView *view = mcn_safetensors_require (file, name, error, param->n_dims, param->dim);

          if (view == NULL)
            return FALSE;
          if (view->dtype == MCN_DTYPE_F32)
            memcpy (parts[j] + param->at, view->data, param->n * sizeof (gfloat));
        }
    }
  return TRUE;
}

static gboolean
set_corrupt (const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_CORRUPT,
               _("“%s” is no checkpoint of this program, or damaged. Remove it, and train again."), shown);
  return FALSE;
}

static gboolean
read_state (McnSafetensors *file, const char *path, const char *config, State *state, GError **error)
{
  const McnTensorView *view = mcn_safetensors_find (file, "state");
  g_autofree char *shown = NULL;
  guint8 digest[32];

  if (view == NULL || view->dtype != MCN_DTYPE_I64 || view->n_bytes != sizeof *state)
    return set_corrupt (path, error);
  memcpy (state, view->data, sizeof *state);
  if (state->format != FORMAT)
    return set_corrupt (path, error);
  hash_text (config, digest);
  if (memcmp (digest, state->config, sizeof digest) == 0)
    return TRUE;
  shown = g_filename_display_name (path);
  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_MISMATCH,
               _("“%s” is the checkpoint of a run with other options, other data or another model. "
                 "Give the options of that run, or train into another folder."), shown);
  return FALSE;
}

/**
 * mcn_checkpoint_is_of:
 * @path: of the file
 * @config: everything that a run depends on
 * @error: return location
 *
 * Returns: %FALSE when the file is of another configuration or damaged at its head
 */
gboolean
mcn_checkpoint_is_of (const char *path, const char *config, GError **error)
{
  g_autoptr (McnSafetensors) file = mcn_safetensors_open (path, error);
  State state;

  return file != NULL && read_state (file, path, config, &state, error);
}

/**
 * mcn_checkpoint_load:
 * @path: of the file
 * @config: as it was saved
 * @params: (inout): the parameters
 * @optimizer: (inout): its moments
 * @average: (inout) (nullable): of the parameters; what is not trained stays
 * @progress: (out): where the run stands
 * @error: return location
 *
 * Returns: %FALSE when the file is of another configuration or damaged
 */
gboolean
mcn_checkpoint_load (const char *path, const char *config, McnParams *params, McnOptimizer *optimizer,
                     gfloat *average, McnProgress *progress, GError **error)
{
  g_autoptr (McnSafetensors) file = mcn_safetensors_open (path, error);
  g_autofree gfloat *w = NULL, *m = NULL, *v = NULL, *s = NULL;
  guint n_parts = average != NULL ? N_PARTS : N_PARTS - 1;
  guint8 digest[32];
  State state;

  if (file == NULL || !read_state (file, path, config, &state, error))
    return FALSE;

  w = g_new0 (gfloat, params->n);
  m = g_new0 (gfloat, params->n);
  v = g_new0 (gfloat, params->n);
  s = g_new0 (gfloat, average != NULL ? params->n : 1);
  if (!read_tensors (file, params, n_parts, (gfloat *const[]) { w, m, v, s }, error))
    return FALSE;
  hash_all (&state, params, n_parts, (const gfloat *const[]) { w, m, v, s }, digest);
  if (memcmp (digest, state.check, sizeof digest) != 0)
    return set_corrupt (path, error);

  for (gsize i = 0; i < mcn_params_get_n (params); i++)
    {
      const McnParam *param = mcn_params_get (params, i);
      gsize size = param->n * sizeof (gfloat);

      if (param->rate > 0)
        {
          memcpy (params->values + param->at, w + param->at, size);
          memcpy (mcn_optimizer_get_m (optimizer) + param->at, m + param->at, size);
          memcpy (mcn_optimizer_get_v (optimizer) + param->at, v + param->at, size);
          if (average != NULL)
            memcpy (average + param->at, s + param->at, size);
        }
    }
  mcn_optimizer_set_t (optimizer, state.t);
  *progress = state.progress;
  return TRUE;
}
