/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Some hundreds of quick rounds in which everything happens at once; for
 * sanitizers (-Db_sanitize=thread) to look at. What is checked: every call is
 * answered once, nothing is lost, nothing leaks. */
#include "analysis-fixtures.h"

#define ROUNDS 150

static gpointer
cancel_soon (gpointer data)
{
  for (guint i = GPOINTER_TO_UINT (g_object_get_data (data, "spin")); i > 0; i--)
    g_thread_yield ();
  g_cancellable_cancel (data);
  g_object_unref (data);

  return NULL;
}

static GThread *
start_canceller (GCancellable *cancellable, guint spin)
{
  g_object_set_data (G_OBJECT (cancellable), "spin", GUINT_TO_POINTER (spin));
  return g_thread_new ("canceller", cancel_soon, g_object_ref (cancellable));
}

/* Cancelling from another thread, at every moment of a call's life. */
static void
test_cancel (void)
{
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  CriticAnalyzer *analyzer = fixture_analyzer (fake);
  g_autoptr (CriticPhoto) photo = fixture_photo (100, 64, 64);
  CriticFakeCounts counts;
  Calls calls;

  calls_init (&calls, analyzer);
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (GCancellable) shared = g_cancellable_new (), own = g_cancellable_new ();
      GThread *threads[2];

      threads[0] = start_canceller (shared, i % 17);
      calls_start (&calls, "a", photo, "lovely", i % 2, shared);
      calls_start (&calls, "b", photo, "lovely", i % 2, shared);
      threads[1] = start_canceller (own, i % 29);
      calls_start (&calls, "c", photo, "lovely", i % 2, own);
      calls_start (&calls, "d", photo, "dull", i % 2, NULL);
      calls_await (&calls, 4 * (i + 1));
      g_thread_join (threads[0]);
      g_thread_join (threads[1]);
    }
  g_assert_cmpuint (calls.n_failed, ==, 0);
  g_assert_cmpuint (calls.n_ok, >=, ROUNDS);
  g_assert_cmpuint (calls.n_ok + calls.n_cancelled, ==, 4 * ROUNDS);

  g_assert_finalize_object (analyzer);
  critic_fake_engine_count (fake, &counts);
  g_assert_cmpint (counts.live_images + counts.live_words, ==, 0);
  calls_clear (&calls);
}

/* Shutting down at every moment of a run. */
static void
test_shutdown (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
      CriticAnalyzer *analyzer = fixture_analyzer (fake);
      g_autoptr (CriticPhoto) photo = fixture_photo (100, 64, 64);
      CriticFakeCounts counts;
      Calls calls;

      calls_init (&calls, analyzer);
      for (int k = 0; k < 6; k++)
        calls_start (&calls, "x", photo, k % 3 != 0 ? "lovely" : "dull", k % 2, NULL);
      for (guint k = i % 31; k > 0; k--)
        g_thread_yield ();
      critic_analyzer_shutdown (analyzer);
      calls_await (&calls, 6);
      g_assert_cmpuint (calls.n_ok + calls.n_cancelled, ==, 6);
      g_assert_finalize_object (analyzer);
      critic_fake_engine_count (fake, &counts);
      g_assert_cmpint (counts.live_images + counts.live_words, ==, 0);
      calls_clear (&calls);
    }
}

typedef struct
{
  CriticAnalyzer *analyzer;
  CriticPhoto    *photo;
  guint           number;
} Asker;

static gpointer
ask (gpointer data)
{
  Asker *asker = data;

  for (guint i = 0; i < ROUNDS; i++)
    {
      const char *critiques[] = { (i + asker->number) % 2 != 0 ? "lovely" : "dull. nice light", NULL };
      CriticRequest request = { .photo = asker->photo, .critiques = critiques, .live = i % 3 == 0, .explain = i % 2 != 0 ? MCN_EXPLAIN_ALL : 0 };
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (CriticAssessment) assessment = NULL;
      GThread *canceller = i % 4 == 0 ? start_canceller (cancellable, i % 13) : NULL;

      assessment = critic_analyzer_assess (asker->analyzer, &request, cancellable, &error);
      if (assessment == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true (assessment != NULL || canceller != NULL);
      g_clear_pointer (&canceller, g_thread_join);
    }

  return NULL;
}

/* The synchronous twin from several threads at once. */
static void
test_threads (void)
{
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  CriticAnalyzer *analyzer = fixture_analyzer (fake);
  g_autoptr (CriticPhoto) photo = fixture_photo (100, 64, 64);
  Asker askers[4];
  GThread *threads[4];

  for (guint i = 0; i < 4; i++)
    {
      askers[i] = (Asker) { analyzer, photo, i };
      threads[i] = g_thread_new ("asker", ask, &askers[i]);
    }
  for (guint i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  g_assert_finalize_object (analyzer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analyzer/races/cancel", test_cancel);
  g_test_add_func ("/analyzer/races/shutdown", test_shutdown);
  g_test_add_func ("/analyzer/races/threads", test_threads);
  return g_test_run ();
}
