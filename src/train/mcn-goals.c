/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-goals.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *name;
  gfloat      weight;
  gboolean    judged;           /* for its own sake; what is not is auxiliary */
} Source;

/* The AVA vote itself, then what has a head of its own. Trunks keep their heads in this order, and what is not
 * always learned stands behind: so one can be read that knew less. */
static const Source sources[] = {
  { "ava", 1, TRUE }, { "machine", 1, TRUE },
  { "beauty", 1, TRUE }, { "appeal", 1, TRUE }, { "street", .5, TRUE },
  { "valence", .25 }, { "arousal", .25 }, { "simple", .25 }, { "thirds", .25 },
  { "complexity", .25 }, { "enclosure", .25 }, { "disorder", .25 },
};
/* The other attributes of streets. */
static const Source attributes[] = {
  { "walkability", .25 }, { "imageability", .25 }, { "transparency", .25 }, { "humanscale", .25 },
};
/* Other sites' critiques, on scales of their own. */
static const Source sites[] = {
  { "pccd", .25, TRUE }, { "photonet", .25, TRUE }, { "apddv2", .25, TRUE },
};
G_STATIC_ASSERT (G_N_ELEMENTS (sources) + G_N_ELEMENTS (attributes) + G_N_ELEMENTS (sites) <= MCN_MAX_SOURCES);

static void
measure (McnGoals *self, McnDataset *dataset)
{
  gdouble n[MCN_MAX_SOURCES] = { 0 }, sum[MCN_MAX_SOURCES] = { 0 }, squares[MCN_MAX_SOURCES] = { 0 };

  for (gsize i = 0; i < mcn_dataset_get_n_samples (dataset); i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (dataset, i, &sample);
      for (guint k = self->n_shared; k < self->n; k++)
        {
          McnScore score;

          if ((sample.part == MCN_PART_TRAIN || k >= self->first_elsewhere) &&
              mcn_sample_find_score (&sample, self->source[k], &score))
            {
              n[k]++;
              sum[k] += score.value;
              squares[k] += (gdouble) score.value * score.value;
            }
        }
    }
  for (guint k = 0; k < self->n; k++)
    {
      self->mean[k] = MCN_AVA_MEAN;
      self->sd[k] = MCN_AVA_SD;
      if (k >= self->n_shared && n[k] > 1)
        {
          self->mean[k] = sum[k] / n[k];
          self->sd[k] = sqrt (MAX (squares[k] / n[k] - self->mean[k] * self->mean[k], 1e-12));
        }
    }
}

static void
add (McnGoals *self, McnDataset *dataset, gsize n, const Source *more)
{
  for (gsize i = 0; i < n; i++, self->n++)
    {
      self->name[self->n] = more[i].name;
      self->weight[self->n] = more[i].weight;
      self->auxiliary[self->n] = !more[i].judged;
      self->source[self->n] = mcn_dataset_find_source (dataset, more[i].name);
    }
}

/**
 * mcn_goals_init_text:
 * @self: (out): the goals of stage 1
 * @dataset: where they are
 */
void
mcn_goals_init_text (McnGoals *self, McnDataset *dataset)
{
  *self = (McnGoals) { .n_shared = 1, .first_elsewhere = 1 };
  add (self, dataset, 1, sources);
  measure (self, dataset);
}

/**
 * mcn_goals_init_more:
 * @self: (out): the goals of stage 2, and behind them more
 * @dataset: where they are
 * @with_attributes: whether the other attributes of streets are among them
 * @with_sites: whether those of other sites are, last
 */
void
mcn_goals_init_more (McnGoals *self, McnDataset *dataset, gboolean with_attributes, gboolean with_sites)
{
  *self = (McnGoals) { .n_shared = MCN_N_SHARED_SOURCES };
  add (self, dataset, G_N_ELEMENTS (sources), sources);
  if (with_attributes)
    add (self, dataset, G_N_ELEMENTS (attributes), attributes);
  self->first_elsewhere = self->n;
  if (with_sites)
    add (self, dataset, G_N_ELEMENTS (sites), sites);
  measure (self, dataset);
}

/**
 * mcn_goals_init:
 * @self: (out): the goals of stage 2
 * @dataset: where they are
 */
void
mcn_goals_init (McnGoals *self, McnDataset *dataset)
{
  mcn_goals_init_more (self, dataset, FALSE, FALSE);
}

/**
 * mcn_goals_elsewhere:
 * @self: the goals
 * @sample: a sample
 *
 * Returns: whether a site other than AVA rates it
 */
gboolean
mcn_goals_elsewhere (const McnGoals *self, const McnSample *sample)
{
  for (guint k = self->first_elsewhere; k < self->n; k++)
    if (!isnan (mcn_goals_score (self, sample, k)))
      return TRUE;
  return FALSE;
}

/**
 * mcn_goals_score:
 * @self: the goals
 * @sample: a sample
 * @source: one of the goals' sources
 *
 * Returns: what the sample got, in deviations of the source; NAN: nothing
 */
gdouble
mcn_goals_score (const McnGoals *self, const McnSample *sample, guint source)
{
  McnScore score;

  if (self->source[source] < 0 || !mcn_sample_find_score (sample, self->source[source], &score))
    return NAN;
  return (score.value - self->mean[source]) / self->sd[source];
}

/* AVA's own verdict, else the mean vote's, else what the machine says. */
static gfloat
high (const McnGoals *self, const McnSample *sample)
{
  if (sample->high >= 0)
    return sample->high;
  for (guint k = 0; k < self->n_shared; k++)
    {
      gdouble score = mcn_goals_score (self, sample, k);

      if (!isnan (score))
        return score * self->sd[k] + self->mean[k] > 5;
    }
  return NAN;
}

static void
fill_votes (const McnGoals *self, const McnSample *sample, gfloat *votes)
{
  McnScore score;
  gdouble sum = 0;

  for (guint j = 0; j < MCN_N_VOTES; j++)
    votes[j] = NAN;
  if (self->source[0] < 0 || !mcn_sample_find_score (sample, self->source[0], &score) || score.n_votes != MCN_N_VOTES)
    return;
  for (guint j = 0; j < MCN_N_VOTES; j++)
    sum += score.votes[j];
  for (guint j = 0; sum > 0 && j < MCN_N_VOTES; j++)
    votes[j] = score.votes[j] / sum;
}

/**
 * mcn_goals_voters:
 * @self: the goals
 * @tape: where the array comes from
 * @n: samples
 * @samples: n of them
 *
 * Returns: n numbers of votes
 */
gfloat *
mcn_goals_voters (const McnGoals *self, McnTape *tape, gsize n, const McnSample *const *samples)
{
  gfloat *voters = mcn_tape_zeros (tape, n);

  for (gsize i = 0; i < n; i++)
    {
      McnScore score;

      if (self->source[0] < 0 || !mcn_sample_find_score (samples[i], self->source[0], &score))
        continue;
      for (guint j = 0; j < score.n_votes; j++)
        voters[i] += score.votes[j];
    }
  return voters;
}

/**
 * mcn_goals_fill:
 * @self: the goals
 * @tape: where arrays come from
 * @n: samples
 * @samples: n of them
 * @targets: (out): what is known of them
 */
void
mcn_goals_fill (const McnGoals *self, McnTape *tape, gsize n, const McnSample *const *samples, McnTargets *targets)
{
  gfloat *score = mcn_tape_floats (tape, n * self->n), *verdict = mcn_tape_floats (tape, n);
  gfloat *style = mcn_tape_floats (tape, n * MCN_N_STYLES), *votes = mcn_tape_floats (tape, n * MCN_N_VOTES);

  for (gsize i = 0; i < n; i++)
    {
      for (guint k = 0; k < self->n; k++)
        score[i * self->n + k] = mcn_goals_score (self, samples[i], k);
      verdict[i] = high (self, samples[i]);
      memcpy (style + i * MCN_N_STYLES, samples[i]->styles, MCN_N_STYLES * sizeof (gfloat));
      fill_votes (self, samples[i], votes + i * MCN_N_VOTES);
    }
  *targets = (McnTargets) {
    .n = n, .n_sources = self->n, .score = score, .source_weight = self->weight,
    .high = verdict, .style = style, .votes = votes,
  };
}

/* 32 bits of a name within the sample's set. */
static guint
hash (McnDataset *dataset, const McnSample *sample, const char *name)
{
  g_autofree char *key = g_strconcat (mcn_dataset_get_set_name (dataset, sample->set), "/", name, NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);

  sum[8] = '\0';
  return g_ascii_strtoull (sum, NULL, 16);
}

/**
 * mcn_goals_fold:
 * @dataset: the dataset
 * @sample: one of its samples
 * @n: number of folds
 *
 * Returns: its fold, 0 .. n - 1; the same in every run
 */
guint
mcn_goals_fold (McnDataset *dataset, const McnSample *sample, guint n)
{
  return hash (dataset, sample, sample->group != NULL ? sample->group : sample->id) % n;
}

/**
 * mcn_goals_part:
 * @dataset: the dataset
 * @sample: one of its samples
 * @n_folds: number of folds
 * @n_parts: of each
 *
 * Returns: its part, 0 .. n_parts - 1, whatever its fold
 */
guint
mcn_goals_part (McnDataset *dataset, const McnSample *sample, guint n_folds, guint n_parts)
{
  return mcn_goals_fold (dataset, sample, n_folds * n_parts) / n_folds;
}

/**
 * mcn_goals_learns:
 * @dataset: the dataset
 * @sample: one of its samples
 * @fold: the fold that is left out; -1: none
 * @n_folds: of how many
 *
 * Returns: whether the sample may be learned from
 */
gboolean
mcn_goals_learns (McnDataset *dataset, const McnSample *sample, gint fold, guint n_folds)
{
  if (fold < 0)
    return sample->part == MCN_PART_TRAIN;
  return (sample->part == MCN_PART_TRAIN || sample->part == MCN_PART_VAL) &&
         mcn_goals_fold (dataset, sample, n_folds) != (guint) fold;
}

/**
 * mcn_goals_listed:
 * @dataset: the dataset
 * @sample: one of its samples
 * @share: of all that are listed; 0 or 1: all
 *
 * Returns: whether the sample is one of them, whatever the folds
 */
gboolean
mcn_goals_listed (McnDataset *dataset, const McnSample *sample, gdouble share)
{
  g_autofree char *name = g_strconcat ("listed ", sample->id, NULL);

  return !(share > 0) || hash (dataset, sample, name) < share * 4294967296.;
}
