/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A scorer by itself: what a pass over a folder runs, without queue and
 * caches, must say what the desk says. */
#include "analysis-fixtures.h"

#include "critic-scorer.h"

#include <string.h>

static CriticScorer *
new_scorer (CriticFakeEngine *fake, CriticEngine **engine)
{
  g_autoptr (GError) error = NULL;

  *engine = critic_fake_engine_share (fake);
  g_assert_true ((*engine)->klass->load (*engine, &error));
  g_assert_no_error (error);
  return critic_scorer_new (*engine, 1, NULL, NULL, NULL);
}

/* To the bit; the structure has holes, so not as a whole. */
static void
assert_same (const CriticJudgement *a, const CriticJudgement *b)
{
  g_assert_cmpmem (a, G_STRUCT_OFFSET (CriticJudgement, high), b, G_STRUCT_OFFSET (CriticJudgement, high));
  g_assert_cmpint (a->high, ==, b->high);
  g_assert_cmpmem (a->style, sizeof a->style, b->style, sizeof b->style);
}

static void
test_judge (void)
{
  static const char *const none[] = { NULL };
  static const char *const lovely[] = { "Lovely light on the water.", "The sky is dull.", NULL };
  static const char *const foreign[] = { "湖面上的光线很美", NULL };
  static const char *const *const texts[] = { NULL, none, lovely, foreign };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticAnalyzer) analyzer = fixture_analyzer (fake);
  g_autoptr (CriticPhoto) photo = fixture_photo (90, 640, 480);
  CriticEngine *engine;
  CriticScorer *scorer = new_scorer (fake, &engine);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const CriticRequest request = { .photo = photo, .critiques = texts[i] };
      g_autoptr (GError) error = NULL;
      g_autoptr (CriticAssessment) assessment = critic_analyzer_assess (analyzer, &request, NULL, &error);
      McnCancel cancel = 0;
      CriticScore score;

      g_assert_no_error (error);
      g_assert_true (critic_scorer_judge (scorer, photo, texts[i], &score, &cancel, NULL, &error));
      g_assert_no_error (error);
      assert_same (&score.judgement, critic_assessment_get_judgement (assessment));
      assert_same (&score.photo_alone, critic_assessment_get_photo_alone (assessment));
      g_assert_true (score.has_critique == (texts[i] == lovely));
      g_assert_true (score.has_critique == (score.judgement.score != score.photo_alone.score));
      g_assert_cmpuint (score.n_features, ==, 64);
      g_assert_cmpfloat (score.features[0], !=, score.features[63]);
    }

  critic_scorer_free (scorer);
  engine->klass->free (engine);
}

static void
test_cancel (void)
{
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticPhoto) photo = fixture_photo (90, 640, 480);
  g_autoptr (GError) error = NULL;
  McnCancel cancel = 1;
  CriticScore score;
  CriticEngine *engine;
  CriticScorer *scorer = new_scorer (fake, &engine);
  CriticFakeCounts counts;

  g_assert_false (critic_scorer_judge (scorer, photo, NULL, &score, &cancel, NULL, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_CANCELLED);

  critic_scorer_free (scorer);
  critic_fake_engine_count (fake, &counts);
  g_assert_cmpint (counts.live_images, ==, 0);
  engine->klass->free (engine);
}

static void
test_no_memory (void)
{
  const CriticFakeOptions options = { .fail_session = TRUE };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (&options);
  g_autoptr (GError) error = NULL;
  CriticEngine *engine;
  CriticScorer *scorer = new_scorer (fake, &engine);

  g_assert_false (critic_scorer_prepare (scorer, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_MEMORY);

  critic_scorer_free (scorer);
  engine->klass->free (engine);
}

/* Two engines of one folder look at the same weights. */
static void
test_shared_model (void)
{
  const char *directory = g_getenv ("PHOTO_CRITIC_TINY_MODEL");
  g_autofree char *roundabout = g_build_filename (directory, "..", "tiny-model", NULL);
  g_autoptr (CriticAnalyzer) a = critic_analyzer_new (directory, 1);
  g_autoptr (CriticAnalyzer) b = critic_analyzer_new (roundabout, 1);
  g_autoptr (CriticAnalyzer) nowhere = critic_analyzer_new ("/nowhere/at all", 1);
  g_autoptr (GError) error = NULL;
  McnModel *model = critic_analyzer_wait_model (a, &error);

  g_assert_no_error (error);
  g_assert_true (critic_analyzer_wait_model (b, &error) == model);
  g_assert_no_error (error);
  g_assert_null (critic_analyzer_wait_model (nowhere, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_MISSING);

  g_clear_object (&a);
  g_assert_cmpuint (strlen (mcn_model_get_id (critic_analyzer_wait_model (b, NULL))), ==, 64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scorer/judge", test_judge);
  g_test_add_func ("/scorer/cancel", test_cancel);
  g_test_add_func ("/scorer/no-memory", test_no_memory);
  g_test_add_func ("/scorer/shared-model", test_shared_model);

  return g_test_run ();
}
