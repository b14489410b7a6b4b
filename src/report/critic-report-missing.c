/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which characters of a report no installed font has. */
#include "critic-report.h"

#include "critic-report-say.h"
#include "critic-report-type.h"

#include <glib/gi18n-lib.h>

#define MOST_NAMED 100      /* a text in a script without a font: enough to see which */

typedef struct
{
  PangoContext *context;
  PangoFontset *fonts;
  GHashTable   *known;      /* those looked at */
  GString      *missing;
  guint         n_missing;
} Search;

static gboolean
is_drawn (gunichar c)
{
  return g_unichar_isgraph (c) && !g_unichar_iszerowidth (c) && g_unichar_type (c) != G_UNICODE_FORMAT;
}

static void
look_at (Search *search, const char *text)
{
  for (const char *p = text; p != NULL && *p != '\0' && search->n_missing < MOST_NAMED; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      g_autoptr (PangoFont) font = NULL;

      if (!is_drawn (c) || !g_hash_table_add (search->known, GUINT_TO_POINTER (c)))
        continue;

      font = pango_fontset_get_font (search->fonts, c);
      if (font == NULL || !pango_font_has_char (font, c))
        {
          g_string_append_unichar (search->missing, c);
          search->n_missing++;
        }
    }
}

static void
look_at_user_text (Search *search, const char *text)
{
  g_autofree char *shown = text != NULL ? critic_report_show (text, -1) : NULL;

  look_at (search, shown);
}

static void
look_at_entry (Search *search, const CriticReportEntry *entry, guint index, const CriticReportOptions *options)
{
  g_autofree char *title = critic_report_say_title (entry, index, options);
  g_autofree char *facts = critic_report_say_facts (entry, options);
  g_autofree char *own = critic_report_say_own (entry);

  look_at (search, title);
  look_at (search, facts);
  look_at (search, own);
  for (guint i = 0; i < entry->critiques->len; i++)
    {
      const CriticReportCritique *critique = entry->critiques->pdata[i];

      look_at_user_text (search, critique->author);
      look_at_user_text (search, critique->text);
    }
  for (guint i = 0; i < MCN_N_STYLES; i++)
    look_at_user_text (search, entry->evidence[i]);

  if (entry->assessment != NULL)
    {
      g_autofree char *meaning = critic_report_say_meaning (entry->assessment);
      g_autofree char *left_out = critic_report_say_left_out (entry->assessment);

      look_at (search, meaning);
      look_at (search, left_out);
    }
  else
    {
      g_autofree char *failure = critic_report_say_failure (entry, options);

      look_at (search, failure);
    }
}

/* Of the installed fonts, in the order in which pages choose them. */
static PangoFontset *
load_fonts (PangoContext *context)
{
  g_autoptr (PangoLayout) layout = critic_report_type_set (context, CRITIC_FACE_BODY, "", 0.0, 0);

  return pango_font_map_load_fontset (pango_context_get_font_map (context), context,
                                      pango_layout_get_font_description (layout), pango_language_get_default ());
}

/**
 * critic_report_missing_characters:
 * @job: the entries, each of which is asked for
 * @options: format and what may be told
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Looks for characters that would be empty boxes on a page or a card because no
 * installed font draws them; install one that does (on Debian, fonts-noto-core
 * and fonts-noto-cjk draw nearly everything). Text formats have none. Blocks;
 * any thread but the main loop's.
 *
 * Returns: (transfer full) (nullable): the first hundred of them, each once, or
 *   %NULL when there are none, or with @error set
 */
char *
critic_report_missing_characters (const CriticReportJob *job, const CriticReportOptions *options,
                                  GCancellable *cancellable, GError **error)
{
  Search search = { NULL };
  gboolean done = TRUE;

  if (options->format != CRITIC_REPORT_PDF && options->format != CRITIC_REPORT_CARD)
    return NULL;

  search.context = critic_report_type_context ();
  search.fonts = load_fonts (search.context);
  search.known = g_hash_table_new (NULL, NULL);
  search.missing = g_string_new (NULL);

  look_at_user_text (&search, options->title);
  look_at_user_text (&search, options->author);
  look_at_user_text (&search, options->date);
  look_at (&search, _("What the number means"));
  for (guint i = 0; i < job->n_entries && done && search.n_missing < MOST_NAMED; i++)
    {
      g_autoptr (CriticReportEntry) entry = NULL;

      done = !g_cancellable_set_error_if_cancelled (cancellable, error);
      entry = done ? job->get (i, job->data, cancellable, error) : NULL;
      done = entry != NULL;
      if (done)
        look_at_entry (&search, entry, i, options);
      if (done && job->progress != NULL)
        job->progress (i + 1, job->n_entries, job->progress_data);
    }

  g_clear_object (&search.fonts);
  g_object_unref (search.context);
  g_hash_table_unref (search.known);
  return g_string_free (search.missing, !done || search.n_missing == 0);
}
