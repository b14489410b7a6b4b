/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-stage1.h"

#include "mcn-goals.h"
#include "mcn-metrics.h"
#include "mcn-picks.h"
#include "mcn-safetensors-writer.h"
#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define VAL_BATCH 64

struct _McnStage1
{
  McnStage1Options options;
  McnDataset  *dataset;
  McnParams   *params;
  McnTextNet  *net;
  McnGoals     goals;
  GArray      *train, *val;     /* gsize: samples */
  McnPicks    *picks;
  GArray      *order;           /* guint32: picks, batch after batch */
  GArray      *batches;         /* guint32: which batch comes when */
};

static gboolean
usable (McnStage1 *self, const McnSample *sample)
{
  return sample->n_sentences > 0 && (sample->high >= 0 || !isnan (mcn_goals_score (&self->goals, sample, 0)));
}

static void
list_samples (McnStage1 *self)
{
  gint ava = mcn_dataset_find_set (self->dataset, "ava");

  for (gsize i = 0; i < mcn_dataset_get_n_samples (self->dataset); i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, i, &sample);
      if ((gint) sample.set != ava || !usable (self, &sample))
        continue;
      if (sample.part == MCN_PART_TRAIN &&
          (self->options.fold < 0 || mcn_goals_fold (self->dataset, &sample, self->options.n_folds) != (guint) self->options.fold))
        g_array_append_val (self->train, i);
      else if (sample.part == MCN_PART_VAL && !isnan (mcn_goals_score (&self->goals, &sample, 0)))
        g_array_append_val (self->val, i);
    }
}

/* The first of a random order, back in the order of the dataset. */
static void
shorten (GArray *samples, gsize n, guint64 seed)
{
  g_autofree guint32 *order = g_new (guint32, MAX (samples->len, 1));
  g_autofree guint8 *kept = g_new0 (guint8, MAX (samples->len, 1));
  McnRandom random;
  gsize to = 0;

  if (n == 0 || n >= samples->len)
    return;
  for (guint32 i = 0; i < samples->len; i++)
    order[i] = i;
  mcn_random_init (&random, seed, MCN_RANDOM_ORDER, G_MAXUINT64);
  mcn_random_shuffle (&random, order, samples->len);
  for (gsize i = 0; i < n; i++)
    kept[order[i]] = 1;
  for (gsize i = 0; i < samples->len; i++)
    if (kept[i])
      g_array_index (samples, gsize, to++) = g_array_index (samples, gsize, i);
  g_array_set_size (samples, n);
}

static void
set_rates (McnParams *params, guint n_layers, guint n_frozen)
{
  for (gsize i = 0; i < mcn_params_get_n (params); i++)
    {
      McnParam *param = mcn_params_get (params, i);

      if (param->rate > 0)
        {
          param->rate = g_str_equal (param->name, "lw") || g_str_equal (param->name, "lb") ? .3f : 8.f;
          param->decay = .01f;
        }
    }
  for (guint i = n_frozen; i < n_layers; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("layers.%u.", i);

      mcn_params_set_group (params, prefix, pow (.85, n_layers - 1 - i), .01f);
    }
}

/**
 * mcn_stage1_new:
 * @dataset: where the texts are
 * @text: a model's text.safetensors
 * @options: how
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the stage, with its starting values
 */
McnStage1 *
mcn_stage1_new (McnDataset *dataset, McnSafetensors *text, const McnStage1Options *options, GError **error)
{
  g_autoptr (McnStage1) self = g_new0 (McnStage1, 1);
  McnTextNetConfig config = {
    .n_heads = options->n_heads, .n_frozen = options->n_frozen, .d = options->d, .d_heads = options->d_heads, .drop_pooled = .2f,
  };

  self->options = *options;
  self->dataset = mcn_dataset_ref (dataset);
  self->params = mcn_params_new ();
  self->train = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->val = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->picks = mcn_picks_new ();
  self->order = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->batches = g_array_new (FALSE, FALSE, sizeof (guint32));
  mcn_goals_init_text (&self->goals, dataset);
  if (!mcn_text_net_config_from_file (&config, text, error))
    return NULL;

  config.n_sources = self->goals.n;
  config.n_shared = self->goals.n_shared;
  config.n_frozen = MIN (config.n_frozen, config.n_layers);
  self->net = mcn_text_net_new (&config, self->params);
  set_rates (self->params, config.n_layers, config.n_frozen);
  mcn_params_allocate (self->params);
  mcn_params_randomise (self->params, options->seed);
  if (!mcn_text_net_load (self->net, self->params, text, error))
    return NULL;

  list_samples (self);
  shorten (self->train, options->max_samples, options->seed);
  if (self->train->len == 0)
    {
      g_set_error_literal (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA,
                           _("The dataset has no critiques with AVA votes in its training part; import some first."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
mcn_stage1_free (McnStage1 *self)
{
  if (self == NULL)
    return;

  mcn_text_net_free (self->net);
  mcn_params_free (self->params);
  mcn_dataset_unref (self->dataset);
  g_array_unref (self->train);
  g_array_unref (self->val);
  g_array_unref (self->order);
  g_array_unref (self->batches);
  mcn_picks_free (self->picks);
  g_free (self);
}

/**
 * mcn_stage1_get_n:
 * @self: the stage
 *
 * Returns: texts to learn from
 */
gsize
mcn_stage1_get_n (McnStage1 *self)
{
  return self->train->len;
}

/**
 * mcn_stage1_get_net:
 * @self: the stage
 *
 * Returns: (transfer none): its network
 */
McnTextNet *
mcn_stage1_get_net (McnStage1 *self)
{
  return self->net;
}

typedef struct
{
  gdouble length;
  guint32 pick;
} Keyed;

static int
by_length (gconstpointer a, gconstpointer b)
{
  const Keyed *x = a, *y = b;

  return x->length < y->length ? -1 : x->length > y->length;
}

/* Texts of about one length stand together, so that no batch is much longer than another. */
static gsize
begin_epoch (gpointer data, guint64 epoch)
{
  static const guint counts[] = { 1, 1, 2, 3, 5, 8, 99 };
  McnStage1 *self = data;
  gsize n = self->train->len, n_batches = (n + self->options.batch - 1) / self->options.batch;
  g_autofree Keyed *keyed = g_new (Keyed, n);
  McnRandom random, noise;

  mcn_picks_clear (self->picks);
  mcn_random_init (&random, self->options.seed, MCN_RANDOM_TEXT, epoch);
  mcn_random_init (&noise, self->options.seed, MCN_RANDOM_ORDER, epoch);
  for (guint32 i = 0; i < n; i++)
    {
      gsize number = g_array_index (self->train, gsize, i);
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, number, &sample);
      mcn_picks_add (self->picks, number, &sample, counts[mcn_random_below (&random, G_N_ELEMENTS (counts))],
                     self->options.max_pieces, TRUE, &random);
      keyed[i] = (Keyed) { mcn_picks_get (self->picks, i)->n_pieces + 20 * mcn_random_double (&noise), i };
    }
  qsort (keyed, n, sizeof *keyed, by_length);
  g_array_set_size (self->order, n);
  for (gsize i = 0; i < n; i++)
    g_array_index (self->order, guint32, i) = keyed[i].pick;
  g_array_set_size (self->batches, n_batches);
  for (guint32 i = 0; i < n_batches; i++)
    g_array_index (self->batches, guint32, i) = i;
  mcn_random_shuffle (&noise, (guint32 *) self->batches->data, n_batches);
  return n_batches;
}

/* Picks @order[0 .. n) as a batch, with their samples. */
static void
make_batch (McnStage1 *self, McnTape *tape, gsize n, const guint32 *order, McnTextBatch *batch, McnSample **samples)
{
  gsize n_sentences = 0, n_pieces = 0, sentence = 0, piece = 0;
  gsize *sentence_first, *piece_first;
  guint32 *pieces;

  for (gsize i = 0; i < n; i++)
    {
      n_sentences += mcn_picks_get (self->picks, order[i])->n;
      n_pieces += mcn_picks_get (self->picks, order[i])->n_pieces;
    }
  sentence_first = mcn_tape_take (tape, (n + 1) * sizeof (gsize));
  piece_first = mcn_tape_take (tape, (n_sentences + 1) * sizeof (gsize));
  pieces = mcn_tape_take (tape, n_pieces * sizeof (guint32));
  samples[0] = mcn_tape_take (tape, n * sizeof (McnSample));

  for (gsize i = 0; i < n; i++)
    {
      const McnPick *pick = mcn_picks_get (self->picks, order[i]);

      samples[i] = samples[0] + i;
      mcn_dataset_get_sample (self->dataset, pick->sample, samples[i]);
      sentence_first[i] = sentence;
      for (gsize s = 0; s < pick->n; s++)
        {
          guint text, length;
          const guint16 *ids = mcn_sample_get_sentence (samples[i], mcn_picks_sentences (self->picks, pick)[s], &text, &length);

          piece_first[sentence++] = piece;
          for (guint j = 0; j < length; j++)
            pieces[piece++] = ids[j];
        }
    }
  sentence_first[n] = sentence;
  piece_first[sentence] = piece;
  *batch = (McnTextBatch) { n, sentence_first, piece_first, pieces };
}

static void
run_batch (gpointer data, McnStep *step, gsize number, const gdouble *weights, McnLosses *losses)
{
  McnStage1 *self = data;
  gsize first = (gsize) g_array_index (self->batches, guint32, number) * self->options.batch;
  gsize n = MIN (self->options.batch, self->order->len - first);
  McnSample **samples = mcn_tape_take (step->tape, n * sizeof *samples);
  McnTextBatch batch;
  McnTargets targets;
  McnOutputs outputs, gradients;

  make_batch (self, step->tape, n, &g_array_index (self->order, guint32, first), &batch, samples);
  mcn_goals_fill (&self->goals, step->tape, n, (const McnSample *const *) samples, &targets);
  mcn_text_net_forward (self->net, step, &batch, &outputs);
  mcn_outputs_take (&gradients, step->tape, n, self->goals.n);
  mcn_tasks_losses (&targets, &outputs, &gradients, losses);
  mcn_text_net_backward (self->net, step, &batch, &gradients, weights);
}

/* Scores of val texts against their mean votes: all comments, or one. */
static void
validate_with (McnStage1 *self, McnStep *step, guint n_texts, const char *what, McnFigures *figures, McnCancel *cancel)
{
  gsize n = self->val->len;
  g_autofree gdouble *p = g_new0 (gdouble, MAX (n, 1)), *y = g_new0 (gdouble, MAX (n, 1));
  McnRandom random;

  mcn_picks_clear (self->picks);
  mcn_random_init (&random, 1, MCN_RANDOM_TEXT, n_texts);
  for (gsize i = 0; i < n; i++)
    {
      gsize number = g_array_index (self->val, gsize, i);
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, number, &sample);
      mcn_picks_add (self->picks, number, &sample, n_texts, self->options.max_pieces, TRUE, &random);
      y[i] = mcn_goals_score (&self->goals, &sample, 0) * MCN_AVA_SD + MCN_AVA_MEAN;
    }
  for (gsize first = 0; first < n && !mcn_cancelled (cancel); first += VAL_BATCH)
    {
      McnTapeMark mark = mcn_tape_mark (step->tape);
      gsize some = MIN (n - first, VAL_BATCH);
      McnSample *samples[VAL_BATCH];
      guint32 order[VAL_BATCH];
      McnTextBatch batch;
      McnOutputs outputs;

      for (gsize i = 0; i < some; i++)
        order[i] = first + i;
      make_batch (self, step->tape, some, order, &batch, samples);
      mcn_text_net_forward (self->net, step, &batch, &outputs);
      for (gsize i = 0; i < some; i++)
        p[first + i] = outputs.score[i * self->goals.n] * MCN_AVA_SD + MCN_AVA_MEAN;
      mcn_tape_rewind (step->tape, mark);
    }
  mcn_figures_add (figures, mcn_metric_srcc (n, p, y), "srcc, %s", what);
  mcn_figures_add (figures, mcn_metric_accuracy (n, p, y), "accuracy, %s", what);
}

static void
validate (gpointer data, McnStep *step, McnFigures *figures, McnCancel *cancel)
{
  validate_with (data, step, 0, "all comments", figures, cancel);
  validate_with (data, step, 1, "one comment", figures, cancel);
}

/**
 * mcn_stage1_problem:
 * @self: the stage
 *
 * Returns: what mcn_fit_run() trains
 */
McnFitProblem
mcn_stage1_problem (McnStage1 *self)
{
  return (McnFitProblem) {
    .data = self, .params = self->params, .begin_epoch = begin_epoch, .run_batch = run_batch,
    .validate = self->val->len > 0 ? validate : NULL,
  };
}

/**
 * mcn_stage1_export:
 * @self: the stage
 * @path: of a text.safetensors
 * @error: return location
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR_WRITE or %MCN_TRAIN_ERROR_DIVERGED
 */
gboolean
mcn_stage1_export (McnStage1 *self, const char *path, GError **error)
{
  g_autoptr (McnSafetensorsWriter) writer = mcn_safetensors_writer_new ();

  for (gsize i = 0; i < mcn_params_get_n (self->params); i++)
    {
      const McnParam *param = mcn_params_get (self->params, i);

      if (mcn_text_net_is_encoder (param->name) &&
          !mcn_safetensors_writer_add_half (writer, param->name, param->n_dims, param->dim, self->params->values + param->at, error))
        return FALSE;
    }
  return mcn_safetensors_writer_save (writer, path, error);
}
