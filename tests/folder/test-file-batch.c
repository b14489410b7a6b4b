/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copying, moving and binning: all or nothing, whatever happens on the way, and
 * back again. Home and its bin are in a folder of the test's own. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "critic-file-batch.h"
#include "folder-fixtures.h"

static Scratch scratch;

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
list_into (GPtrArray *lines, const char *path, const char *shown)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autofree char *text = NULL;

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL; )
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *child_shown = g_strconcat (shown, "/", name, NULL);

      list_into (lines, child, child_shown);
    }
  if (dir == NULL && g_file_get_contents (path, &text, NULL, NULL))
    g_ptr_array_add (lines, g_strdup_printf ("%s=%.40s", shown + 1, text));
}

/* Every file under @name with what is in it, one a line, sorted; without the
 * home folder. */
static char *
list (const char *name)
{
  g_autofree char *path = scratch_path (&scratch, name);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  list_into (lines, path, "");
  g_ptr_array_sort (lines, compare_names);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

#define assert_list(name, expected) G_STMT_START { \
    g_autofree char *listed_ = list (name); \
    g_assert_cmpstr (listed_, ==, expected); } G_STMT_END

/* The shoot that most tests work on: a pair with three sidecars, and one alone. */
#define SHOOT "DSC_1.NEF=raw\nDSC_1.jpg.xmp=darktable\nDSC_1.jpg=jpeg\nDSC_1.pp3=rawtherapee\nDSC_1.xmp=lightroom\nDSC_2.jpg=two"

static void
make_shoot (const char *folder)
{
  static const char *const files[][2] = {
    { "DSC_1.NEF", "raw" }, { "DSC_1.jpg", "jpeg" }, { "DSC_1.jpg.xmp", "darktable" },
    { "DSC_1.pp3", "rawtherapee" }, { "DSC_1.xmp", "lightroom" }, { "DSC_2.jpg", "two" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_build_filename (folder, files[i][0], NULL);

      scratch_write (&scratch, name, files[i][1]);
    }
  {
    g_autofree char *out = scratch_path (&scratch, "out");

    g_assert_cmpint (g_mkdir_with_parents (out, 0755), ==, 0);
  }
}

typedef struct
{
  CriticFilesKind kind;
  const char     *names[4];
  gboolean        with_partners;
  CriticCollision collision;
} Wish;

typedef struct
{
  CriticFileBatch batch;
  GStrv           paths;
  char           *destination;
} Ready;

static void
ready_clear (Ready *ready)
{
  g_strfreev (ready->paths);
  g_free (ready->destination);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ready, ready_clear)

static Ready
prepare (const Wish *wish)
{
  Ready ready = { { wish->kind, NULL, NULL, wish->with_partners, wish->collision }, g_new0 (char *, 5), NULL };

  for (gsize i = 0; i < 4 && wish->names[i] != NULL; i++)
    ready.paths[i] = scratch_path (&scratch, wish->names[i]);
  if (wish->kind != CRITIC_FILES_BIN)
    ready.destination = scratch_path (&scratch, "out");
  ready.batch.paths = (const char *const *) ready.paths;
  ready.batch.destination = ready.destination;
  return ready;
}

static GPtrArray *
run (const Wish *wish)
{
  g_auto (Ready) ready = prepare (wish);
  g_autoptr (GError) error = NULL;
  GPtrArray *moves = critic_file_batch_run (&ready.batch, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (moves);
  return moves;
}

static void
undo (GPtrArray *moves, CriticFilesKind kind)
{
  g_autoptr (GError) error = NULL;

  critic_file_batch_undo (moves, kind, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_sentence (const GError *error)
{
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* What fails leaves everything as it was. */
static void
refuse (const Wish *wish, GFileProgressCallback progress, gpointer data, GCancellable *cancellable, GQuark domain, int code)
{
  g_auto (Ready) ready = prepare (wish);
  g_autoptr (GError) error = NULL;

  g_assert_null (critic_file_batch_run (&ready.batch, progress, data, cancellable, &error));
  g_assert_error (error, domain, code);
  if (domain == CRITIC_FILES_ERROR)
    assert_sentence (error);
}

static void
assert_companions (const char *photo, gboolean with_partners, CriticFilesKind kind, const char *expected)
{
  const Wish wish = { kind, { photo }, with_partners, CRITIC_COLLISION_ASK };
  g_auto (Ready) ready = prepare (&wish);
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
  make_shoot ("in");
  scratch_write (&scratch, "in/DSC_11.jpg", "");
  scratch_write (&scratch, "in/alone.jpg", "");
  scratch_write (&scratch, "in/alone.XMP", "");
  scratch_write (&scratch, "in/alone.txt", "");
  scratch_write (&scratch, "in/alone.jpg.dop", "");

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
  const Wish wish = { CRITIC_FILES_COPY, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autofree char *original = scratch_path (&scratch, "in/DSC_2.jpg");
  g_autofree char *copy = scratch_path (&scratch, "out/DSC_2.jpg");
  g_autoptr (GPtrArray) moves = NULL;
  const struct timespec times[2] = { { 1000, 5 }, { 1600000000, 123456789 } };
  struct stat st;

  make_shoot ("in");
  g_assert_no_errno (utimensat (AT_FDCWD, original, times, 0));
  moves = run (&wish);
  g_assert_cmpuint (moves->len, ==, 6);
  assert_list ("in", SHOOT);
  assert_list ("out", SHOOT);
  g_assert_no_errno (stat (copy, &st));
  g_assert_cmpint (st.st_mtim.tv_sec, ==, 1600000000);

  /* Copies may have been worked on: they go to the bin. */
  undo (moves, CRITIC_FILES_COPY);
  assert_list ("in", SHOOT);
  assert_list ("out", "");
}

static void
test_move (void)
{
  const Wish wish = { CRITIC_FILES_MOVE, { "in/DSC_1.NEF", "in/DSC_2.jpg", "in/DSC_1.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) moves = NULL;

  make_shoot ("in");
  moves = run (&wish);
  g_assert_cmpuint (moves->len, ==, 6);
  assert_list ("in", "");
  assert_list ("out", SHOOT);
  undo (moves, CRITIC_FILES_MOVE);
  assert_list ("in", SHOOT);
  assert_list ("out", "");
}

static void
test_collisions (void)
{
  Wish wish = { CRITIC_FILES_MOVE, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) moves = NULL;

  make_shoot ("in");
  scratch_write (&scratch, "out/DSC_1.xmp", "other");
  refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_COLLISION);
  assert_list ("in", SHOOT);
  assert_list ("out", "DSC_1.xmp=other");

  /* The whole pair stays behind, not one file of it. */
  wish.collision = CRITIC_COLLISION_SKIP;
  moves = run (&wish);
  assert_list ("out", "DSC_1.xmp=other\nDSC_2.jpg=two");
  undo (moves, CRITIC_FILES_MOVE);
  assert_list ("in", SHOOT);
  g_clear_pointer (&moves, g_ptr_array_unref);

  /* They keep belonging together. */
  wish.collision = CRITIC_COLLISION_RENAME;
  scratch_write (&scratch, "out/DSC_1 (2).pp3", "second");
  moves = run (&wish);
  assert_list ("out", "DSC_1 (2).pp3=second\nDSC_1 (3).NEF=raw\nDSC_1 (3).jpg.xmp=darktable\nDSC_1 (3).jpg=jpeg\n"
               "DSC_1 (3).pp3=rawtherapee\nDSC_1 (3).xmp=lightroom\nDSC_1.xmp=other\nDSC_2.jpg=two");
  undo (moves, CRITIC_FILES_MOVE);
  assert_list ("in", SHOOT);
  g_clear_pointer (&moves, g_ptr_array_unref);

  wish.collision = CRITIC_COLLISION_REPLACE;
  moves = run (&wish);
  g_assert_cmpuint (moves->len, ==, 7);
  assert_list ("in", "");
  assert_list ("out", "DSC_1 (2).pp3=second\n" SHOOT);
  undo (moves, CRITIC_FILES_MOVE);
  assert_list ("in", SHOOT);
  assert_list ("out", "DSC_1 (2).pp3=second\nDSC_1.xmp=other");
}

/* Of two folders, one name. */
static void
test_twins (void)
{
  Wish wish = { CRITIC_FILES_COPY, { "in/a/x.jpg", "in/b/x.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) moves = NULL;

  scratch_write (&scratch, "in/a/x.jpg", "a");
  scratch_write (&scratch, "in/b/x.jpg", "b");
  scratch_write (&scratch, "out/y", "");
  refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_COLLISION);
  wish.collision = CRITIC_COLLISION_REPLACE;
  refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_COLLISION);
  assert_list ("out", "y=");
  wish.collision = CRITIC_COLLISION_RENAME;
  moves = run (&wish);
  assert_list ("out", "x (2).jpg=b\nx.jpg=a\ny=");
}

static void
test_same_folder (void)
{
  Wish wish = { CRITIC_FILES_MOVE, { "out/x.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) stays = NULL;
  g_autoptr (GPtrArray) replaced = NULL;
  g_autoptr (GPtrArray) doubled = NULL;

  scratch_write (&scratch, "out/x.jpg", "x");
  scratch_write (&scratch, "out/x.xmp", "s");
  stays = run (&wish);
  g_assert_cmpuint (stays->len, ==, 0);
  wish.kind = CRITIC_FILES_COPY;
  wish.collision = CRITIC_COLLISION_REPLACE;
  replaced = run (&wish);
  g_assert_cmpuint (replaced->len, ==, 0);
  assert_list ("out", "x.jpg=x\nx.xmp=s");
  wish.collision = CRITIC_COLLISION_RENAME;
  doubled = run (&wish);
  assert_list ("out", "x (2).jpg=x\nx (2).xmp=s\nx.jpg=x\nx.xmp=s");
}

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
  g_autofree char *last = scratch_path (&scratch, "in/DSC_2.jpg");

  for (CriticFilesKind kind = CRITIC_FILES_COPY; kind <= CRITIC_FILES_BIN; kind++)
    {
      const Wish wish = { kind, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
      Event event = { .at = 8, .vanishes = last };

      make_shoot ("in");
      refuse (&wish, on_progress, &event, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
      g_assert_cmpint (event.at, ==, G_MAXINT64);
      scratch_write (&scratch, "in/DSC_2.jpg", "two");
      assert_list ("in", SHOOT);
      assert_list ("out", "");
      assert_list ("home/data/Trash/info", "");
    }
}

static void
test_cancelled (void)
{
  for (CriticFilesKind kind = CRITIC_FILES_COPY; kind <= CRITIC_FILES_BIN; kind++)
    {
      const Wish wish = { kind, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Event event = { .at = 8, .cancelled = cancellable };

      make_shoot ("in");
      refuse (&wish, on_progress, &event, cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      assert_list ("in", SHOOT);
      assert_list ("out", "");
      g_assert_true (g_cancellable_is_cancelled (cancellable));
    }
}

/* Somebody puts a file where one has to return: it is not overwritten, and the
 * message tells where the first one is. */
static void
test_not_rolled_back (void)
{
  const Wish wish = { CRITIC_FILES_MOVE, { "in/a.jpg", "in/b.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autofree char *a = scratch_path (&scratch, "in/a.jpg");
  g_autofree char *b = scratch_path (&scratch, "in/b.jpg");
  g_auto (Ready) ready = prepare (&wish);
  Event event = { .at = 1, .vanishes = b, .appears = a };
  g_autoptr (GError) error = NULL;

  scratch_write (&scratch, "in/a.jpg", "a");
  scratch_write (&scratch, "in/b.jpg", "b");
  scratch_write (&scratch, "out/y", "");
  g_assert_null (critic_file_batch_run (&ready.batch, on_progress, &event, NULL, &error));
  g_assert_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_NOT_ROLLED_BACK);
  assert_sentence (error);
  g_assert_nonnull (strstr (error->message, "out/a.jpg"));
  assert_list ("in", "a.jpg=new");
  assert_list ("out", "a.jpg=a\ny=");
}

static void
test_read_only (void)
{
  g_autofree char *in = scratch_path (&scratch, "in");
  g_autofree char *out = scratch_path (&scratch, "out");

  for (CriticFilesKind kind = CRITIC_FILES_COPY; kind <= CRITIC_FILES_BIN; kind++)
    {
      const Wish wish = { kind, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
      gboolean was_root;

      make_shoot ("in");
      g_mkdir (out, 0755);
      g_assert_no_errno (g_chmod (out, 0555));
      g_assert_no_errno (g_chmod (in, kind == CRITIC_FILES_MOVE ? 0777 : 0555));
      was_root = be_nobody ();
      refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
      be_root (was_root);
      g_assert_no_errno (g_chmod (in, 0755));
      g_assert_no_errno (g_chmod (out, 0755));
      assert_list ("in", SHOOT);
      assert_list ("out", "");
    }
}

static void
test_no_folder (void)
{
  const Wish wish = { CRITIC_FILES_COPY, { "in/DSC_1.jpg" }, TRUE, CRITIC_COLLISION_ASK };

  make_shoot ("in");
  scratch_remove (&scratch, "out");
  refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  scratch_write (&scratch, "out", "a file");
  refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  assert_list ("in", SHOOT);
}

/* No room for the last: a limit on the size of files is as good as a full disk. */
static void
test_disk_full (void)
{
  const Wish wish = { CRITIC_FILES_COPY, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autofree char *large = g_strnfill (100000, 'x');
  g_autofree char *in = NULL;
  g_autofree char *in_after = NULL;
  struct rlimit limit, small;

  make_shoot ("in");
  scratch_write (&scratch, "in/DSC_2.jpg", large);
  scratch_write (&scratch, "out/y", "");
  in = list ("in");
  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &limit));
  small = (struct rlimit) { 50000, limit.rlim_max };
  g_assert_true (signal (SIGXFSZ, SIG_IGN) != SIG_ERR);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &small));
  refuse (&wish, NULL, NULL, NULL, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
  in_after = list ("in");
  g_assert_cmpstr (in, ==, in_after);
  assert_list ("out", "y=");
}

static void
test_names (void)
{
  const Wish copy = { CRITIC_FILES_COPY, { "in/two\nlines.jpg", "in/bad-\xff\xfe.jpg", "in/ %41?#.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  const Wish bin = { CRITIC_FILES_BIN, { "in/two\nlines.jpg", "in/bad-\xff\xfe.jpg", "in/ %41?#.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) copied = NULL;
  g_autoptr (GPtrArray) binned = NULL;
  g_autofree char *before = NULL;

  for (gsize i = 0; copy.names[i] != NULL; i++)
    {
      g_autofree char *sidecar = g_strconcat (copy.names[i], ".xmp", NULL);

      scratch_write (&scratch, copy.names[i], "picture");
      scratch_write (&scratch, sidecar, "sidecar");
    }
  scratch_write (&scratch, "out/y", "");
  before = list ("in");
  copied = run (&copy);
  g_assert_cmpuint (copied->len, ==, 6);
  undo (copied, CRITIC_FILES_COPY);
  assert_list ("out", "y=");
  refuse (&(Wish) { CRITIC_FILES_COPY, { "in/bad-\xff\xfe.jpg", "in/no-\xff.jpg" } }, NULL, NULL, NULL,
          CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  binned = run (&bin);
  assert_list ("in", "");
  undo (binned, CRITIC_FILES_BIN);
  assert_list ("in", before);
}

static void
test_bin (void)
{
  const Wish wish = { CRITIC_FILES_BIN, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autofree char *path = scratch_path (&scratch, "in/DSC_2.jpg");
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;

  make_shoot ("in");
  g_assert_true (critic_file_batch_can_restore (path));
  first = run (&wish);
  g_assert_cmpuint (first->len, ==, 6);
  g_assert_null (((CriticFileMove *) first->pdata[0])->to);
  assert_list ("in", "");
  g_assert_false (critic_file_batch_can_restore (path));

  /* Binned again under the same name: the newest comes back, then the older. */
  scratch_write (&scratch, "in/DSC_2.jpg", "newer");
  second = run (&(Wish) { CRITIC_FILES_BIN, { "in/DSC_2.jpg" } });
  undo (second, CRITIC_FILES_BIN);
  assert_list ("in", "DSC_2.jpg=newer");
  g_assert_no_errno (g_unlink (path));
  undo (first, CRITIC_FILES_BIN);
  assert_list ("in", SHOOT);
  assert_list ("home/data/Trash/info", "");
  assert_list ("home/data/Trash/files", "");
}

/* Undo is all or nothing too. */
static void
test_undo_fails (void)
{
  const Wish bin = { CRITIC_FILES_BIN, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  const Wish move = { CRITIC_FILES_MOVE, { "in/DSC_1.jpg", "in/DSC_2.jpg" }, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) binned = NULL;
  g_autoptr (GPtrArray) moved = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *files = NULL;
  g_autofree char *in_the_way = scratch_path (&scratch, "in/DSC_1.jpg");

  make_shoot ("in");
  binned = run (&bin);
  scratch_write (&scratch, "in/DSC_1.jpg", "in the way");
  files = list ("home/data/Trash/files");
  g_assert_false (critic_file_batch_undo (binned, CRITIC_FILES_BIN, NULL, &error));
  g_assert_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  assert_sentence (error);
  g_clear_error (&error);
  assert_list ("in", "DSC_1.jpg=in the way");
  assert_list ("home/data/Trash/files", files);

  g_assert_no_errno (g_unlink (in_the_way));
  undo (binned, CRITIC_FILES_BIN);
  moved = run (&move);
  scratch_write (&scratch, "in/DSC_1.jpg", "in the way");
  g_assert_false (critic_file_batch_undo (moved, CRITIC_FILES_MOVE, NULL, &error));
  g_assert_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  g_clear_error (&error);
  assert_list ("in", "DSC_1.jpg=in the way");
  assert_list ("out", SHOOT);

  /* The bin was emptied. */
  g_assert_no_errno (g_unlink (in_the_way));
  undo (moved, CRITIC_FILES_MOVE);
  g_clear_pointer (&binned, g_ptr_array_unref);
  binned = run (&bin);
  {
    g_autofree char *entry = scratch_path (&scratch, "home/data/Trash/files/DSC_2.jpg");

    g_assert_no_errno (g_unlink (entry));
  }
  g_assert_false (critic_file_batch_undo (binned, CRITIC_FILES_BIN, NULL, &error));
  g_assert_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  assert_sentence (error);
  assert_list ("in", "");
}

/* A folder on another file system than the scratch one; NULL: there is none. */
static char *
other_device (void)
{
  g_autofree char *here = scratch_path (&scratch, ".");
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
  g_autofree char *out = scratch_path (&scratch, "out");
  const char *const paths[] = { path, NULL };
  const CriticFileBatch batch = { CRITIC_FILES_MOVE, paths, out, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GPtrArray) moves = NULL;
  g_autoptr (GError) error = NULL;
  gboolean was_root;

  if (there == NULL)
    return;
  write_there (there, "a.jpg", "a");
  write_there (there, "a.xmp", "s");
  scratch_write (&scratch, "out/y", "");

  /* Originals that cannot be removed: the copies go again. */
  g_assert_no_errno (g_chmod (there, 0555));
  g_assert_no_errno (g_chmod (out, 0777));
  was_root = be_nobody ();
  g_assert_null (critic_file_batch_run (&batch, NULL, NULL, NULL, &error));
  be_root (was_root);
  g_assert_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED);
  g_clear_error (&error);
  assert_list ("out", "y=");
  g_assert_no_errno (g_chmod (there, 0755));

  moves = critic_file_batch_run (&batch, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_list ("out", "a.jpg=a\na.xmp=s\ny=");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (sidecar, G_FILE_TEST_EXISTS));
  undo (moves, CRITIC_FILES_MOVE);
  assert_list ("out", "y=");
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_unlink (sidecar));
  g_assert_no_errno (g_rmdir (there));
}

static void
test_no_bin (void)
{
  g_autofree char *there = other_device ();
  g_autofree char *path = there != NULL ? g_build_filename (there, "a.jpg", NULL) : NULL;
  g_autofree char *first = scratch_path (&scratch, "in/DSC_1.jpg");
  const char *const paths[] = { first, path, NULL };
  const CriticFileBatch batch = { CRITIC_FILES_BIN, paths, NULL, TRUE, CRITIC_COLLISION_ASK };
  g_autoptr (GError) error = NULL;

  if (there == NULL)
    return;
  write_there (there, "a.jpg", "a");
  make_shoot ("in");
  g_assert_false (critic_file_batch_can_restore (path));
  g_assert_null (critic_file_batch_run (&batch, NULL, NULL, NULL, &error));
  g_assert_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_NO_BIN);
  assert_sentence (error);
  assert_list ("in", SHOOT);
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_rmdir (there));
}

/* GLib remembers where home is: one folder for the whole program, emptied. */
static void
begin (gconstpointer data)
{
  void (*test) (void) = data;
  static const char *const folders[] = { "in", "out", "home" };
  g_autofree char *in_home = scratch_path (&scratch, "home/data/x");

  test ();
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    scratch_remove (&scratch, folders[i]);
}

static void
add (const char *name, void (*test) (void))
{
  g_test_add_data_func (name, test, begin);
}

int
main (int argc, char *argv[])
{
  g_autofree char *home = NULL;
  g_autofree char *data = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  scratch_init (&scratch);
  home = scratch_path (&scratch, "home");
  data = scratch_path (&scratch, "home/data");
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  add ("/folder/file-batch/companions", test_companions);
  add ("/folder/file-batch/copy", test_copy);
  add ("/folder/file-batch/move", test_move);
  add ("/folder/file-batch/collisions", test_collisions);
  add ("/folder/file-batch/twins", test_twins);
  add ("/folder/file-batch/same-folder", test_same_folder);
  add ("/folder/file-batch/vanished", test_vanished);
  add ("/folder/file-batch/cancelled", test_cancelled);
  add ("/folder/file-batch/not-rolled-back", test_not_rolled_back);
  add ("/folder/file-batch/read-only", test_read_only);
  add ("/folder/file-batch/no-folder", test_no_folder);
  add ("/folder/file-batch/disk-full", test_disk_full);
  add ("/folder/file-batch/names", test_names);
  add ("/folder/file-batch/bin", test_bin);
  add ("/folder/file-batch/undo-fails", test_undo_fails);
  add ("/folder/file-batch/other-device", test_other_device);
  add ("/folder/file-batch/no-bin", test_no_bin);
  status = g_test_run ();
  scratch_clear (&scratch);
  return status;
}
