/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-explanation-test.h"

#include "mcn-metrics.h"
#include "mcn-random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_FRACTIONS 5
#define N_RANDOM 5
#define LEAST_WORDS 10
#define CELLS 3
/* Of a critique, the strongest: whose regions are asked for. */
#define N_WORDS 3

/* Mean |change| of one case, by order. */
typedef struct
{
  GArray *occlusion, *attention, *random;       /* gdouble */
} Areas;

typedef struct
{
  McnDataset *dataset;
  McnScene   *scene;
  McnPart     part;
  Areas       areas[2][2];      /* regions, words x deletion, insertion */
  GArray     *matrix, *matrix_random;   /* gdouble: the same of a strong word's effect */
  GArray     *hit, *chance, *centre;
  GArray     *first;            /* gsize: of each photograph with phrases, its first */
} Test;

typedef struct
{
  gfloat  value;
  guint32 index;
} Ranked;

static int
falling (gconstpointer a, gconstpointer b)
{
  const Ranked *x = a, *y = b;

  return x->value > y->value ? -1 : x->value < y->value ? 1 : (x->index > y->index) - (x->index < y->index);
}

/* @sign -1: the most lowering first. */
static void
order_by (gsize n, const gfloat *relevance, gfloat sign, guint32 *order)
{
  g_autofree Ranked *ranked = g_new (Ranked, n);

  for (gsize i = 0; i < n; i++)
    ranked[i] = (Ranked) { sign * relevance[i], i };
  qsort (ranked, n, sizeof *ranked, falling);
  for (gsize i = 0; i < n; i++)
    order[i] = ranked[i].index;
}

/* Mean |change| when the first 10 ... 50 % of @order are hidden, or shown alone. */
static gdouble
area (McnScene *scene, gboolean words, gboolean insertion, gsize n, const guint32 *order)
{
  g_autofree guint8 *hidden = g_new (guint8, n);
  gdouble base, sum = 0;

  memset (hidden, insertion, n);
  base = mcn_scene_score (scene, words ? NULL : hidden, words ? hidden : NULL);
  for (guint f = 1; f <= N_FRACTIONS; f++)
    {
      gsize some = MAX (1, (gsize) (f * .1 * n + .5));

      memset (hidden, insertion, n);
      for (gsize i = 0; i < some; i++)
        hidden[order[i]] = !insertion;
      sum += fabs (mcn_scene_score (scene, words ? NULL : hidden, words ? hidden : NULL) - base);
    }
  return sum / N_FRACTIONS;
}

static void
measure_areas (Test *test, gboolean words, gsize n, const gfloat *effect, const gfloat *attention, McnRandom *random)
{
  g_autofree guint32 *order = g_new (guint32, n);

  for (guint insertion = 0; insertion < 2; insertion++)
    {
      Areas *areas = &test->areas[words][insertion];
      gdouble signed_area = 0, chance = 0, plain;

      for (gint sign = -1; sign <= 1; sign += 2)
        {
          order_by (n, effect, sign, order);
          signed_area += area (test->scene, words, insertion, n, order) / 2;
        }
      order_by (n, attention, 1, order);
      plain = area (test->scene, words, insertion, n, order);
      for (guint r = 0; r < N_RANDOM; r++)
        {
          for (gsize i = 0; i < n; i++)
            order[i] = i;
          mcn_random_shuffle (random, order, n);
          chance += area (test->scene, words, insertion, n, order) / N_RANDOM;
        }
      g_array_append_val (areas->occlusion, signed_area);
      g_array_append_val (areas->attention, plain);
      g_array_append_val (areas->random, chance);
    }
}

/* Mean |change| of the effect of @word when the first 10 ... 50 % of @order are hidden. */
static gdouble
matrix_area (McnScene *scene, gsize n, const guint32 *order, const guint8 *without)
{
  g_autofree guint8 *hidden = g_new0 (guint8, n);
  gdouble effect = mcn_scene_score (scene, NULL, NULL) - mcn_scene_score (scene, NULL, without), sum = 0;

  for (guint f = 1; f <= N_FRACTIONS; f++)
    {
      gsize some = MAX (1, (gsize) (f * .1 * n + .5));

      for (gsize i = 0; i < some; i++)
        hidden[order[i]] = 1;
      sum += fabs (mcn_scene_score (scene, hidden, NULL) - mcn_scene_score (scene, hidden, without) - effect);
    }
  return sum / N_FRACTIONS;
}

/* Does a word look where its effect comes from? */
static void
measure_matrix (Test *test, const McnExplanation *explanation, McnRandom *random)
{
  gsize n = explanation->n_regions, n_words = mcn_scene_get_n_words (test->scene), some = MIN (n_words, N_WORDS);
  g_autofree gfloat *effect = g_new (gfloat, n_words);
  g_autofree guint32 *strongest = g_new (guint32, n_words), *order = g_new (guint32, n);
  g_autofree guint8 *without = g_new0 (guint8, n_words);
  gdouble shown = 0, chance = 0;

  for (gsize i = 0; i < n_words; i++)
    effect[i] = fabs (explanation->token[i]);
  order_by (n_words, effect, 1, strongest);
  for (gsize i = 0; i < some; i++)
    {
      gsize word = strongest[i];

      without[word] = 1;
      order_by (n, explanation->token_region + word * n, 1, order);
      shown += matrix_area (test->scene, n, order, without) / some;
      for (guint r = 0; r < N_RANDOM; r++)
        {
          for (gsize j = 0; j < n; j++)
            order[j] = j;
          mcn_random_shuffle (random, order, n);
          chance += matrix_area (test->scene, n, order, without) / (some * N_RANDOM);
        }
      without[word] = 0;
    }
  g_array_append_val (test->matrix, shown);
  g_array_append_val (test->matrix_random, chance);
}

/* Which of the 3 x 3 cells the centre of a region is in. */
static guint
cell_of (gsize region, guint columns, guint rows)
{
  guint x = (region % columns + .5) * CELLS / columns, y = (region / columns + .5) * CELLS / rows;

  return y * CELLS + x;
}

static void
point (Test *test, const McnSample *sample, const McnExplanation *explanation)
{
  const McnCritique *critique = mcn_scene_get_critique (test->scene);
  gsize m = explanation->n_regions, before = test->hit->len;
  g_autofree gfloat *looks = g_new (gfloat, m);
  guint columns, rows;

  mcn_scene_get_grid (test->scene, &columns, &rows);
  for (guint p = 0; p < sample->n_phrases; p++)
    {
      gsize n_tokens = 0, best = 0;
      gdouble hit, chance = 0, centre;
      McnPhrase phrase;

      mcn_sample_get_phrase (sample, p, &phrase);
      if (phrase.text != 0)
        continue;
      memset (looks, 0, m * sizeof (gfloat));
      for (gsize t = 0; t < explanation->n_tokens; t++)
        if (critique->tokens[t].start >= phrase.start && critique->tokens[t].end <= phrase.start + strlen (phrase.phrase))
          {
            for (gsize r = 0; r < m; r++)
              looks[r] += explanation->token_region[t * m + r];
            n_tokens++;
          }
      if (n_tokens == 0)
        continue;
      for (gsize r = 0; r < m; r++)
        {
          best = looks[r] > looks[best] ? r : best;
          chance += (phrase.cells >> cell_of (r, columns, rows) & 1) / (gdouble) m;
        }
      hit = phrase.cells >> cell_of (best, columns, rows) & 1;
      centre = phrase.cells >> (CELLS * CELLS / 2) & 1;
      g_array_append_val (test->hit, hit);
      g_array_append_val (test->chance, chance);
      g_array_append_val (test->centre, centre);
    }
  if (test->hit->len > before)
    g_array_append_val (test->first, before);
}

static void
take_photograph (Test *test, const McnSample *sample, McnRandom *random)
{
  gsize n;
  g_autofree gfloat *regions = NULL, *words = NULL;
  g_autoptr (McnExplanation) explanation = NULL;
  McnFeatures features;

  mcn_dataset_get_features (test->dataset, sample->photograph, FALSE, &features);
  mcn_scene_set_features (test->scene, &features);
  mcn_scene_set_text (test->scene, mcn_sample_get_text (sample, 0, NULL, NULL));
  n = mcn_scene_get_n_regions (test->scene);
  regions = g_new (gfloat, n);
  words = g_new (gfloat, MAX (mcn_scene_get_n_words (test->scene), 1));
  mcn_scene_attention (test->scene, regions, words);
  explanation = mcn_scene_explain (test->scene, MCN_EXPLAIN_REGIONS | MCN_EXPLAIN_TOKENS | MCN_EXPLAIN_MATRIX);
  measure_areas (test, FALSE, n, explanation->region, regions, random);
  if (mcn_scene_get_n_words (test->scene) == 0)
    return;
  measure_matrix (test, explanation, random);
  point (test, sample, explanation);
}

static void
take_critique (Test *test, const McnSample *sample, McnRandom *random)
{
  g_autofree gfloat *words = NULL;
  g_autoptr (McnExplanation) explanation = NULL;
  gsize n = mcn_scene_get_n_words (test->scene);
  gfloat nothing;

  words = g_new (gfloat, n);
  mcn_scene_attention (test->scene, &nothing, words);
  explanation = mcn_scene_explain (test->scene, MCN_EXPLAIN_TOKENS);
  measure_areas (test, TRUE, n, explanation->token, words, random);
}

/* Samples in an order of their own, photographs with a text or texts of AVA. */
static GArray *
list (Test *test, gboolean words, McnRandom *random)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  gint ava = mcn_dataset_find_set (test->dataset, "ava");

  for (guint32 i = 0; i < mcn_dataset_get_n_samples (test->dataset); i++)
    {
      McnFeatures features;
      McnSample sample;

      mcn_dataset_get_sample (test->dataset, i, &sample);
      if (sample.part == test->part && sample.n_sentences > 0 &&
          (words ? (gint) sample.set == ava
                 : sample.photograph >= 0 && mcn_dataset_get_features (test->dataset, sample.photograph, FALSE, &features)))
        g_array_append_val (numbers, i);
    }
  mcn_random_shuffle (random, (guint32 *) numbers->data, numbers->len);
  return numbers;
}

static gdouble
ratio (gsize n, const gdouble *p, const gdouble *y)
{
  gdouble a = 0, b = 0;

  for (gsize i = 0; i < n; i++)
    {
      a += p[i];
      b += y[i];
    }
  return b > 0 ? a / b : NAN;
}

static gdouble
mean (const GArray *x)
{
  gdouble sum = 0;

  for (guint i = 0; i < x->len; i++)
    sum += g_array_index (x, gdouble, i);
  return x->len > 0 ? sum / x->len : NAN;
}

static void
add (GArray *figures, McnExplanationFigure figure, McnMetric metric, const GArray *p, const GArray *q, guint rounds)
{
  const gdouble *x = (const gdouble *) p->data, *y = (const gdouble *) q->data;

  figure.n = p->len;
  figure.value = metric (p->len, x, y);
  figure.share = mean (p);
  figure.other = mean (q);
  mcn_metric_bootstrap (metric, p->len, x, y, rounds, 1, &figure.low, &figure.high);
  g_array_append_val (figures, figure);
}

/* Phrases of one photograph are not independent of each other. */
typedef struct
{
  const GArray *hit, *other, *first;
} Pointing;

static gdouble
draw_pointing (gpointer data, gsize n, const guint32 *which)
{
  const Pointing *self = data;
  gdouble sum = 0;
  gsize n_phrases = 0;

  for (gsize i = 0; i < n; i++)
    {
      gsize begin = g_array_index (self->first, gsize, which[i]);
      gsize end = which[i] + 1 < self->first->len ? g_array_index (self->first, gsize, which[i] + 1) : self->hit->len;

      for (gsize j = begin; j < end; j++)
        sum += g_array_index (self->hit, gdouble, j) - g_array_index (self->other, gdouble, j);
      n_phrases += end - begin;
    }
  return n_phrases > 0 ? sum / n_phrases : NAN;
}

static void
add_pointing (GArray *figures, const Test *test, const char *against, const GArray *other, guint rounds)
{
  Pointing pointing = { test->hit, other, test->first };
  McnExplanationFigure figure = {
    .what = "phrases", .test = "pointing", .method = "word by region", .against = against, .n = test->hit->len,
    .share = mean (test->hit), .other = mean (other), .n_photographs = test->first->len,
  };

  figure.value = figure.share - figure.other;
  mcn_metric_bootstrap_samples (draw_pointing, &pointing, test->first->len, rounds, 1, &figure.low, &figure.high);
  g_array_append_val (figures, figure);
}

static GArray *
summarise (const Test *test, guint rounds)
{
  static const char *const what[] = { "regions", "words" }, *const tests[] = { "deletion", "insertion" };
  GArray *figures = g_array_new (FALSE, FALSE, sizeof (McnExplanationFigure));

  for (guint w = 0; w < 2; w++)
    for (guint t = 0; t < 2; t++)
      {
        const Areas *a = &test->areas[w][t];

        add (figures, (McnExplanationFigure) { what[w], tests[t], "occlusion", "random order" }, ratio, a->occlusion, a->random, rounds);
        add (figures, (McnExplanationFigure) { what[w], tests[t], "attention", "random order" }, ratio, a->attention, a->random, rounds);
        add (figures, (McnExplanationFigure) { what[w], tests[t], "occlusion", "attention" }, ratio, a->occlusion, a->attention, rounds);
      }
  add (figures, (McnExplanationFigure) { "word by region", "deletion", "attention", "random order" }, ratio, test->matrix, test->matrix_random, rounds);
  add_pointing (figures, test, "chance", test->chance, rounds);
  add_pointing (figures, test, "centre cell", test->centre, rounds);
  return figures;
}

static gboolean
run (Test *test, gsize n, void (*report) (gpointer data, gdouble share), gpointer report_data, McnCancel *cancel, GError **error)
{
  McnRandom random;

  mcn_random_init (&random, 1, MCN_RANDOM_BOOTSTRAP, G_MAXUINT64);
  for (guint words = 0; words < 2; words++)
    {
      g_autoptr (GArray) numbers = list (test, words, &random);
      gsize done = 0;

      if (words)
        mcn_scene_set_none (test->scene);
      for (guint i = 0; i < numbers->len && done < n; i++)
        {
          McnSample sample;

          if (!mcn_check_cancel (cancel, error))
            return FALSE;
          mcn_dataset_get_sample (test->dataset, g_array_index (numbers, guint32, i), &sample);
          if (words)
            {
              mcn_scene_set_text (test->scene, mcn_sample_get_text (&sample, mcn_random_below (&random, sample.n_texts), NULL, NULL));
              if (mcn_scene_get_n_words (test->scene) < LEAST_WORDS)
                continue;
              take_critique (test, &sample, &random);
            }
          else
            take_photograph (test, &sample, &random);
          done++;
          if (report != NULL)
            report (report_data, (words + done / (gdouble) n) / 2);
        }
    }
  return TRUE;
}

static void
each_array (Test *test, gboolean make)
{
  GArray **arrays[] = { &test->hit, &test->chance, &test->centre, &test->matrix, &test->matrix_random };

  for (guint i = 0; i < 4 * 3 + G_N_ELEMENTS (arrays); i++)
    {
      Areas *areas = &test->areas[i / 6 % 2][i / 3 % 2];
      GArray **at = i >= 12 ? arrays[i - 12] : i % 3 == 0 ? &areas->occlusion : i % 3 == 1 ? &areas->attention : &areas->random;

      if (make)
        *at = g_array_new (FALSE, FALSE, sizeof (gdouble));
      else
        g_array_unref (*at);
    }
}

/**
 * mcn_explanation_test:
 * @dataset: with features of the model's backbone
 * @model: whose explanations
 * @part: of which samples
 * @n: photographs, and critiques
 * @n_threads: who works
 * @rounds: of the bootstrap
 * @report: (nullable): told the share that is done
 * @report_data: closure
 * @cancel: (nullable): looked at between samples
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type McnExplanationFigure): the figures
 */
GArray *
mcn_explanation_test (McnDataset *dataset, McnModel *model, McnPart part, gsize n, guint n_threads, guint rounds,
                      void (*report) (gpointer data, gdouble share), gpointer report_data, McnCancel *cancel, GError **error)
{
  g_autoptr (McnScene) scene = mcn_scene_new (model, n_threads, error);
  Test test = { .dataset = dataset, .scene = scene, .part = part };
  GArray *figures = NULL;

  if (scene == NULL)
    return NULL;
  each_array (&test, TRUE);
  test.first = g_array_new (FALSE, FALSE, sizeof (gsize));
  if (run (&test, n, report, report_data, cancel, error))
    figures = summarise (&test, rounds);
  each_array (&test, FALSE);
  g_array_unref (test.first);
  return figures;
}

/**
 * mcn_explanation_record:
 * @figures: (element-type McnExplanationFigure): what was found
 * @evidence: (out): of the three that the program shows; what was not measured is no evidence
 */
void
mcn_explanation_record (const GArray *figures, McnEvidenceTest evidence[MCN_N_EVIDENCE])
{
  static const struct { const char *what, *method; } shown[MCN_N_EVIDENCE] = {
    [MCN_EVIDENCE_REGIONS] = { "regions", "occlusion" }, [MCN_EVIDENCE_WORDS] = { "words", "occlusion" },
    [MCN_EVIDENCE_MATRIX] = { "word by region", "attention" },
  };

  for (guint e = 0; e < MCN_N_EVIDENCE; e++)
    {
      evidence[e] = (McnEvidenceTest) { 0 };
      for (guint i = 0; i < figures->len; i++)
        {
          const McnExplanationFigure *f = &g_array_index (figures, McnExplanationFigure, i);

          if (g_str_equal (f->what, shown[e].what) && g_str_equal (f->test, "deletion") && g_str_equal (f->method, shown[e].method) &&
              g_str_equal (f->against, "random order") && isfinite (f->value))
            evidence[e] = (McnEvidenceTest) { f->value >= MCN_EVIDENCE_RATIO && f->low > 1, f->value, f->low, f->high };
        }
    }
}
