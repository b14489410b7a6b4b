/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "batch-fixtures.h"

Scratch batch_scratch;

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

char *
batch_list (const char *name)
{
  g_autofree char *path = scratch_path (&batch_scratch, name);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  list_into (lines, path, "");
  g_ptr_array_sort (lines, compare_names);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

void
batch_make_shoot (const char *folder)
{
  static const char *const files[][2] = {
    { "DSC_1.NEF", "raw" }, { "DSC_1.jpg", "jpeg" }, { "DSC_1.jpg.xmp", "darktable" },
    { "DSC_1.pp3", "rawtherapee" }, { "DSC_1.xmp", "lightroom" }, { "DSC_2.jpg", "two" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_build_filename (folder, files[i][0], NULL);

      scratch_write (&batch_scratch, name, files[i][1]);
    }
  {
    g_autofree char *out = scratch_path (&batch_scratch, "out");

    g_assert_cmpint (g_mkdir_with_parents (out, 0755), ==, 0);
  }
}

void
batch_ready_clear (BatchReady *ready)
{
  g_strfreev (ready->paths);
  g_free (ready->destination);
}

BatchReady
batch_prepare (const BatchWish *wish)
{
  BatchReady ready = { { wish->kind, NULL, NULL, wish->with_partners, wish->collision }, g_new0 (char *, 5), NULL };

  for (gsize i = 0; i < 4 && wish->names[i] != NULL; i++)
    ready.paths[i] = scratch_path (&batch_scratch, wish->names[i]);
  if (wish->kind != CRITIC_FILES_BIN)
    ready.destination = scratch_path (&batch_scratch, "out");
  ready.batch.paths = (const char *const *) ready.paths;
  ready.batch.destination = ready.destination;
  return ready;
}

GPtrArray *
batch_run (const BatchWish *wish)
{
  g_auto (BatchReady) ready = batch_prepare (wish);
  g_autoptr (GError) error = NULL;
  GPtrArray *moves = critic_file_batch_run (&ready.batch, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (moves);
  return moves;
}

void
batch_undo (GPtrArray *moves, CriticFilesKind kind)
{
  g_autoptr (GError) error = NULL;

  critic_file_batch_undo (moves, kind, NULL, &error);
  g_assert_no_error (error);
}

void
assert_batch_sentence (const GError *error)
{
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

void
batch_refuse (const BatchWish *wish, GFileProgressCallback progress, gpointer data, GCancellable *cancellable, GQuark domain, int code)
{
  g_auto (BatchReady) ready = batch_prepare (wish);
  g_autoptr (GError) error = NULL;

  g_assert_null (critic_file_batch_run (&ready.batch, progress, data, cancellable, &error));
  g_assert_error (error, domain, code);
  if (domain == CRITIC_FILES_ERROR)
    assert_batch_sentence (error);
}

/* GLib remembers where home is: one folder for the whole program, emptied. */
static void
begin (gconstpointer data)
{
  void (*test) (void) = data;
  static const char *const folders[] = { "in", "out", "home" };
  g_autofree char *in_home = scratch_path (&batch_scratch, "home/data/x");

  test ();
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    scratch_remove (&batch_scratch, folders[i]);
}

void
batch_add (const char *name, void (*test) (void))
{
  g_test_add_data_func (name, test, begin);
}

int
batch_main (void)
{
  g_autofree char *home = NULL;
  g_autofree char *data = NULL;
  int status;

  scratch_init (&batch_scratch);
  home = scratch_path (&batch_scratch, "home");
  data = scratch_path (&batch_scratch, "home/data");
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  status = g_test_run ();
  scratch_clear (&batch_scratch);
  return status;
}
