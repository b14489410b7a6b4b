/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-formats.h"

#include "critic-report-pages-private.h"
#include "critic-report-say.h"
#include "critic-report-stream.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>

static cairo_status_t
write_bytes (gpointer stream, const guchar *data, guint length)
{
  critic_report_stream_bytes (stream, data, length);
  return critic_report_stream_check (stream, NULL) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void
describe (cairo_surface_t *surface, CriticReportPages *pages, const CriticReportOptions *options)
{
  g_autofree char *author = options->author != NULL ? critic_report_show (options->author, -1) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format_iso8601 (now);

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, critic_report_pages_get_title (pages));
  if (author != NULL && *author != '\0')
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, author);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Photo Critic " PACKAGE_VERSION);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
}

/* What begins on the page becomes a line of the outline. */
static void
add_outline (cairo_surface_t *surface, CriticReportPages *pages, guint page, int *parent)
{
  CriticPageInfo info;
  g_autofree char *where = NULL;

  critic_report_pages_get_info (pages, page, &info);
  if (info.title == NULL)
    return;

  where = g_strdup_printf ("dest='%s'", info.dest);
  if (info.level > 0 && *parent == CAIRO_PDF_OUTLINE_ROOT)
    *parent = cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, _("Photographs"), where, CAIRO_PDF_OUTLINE_FLAG_OPEN);
  cairo_pdf_surface_add_outline (surface, info.level > 0 ? *parent : CAIRO_PDF_OUTLINE_ROOT, info.title, where, 0);
}

static gboolean
draw_pages (cairo_surface_t *surface, CriticReportPages *pages, const CriticReportJob *job,
            GCancellable *cancellable, GError **error)
{
  cairo_t *cr = cairo_create (surface);
  guint n = critic_report_pages_get_n (pages);
  int parent = CAIRO_PDF_OUTLINE_ROOT;
  gboolean done = TRUE;

  cairo_tag_begin (cr, "Document", NULL);
  for (guint i = 0; i < n && done; i++)
    {
      g_autofree char *label = g_strdup_printf ("%u", i + 1);

      cairo_pdf_surface_set_page_label (surface, label);
      add_outline (surface, pages, i, &parent);
      done = critic_report_pages_draw (pages, i, cr, cancellable, error);
      /* Before the page is shown: cairo 1.18 begins another one for what comes
       * after the last. */
      if (i + 1 == n || !done)
        cairo_tag_end (cr, "Document");
      cairo_show_page (cr);
      if (done && job->progress != NULL)
        job->progress (job->n_entries + (guint) ((guint64) job->n_entries * (i + 1) / n), 2 * job->n_entries, job->progress_data);
    }
  cairo_destroy (cr);

  return done;
}

/**
 * critic_report_write_pdf: (skip)
 * @job: the entries
 * @options: how
 * @path: an empty file
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Writes the pages of a report as a PDF with structure, outline, links and
 * embedded fonts. The memory of a page at a time.
 *
 * Returns: %FALSE with an error as critic_report_write()
 */
gboolean
critic_report_write_pdf (const CriticReportJob *job, const CriticReportOptions *options, const char *path,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (CriticReportPages) pages = critic_report_pages_new (job, options, cancellable, error);
  g_autoptr (CriticReportStream) stream = NULL;
  cairo_surface_t *surface;
  cairo_status_t status;
  gdouble width, height;
  gboolean done;

  if (pages == NULL)
    return FALSE;
  stream = critic_report_stream_new (path, error);
  if (stream == NULL)
    return FALSE;

  critic_report_pages_get_size (pages, &width, &height);
  surface = cairo_pdf_surface_create_for_stream (write_bytes, stream, width, height);
  describe (surface, pages, options);
  done = draw_pages (surface, pages, job, cancellable, error);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (!done)
    {
      /* cairo does not say why it could not write. */
      g_autoptr (GError) why = NULL;

      if (!critic_report_stream_check (stream, &why))
        {
          g_clear_error (error);
          g_propagate_error (error, g_steal_pointer (&why));
        }
      return FALSE;
    }
  if (!critic_report_stream_close (stream, error))
    return FALSE;
  if (status != CAIRO_STATUS_SUCCESS)
    {
      critic_report_set_write_error (error, path, cairo_status_to_string (status));
      return FALSE;
    }

  return TRUE;
}
