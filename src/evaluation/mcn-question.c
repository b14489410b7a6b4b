/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-question.h"

#include "mcn-question-swap.h"

#include <math.h>
#include <string.h>

/* Fewer cannot be ranked. */
#define LEAST 4

static const char photographs[] = "photographs", critiques[] = "critiques", oasis[] = "oasis-beauty";
/* What a line says of its truth, and the source that it is of. */
static const struct { const char *name, *source; } named[] = { { "beauty, all themes", "beauty" }, { "AVA's crops", "ava" } };

void
mcn_question_free (McnQuestion *self)
{
  g_free (self->source);
  g_free (self->input);
  g_array_unref (self->queries);
  g_array_unref (self->truth);
  g_array_unref (self->votes);
  g_clear_pointer (&self->high, g_array_unref);
  g_free (self);
}

gboolean
mcn_question_covers (const McnQuestionScope *self, const McnSample *sample)
{
  if (self->themes)
    return sample->part != MCN_PART_NONE && (gint) sample->set == mcn_dataset_find_set (self->dataset, oasis);
  if (self->part == MCN_PART_NONE)
    return sample->part == MCN_PART_TRAIN || sample->part == MCN_PART_VAL;
  return sample->part == self->part;
}

static McnQuestion *
question_new (const McnQuestionScope *self, const char *source, const char *input, McnMode mode)
{
  McnQuestion *question = g_new0 (McnQuestion, 1);

  *question = (McnQuestion) {
    .source = g_strdup (source), .input = g_strdup (input), .k = -1, .mode = mode,
    .queries = g_array_new (FALSE, FALSE, sizeof (McnQuery)),
    .truth = g_array_new (FALSE, FALSE, sizeof (gdouble)),
    .votes = g_array_new (FALSE, FALSE, sizeof (gdouble)),
  };
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    if (g_str_equal (named[i].name, source))
      source = named[i].source;
  for (guint k = 0; k < self->goals->n; k++)
    if (g_str_equal (self->goals->name[k], source))
      question->k = k;
  question->rates_vote = question->k >= 0 && (guint) question->k < self->goals->n_shared;
  return question;
}

static void
take (GPtrArray *questions, McnQuestion *question)
{
  if (question->queries->len >= LEAST)
    g_ptr_array_add (questions, question);
  else
    mcn_question_free (question);
}

static gboolean
shows (const McnQuestionScope *self, const McnSample *sample)
{
  McnFeatures features;

  return sample->photograph >= 0 && mcn_dataset_get_features (self->dataset, sample->photograph, FALSE, &features);
}

static gdouble
truth_of (const McnQuestionScope *self, const McnSample *sample, gint k)
{
  return mcn_goals_score (self->goals, sample, k) * self->goals->sd[k] + self->goals->mean[k];
}

static void
add_votes (const McnQuestionScope *self, McnQuestion *question, const McnSample *sample)
{
  gdouble share[MCN_N_VOTES], sum = 0;
  McnScore score = { 0 };
  gboolean known = self->goals->source[question->k] >= 0 && mcn_sample_find_score (sample, self->goals->source[question->k], &score) &&
                   score.n_votes > 1 && score.n_votes <= MCN_N_VOTES && (question->n_places == 0 || question->n_places == score.n_votes);

  for (guint j = 0; known && j < score.n_votes; j++)
    sum += score.votes[j];
  if (sum > 0)
    {
      question->n_places = score.n_votes;
      question->lowest = score.lowest;
    }
  for (guint j = 0; j < MCN_N_VOTES; j++)
    share[j] = !(sum > 0) ? NAN : j < score.n_votes ? score.votes[j] / sum : 0;
  g_array_append_vals (question->votes, share, MCN_N_VOTES);
}

static void
add (const McnQuestionScope *self, McnQuestion *question, const McnSample *sample, const McnQuery *query)
{
  gdouble truth = truth_of (self, sample, question->k);

  g_array_append_vals (question->queries, query, 1);
  g_array_append_val (question->truth, truth);
  add_votes (self, question, sample);
}

/**
 * mcn_question_list_photographs:
 * @dataset: a dataset
 * @wanted: whether a sample is
 * @data: for @wanted
 *
 * Returns: (element-type McnQuery) (transfer full): photographs alone, with features
 */
GArray *
mcn_question_list_photographs (McnDataset *dataset, gboolean (*wanted) (gpointer data, const McnSample *sample), gpointer data)
{
  GArray *queries = g_array_new (FALSE, FALSE, sizeof (McnQuery));

  for (gsize i = 0; i < mcn_dataset_get_n_photographs (dataset); i++)
    {
      gsize number = mcn_dataset_get_photograph (dataset, i);
      McnQuery query = { number, TRUE, number, MCN_TEXT_NONE };
      McnFeatures features;
      McnSample sample;

      mcn_dataset_get_sample (dataset, number, &sample);
      if (wanted (data, &sample) && mcn_dataset_get_features (dataset, i, FALSE, &features))
        g_array_append_val (queries, query);
    }
  return queries;
}

/* Samples with a photograph and a score of source @k; @texts: and two critiques. */
static GArray *
list_photographs (const McnQuestionScope *self, gint k, gboolean texts)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize i = 0; i < mcn_dataset_get_n_photographs (self->dataset); i++)
    {
      gsize number = mcn_dataset_get_photograph (self->dataset, i);
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, number, &sample);
      if (mcn_question_covers (self, &sample) && shows (self, &sample) && (!texts || sample.n_texts > 1) &&
          (k < 0 || !isnan (mcn_goals_score (self->goals, &sample, k))))
        g_array_append_val (list, number);
    }
  return list;
}

static void
ask_photographs (const McnQuestionScope *self, GPtrArray *questions, const char *source, gboolean texts)
{
  static const struct { const char *input; gboolean photograph; gint text; gboolean swapped; McnMode mode; } how[] = {
    { "photo", TRUE, MCN_TEXT_NONE, FALSE, MCN_MODE_PHOTO },
    { "photo + critique 1", TRUE, 0, FALSE, MCN_MODE_BOTH },
    { "photo + critique 2", TRUE, 1, FALSE, MCN_MODE_BOTH },
    { "photo + another's critique", TRUE, 0, TRUE, MCN_MODE_BOTH },
    { "critique 1", FALSE, 0, FALSE, MCN_MODE_CRITIQUE },
    { "critique 2", FALSE, 1, FALSE, MCN_MODE_CRITIQUE },
  };

  for (guint h = 0; h < (texts ? G_N_ELEMENTS (how) : 1); h++)
    {
      McnQuestion *question = question_new (self, source, how[h].input, how[h].mode);
      g_autoptr (GArray) list = list_photographs (self, question->k, texts);
      g_autoptr (GArray) text_of = how[h].swapped ? mcn_question_swap (self->dataset, list) : g_array_ref (list);

      for (guint i = 0; text_of != NULL && i < list->len; i++)
        {
          gsize number = g_array_index (list, gsize, i);
          McnQuery query = { number, how[h].photograph, g_array_index (text_of, gsize, i), how[h].text };
          McnSample sample;

          mcn_dataset_get_sample (self->dataset, number, &sample);
          add (self, question, &sample, &query);
        }
      take (questions, question);
    }
}

/* AVA's own photographs, alone and with what was written about them; where their pictures are there. */
static void
ask_ava (const McnQuestionScope *self, GPtrArray *questions)
{
  static const struct { const char *input; gint text; gboolean swapped; McnMode mode; } how[] = {
    { "photo", MCN_TEXT_NONE, FALSE, MCN_MODE_PHOTO },
    { "photo + one random comment", MCN_TEXT_RANDOM, FALSE, MCN_MODE_BOTH },
    { "photo + all comments", MCN_TEXT_ALL, FALSE, MCN_MODE_BOTH },
    { "photo + another's comments", MCN_TEXT_ALL, TRUE, MCN_MODE_BOTH },
  };
  gint ava = mcn_dataset_find_set (self->dataset, "ava");
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (gsize)), others = NULL;

  for (gsize i = 0; i < mcn_dataset_get_n_photographs (self->dataset); i++)
    {
      gsize number = mcn_dataset_get_photograph (self->dataset, i);
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, number, &sample);
      if ((gint) sample.set == ava && mcn_question_covers (self, &sample) && shows (self, &sample) && sample.n_sentences > 0 &&
          !isnan (mcn_goals_score (self->goals, &sample, 0)))
        g_array_append_val (list, number);
    }
  others = mcn_question_swap (self->dataset, list);
  for (guint h = 0; h < G_N_ELEMENTS (how); h++)
    {
      McnQuestion *question = question_new (self, "ava", how[h].input, how[h].mode);
      const GArray *text_of = how[h].swapped ? others : list;

      for (guint i = 0; text_of != NULL && i < list->len; i++)
        {
          gsize number = g_array_index (list, gsize, i);
          McnSample sample;

          mcn_dataset_get_sample (self->dataset, number, &sample);
          add (self, question, &sample, &(McnQuery) { number, TRUE, g_array_index (text_of, gsize, i), how[h].text });
        }
      take (questions, question);
    }
}

/* Crops of AVA's photographs in other sets: high or low of all, the mean vote of some. */
static void
ask_crops (const McnQuestionScope *self, GPtrArray *questions)
{
  McnQuestion *question = question_new (self, "AVA's crops", "photo", MCN_MODE_PHOTO);
  gint ava = mcn_dataset_find_set (self->dataset, "ava");

  question->high = g_array_new (FALSE, FALSE, sizeof (gdouble));
  for (gsize i = 0; i < mcn_dataset_get_n_photographs (self->dataset); i++)
    {
      gsize number = mcn_dataset_get_photograph (self->dataset, i);
      McnSample sample;
      gdouble high;

      mcn_dataset_get_sample (self->dataset, number, &sample);
      high = sample.high;
      if ((gint) sample.set == ava || sample.ava_id == 0 || sample.high < 0 || !mcn_question_covers (self, &sample) || !shows (self, &sample))
        continue;
      add (self, question, &sample, &(McnQuery) { number, TRUE, number, MCN_TEXT_NONE });
      g_array_append_val (question->high, high);
    }
  take (questions, question);
}

typedef struct
{
  const char *input;
  gint        text;
  guint       least, most;      /* comments */
  gboolean    no_food;          /* DPC's comments alone */
} Critiques;

static void
ask_critiques (const McnQuestionScope *self, GPtrArray *questions)
{
  static const Critiques how[] = {
    { "all comments", MCN_TEXT_ALL, 1, G_MAXUINT, FALSE },
    { "one random comment", MCN_TEXT_RANDOM, 1, G_MAXUINT, FALSE },
    { "the one comment of those with one", MCN_TEXT_ALL, 1, 1, FALSE },
    { "two comments", MCN_TEXT_ALL, 2, 2, FALSE },
    { "three comments", MCN_TEXT_ALL, 3, 3, FALSE },
    { "four comments or more", MCN_TEXT_ALL, 4, G_MAXUINT, FALSE },
    { "all comments, without food", MCN_TEXT_ALL, 1, G_MAXUINT, TRUE },
    { "one random comment, without food", MCN_TEXT_RANDOM, 1, G_MAXUINT, TRUE },
  };
  gint ava = mcn_dataset_find_set (self->dataset, "ava");

  for (guint h = 0; h < G_N_ELEMENTS (how); h++)
    {
      McnQuestion *question = question_new (self, "ava", how[h].input, MCN_MODE_CRITIQUE);

      for (gsize i = 0; i < mcn_dataset_get_n_samples (self->dataset); i++)
        {
          McnSample sample;
          McnQuery query = { i, FALSE, i, how[h].text };

          mcn_dataset_get_sample (self->dataset, i, &sample);
          if ((gint) sample.set == ava && mcn_question_covers (self, &sample) && sample.n_sentences > 0 &&
              sample.n_texts >= how[h].least && sample.n_texts <= how[h].most &&
              (!how[h].no_food || sample.texts_from == MCN_TEXTS_DPC) && !isnan (mcn_goals_score (self->goals, &sample, 0)))
            add (self, question, &sample, &query);
        }
      take (questions, question);
    }
}

static void
add_styles (McnQuestion *question, const McnSample *sample, const McnQuery *query)
{
  gdouble truth[MCN_N_STYLES];

  for (guint j = 0; j < MCN_N_STYLES; j++)
    truth[j] = isnan (sample->styles[j]) ? NAN : sample->styles[j] >= .5;
  g_array_append_vals (question->queries, query, 1);
  g_array_append_vals (question->truth, truth, MCN_N_STYLES);
}

static gboolean
knows_styles (const McnSample *sample)
{
  for (guint j = 0; j < MCN_N_STYLES; j++)
    if (!isnan (sample->styles[j]))
      return TRUE;
  return FALSE;
}

static void
ask_styles (const McnQuestionScope *self, GPtrArray *questions)
{
  McnQuestion *photo = question_new (self, photographs, "photo", MCN_MODE_PHOTO);
  McnQuestion *both = question_new (self, photographs, "photo + critique 1", MCN_MODE_BOTH);
  McnQuestion *text = question_new (self, critiques, "all comments", MCN_MODE_CRITIQUE);

  for (gsize i = 0; i < mcn_dataset_get_n_samples (self->dataset); i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, i, &sample);
      if (!mcn_question_covers (self, &sample) || !knows_styles (&sample))
        continue;
      if (shows (self, &sample))
        {
          add_styles (photo, &sample, &(McnQuery) { i, TRUE, i, MCN_TEXT_NONE });
          if (sample.n_sentences > 0)
            add_styles (both, &sample, &(McnQuery) { i, TRUE, i, 0 });
        }
      else if (sample.n_sentences > 0)
        add_styles (text, &sample, &(McnQuery) { i, FALSE, i, MCN_TEXT_ALL });
    }
  take (questions, photo);
  take (questions, both);
  take (questions, text);
}

/**
 * mcn_question_take_style:
 * @self: a line of styles
 * @style: which
 * @said: of the first query: a logit a style
 * @stride: floats to the next query's
 * @p: (out): what is said of those that are known
 * @y: (out): 0 or 1
 * @n_positive: (out): how many have it
 *
 * Returns: how many are known
 */
gsize
mcn_question_take_style (const McnQuestion *self, guint style, const gfloat *said, gsize stride, gdouble *p, gdouble *y, gsize *n_positive)
{
  gsize known = 0;

  *n_positive = 0;
  for (gsize i = 0; i < self->queries->len; i++)
    {
      gdouble truth = g_array_index (self->truth, gdouble, i * MCN_N_STYLES + style);

      if (isnan (truth))
        continue;
      p[known] = said[i * stride + style];
      y[known++] = truth;
      *n_positive += truth > .5;
    }
  return known;
}

/**
 * mcn_questions_have_ava:
 * @questions: (element-type McnQuestion): lines
 *
 * Returns: whether one shows AVA's own photographs
 */
gboolean
mcn_questions_have_ava (const GPtrArray *questions)
{
  for (guint i = 0; i < questions->len; i++)
    {
      const McnQuestion *question = g_ptr_array_index (questions, i);

      if (g_str_equal (question->source, "ava") && g_str_equal (question->input, "photo"))
        return TRUE;
    }
  return FALSE;
}

/**
 * mcn_questions_new:
 * @self: what is measured
 *
 * Returns: (transfer full) (element-type McnQuestion): the lines that the dataset has anything for
 */
GPtrArray *
mcn_questions_new (const McnQuestionScope *self)
{
  static const char *const rated[] = { "appeal", "street", "simple", "thirds" };
  GPtrArray *questions = g_ptr_array_new_with_free_func ((GDestroyNotify) mcn_question_free);

  if (self->themes)
    {
      ask_photographs (self, questions, "beauty, all themes", TRUE);
      return questions;
    }
  ask_ava (self, questions);
  ask_crops (self, questions);
  ask_photographs (self, questions, "machine", TRUE);
  ask_photographs (self, questions, "beauty", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (rated); i++)
    ask_photographs (self, questions, rated[i], FALSE);
  ask_critiques (self, questions);
  ask_styles (self, questions);
  return questions;
}
