/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-pages-private.h"

#include "critic-report-book.h"
#include "critic-report-entry-sheets.h"
#include "critic-report-figures.h"
#include "critic-report-line.h"
#include "critic-report-say.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>

/* Points. */
#define A4_WIDTH      595.276
#define A4_HEIGHT     841.89
#define LETTER_WIDTH  612.0
#define LETTER_HEIGHT 792.0

/* Up to so many photographs the laid out sheets are kept, so that drawing them
 * asks for no entry again. */
#define KEEP 8

typedef enum { COVER, CONTENTS, SUMMARY, CONTACT, ENTRY, COMPARE } PageKind;

typedef struct
{
  PageKind kind;
  guint    place;       /* ENTRY: in the order of the report */
  guint    sheet;       /* which of those of its kind, or of the entry */
  char    *title;       /* what begins here; NULL: it goes on */
  char    *dest;
} Page;

struct _CriticReportPages
{
  CriticBook  book;
  char       *title, *author, *date, *model_id, *model_name, *foot;
  GArray     *pages;            /* Page */
  GHashTable *kept;             /* index -> CriticFlow */
  CriticFlow *flow;             /* the sheets of the last entry drawn */
  guint       flow_place;
  CriticFlow *summary, *compare;
  GHashTable *glyphs;
};

static void
page_clear (gpointer data)
{
  Page *page = data;

  g_free (page->title);
  g_free (page->dest);
}

static void
book_entry_clear (gpointer data)
{
  g_clear_object (&((CriticBookEntry *) data)->file);
}

/**
 * critic_report_pages_free:
 * @self: (transfer full): laid out pages
 *
 * Frees them.
 */
void
critic_report_pages_free (CriticReportPages *self)
{
  g_clear_pointer (&self->flow, critic_flow_free);
  g_clear_pointer (&self->summary, critic_flow_free);
  g_clear_pointer (&self->compare, critic_flow_free);
  g_clear_pointer (&self->kept, g_hash_table_unref);
  g_clear_pointer (&self->glyphs, g_hash_table_unref);
  g_clear_pointer (&self->pages, g_array_unref);
  g_clear_pointer (&self->book.entries, g_array_unref);
  g_clear_pointer (&self->book.survey, critic_report_survey_free);
  g_clear_object (&self->book.context);
  g_free (self->title);
  g_free (self->author);
  g_free (self->date);
  g_free (self->model_id);
  g_free (self->model_name);
  g_free (self->foot);
  g_free (self);
}

static gboolean
has_entry_pages (const CriticReportPages *self)
{
  return self->book.options.template == CRITIC_TEMPLATE_FULL || self->book.options.template == CRITIC_TEMPLATE_PAGES;
}

/* Keeps of an entry what pages about many need, and counts its own pages. */
static gboolean
visit (const CriticReportEntry *entry, guint index, gpointer data, GError **error)
{
  CriticReportPages *self = data;
  CriticBookEntry kept = {
    .file = g_object_ref (entry->file), .width = entry->width, .height = entry->height, .gain = NAN,
  };

  if (entry->assessment != NULL && critic_assessment_get_mode (entry->assessment) == MCN_MODE_BOTH)
    kept.gain = critic_assessment_get_judgement (entry->assessment)->score -
                critic_assessment_get_photo_alone (entry->assessment)->score;

  if (has_entry_pages (self))
    {
      CriticFlow *flow = critic_report_entry_sheets (self->book.context, entry, index, &self->book.options,
                                                     self->book.width, self->book.height);

      kept.n_sheets = flow->sheets->len;
      if (self->book.job.n_entries <= KEEP)
        g_hash_table_insert (self->kept, GUINT_TO_POINTER (index), flow);
      else
        critic_flow_free (flow);
    }

  g_array_append_val (self->book.entries, kept);
  return TRUE;
}

static void
add_page (CriticReportPages *self, PageKind kind, guint place, guint sheet, const char *title, const char *dest)
{
  Page page = { kind, place, sheet, g_strdup (title), g_strdup (dest) };

  g_array_append_val (self->pages, page);
}

static void
add_entries (CriticReportPages *self)
{
  for (guint i = 0; i < self->book.survey->facts->len; i++)
    {
      CriticBookEntry *entry = critic_book_entry (&self->book, i);
      g_autofree char *dest = g_strdup_printf ("photograph-%u", i + 1);

      entry->page = self->pages->len;
      for (guint sheet = 0; sheet < entry->n_sheets; sheet++)
        add_page (self, ENTRY, i, sheet, sheet == 0 ? critic_book_fact (&self->book, i)->title : NULL, sheet == 0 ? dest : NULL);
    }
}

static void
add_summary (CriticReportPages *self)
{
  self->summary = critic_book_summary (&self->book);
  for (guint i = 0; i < self->summary->sheets->len; i++)
    add_page (self, SUMMARY, 0, i, i == 0 ? _("Summary") : NULL, i == 0 ? "summary" : NULL);
  for (guint i = 0; i < critic_book_n_contact (&self->book); i++)
    add_page (self, CONTACT, 0, i, i == 0 ? _("Contact sheets") : NULL, i == 0 ? "contact" : NULL);
}

static gboolean
add_comparison (CriticReportPages *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_report_entry_free);

  for (guint i = 0; i < self->book.survey->facts->len; i++)
    {
      CriticReportEntry *entry = self->book.job.get (critic_book_fact (&self->book, i)->index, self->book.job.data, cancellable, error);

      if (entry == NULL)
        return FALSE;
      g_ptr_array_add (entries, entry);
    }

  self->compare = critic_book_compare (&self->book, entries);
  for (guint i = 0; i < self->compare->sheets->len; i++)
    add_page (self, COMPARE, 0, i, i == 0 ? self->book.survey->title : NULL, i == 0 ? "comparison" : NULL);
  return TRUE;
}

/* The order of the pages. A full report of one photograph is its page. */
static gboolean
plan (CriticReportPages *self, GCancellable *cancellable, GError **error)
{
  gboolean single = self->book.survey->facts->len == 1;

  switch (self->book.options.template)
    {
    case CRITIC_TEMPLATE_COMPARE:
      return add_comparison (self, cancellable, error);
    case CRITIC_TEMPLATE_CONTACT:
      add_page (self, COVER, 0, 0, self->book.survey->title, "cover");
      add_summary (self);
      return TRUE;
    case CRITIC_TEMPLATE_FULL:
      if (!single)
        {
          add_page (self, COVER, 0, 0, self->book.survey->title, "cover");
          for (guint i = 0; i < critic_book_n_contents (&self->book, 2); i++)
            add_page (self, CONTENTS, 0, i, i == 0 ? _("Contents") : NULL, i == 0 ? "contents" : NULL);
          self->book.links = TRUE;
          add_summary (self);
        }
      add_entries (self);
      return TRUE;
    case CRITIC_TEMPLATE_PAGES:
    default:
      add_entries (self);
      return TRUE;
    }
}

/**
 * critic_report_pages_new:
 * @job: the entries; its functions are called until the pages are freed
 * @options: how; not needed any more when this returns
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Lays a report out: asks for every entry once and reads no photograph. Blocks;
 * one thread at a time for the pages, and not the main loop's.
 *
 * Returns: (transfer full): the pages, or %NULL with what the source of entries gave
 */
CriticReportPages *
critic_report_pages_new (const CriticReportJob *job, const CriticReportOptions *options,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (CriticReportPages) self = g_new0 (CriticReportPages, 1);
  CriticBook *book = &self->book;
  g_autofree char *model = NULL;

  book->job = *job;
  book->options = *options;
  book->options.title = self->title = g_strdup (options->title);
  book->options.author = self->author = g_strdup (options->author);
  book->options.date = self->date = g_strdup (options->date);
  book->job.model_id = self->model_id = g_strdup (job->model_id);
  book->job.model_name = self->model_name = g_strdup (job->model_name);
  book->context = critic_report_type_context ();
  book->width = options->letter ? LETTER_WIDTH : A4_WIDTH;
  book->height = options->letter ? LETTER_HEIGHT : A4_HEIGHT;
  book->entries = g_array_new (FALSE, TRUE, sizeof (CriticBookEntry));
  g_array_set_clear_func (book->entries, book_entry_clear);
  self->pages = g_array_new (FALSE, TRUE, sizeof (Page));
  g_array_set_clear_func (self->pages, page_clear);
  self->kept = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) critic_flow_free);
  self->glyphs = critic_canvas_glyphs_new ();

  book->survey = critic_report_survey_walk (job, options, visit, self, cancellable, error);
  if (book->survey == NULL || !plan (self, cancellable, error))
    return NULL;

  model = critic_report_say_model (job);
  self->foot = g_strdup_printf ("%s · %s", model, book->survey->date);

  return g_steal_pointer (&self);
}

/**
 * critic_report_pages_get_n:
 * @self: laid out pages
 *
 * Returns: how many there are, at least one
 */
guint
critic_report_pages_get_n (CriticReportPages *self)
{
  return self->pages->len;
}

/**
 * critic_report_pages_get_size:
 * @self: laid out pages
 * @width: (out): of the paper, in points
 * @height: (out): of the paper, in points
 */
void
critic_report_pages_get_size (CriticReportPages *self, gdouble *width, gdouble *height)
{
  *width = self->book.width;
  *height = self->book.height;
}

/**
 * critic_report_pages_get_info: (skip)
 * @self: laid out pages
 * @page: from 0
 * @info: (out): what begins there
 */
void
critic_report_pages_get_info (CriticReportPages *self, guint page, CriticPageInfo *info)
{
  const Page *p = &g_array_index (self->pages, Page, page);

  *info = (CriticPageInfo) {
    .title = p->title, .dest = p->dest,
    .level = p->kind == ENTRY && self->book.options.template == CRITIC_TEMPLATE_FULL && self->book.links ? 1 : 0,
  };
}

/**
 * critic_report_pages_get_title: (skip)
 * @self: laid out pages
 *
 * Returns: (transfer none): the report's title
 */
const char *
critic_report_pages_get_title (CriticReportPages *self)
{
  return self->book.survey->title;
}

/* The sheets of an entry: those kept, those of the last page, or new ones. */
static CriticFlow *
entry_flow (CriticReportPages *self, guint place, GCancellable *cancellable, GError **error)
{
  guint index = critic_book_fact (&self->book, place)->index;
  CriticFlow *kept = g_hash_table_lookup (self->kept, GUINT_TO_POINTER (index));
  g_autoptr (CriticReportEntry) entry = NULL;

  if (kept != NULL)
    return kept;
  if (self->flow != NULL && self->flow_place == place)
    return self->flow;

  entry = self->book.job.get (index, self->book.job.data, cancellable, error);
  if (entry == NULL)
    return NULL;
  g_clear_pointer (&self->flow, critic_flow_free);
  self->flow = critic_report_entry_sheets (self->book.context, entry, index, &self->book.options,
                                           self->book.width, self->book.height);
  self->flow_place = place;
  return self->flow;
}

/* Report and page at the head, program and page at the foot: furniture, which
 * has no role in the structure. cairo 1.18 reads it to people as a text without
 * one all the same: with its tag for artifacts the PDF has a damaged table of
 * objects (1.18.4). */
static void
draw_furniture (CriticReportPages *self, guint page, CriticCanvas *canvas)
{
  const Page *p = &g_array_index (self->pages, Page, page);
  g_autoptr (CriticFlow) flow = critic_flow_new (self->book.context, self->book.width, self->book.height);
  g_autofree char *where = g_strdup_printf (_("page %u of %u"), page + 1, self->pages->len);
  g_autofree char *head = g_strdup_printf ("%s · %s", self->book.survey->title, where);
  g_autofree char *leaf = g_strdup_printf ("%u / %u", page + 1, self->pages->len);
  PangoLayout *right;
  gdouble width = flow->right - flow->left;

  if (p->kind != COVER)
    {
      right = critic_report_type_set (flow->context, CRITIC_FACE_SMALL, p->kind == COMPARE ? where : head, CRITIC_SHEET_CORNER - 10.0, 1);
      critic_flow_put (flow, NULL, right, CRITIC_INK_DIM, flow->right - critic_report_type_width (right),
                       CRITIC_SHEET_HEAD - 18.0 - critic_report_type_baseline (right));
      if (p->kind == ENTRY && p->sheet > 0)
        {
          g_autofree char *title = g_strdup_printf (_("%s, continued"), critic_book_fact (&self->book, p->place)->title);

          right = critic_report_type_set (flow->context, CRITIC_FACE_HEADING, title, width - CRITIC_SHEET_CORNER, 1);
          critic_flow_put (flow, NULL, right, CRITIC_INK, flow->left, CRITIC_SHEET_HEAD - 18.0 - critic_report_type_baseline (right));
        }
      critic_flow_rule (flow, flow->left, CRITIC_SHEET_HEAD - 11.0, width);
      critic_flow_rule (flow, flow->left, self->book.height - 46.0, width);
      right = critic_report_type_set (flow->context, CRITIC_FACE_FOOT, leaf, 0.0, 1);
      critic_flow_put (flow, NULL, right, CRITIC_INK_DIM, flow->right - critic_report_type_width (right), self->book.height - 40.0);
    }
  critic_flow_say (flow, NULL, CRITIC_FACE_FOOT, self->foot, flow->left, self->book.height - 40.0, width - 80.0, 1);
  critic_sheet_draw (flow->sheet, canvas);
}

static void
draw_front (CriticReportPages *self, const Page *page, CriticCanvas *canvas)
{
  g_autoptr (CriticFlow) flow = NULL;

  if (page->kind == COVER)
    flow = critic_book_cover (&self->book);
  else if (page->kind == CONTACT)
    flow = critic_book_contact (&self->book, page->sheet);
  else
    {
      CriticBookSection sections[2] = { { _("Summary"), "summary" }, { _("Contact sheets"), "contact" } };

      for (guint i = 0; i < self->pages->len; i++)
        for (guint j = 0; j < G_N_ELEMENTS (sections); j++)
          if (g_strcmp0 (g_array_index (self->pages, Page, i).dest, sections[j].link) == 0)
            sections[j].page = i;
      flow = critic_book_contents (&self->book, page->sheet, sections, G_N_ELEMENTS (sections));
    }

  critic_sheet_draw (flow->sheet, canvas);
}

static gboolean
finish (CriticCanvas *canvas, GError **error)
{
  cairo_status_t status = cairo_status (canvas->cr);

  if (canvas->error == NULL && status != CAIRO_STATUS_SUCCESS)
    g_set_error (&canvas->error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_WRITE,
                 _("A page of the report could not be drawn: %s. Choose fewer photographs and try again."),
                 cairo_status_to_string (status));
  if (canvas->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&canvas->error));
  return FALSE;
}

/**
 * critic_report_pages_draw:
 * @self: laid out pages
 * @page: which, from 0
 * @cr: draws on any surface; its unit is a point, its origin the paper's corner
 * @cancellable: (nullable): stops it between two pieces
 * @error: return location
 *
 * Draws a page; the photographs on it are read now. On a PDF surface the page
 * has structure, links and destinations. Blocks; one thread at a time, and not
 * the main loop's.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED, %CRITIC_REPORT_ERROR_WRITE or what
 *   the source of entries gave
 */
gboolean
critic_report_pages_draw (CriticReportPages *self, guint page, cairo_t *cr, GCancellable *cancellable, GError **error)
{
  const Page *p;
  CriticFlow *flow = NULL;
  CriticCanvas canvas = {
    .cr = cr, .context = self->book.context, .cancellable = cancellable, .glyphs = self->glyphs,
    .tagged = cairo_surface_get_type (cairo_get_target (cr)) == CAIRO_SURFACE_TYPE_PDF,
  };

  g_return_val_if_fail (page < self->pages->len, FALSE);

  p = &g_array_index (self->pages, Page, page);
  if (p->kind == ENTRY)
    {
      flow = entry_flow (self, p->place, cancellable, error);
      if (flow == NULL)
        return FALSE;
    }
  else if (p->kind == SUMMARY)
    flow = self->summary;
  else if (p->kind == COMPARE)
    flow = self->compare;

  canvas.shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  cairo_save (cr);
  if (canvas.tagged && p->dest != NULL)
    {
      g_autofree char *name = g_strdup_printf ("name='%s' x=0 y=0", p->dest);

      cairo_tag_begin (cr, CAIRO_TAG_DEST, name);
      cairo_tag_end (cr, CAIRO_TAG_DEST);
    }
  if (canvas.tagged)
    cairo_tag_begin (cr, "Sect", NULL);
  if (flow != NULL)
    critic_sheet_draw (flow->sheets->pdata[MIN (p->sheet, flow->sheets->len - 1)], &canvas);
  else
    draw_front (self, p, &canvas);
  if (canvas.tagged)
    cairo_tag_end (cr, "Sect");
  draw_furniture (self, page, &canvas);
  cairo_restore (cr);
  critic_canvas_clear (&canvas);
  g_hash_table_unref (canvas.shown);

  return finish (&canvas, error);
}
