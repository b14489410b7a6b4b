/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Does the hottest region matter more than any other? And what empty words do. */
#include "analysis-fixtures.h"

#include "critic-assessment-json.h"
#include "critic-request.h"

#include <math.h>
#include <string.h>

#define WIDTH  320
#define HEIGHT 224
#define COLUMNS (WIDTH / 32)
#define ROWS    (HEIGHT / 32)

/* A score that lives in one region: how far its pixels differ from one another. */
typedef struct
{
  guint column, row;
  guint calls;
  guint fails_at;       /* 0: never */
} Place;

static gboolean
score_place (const CriticNetworkPicture *picture, gdouble *score, gpointer data, GError **error)
{
  Place *place = data;
  gdouble sum = 0, squares = 0;

  if (++place->calls == place->fails_at)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Enough.");
      return FALSE;
    }

  for (guint y = 32 * place->row; y < 32 * place->row + 32; y++)
    for (guint x = 32 * place->column; x < 32 * place->column + 32; x++)
      {
        gdouble v = picture->rgb[3 * (y * picture->width + x)] / 255.0;

        sum += v;
        squares += v * v;
      }
  *score = 5.0 + sqrt (MAX (0.0, squares / 1024 - sum / 1024 * (sum / 1024)));
  return TRUE;
}

/* Noise everywhere: a blur takes it away. */
static CriticNetworkPicture *
new_picture (guint width, guint height)
{
  CriticNetworkPicture *picture = g_new0 (CriticNetworkPicture, 1);
  guint32 state = 1;

  picture->width = width;
  picture->height = height;
  picture->rgb = g_malloc ((gsize) width * height * 3);
  for (gsize i = 0; i < (gsize) width * height * 3; i++)
    picture->rgb[i] = (state = state * 1664525u + 1013904223u) >> 24;

  return picture;
}

static void
test_right (void)
{
  g_autoptr (CriticNetworkPicture) picture = new_picture (WIDTH, HEIGHT);
  g_autofree guint8 *before = g_memdup2 (picture->rgb, WIDTH * HEIGHT * 3);
  gfloat effects[COLUMNS * ROWS] = { 0 };
  g_autoptr (GError) error = NULL;
  Place place = { 7, 2 };
  CriticHeatCheck check, again;
  g_autofree char *said = NULL;
  gdouble score;

  score_place (picture, &score, &place, NULL);
  effects[2 * COLUMNS + 7] = 0.4f;
  effects[3] = -0.2f;
  place.calls = 0;
  g_assert_true (critic_heat_check_run (&check, picture, effects, COLUMNS, ROWS, score, 42, score_place, &place, &error));
  g_assert_no_error (error);

  g_assert_cmpuint (place.calls, ==, 1 + CRITIC_HEAT_CHECK_RANDOM);
  g_assert_cmpuint (check.column, ==, 7);
  g_assert_cmpuint (check.row, ==, 2);
  g_assert_cmpfloat (check.change, <, -0.2);
  g_assert_cmpfloat (fabs (check.mean), <, 0.05);
  g_assert_true (check.explains);
  said = critic_heat_check_say (&check);
  g_assert_nonnull (strstr (said, "20 random regions"));
  g_assert_null (strstr (said, "does not explain"));

  /* The photograph is as it was, and the same seed says the same. */
  g_assert_cmpmem (picture->rgb, WIDTH * HEIGHT * 3, before, WIDTH * HEIGHT * 3);
  g_assert_true (critic_heat_check_run (&again, picture, effects, COLUMNS, ROWS, score, 42, score_place, &place, &error));
  g_assert_cmpfloat (again.mean, ==, check.mean);
  g_assert_cmpfloat (again.spread, ==, check.spread);
}

/* The map names another place, or the wrong direction. */
static void
test_wrong (void)
{
  static const struct { guint region; gfloat effect; } maps[] = { { 3, 0.4f }, { 2 * COLUMNS + 7, -0.4f }, { 0, 0.0f } };
  g_autoptr (CriticNetworkPicture) picture = new_picture (WIDTH, HEIGHT);
  Place place = { 7, 2 };
  gdouble score;

  score_place (picture, &score, &place, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      gfloat effects[COLUMNS * ROWS] = { 0 };
      g_autofree char *said = NULL;
      CriticHeatCheck check;

      effects[maps[i].region] = maps[i].effect;
      g_assert_true (critic_heat_check_run (&check, picture, effects, COLUMNS, ROWS, score, 7, score_place, &place, NULL));
      g_assert_false (check.explains);
      said = critic_heat_check_say (&check);
      g_assert_true (g_str_has_suffix (said, "The map does not explain this score."));
    }
}

/* Small pictures have no room for other regions; it ends all the same. */
static void
test_small (void)
{
  g_autoptr (CriticNetworkPicture) picture = new_picture (64, 64);
  const gfloat one[] = { 0.1f }, four[] = { 0.1f, 0.2f, -0.3f, 0.0f };
  Place place = { 0, 0 };
  CriticHeatCheck check;

  g_assert_true (critic_heat_check_run (&check, picture, one, 1, 1, 5.0, 1, score_place, &place, NULL));
  g_assert_cmpfloat (check.spread, <, 1e-6);
  g_assert_false (check.explains);
  g_assert_true (critic_heat_check_run (&check, picture, four, 2, 2, 5.0, 1, score_place, &place, NULL));
  g_assert_cmpuint (check.row, ==, 1);
  g_assert_cmpuint (check.column, ==, 0);
}

static void
test_fails (void)
{
  g_autoptr (CriticNetworkPicture) picture = new_picture (WIDTH, HEIGHT);
  gfloat effects[COLUMNS * ROWS] = { 1.0f };

  for (guint at = 1; at <= 1 + CRITIC_HEAT_CHECK_RANDOM; at += 10)
    {
      g_autoptr (GError) error = NULL;
      Place place = { .fails_at = at };
      CriticHeatCheck check;

      g_assert_false (critic_heat_check_run (&check, picture, effects, COLUMNS, ROWS, 5.0, 1, score_place, &place, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (place.calls, ==, at);
    }
}

static CriticAssessment *
assess (CriticAnalyzer *analyzer, const CriticRequest *request)
{
  g_autoptr (GError) error = NULL;
  CriticAssessment *assessment = critic_analyzer_assess (analyzer, request, NULL, &error);

  g_assert_no_error (error);
  return assessment;
}

/* Asked for and not, with cached regions and without, with the real graph. */
static void
test_request (gconstpointer data)
{
  gboolean real = GPOINTER_TO_INT (data);
  const char *const critiques[] = { "Lovely light.", NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticAnalyzer) analyzer =
    real ? critic_analyzer_new (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), 1) : fixture_analyzer (fake);
  g_autoptr (CriticPhoto) photo = fixture_photo (90, 640, 480);
  const CriticRequest plain = { .photo = photo, .critiques = critiques };
  const CriticRequest asks = { .photo = photo, .critiques = critiques, .praise = TRUE, .check_heat = TRUE };
  const CriticRequest words = { .critiques = critiques, .praise = TRUE, .check_heat = TRUE };
  g_autoptr (CriticAssessment) first = assess (analyzer, &asks);
  g_autoptr (CriticAssessment) again = assess (analyzer, &asks);
  g_autoptr (CriticAssessment) without = assess (analyzer, &plain);
  g_autoptr (CriticAssessment) alone = assess (analyzer, &words);
  const CriticHeatCheck *check = critic_assessment_get_heat_check (first);
  const CriticPraise *praise = critic_assessment_get_praise (first);
  gsize n;

  g_assert_nonnull (check);
  g_assert_cmpuint (check->n, ==, CRITIC_HEAT_CHECK_RANDOM);
  g_assert_cmpfloat (critic_assessment_get_heat_check (again)->mean, ==, check->mean);
  g_assert_cmpfloat (critic_assessment_get_heat_check (again)->change, ==, check->change);
  g_assert_nonnull (praise);
  g_assert_cmpfloat (praise->good, >=, 1);
  g_assert_cmpfloat (praise->bad, >=, 1);
  g_assert_nonnull (critic_assessment_get_features (first, &n));
  g_assert_cmpuint (n, >, 0);

  /* It moves no score, and belongs to photographs. */
  g_assert_cmpfloat (critic_assessment_get_judgement (first)->score, ==, critic_assessment_get_judgement (without)->score);
  g_assert_null (critic_assessment_get_heat_check (without));
  g_assert_null (critic_assessment_get_praise (without));
  g_assert_null (critic_assessment_get_heat_check (alone));
  g_assert_null (critic_assessment_get_praise (alone));
  g_assert_null (critic_assessment_get_features (alone, &n));
  g_assert_cmpuint (n, ==, 0);
}

/* What the words do is what they would do as the only critique. */
static void
test_praise (void)
{
  g_autoptr (CriticAnalyzer) analyzer = critic_analyzer_new (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), 1);
  g_autoptr (CriticPhoto) photo = fixture_photo (90, 640, 480);
  const char *const critiques[] = { "The sky is empty.", NULL };
  const char *const good[] = { CRITIC_PRAISE_GOOD, NULL }, *const bad[] = { CRITIC_PRAISE_BAD, NULL };
  g_autoptr (CriticAssessment) both = assess (analyzer, &(CriticRequest) { .photo = photo, .critiques = critiques, .praise = TRUE });
  g_autoptr (CriticAssessment) with_good = assess (analyzer, &(CriticRequest) { .photo = photo, .critiques = good });
  g_autoptr (CriticAssessment) with_bad = assess (analyzer, &(CriticRequest) { .photo = photo, .critiques = bad });

  g_assert_cmpfloat (critic_assessment_get_praise (both)->good, ==, critic_assessment_get_judgement (with_good)->score);
  g_assert_cmpfloat (critic_assessment_get_praise (both)->bad, ==, critic_assessment_get_judgement (with_bad)->score);
}

static void
test_equal (void)
{
  g_autoptr (CriticPhoto) photo = fixture_photo (90, 64, 48);
  const CriticRequest plain = { .photo = photo }, checks = { .photo = photo, .check_heat = TRUE },
                      praises = { .photo = photo, .praise = TRUE };
  g_autoptr (CriticRequest) copy = critic_request_copy (&checks), other = critic_request_copy (&praises);

  g_assert_true (critic_request_equal (copy, &checks));
  g_assert_true (critic_request_equal (other, &praises));
  g_assert_false (critic_request_equal (&plain, &checks));
  g_assert_false (critic_request_equal (&plain, &praises));
}

static void
test_json (void)
{
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticAnalyzer) analyzer = fixture_analyzer (fake);
  g_autoptr (CriticPhoto) photo = fixture_photo (90, 640, 480);
  g_autoptr (CriticAssessment) assessment =
    assess (analyzer, &(CriticRequest) { .photo = photo, .praise = TRUE, .check_heat = TRUE });
  g_autoptr (CriticJsonWriter) writer = critic_json_writer_new (FALSE);
  g_autofree char *text = NULL;

  critic_json_writer_begin_object (writer);
  critic_assessment_write_json (assessment, writer);
  critic_json_writer_end_object (writer);
  text = critic_json_writer_take (writer);
  g_assert_nonnull (strstr (text, "\"random_regions\": 20"));
  g_assert_nonnull (strstr (text, "\"good_photo\": "));
}

static gpointer
cancel_thread (gpointer data)
{
  g_usleep (30000);
  g_cancellable_cancel (data);
  return NULL;
}

/* In the midst of twenty pictures; nothing is left behind. */
static void
test_cancelled (void)
{
  const CriticFakeOptions options = { .image_ms = 20 };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (&options);
  g_autoptr (CriticAnalyzer) analyzer = fixture_analyzer (fake);
  g_autoptr (CriticPhoto) photo = fixture_photo (90, 640, 480);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);
  CriticFakeCounts counts;

  g_assert_null (critic_analyzer_assess (analyzer, &(CriticRequest) { .photo = photo, .check_heat = TRUE }, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);

  critic_analyzer_shutdown (analyzer);
  g_clear_object (&analyzer);
  critic_fake_engine_count (fake, &counts);
  g_assert_cmpint (counts.images, <, 1 + CRITIC_HEAT_CHECK_RANDOM);
  g_assert_cmpint (counts.live_images, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/analysis/heat-check/right", test_right);
  g_test_add_func ("/analysis/heat-check/wrong", test_wrong);
  g_test_add_func ("/analysis/heat-check/small", test_small);
  g_test_add_func ("/analysis/heat-check/fails", test_fails);
  g_test_add_data_func ("/analysis/heat-check/request", GINT_TO_POINTER (FALSE), test_request);
  g_test_add_data_func ("/analysis/heat-check/real-graph", GINT_TO_POINTER (TRUE), test_request);
  g_test_add_func ("/analysis/heat-check/praise", test_praise);
  g_test_add_func ("/analysis/heat-check/equal", test_equal);
  g_test_add_func ("/analysis/heat-check/json", test_json);
  g_test_add_func ("/analysis/heat-check/cancelled", test_cancelled);

  return g_test_run ();
}
