/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folder-fixtures.h"
#include "pass-fixtures.h"

#include <string.h>

static CriticEngine *
make_fake (gpointer fake)
{
  return critic_fake_engine_share (fake);
}

CriticPass *
fake_pass (CriticLibrary *library, CriticFakeEngine *fake, guint n_workers)
{
  return critic_pass_new_with_engine (library, make_fake, fake, NULL, n_workers);
}

CriticPass *
tiny_pass (CriticLibrary *library, guint n_workers)
{
  return critic_pass_new (library, tiny_model_for_all (), n_workers);
}

CriticLibrary *
open_library (const char *path)
{
  g_autoptr (GError) error = NULL;
  CriticLibrary *library = critic_library_open (path, &error);

  g_assert_no_error (error);
  return library;
}

CriticPassState
run_pass (CriticPass *pass, Scratch *scratch)
{
  critic_pass_start (pass, (const char *const[]) { scratch->path, NULL }, TRUE);
  return critic_pass_wait (pass);
}

gint
count_images (CriticFakeEngine *fake)
{
  CriticFakeCounts counts;

  critic_fake_engine_count (fake, &counts);
  return counts.images;
}

static GPtrArray *
all_rows (CriticLibrary *library, Scratch *scratch, const char *model_id)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = critic_library_rows (library, (const char *const[]) { scratch->path, NULL }, TRUE, model_id, NULL, &error);

  g_assert_no_error (error);
  return rows;
}

static const char *const state_names[] = { "waiting", "done", "failed", "gone" };

static void
add_bytes (GString *text, gconstpointer bytes, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%02x", ((const guint8 *) bytes)[i]);
  g_string_append_c (text, ' ');
}

char *
dump_library (CriticLibrary *library, Scratch *scratch)
{
  g_autoptr (McnModel) model = mcn_model_load (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), NULL, NULL);
  g_autoptr (GPtrArray) rows = all_rows (library, scratch, mcn_model_get_id (model));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const CriticRow *row = rows->pdata[i];

      g_string_append_printf (text, "%s %s %s ", row->path + strlen (scratch->path), state_names[row->state],
                              row->failure != NULL ? row->failure : "-");
      g_string_append_printf (text, "%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %d ", row->size, row->mtime, row->assessed);
      add_bytes (text, &row->measured, sizeof row->measured);
      add_bytes (text, &row->judgement, G_STRUCT_OFFSET (CriticJudgement, high));
      add_bytes (text, row->judgement.style, sizeof row->judgement.style);
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

const char *
state_of (CriticLibrary *library, Scratch *scratch, const char *name)
{
  g_autofree char *path = g_build_filename (scratch->path, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticRow) row = critic_library_row_at (library, path, NULL, &error);

  g_assert_no_error (error);
  return row != NULL ? state_names[row->state] : "unknown";
}

void
make_photos (Scratch *scratch, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("f%u/%03u.jpg", i % 3, i);

      scratch_jpeg (scratch, name, i, 80 + i % 7, 64);
    }
}

void
assert_progress (CriticPass *pass, guint64 met, guint64 skipped, guint64 done, guint64 failed)
{
  CriticPassProgress progress;

  critic_pass_get_progress (pass, &progress);
  g_assert_cmpuint (progress.met, ==, met);
  g_assert_cmpuint (progress.skipped, ==, skipped);
  g_assert_cmpuint (progress.done, ==, done);
  g_assert_cmpuint (progress.failed, ==, failed);
  g_assert_true (progress.discovered_all);
}
