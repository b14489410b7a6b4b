/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Evidence on its way: asked for, kept, said. */
#include "analysis-fixtures.h"

#include "critic-assessment-json.h"
#include "critic-request.h"

#include <string.h>

static CriticAssessment *
assess (CriticAnalyzer *analyzer, CriticPhoto *photo, const char *critique, gboolean evidence, gboolean live)
{
  const char *const critiques[] = { critique, NULL };
  const CriticRequest request = { .photo = photo, .critiques = critique != NULL ? critiques : NULL, .evidence = evidence, .live = live };
  g_autoptr (GError) error = NULL;
  CriticAssessment *assessment = critic_analyzer_assess (analyzer, &request, NULL, &error);

  g_assert_no_error (error);
  return assessment;
}

static void
test_asked (void)
{
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticAnalyzer) analyzer = fixture_analyzer (fake);
  g_autoptr (CriticPhoto) photo = fixture_photo (90, 640, 480);
  g_autoptr (CriticAssessment) without = assess (analyzer, photo, "Lovely.", FALSE, FALSE);
  g_autoptr (CriticAssessment) with = assess (analyzer, photo, "Lovely.", TRUE, FALSE);
  g_autoptr (CriticAssessment) words = assess (analyzer, NULL, "Lovely.", TRUE, FALSE);

  g_assert_null (critic_assessment_get_evidence (without));
  g_assert_nonnull (critic_assessment_get_evidence (with));
  g_assert_null (critic_assessment_get_evidence (words));

  /* It moves no score. */
  g_assert_cmpfloat (critic_assessment_get_judgement (without)->score, ==, critic_assessment_get_judgement (with)->score);
}

/* Measured once for a photograph's content, whichever worker asks. */
static void
test_kept (void)
{
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticAnalyzer) analyzer = fixture_analyzer (fake);
  g_autoptr (CriticPhoto) photo = fixture_photo (90, 640, 480), twin = fixture_photo (90, 640, 480), other = fixture_photo (91, 640, 480);
  g_autoptr (CriticAssessment) first = assess (analyzer, photo, NULL, TRUE, FALSE);
  g_autoptr (CriticAssessment) again = assess (analyzer, twin, "Lovely.", TRUE, TRUE);
  g_autoptr (CriticAssessment) another = assess (analyzer, other, NULL, TRUE, FALSE);
  g_autoptr (CriticEvidence) held = critic_evidence_ref (critic_assessment_get_evidence (first));

  g_assert_true (critic_assessment_get_evidence (again) == held);
  g_assert_true (critic_assessment_get_evidence (another) != held);

  /* It outlives the assessment it came with. */
  g_clear_object (&first);
  g_assert_cmpfloat (critic_evidence_get_grain (held)->flat, >, 0.5);
}

static void
test_request (void)
{
  g_autoptr (CriticPhoto) photo = fixture_photo (90, 64, 48);
  const CriticRequest plain = { .photo = photo }, asks = { .photo = photo, .evidence = TRUE };
  g_autoptr (CriticRequest) copy = critic_request_copy (&asks);

  g_assert_true (copy->evidence);
  g_assert_true (critic_request_equal (copy, &asks));
  g_assert_false (critic_request_equal (&plain, &asks));
}

static void
test_json (void)
{
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticAnalyzer) analyzer = fixture_analyzer (fake);
  g_autoptr (CriticPhoto) photo = fixture_photo (90, 640, 480);

  for (int k = 0; k < 2; k++)
    {
      g_autoptr (CriticAssessment) assessment = assess (analyzer, photo, NULL, k == 1, FALSE);
      g_autoptr (CriticJsonWriter) writer = critic_json_writer_new (FALSE);
      g_autofree char *text = NULL;

      critic_json_writer_begin_object (writer);
      critic_assessment_write_json (assessment, writer);
      critic_json_writer_end_object (writer);
      text = critic_json_writer_take (writer);
      g_assert_cmpint (strstr (text, "\"evidence\":") != NULL, ==, k == 1);
      for (int i = 0; i < MCN_N_STYLES && k == 1; i++)
        {
          g_autofree char *member = g_strdup_printf ("\"%s\": {\"strength\": ", mcn_style_info (i)->id);

          g_assert_cmpint (strstr (text, member) != NULL, ==, critic_evidence_is_measured (i));
        }
    }
}

static void
test_cancelled (void)
{
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticAnalyzer) analyzer = fixture_analyzer (fake);
  g_autoptr (CriticPhoto) photo = fixture_photo (90, 640, 480);
  const CriticRequest request = { .photo = photo, .evidence = TRUE };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (critic_analyzer_assess (analyzer, &request, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/analysis/evidence/asked", test_asked);
  g_test_add_func ("/analysis/evidence/kept", test_kept);
  g_test_add_func ("/analysis/evidence/request", test_request);
  g_test_add_func ("/analysis/evidence/json", test_json);
  g_test_add_func ("/analysis/evidence/cancelled", test_cancelled);

  return g_test_run ();
}
