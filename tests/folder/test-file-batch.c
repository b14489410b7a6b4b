/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copying, moving and binning, and back again: what goes with what, and under
 * which name. */
#include <fcntl.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "batch-fixtures.h"

static void
assert_companions (const char *photo, gboolean with_partners, CriticFilesKind kind, const char *expected)
{
  const BatchWish wish = { kind, { photo }, with_partners, CRITIC_COLLISION_ASK };
  g_auto (BatchReady) ready = batch_prepare (&wish);
  g_auto (GStrv) paths = critic_file_batch_list (&ready.batch);

  for (gsize i = 0; paths[i] != NULL; i++)
    {
      char *name = g_path_get_basename (paths[i]);

      g_free (paths[i]);
      paths[i] = name;
    }
  {
    g_autofree char *names = g_strjoinv (" ", paths);

    g_assert_cmpstr (names, ==, expected);
  }
}

static void
test_companions (void)
{
  batch_make_shoot ("in");
  scratch_write (&batch_scratch, "in/DSC_11.jpg", "");
  scratch_write (&batch_scratch, "in/alone.jpg", "");
  scratch_write (&batch_scratch, "in/alone.XMP", "");
  scratch_write (&batch_scratch, "in/alone.txt", "");
  scratch_write (&batch_scratch, "in/alone.jpg.dop", "");

  assert_companions ("in/DSC_1.jpg", TRUE, CRITIC_FILES_MOVE, "DSC_1.jpg DSC_1.jpg.xmp DSC_1.NEF DSC_1.pp3 DSC_1.xmp");
  assert_companions ("in/DSC_1.NEF", TRUE, CRITIC_FILES_BIN, "DSC_1.NEF DSC_1.jpg DSC_1.jpg.xmp DSC_1.pp3 DSC_1.xmp");
  /* The sidecars of both stay with the one that stays; a copy takes nothing away. */
  assert_companions ("in/DSC_1.jpg", FALSE, CRITIC_FILES_MOVE, "DSC_1.jpg DSC_1.jpg.xmp");
  assert_companions ("in/DSC_1.jpg", FALSE, CRITIC_FILES_COPY, "DSC_1.jpg DSC_1.jpg.xmp DSC_1.pp3 DSC_1.xmp");
  assert_companions ("in/alone.jpg", TRUE, CRITIC_FILES_MOVE, "alone.jpg alone.jpg.dop alone.XMP");
  assert_companions ("in/DSC_11.jpg", TRUE, CRITIC_FILES_MOVE, "DSC_11.jpg");
  assert_companions ("in/missing.jpg", TRUE, CRITIC_FILES_MOVE, "missing.jpg");
}

static void
test_copy (void)
{
  const BatchWish wish = { CRITIC_FILES_COPY, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autofree char *original = scratch_path (&batch_scratch, "in/DSC_2.jpg");
  g_autofree char *copy = scratch_path (&batch_scratch, "out/DSC_2.jpg");
  g_autoptr (GPtrArray) moves = NULL;
  const struct timespec times[2] = { { 1000, 5 }, { 1600000000, 123456789 } };
  struct stat st;

  batch_make_shoot ("in");
  g_assert_no_errno (utimensat (AT_FDCWD, original, times, 0));
  moves = batch_run (&wish);
  g_assert_cmpuint (moves->len, ==, 6);
  assert_batch_list ("in", BATCH_SHOOT);
  assert_batch_list ("out", BATCH_SHOOT);
  g_assert_no_errno (stat (copy, &st));
  g_assert_cmpint (st.st_mtim.tv_sec, ==, 1600000000);

  /* Copies may have been worked on: they go to the bin. */
  batch_undo (moves, CRITIC_FILES_COPY);
  assert_batch_list ("in", BATCH_SHOOT);
  assert_batch_list ("out", "");
}

static void
test_move (void)
{
  const BatchWish wish = { CRITIC_FILES_MOVE, { "in/DSC_1.NEF", "in/DSC_2.jpg", "in/DSC_1.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) moves = NULL;

  batch_make_shoot ("in");
  moves = batch_run (&wish);
  g_assert_cmpuint (moves->len, ==, 6);
  assert_batch_list ("in", "");
  assert_batch_list ("out", BATCH_SHOOT);
  batch_undo (moves, CRITIC_FILES_MOVE);
  assert_batch_list ("in", BATCH_SHOOT);
  assert_batch_list ("out", "");
}

static void
test_collisions (void)
{
  BatchWish wish = { CRITIC_FILES_MOVE, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) moves = NULL;

  batch_make_shoot ("in");
  scratch_write (&batch_scratch, "out/DSC_1.xmp", "other");
  batch_refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_COLLISION);
  assert_batch_list ("in", BATCH_SHOOT);
  assert_batch_list ("out", "DSC_1.xmp=other");

  /* The whole pair stays behind, not one file of it. */
  wish.collision = CRITIC_COLLISION_SKIP;
  moves = batch_run (&wish);
  assert_batch_list ("out", "DSC_1.xmp=other\nDSC_2.jpg=two");
  batch_undo (moves, CRITIC_FILES_MOVE);
  assert_batch_list ("in", BATCH_SHOOT);
  g_clear_pointer (&moves, g_ptr_array_unref);

  /* They keep belonging together. */
  wish.collision = CRITIC_COLLISION_RENAME;
  scratch_write (&batch_scratch, "out/DSC_1 (2).pp3", "second");
  moves = batch_run (&wish);
  assert_batch_list ("out", "DSC_1 (2).pp3=second\nDSC_1 (3).NEF=raw\nDSC_1 (3).jpg.xmp=darktable\nDSC_1 (3).jpg=jpeg\n"
               "DSC_1 (3).pp3=rawtherapee\nDSC_1 (3).xmp=lightroom\nDSC_1.xmp=other\nDSC_2.jpg=two");
  batch_undo (moves, CRITIC_FILES_MOVE);
  assert_batch_list ("in", BATCH_SHOOT);
  g_clear_pointer (&moves, g_ptr_array_unref);

  wish.collision = CRITIC_COLLISION_REPLACE;
  moves = batch_run (&wish);
  g_assert_cmpuint (moves->len, ==, 7);
  assert_batch_list ("in", "");
  assert_batch_list ("out", "DSC_1 (2).pp3=second\n" BATCH_SHOOT);
  batch_undo (moves, CRITIC_FILES_MOVE);
  assert_batch_list ("in", BATCH_SHOOT);
  assert_batch_list ("out", "DSC_1 (2).pp3=second\nDSC_1.xmp=other");
}

/* Each photograph its own answer; those asked about are told with what is in the way. */
static void
test_answers (void)
{
  const BatchWish wish = { CRITIC_FILES_COPY, { "in/a.jpg", "in/b.jpg", "in/sub/a.jpg", "in/c.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_auto (BatchReady) ready = batch_prepare (&wish);
  g_autoptr (GHashTable) answers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) asked = NULL, again = NULL, moves = NULL;
  g_autoptr (GError) error = NULL;
  const CriticFileCollision *collision;

  batch_make_shoot ("in");
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *folder = g_path_get_dirname (ready.paths[i]);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
    }
  scratch_write (&batch_scratch, "in/a.jpg", "new a");
  scratch_write (&batch_scratch, "in/b.jpg", "new b");
  scratch_write (&batch_scratch, "in/c.jpg", "new c");
  scratch_write (&batch_scratch, "in/sub/a.jpg", "other a");
  scratch_write (&batch_scratch, "in/b.xmp", "new sidecar");
  scratch_write (&batch_scratch, "out/a.jpg", "a");
  scratch_write (&batch_scratch, "out/b.xmp", "sidecar");
  ready.batch.answers = answers;

  asked = critic_file_batch_collisions (&ready.batch, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (asked->len, ==, 3);
  collision = asked->pdata[0];
  g_assert_cmpstr (collision->photo, ==, ready.paths[0]);
  g_assert_cmpstr (collision->from, ==, ready.paths[0]);
  g_assert_cmpstr (collision->other, ==, collision->to);
  g_assert_cmpuint (collision->from_size, ==, 5);
  g_assert_cmpuint (collision->other_size, ==, 1);
  g_assert_cmpint (collision->from_time, >, G_GINT64_CONSTANT (1500000000000000000));
  g_assert_true (collision->can_replace);
  collision = asked->pdata[1];
  g_assert_cmpstr (collision->photo, ==, ready.paths[1]);
  g_assert_true (g_str_has_suffix (collision->from, "in/b.xmp"));

  /* Replaced, left alone; and now the other a is in the way of the first. */
  g_hash_table_insert (answers, ready.paths[0], GINT_TO_POINTER (CRITIC_COLLISION_REPLACE));
  g_hash_table_insert (answers, ready.paths[1], GINT_TO_POINTER (CRITIC_COLLISION_SKIP));
  g_hash_table_insert (answers, ready.paths[2], GINT_TO_POINTER (CRITIC_COLLISION_REPLACE));
  g_assert_null (critic_file_batch_run (&ready.batch, NULL, NULL, NULL, &error));
  g_assert_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_COLLISION);
  g_clear_error (&error);
  assert_batch_list ("out", "a.jpg=a\nb.xmp=sidecar");
  again = critic_file_batch_collisions (&ready.batch, &error);
  g_assert_cmpuint (again->len, ==, 1);
  collision = again->pdata[0];
  g_assert_cmpstr (collision->photo, ==, ready.paths[2]);
  g_assert_cmpstr (collision->other, ==, ready.paths[0]);
  g_assert_false (collision->can_replace);

  g_hash_table_insert (answers, ready.paths[2], GINT_TO_POINTER (CRITIC_COLLISION_RENAME));
  moves = critic_file_batch_run (&ready.batch, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_batch_list ("out", "a (2).jpg=other a\na.jpg=new a\nb.xmp=sidecar\nc.jpg=new c");
  batch_undo (moves, CRITIC_FILES_COPY);
  assert_batch_list ("out", "a.jpg=a\nb.xmp=sidecar");
}

/* Of two folders, one name. */
static void
test_twins (void)
{
  BatchWish wish = { CRITIC_FILES_COPY, { "in/a/x.jpg", "in/b/x.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) moves = NULL;

  scratch_write (&batch_scratch, "in/a/x.jpg", "a");
  scratch_write (&batch_scratch, "in/b/x.jpg", "b");
  scratch_write (&batch_scratch, "out/y", "");
  batch_refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_COLLISION);
  wish.collision = CRITIC_COLLISION_REPLACE;
  batch_refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_COLLISION);
  assert_batch_list ("out", "y=");
  wish.collision = CRITIC_COLLISION_RENAME;
  moves = batch_run (&wish);
  assert_batch_list ("out", "x (2).jpg=b\nx.jpg=a\ny=");
}

static void
test_same_folder (void)
{
  BatchWish wish = { CRITIC_FILES_MOVE, { "out/x.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) stays = NULL;
  g_autoptr (GPtrArray) replaced = NULL;
  g_autoptr (GPtrArray) doubled = NULL;

  scratch_write (&batch_scratch, "out/x.jpg", "x");
  scratch_write (&batch_scratch, "out/x.xmp", "s");
  stays = batch_run (&wish);
  g_assert_cmpuint (stays->len, ==, 0);
  wish.kind = CRITIC_FILES_COPY;
  wish.collision = CRITIC_COLLISION_REPLACE;
  replaced = batch_run (&wish);
  g_assert_cmpuint (replaced->len, ==, 0);
  assert_batch_list ("out", "x.jpg=x\nx.xmp=s");
  wish.collision = CRITIC_COLLISION_RENAME;
  doubled = batch_run (&wish);
  assert_batch_list ("out", "x (2).jpg=x\nx (2).xmp=s\nx.jpg=x\nx.xmp=s");
}

static void
test_names (void)
{
  const BatchWish copy = { CRITIC_FILES_COPY, { "in/two\nlines.jpg", "in/bad-\xff\xfe.jpg", "in/ %41?#.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  const BatchWish bin = { CRITIC_FILES_BIN, { "in/two\nlines.jpg", "in/bad-\xff\xfe.jpg", "in/ %41?#.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) copied = NULL;
  g_autoptr (GPtrArray) binned = NULL;
  g_autofree char *before = NULL;

  for (gsize i = 0; copy.names[i] != NULL; i++)
    {
      g_autofree char *sidecar = g_strconcat (copy.names[i], ".xmp", NULL);

      scratch_write (&batch_scratch, copy.names[i], "picture");
      scratch_write (&batch_scratch, sidecar, "sidecar");
    }
  scratch_write (&batch_scratch, "out/y", "");
  before = batch_list ("in");
  copied = batch_run (&copy);
  g_assert_cmpuint (copied->len, ==, 6);
  batch_undo (copied, CRITIC_FILES_COPY);
  assert_batch_list ("out", "y=");
  batch_refuse (&(BatchWish) { CRITIC_FILES_COPY, { "in/bad-\xff\xfe.jpg", "in/no-\xff.jpg" } }, NULL, NULL, NULL,
          CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  binned = batch_run (&bin);
  assert_batch_list ("in", "");
  batch_undo (binned, CRITIC_FILES_BIN);
  assert_batch_list ("in", before);
}

static void
test_bin (void)
{
  const BatchWish wish = { CRITIC_FILES_BIN, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autofree char *path = scratch_path (&batch_scratch, "in/DSC_2.jpg");
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;

  batch_make_shoot ("in");
  g_assert_true (critic_file_batch_can_restore (path));
  first = batch_run (&wish);
  g_assert_cmpuint (first->len, ==, 6);
  g_assert_null (((CriticFileMove *) first->pdata[0])->to);
  assert_batch_list ("in", "");
  g_assert_false (critic_file_batch_can_restore (path));

  /* Binned again under the same name: the newest comes back, then the older. */
  scratch_write (&batch_scratch, "in/DSC_2.jpg", "newer");
  second = batch_run (&(BatchWish) { CRITIC_FILES_BIN, { "in/DSC_2.jpg" } });
  batch_undo (second, CRITIC_FILES_BIN);
  assert_batch_list ("in", "DSC_2.jpg=newer");
  g_assert_no_errno (g_unlink (path));
  batch_undo (first, CRITIC_FILES_BIN);
  assert_batch_list ("in", BATCH_SHOOT);
  assert_batch_list ("home/data/Trash/info", "");
  assert_batch_list ("home/data/Trash/files", "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  batch_add ("/folder/file-batch/companions", test_companions);
  batch_add ("/folder/file-batch/copy", test_copy);
  batch_add ("/folder/file-batch/move", test_move);
  batch_add ("/folder/file-batch/collisions", test_collisions);
  batch_add ("/folder/file-batch/answers", test_answers);
  batch_add ("/folder/file-batch/twins", test_twins);
  batch_add ("/folder/file-batch/same-folder", test_same_folder);
  batch_add ("/folder/file-batch/names", test_names);
  batch_add ("/folder/file-batch/bin", test_bin);
  return batch_main ();
}
