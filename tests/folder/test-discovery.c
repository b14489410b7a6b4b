/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-discovery.h"
#include "critic-photo-formats.h"
#include "folder-fixtures.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a walk said: paths without the scratch folder's. */
typedef struct
{
  Scratch   *scratch;
  GPtrArray *met;
  GPtrArray *troubles;
  GPtrArray *sentences;
  guint64    size;          /* of the last one met */
  gint64     mtime;
  guint      stop_after;
} Heard;

static const char *
relative (Heard *heard, const char *path)
{
  g_assert_true (g_str_has_prefix (path, heard->scratch->path));
  path += strlen (heard->scratch->path);
  return *path == '/' ? path + 1 : path;
}

static gboolean
on_met (const CriticMet *met, gpointer data)
{
  Heard *heard = data;

  g_ptr_array_add (heard->met, g_strdup (relative (heard, met->path)));
  heard->size = met->size;
  heard->mtime = met->mtime;
  return heard->met->len != heard->stop_after;
}

static void
on_trouble (const char *path, const GError *error, gpointer data)
{
  Heard *heard = data;

  g_ptr_array_add (heard->troubles, g_strdup (relative (heard, path)));
  g_ptr_array_add (heard->sentences, g_strdup (error->message));
}

static void
heard_init (Heard *heard, Scratch *scratch)
{
  *heard = (Heard) { .scratch = scratch };
  heard->met = g_ptr_array_new_with_free_func (g_free);
  heard->troubles = g_ptr_array_new_with_free_func (g_free);
  heard->sentences = g_ptr_array_new_with_free_func (g_free);
}

static void
heard_clear (Heard *heard)
{
  g_ptr_array_unref (heard->met);
  g_ptr_array_unref (heard->troubles);
  g_ptr_array_unref (heard->sentences);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Heard, heard_clear)

static void
listen_to (Heard *heard, gboolean recursive, ...)
{
  g_autoptr (GPtrArray) roots = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  const char *name;
  va_list names;

  va_start (names, recursive);
  while ((name = va_arg (names, const char *)) != NULL)
    g_ptr_array_add (roots, g_build_filename (heard->scratch->path, name, NULL));
  va_end (names);
  g_ptr_array_add (roots, NULL);

  g_assert_true (critic_discover ((const char *const *) roots->pdata, recursive, on_met, on_trouble, heard, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_met (Heard *heard, const char *expected)
{
  g_autofree char *met = NULL;

  g_ptr_array_add (heard->met, NULL);
  met = g_strjoinv (" ", (char **) heard->met->pdata);
  g_assert_cmpstr (met, ==, expected);
}

static void
test_order (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Heard) heard = { NULL };

  scratch_init (&scratch);
  heard_init (&heard, &scratch);
  for (const char *const *name = (const char *const[]) {
         "b.jpg", "a.PNG", "a2.NEF", "notes.txt", "movie.mp4", "noext", ".hidden.jpg", "z/1.jpg", "c/2.JPEG", "c/d/3.tiff",
         "c.d/4.jpg", ".git/5.jpg", NULL }; *name != NULL; name++)
    scratch_write (&scratch, *name, "x");

  listen_to (&heard, TRUE, "", NULL);
  assert_met (&heard, "a.PNG a2.NEF b.jpg c/2.JPEG c/d/3.tiff c.d/4.jpg z/1.jpg");
  g_assert_cmpuint (heard.troubles->len, ==, 0);
}

static void
test_flat (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Heard) heard = { NULL };

  scratch_init (&scratch);
  heard_init (&heard, &scratch);
  scratch_write (&scratch, "a.jpg", "x");
  scratch_write (&scratch, "c/2.jpg", "x");
  listen_to (&heard, FALSE, "", NULL);
  assert_met (&heard, "a.jpg");
}

/* Files named as roots are met whatever they are called, once, in their place. */
static void
test_roots (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Heard) heard = { NULL };

  scratch_init (&scratch);
  heard_init (&heard, &scratch);
  scratch_write (&scratch, "c/a.jpg", "x");
  scratch_write (&scratch, "c/b.jpg", "x");
  scratch_write (&scratch, "c/d/e.jpg", "x");
  scratch_write (&scratch, "photo.bin", "x");
  listen_to (&heard, TRUE, "photo.bin", "c/d/../b.jpg", "c", "c/d", "c", "photo.bin", "gone", NULL);
  assert_met (&heard, "photo.bin c/b.jpg c/a.jpg c/d/e.jpg");
  g_assert_cmpuint (heard.troubles->len, ==, 1);
  g_assert_cmpstr (heard.troubles->pdata[0], ==, "gone");
  g_assert_nonnull (strstr (heard.sentences->pdata[0], "gone” does not exist."));
}

static void
test_loops (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Heard) heard = { NULL };
  g_autofree char *up = NULL, *self = NULL, *across = NULL, *nowhere = NULL, *file = NULL;

  scratch_init (&scratch);
  heard_init (&heard, &scratch);
  scratch_write (&scratch, "a/1.jpg", "x");
  scratch_write (&scratch, "b/2.jpg", "x");
  up = scratch_path (&scratch, "a/up");
  self = scratch_path (&scratch, "a/self");
  across = scratch_path (&scratch, "a/across");
  nowhere = scratch_path (&scratch, "a/nowhere.jpg");
  file = scratch_path (&scratch, "a/file.jpg");
  g_assert_cmpint (symlink ("..", up), ==, 0);
  g_assert_cmpint (symlink ("self", self), ==, 0);
  g_assert_cmpint (symlink ("../b", across), ==, 0);
  g_assert_cmpint (symlink ("nothing there", nowhere), ==, 0);
  g_assert_cmpint (symlink ("1.jpg", file), ==, 0);

  listen_to (&heard, TRUE, "", NULL);
  assert_met (&heard, "a/1.jpg a/file.jpg a/nowhere.jpg a/across/2.jpg");
  g_assert_cmpuint (heard.troubles->len, ==, 0);
}

static void
test_names (void)
{
  static const char *const names[] = { "a\nb.jpg", "b\xff\xfe.jpg", "c\tc \x1b[31m.jpg", "d\n\n/e\xc3.jpg" };
  g_auto (Scratch) scratch = { NULL };
  g_auto (Heard) heard = { NULL };

  scratch_init (&scratch);
  heard_init (&heard, &scratch);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    scratch_write (&scratch, names[i], "x");
  listen_to (&heard, TRUE, "", NULL);
  g_assert_cmpuint (heard.met->len, ==, G_N_ELEMENTS (names));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (heard.met->pdata[i], ==, names[i]);
}

static void
test_rights (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Heard) heard = { NULL };
  g_autofree char *closed = NULL, *dark = NULL;
  gboolean was_root;

  scratch_init (&scratch);
  heard_init (&heard, &scratch);
  scratch_write (&scratch, "a/closed/1.jpg", "x");
  scratch_write (&scratch, "b.jpg", "x");
  scratch_write (&scratch, "dark/c.jpg", "x");
  scratch_write (&scratch, "z/2.jpg", "x");
  closed = scratch_path (&scratch, "a/closed");
  dark = scratch_path (&scratch, "dark");
  g_assert_cmpint (chmod (closed, 0), ==, 0);
  g_assert_cmpint (chmod (dark, 0444), ==, 0);      /* its names can be read, and nothing else */

  was_root = be_nobody ();
  listen_to (&heard, TRUE, "", NULL);
  be_root (was_root);

  assert_met (&heard, "b.jpg dark/c.jpg z/2.jpg");
  g_assert_cmpuint (heard.troubles->len, ==, 1);
  g_assert_cmpstr (heard.troubles->pdata[0], ==, "a/closed");
  g_assert_nonnull (strstr (heard.sentences->pdata[0], "may not be read by you."));
}

static void
test_stamp (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Heard) heard = { NULL };
  const struct timespec times[2] = { { 1000, 1 }, { 1234567890, 123456789 } };
  g_autofree char *path = NULL;

  scratch_init (&scratch);
  heard_init (&heard, &scratch);
  scratch_write (&scratch, "a.jpg", "12345");
  path = scratch_path (&scratch, "a.jpg");
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
  listen_to (&heard, TRUE, "", NULL);
  g_assert_cmpuint (heard.size, ==, 5);
  g_assert_cmpint (heard.mtime, ==, G_GINT64_CONSTANT (1234567890123456789));
}

static void
test_stop (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Heard) heard = { NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  scratch_init (&scratch);
  heard_init (&heard, &scratch);
  for (const char *const *name = (const char *const[]) { "a.jpg", "b.jpg", "c/d.jpg", "e/f.jpg", NULL }; *name != NULL; name++)
    scratch_write (&scratch, *name, "x");

  heard.stop_after = 2;
  listen_to (&heard, TRUE, "", "c", NULL);
  g_assert_cmpuint (heard.met->len, ==, 2);

  g_cancellable_cancel (cancellable);
  g_assert_false (critic_discover ((const char *const[]) { scratch.path, NULL }, TRUE, on_met, on_trouble, &heard,
                                   cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (heard.met->len, ==, 2);
}

static void
test_photo_names (void)
{
  g_assert_true (critic_is_photo_name ("a.jpg"));
  g_assert_true (critic_is_photo_name ("A.B.JPEG"));
  g_assert_true (critic_is_photo_name ("DSC_1.NEF"));
  g_assert_false (critic_is_photo_name (".jpg"));
  g_assert_false (critic_is_photo_name (".a.jpg"));
  g_assert_false (critic_is_photo_name ("jpg"));
  g_assert_false (critic_is_photo_name ("a.xmp"));
  g_assert_false (critic_is_photo_name ("a."));
  g_assert_true (critic_is_raw_name ("a.CR3"));
  g_assert_false (critic_is_raw_name ("a.jpg"));
  g_assert_false (critic_is_raw_name ("cr3"));
  g_assert_true (critic_are_partner_names ("a.raw", "a.jpg"));
  g_assert_false (critic_are_partner_names ("a.raw", "a.dng"));
}

/* What is opened, what is listed and what is a raw file are one list. */
static void
test_one_list (void)
{
  static const char *const named[] = { "raw", "dcr", "fff", "gpr", "ptx" };
  const char *const *extensions = critic_photo_get_extensions ();
  const char *const *raw = critic_photo_get_raw_extensions ();

  for (gsize i = 0; extensions[i] != NULL; i++)
    {
      g_autofree char *name = g_strconcat ("a.", extensions[i], NULL);

      g_assert_true (critic_is_photo_name (name));
      g_assert_cmpint (critic_is_raw_name (name), ==, g_strv_contains (raw, extensions[i]));
    }
  for (gsize i = 0; raw[i] != NULL; i++)
    g_assert_true (g_strv_contains (extensions, raw[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (named); i++)
    g_assert_true (g_strv_contains (raw, named[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/discovery/order", test_order);
  g_test_add_func ("/discovery/flat", test_flat);
  g_test_add_func ("/discovery/roots", test_roots);
  g_test_add_func ("/discovery/loops", test_loops);
  g_test_add_func ("/discovery/names", test_names);
  g_test_add_func ("/discovery/rights", test_rights);
  g_test_add_func ("/discovery/one-list", test_one_list);
  g_test_add_func ("/discovery/stamp", test_stamp);
  g_test_add_func ("/discovery/stop", test_stop);
  g_test_add_func ("/discovery/photo-names", test_photo_names);

  return g_test_run ();
}
