/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-experiment-network.h"

#include "mcn-experiment-teacher.h"
#include "mcn-model-id.h"
#include "mcn-safetensors-writer.h"

#define N_HEADS 4
#define N_LAYERS 2
#define N_TEXTS 5000
#define RATE 6e-4
#define SAVE_SECONDS 240.

static gint
nothing (gpointer data, const McnSample *sample)
{
  return -1;
}

/* Without critiques a store that holds nothing: only its width counts. */
static McnWordStore *
open_words (McnExperimentCells *self, const McnExperiment *experiment, const char *run, GError **error)
{
  const McnExperimentOptions *o = self->options;
  const McnTextEncoder *encoders[] = { self->encoder };
  g_autofree char *path = g_build_filename (run, "words.f16", NULL);

  if (mcn_experiment_reads (experiment))
    return o->open_words (o->words_data, FALSE, error);
  return mcn_word_store_open (o->dataset, path, "none", encoders, nothing, NULL, 1, NULL, NULL, o->stop, error);
}

/* Whether it is asked about texts with their punctuation. */
static gboolean
reads_marks (const McnExperiment *experiment)
{
  return mcn_experiment_n_asked (experiment) > MCN_ASKED_ALL_MARKS;
}

/**
 * mcn_experiment_network_read:
 * @self: the cells
 * @experiment: one that trains a network
 * @error: return location
 *
 * Returns: %FALSE when the critiques could not be read
 */
gboolean
mcn_experiment_network_read (McnExperimentCells *self, const McnExperiment *experiment, GError **error)
{
  const McnExperimentOptions *o = self->options;
  g_autoptr (McnWordStore) words = NULL, marks = NULL;

  return (!mcn_experiment_reads (experiment) || (words = o->open_words (o->words_data, FALSE, error)) != NULL) &&
         (!reads_marks (experiment) || (marks = o->open_words (o->words_data, TRUE, error)) != NULL);
}

static gboolean
read_marks (McnExperimentCells *self, const McnExperiment *experiment, McnStage2 *stage, GError **error)
{
  McnWordStore *marks;

  if (!reads_marks (experiment))
    return TRUE;
  marks = self->options->open_words (self->options->words_data, TRUE, error);
  mcn_stage2_set_marks (stage, marks);
  return marks != NULL;
}

static gboolean
teach (McnExperimentCells *self, const McnExperiment *experiment, guint fold, const char *run, McnStage2 *stage, GError **error)
{
  McnTeacher teacher;
  gboolean good;

  if (experiment->how != MCN_TRY_TAUGHT)
    return TRUE;
  good = mcn_experiment_teach (self, experiment, fold, run, &teacher, error);
  mcn_stage2_set_teacher (stage, &teacher);
  return good;
}

typedef struct
{
  McnExperimentCells *cells;
  const char         *name;
} Watch;

static void
watch (gpointer data, const McnFitState *state)
{
  const Watch *self = data;

  mcn_spent_keep (&self->cells->spent);
  if (self->cells->options->report != NULL)
    self->cells->options->report ((gpointer) self->name, state);
}

/**
 * mcn_experiment_network_train:
 * @self: the cells
 * @experiment: one that trains a network
 * @seed: of which
 * @fold: left out
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the network
 */
McnStage2 *
mcn_experiment_network_train (McnExperimentCells *self, const McnExperiment *experiment, guint seed, guint fold, GError **error)
{
  const McnExperimentOptions *o = self->options;
  g_autofree char *folder = mcn_experiment_cell_folder (self, experiment, seed), *name = g_strdup_printf ("fold-%u", fold);
  g_autofree char *run = g_build_filename (folder, name, NULL);
  g_autoptr (McnStage2) stage = NULL;
  g_autofree char *backbone = g_build_filename (o->model, mcn_model_file_name (MCN_FILE_BACKBONE), NULL);
  McnWordStore *words;
  McnFitProblem problem;
  Watch watched = { self, experiment->name };
  McnFitOptions fit = {
    .n_epochs = o->n_epochs, .rate = RATE, .warm_up = .06, .max_norm = 1, .seed = seed, .n_threads = o->n_threads, .tasks = MCN_ALL_TASKS,
    .folder = run, .config = run, .average = experiment->change.average, .resume = TRUE, .save_seconds = SAVE_SECONDS, .stop = o->stop, .report = watch,
    .report_data = &watched,
  };

  if (!mcn_make_folder (run, error) || (words = open_words (self, experiment, run, error)) == NULL)
    return NULL;
  stage = mcn_stage2_new (experiment->how == MCN_TRY_OTHER_SIZE ? o->other_size : o->dataset, words, &(McnStage2Options) {
    .seed = seed, .d = o->d, .n_heads = N_HEADS, .n_layers = N_LAYERS, .trunk = MCN_TRUNK_MCN,
    .inputs = experiment->texts ? MCN_INPUTS_BOTH : MCN_INPUTS_PHOTOGRAPH, .n_texts = experiment->texts ? N_TEXTS : 0,
    .batch = 48, .fold = fold, .n_folds = o->n_folds, .share = o->share, .change = experiment->change, .maps = o->maps, .backbone = backbone,
  }, error);
  if (stage == NULL || !teach (self, experiment, fold, run, stage, error) || !read_marks (self, experiment, stage, error))
    return NULL;
  problem = mcn_stage2_problem (stage);
  problem.validate = NULL;
  return mcn_fit_run (&problem, &fit, error) ? g_steal_pointer (&stage) : NULL;
}

static McnTrial *
ask (McnExperimentCells *self, McnStage2 *stage, guint fold, McnAsked asked)
{
  const McnExperimentOptions *o = self->options;
  g_autoptr (GArray) queries = mcn_experiment_list (o->dataset, &self->goals, fold, o->n_folds, asked);
  g_autoptr (McnTape) tape = mcn_tape_new ();
  g_autoptr (McnTeam) team = mcn_team_new (o->n_threads);
  McnTrial *trial = mcn_trial_new (self->goals.n);
  gsize n = mcn_stage2_get_goals (stage)->n;        /* heads that only help to learn stand behind the others */
  g_autofree gfloat *score = g_new0 (gfloat, queries->len * n + 1);

  mcn_stage2_read_marks (stage, asked == MCN_ASKED_ALL_MARKS || asked == MCN_ASKED_ONE_MARKS);
  mcn_stage2_predict (stage, &(McnStep) { .team = team, .tape = tape, .params = mcn_stage2_get_params (stage) }, queries->len,
                      (const McnQuery *) queries->data, &(McnOutputs) { .score = score }, NULL);
  for (guint i = 0; i < queries->len; i++)
    {
      gdouble said[MCN_MAX_SOURCES];

      for (guint k = 0; k < self->goals.n; k++)
        said[k] = score[i * n + k];
      mcn_trial_add (trial, g_array_index (queries, McnQuery, i).sample, said);
    }
  return trial;
}

static McnTrial *
ask_styles (McnExperimentCells *self, McnStage2 *stage, guint fold)
{
  const McnExperimentOptions *o = self->options;
  g_autoptr (GArray) queries = mcn_experiment_list (o->dataset, &self->goals, fold, o->n_folds, MCN_ASKED_STYLES);
  g_autoptr (McnTape) tape = mcn_tape_new ();
  g_autoptr (McnTeam) team = mcn_team_new (o->n_threads);
  McnTrial *trial = mcn_trial_new (MCN_N_STYLES);
  g_autofree gfloat *style = g_new0 (gfloat, queries->len * MCN_N_STYLES + 1);

  mcn_stage2_predict (stage, &(McnStep) { .team = team, .tape = tape, .params = mcn_stage2_get_params (stage) }, queries->len,
                      (const McnQuery *) queries->data, &(McnOutputs) { .style = style }, NULL);
  for (guint i = 0; i < queries->len; i++)
    {
      gdouble said[MCN_N_STYLES];

      for (guint j = 0; j < MCN_N_STYLES; j++)
        said[j] = style[i * MCN_N_STYLES + j];
      mcn_trial_add (trial, g_array_index (queries, McnQuery, i).sample, said);
    }
  return trial;
}

/**
 * mcn_experiment_network_run:
 * @self: the cells
 * @experiment: one that trains a network
 * @seed: of which
 * @fold: left out
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type McnTrial): what it says
 */
GPtrArray *
mcn_experiment_network_run (McnExperimentCells *self, const McnExperiment *experiment, guint seed, guint fold, GError **error)
{
  g_autoptr (McnStage2) stage = mcn_experiment_network_train (self, experiment, seed, fold, error);
  GPtrArray *trials;

  if (stage == NULL)
    return NULL;
  trials = g_ptr_array_new_with_free_func ((GDestroyNotify) mcn_trial_free);
  for (guint asked = 0; asked < mcn_experiment_n_asked (experiment); asked++)
    g_ptr_array_add (trials, ask (self, stage, fold, asked));
  if (mcn_experiment_asks_styles (experiment))
    g_ptr_array_add (trials, ask_styles (self, stage, fold));
  return trials;
}
