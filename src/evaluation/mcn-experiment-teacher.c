/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-experiment-teacher.h"

#include "mcn-experiment-network.h"
#include "mcn-trial.h"

#include <math.h>

/* What is shown. */
typedef enum { SHOWN_PHOTO, SHOWN_BOTH, SHOWN_TEXT, N_SHOWN } Shown;

typedef struct
{
  guint     n_sources;
  McnTrial *said[N_SHOWN];      /* NULL: nothing */
} Seeds;

static void
seeds_free (gpointer data)
{
  Seeds *self = data;

  for (guint s = 0; s < N_SHOWN; s++)
    g_clear_pointer (&self->said[s], mcn_trial_free);
  g_free (self);
}

static void
seeds_say (gpointer data, const McnPicks *picks, const McnNetItem *item, gfloat *score)
{
  const Seeds *self = data;
  Shown shown = !item->photograph ? SHOWN_TEXT : item->pick->n_pieces > 0 ? SHOWN_BOTH : SHOWN_PHOTO;
  const gdouble *said = self->said[shown] != NULL ? mcn_trial_find (self->said[shown], item->sample) : NULL;

  for (guint k = 0; said != NULL && k < self->n_sources; k++)
    score[k] = said[k];
}

static GArray *
list_shown (const McnExperimentCells *self, guint fold, Shown shown)
{
  const McnExperimentOptions *o = self->options;
  GArray *queries = g_array_new (FALSE, FALSE, sizeof (McnQuery));

  for (gsize i = 0; i < mcn_dataset_get_n_samples (o->dataset); i++)
    {
      McnQuery query = { i, shown != SHOWN_TEXT, i, shown == SHOWN_PHOTO ? MCN_TEXT_NONE : MCN_TEXT_ALL };
      McnFeatures features;
      McnSample sample;

      mcn_dataset_get_sample (o->dataset, i, &sample);
      if (mcn_goals_learns (o->dataset, &sample, fold, o->n_folds) && mcn_goals_listed (o->dataset, &sample, o->share) &&
          (shown == SHOWN_PHOTO || sample.n_sentences > 0) &&
          (shown == SHOWN_TEXT || (sample.photograph >= 0 && mcn_dataset_get_features (o->dataset, sample.photograph, FALSE, &features))))
        g_array_append_val (queries, query);
    }
  return queries;
}

/* Adds to @sum what a seed's network says. */
static void
add_said (const McnExperimentCells *self, McnStage2 *stage, const GArray *queries, gdouble *sum)
{
  g_autoptr (McnTape) tape = mcn_tape_new ();
  g_autoptr (McnTeam) team = mcn_team_new (self->options->n_threads);
  gsize n = queries->len * self->goals.n;
  g_autofree gfloat *score = g_new0 (gfloat, n + 1);

  mcn_stage2_predict (stage, &(McnStep) { .team = team, .tape = tape, .params = mcn_stage2_get_params (stage) }, queries->len,
                      (const McnQuery *) queries->data, &(McnOutputs) { .score = score }, NULL);
  for (gsize i = 0; i < n; i++)
    sum[i] += score[i] / mcn_experiment_n_teachers (self->options);
}

static char *
said_path (const char *run, guint shown)
{
  g_autofree char *name = g_strdup_printf ("teacher-%u.txt", shown);

  return g_build_filename (run, name, NULL);
}

static gboolean
read_seeds (Seeds *seeds, const char *run, guint n_shown)
{
  for (guint s = 0; s < n_shown; s++)
    {
      g_autofree char *path = said_path (run, s);

      g_clear_pointer (&seeds->said[s], mcn_trial_free);
      seeds->said[s] = mcn_trial_new (seeds->n_sources);
      if (!mcn_trial_read (seeds->said[s], path))
        return FALSE;
    }
  return TRUE;
}

static gboolean
ask_seeds (McnExperimentCells *self, Seeds *seeds, const McnExperiment *experiment, guint fold, const char *run, guint n_shown, GError **error)
{
  const McnExperiment *base = mcn_experiment_base (experiment);
  GArray *queries[N_SHOWN];
  gdouble *sum[N_SHOWN];
  gboolean good = TRUE;

  for (guint s = 0; s < n_shown; s++)
    {
      queries[s] = list_shown (self, fold, s);
      sum[s] = g_new0 (gdouble, queries[s]->len * self->goals.n + 1);
    }
  for (guint seed = 0; good && seed < mcn_experiment_n_teachers (self->options); seed++)
    {
      g_autoptr (McnStage2) stage = mcn_experiment_network_train (self, base, seed, fold, error);

      good = stage != NULL;
      for (guint s = 0; good && s < n_shown; s++)
        add_said (self, stage, queries[s], sum[s]);
    }
  for (guint s = 0; s < n_shown; s++)
    {
      g_autofree char *path = said_path (run, s);

      g_clear_pointer (&seeds->said[s], mcn_trial_free);
      seeds->said[s] = mcn_trial_new (self->goals.n);
      for (guint i = 0; i < queries[s]->len; i++)
        mcn_trial_add (seeds->said[s], g_array_index (queries[s], McnQuery, i).sample, sum[s] + i * self->goals.n);
      good = good && mcn_trial_write (seeds->said[s], path, error);
      g_array_unref (queries[s]);
      g_free (sum[s]);
    }
  return good;
}

/**
 * mcn_experiment_teach:
 * @self: the cells, of which those of the base are done
 * @experiment: what is taught
 * @fold: left out
 * @run: folder of its fold
 * @teacher: (out): clear it whatever the result
 * @error: return location
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR
 */
gboolean
mcn_experiment_teach (McnExperimentCells *self, const McnExperiment *experiment, guint fold, const char *run, McnTeacher *teacher, GError **error)
{
  Seeds *seeds = g_new0 (Seeds, 1);
  guint n_shown = experiment->texts ? N_SHOWN : SHOWN_PHOTO + 1;

  seeds->n_sources = self->goals.n;
  *teacher = (McnTeacher) { .share = MCN_EXPERIMENT_TAUGHT, .data = seeds, .say = seeds_say, .free = seeds_free };
  return read_seeds (seeds, run, n_shown) || ask_seeds (self, seeds, experiment, fold, run, n_shown, error);
}
