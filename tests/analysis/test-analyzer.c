/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queues, merging, cancelling, shutting down. The fake engine's gate makes
 * every order certain: no test here depends on how fast anything is. */
#include "analysis-fixtures.h"
#include "critic-request.h"

typedef struct
{
  CriticFakeEngine *fake;
  CriticAnalyzer   *analyzer;
  CriticPhoto      *photo;
  Calls             calls;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->fake = critic_fake_engine_new (data);
  f->analyzer = fixture_analyzer (f->fake);
  f->photo = fixture_photo (100, 320, 213);
  calls_init (&f->calls, f->analyzer);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  CriticFakeCounts counts;

  g_assert_finalize_object (f->analyzer);
  calls_clear (&f->calls);
  critic_photo_unref (f->photo);
  critic_fake_engine_count (f->fake, &counts);
  g_assert_cmpint (counts.loads, ==, 1);
  g_assert_cmpint (counts.frees, ==, 1);
  g_assert_cmpint (counts.sessions, ==, counts.session_frees);
  g_assert_cmpint (counts.live_images, ==, 0);
  g_assert_cmpint (counts.live_words, ==, 0);
  critic_fake_engine_unref (f->fake);
}

static void
assert_order (Fixture *f, const char *const *names)
{
  g_assert_cmpuint (f->calls.order->len, ==, g_strv_length ((char **) names));
  for (guint i = 0; names[i] != NULL; i++)
    g_assert_cmpstr (f->calls.order->pdata[i], ==, names[i]);
}

static void
test_queue_order (Fixture *f, gconstpointer data)
{
  critic_fake_engine_hold (f->fake);
  calls_start (&f->calls, "1", f->photo, "lovely", FALSE, NULL);
  calls_start (&f->calls, "2", f->photo, "dull", FALSE, NULL);
  calls_start (&f->calls, "3", NULL, "nice light", FALSE, NULL);
  calls_start (&f->calls, "4", f->photo, NULL, FALSE, NULL);
  critic_fake_engine_await (f->fake, 1);
  critic_fake_engine_release (f->fake);
  calls_await (&f->calls, 4);
  assert_order (f, (const char *const[]) { "1", "2", "3", "4", NULL });
}

/* A live request is answered while the other lane is stuck. */
static void
test_live (Fixture *f, gconstpointer data)
{
  CriticFakeCounts counts;

  critic_fake_engine_hold (f->fake);
  calls_start (&f->calls, "slow", f->photo, NULL, FALSE, NULL);
  calls_start (&f->calls, "slow too", NULL, "dull", FALSE, NULL);
  critic_fake_engine_await (f->fake, 1);
  calls_start (&f->calls, "live", NULL, "lovely", TRUE, NULL);
  critic_fake_engine_await (f->fake, 2);        /* both lanes run at the same time */
  critic_fake_engine_count (f->fake, &counts);
  g_assert_cmpint (counts.sessions, ==, 2);
  critic_fake_engine_release (f->fake);
  calls_await (&f->calls, 3);
  g_assert_cmpuint (f->calls.n_ok, ==, 3);
}

static void
test_merge (Fixture *f, gconstpointer data)
{
  g_autoptr (CriticPhoto) twin = fixture_photo (100, 320, 213);
  CriticFakeCounts counts;

  critic_fake_engine_hold (f->fake);
  calls_start (&f->calls, "first", NULL, "blurry", FALSE, NULL);
  critic_fake_engine_await (f->fake, 1);

  /* Running: joined. Waiting: joined, also by an equal picture of other memory. */
  calls_start (&f->calls, "joins first", NULL, "blurry", FALSE, NULL);
  calls_start (&f->calls, "a", f->photo, "lovely", FALSE, NULL);
  calls_start (&f->calls, "b", f->photo, "dull", FALSE, NULL);
  calls_start (&f->calls, "joins a", twin, "lovely", FALSE, NULL);
  critic_fake_engine_release (f->fake);
  calls_await (&f->calls, 5);
  assert_order (f, (const char *const[]) { "first", "joins first", "a", "joins a", "b", NULL });

  /* 1 + 2 x (photograph alone, both) */
  critic_fake_engine_count (f->fake, &counts);
  g_assert_cmpint (counts.fusions, ==, 5);
}

static void
test_no_merge (Fixture *f, gconstpointer data)
{
  g_autoptr (CriticPhoto) other = fixture_photo (101, 320, 213);
  g_autoptr (CriticPhoto) larger = fixture_photo (100, 640, 426);
  const char *one[] = { "lovely. dull", NULL }, *two[] = { "lovely", "dull", NULL }, *none[] = { NULL };
  CriticRequest requests[] = {
    { .photo = f->photo, .critiques = one }, { .photo = f->photo, .critiques = two },
    { .photo = f->photo, .critiques = none }, { .photo = f->photo },
    { .photo = other, .critiques = one }, { .photo = larger, .critiques = one }, { .critiques = one },
    { .photo = f->photo, .critiques = one, .explain = MCN_EXPLAIN_ALL },
    { .photo = f->photo, .critiques = one, .live = TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (requests); j++)
      g_assert_cmpint (critic_request_equal (&requests[i], &requests[j]), ==, i == j);
}

/* One of two askers goes away: the run goes on for the other. */
static void
test_cancel_one_of_two (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  critic_fake_engine_hold (f->fake);
  calls_start (&f->calls, "stays", NULL, "lovely", FALSE, NULL);
  critic_fake_engine_await (f->fake, 1);
  calls_start (&f->calls, "goes", NULL, "lovely", FALSE, cancellable);
  g_cancellable_cancel (cancellable);
  g_assert_cmpuint (f->calls.order->len, ==, 0);        /* never from inside the cancelling */
  calls_await (&f->calls, 1);
  critic_fake_engine_release (f->fake);
  calls_await (&f->calls, 2);
  assert_order (f, (const char *const[]) { "goes", "stays", NULL });
  g_assert_cmpuint (f->calls.n_cancelled, ==, 1);
  g_assert_cmpuint (f->calls.n_ok, ==, 1);
}

/* All askers gone: the run stops by itself, at the gate, with nobody's help. */
static void
test_cancel_running (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) a = g_cancellable_new (), b = g_cancellable_new ();
  CriticFakeCounts counts;

  critic_fake_engine_hold (f->fake);
  calls_start (&f->calls, "a", NULL, "lovely", FALSE, a);
  critic_fake_engine_await (f->fake, 1);
  calls_start (&f->calls, "b", NULL, "lovely", FALSE, b);
  calls_start (&f->calls, "next", NULL, "dull", FALSE, NULL);
  g_cancellable_cancel (a);
  g_cancellable_cancel (b);

  /* Equal, but after the run was given up: a run of its own, behind "next". */
  calls_start (&f->calls, "c", NULL, "lovely", FALSE, NULL);
  calls_await (&f->calls, 2);
  g_assert_cmpuint (f->calls.n_cancelled, ==, 2);
  critic_fake_engine_release (f->fake);
  calls_await (&f->calls, 4);
  assert_order (f, (const char *const[]) { "a", "b", "next", "c", NULL });
  g_assert_cmpuint (f->calls.n_ok, ==, 2);
  critic_fake_engine_count (f->fake, &counts);
  g_assert_cmpint (counts.fusions, ==, 3);
}

/* Stale requests are dropped before they run. */
static void
test_cancel_waiting (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) cancellables = g_ptr_array_new_with_free_func (g_object_unref);
  CriticFakeCounts counts;

  critic_fake_engine_hold (f->fake);
  calls_start (&f->calls, "first", NULL, "nice", TRUE, NULL);
  critic_fake_engine_await (f->fake, 1);
  for (int i = 0; i < 50; i++)
    {
      g_autofree char *text = g_strdup_printf ("lovely %c%c", 'a' + i % 26, 'a' + i / 26);
      GCancellable *cancellable = g_cancellable_new ();

      g_ptr_array_add (cancellables, cancellable);
      calls_start (&f->calls, "stale", f->photo, text, TRUE, cancellable);
    }
  for (int i = 0; i < 49; i++)
    g_cancellable_cancel (cancellables->pdata[i]);
  critic_fake_engine_release (f->fake);
  calls_await (&f->calls, 51);
  g_assert_cmpuint (f->calls.n_ok, ==, 2);
  g_assert_cmpuint (f->calls.n_cancelled, ==, 49);
  critic_fake_engine_count (f->fake, &counts);
  g_assert_cmpint (counts.fusions, ==, 3);
}

static void
test_cancelled_before (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  CriticRequest request = { .photo = f->photo };
  g_autoptr (GError) error = NULL;
  CriticFakeCounts counts;

  g_cancellable_cancel (cancellable);
  calls_start (&f->calls, "never", f->photo, NULL, TRUE, cancellable);
  g_assert_cmpuint (f->calls.order->len, ==, 0);
  calls_await (&f->calls, 1);
  g_assert_cmpuint (f->calls.n_cancelled, ==, 1);

  g_assert_null (critic_analyzer_assess (f->analyzer, &request, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  critic_fake_engine_count (f->fake, &counts);
  g_assert_cmpint (counts.images, ==, 0);
}

/* A result that came, but was cancelled before it was looked at, is dropped:
 * nothing on screen belongs to another text than the one shown. */
static void
test_cancelled_after (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const char *critiques[] = { "lovely", NULL };
  CriticRequest request = { .critiques = critiques };
  g_autoptr (CriticAssessment) later = NULL;

  calls_start (&f->calls, "done", NULL, "lovely", FALSE, cancellable);
  later = critic_analyzer_assess (f->analyzer, &request, NULL, NULL);   /* the lane is past "done" */
  g_assert_nonnull (later);
  g_cancellable_cancel (cancellable);
  calls_await (&f->calls, 1);
  g_assert_cmpuint (f->calls.n_cancelled, ==, 1);
}

static void
test_shutdown_while_busy (Fixture *f, gconstpointer data)
{
  CriticRequest request = { .photo = f->photo };
  g_autoptr (GError) error = NULL;

  critic_fake_engine_hold (f->fake);
  calls_start (&f->calls, "running", f->photo, "lovely", FALSE, NULL);
  calls_start (&f->calls, "live", f->photo, "lovely", TRUE, NULL);
  critic_fake_engine_await (f->fake, 2);
  calls_start (&f->calls, "merged", f->photo, "lovely", FALSE, NULL);
  calls_start (&f->calls, "waiting", f->photo, "dull", FALSE, NULL);
  critic_analyzer_shutdown (f->analyzer);
  critic_analyzer_shutdown (f->analyzer);
  calls_start (&f->calls, "late", f->photo, "dull", FALSE, NULL);
  calls_await (&f->calls, 5);
  g_assert_cmpuint (f->calls.n_cancelled, ==, 5);
  g_assert_null (critic_analyzer_assess (f->analyzer, &request, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The last reference goes while requests are under way: the calls hold the
 * analyzer until each is answered. */
static void
test_unref_while_busy (void)
{
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  CriticAnalyzer *analyzer = fixture_analyzer (fake);
  CriticFakeCounts counts;
  gpointer weak = analyzer;
  Calls calls;

  g_object_add_weak_pointer (G_OBJECT (analyzer), &weak);
  calls_init (&calls, analyzer);
  critic_fake_engine_hold (fake);
  calls_start (&calls, "a", NULL, "lovely", FALSE, NULL);
  calls_start (&calls, "b", NULL, "dull", TRUE, NULL);
  critic_fake_engine_await (fake, 2);
  g_object_unref (analyzer);
  g_assert_nonnull (weak);
  critic_fake_engine_release (fake);
  calls_await (&calls, 2);
  g_assert_cmpuint (calls.n_ok, ==, 2);

  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
  critic_fake_engine_count (fake, &counts);
  g_assert_cmpint (counts.frees, ==, 1);
  calls_clear (&calls);
}

static void
test_dispose_while_busy (Fixture *f, gconstpointer data)
{
  critic_fake_engine_hold (f->fake);
  calls_start (&f->calls, "a", f->photo, "lovely", FALSE, NULL);
  critic_fake_engine_await (f->fake, 1);
  g_object_run_dispose (G_OBJECT (f->analyzer));
  calls_await (&f->calls, 1);
  g_assert_cmpuint (f->calls.n_cancelled, ==, 1);
}

/* Requests and their cancelling while the model is still being loaded. */
static void
test_before_loaded (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  calls_start (&f->calls, "waits", f->photo, NULL, FALSE, NULL);
  calls_start (&f->calls, "goes", f->photo, "lovely", FALSE, cancellable);
  g_cancellable_cancel (cancellable);
  calls_await (&f->calls, 2);
  g_assert_cmpuint (f->calls.n_ok, ==, 1);
  g_assert_cmpuint (f->calls.n_cancelled, ==, 1);
}

static void
test_shutdown_before_loaded (Fixture *f, gconstpointer data)
{
  calls_start (&f->calls, "a", f->photo, NULL, FALSE, NULL);
  critic_analyzer_shutdown (f->analyzer);
  calls_await (&f->calls, 1);
  g_assert_cmpuint (f->calls.n_cancelled, ==, 1);
}

static void
test_load_error (void)
{
  static const CriticFakeOptions options = { .load_ms = 5, .fail_load = TRUE };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (&options);
  CriticAnalyzer *analyzer = fixture_analyzer (fake);
  g_autoptr (GError) error = NULL;
  Calls calls;

  calls_init (&calls, analyzer);
  calls_start (&calls, "early", NULL, "lovely", TRUE, NULL);
  g_assert_null (critic_analyzer_wait_model (analyzer, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_MISSING);
  calls_start (&calls, "late", NULL, "lovely", TRUE, NULL);
  calls_await (&calls, 2);
  g_assert_cmpuint (calls.n_failed, ==, 2);
  g_assert_finalize_object (analyzer);
  calls_clear (&calls);
}

/* Answers come to the context in which they were asked for. */
static gpointer
ask_from_a_thread (gpointer data)
{
  Fixture *f = data;
  GMainContext *context = g_main_context_new ();
  Calls calls;

  g_main_context_push_thread_default (context);
  calls_init (&calls, f->analyzer);
  for (int i = 0; i < 20; i++)
    calls_start (&calls, "x", f->photo, i % 2 != 0 ? "lovely" : "dull", i % 3 == 0, NULL);
  calls_await (&calls, 20);
  g_assert_cmpuint (calls.n_ok, ==, 20);
  calls_clear (&calls);
  g_main_context_pop_thread_default (context);
  g_main_context_unref (context);

  return NULL;
}

static void
test_contexts (Fixture *f, gconstpointer data)
{
  GThread *threads[3];

  for (int i = 0; i < 3; i++)
    threads[i] = g_thread_new ("asker", ask_from_a_thread, f);
  calls_start (&f->calls, "main", f->photo, "nice", FALSE, NULL);
  calls_await (&f->calls, 1);
  for (int i = 0; i < 3; i++)
    g_thread_join (threads[i]);
}

/* What the caller does with its texts after the call does not matter. */
static void
test_frozen (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) critiques = g_strsplit ("lovely|light", "|", -1);
  CriticRequest request = { .critiques = (const char *const *) critiques, .live = TRUE };
  g_autoptr (CriticAssessment) expected = critic_analyzer_assess (f->analyzer, &request, NULL, NULL);
  char text[] = "lovely light";

  critic_fake_engine_hold (f->fake);
  calls_start (&f->calls, "first", NULL, "dull", TRUE, NULL);
  critic_fake_engine_await (f->fake, 1);
  calls_start (&f->calls, "frozen", NULL, text, TRUE, NULL);
  memset (text, 'x', strlen (text));
  critic_fake_engine_release (f->fake);
  calls_await (&f->calls, 2);
  g_assert_cmpfloat_with_epsilon (f->calls.score, critic_assessment_get_judgement (expected)->score, 1e-6);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  static const CriticFakeOptions slow_load = { .load_ms = 20 };

  g_test_init (&argc, &argv, NULL);
  ADD ("/analyzer/queue-order", test_queue_order);
  ADD ("/analyzer/live", test_live);
  ADD ("/analyzer/merge", test_merge);
  ADD ("/analyzer/no-merge", test_no_merge);
  ADD ("/analyzer/cancel/one-of-two", test_cancel_one_of_two);
  ADD ("/analyzer/cancel/running", test_cancel_running);
  ADD ("/analyzer/cancel/waiting", test_cancel_waiting);
  ADD ("/analyzer/cancel/before", test_cancelled_before);
  ADD ("/analyzer/cancel/after", test_cancelled_after);
  ADD ("/analyzer/shutdown/busy", test_shutdown_while_busy);
  g_test_add_func ("/analyzer/shutdown/unref", test_unref_while_busy);
  ADD ("/analyzer/shutdown/dispose", test_dispose_while_busy);
  g_test_add ("/analyzer/load/waits", Fixture, &slow_load, set_up, test_before_loaded, tear_down);
  g_test_add ("/analyzer/load/shutdown", Fixture, &slow_load, set_up, test_shutdown_before_loaded, tear_down);
  g_test_add_func ("/analyzer/load/error", test_load_error);
  ADD ("/analyzer/contexts", test_contexts);
  ADD ("/analyzer/frozen", test_frozen);
  return g_test_run ();
}
