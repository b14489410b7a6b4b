/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is believed: the library, the newer sidecar, the older one, the photograph;
 * and what is asked about. */
#include "critic-sidecar-sync.h"

#include "folder-fixtures.h"
#include "pass-fixtures.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define MODEL "a-model"

typedef struct
{
  Scratch        scratch;
  CriticLibrary *library;
  char          *photo;
  gint64         image_id, file_id;
  guint          tick;      /* so that every write has a time of its own */
} Shoot;

static gint64
mtime_of (const char *path)
{
  struct stat info;

  g_assert_no_errno (stat (path, &info));
  return (gint64) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
}

static void
age (const char *path, guint tick)
{
  const struct timespec times[2] = { { 1000000 + tick, 0 }, { 1000000 + tick, 0 } };

  g_assert_no_errno (utimensat (AT_FDCWD, path, times, 0));
}

static void
see (Shoot *shoot)
{
  g_autoptr (GError) error = NULL;
  CriticFound found = { .stamp = { shoot->photo, 0, mtime_of (shoot->photo) } };
  GStatBuf info;
  g_autoptr (CriticRow) row = NULL;

  g_stat (shoot->photo, &info);
  found.stamp.size = (guint64) info.st_size;
  found.measured.hash.bytes[0] = 7;
  found.photo_alone.score = 5.5;
  g_assert_true (critic_library_write_found (shoot->library, MODEL, &found, 1, &error));
  g_assert_no_error (error);
  row = critic_library_row_at (shoot->library, shoot->photo, MODEL, NULL);
  shoot->image_id = row->image_id;
  shoot->file_id = row->file_id;
}

static void
shoot_init (Shoot *shoot)
{
  memset (shoot, 0, sizeof *shoot);
  scratch_init (&shoot->scratch);
  scratch_jpeg (&shoot->scratch, "p.jpg", 1, 64, 48);
  shoot->photo = scratch_path (&shoot->scratch, "p.jpg");
  age (shoot->photo, ++shoot->tick);
  shoot->library = open_library (NULL);
  see (shoot);
}

static void
shoot_clear (Shoot *shoot)
{
  g_clear_object (&shoot->library);
  scratch_clear (&shoot->scratch);
  g_free (shoot->photo);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shoot, shoot_clear)

/* A program elsewhere writes a sidecar. */
static void
other_writes (Shoot *shoot, const char *name, const char *attributes)
{
  g_autofree char *path = scratch_path (&shoot->scratch, name);
  g_autofree char *text =
    g_strdup_printf ("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                     "<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:CreatorTool=\"other\" %s/>"
                     "</rdf:RDF></x:xmpmeta>", attributes);

  scratch_write (&shoot->scratch, name, text);
  age (path, ++shoot->tick);
}

/* ... or into the photograph. */
static void
tag_photo (Shoot *shoot, const char *tag)
{
  g_autoptr (GError) error = NULL;
  const char *arguments[] = { "exiftool", "-q", "-overwrite_original", tag, shoot->photo, NULL };
  gint status;

  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  age (shoot->photo, ++shoot->tick);
  see (shoot);
}

static guint
look (Shoot *shoot)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  const char *paths[] = { shoot->photo };

  g_assert_true (critic_sidecar_look (shoot->library, paths, 1, ids, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return ids->len;
}

static void
rate (Shoot *shoot, guint8 stars, CriticLabel label)
{
  g_autoptr (CriticStep) step = critic_step_new ("Rated");
  const CriticRating rating = { .stars = stars, .label = label };

  critic_step_set_rating (step, shoot->image_id, &rating);
  g_assert_true (critic_library_apply (shoot->library, step, NULL, NULL));
}

static void
assert_marks (Shoot *shoot, guint8 stars, CriticLabel label)
{
  g_autoptr (CriticRow) row = critic_library_row_at (shoot->library, shoot->photo, MODEL, NULL);

  g_assert_cmpuint (row->rating.stars, ==, stars);
  g_assert_cmpint (row->rating.label, ==, label);
}

/* @source LIBRARY: there is none. */
static void
assert_differs (Shoot *shoot, CriticSource source, CriticSet differ)
{
  const char *folders[] = { shoot->scratch.path, NULL };
  g_autoptr (CriticMarked) marked = critic_library_marked_at (shoot->library, shoot->photo, NULL);
  g_autoptr (GPtrArray) all = critic_library_disagreements (shoot->library, folders, TRUE, NULL);

  g_assert_cmpint (critic_sidecar_differs (marked), ==, source);
  g_assert_cmpuint (all->len, ==, source != CRITIC_SOURCE_LIBRARY ? 1 : 0);
  if (source != CRITIC_SOURCE_LIBRARY)
    g_assert_cmpint (marked->readings[source].differ, ==, differ);
}

static void
settle (Shoot *shoot, gboolean theirs)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (critic_sidecar_settle (shoot->library, shoot->photo, theirs, "Settled", NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
save (Shoot *shoot, CriticSidecarName name, CriticSidecarSaved *saved)
{
  g_autoptr (GError) error = NULL;
  const char *paths[] = { shoot->photo };

  g_assert_true (critic_sidecar_save (shoot->library, paths, 1, MODEL, name, FALSE, saved, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_flag (Shoot *shoot, CriticFlag flag)
{
  g_autoptr (CriticRow) row = critic_library_row_at (shoot->library, shoot->photo, MODEL, NULL);

  g_assert_cmpint (row->rating.flag, ==, flag);
}

static void
rate_own (Shoot *shoot)
{
  g_autoptr (CriticStep) step = critic_step_new ("Rated");
  CriticRating rating = { .stars = 2, .flag = CRITIC_FLAG_PICK, .score = 7.5, .high = CRITIC_SAYS_YES };

  rating.style[MCN_STYLE_MACRO] = CRITIC_SAYS_YES;
  critic_step_set_rating (step, shoot->image_id, &rating);
  g_assert_true (critic_library_apply (shoot->library, step, NULL, NULL));
}

static void
assert_own (Shoot *shoot)
{
  g_autoptr (CriticRow) row = critic_library_row_at (shoot->library, shoot->photo, MODEL, NULL);

  g_assert_cmpfloat (row->rating.score, ==, 7.5);
  g_assert_cmpint (row->rating.high, ==, CRITIC_SAYS_YES);
  g_assert_cmpint (row->rating.style[MCN_STYLE_MACRO], ==, CRITIC_SAYS_YES);
}

static void
test_first_reading (void)
{
  g_auto (Shoot) shoot;

  shoot_init (&shoot);
  g_assert_cmpuint (look (&shoot), ==, 0);
  assert_marks (&shoot, 0, CRITIC_LABEL_NONE);
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"4\"");
  g_assert_cmpuint (look (&shoot), ==, 1);
  assert_marks (&shoot, 4, CRITIC_LABEL_NONE);
  g_assert_cmpuint (look (&shoot), ==, 0);

  /* What nobody did here cannot be undone here. */
  g_assert_null (critic_library_undo (shoot.library, NULL));

  /* Marks of both, each from who says something. */
  other_writes (&shoot, "p.xmp", "xmp:Label=\"Blue\"");
  g_assert_cmpuint (look (&shoot), ==, 1);
  assert_marks (&shoot, 4, CRITIC_LABEL_BLUE);
  assert_differs (&shoot, CRITIC_SOURCE_LIBRARY, 0);
}

static void
test_embedded (void)
{
  g_auto (Shoot) shoot;

  shoot_init (&shoot);
  tag_photo (&shoot, "-XMP-xmp:Rating=2");
  g_assert_cmpuint (look (&shoot), ==, 1);
  assert_marks (&shoot, 2, CRITIC_LABEL_NONE);

  /* A sidecar counts more, and the difference is not hidden. */
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"4\"");
  look (&shoot);
  assert_marks (&shoot, 4, CRITIC_LABEL_NONE);
  assert_differs (&shoot, CRITIC_SOURCE_LIBRARY, 0);
  tag_photo (&shoot, "-XMP-xmp:Rating=1");
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"5\"");
  look (&shoot);
  assert_marks (&shoot, 5, CRITIC_LABEL_NONE);
  assert_differs (&shoot, CRITIC_SOURCE_PHOTO, CRITIC_SET_STARS);
  settle (&shoot, FALSE);
  assert_differs (&shoot, CRITIC_SOURCE_LIBRARY, 0);
  look (&shoot);
  assert_marks (&shoot, 5, CRITIC_LABEL_NONE);
}

/* Two sidecars: the newer one. */
static void
test_newer_sidecar (void)
{
  g_auto (Shoot) shoot;

  shoot_init (&shoot);
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"2\"");
  other_writes (&shoot, "p.xmp", "xmp:Rating=\"3\"");
  look (&shoot);
  assert_marks (&shoot, 3, CRITIC_LABEL_NONE);
  assert_differs (&shoot, CRITIC_SOURCE_FULL, CRITIC_SET_STARS);
  /* The other one agrees. */
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"3\"");
  look (&shoot);
  assert_differs (&shoot, CRITIC_SOURCE_LIBRARY, 0);
}

static void
test_library_changed (void)
{
  g_auto (Shoot) shoot;
  CriticChange *change;

  shoot_init (&shoot);
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"2\" xmp:Label=\"Red\"");
  look (&shoot);
  rate (&shoot, 5, CRITIC_LABEL_RED);
  g_assert_cmpuint (look (&shoot), ==, 0);
  assert_marks (&shoot, 5, CRITIC_LABEL_RED);
  assert_differs (&shoot, CRITIC_SOURCE_LIBRARY, 0);

  /* Another mark may change elsewhere; the same one is asked about. */
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"3\" xmp:Label=\"Green\"");
  g_assert_cmpuint (look (&shoot), ==, 1);
  assert_marks (&shoot, 5, CRITIC_LABEL_GREEN);
  assert_differs (&shoot, CRITIC_SOURCE_FULL, CRITIC_SET_STARS);
  g_assert_cmpuint (look (&shoot), ==, 0);

  /* Until somebody says so, more changes elsewhere do not slip in. */
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"1\" xmp:Label=\"Green\"");
  g_assert_cmpuint (look (&shoot), ==, 0);
  assert_marks (&shoot, 5, CRITIC_LABEL_GREEN);
  assert_differs (&shoot, CRITIC_SOURCE_FULL, CRITIC_SET_STARS);

  settle (&shoot, TRUE);
  assert_marks (&shoot, 1, CRITIC_LABEL_GREEN);
  assert_differs (&shoot, CRITIC_SOURCE_LIBRARY, 0);
  change = critic_library_undo (shoot.library, NULL);
  g_assert_cmpstr (change->name, ==, "Settled");
  critic_change_free (change);
  assert_marks (&shoot, 5, CRITIC_LABEL_GREEN);
  g_assert_cmpuint (look (&shoot), ==, 0);
  assert_marks (&shoot, 5, CRITIC_LABEL_GREEN);

  /* What came with a file after a step is a step too: undo walks in order. */
  change = critic_library_undo (shoot.library, NULL);
  critic_change_free (change);
  assert_marks (&shoot, 5, CRITIC_LABEL_RED);
  change = critic_library_undo (shoot.library, NULL);
  critic_change_free (change);
  assert_marks (&shoot, 2, CRITIC_LABEL_RED);
}

static void
test_taken_back_elsewhere (void)
{
  g_auto (Shoot) shoot;
  g_auto (CriticSidecarSaved) saved = { 0, };
  g_autofree char *path = NULL;

  shoot_init (&shoot);
  path = scratch_path (&shoot.scratch, "p.jpg.xmp");
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"2\" xmp:Label=\"Red\"");
  look (&shoot);
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"0\"");
  look (&shoot);
  assert_marks (&shoot, 0, CRITIC_LABEL_NONE);
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"2\"");
  look (&shoot);
  /* Rejected by a program that has no place for both. */
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"-1\"");
  look (&shoot);
  assert_marks (&shoot, 2, CRITIC_LABEL_NONE);
  assert_flag (&shoot, CRITIC_FLAG_REJECT);
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"2\"");
  look (&shoot);
  assert_flag (&shoot, CRITIC_FLAG_NONE);
  /* What others do not know they do not take back. */
  rate_own (&shoot);
  save (&shoot, CRITIC_SIDECAR_FULL, &saved);
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"2\"");
  look (&shoot);
  assert_flag (&shoot, CRITIC_FLAG_PICK);
  assert_own (&shoot);
  /* A sidecar that is gone takes nothing along. */
  g_assert_no_errno (g_unlink (path));
  look (&shoot);
  assert_marks (&shoot, 2, CRITIC_LABEL_NONE);
}

static void
test_save (void)
{
  g_auto (Shoot) shoot;
  g_auto (CriticSidecarSaved) saved = { 0, };
  g_autofree char *path = NULL;
  CriticXmp xmp;
  gint64 before;

  shoot_init (&shoot);
  path = scratch_path (&shoot.scratch, "p.xmp");
  other_writes (&shoot, "p.xmp", "xmp:Rating=\"2\" xmp:Label=\"Red\"");
  rate (&shoot, 4, CRITIC_LABEL_NONE);
  save (&shoot, CRITIC_SIDECAR_STEM, &saved);
  /* Never read before, and both say something: nobody is overwritten. */
  g_assert_cmpuint (saved.n_differing, ==, 1);
  g_assert_cmpuint (saved.n_saved, ==, 0);
  assert_marks (&shoot, 4, CRITIC_LABEL_RED);
  assert_differs (&shoot, CRITIC_SOURCE_STEM, CRITIC_SET_STARS);
  settle (&shoot, FALSE);
  save (&shoot, CRITIC_SIDECAR_STEM, &saved);
  g_assert_cmpuint (saved.n_saved, ==, 1);
  g_assert_true (critic_sidecar_read (path, &xmp, NULL));
  g_assert_cmpuint (xmp.rating.stars, ==, 4);
  g_assert_cmpint (xmp.rating.label, ==, CRITIC_LABEL_RED);
  before = mtime_of (path);
  g_assert_cmpuint (look (&shoot), ==, 0);
  assert_differs (&shoot, CRITIC_SOURCE_LIBRARY, 0);

  /* Taken back here: it goes there. */
  rate (&shoot, 0, CRITIC_LABEL_NONE);
  save (&shoot, CRITIC_SIDECAR_STEM, &saved);
  g_assert_true (critic_sidecar_read (path, &xmp, NULL));
  g_assert_cmpuint (xmp.rating.stars, ==, 0);
  g_assert_cmpint (xmp.rating.label, ==, CRITIC_LABEL_NONE);
  g_assert_cmpint (mtime_of (path), !=, before);
  before = mtime_of (path);
  save (&shoot, CRITIC_SIDECAR_STEM, &saved);
  g_assert_cmpint (mtime_of (path), ==, before);
}

static void
test_save_fails (void)
{
  g_auto (Shoot) shoot;
  g_auto (CriticSidecarSaved) saved = { 0, };

  shoot_init (&shoot);
  other_writes (&shoot, "p.jpg.xmp", ">");
  rate (&shoot, 4, CRITIC_LABEL_NONE);
  save (&shoot, CRITIC_SIDECAR_FULL, &saved);
  g_assert_cmpuint (saved.n_failed, ==, 1);
  g_assert_nonnull (strstr (saved.trouble, "p.jpg.xmp"));
  assert_marks (&shoot, 4, CRITIC_LABEL_NONE);
}

/* Another photograph that is known comes under that name: there it was never read. */
static void
test_replaced (void)
{
  g_auto (Shoot) shoot;
  g_autoptr (GError) error = NULL;
  g_autofree char *elsewhere = NULL;
  CriticFound found = { 0, };
  g_autoptr (CriticMarked) marked = NULL;

  shoot_init (&shoot);
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"2\"");
  look (&shoot);
  scratch_jpeg (&shoot.scratch, "p.jpg", 2, 64, 48);
  elsewhere = scratch_path (&shoot.scratch, "elsewhere.jpg");
  found.stamp = (CriticFileStamp) { elsewhere, 1, 1 };
  found.measured.hash.bytes[0] = 8;
  g_assert_true (critic_library_write_found (shoot.library, MODEL, &found, 1, &error));
  found.stamp.path = shoot.photo;
  g_assert_true (critic_library_write_found (shoot.library, MODEL, &found, 1, &error));
  marked = critic_library_marked_at (shoot.library, shoot.photo, NULL);
  g_assert_false (marked->readings[CRITIC_SOURCE_FULL].known);
  assert_marks (&shoot, 0, CRITIC_LABEL_NONE);
  look (&shoot);
  assert_marks (&shoot, 2, CRITIC_LABEL_NONE);
}

/* The photograph was edited: its marks went along, and with them where they were read,
 * so that what is said here since is no disagreement. */
static void
test_edited (void)
{
  g_auto (Shoot) shoot;
  g_autoptr (GError) error = NULL;
  CriticFound found = { 0, };
  g_autoptr (CriticMarked) marked = NULL;

  shoot_init (&shoot);
  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"2\"");
  look (&shoot);
  rate (&shoot, 4, CRITIC_LABEL_NONE);
  found.stamp = (CriticFileStamp) { shoot.photo, 1, 1 };
  found.measured.hash.bytes[0] = 8;
  g_assert_true (critic_library_write_found (shoot.library, MODEL, &found, 1, &error));
  marked = critic_library_marked_at (shoot.library, shoot.photo, NULL);
  g_assert_true (marked->readings[CRITIC_SOURCE_FULL].known);
  assert_marks (&shoot, 4, CRITIC_LABEL_NONE);
  look (&shoot);
  assert_marks (&shoot, 4, CRITIC_LABEL_NONE);
  g_clear_pointer (&marked, critic_marked_free);
  marked = critic_library_marked_at (shoot.library, shoot.photo, NULL);
  g_assert_cmpuint (marked->readings[CRITIC_SOURCE_FULL].differ, ==, 0);
}

/* Opened on the desk before any pass. */
static void
test_seen (void)
{
  g_auto (Shoot) shoot;
  g_autofree char *other = NULL;
  g_autoptr (CriticMarked) marked = NULL;
  const CriticHash hash = { .bytes = { 9 } };
  const char *paths[1];

  shoot_init (&shoot);
  scratch_jpeg (&shoot.scratch, "q.jpg", 3, 64, 48);
  other_writes (&shoot, "q.jpg.xmp", "xmp:Rating=\"3\"");
  other = scratch_path (&shoot.scratch, "q.jpg");
  paths[0] = other;
  g_assert_true (critic_sidecar_look (shoot.library, paths, 1, NULL, NULL, NULL, NULL, NULL));
  g_assert_null (critic_library_marked_at (shoot.library, other, NULL));
  g_assert_true (critic_library_write_seen (shoot.library, &(CriticFileStamp) { other, 5, 5 }, &hash, NULL));
  g_assert_true (critic_sidecar_look (shoot.library, paths, 1, NULL, NULL, NULL, NULL, NULL));
  marked = critic_library_marked_at (shoot.library, other, NULL);
  g_assert_cmpuint (marked->rating.stars, ==, 3);
}

/* A raw file and its picture as one: what is said of one, here or in a sidecar, is
 * said of both, in one step. */
static void
test_pairs (void)
{
  g_auto (Shoot) shoot;
  g_autofree char *raw = NULL;
  g_autofree char *other = NULL;
  g_autoptr (CriticRow) row = NULL;
  g_autoptr (CriticRow) unrelated = NULL;
  CriticFound found = { 0, };
  CriticChange *change;

  shoot_init (&shoot);
  raw = scratch_path (&shoot.scratch, "p.NEF");
  other = scratch_path (&shoot.scratch, "p.2.NEF");
  found.stamp = (CriticFileStamp) { raw, 1, 1 };
  found.measured.hash.bytes[0] = 11;
  g_assert_true (critic_library_write_found (shoot.library, MODEL, &found, 1, NULL));
  found.stamp = (CriticFileStamp) { other, 1, 1 };
  found.measured.hash.bytes[0] = 12;
  g_assert_true (critic_library_write_found (shoot.library, MODEL, &found, 1, NULL));

  rate (&shoot, 2, CRITIC_LABEL_NONE);
  row = critic_library_row_at (shoot.library, raw, MODEL, NULL);
  g_assert_cmpuint (row->rating.stars, ==, 0);

  critic_library_set_pairs (shoot.library, TRUE);
  rate (&shoot, 4, CRITIC_LABEL_NONE);
  g_clear_pointer (&row, critic_row_free);
  row = critic_library_row_at (shoot.library, raw, MODEL, NULL);
  g_assert_cmpuint (row->rating.stars, ==, 4);
  unrelated = critic_library_row_at (shoot.library, other, MODEL, NULL);
  g_assert_cmpuint (unrelated->rating.stars, ==, 0);

  change = critic_library_undo (shoot.library, NULL);
  g_assert_cmpuint (change->image_ids->len, ==, 2);
  critic_change_free (change);
  g_clear_pointer (&row, critic_row_free);
  row = critic_library_row_at (shoot.library, raw, MODEL, NULL);
  g_assert_cmpuint (row->rating.stars, ==, 0);
  assert_marks (&shoot, 2, CRITIC_LABEL_NONE);

  other_writes (&shoot, "p.jpg.xmp", "xmp:Rating=\"2\" xmp:Label=\"Red\"");
  look (&shoot);
  g_clear_pointer (&row, critic_row_free);
  row = critic_library_row_at (shoot.library, raw, MODEL, NULL);
  g_assert_cmpint (row->rating.label, ==, CRITIC_LABEL_RED);
}

int
main (int argc, char **argv)
{
  g_autofree char *exiftool = NULL;

  g_test_init (&argc, &argv, NULL);
  exiftool = g_find_program_in_path ("exiftool");
  g_test_add_func ("/sidecar-sync/first-reading", test_first_reading);
  if (exiftool != NULL)
    g_test_add_func ("/sidecar-sync/embedded", test_embedded);
  g_test_add_func ("/sidecar-sync/newer-sidecar", test_newer_sidecar);
  g_test_add_func ("/sidecar-sync/library-changed", test_library_changed);
  g_test_add_func ("/sidecar-sync/taken-back-elsewhere", test_taken_back_elsewhere);
  g_test_add_func ("/sidecar-sync/save", test_save);
  g_test_add_func ("/sidecar-sync/save-fails", test_save_fails);
  g_test_add_func ("/sidecar-sync/replaced", test_replaced);
  g_test_add_func ("/sidecar-sync/edited", test_edited);
  g_test_add_func ("/sidecar-sync/seen", test_seen);
  g_test_add_func ("/sidecar-sync/pairs", test_pairs);
  return g_test_run ();
}
