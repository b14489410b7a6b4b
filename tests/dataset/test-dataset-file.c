/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two processes that write one file, at the worst moment: flock() of this program lets
 * the other one end between our open() and our lock. */
#include "mcn-dataset-file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

static void (*before_lock) (void);
static char *path, *part;

int
flock (int fd, int operation)
{
  void (*other) (void) = before_lock;

  before_lock = NULL;
  if (other != NULL)
    other ();
  return (int) syscall (SYS_flock, fd, operation);
}

static void
set_up (void)
{
  g_autofree char *folder = g_dir_make_tmp ("dataset-file-XXXXXX", NULL);

  path = g_build_filename (folder, "samples", NULL);
  part = g_strconcat (path, ".part", NULL);
}

static void
tear_down (void)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_clear_pointer (&path, g_free);
  g_clear_pointer (&part, g_free);
}

static void
check_contents (const char *wanted)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, wanted);
}

/* A hard link keeps what the other one finished, whatever comes to stand under its name. */
static char *kept;
static int other;

static void
finish (void)
{
  g_assert_cmpint (write (other, "of the other", 12), ==, 12);
  g_assert_cmpint (g_rename (part, path), ==, 0);
  g_assert_cmpint (link (path, kept), ==, 0);
}

static void
test_other_finished (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  set_up ();
  kept = g_strconcat (path, ".kept", NULL);
  /* The file that the other one is writing: it is renamed, not made anew. */
  other = g_open (part, O_WRONLY | O_CREAT, 0666);
  before_lock = finish;
  g_assert_true (mcn_dataset_file_write (path, "ours", 4, &error));
  g_assert_no_error (error);
  close (other);
  check_contents ("ours");
  g_assert_true (g_file_get_contents (kept, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "of the other");
  g_unlink (kept);
  g_clear_pointer (&kept, g_free);
  tear_down ();
}

static void
give_up (void)
{
  g_assert_cmpint (g_unlink (part), ==, 0);
}

static void
test_other_gave_up (void)
{
  g_autoptr (GError) error = NULL;

  set_up ();
  before_lock = give_up;
  g_assert_true (mcn_dataset_file_write (path, "ours", 4, &error));
  g_assert_no_error (error);
  check_contents ("ours");
  tear_down ();
}

static void
test_other_is_writing (void)
{
  g_autoptr (GError) error = NULL;
  int fd;

  set_up ();
  g_assert_true (mcn_dataset_file_write (path, "before", 6, &error));
  fd = g_open (part, O_WRONLY | O_CREAT, 0666);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  g_assert_false (mcn_dataset_file_write (path, "ours", 4, &error));
  g_assert_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, "another process"));
  check_contents ("before");
  g_unlink (part);
  close (fd);
  tear_down ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dataset-file/other-finished", test_other_finished);
  g_test_add_func ("/dataset-file/other-gave-up", test_other_gave_up);
  g_test_add_func ("/dataset-file/other-is-writing", test_other_is_writing);

  return g_test_run ();
}
