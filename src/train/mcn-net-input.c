/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-net-input.h"

#include "mcn-pointwise.h"
#include "mcn-tokens.h"

#include <string.h>

#define MOST_PIECES 512         /* recipe.md, "words" */
#define PREDICT_BATCH 64

/* A batch under construction: what its regions are made from, photograph by photograph. */
typedef struct
{
  const McnNetInput *self;
  McnFeatures *features;
  const gsize *first;
  gfloat      *global, *regions, *positions;
} Photos;

static void
fill_photos (gpointer data, gsize begin, gsize end, guint worker)
{
  const Photos *p = data;
  gsize n_region = p->self->scale->n_region;

  for (gsize i = begin; i < end; i++)
    {
      const McnFeatures *f = &p->features[i];

      mcn_feature_scale_global (p->self->scale, f, p->global + i * p->self->scale->n_global);
      mcn_feature_scale_regions (p->self->scale, f, p->regions + p->first[i] * n_region);
      for (guint row = 0; row < f->rows; row++)
        for (guint column = 0; column < f->columns; column++)
          mcn_tokens_position (f->columns, f->rows, column, row,
                               p->positions + (p->first[i] + row * f->columns + column) * MCN_POSITION_CODE);
    }
}

/* Where there is no mirrored view, the one that is there. */
static gboolean
find_features (const McnNetInput *self, const McnNetItem *item, const McnSample *sample, McnFeatures *features)
{
  if (item->synthetic > 0)
    return mcn_dataset_get_synthetic_features (self->dataset, item->synthetic - 1, item->mirrored, features) ||
           mcn_dataset_get_synthetic_features (self->dataset, item->synthetic - 1, FALSE, features);
  return mcn_dataset_get_features (self->dataset, sample->photograph, item->mirrored, features) ||
         mcn_dataset_get_features (self->dataset, sample->photograph, FALSE, features);
}

/* What the trained blocks make of the maps, over what was frozen. */
static void
make_anew (const McnNetInput *self, McnStep *step, const McnNetItem *items, const McnSample *samples, gsize n_photos, const guint32 *photo,
           gfloat *global, gfloat *regions)
{
  McnFeatures *maps = mcn_tape_take (step->tape, n_photos * sizeof (McnFeatures));

  for (gsize i = 0; i < n_photos; i++)
    {
      const McnNetItem *item = &items[photo[i]];

      mcn_dataset_get_view (self->top->maps, samples[photo[i]].photograph, item->shrunk ? 2 : item->mirrored, &maps[i]);
    }
  mcn_top_forward (self->top, step, self->scale, n_photos, maps, global, regions);
}

/**
 * mcn_query_alone:
 * @query: with a photograph
 */
McnQuery
mcn_query_alone (const McnQuery *query)
{
  McnQuery alone = *query;

  alone.text_of = alone.sample;
  alone.text = MCN_TEXT_NONE;
  return alone;
}

/**
 * mcn_net_input_make:
 * @self: where samples come from
 * @step: the step, whose tape and team serve
 * @n: samples
 * @items: what is read of each
 * @batch: (out): good until the tape is rewound
 * @samples: (out): n samples, for whoever wants their goals
 */
void
mcn_net_input_make (const McnNetInput *self, McnStep *step, gsize n, const McnNetItem *items, McnNetBatch *batch, McnSample *samples)
{
  guint32 *photo = mcn_tape_take (step->tape, n * sizeof (guint32));
  gsize *region_first = mcn_tape_take (step->tape, (n + 1) * sizeof (gsize));
  gsize *word_first = mcn_tape_take (step->tape, (n + 1) * sizeof (gsize));
  McnFeatures *features = mcn_tape_take (step->tape, n * sizeof (McnFeatures));
  gsize n_photos = 0, width = mcn_word_store_get_width (self->words);
  gfloat *words;
  Photos p;

  region_first[0] = word_first[0] = 0;
  for (gsize i = 0; i < n; i++)
    {
      if (items[i].synthetic > 0)
        mcn_dataset_get_synthetic (self->dataset, items[i].synthetic - 1, &samples[i]);
      else
        mcn_dataset_get_sample (self->dataset, items[i].sample, &samples[i]);
      word_first[i + 1] = word_first[i] + items[i].pick->n_pieces;
      if (items[i].photograph && find_features (self, &items[i], &samples[i], &features[n_photos]))
        {
          photo[n_photos] = i;
          region_first[n_photos + 1] = region_first[n_photos] + (gsize) features[n_photos].rows * features[n_photos].columns;
          n_photos++;
        }
    }
  words = mcn_tape_floats (step->tape, word_first[n] * width);
  for (gsize i = 0; i < n; i++)
    {
      gfloat *at = words + word_first[i] * width;

      for (gsize s = 0; s < items[i].pick->n; s++)
        {
          guint text, length, sentence = mcn_picks_sentences (self->picks, items[i].pick)[s];
          McnSample sample;

          mcn_dataset_get_sample (self->dataset, items[i].text_of, &sample);
          mcn_sample_get_sentence (&sample, sentence, &text, &length);
          mcn_half_to_float (mcn_word_store_get (items[i].marks >> text % 64 & 1 ? self->marks : self->words, items[i].text_of, sentence),
                             length * width, at);
          at += length * width;
        }
    }
  p = (Photos) {
    .self = self, .features = features, .first = region_first,
    .global = mcn_tape_floats (step->tape, n_photos * self->scale->n_global),
    .regions = mcn_tape_floats (step->tape, region_first[n_photos] * self->scale->n_region),
    .positions = mcn_tape_floats (step->tape, region_first[n_photos] * MCN_POSITION_CODE),
  };
  mcn_team_run (step->team, n_photos, 4, fill_photos, &p);
  if (self->top != NULL && n_photos > 0)
    make_anew (self, step, items, samples, n_photos, photo, p.global, p.regions);
  *batch = (McnNetBatch) {
    .n = n, .n_photos = n_photos, .photo = photo, .global = p.global, .region_first = region_first,
    .regions = p.regions, .positions = p.positions, .word_first = word_first, .words = words,
  };
  if (self->top != NULL && n_photos > 0 && step->training)
    {
      batch->dglobal = mcn_tape_floats (step->tape, n_photos * self->scale->n_global);
      batch->dregions = mcn_tape_floats (step->tape, region_first[n_photos] * self->scale->n_region);
    }
}

/* A pick that reads one text alone. */
static void
pick_one_text (const McnNetInput *self, gsize number, guint wanted)
{
  McnPick pick = { .sample = number, .first = self->picks->sentences->len };
  McnSample sample;

  mcn_dataset_get_sample (self->dataset, number, &sample);
  for (guint32 s = 0; s < sample.n_sentences; s++)
    {
      guint text, length;

      mcn_sample_get_sentence (&sample, s, &text, &length);
      if (text == wanted && pick.n_pieces + length <= MOST_PIECES)
        {
          g_array_append_val (self->picks->sentences, s);
          pick.n++;
          pick.n_pieces += length;
        }
    }
  g_array_append_val (self->picks->picks, pick);
}

/**
 * mcn_net_input_pick:
 * @self: where samples come from
 * @query: what is read
 */
void
mcn_net_input_pick (const McnNetInput *self, const McnQuery *query)
{
  McnRandom random;
  McnSample sample;

  mcn_dataset_get_sample (self->dataset, query->text_of, &sample);
  if (query->text >= 0)
    pick_one_text (self, query->text_of, query->text);
  else if (query->text == MCN_TEXT_RANDOM)
    {
      mcn_random_init (&random, 1, MCN_RANDOM_TEXT, query->text_of);
      mcn_picks_add (self->picks, query->text_of, &sample, 1, MOST_PIECES, TRUE, &random);
    }
  else
    mcn_picks_add (self->picks, query->text_of, &sample, 0, query->text == MCN_TEXT_ALL ? MOST_PIECES : 0, FALSE, NULL);
}

/**
 * mcn_net_input_pick_pieces:
 * @dataset: where samples come from
 * @picks: with the pick's sentences
 * @pick: what is read
 * @text_of: whose texts
 *
 * Returns: (transfer full) (element-type gint32): ids of word pieces
 */
GArray *
mcn_net_input_pick_pieces (McnDataset *dataset, const McnPicks *picks, const McnPick *pick, gsize text_of)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (gint32));
  const gint32 end = -1;
  McnSample sample;

  mcn_dataset_get_sample (dataset, text_of, &sample);
  for (gsize s = 0; s < pick->n; s++)
    {
      guint text, length;
      const guint16 *ids = mcn_sample_get_sentence (&sample, mcn_picks_sentences (picks, pick)[s], &text, &length);

      for (guint i = 0; i < length; i++)
        {
          gint32 id = ids[i];

          g_array_append_val (pieces, id);
        }
      g_array_append_val (pieces, end);
    }
  return pieces;
}

/**
 * mcn_net_input_pieces:
 * @self: where samples come from
 * @query: what is read
 *
 * Returns: (transfer full) (element-type gint32): ids of word pieces
 */
GArray *
mcn_net_input_pieces (const McnNetInput *self, const McnQuery *query)
{
  mcn_picks_clear (self->picks);
  mcn_net_input_pick (self, query);
  return mcn_net_input_pick_pieces (self->dataset, self->picks, mcn_picks_get (self->picks, 0), query->text_of);
}

static void
copy_rows (gfloat *to, const gfloat *from, gsize first, gsize n, gsize width)
{
  if (to != NULL)
    memcpy (to + first * width, from, n * width * sizeof (gfloat));
}

/**
 * mcn_net_input_predict:
 * @self: where samples come from
 * @net: whose answers
 * @step: a step that is not training
 * @n: queries
 * @queries: what is asked
 * @outputs: (inout): where answers go; members may be %NULL
 * @pooled: (nullable): where pooled vectors go
 * @cancel: (nullable): looked at between batches
 */
void
mcn_net_input_predict (const McnNetInput *self, McnNet *net, McnStep *step, gsize n, const McnQuery *queries,
                       McnOutputs *outputs, gfloat *pooled, McnCancel *cancel)
{
  gsize n_sources = mcn_net_get_config (net)->n_sources;

  for (gsize first = 0; first < n && !mcn_cancelled (cancel); first += PREDICT_BATCH)
    {
      McnTapeMark mark = mcn_tape_mark (step->tape);
      gsize some = MIN (n - first, PREDICT_BATCH);
      McnSample samples[PREDICT_BATCH];
      McnNetItem items[PREDICT_BATCH];
      McnNetBatch batch;
      McnOutputs answers;

      mcn_picks_clear (self->picks);
      for (gsize i = 0; i < some; i++)
        mcn_net_input_pick (self, &queries[first + i]);
      for (gsize i = 0; i < some; i++)
        items[i] = (McnNetItem) {
          .sample = queries[first + i].sample, .text_of = queries[first + i].text_of,
          .pick = mcn_picks_get (self->picks, i), .photograph = queries[first + i].photograph,
          .marks = self->with_marks ? G_MAXUINT64 : 0,
        };
      mcn_net_input_make (self, step, some, items, &batch, samples);
      mcn_net_forward (net, step, &batch, &answers);
      copy_rows (outputs->score, answers.score, first, some, n_sources);
      copy_rows (outputs->high, answers.high, first, some, 1);
      copy_rows (outputs->style, answers.style, first, some, MCN_N_STYLES);
      copy_rows (pooled, mcn_net_get_pooled (net), first, some, 2 * mcn_net_get_config (net)->d);
      copy_rows (outputs->votes, answers.votes, first, some, MCN_N_VOTES);
      mcn_tape_rewind (step->tape, mark);
    }
}
