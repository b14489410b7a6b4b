/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-journal.h"
#include "pass-fixtures.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* First pass, second pass, one file changed. */
static void
test_passes (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 2);
  CriticPassProgress progress;

  scratch_init (&scratch);
  make_photos (&scratch, 9);
  scratch_write (&scratch, "f0/broken.jpg", "no photograph");
  scratch_write (&scratch, "f0/notes.txt", "no photograph");
  g_assert_cmpint (critic_pass_get_state (pass), ==, CRITIC_PASS_READY);

  g_assert_cmpint (run_pass (pass, &scratch), ==, CRITIC_PASS_FINISHED);
  g_assert_no_error (critic_pass_get_error (pass));
  assert_progress (pass, 10, 0, 9, 1);
  critic_pass_get_progress (pass, &progress);
  g_assert_true (g_str_has_prefix (progress.current, scratch.path));
  g_assert_cmpfloat (progress.seconds_left, ==, 0.0);
  g_assert_cmpint (count_images (fake), ==, 9);
  g_assert_cmpstr (state_of (library, &scratch, "f1/001.jpg"), ==, "done");
  g_assert_cmpstr (state_of (library, &scratch, "f0/broken.jpg"), ==, "failed");
  g_assert_cmpstr (state_of (library, &scratch, "f0/notes.txt"), ==, "unknown");

  g_assert_cmpint (run_pass (pass, &scratch), ==, CRITIC_PASS_FINISHED);
  assert_progress (pass, 10, 10, 0, 0);
  g_assert_cmpint (count_images (fake), ==, 9);

  scratch_jpeg (&scratch, "f1/001.jpg", 1000, 90, 90);
  g_assert_cmpint (run_pass (pass, &scratch), ==, CRITIC_PASS_FINISHED);
  assert_progress (pass, 10, 9, 1, 0);
  g_assert_cmpint (count_images (fake), ==, 10);
}

static void
test_pause (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 2);
  gint seen;

  scratch_init (&scratch);
  make_photos (&scratch, 30);
  critic_fake_engine_hold (fake);
  critic_pass_start (pass, (const char *const[]) { scratch.path, NULL }, TRUE);
  critic_fake_engine_await (fake, 2);
  critic_pass_pause (pass);
  g_assert_cmpint (critic_pass_get_state (pass), ==, CRITIC_PASS_PAUSED);
  seen = count_images (fake);
  critic_fake_engine_release (fake);
  g_usleep (20000);         /* time to go wrong in; nothing is waited for */
  g_assert_cmpint (count_images (fake), ==, seen);

  critic_pass_resume (pass);
  g_assert_cmpint (critic_pass_wait (pass), ==, CRITIC_PASS_FINISHED);
  assert_progress (pass, 30, 0, 30, 0);
  g_assert_cmpint (count_images (fake), ==, 30);
}

/* What was finished before is kept; the second pass does the rest. */
static void
test_cancel (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 2);
  CriticPassProgress progress;
  guint64 first;

  scratch_init (&scratch);
  make_photos (&scratch, 40);
  critic_pass_start (pass, (const char *const[]) { scratch.path, NULL }, TRUE);
  do
    {
      g_thread_yield ();
      critic_pass_get_progress (pass, &progress);
    }
  while (progress.done < 5);
  critic_pass_cancel (pass);
  g_assert_cmpint (critic_pass_wait (pass), !=, CRITIC_PASS_FAILED);
  critic_pass_get_progress (pass, &progress);
  first = progress.done;

  g_assert_cmpint (run_pass (pass, &scratch), ==, CRITIC_PASS_FINISHED);
  assert_progress (pass, 40, first, 40 - first, 0);
}

/* Cancelled at once, and freed while it works: nothing hangs. */
static void
test_drop (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  CriticFakeCounts counts;

  scratch_init (&scratch);
  make_photos (&scratch, 20);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (CriticPass) pass = fake_pass (library, fake, 1 + i % 3);

      critic_pass_start (pass, (const char *const[]) { scratch.path, NULL }, TRUE);
      if (i % 4 == 1)
        critic_pass_pause (pass);
      g_usleep (i * 100);
      if (i % 2 == 0)
        {
          critic_pass_cancel (pass);
          g_assert_cmpint (critic_pass_wait (pass), !=, CRITIC_PASS_FAILED);
        }
    }
  critic_fake_engine_count (fake, &counts);
  g_assert_cmpint (counts.live_images, ==, 0);
  g_assert_cmpint (counts.frees, ==, counts.loads);
}

static void
test_retry (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 1);
  g_autofree char *a = NULL, *b = NULL;
  gboolean was_root;

  scratch_init (&scratch);
  make_photos (&scratch, 6);
  scratch_write (&scratch, "broken.jpg", "no photograph");
  a = scratch_path (&scratch, "f0/000.jpg");
  b = scratch_path (&scratch, "f0/003.jpg");
  g_assert_cmpint (chmod (a, 0), ==, 0);
  g_assert_cmpint (chmod (b, 0), ==, 0);
  was_root = be_nobody ();
  run_pass (pass, &scratch);
  assert_progress (pass, 7, 0, 4, 3);
  g_assert_cmpstr (state_of (library, &scratch, "f0/000.jpg"), ==, "failed");

  be_root (was_root);
  g_assert_cmpint (chmod (a, 0644), ==, 0);
  g_assert_cmpint (chmod (b, 0644), ==, 0);
  was_root = be_nobody ();
  run_pass (pass, &scratch);
  assert_progress (pass, 7, 7, 0, 0);       /* nothing about the files has changed */

  critic_pass_retry (pass, (const char *const[]) { a, NULL });
  g_assert_cmpint (critic_pass_wait (pass), ==, CRITIC_PASS_FINISHED);
  assert_progress (pass, 1, 0, 1, 0);
  g_assert_cmpstr (state_of (library, &scratch, "f0/000.jpg"), ==, "done");
  g_assert_cmpstr (state_of (library, &scratch, "f0/003.jpg"), ==, "failed");

  critic_pass_retry (pass, NULL);
  g_assert_cmpint (critic_pass_wait (pass), ==, CRITIC_PASS_FINISHED);
  assert_progress (pass, 2, 0, 1, 1);
  g_assert_cmpstr (state_of (library, &scratch, "f0/003.jpg"), ==, "done");
  g_assert_cmpstr (state_of (library, &scratch, "broken.jpg"), ==, "failed");
  g_assert_cmpint (count_images (fake), ==, 6);
  be_root (was_root);
}

/* While a pass runs, a retry is done in between. */
static void
test_retry_running (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 1);

  scratch_init (&scratch);
  scratch_write (&scratch, "a/broken.jpg", "no photograph");
  run_pass (pass, &scratch);
  make_photos (&scratch, 12);
  critic_fake_engine_hold (fake);
  critic_pass_start (pass, (const char *const[]) { scratch.path, NULL }, TRUE);
  critic_fake_engine_await (fake, 1);
  critic_pass_retry (pass, NULL);
  critic_fake_engine_release (fake);
  g_assert_cmpint (critic_pass_wait (pass), ==, CRITIC_PASS_FINISHED);
  assert_progress (pass, 14, 1, 12, 1);
}

/* What can go wrong with files and folders ends in rows, never in the pass. */
static void
test_bad_rows (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = tiny_pass (library, 2);
  g_autofree char *closed = NULL, *dark = NULL, *loop = NULL, *path = NULL;
  g_autoptr (CriticRow) row = NULL;
  gboolean was_root;

  scratch_init (&scratch);
  make_photos (&scratch, 2);
  scratch_jpeg (&scratch, "new\nline \xff\xfe.jpg", 50, 90, 90);
  scratch_write (&scratch, "empty.jpg", NULL);
  scratch_jpeg (&scratch, "closed/in.jpg", 51, 90, 90);
  scratch_jpeg (&scratch, "dark.jpg", 52, 90, 90);
  closed = scratch_path (&scratch, "closed");
  dark = scratch_path (&scratch, "dark.jpg");
  loop = scratch_path (&scratch, "f0/loop");
  g_assert_cmpint (symlink ("..", loop), ==, 0);
  g_assert_cmpint (chmod (closed, 0), ==, 0);
  g_assert_cmpint (chmod (dark, 0), ==, 0);
  g_assert_cmpint (chmod (scratch.path, 0555), ==, 0);      /* read-only: nothing is written beside photographs */

  was_root = be_nobody ();
  g_assert_cmpint (run_pass (pass, &scratch), ==, CRITIC_PASS_FINISHED);
  be_root (was_root);

  assert_progress (pass, 6, 0, 3, 3);
  g_assert_cmpstr (state_of (library, &scratch, "f0/000.jpg"), ==, "done");
  g_assert_cmpstr (state_of (library, &scratch, "new\nline \xff\xfe.jpg"), ==, "done");
  g_assert_cmpstr (state_of (library, &scratch, "empty.jpg"), ==, "failed");
  g_assert_cmpstr (state_of (library, &scratch, "dark.jpg"), ==, "failed");
  g_assert_cmpstr (state_of (library, &scratch, "closed"), ==, "failed");
  row = critic_library_row_at (library, closed, NULL, NULL);
  g_assert_nonnull (strstr (row->failure, "may not be read by you"));

  /* Opened: its row as a folder that failed goes, what is in it comes. */
  g_assert_cmpint (chmod (closed, 0755), ==, 0);
  g_assert_cmpint (run_pass (pass, &scratch), ==, CRITIC_PASS_FINISHED);
  g_assert_cmpstr (state_of (library, &scratch, "closed"), ==, "gone");
  g_assert_cmpstr (state_of (library, &scratch, "closed/in.jpg"), ==, "done");
}

/* Begins a pass that stands still when the last of twelve photographs was met and not read; its path. */
static char *
meet_last (CriticPass *pass, CriticFakeEngine *fake, CriticLibrary *library, Scratch *scratch)
{
  scratch_init (scratch);
  make_photos (scratch, 12);
  critic_fake_engine_hold (fake);
  critic_pass_start (pass, (const char *const[]) { scratch->path, NULL }, TRUE);
  critic_fake_engine_await (fake, 1);
  while (!g_str_equal (state_of (library, scratch, "f2/011.jpg"), "waiting"))
    g_usleep (1000);
  return scratch_path (scratch, "f2/011.jpg");
}

/* Deleted between being met and being read. */
static void
test_vanished (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 1);
  g_autofree char *path = NULL;

  path = meet_last (pass, fake, library, &scratch);
  g_assert_cmpint (unlink (path), ==, 0);
  critic_fake_engine_release (fake);
  g_assert_cmpint (critic_pass_wait (pass), ==, CRITIC_PASS_FINISHED);
  assert_progress (pass, 12, 0, 11, 1);
  g_assert_cmpstr (state_of (library, &scratch, "f2/011.jpg"), ==, "failed");

  /* It was never there for the next one. */
  run_pass (pass, &scratch);
  g_assert_cmpstr (state_of (library, &scratch, "f2/011.jpg"), ==, "gone");
}

/* Met by a pass that was cancelled, and deleted: the next one sees it. */
static void
test_gone_unjudged (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 1);
  g_autofree char *path = NULL;

  path = meet_last (pass, fake, library, &scratch);
  critic_pass_cancel (pass);
  critic_fake_engine_release (fake);
  g_assert_cmpint (critic_pass_wait (pass), ==, CRITIC_PASS_CANCELLED);
  g_assert_cmpint (unlink (path), ==, 0);

  run_pass (pass, &scratch);
  g_assert_cmpstr (state_of (library, &scratch, "f2/011.jpg"), ==, "gone");
}

/* A disk that is not there any more: nothing below it is called gone. */
static void
test_missing_root (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 1);
  g_autofree char *disk = NULL, *away = NULL;

  scratch_init (&scratch);
  scratch_jpeg (&scratch, "disk/a.jpg", 1, 90, 90);
  disk = scratch_path (&scratch, "disk");
  away = scratch_path (&scratch, "away");
  critic_pass_start (pass, (const char *const[]) { disk, NULL }, TRUE);
  critic_pass_wait (pass);
  g_assert_cmpint (g_rename (disk, away), ==, 0);
  critic_pass_start (pass, (const char *const[]) { disk, NULL }, TRUE);
  g_assert_cmpint (critic_pass_wait (pass), ==, CRITIC_PASS_FINISHED);
  assert_progress (pass, 1, 0, 0, 1);
  g_assert_cmpstr (state_of (library, &scratch, "disk/a.jpg"), ==, "done");
}

static void
test_no_model (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = critic_pass_new (library, "/nowhere/at all", 1);

  scratch_init (&scratch);
  make_photos (&scratch, 1);
  g_assert_cmpint (run_pass (pass, &scratch), ==, CRITIC_PASS_FAILED);
  g_assert_error (critic_pass_get_error (pass), MCN_ERROR, MCN_ERROR_MISSING);
}

/* Signals come on the main loop, in order: all that changed, then the end. */
typedef struct
{
  GThread    *thread;
  GHashTable *ids;
  guint       n_progress;
  gboolean    finished;
} Heard;

static void
on_changed (CriticPass *pass, GArray *ids, Heard *heard)
{
  g_assert_true (g_thread_self () == heard->thread);
  g_assert_false (heard->finished);
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (heard->ids, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
}

static void
on_progress (CriticPass *pass, Heard *heard)
{
  g_assert_true (g_thread_self () == heard->thread);
  heard->n_progress++;
}

static void
on_state (CriticPass *pass, GParamSpec *pspec, Heard *heard)
{
  g_assert_true (g_thread_self () == heard->thread);
  heard->finished = critic_pass_get_state (pass) == CRITIC_PASS_FINISHED;
}

static void
test_signals (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 2);
  Heard heard = { .thread = g_thread_self (), .ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL) };

  scratch_init (&scratch);
  make_photos (&scratch, 20);
  g_signal_connect (pass, "changed", G_CALLBACK (on_changed), &heard);
  g_signal_connect (pass, "progress", G_CALLBACK (on_progress), &heard);
  g_signal_connect (pass, "notify::state", G_CALLBACK (on_state), &heard);
  critic_pass_start (pass, (const char *const[]) { scratch.path, NULL }, TRUE);
  while (!heard.finished)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_hash_table_size (heard.ids), ==, 20);
  g_assert_cmpuint (heard.n_progress, >, 0);
  g_hash_table_unref (heard.ids);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pass/passes", test_passes);
  g_test_add_func ("/pass/pause", test_pause);
  g_test_add_func ("/pass/cancel", test_cancel);
  g_test_add_func ("/pass/drop", test_drop);
  g_test_add_func ("/pass/retry", test_retry);
  g_test_add_func ("/pass/retry-running", test_retry_running);
  g_test_add_func ("/pass/bad-rows", test_bad_rows);
  g_test_add_func ("/pass/vanished", test_vanished);
  g_test_add_func ("/pass/gone-unjudged", test_gone_unjudged);
  g_test_add_func ("/pass/missing-root", test_missing_root);
  g_test_add_func ("/pass/no-model", test_no_model);
  g_test_add_func ("/pass/signals", test_signals);

  return g_test_run ();
}
