/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pages without a PDF: what a source is asked for, what a preview draws, where
 * a report is put, and characters that no font has. */
#include "analysis-fixtures.h"
#include "critic-report-pages.h"
#include "critic-report.h"

#include <glib/gstdio.h>
#include <math.h>

#define N 30

typedef struct
{
  CriticAnalyzer *analyzer;
  GFile          *file;
  const char     *text;
  gint            alive, most_alive;
  guint           asked[N];
} Source;

static void
on_gone (gpointer data, GObject *gone)
{
  ((Source *) data)->alive--;
}

/* Each entry has an assessment of its own, so that one that is kept is seen. */
static CriticReportEntry *
get_entry (guint index, gpointer data, GCancellable *cancellable, GError **error)
{
  Source *source = data;
  CriticReportEntry *entry = critic_report_entry_new (source->file);
  CriticReportCritique *critique = g_new0 (CriticReportCritique, 1);
  g_autoptr (CriticPhoto) photo = fixture_photo (40 + 5 * index, 96, 64);
  const char *texts[] = { source->text, NULL };
  CriticRequest request = { .photo = photo, .critiques = texts, .explain = MCN_EXPLAIN_ALL };

  critique->text = g_strdup (source->text);
  critique->own_score = NAN;
  critique->scored = TRUE;
  g_ptr_array_add (entry->critiques, critique);
  entry->width = 96;
  entry->height = 64;
  entry->assessment = critic_analyzer_assess (source->analyzer, &request, cancellable, error);
  if (entry->assessment == NULL)
    {
      critic_report_entry_free (entry);
      return NULL;
    }

  source->asked[index]++;
  source->alive++;
  source->most_alive = MAX (source->most_alive, source->alive);
  g_object_weak_ref (G_OBJECT (entry->assessment), on_gone, source);
  return entry;
}

typedef struct
{
  CriticFakeEngine   *fake;
  Source              source;
  CriticReportJob     job;
  CriticReportOptions options;
  char               *folder, *path;
  GFile              *output;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  static const CriticFakeOptions options = { 0 };
  g_autofree char *photo = g_test_build_filename (G_TEST_DIST, "..", "data", "samples", "coffee.jpg", NULL);

  f->fake = critic_fake_engine_new (&options);
  f->source.analyzer = fixture_analyzer (f->fake);
  f->source.file = g_file_new_for_path (photo);
  f->source.text = "Lovely light on the dock. But the sky is empty.";
  f->job = (CriticReportJob) { .n_entries = N, .get = get_entry, .data = &f->source, .model_id = "0123456789abcdef" };
  critic_report_options_init (&f->options);
  f->folder = g_dir_make_tmp ("photo-critic-pages-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "report.pdf", NULL);
  f->output = g_file_new_for_path (f->path);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_unlink (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);     /* nothing else was left in it */
  g_object_unref (f->output);
  g_free (f->path);
  g_free (f->folder);
  g_object_unref (f->source.file);
  g_object_unref (f->source.analyzer);
  critic_fake_engine_unref (f->fake);
}

static void
test_one_by_one (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (critic_report_write (&f->job, &f->options, f->output, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (f->source.alive, ==, 0);
  /* One, and the figures of its scale. */
  g_assert_cmpint (f->source.most_alive, <=, 2);
  for (guint i = 0; i < N; i++)
    g_assert_cmpuint (f->source.asked[i], <=, 2);
}

static void
test_preview (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticReportPages) pages = NULL;
  gdouble width, height;

  f->job.n_entries = 3;
  pages = critic_report_pages_new (&f->job, &f->options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (critic_report_pages_get_n (pages), ==, 1 + 1 + 1 + 1 + 3);
  critic_report_pages_get_size (pages, &width, &height);

  for (guint i = 0; i < critic_report_pages_get_n (pages); i++)
    {
      cairo_surface_t *record = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
      cairo_t *cr = cairo_create (record);
      guint dark = 0;

      g_assert_true (critic_report_pages_draw (pages, i, cr, NULL, &error));
      g_assert_no_error (error);
      cairo_destroy (cr);

      cr = cairo_create (image);
      cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
      cairo_paint (cr);
      cairo_set_source_surface (cr, record, 0.0, 0.0);
      cairo_paint (cr);
      cairo_surface_flush (image);
      for (int y = 0; y < (int) height; y++)
        for (int x = 0; x < (int) width; x++)
          dark += cairo_image_surface_get_data (image)[y * cairo_image_surface_get_stride (image) + 4 * x] < 128;
      g_assert_cmpuint (dark, >, 300);
      cairo_destroy (cr);
      cairo_surface_destroy (image);
      cairo_surface_destroy (record);
    }
  /* Few photographs are asked for once, however often their pages are drawn. */
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (f->source.asked[i], ==, 1);
}

static void
test_kept_until_done (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *before = NULL;

  f->job.n_entries = 2;
  g_assert_true (g_file_set_contents (f->path, "old", -1, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_false (critic_report_write (&f->job, &f->options, f->output, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (f->path, &before, NULL, NULL));
  g_assert_cmpstr (before, ==, "old");
  g_clear_error (&error);

  g_assert_true (critic_report_write (&f->job, &f->options, f->output, NULL, &error));
  g_assert_no_error (error);
  g_clear_pointer (&before, g_free);
  g_assert_true (g_file_get_contents (f->path, &before, NULL, NULL));
  g_assert_true (g_str_has_prefix (before, "%PDF-"));
  g_assert_cmpuint (count_files (f->folder), ==, 1);
}

static void
test_no_place (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) nowhere = g_file_get_child (f->output, "report.pdf");
  g_autoptr (GFile) folder = g_file_new_for_path (f->folder);

  /* Where something can be made nothing is left of the try, and what is there stays. */
  f->job.n_entries = 1;
  g_assert_true (critic_report_check_place (f->output, 1, &f->options, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (f->folder), ==, 0);
  g_assert_false (critic_report_check_place (nowhere, 1, &f->options, &error));
  g_assert_error (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_WRITE);
  g_clear_error (&error);
  g_assert_false (critic_report_write (&f->job, &f->options, nowhere, NULL, &error));
  g_assert_error (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_WRITE);
  g_clear_error (&error);

  /* A folder is no file name; one with something in it is not written over. */
  g_assert_false (critic_report_write (&f->job, &f->options, folder, NULL, &error));
  g_assert_error (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_WRITE);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (f->path, "mine", -1, NULL));
  f->options.format = CRITIC_REPORT_FOLDER;
  g_assert_false (critic_report_write (&f->job, &f->options, folder, NULL, &error));
  g_assert_error (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_WRITE);
  g_clear_error (&error);

  f->job.n_entries = 0;
  g_assert_false (critic_report_write (&f->job, &f->options, f->output, NULL, &error));
  g_assert_error (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_NOTHING);
}

/* Before anything is judged, in every format. */
static void
test_too_many (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->job.n_entries = CRITIC_REPORT_MOST + 1;
  for (guint format = CRITIC_REPORT_PDF; format <= CRITIC_REPORT_FOLDER; format++)
    {
      f->options.format = format;
      g_assert_false (critic_report_write (&f->job, &f->options, f->output, NULL, &error));
      g_assert_error (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_COUNT);
      g_clear_error (&error);
      g_assert_true (critic_report_check (CRITIC_REPORT_MOST, &f->options, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpuint (f->source.asked[0], ==, 0);
  g_assert_cmpuint (count_files (f->folder), ==, 0);
}

static void
count_step (guint done, guint all, gpointer data)
{
  g_assert_cmpuint (done, ==, ++*(guint *) data);
  g_assert_cmpuint (all, ==, 2);
}

static void
test_missing_characters (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *missing = NULL;
  guint steps = 0;

  f->job.n_entries = 2;
  f->job.progress = count_step;
  f->job.progress_data = &steps;
  missing = critic_report_missing_characters (&f->job, &f->options, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (missing);
  g_assert_cmpuint (steps, ==, 2);
  f->job.progress = NULL;

  /* Of the private planes, for which there is no font. */
  f->source.text = "Lovely light \xf3\xb1\x88\xb4 on the dock \xf3\xb1\x88\xb4.";
  missing = critic_report_missing_characters (&f->job, &f->options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (missing, ==, "\xf3\xb1\x88\xb4");

  f->options.format = CRITIC_REPORT_CSV;
  g_assert_null (critic_report_missing_characters (&f->job, &f->options, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/report/pages/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("one-by-one", test_one_by_one);
  ADD ("preview", test_preview);
  ADD ("kept-until-done", test_kept_until_done);
  ADD ("no-place", test_no_place);
  ADD ("too-many", test_too_many);
  ADD ("missing-characters", test_missing_characters);

  return g_test_run ();
}
