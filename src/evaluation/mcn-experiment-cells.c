/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-experiment-cells.h"

#include "mcn-experiment-network.h"
#include "mcn-experiment-teacher.h"
#include "mcn-experts.h"
#include "mcn-model-id.h"
#include "mcn-model-json.h"
#include "mcn-question.h"
#include "mcn-safetensors-writer.h"
#include "mcn-train-error.h"
#include "mcn-words-ridge.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_SAID 3

static const McnExperimentLine critiques[] = {
  { "ava", "all comments" }, { "ava", "one random comment" }, { "ava", "four comments or more" },
  { "ava", "all comments, without food" }, { "ava", "one random comment, without food" },
};

static const McnExperimentLine photographs[] = {
  { "machine", "photo" }, { "beauty", "photo" }, { "appeal", "photo" }, { "street", "photo" }, { "simple", "photo" }, { "thirds", "photo" },
};

/**
 * mcn_experiment_line:
 * @how: a way
 * @i: which
 *
 * Returns: (transfer none) (nullable): the line
 */
const McnExperimentLine *
mcn_experiment_line (McnTry how, guint i)
{
  if (how == MCN_TRY_WORDS)
    return i < G_N_ELEMENTS (critiques) ? &critiques[i] : NULL;
  if (how == MCN_TRY_EXPERTS)
    return i < G_N_ELEMENTS (photographs) ? &photographs[i] : NULL;
  return NULL;
}

/**
 * mcn_experiment_reads:
 * @self: an experiment
 *
 * Returns: whether its network learns from what critiques say
 */
gboolean
mcn_experiment_reads (const McnExperiment *self)
{
  return self->texts || self->change.embedding > 0;
}

/* What a change adds to the name of a cell; nothing, as long as it is not there. */
static char *
change_name (const McnExperimentCells *self, const McnExperiment *experiment)
{
  const McnStage2Change *change = &experiment->change;
  GString *name = g_string_new (NULL);

  if (experiment->texts)
    g_string_append (name, ", critiques too");
  if (mcn_experiment_reads (experiment))
    g_string_append_printf (name, ", words %s", self->options->words_id);
  if (change->voters)
    g_string_append (name, ", voters");
  if (change->censored > 0)
    g_string_append_printf (name, ", censored %g", change->censored);
  if (change->elsewhere)
    g_string_append (name, ", elsewhere");
  if (change->read_alone)
    g_string_append (name, ", read alone");
  if (change->attributes)
    g_string_append (name, ", attributes");
  if (change->synthetic)
    g_string_append_printf (name, ", made pictures %" G_GSIZE_FORMAT, mcn_dataset_get_n_synthetic (self->options->dataset));
  if (change->top > 0)
    g_string_append_printf (name, ", top %g", change->top);
  if (experiment->how == MCN_TRY_OTHER_SIZE)
    g_string_append_printf (name, ", long side %u", self->options->other_size != NULL ? mcn_dataset_get_long_side (self->options->other_size) : 0);
  if (change->embedding > 0)
    g_string_append_printf (name, ", embedding %g", change->embedding);
  if (change->words > 0)
    g_string_append_printf (name, ", ridge on words %g", change->words);
  if (change->marks)
    g_string_append (name, ", marks");
  if (experiment->how == MCN_TRY_TAUGHT)
    g_string_append_printf (name, ", taught %g by %u seeds", MCN_EXPERIMENT_TAUGHT, mcn_experiment_n_teachers (self->options));
  if (change->no_auxiliary)
    g_string_append (name, ", of all auxiliary goals");
  return g_string_free (name, FALSE);
}

/**
 * mcn_experiment_cell_folder:
 * @self: the cells
 * @experiment: one that has a cell
 * @seed: of which
 *
 * Returns: (transfer full): its path
 */
char *
mcn_experiment_cell_folder (const McnExperimentCells *self, const McnExperiment *experiment, guint seed)
{
  const McnExperimentOptions *o = self->options;
  const McnStage2Change *change = &experiment->change;
  g_autofree char *data = g_strdup_printf ("data %s, features %s, folds %u", mcn_dataset_get_id (o->dataset),
                                           mcn_dataset_get_backbone (o->dataset), o->n_folds);
  g_autofree char *all = NULL, *hash = NULL, *name = NULL, *more = change_name (self, experiment);

  if (experiment->how == MCN_TRY_RIDGE)
    all = g_strdup_printf ("%s, ridge", data);
  else if (mcn_experiment_line (experiment->how, 0) != NULL)
    all = g_strdup_printf ("%s, %s, model %s", data, experiment->how == MCN_TRY_WORDS ? "critiques" : "photographs, ridges of train", o->candidate_id);
  else
    all = g_strdup_printf ("%s, share %g, epochs %u, d %u, ridge %d, auxiliary %d, ranks %g, average %g, seed %u%s", data, o->share, o->n_epochs,
                           o->d, change->from_ridge, !change->no_auxiliary, change->ranks, change->average, seed, more);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
  name = g_strdup_printf ("cell-%u-%u-%.8s", experiment->how, seed, hash);
  return g_build_filename (o->folder, name, NULL);
}

/* @part: a fold, or a line of a whole model. */
static char *
part_path (const char *folder, guint part, McnAsked asked)
{
  g_autofree char *name = asked == MCN_ASKED_PHOTO    ? g_strdup_printf ("said-%u.txt", part)
                          : asked == MCN_ASKED_STYLES ? g_strdup_printf ("styles-%u.txt", part)
                                                      : g_strdup_printf ("said-%u-%u.txt", part, asked);

  return g_build_filename (folder, name, NULL);
}

/**
 * mcn_experiment_n_teachers:
 * @options: of the cells
 *
 * Returns: how many seeds of the base there are
 */
guint
mcn_experiment_n_teachers (const McnExperimentOptions *options)
{
  return MAX (options->n_seeds, options->n_teachers);
}

/**
 * mcn_experiment_has_cell:
 * @self: the cells
 * @experiment: any
 * @seed: of the base under mcn_experiment_n_teachers(), of others under the options' n_seeds
 *
 * Returns: %FALSE for what is computed from other cells, or cannot be run here
 */
gboolean
mcn_experiment_has_cell (const McnExperimentCells *self, const McnExperiment *experiment, guint seed)
{
  switch (experiment->how)
    {
    case MCN_TRY_BASE:
    case MCN_TRY_NETWORK:
    case MCN_TRY_TAUGHT:
    case MCN_TRY_OTHER_SIZE:
      return seed < (experiment->how == MCN_TRY_BASE ? mcn_experiment_n_teachers (self->options) : self->options->n_seeds) &&
             (self->options->open_words != NULL || !mcn_experiment_reads (experiment)) &&
             (experiment->how != MCN_TRY_TAUGHT || mcn_experiment_n_teachers (self->options) > 1) &&
             (!experiment->change.synthetic || mcn_dataset_get_n_synthetic (self->options->dataset) > 0) &&
             (!(experiment->change.top > 0) || self->options->maps != NULL) &&
             (experiment->how != MCN_TRY_OTHER_SIZE || self->options->other_size != NULL);
    case MCN_TRY_RIDGE:
      return seed == 0;
    case MCN_TRY_EXPERTS:
    case MCN_TRY_WORDS:
      return seed == 0 && self->options->candidate != NULL;
    default:
      return FALSE;
    }
}

/* What is asked first is written last; a cell of before more was asked lacks the rest. */
static gboolean
fold_done (const McnExperiment *experiment, const char *folder, guint fold)
{
  guint n = mcn_experiment_n_asked (experiment);
  g_autofree char *first = part_path (folder, fold, MCN_ASKED_PHOTO), *last = part_path (folder, fold, n - 1);
  g_autofree char *styles = part_path (folder, fold, MCN_ASKED_STYLES);

  return g_file_test (first, G_FILE_TEST_EXISTS) && g_file_test (last, G_FILE_TEST_EXISTS) &&
         (!mcn_experiment_asks_styles (experiment) || g_file_test (styles, G_FILE_TEST_EXISTS));
}

gboolean
mcn_experiment_cell_done (const McnExperimentCells *self, const McnExperiment *experiment, guint seed, gdouble *seconds)
{
  g_autofree char *folder = mcn_experiment_cell_folder (self, experiment, seed), *path = g_build_filename (folder, "seconds.txt", NULL), *text = NULL;

  for (guint fold = 0; fold < (mcn_experiment_line (experiment->how, 0) != NULL ? 1 : self->options->n_folds); fold++)
    if (!fold_done (experiment, folder, fold))
      return FALSE;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  if (seconds != NULL)
    *seconds = g_ascii_strtod (text, NULL);
  return TRUE;
}

/**
 * mcn_experiment_cell_spent:
 * @self: the cells
 * @experiment: one that has a cell
 * @seed: of which
 *
 * Returns: seconds that it has taken so far, broken-off runs included
 */
gdouble
mcn_experiment_cell_spent (const McnExperimentCells *self, const McnExperiment *experiment, guint seed)
{
  g_autofree char *folder = mcn_experiment_cell_folder (self, experiment, seed), *path = g_build_filename (folder, "seconds.txt", NULL), *text = NULL;

  return mcn_spent_read (folder) + (g_file_get_contents (path, &text, NULL, NULL) ? g_ascii_strtod (text, NULL) : 0);
}

McnTrial *
mcn_experiment_cell_read (const McnExperimentCells *self, const McnExperiment *experiment, guint seed, guint part)
{
  g_autofree char *folder = mcn_experiment_cell_folder (self, experiment, seed);
  gboolean whole = mcn_experiment_line (experiment->how, 0) != NULL;
  g_autoptr (McnTrial) trial = mcn_trial_new (whole ? N_SAID : part == MCN_ASKED_STYLES ? MCN_N_STYLES : self->goals.n);

  if (!mcn_experiment_cell_done (self, experiment, seed, NULL))
    return NULL;
  for (guint i = whole ? part : 0; i < (whole ? part + 1 : self->options->n_folds); i++)
    {
      g_autofree char *path = part_path (folder, i, whole ? MCN_ASKED_PHOTO : part);

      if (!mcn_trial_read (trial, path))
        return NULL;
    }
  return g_steal_pointer (&trial);
}

static McnTrial *
try_ridge (McnExperimentCells *self, guint fold, GError **error)
{
  McnDataset *dataset = self->options->dataset;
  g_autoptr (McnTrial) trial = mcn_trial_new (self->goals.n);
  g_autoptr (GArray) queries = mcn_experiment_list (dataset, &self->goals, fold, self->options->n_folds, MCN_ASKED_PHOTO);
  g_autofree gfloat *global = NULL;
  McnFeatureScale scale;
  McnExperts experts;

  if (!mcn_feature_scale_measure (&scale, dataset, error))
    {
      mcn_feature_scale_clear (&scale);
      return NULL;
    }
  mcn_experts_fit (&experts, dataset, &self->goals, &scale, NULL, fold, self->options->n_folds);
  global = g_new (gfloat, scale.n_global);
  for (guint i = 0; i < queries->len; i++)
    {
      gsize number = g_array_index (queries, McnQuery, i).sample;
      gdouble said[MCN_MAX_SOURCES];
      McnFeatures features;
      McnSample sample;

      mcn_dataset_get_sample (dataset, number, &sample);
      mcn_dataset_get_features (dataset, sample.photograph, FALSE, &features);
      mcn_feature_scale_global (&scale, &features, global);
      for (guint k = 0; k < self->goals.n; k++)
        said[k] = mcn_experts_say (&experts, k, global);
      mcn_trial_add (trial, number, said);
    }
  mcn_experts_clear (&experts);
  mcn_feature_scale_clear (&scale);
  return g_steal_pointer (&trial);
}

/* What was learned from train for a whole model: a ridge on words, or one a source on pooled features. */
typedef struct
{
  gboolean        words;
  McnWordsRidge   ridge;
  McnFeatureScale scale;
  McnExperts      experts;
} Ridges;

static gboolean
ridges_fit (Ridges *self, const McnExperimentCells *cells, gboolean words, GError **error)
{
  McnDataset *dataset = cells->options->dataset;

  *self = (Ridges) { .words = words };
  if (words)
    {
      mcn_words_ridge_fit (&self->ridge, dataset, &cells->goals, -1, 1);
      return TRUE;
    }
  if (!mcn_feature_scale_measure (&self->scale, dataset, error))
    return FALSE;
  mcn_experts_fit (&self->experts, dataset, &cells->goals, &self->scale, NULL, -1, 1);
  return TRUE;
}

static void
ridges_clear (Ridges *self)
{
  if (self->words)
    mcn_words_ridge_clear (&self->ridge);
  mcn_feature_scale_clear (&self->scale);
  mcn_experts_clear (&self->experts);
}

static gboolean
ridges_know (const Ridges *self, const McnQuestion *question)
{
  return question != NULL && (self->words ? self->ridge.weight != NULL : self->experts.penalty[question->k] > 0);
}

static void
ridges_say (Ridges *self, McnDataset *dataset, const McnQuestion *question, gdouble *p)
{
  gsize n = question->queries->len;
  const McnQuery *queries = (const McnQuery *) question->queries->data;
  g_autofree gfloat *global = g_new (gfloat, MAX (self->scale.n_global, 1));

  if (self->words)
    {
      mcn_words_ridge_say (&self->ridge, n, queries, p);
      return;
    }
  for (gsize i = 0; i < n; i++)
    {
      McnFeatures features;
      McnSample sample;

      mcn_dataset_get_sample (dataset, queries[i].sample, &sample);
      mcn_dataset_get_features (dataset, sample.photograph, FALSE, &features);
      mcn_feature_scale_global (&self->scale, &features, global);
      p[i] = mcn_experts_say (&self->experts, question->k, global);
    }
}

static McnTrial *
try_model (McnExperimentCells *self, Ridges *ridges, const McnQuestion *question, GError **error)
{
  g_autoptr (McnTrial) trial = mcn_trial_new (N_SAID);
  g_autoptr (McnTeam) team = mcn_team_new (self->options->n_threads);
  gsize n = question->queries->len;
  const McnQuery *queries = (const McnQuery *) question->queries->data;
  g_autofree McnAnswer *answers = g_new (McnAnswer, n);
  g_autofree gdouble *p = g_new (gdouble, n);

  if (!mcn_candidate_ask (self->options->candidate, team, n, queries, answers, self->options->stop, error))
    return NULL;
  ridges_say (ridges, self->options->dataset, question, p);
  for (gsize i = 0; i < n; i++)
    mcn_trial_add (trial, queries[i].sample, (const gdouble[]) { answers[i].score[question->k], answers[i].net[question->k], p[i] });
  return g_steal_pointer (&trial);
}

static const McnQuestion *
find_question (GPtrArray *questions, const McnExperimentLine *line)
{
  for (guint q = 0; q < questions->len; q++)
    {
      const McnQuestion *question = g_ptr_array_index (questions, q);

      if (question->k >= 0 && g_str_equal (question->source, line->source) && g_str_equal (question->input, line->input))
        return question;
    }
  return NULL;
}

/* Model and ridges have learned from train; val is asked. */
static gboolean
run_model (McnExperimentCells *self, const McnExperiment *experiment, const char *folder, GError **error)
{
  McnQuestionScope scope = { self->options->dataset, &self->goals, MCN_PART_VAL };
  g_autoptr (GPtrArray) questions = mcn_questions_new (&scope);
  Ridges ridges;
  gboolean good = ridges_fit (&ridges, self, experiment->how == MCN_TRY_WORDS, error);

  for (guint i = 0; good && mcn_experiment_line (experiment->how, i) != NULL; i++)
    {
      const McnQuestion *question = find_question (questions, mcn_experiment_line (experiment->how, i));
      g_autofree char *path = part_path (folder, i, MCN_ASKED_PHOTO);
      g_autoptr (McnTrial) trial = NULL;

      trial = ridges_know (&ridges, question) ? try_model (self, &ridges, question, error) : mcn_trial_new (N_SAID);
      good = trial != NULL && mcn_trial_write (trial, path, error);
    }
  ridges_clear (&ridges);
  return good;
}

/* A fold that is done stays so. */
static gboolean
run_fold (McnExperimentCells *self, const McnExperiment *experiment, guint seed, guint fold, const char *folder, GError **error)
{
  guint n;
  g_autoptr (GPtrArray) trials = NULL;
  g_autofree char *path = part_path (folder, fold, MCN_ASKED_PHOTO);

  if (fold_done (experiment, folder, fold))
    return TRUE;
  if (experiment->how == MCN_TRY_RIDGE)
    {
      g_autoptr (McnTrial) trial = try_ridge (self, fold, error);

      return trial != NULL && mcn_trial_write (trial, path, error);
    }
  trials = mcn_experiment_network_run (self, experiment, seed, fold, error);
  if (trials == NULL)
    return FALSE;
  for (n = trials->len; n-- > 0;)
    {
      g_autofree char *asked = part_path (folder, fold, n < mcn_experiment_n_asked (experiment) ? n : MCN_ASKED_STYLES);

      if (!mcn_trial_write (g_ptr_array_index (trials, n), asked, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run_parts (McnExperimentCells *self, const McnExperiment *experiment, guint seed, const char *folder, GError **error)
{
  if (mcn_experiment_line (experiment->how, 0) != NULL)
    return run_model (self, experiment, folder, error);
  for (guint fold = 0; fold < self->options->n_folds; fold++)
    if (!run_fold (self, experiment, seed, fold, folder, error))
      return FALSE;
  return TRUE;
}

/**
 * mcn_experiment_cell_run:
 * @self: the cells
 * @experiment: one that has a cell
 * @seed: of which
 * @error: return location
 *
 * Folds that are done stay so.
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR
 */
gboolean
mcn_experiment_cell_run (McnExperimentCells *self, const McnExperiment *experiment, guint seed, GError **error)
{
  g_autofree char *folder = mcn_experiment_cell_folder (self, experiment, seed), *done = g_build_filename (folder, "seconds.txt", NULL);
  g_autofree char *before = NULL;
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];
  gboolean good;

  if (!mcn_experiment_network_read (self, experiment, error))
    return FALSE;
  mcn_spent_begin (&self->spent, folder);
  good = run_parts (self, experiment, seed, folder, error);
  if (good)
    {
      g_file_get_contents (done, &before, NULL, NULL);
      g_ascii_dtostr (seconds, sizeof seconds, (before != NULL ? g_ascii_strtod (before, NULL) : 0) + mcn_spent_now (&self->spent));
      good = mcn_save_bytes (done, seconds, strlen (seconds), error);
    }
  mcn_spent_end (&self->spent, good);
  return good;
}

/**
 * mcn_experiment_cells_init:
 * @self: (out): cells; clear them whatever the result
 * @options: what is tried, and where; must stay
 * @error: return location
 *
 * Returns: %FALSE when the model cannot be read
 */
gboolean
mcn_experiment_cells_init (McnExperimentCells *self, const McnExperimentOptions *options, GError **error)
{
  g_autofree char *path = g_build_filename (options->model, mcn_model_file_name (MCN_FILE_TEXT), NULL);
  g_autoptr (McnConfig) config = mcn_model_json_read (options->model, error);
  g_autoptr (McnSafetensors) file = config != NULL ? mcn_safetensors_open (path, error) : NULL;

  *self = (McnExperimentCells) { .options = options };
  mcn_goals_init (&self->goals, options->dataset);
  self->encoder = file != NULL ? mcn_text_encoder_new (file, config->text_heads, error) : NULL;
  return self->encoder != NULL;
}

/**
 * mcn_experiment_cells_clear:
 * @self: cells
 */
void
mcn_experiment_cells_clear (McnExperimentCells *self)
{
  g_clear_pointer (&self->encoder, mcn_text_encoder_free);
}
