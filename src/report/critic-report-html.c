/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One file that needs nothing else: pictures as data: addresses, style and
 * script inline and named by their hashes in a policy that forbids everything
 * from outside. The style is report.css, the script report.js. */
#include "critic-report-formats.h"

#include "critic-report-html-private.h"
#include "critic-report-resources.h"
#include "critic-report-say.h"

#include <glib/gi18n-lib.h>

#define RESOURCES "/io/github/photocritic/report/"

/* Few photographs may be large, many must be small: the file stays one that a
 * browser can open. */
static const struct
{
  guint n_entries, long_side;
  gsize most_bytes;
} sizes[] = {
  { 4, 2000, 700 * 1000 },
  { 24, 1600, 400 * 1000 },
  { 100, 1280, 220 * 1000 },
  { G_MAXUINT, 960, 110 * 1000 },
};

/* A file of the resource with its hash as a policy names it. */
static GBytes *
load (const char *name, char **hash)
{
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);
  GBytes *bytes = g_resource_lookup_data (critic_report_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GChecksum *checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;
  g_autofree char *text = NULL;

  g_checksum_update (checksum, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_checksum_get_digest (checksum, digest, &size);
  g_checksum_free (checksum);
  text = g_base64_encode (digest, size);
  *hash = g_strdup_printf ("'sha256-%s'", text);

  return bytes;
}

static void
put_inline (CriticHtml *self, const char *tag, GBytes *bytes)
{
  critic_html_put (self, "<%s>", tag);
  g_string_append_len (self->out, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  critic_html_put (self, "</%s>\n", tag);
}

/* What the script says aloud, in the language of the report. {word}, {effect},
 * {place} and {words} are filled in there. */
static void
put_phrases (CriticHtml *self)
{
  critic_html_attribute (self, "data-word", _("{word}: {effect} on the score, looks most at: {place}"));
  critic_html_attribute (self, "data-place", _("{place}: {effect} on the score; words that look here: {words}"));
  critic_html_attribute (self, "data-no-words", _("none"));
  critic_html_attribute (self, "data-cells", _("Places on the photograph: arrow keys go from place to place, Enter holds one, Escape lets go"));
  critic_html_attribute (self, "data-words", _("Words: arrow keys go from word to word, Enter holds one, Escape lets go"));
  critic_html_put (self, " data-places=\"");
  for (int i = 0; i < 9; i++)
    {
      g_autofree char *name = critic_report_say_place ((i % 3) / 3.0 + 0.1, (i / 3) / 3.0 + 0.1);

      critic_html_put (self, "%s", i > 0 ? "|" : "");
      critic_html_text (self, name);
    }
  critic_html_put (self, "\"");
}

static void
put_head (CriticHtml *self, const char *title)
{
  g_autofree char *style_hash = NULL, *script_hash = NULL;
  g_autoptr (GBytes) style = load ("report.css", &style_hash);
  g_autoptr (GBytes) script = load ("report.js", &script_hash);

  /* Translators: the language you translate into, as HTML names it: "zh-Hans" */
  critic_html_put (self, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", C_("language code", "en"));
  critic_html_put (self, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
                   "style-src %s; script-src %s; base-uri 'none'; form-action 'none'\">\n", style_hash, script_hash);
  critic_html_put (self, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
                   "<meta name=\"generator\" content=\"Photo Critic %s\">\n<title>", PACKAGE_VERSION);
  critic_html_text (self, title);
  critic_html_put (self, "</title>\n");
  put_inline (self, "style", style);
  critic_html_put (self, "</head>\n<body");
  put_phrases (self);
  critic_html_put (self, ">\n<a class=\"skip\" href=\"#main\">%s</a>\n", _("Skip to the photographs"));
}

static void
put_foot (CriticHtml *self)
{
  g_autofree char *hash = NULL;
  g_autoptr (GBytes) script = load ("report.js", &hash);

  critic_html_put (self, "<p class=\"hidden\" id=\"spoken\" role=\"status\"></p>\n");
  put_inline (self, "script", script);
  critic_html_put (self, "</body>\n</html>\n");
}

/* The best photograph that can be read. */
static gboolean
put_cover_photo (CriticHtml *self, GError **error)
{
  for (guint i = 0; i < self->survey->facts->len; i++)
    {
      const CriticReportFact *fact = &g_array_index (self->survey->facts, CriticReportFact, i);
      g_autoptr (CriticReportEntry) entry = self->job->get (fact->index, self->job->data, self->cancellable, error);
      g_autoptr (CriticReportPhoto) photo = NULL;
      g_autoptr (GError) local = NULL;
      g_autofree char *alt = NULL;

      if (entry == NULL)
        return FALSE;
      photo = critic_report_photo_load (entry->file, self->long_side, self->most_bytes, self->cancellable, &local);
      if (photo == NULL && local->domain != CRITIC_PHOTO_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (photo == NULL)
        continue;

      alt = g_strdup_printf (_("The photograph “%s”"), fact->title);
      critic_html_put (self, "<figure>");
      critic_html_image (self, photo, alt, NULL);
      critic_html_element (self, "figcaption", NULL, fact->title);
      critic_html_put (self, "</figure>\n");
      break;
    }

  return TRUE;
}

static void
put_title (CriticHtml *self)
{
  g_autofree char *author = self->options->author != NULL ? g_strstrip (g_strdup (self->options->author)) : NULL;

  critic_html_put (self, "<h1><bdi>");
  critic_html_text (self, self->survey->title);
  critic_html_put (self, "</bdi></h1>\n<p class=\"byline\">");
  if (author != NULL && *author != '\0')
    {
      critic_html_put (self, "<bdi>");
      critic_html_text (self, author);
      critic_html_put (self, "</bdi> · ");
    }
  critic_html_text (self, self->survey->date);
  critic_html_put (self, "</p>\n");
}

static gboolean
put_pages (CriticHtml *self, GError **error)
{
  guint n = self->job->n_entries;

  for (guint i = 0; i < n; i++)
    {
      guint index = g_array_index (self->survey->facts, CriticReportFact, i).index;
      g_autoptr (CriticReportEntry) entry = NULL;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      entry = self->job->get (index, self->job->data, self->cancellable, error);
      if (entry == NULL || !critic_html_page (self, entry, index, i + 1, error))
        return FALSE;
      if (self->job->progress != NULL)
        self->job->progress (n + i + 1, 2 * n, self->job->progress_data);
    }

  return TRUE;
}

static gboolean
put_body (CriticHtml *self, GError **error)
{
  CriticReportTemplate template = self->options->template;
  gboolean selection = template == CRITIC_TEMPLATE_FULL || template == CRITIC_TEMPLATE_CONTACT;

  critic_html_put (self, "<header class=\"%s\">\n", selection ? "cover" : "plain");
  put_title (self);
  if (selection && !put_cover_photo (self, error))
    return FALSE;
  critic_html_put (self, "</header>\n");
  if (selection)
    critic_html_contents (self);

  critic_html_put (self, "<main id=\"main\">\n");
  if (selection)
    {
      critic_html_summary (self);
      if (!critic_html_contact (self, error))
        return FALSE;
    }
  if (template == CRITIC_TEMPLATE_COMPARE && !critic_html_compare (self, error))
    return FALSE;
  if ((template == CRITIC_TEMPLATE_FULL || template == CRITIC_TEMPLATE_PAGES) && !put_pages (self, error))
    return FALSE;
  critic_html_put (self, "</main>\n");
  if (template == CRITIC_TEMPLATE_CONTACT || template == CRITIC_TEMPLATE_COMPARE)
    {
      g_autofree char *model = critic_report_say_model (self->job);

      critic_html_put (self, "<footer><p>");
      critic_html_text (self, model);
      critic_html_put (self, "</p></footer>\n");
    }

  return TRUE;
}

/**
 * critic_report_write_html: (skip)
 * @job: the entries
 * @options: how
 * @path: where; see critic-report-formats.h
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Writes a web page with everything in it.
 *
 * Returns: %FALSE with an error as critic_report_write()
 */
gboolean
critic_report_write_html (const CriticReportJob *job, const CriticReportOptions *options, const char *path,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (CriticReportSurvey) survey = critic_report_survey_new (job, options, cancellable, error);
  g_autoptr (CriticReportStream) stream = survey != NULL ? critic_report_stream_new (path, error) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  CriticHtml self = { job, options, survey, stream, out, cancellable };

  if (stream == NULL)
    return FALSE;
  for (gsize i = G_N_ELEMENTS (sizes); i > 0; i--)
    if (job->n_entries <= sizes[i - 1].n_entries)
      {
        self.long_side = sizes[i - 1].long_side;
        self.most_bytes = sizes[i - 1].most_bytes;
      }

  put_head (&self, survey->title);
  if (!put_body (&self, error))
    return FALSE;
  put_foot (&self);

  return critic_html_flush (&self, error) && critic_report_stream_close (stream, error);
}
