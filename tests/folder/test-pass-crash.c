/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A pass that is killed, that finds the disk full, that is not alone: in the end
 * the same table, to the last bit, as that of one that nobody disturbed. */
#include "critic-library-private.h"
#include "pass-fixtures.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_PHOTOS 48
#define N_KILLS 8

/* What a pass in peace writes. */
static char *
reference (Scratch *scratch)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = tiny_pass (library, 1);

  g_assert_cmpint (run_pass (pass, scratch), ==, CRITIC_PASS_FINISHED);
  return dump_library (library, scratch);
}

static void
prepare (Scratch *scratch)
{
  scratch_init (scratch);
  make_photos (scratch, N_PHOTOS);
  scratch_write (scratch, "f0/broken.jpg", "no photograph");
  scratch_write (scratch, "f0/empty.jpg", NULL);
}

static void
on_changed (CriticPass *pass, GArray *ids, gboolean *told)
{
  if (!*told)
    *told = write (STDOUT_FILENO, "!", 1) == 1;
}

/* This program again, as the one that is killed: it says when the first rows
 * are in the library. */
static int
be_victim (const char *folder, const char *library_path)
{
  g_autoptr (CriticLibrary) library = open_library (library_path);
  g_autoptr (CriticPass) pass = tiny_pass (library, 2);
  gboolean told = FALSE;

  g_signal_connect (pass, "changed", G_CALLBACK (on_changed), &told);
  critic_pass_start (pass, (const char *const[]) { folder, NULL }, TRUE);
  while (critic_pass_get_state (pass) == CRITIC_PASS_RUNNING)
    g_main_context_iteration (NULL, TRUE);
  return critic_pass_get_state (pass) == CRITIC_PASS_FINISHED ? 0 : 1;
}

/* @out: (out) (optional): what it says */
static GPid
spawn_victim (Scratch *scratch, const char *library_path, int *out)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  char *arguments[] = { self, (char *) "--victim", scratch->path, (char *) library_path, NULL };
  g_autoptr (GError) error = NULL;
  GPid child;

  g_spawn_async_with_pipes (NULL, arguments, NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD | (out == NULL ? G_SPAWN_STDOUT_TO_DEV_NULL : G_SPAWN_DEFAULT),
                            NULL, NULL, &child, NULL, out, NULL, &error);
  g_assert_no_error (error);
  return child;
}

static void
test_killed (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Scratch) elsewhere = { NULL };
  g_autofree char *expected = NULL, *path = NULL, *found = NULL;
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (CriticPass) pass = NULL;
  CriticPassProgress progress;
  guint n_killed = 0;

  prepare (&scratch);
  scratch_init (&elsewhere);
  path = scratch_path (&elsewhere, "library.sqlite");
  expected = reference (&scratch);
  for (guint i = 0; i < N_KILLS; i++)
    {
      int out, status;
      GPid child = spawn_victim (&scratch, path, &out);
      char first;

      (void) ! read (out, &first, 1);       /* or it ended, as there was nothing left to do */
      g_usleep ((gulong) g_test_rand_int_range (0, 700) * 1000);
      close (out);
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      n_killed += WIFSIGNALED (status);
      g_assert_true (WIFSIGNALED (status) || WEXITSTATUS (status) == 0);
    }

  library = open_library (path);
  pass = tiny_pass (library, 2);
  g_assert_cmpint (run_pass (pass, &scratch), ==, CRITIC_PASS_FINISHED);
  critic_pass_get_progress (pass, &progress);
  g_test_message ("%u of %u killed, %u rows were left to the last one", n_killed, N_KILLS,
                  (guint) (progress.done + progress.failed));
  g_assert_cmpuint (progress.met, ==, N_PHOTOS + 2);
  found = dump_library (library, &scratch);
  g_assert_cmpstr (found, ==, expected);
}

static gint64
size_of (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  return info.st_size;
}

/* The library may not grow: the pass fails with a sentence, what was written
 * stays, and with room again it goes on where it was. */
static void
test_disk_full (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Scratch) elsewhere = { NULL };
  g_autofree char *expected = NULL, *path = NULL, *found = NULL;
  CriticLibraryOptions options = { .migrations = &critic_library_migrations, .busy_ms = CRITIC_LIBRARY_BUSY_MS };
  g_autoptr (GError) error = NULL;

  prepare (&scratch);
  scratch_init (&elsewhere);
  path = scratch_path (&elsewhere, "library.sqlite");
  expected = reference (&scratch);
  g_object_unref (open_library (path));

  options.max_bytes = (guint64) size_of (path) + 16 * 1024;
  {
    g_autoptr (CriticLibrary) library = critic_library_open_with (path, &options, &error);
    g_autoptr (CriticPass) pass = NULL;

    g_assert_no_error (error);
    pass = tiny_pass (library, 2);
    g_assert_cmpint (run_pass (pass, &scratch), ==, CRITIC_PASS_FAILED);
    g_assert_error (critic_pass_get_error (pass), CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_FULL);
    g_test_message ("%s", critic_pass_get_error (pass)->message);

    critic_pass_resume (pass);          /* still full */
    g_assert_cmpint (critic_pass_wait (pass), ==, CRITIC_PASS_FAILED);
  }
  {
    g_autoptr (CriticLibrary) library = open_library (path);
    g_autoptr (CriticPass) pass = tiny_pass (library, 2);

    g_assert_cmpint (run_pass (pass, &scratch), ==, CRITIC_PASS_FINISHED);
    found = dump_library (library, &scratch);
    g_assert_cmpstr (found, ==, expected);
  }
}

/* Two programs over the same folder into the same library. */
static void
test_two_instances (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Scratch) elsewhere = { NULL };
  g_autofree char *expected = NULL, *path = NULL, *found = NULL;
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (CriticPass) pass = NULL;
  GPid child;
  int status;

  prepare (&scratch);
  scratch_init (&elsewhere);
  path = scratch_path (&elsewhere, "library.sqlite");
  expected = reference (&scratch);
  library = open_library (path);
  pass = tiny_pass (library, 2);

  child = spawn_victim (&scratch, path, NULL);
  g_assert_cmpint (run_pass (pass, &scratch), ==, CRITIC_PASS_FINISHED);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  found = dump_library (library, &scratch);
  g_assert_cmpstr (found, ==, expected);
}

/* Any number of workers. */
static void
test_workers (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *expected = NULL;

  prepare (&scratch);
  expected = reference (&scratch);
  for (guint n_workers = 2; n_workers <= 3; n_workers++)
    {
      g_autoptr (CriticLibrary) library = open_library (NULL);
      g_autoptr (CriticPass) pass = tiny_pass (library, n_workers);
      g_autofree char *found = NULL;

      g_assert_cmpint (run_pass (pass, &scratch), ==, CRITIC_PASS_FINISHED);
      found = dump_library (library, &scratch);
      g_assert_cmpstr (found, ==, expected);
    }
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--victim"))
    return be_victim (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pass-crash/killed", test_killed);
  g_test_add_func ("/pass-crash/disk-full", test_disk_full);
  g_test_add_func ("/pass-crash/two-instances", test_two_instances);
  g_test_add_func ("/pass-crash/workers", test_workers);

  return g_test_run ();
}
