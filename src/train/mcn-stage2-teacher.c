/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-stage2-private.h"

#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What is shown. */
typedef enum { SHOWN_PHOTO, SHOWN_BOTH, SHOWN_TEXT, N_SHOWN } Shown;

/* What the trunks say of each sample, the mean of them; NAN: nothing. */
typedef struct
{
  gsize   n_sources;
  gfloat *said[N_SHOWN];
} Trunks;

static void
trunks_free (gpointer data)
{
  Trunks *self = data;

  for (guint s = 0; s < N_SHOWN; s++)
    g_free (self->said[s]);
  g_free (self);
}

static void
trunks_say (gpointer data, const McnPicks *picks, const McnNetItem *item, gfloat *score)
{
  const Trunks *self = data;
  Shown shown = !item->photograph ? SHOWN_TEXT : item->pick->n_pieces > 0 ? SHOWN_BOTH : SHOWN_PHOTO;

  memcpy (score, self->said[shown] + item->sample * self->n_sources, self->n_sources * sizeof (gfloat));
}

static GArray *
list_shown (McnStage2 *self, Shown shown)
{
  GArray *queries = g_array_new (FALSE, FALSE, sizeof (McnQuery));
  const GArray *lists[] = { self->photos, self->texts };

  for (guint l = 0; l < G_N_ELEMENTS (lists); l++)
    for (guint i = 0; i < lists[l]->len; i++)
      {
        gsize number = g_array_index (lists[l], gsize, i);
        McnQuery query = { number, shown != SHOWN_TEXT, number, shown == SHOWN_PHOTO ? MCN_TEXT_NONE : MCN_TEXT_ALL };

        if ((l == 0 || shown == SHOWN_TEXT) && (shown == SHOWN_PHOTO || mcn_word_store_get (self->words, number, 0) != NULL))
          g_array_append_val (queries, query);
      }
  return queries;
}

static void
add_said (McnStage2 *self, Trunks *trunks, gdouble share, McnTeam *team, McnCancel *cancel)
{
  g_autoptr (McnTape) tape = mcn_tape_new ();
  McnStep step = { .team = team, .tape = tape, .params = self->params };

  for (guint s = 0; s < N_SHOWN; s++)
    {
      g_autoptr (GArray) queries = list_shown (self, s);
      g_autofree gfloat *score = g_new0 (gfloat, queries->len * trunks->n_sources + 1);

      mcn_stage2_predict (self, &step, queries->len, (const McnQuery *) queries->data, &(McnOutputs) { .score = score }, cancel);
      for (gsize i = 0; i < queries->len; i++)
        {
          gfloat *sum = trunks->said[s] + g_array_index (queries, McnQuery, i).sample * trunks->n_sources;

          for (gsize k = 0; k < trunks->n_sources; k++)
            sum[k] = (isnan (sum[k]) ? 0 : sum[k]) + share * score[i * trunks->n_sources + k];
        }
    }
}

/* What only helps to learn, or stands beside the network, need not be the same. */
static gboolean
is_beside (const char *name)
{
  static const char *const beside[] = { "embed.", "ridge_", "word_mean", "x_", "g_mu", "g_sd" };

  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    if (g_str_has_prefix (name, beside[i]))
      return TRUE;
  return FALSE;
}

static gboolean
has_scale (McnStage2 *self, McnSafetensors *file)
{
  g_autofree gfloat *mean = mcn_safetensors_load_f32 (file, "x_mu", NULL, 1, self->scale.n_global);

  return mean != NULL && memcmp (mean, self->scale.global_mean, self->scale.n_global * sizeof (gfloat)) == 0;
}

/* Trained blocks of the backbone that a trunk does not have are the frozen ones. */
static gboolean
load_trunk (McnStage2 *self, const char *path, GError **error)
{
  g_autoptr (McnSafetensors) file = mcn_safetensors_open (path, error);
  g_autofree char *shown = g_filename_display_name (path);
  gboolean same;

  if (file == NULL)
    return FALSE;
  same = has_scale (self, file);
  for (gsize i = 0; i < mcn_safetensors_get_n (file) && same; i++)
    {
      const char *name = mcn_safetensors_get (file, i)->name;

      same = is_beside (name) || mcn_params_find (self->params, name) != NULL;
    }
  for (gsize i = 0; i < mcn_params_get_n (self->params) && same; i++)
    {
      const McnParam *param = mcn_params_get (self->params, i);
      g_autofree gfloat *values = NULL;

      if (is_beside (param->name) || (mcn_top_owns (param->name) && mcn_safetensors_find (file, param->name) == NULL))
        continue;
      values = mcn_safetensors_copy_f32 (file, param->name, NULL, param->n_dims, param->dim);
      same = values != NULL;
      if (same)
        memcpy (self->params->values + param->at, values, param->n * sizeof (gfloat));
    }
  if (same)
    return TRUE;
  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_MISMATCH,
               _("“%s” cannot teach this run: it is no trunk of the same sources, width and layers, trained on the same features. "
                 "Name the trunks of such runs."), shown);
  return FALSE;
}

/**
 * mcn_stage2_teach:
 * @self: a stage that has not begun
 * @trunks: NULL-terminated files of mcn_export_trunk()
 * @share: of what they say
 * @team: (nullable): who works
 * @cancel: (nullable): looked at now and then
 * @error: return location
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR_MISMATCH, or %MCN_ERROR
 */
gboolean
mcn_stage2_teach (McnStage2 *self, const char *const *trunks, gdouble share, McnTeam *team, McnCancel *cancel, GError **error)
{
  gsize n_values = self->params->n, n = mcn_dataset_get_n_samples (self->dataset) * self->goals.n, n_trunks = g_strv_length ((char **) trunks);
  g_autofree gfloat *start = g_memdup2 (self->params->values, n_values * sizeof (gfloat));
  Trunks *taught = g_new0 (Trunks, 1);
  McnTeacher teacher = { .share = share, .data = taught, .say = trunks_say, .free = trunks_free };
  gboolean good = TRUE;

  taught->n_sources = self->goals.n;
  for (guint s = 0; s < N_SHOWN; s++)
    {
      taught->said[s] = g_new (gfloat, n + 1);
      for (gsize i = 0; i < n; i++)
        taught->said[s][i] = NAN;
    }
  for (gsize t = 0; t < n_trunks && good; t++)
    {
      memcpy (self->params->values, start, n_values * sizeof (gfloat));
      good = load_trunk (self, trunks[t], error);
      if (good)
        add_said (self, taught, 1. / n_trunks, team, cancel);
    }
  memcpy (self->params->values, start, n_values * sizeof (gfloat));
  mcn_stage2_set_teacher (self, &teacher);
  if (good && mcn_cancelled (cancel))
    {
      g_set_error_literal (error, MCN_ERROR, MCN_ERROR_CANCELLED, _("Stopped while the teachers were asked; nothing was learned yet."));
      return FALSE;
    }
  return good;
}
