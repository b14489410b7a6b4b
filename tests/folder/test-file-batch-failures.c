/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copying, moving and binning is all or nothing, whatever happens on the way. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "batch-fixtures.h"

/* When so many bytes are done, something happens. */
typedef struct
{
  goffset       at;
  char         *vanishes;       /* path */
  char         *appears;        /* path */
  GCancellable *cancelled;
} Event;

static void
on_progress (goffset now, goffset total, gpointer data)
{
  Event *event = data;

  g_assert_cmpint (now, <=, total);
  if (now < event->at)
    return;
  if (event->vanishes != NULL)
    g_unlink (event->vanishes);
  if (event->appears != NULL)
    g_assert_true (g_file_set_contents (event->appears, "new", -1, NULL));
  if (event->cancelled != NULL)
    g_cancellable_cancel (event->cancelled);
  event->at = G_MAXINT64;
}

/* The last file is gone when its turn comes. */
static void
test_vanished (void)
{
  g_autofree char *last = scratch_path (&batch_scratch, "in/DSC_2.jpg");

  for (CriticFilesKind kind = CRITIC_FILES_COPY; kind <= CRITIC_FILES_BIN; kind++)
    {
      const BatchWish wish = { kind, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
      Event event = { .at = 8, .vanishes = last };

      batch_make_shoot ("in");
      batch_refuse (&wish, on_progress, &event, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
      g_assert_cmpint (event.at, ==, G_MAXINT64);
      scratch_write (&batch_scratch, "in/DSC_2.jpg", "two");
      assert_batch_list ("in", BATCH_SHOOT);
      assert_batch_list ("out", "");
      assert_batch_list ("home/data/Trash/info", "");
    }
}

static void
test_cancelled (void)
{
  for (CriticFilesKind kind = CRITIC_FILES_COPY; kind <= CRITIC_FILES_BIN; kind++)
    {
      const BatchWish wish = { kind, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Event event = { .at = 8, .cancelled = cancellable };

      batch_make_shoot ("in");
      batch_refuse (&wish, on_progress, &event, cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      assert_batch_list ("in", BATCH_SHOOT);
      assert_batch_list ("out", "");
      g_assert_true (g_cancellable_is_cancelled (cancellable));
    }
}

/* Somebody puts a file where one has to return: it is not overwritten, and the
 * message tells where the first one is. */
static void
test_not_rolled_back (void)
{
  const BatchWish wish = { CRITIC_FILES_MOVE, { "in/a.jpg", "in/b.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autofree char *a = scratch_path (&batch_scratch, "in/a.jpg");
  g_autofree char *b = scratch_path (&batch_scratch, "in/b.jpg");
  g_auto (BatchReady) ready = batch_prepare (&wish);
  Event event = { .at = 1, .vanishes = b, .appears = a };
  g_autoptr (GError) error = NULL;

  scratch_write (&batch_scratch, "in/a.jpg", "a");
  scratch_write (&batch_scratch, "in/b.jpg", "b");
  scratch_write (&batch_scratch, "out/y", "");
  g_assert_null (critic_file_batch_run (&ready.batch, on_progress, &event, NULL, &error));
  g_assert_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_NOT_ROLLED_BACK);
  assert_batch_sentence (error);
  g_assert_nonnull (strstr (error->message, "out/a.jpg"));
  assert_batch_list ("in", "a.jpg=new");
  assert_batch_list ("out", "a.jpg=a\ny=");
}

static void
test_read_only (void)
{
  g_autofree char *in = scratch_path (&batch_scratch, "in");
  g_autofree char *out = scratch_path (&batch_scratch, "out");

  for (CriticFilesKind kind = CRITIC_FILES_COPY; kind <= CRITIC_FILES_BIN; kind++)
    {
      const BatchWish wish = { kind, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
      gboolean was_root;

      batch_make_shoot ("in");
      g_mkdir (out, 0755);
      g_assert_no_errno (g_chmod (out, 0555));
      g_assert_no_errno (g_chmod (in, kind == CRITIC_FILES_MOVE ? 0777 : 0555));
      was_root = be_nobody ();
      batch_refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
      be_root (was_root);
      g_assert_no_errno (g_chmod (in, 0755));
      g_assert_no_errno (g_chmod (out, 0755));
      assert_batch_list ("in", BATCH_SHOOT);
      assert_batch_list ("out", "");
    }
}

static void
test_no_folder (void)
{
  const BatchWish wish = { CRITIC_FILES_COPY, { "in/DSC_1.jpg" }, TRUE, CRITIC_COLLISION_ASK };

  batch_make_shoot ("in");
  scratch_remove (&batch_scratch, "out");
  batch_refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  scratch_write (&batch_scratch, "out", "a file");
  batch_refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  assert_batch_list ("in", BATCH_SHOOT);
}

/* No room for the last: a limit on the size of files is as good as a full disk. */
static void
test_disk_full (void)
{
  const BatchWish wish = { CRITIC_FILES_COPY, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autofree char *large = g_strnfill (100000, 'x');
  g_autofree char *in = NULL;
  g_autofree char *in_after = NULL;
  struct rlimit limit, small;

  batch_make_shoot ("in");
  scratch_write (&batch_scratch, "in/DSC_2.jpg", large);
  scratch_write (&batch_scratch, "out/y", "");
  in = batch_list ("in");
  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &limit));
  small = (struct rlimit) { 50000, limit.rlim_max };
  g_assert_true (signal (SIGXFSZ, SIG_IGN) != SIG_ERR);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &small));
  batch_refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
  in_after = batch_list ("in");
  g_assert_cmpstr (in, ==, in_after);
  assert_batch_list ("out", "y=");
}

/* Undo is all or nothing too. */
static void
test_undo_fails (void)
{
  const BatchWish bin = { CRITIC_FILES_BIN, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  const BatchWish move = { CRITIC_FILES_MOVE, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) binned = NULL;
  g_autoptr (GPtrArray) moved = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *files = NULL;
  g_autofree char *in_the_way = scratch_path (&batch_scratch, "in/DSC_1.jpg");

  batch_make_shoot ("in");
  binned = batch_run (&bin);
  scratch_write (&batch_scratch, "in/DSC_1.jpg", "in the way");
  files = batch_list ("home/data/Trash/files");
  g_assert_false (critic_file_batch_undo (binned, CRITIC_FILES_BIN, NULL, &error));
  g_assert_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  assert_batch_sentence (error);
  g_clear_error (&error);
  assert_batch_list ("in", "DSC_1.jpg=in the way");
  assert_batch_list ("home/data/Trash/files", files);

  g_assert_no_errno (g_unlink (in_the_way));
  batch_undo (binned, CRITIC_FILES_BIN);
  moved = batch_run (&move);
  scratch_write (&batch_scratch, "in/DSC_1.jpg", "in the way");
  g_assert_false (critic_file_batch_undo (moved, CRITIC_FILES_MOVE, NULL, &error));
  g_assert_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  g_clear_error (&error);
  assert_batch_list ("in", "DSC_1.jpg=in the way");
  assert_batch_list ("out", BATCH_SHOOT);

  /* The bin was emptied. */
  g_assert_no_errno (g_unlink (in_the_way));
  batch_undo (moved, CRITIC_FILES_MOVE);
  g_clear_pointer (&binned, g_ptr_array_unref);
  binned = batch_run (&bin);
  {
    g_autofree char *entry = scratch_path (&batch_scratch, "home/data/Trash/files/DSC_2.jpg");

    g_assert_no_errno (g_unlink (entry));
  }
  g_assert_false (critic_file_batch_undo (binned, CRITIC_FILES_BIN, NULL, &error));
  g_assert_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  assert_batch_sentence (error);
  assert_batch_list ("in", "");
}

/* A folder on another file system than the scratch one; NULL: there is none. */
static char *
other_device (void)
{
  g_autofree char *here = scratch_path (&batch_scratch, ".");
  char *there = g_strdup ("/dev/shm/photo-critic-XXXXXX");
  struct stat a, b;

  if (g_mkdtemp (there) != NULL && stat (here, &a) == 0 && stat (there, &b) == 0)
    {
      if (a.st_dev != b.st_dev)
        return there;
      g_rmdir (there);
    }
  g_free (there);
  g_test_skip ("/dev/shm is no other file system here");
  return NULL;
}

static void
write_there (const char *there, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (there, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_other_device (void)
{
  g_autofree char *there = other_device ();
  g_autofree char *path = there != NULL ? g_build_filename (there, "a.jpg", NULL) : NULL;
  g_autofree char *sidecar = there != NULL ? g_build_filename (there, "a.xmp", NULL) : NULL;
  g_autofree char *out = scratch_path (&batch_scratch, "out");
  const char *const paths[] = { path, NULL };
  const CriticFileBatch batch = { CRITIC_FILES_MOVE, paths, out, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) moves = NULL;
  g_autoptr (GError) error = NULL;
  gboolean was_root;

  if (there == NULL)
    return;
  write_there (there, "a.jpg", "a");
  write_there (there, "a.xmp", "s");
  scratch_write (&batch_scratch, "out/y", "");

  /* Originals that cannot be removed: the copies go again. */
  g_assert_no_errno (g_chmod (there, 0555));
  g_assert_no_errno (g_chmod (out, 0777));
  was_root = be_nobody ();
  g_assert_null (critic_file_batch_run (&batch, NULL, NULL, NULL, &error));
  be_root (was_root);
  g_assert_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  g_clear_error (&error);
  assert_batch_list ("out", "y=");
  g_assert_no_errno (g_chmod (there, 0755));

  moves = critic_file_batch_run (&batch, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_batch_list ("out", "a.jpg=a\na.xmp=s\ny=");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (sidecar, G_FILE_TEST_EXISTS));
  batch_undo (moves, CRITIC_FILES_MOVE);
  assert_batch_list ("out", "y=");
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_unlink (sidecar));
  g_assert_no_errno (g_rmdir (there));
}

static void
test_no_bin (void)
{
  g_autofree char *there = other_device ();
  g_autofree char *path = there != NULL ? g_build_filename (there, "a.jpg", NULL) : NULL;
  g_autofree char *first = scratch_path (&batch_scratch, "in/DSC_1.jpg");
  const char *const paths[] = { first, path, NULL };
  const CriticFileBatch batch = { CRITIC_FILES_BIN, paths, NULL, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GError) error = NULL;

  if (there == NULL)
    return;
  write_there (there, "a.jpg", "a");
  batch_make_shoot ("in");
  g_assert_false (critic_file_batch_can_restore (path));
  g_assert_null (critic_file_batch_run (&batch, NULL, NULL, NULL, &error));
  g_assert_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_NO_BIN);
  assert_batch_sentence (error);
  assert_batch_list ("in", BATCH_SHOOT);
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_rmdir (there));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  batch_add ("/folder/file-batch-failures/vanished", test_vanished);
  batch_add ("/folder/file-batch-failures/cancelled", test_cancelled);
  batch_add ("/folder/file-batch-failures/not-rolled-back", test_not_rolled_back);
  batch_add ("/folder/file-batch-failures/read-only", test_read_only);
  batch_add ("/folder/file-batch-failures/no-folder", test_no_folder);
  batch_add ("/folder/file-batch-failures/disk-full", test_disk_full);
  batch_add ("/folder/file-batch-failures/undo-fails", test_undo_fails);
  batch_add ("/folder/file-batch-failures/other-device", test_other_device);
  batch_add ("/folder/file-batch-failures/no-bin", test_no_bin);
  return batch_main ();
}
