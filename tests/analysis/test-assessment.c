/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judgements, and one scorer's way from a request to an assessment. */
#include "analysis-fixtures.h"
#include "critic-analysis-error.h"
#include "critic-aspect-names.h"
#include "critic-assessment-private.h"
#include "critic-heatmap.h"
#include "critic-words.h"

#include <math.h>

static void
judge (gdouble score, gdouble sigma, CriticJudgement *judgement)
{
  CriticMeasure measure = { .score = score, .error = 0.5, .sigma = sigma, .spread = 1.4, .percentile = 0.3 };
  McnLogits logits = { .score = 4.2f, .high = -9.0f };

  logits.style[MCN_STYLE_MACRO] = 2.0f;
  critic_judgement_set (judgement, &measure, &logits);
}

/* The verdict never contradicts the score, not even by rounding. */
static void
test_verdict (void)
{
  const gdouble scores[] = { 1.0, 3.0, 4.9999, nextafter (5.0, 0.0), 5.0, nextafter (5.0, 9.0), 5.0001, 7.0, 10.0 };
  const gdouble sigmas[] = { 0.0, 1e-9, 0.3, 0.7, 1e9, INFINITY };

  for (gsize i = 0; i < G_N_ELEMENTS (scores); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (sigmas); j++)
      {
        CriticJudgement judgement;

        judge (scores[i], sigmas[j], &judgement);
        g_assert_cmpint (judgement.high, ==, scores[i] > 5.0);
        g_assert_cmpint (judgement.p_high > 0.5, ==, judgement.high);
        g_assert_cmpfloat (judgement.p_high, >=, 0.0);
        g_assert_cmpfloat (judgement.p_high, <=, 1.0);
      }
}

static void
test_probability (void)
{
  CriticJudgement judgement;

  judge (5.7, 0.7, &judgement);
  g_assert_cmpfloat_with_epsilon (judgement.p_high, 0.841344746, 1e-8);     /* Phi (1) */
  judge (3.6, 0.7, &judgement);
  g_assert_cmpfloat_with_epsilon (judgement.p_high, 0.022750132, 1e-8);     /* Phi (-2) */
  g_assert_cmpfloat_with_epsilon (judgement.style[MCN_STYLE_MACRO], 0.880797078, 1e-8);
  g_assert_cmpfloat (judgement.style[MCN_STYLE_HDR], ==, 0.5);
  g_assert_cmpfloat_with_epsilon (judgement.raw, 4.2, 1e-6);
}

typedef struct
{
  CriticFakeEngine *fake;
  CriticAnalyzer   *analyzer;
  CriticPhoto      *photo;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->fake = critic_fake_engine_new (NULL);
  f->analyzer = fixture_analyzer (f->fake);
  f->photo = fixture_photo (100, 300, 200);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  CriticFakeCounts counts;

  g_assert_finalize_object (f->analyzer);
  critic_photo_unref (f->photo);
  critic_fake_engine_count (f->fake, &counts);
  g_assert_cmpint (counts.live_images, ==, 0);
  g_assert_cmpint (counts.live_words, ==, 0);
  g_assert_cmpint (counts.sessions, ==, counts.session_frees);
  g_assert_cmpint (counts.frees, ==, 1);
  critic_fake_engine_unref (f->fake);
}

static CriticAssessment *
assess (Fixture *f, gboolean photo, McnExplain explain, GError **error, const char *first, const char *second)
{
  const char *critiques[] = { first, second, NULL };
  CriticRequest request = { .photo = photo ? f->photo : NULL, .critiques = critiques, .explain = explain };

  return critic_analyzer_assess (f->analyzer, &request, NULL, error);
}

static void
test_photo (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticAssessment) a = assess (f, TRUE, 0, &error, NULL, NULL);
  guint columns, rows;

  g_assert_no_error (error);
  g_assert_cmpint (critic_assessment_get_mode (a), ==, MCN_MODE_PHOTO);
  g_assert_null (critic_assessment_get_critique (a));
  g_assert_null (critic_assessment_get_explanation (a));
  g_assert_cmpfloat (critic_assessment_get_photo_alone (a)->score, ==, critic_assessment_get_judgement (a)->score);
  g_assert_true (critic_assessment_get_grid (a, &columns, &rows));
  g_assert_cmpuint (columns, ==, 10);
  g_assert_cmpuint (rows, ==, 7);
  g_assert_cmpuint (strlen (critic_assessment_get_model_id (a)), ==, 64);
  g_assert_null (critic_heatmap_for_score (a));
}

static void
test_both (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticAssessment) good = assess (f, TRUE, 0, &error, "lovely light", NULL);
  g_autoptr (CriticAssessment) bad = assess (f, TRUE, 0, &error, "dull and blurry", NULL);
  const CriticJudgement *alone;

  g_assert_no_error (error);
  g_assert_cmpint (critic_assessment_get_mode (good), ==, MCN_MODE_BOTH);
  alone = critic_assessment_get_photo_alone (good);
  g_assert_cmpfloat (critic_assessment_get_judgement (good)->score, >, alone->score);
  g_assert_cmpfloat (critic_assessment_get_judgement (bad)->score, <, alone->score);
  g_assert_cmpfloat (critic_assessment_get_photo_alone (bad)->score, ==, alone->score);
  /* Each mode has a calibration of its own. */
  g_assert_cmpfloat (critic_assessment_get_judgement (good)->error, !=, alone->error);
}

#define BIT(aspect) (1u << MCN_ASPECT_ ## aspect)

static void
test_aspects (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticAssessment) a = assess (f, TRUE, 0, &error, "lovely light on the water. very dull.", "the photo is sharp");
  g_autoptr (CriticAssessment) alone = assess (f, TRUE, 0, &error, NULL, NULL);
  g_autofree char *names = critic_aspect_names (BIT (LIGHT) | BIT (SUBJECT));
  g_autofree char *none = critic_aspect_names (0);

  g_assert_no_error (error);
  g_assert_true (critic_assessment_has_aspects (a));
  g_assert_cmpuint (critic_assessment_get_aspects (a, 0), ==, BIT (LIGHT) | BIT (SUBJECT));
  g_assert_cmpuint (critic_assessment_get_aspects (a, 1), ==, 0);
  g_assert_cmpuint (critic_assessment_get_aspects (a, 2), ==, BIT (FOCUS));
  g_assert_cmpuint (critic_assessment_get_aspects (a, 3), ==, 0);
  g_assert_cmpuint (critic_assessment_get_spoken (a, 0), ==, BIT (LIGHT) | BIT (SUBJECT));
  g_assert_cmpuint (critic_assessment_get_spoken (a, 1), ==, BIT (FOCUS));
  g_assert_cmpuint (critic_assessment_get_spoken (a, -1), ==, BIT (LIGHT) | BIT (SUBJECT) | BIT (FOCUS));
  g_assert_cmpstr (names, ==, "light and colour, subject");
  g_assert_cmpstr (none, ==, "");

  g_assert_false (critic_assessment_has_aspects (alone));
  g_assert_cmpuint (critic_assessment_get_spoken (alone, -1), ==, 0);
}

/* Of a critique in no language of the model, and by a model without aspects. */
static void
test_no_aspects (void)
{
  const CriticFakeOptions options = { .no_aspects = TRUE };
  CriticFakeEngine *fake = critic_fake_engine_new (&options);
  CriticAnalyzer *analyzer = fixture_analyzer (fake);
  const char *critiques[] = { "lovely light", NULL };
  const CriticRequest request = { .critiques = critiques };
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticAssessment) a = critic_analyzer_assess (analyzer, &request, NULL, &error);

  g_assert_no_error (error);
  g_assert_false (critic_assessment_has_aspects (a));
  g_assert_cmpuint (critic_assessment_get_spoken (a, -1), ==, 0);
  g_assert_finalize_object (analyzer);
  critic_fake_engine_unref (fake);
}

static void
test_foreign_aspects (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticAssessment) a = assess (f, TRUE, 0, &error, "\xd1\x81\xd0\xb2\xd0\xb5\xd1\x82 \xd0\xbd\xd0\xb0 \xd0\xb2\xd0\xbe\xd0\xb4\xd0\xb5", NULL);

  g_assert_no_error (error);
  g_assert_cmpint (critic_assessment_get_language (a), !=, MCN_LANGUAGE_OK);
  g_assert_false (critic_assessment_has_aspects (a));
}

static void
test_critique (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticAssessment) a = assess (f, FALSE, MCN_EXPLAIN_ALL, &error, "lovely light. but the sky is empty.", NULL);
  const McnExplanation *explanation;

  g_assert_no_error (error);
  g_assert_cmpint (critic_assessment_get_mode (a), ==, MCN_MODE_CRITIQUE);
  g_assert_null (critic_assessment_get_photo_alone (a));
  g_assert_false (critic_assessment_get_grid (a, NULL, NULL));
  explanation = critic_assessment_get_explanation (a);
  g_assert_nonnull (explanation);
  g_assert_cmpuint (explanation->n_regions, ==, 0);
  g_assert_null (explanation->region);
  g_assert_null (explanation->token_region);
  g_assert_cmpuint (explanation->n_sentences, ==, 2);
  g_assert_cmpfloat (explanation->sentence[0], >, 0.0f);
  g_assert_cmpfloat (explanation->sentence[1], <, 0.0f);
  g_assert_null (critic_heatmap_for_score (a));
  g_assert_null (critic_heatmap_for_tokens (a, 0, 1));
}

static void
test_order_of_critiques (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticAssessment) a = assess (f, TRUE, 0, &error, "lovely light", "dull sky. not sharp");
  g_autoptr (CriticAssessment) b = assess (f, TRUE, 0, &error, "dull sky. not sharp", "lovely light");

  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (critic_assessment_get_judgement (a)->score, critic_assessment_get_judgement (b)->score, 1e-4);
}

static void
test_empty (Fixture *f, gconstpointer data)
{
  static const char *const nothing[] = { "", "   \n", "12 34 !?", "\xf0\x9f\x98\x80\xf0\x9f\x91\x8d", "..." };

  for (gsize i = 0; i < G_N_ELEMENTS (nothing); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CriticAssessment) a = assess (f, TRUE, MCN_EXPLAIN_ALL, &error, nothing[i], NULL);
      g_autoptr (CriticAssessment) b = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (critic_assessment_get_mode (a), ==, MCN_MODE_PHOTO);
      g_assert_null (critic_assessment_get_critique (a));
      g_assert_cmpint (critic_assessment_get_language (a), ==, MCN_LANGUAGE_OK);

      b = assess (f, FALSE, 0, &error, nothing[i], NULL);
      g_assert_error (error, CRITIC_ANALYSIS_ERROR, CRITIC_ANALYSIS_ERROR_NOTHING);
      g_assert_null (b);
    }

  {
    g_autoptr (GError) error = NULL;
    CriticRequest request = { NULL };

    g_assert_null (critic_analyzer_assess (f->analyzer, &request, NULL, &error));
    g_assert_error (error, CRITIC_ANALYSIS_ERROR, CRITIC_ANALYSIS_ERROR_NOTHING);
  }
}

static void
test_language (Fixture *f, gconstpointer data)
{
  static const char *const foreign[] = {
    "\xe8\xbf\x99\xe5\xbc\xa0\xe7\x85\xa7\xe7\x89\x87\xe7\x9a\x84\xe5\x85\x89\xe7\xba\xbf\xe5\xbe\x88\xe7\xbe\x8e",
    "\xd0\xbf\xd1\x80\xd0\xb5\xd0\xba\xd1\x80\xd0\xb0\xd1\x81\xd0\xbd\xd1\x8b\xd0\xb9 \xd1\x81\xd0\xb2\xd0\xb5\xd1\x82",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CriticAssessment) alone = assess (f, TRUE, 0, &error, NULL, NULL);
      g_autoptr (CriticAssessment) a = assess (f, TRUE, MCN_EXPLAIN_ALL, &error, foreign[i], NULL);
      g_autoptr (CriticAssessment) b = NULL;
      g_autoptr (GArray) words = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (critic_assessment_get_language (a), ==, MCN_LANGUAGE_NOT_LATIN);
      g_assert_cmpint (critic_assessment_get_mode (a), ==, MCN_MODE_PHOTO);
      g_assert_nonnull (critic_assessment_get_critique (a));
      g_assert_cmpfloat (critic_assessment_get_judgement (a)->score, ==, critic_assessment_get_judgement (alone)->score);
      g_assert_cmpuint (critic_assessment_get_explanation (a)->n_tokens, ==, 0);
      words = critic_words_new (a);
      g_assert_cmpuint (words->len, ==, 0);

      b = assess (f, FALSE, 0, &error, foreign[i], NULL);
      g_assert_error (error, CRITIC_ANALYSIS_ERROR, CRITIC_ANALYSIS_ERROR_LANGUAGE);
      g_assert_null (b);
    }
}

static void
test_caches (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticAssessment) a = assess (f, TRUE, 0, &error, "lovely light. dull sky.", NULL);
  g_autoptr (CriticAssessment) b = NULL, c = NULL, d = NULL;
  CriticFakeCounts counts;

  g_assert_no_error (error);
  critic_fake_engine_count (f->fake, &counts);
  g_assert_cmpint (counts.images, ==, 1);
  g_assert_cmpint (counts.sentences, ==, 2);

  /* A key press costs one sentence. */
  b = assess (f, TRUE, 0, &error, "lovely light. dull sky and water.", NULL);
  critic_fake_engine_count (f->fake, &counts);
  g_assert_cmpint (counts.images, ==, 1);
  g_assert_cmpint (counts.sentences, ==, 3);

  /* Other upper case, other place: the same sentences. */
  c = assess (f, FALSE, 0, &error, "Dull sky.", "LOVELY light");
  critic_fake_engine_count (f->fake, &counts);
  g_assert_cmpint (counts.sentences, ==, 3);

  /* From the cache or not: the same. */
  d = assess (f, TRUE, 0, &error, "lovely light. dull sky.", NULL);
  g_assert_no_error (error);
  g_assert_cmpfloat (critic_assessment_get_judgement (a)->score, ==, critic_assessment_get_judgement (d)->score);
}

/* The caches keep their bounds, and what does not fit is computed again. */
static void
test_cache_bounds (void)
{
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  CriticAnalyzer *analyzer = critic_analyzer_new_with_caches (critic_fake_engine_share (fake), 1, 1000, 200);
  CriticFakeCounts counts;

  for (int round = 0; round < 2; round++)
    for (int i = 0; i < 20; i++)
      {
        g_autoptr (CriticPhoto) photo = fixture_photo (i * 10, 320, 213);
        g_autofree char *critique = g_strdup_printf ("lovely %c sky", 'a' + i);
        const char *critiques[] = { critique, NULL };
        CriticRequest request = { .photo = photo, .critiques = critiques };
        g_autoptr (CriticAssessment) a = critic_analyzer_assess (analyzer, &request, NULL, NULL);

        g_assert_nonnull (a);
        critic_fake_engine_count (fake, &counts);
        g_assert_cmpint (counts.live_images, <=, 3);    /* 1000 bytes hold three at most */
        g_assert_cmpint (counts.live_words, <=, 8);
      }

  g_assert_cmpint (counts.images, ==, 40);
  g_assert_cmpint (counts.sentences, ==, 40);
  g_assert_finalize_object (analyzer);
}

static void
test_words (Fixture *f, gconstpointer data)
{
  static const char text[] = "Lovely xyz-light, \xc3\xa9 bad";
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticAssessment) a = assess (f, TRUE, MCN_EXPLAIN_ALL, &error, text, "nice");
  g_autoptr (GArray) words = critic_words_new (a);
  static const char *const expected[] = { "Lovely", "xyz", "light", "\xc3\xa9", "bad", "nice" };
  gsize next_token = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (words->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < words->len; i++)
    {
      const CriticWord *word = &g_array_index (words, CriticWord, i);
      const char *of = word->critique == 0 ? text : "nice";
      g_autofree char *spelt = g_strndup (of + word->start, word->end - word->start);

      g_assert_cmpstr (spelt, ==, expected[i]);
      g_assert_cmpuint (word->first_token, ==, next_token);
      next_token += word->n_tokens;
    }
  g_assert_cmpuint (g_array_index (words, CriticWord, 1).n_tokens, ==, 3);      /* x ##y ##z */
  g_assert_cmpfloat (g_array_index (words, CriticWord, 0).effect, >, 0.0);
  g_assert_cmpfloat (g_array_index (words, CriticWord, 4).effect, <, 0.0);
}

static void
test_heatmaps (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticAssessment) a = assess (f, TRUE, MCN_EXPLAIN_ALL, &error, "lovely light", NULL);
  const McnExplanation *e = critic_assessment_get_explanation (a);
  g_autoptr (CriticHeatmap) score = critic_heatmap_for_score (a);
  g_autoptr (CriticHeatmap) style = critic_heatmap_for_style (a, MCN_STYLE_HDR);
  g_autoptr (CriticHeatmap) tokens = critic_heatmap_for_tokens (a, 0, 100);

  g_assert_no_error (error);
  g_assert_true (score->is_signed);
  g_assert_false (tokens->is_signed);
  for (gsize j = 0; j < e->n_regions; j++)
    {
      g_assert_cmpfloat (score->values[j], ==, e->region[j]);
      g_assert_cmpfloat (style->values[j], ==, e->region[(1 + MCN_STYLE_HDR) * e->n_regions + j]);
      g_assert_cmpfloat_with_epsilon (tokens->values[j], e->token_region[j] + e->token_region[e->n_regions + j], 1e-6);
    }
  g_assert_null (critic_heatmap_for_tokens (a, 2, 1));
  g_assert_null (critic_heatmap_for_tokens (a, 0, 0));
}

static void
test_failures (void)
{
  static const CriticFakeOptions broken[] = {
    { .fail_load = TRUE, .load_ms = 2 }, { .fail_session = TRUE }, { .fail_image = TRUE },
  };
  static const McnError codes[] = { MCN_ERROR_MISSING, MCN_ERROR_MEMORY, MCN_ERROR_INPUT };

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (&broken[i]);
      CriticAnalyzer *analyzer = fixture_analyzer (fake);
      g_autoptr (CriticPhoto) photo = fixture_photo (9, 320, 320);

      /* Again and again: one failure does not make the next one hang. */
      for (int k = 0; k < 3; k++)
        {
          CriticRequest request = { .photo = photo, .live = k == 1 };
          g_autoptr (GError) error = NULL;
          g_autoptr (CriticAssessment) a = critic_analyzer_assess (analyzer, &request, NULL, &error);

          g_assert_null (a);
          g_assert_error (error, MCN_ERROR, codes[i]);
        }
      g_assert_finalize_object (analyzer);
    }
}

static void
test_bad_file (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/at-all.jpg");
  CriticRequest request = { .file = file };
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticAssessment) a = critic_analyzer_assess (f->analyzer, &request, NULL, &error);

  g_assert_null (a);
  g_assert_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_READ);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judgement/verdict", test_verdict);
  g_test_add_func ("/judgement/probability", test_probability);
  ADD ("/assessment/photo", test_photo);
  ADD ("/assessment/both", test_both);
  ADD ("/assessment/critique", test_critique);
  ADD ("/assessment/aspects", test_aspects);
  g_test_add_func ("/assessment/no-aspects", test_no_aspects);
  ADD ("/assessment/foreign-aspects", test_foreign_aspects);
  ADD ("/assessment/order-of-critiques", test_order_of_critiques);
  ADD ("/assessment/empty", test_empty);
  ADD ("/assessment/language", test_language);
  ADD ("/assessment/caches", test_caches);
  g_test_add_func ("/assessment/cache-bounds", test_cache_bounds);
  ADD ("/assessment/words", test_words);
  ADD ("/assessment/heatmaps", test_heatmaps);
  g_test_add_func ("/assessment/failures", test_failures);
  ADD ("/assessment/bad-file", test_bad_file);
  return g_test_run ();
}
