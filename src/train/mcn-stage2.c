/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-stage2-private.h"

#include "mcn-ridge-start.h"
#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define TRAIN_PIECES 128
/* AVA's critiques for one of another site's. */
#define ELSEWHERE 4
/* Of photographs whose maps are trained on: those that are seen shrunk to 80 px and back. */
#define SHRUNK .2

gboolean
mcn_stage2_shows (McnStage2 *self, const McnSample *sample)
{
  McnFeatures features;

  return sample->photograph >= 0 && mcn_dataset_get_features (self->dataset, sample->photograph, FALSE, &features);
}

static gboolean
is_known (McnStage2 *self, const McnSample *sample)
{
  if (sample->high >= 0)
    return TRUE;
  for (guint j = 0; j < MCN_N_STYLES; j++)
    if (!isnan (sample->styles[j]))
      return TRUE;
  for (guint k = 0; k < self->goals.n; k++)
    if (!isnan (mcn_goals_score (&self->goals, sample, k)))
      return TRUE;
  return FALSE;
}

static void
list_samples (McnStage2 *self)
{
  for (gsize i = 0; i < mcn_dataset_get_n_samples (self->dataset); i++)
    {
      gboolean elsewhere;
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, i, &sample);
      elsewhere = mcn_goals_elsewhere (&self->goals, &sample);
      if ((!elsewhere && !mcn_goals_learns (self->dataset, &sample, self->options.fold, self->options.n_folds)) ||
          !mcn_goals_listed (self->dataset, &sample, self->options.share) || !is_known (self, &sample))
        continue;
      if (elsewhere)
        {
          if (sample.n_sentences > 0 && mcn_word_store_get (self->words, i, 0) != NULL)
            g_array_append_val (self->elsewhere, i);
        }
      else if (mcn_stage2_shows (self, &sample))
        g_array_append_val (self->photos, i);
      else if (sample.n_sentences > 0 && mcn_word_store_get (self->words, i, 0) != NULL)
        g_array_append_val (self->texts, i);
    }
  if (self->options.max_photographs > 0 && self->photos->len > self->options.max_photographs)
    g_array_set_size (self->photos, self->options.max_photographs);
}

/* A made picture is left out with the photograph that it was made of. */
static void
list_made (McnStage2 *self)
{
  for (guint32 i = 0; i < mcn_dataset_get_n_synthetic (self->dataset); i++)
    {
      guint32 number = i + 1;
      McnFeatures features;
      McnSample sample;

      mcn_dataset_get_synthetic (self->dataset, i, &sample);
      if (mcn_goals_learns (self->dataset, &sample, self->options.fold, self->options.n_folds) &&
          mcn_goals_listed (self->dataset, &sample, self->options.share) &&
          mcn_dataset_get_synthetic_features (self->dataset, i, FALSE, &features))
        g_array_append_val (self->made, number);
    }
}

/* Skips hold many numbers for few photographs: they decay. */
static void
set_rates (McnParams *params)
{
  mcn_params_set_group (params, "", 1.f, .03f);
  mcn_params_set_group (params, "skip", .5f, .5f);
  mcn_params_set_group (params, "styskip", .5f, .5f);
  mcn_params_set_group (params, "uskip", .5f, .5f);
  for (guint i = 0; i < 2; i++)
    {
      McnParam *param = mcn_params_find (params, i == 0 ? "a" : "b");

      param->decay = 0;
    }
}

static void
forget_auxiliary (McnGoals *goals)
{
  for (guint k = 0; k < goals->n; k++)
    if (goals->auxiliary[k])
      goals->weight[k] = 0;
}

/**
 * mcn_stage2_new:
 * @dataset: with features
 * @words: (transfer full): of its texts
 * @options: how
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the stage, with its starting values
 */
McnStage2 *
mcn_stage2_new (McnDataset *dataset, McnWordStore *words, const McnStage2Options *options, GError **error)
{
  g_autoptr (McnStage2) self = g_new0 (McnStage2, 1);
  McnNetConfig config = {
    .d = options->d, .n_heads = options->n_heads, .n_layers = options->n_layers, .trunk = options->trunk,
    .n_word = mcn_word_store_get_width (words),
    .drop_global = .3f, .drop_region = .1f, .drop_word = .1f, .drop_pooled = .2f,
  };

  self->options = *options;
  self->dataset = mcn_dataset_ref (dataset);
  self->words = words;
  self->params = mcn_params_new ();
  self->photos = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->texts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->made = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->elsewhere = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->items = g_array_new (FALSE, FALSE, sizeof (McnStage2Item));
  self->picks = mcn_picks_new ();
  mcn_goals_init_more (&self->goals, dataset, options->change.attributes, options->change.elsewhere);
  mcn_censored_measure (&self->censored, dataset, &self->goals, options->fold, options->n_folds);
  if (options->change.no_auxiliary)
    forget_auxiliary (&self->goals);
  list_samples (self);
  if (options->change.synthetic)
    list_made (self);
  if (options->change.synthetic && self->made->len == 0)
    {
      g_set_error_literal (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA,
                           _("The dataset has no features of made pictures. Compute them first: photo-critic-train dataset features --synthetic."));
      return NULL;
    }
  if (!mcn_feature_scale_measure (&self->scale, dataset, error))
    return NULL;

  config.n_global = self->scale.n_global;
  config.n_region = self->scale.n_region;
  config.n_sources = self->goals.n;
  config.n_shared = self->goals.n_shared;
  self->net = mcn_net_new (&config, self->params);
  if (options->change.top > 0 && !mcn_top_open (&self->top, self->params, options->backbone, dataset, options->maps, error))
    return NULL;
  if (options->change.embedding > 0)
    {
      mcn_embed_head_add (&self->embed, self->params, config.d, config.n_word);
      mcn_text_means_measure (&self->means, dataset, words, self->photos);
    }
  set_rates (self->params);
  mcn_params_allocate (self->params);
  mcn_params_randomise (self->params, options->seed);
  if (options->change.top > 0 && !mcn_top_start (&self->top, self->params, options->change.top, error))
    return NULL;
  if (options->change.from_ridge)
    mcn_ridge_start (self->params, dataset, &self->goals, &self->scale, options->fold, options->n_folds);
  if (options->change.words > 0)
    mcn_teacher_words (&self->teacher, options->change.words, dataset, &self->goals, options->fold, options->n_folds);
  return g_steal_pointer (&self);
}

void
mcn_stage2_free (McnStage2 *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->net, mcn_net_free);
  mcn_top_clear (&self->top);
  mcn_params_free (self->params);
  mcn_word_store_free (self->words);
  mcn_word_store_free (self->marks);
  mcn_dataset_unref (self->dataset);
  mcn_feature_scale_clear (&self->scale);
  mcn_text_means_clear (&self->means);
  mcn_teacher_clear (&self->teacher);
  g_array_unref (self->photos);
  g_array_unref (self->texts);
  g_array_unref (self->made);
  g_array_unref (self->elsewhere);
  g_array_unref (self->items);
  mcn_picks_free (self->picks);
  g_free (self);
}

/**
 * mcn_stage2_set_teacher:
 * @self: the stage
 * @teacher: (transfer full): what it is taught from now on
 */
void
mcn_stage2_set_teacher (McnStage2 *self, const McnTeacher *teacher)
{
  mcn_teacher_clear (&self->teacher);
  self->teacher = *teacher;
}

/**
 * mcn_stage2_set_marks:
 * @self: the stage
 * @marks: (transfer full): of the texts that it has words of
 */
void
mcn_stage2_set_marks (McnStage2 *self, McnWordStore *marks)
{
  mcn_word_store_free (self->marks);
  self->marks = marks;
}

/**
 * mcn_stage2_read_marks:
 * @self: a stage with marks
 * @with_marks: whether predictions read them
 */
void
mcn_stage2_read_marks (McnStage2 *self, gboolean with_marks)
{
  self->with_marks = with_marks;
}

/**
 * mcn_stage2_get_params:
 * @self: the stage
 *
 * Returns: (transfer none): its parameters
 */
McnParams *
mcn_stage2_get_params (McnStage2 *self)
{
  return self->params;
}

/**
 * mcn_stage2_get_goals:
 * @self: the stage
 *
 * Returns: (transfer none): its sources
 */
const McnGoals *
mcn_stage2_get_goals (McnStage2 *self)
{
  return &self->goals;
}

/**
 * mcn_stage2_get_scale:
 * @self: the stage
 *
 * Returns: (transfer none): means and deviations of the features
 */
const McnFeatureScale *
mcn_stage2_get_scale (McnStage2 *self)
{
  return &self->scale;
}

/**
 * mcn_stage2_get_top:
 * @self: the stage
 *
 * Returns: (transfer none) (nullable): blocks of the backbone that are trained with it
 */
const McnTop *
mcn_stage2_get_top (McnStage2 *self)
{
  return self->options.change.top > 0 ? &self->top : NULL;
}

/**
 * mcn_stage2_get_n_photographs:
 * @self: the stage
 *
 * Returns: photographs to learn from
 */
gsize
mcn_stage2_get_n_photographs (McnStage2 *self)
{
  return self->photos->len;
}

static void
add_item (McnStage2 *self, gsize number, guint n_texts, gboolean photograph, McnRandom *random)
{
  McnStage2Item item = { self->picks->picks->len, photograph, photograph && mcn_random_below (random, 2), 0, FALSE };
  McnSample sample;

  if (self->options.change.top > 0)
    item.shrunk = mcn_random_double (random) < SHRUNK;
  mcn_dataset_get_sample (self->dataset, number, &sample);
  mcn_picks_add (self->picks, number, &sample, n_texts, n_texts > 0 ? TRAIN_PIECES : 0, n_texts > 0, random);
  g_array_append_val (self->items, item);
}

static void
add_made (McnStage2 *self, guint32 number, McnRandom *random)
{
  gsize photograph = mcn_dataset_get_synthetic_photograph (self->dataset, number - 1);

  add_item (self, mcn_dataset_get_photograph (self->dataset, photograph), 0, TRUE, random);
  g_array_index (self->items, McnStage2Item, self->items->len - 1).synthetic = number;
}

static guint
draw_count (McnRandom *random)
{
  static const guint counts[] = { 1, 1, 2, 3, 5, 9 };

  return counts[mcn_random_below (random, G_N_ELEMENTS (counts))];
}

static void
add_texts (McnStage2 *self, const GArray *list, gsize n, McnRandom *random)
{
  g_autofree guint32 *order = g_new (guint32, MAX (list->len, 1));

  for (guint32 i = 0; i < list->len; i++)
    order[i] = i;
  mcn_random_shuffle (random, order, list->len);
  for (gsize i = 0; i < MIN (n, list->len); i++)
    add_item (self, g_array_index (list, gsize, order[i]), draw_count (random), FALSE, random);
}

/* Every photograph twice, with a text in two of three times; some critiques of AVA; made pictures once. */
static gsize
begin_epoch (gpointer data, guint64 epoch)
{
  McnStage2 *self = data;
  McnInputs inputs = self->options.inputs;
  gsize n_texts = inputs == MCN_INPUTS_PHOTOGRAPH ? 0 : self->options.n_texts;
  /* What only the loss is to know of draws nothing. */
  gboolean hidden = inputs == MCN_INPUTS_PHOTOGRAPH && self->options.change.embedding > 0;
  McnRandom random;

  self->epoch = epoch;
  mcn_picks_clear (self->picks);
  g_array_set_size (self->items, 0);
  mcn_random_init (&random, self->options.seed, MCN_RANDOM_TEXT, epoch);
  for (gsize i = 0; i < 2 * self->photos->len; i++)
    {
      gsize number = g_array_index (self->photos, gsize, i / 2);
      gboolean has_text = !hidden && mcn_word_store_get (self->words, number, 0) != NULL;
      gboolean text = has_text && mcn_random_double (&random) > .35;
      gboolean photograph = !(text && mcn_random_double (&random) < .15);

      if (inputs == MCN_INPUTS_TEXT && !has_text)
        continue;
      if (inputs != MCN_INPUTS_BOTH)
        {
          text = inputs == MCN_INPUTS_TEXT;
          photograph = !text;
        }
      add_item (self, number, text ? draw_count (&random) : 0, photograph, &random);
    }
  for (gsize i = 0; i < self->photos->len && self->options.change.read_alone && inputs == MCN_INPUTS_BOTH; i++)
    {
      gsize number = g_array_index (self->photos, gsize, i);

      if (mcn_word_store_get (self->words, number, 0) != NULL)
        add_item (self, number, draw_count (&random), FALSE, &random);
    }
  add_texts (self, self->texts, n_texts, &random);
  if (self->elsewhere->len > 0)
    add_texts (self, self->elsewhere, n_texts / ELSEWHERE, &random);
  for (guint i = 0; i < self->made->len && inputs != MCN_INPUTS_TEXT; i++)
    add_made (self, g_array_index (self->made, guint32, i), &random);

  for (gsize i = self->items->len; i > 1; i--)
    {
      McnStage2Item *a = &g_array_index (self->items, McnStage2Item, i - 1), *b = &g_array_index (self->items, McnStage2Item, mcn_random_below (&random, i));
      McnStage2Item other = *a;

      *a = *b;
      *b = other;
    }
  return (self->items->len + self->options.batch - 1) / self->options.batch;
}

static McnNetInput
input_of (McnStage2 *self)
{
  return (McnNetInput) {
    .dataset = self->dataset, .words = self->words, .scale = &self->scale, .picks = self->picks, .marks = self->marks, .with_marks = self->with_marks,
    .top = self->options.change.top > 0 ? &self->top : NULL,
  };
}

/* Which texts of an item of this epoch keep their punctuation. */
static guint64
draw_marks (McnStage2 *self, gsize item)
{
  McnRandom random;

  if (!self->options.change.marks || self->marks == NULL)
    return 0;
  mcn_random_init (&random, self->options.seed, MCN_RANDOM_MARKS, self->epoch << 32 | item);
  return mcn_random_bits (&random);
}

/* The gradient of the embeddings' loss in the pooled vectors; NULL: there is none. */
static const gfloat *
embed (McnStage2 *self, McnStep *step, gsize n, const McnNetItem *items)
{
  gsize width = 2 * self->options.d;
  const gfloat **target = mcn_tape_take (step->tape, n * sizeof *target);
  gfloat *dz;

  if (!(self->options.change.embedding > 0))
    return NULL;
  dz = mcn_tape_floats (step->tape, n * width);
  /* Where a critique is shown the image branch has seen it; a made picture is another one than it speaks of. */
  for (gsize i = 0; i < n; i++)
    target[i] = items[i].photograph && items[i].synthetic == 0 && items[i].pick->n_pieces == 0 ? mcn_text_means_get (&self->means, items[i].sample) : NULL;
  mcn_embed_head_run (&self->embed, step, n, mcn_net_get_pooled (self->net), width, target, self->options.change.embedding, dz);
  return dz;
}

static void
run_batch (gpointer data, McnStep *step, gsize number, const gdouble *weights, McnLosses *losses)
{
  McnStage2 *self = data;
  gsize first = number * self->options.batch, n = MIN (self->options.batch, self->items->len - first);
  McnSample *samples = mcn_tape_take (step->tape, n * sizeof *samples);
  const McnSample **pointers = mcn_tape_take (step->tape, n * sizeof *pointers);
  McnNetItem *items = mcn_tape_take (step->tape, n * sizeof *items);
  McnNetInput input = input_of (self);
  McnNetBatch batch;
  McnTargets targets;
  McnOutputs outputs, gradients;

  for (gsize i = 0; i < n; i++)
    {
      const McnStage2Item *item = &g_array_index (self->items, McnStage2Item, first + i);
      const McnPick *pick = mcn_picks_get (self->picks, item->pick);

      items[i] = (McnNetItem) { pick->sample, pick->sample, pick, item->photograph, item->mirrored, item->synthetic, draw_marks (self, first + i), item->shrunk };
      pointers[i] = &samples[i];
    }
  mcn_net_input_make (&input, step, n, items, &batch, samples);
  mcn_goals_fill (&self->goals, step->tape, n, pointers, &targets);
  if (self->teacher.say != NULL)
    mcn_teacher_mix (&self->teacher, self->picks, n, items, self->goals.n, (gfloat *) targets.score);
  targets.ranks = self->options.change.ranks;
  targets.censored = self->options.change.censored;
  if (targets.censored > 0)
    mcn_censored_fill (&self->censored, &self->goals, step->tape, n, pointers, &targets);
  if (self->options.change.voters)
    targets.voters = mcn_goals_voters (&self->goals, step->tape, n, pointers);
  mcn_net_forward (self->net, step, &batch, &outputs);
  mcn_outputs_take (&gradients, step->tape, n, self->goals.n);
  mcn_tasks_losses (&targets, &outputs, &gradients, losses);
  mcn_net_backward_more (self->net, step, &batch, &gradients, weights, embed (self, step, n, items));
  if (batch.dglobal != NULL)
    mcn_top_backward (&self->top, step, &self->scale, batch.dglobal, batch.dregions);
}

/**
 * mcn_stage2_predict:
 * @self: the stage; what an epoch has listed is forgotten
 * @step: a step that is not training
 * @n: queries
 * @queries: what is asked
 * @outputs: (inout): where answers go; members may be %NULL
 * @cancel: (nullable): looked at between batches
 */
void
mcn_stage2_predict (McnStage2 *self, McnStep *step, gsize n, const McnQuery *queries, McnOutputs *outputs, McnCancel *cancel)
{
  McnNetInput input = input_of (self);

  mcn_net_input_predict (&input, self->net, step, n, queries, outputs, NULL, cancel);
}

/**
 * mcn_stage2_problem:
 * @self: the stage
 *
 * Returns: what mcn_fit_run() trains
 */
McnFitProblem
mcn_stage2_problem (McnStage2 *self)
{
  return (McnFitProblem) {
    .data = self, .params = self->params, .begin_epoch = begin_epoch, .run_batch = run_batch, .validate = mcn_stage2_validate,
  };
}

/**
 * mcn_stage2_mean_word:
 * @self: the stage
 * @mean: (out): a word feature
 *
 * Over the first sentence of every text of train.
 */
void
mcn_stage2_mean_word (McnStage2 *self, gfloat *mean)
{
  const GArray *lists[] = { self->photos, self->texts };

  mcn_text_mean_word (self->dataset, self->words, G_N_ELEMENTS (lists), lists, mean);
}
