/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-say.h"

#include "critic-aspect-names.h"
#include "critic-format.h"
#include "critic-report-text.h"
#include "critic-trust.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The first digits of a model id tell one model from another. */
#define ID_DIGITS 8

/**
 * critic_report_say_verdict: (skip)
 * @judgement: a judgement
 *
 * Returns: (transfer full): the verdict and how probable it is
 */
char *
critic_report_say_verdict (const CriticJudgement *judgement)
{
  g_autofree char *sure = critic_format_share (judgement->high ? judgement->p_high : 1.0 - judgement->p_high);

  /* Translators: the verdict and how probable it is, for example "High · 83 %" */
  return g_strdup_printf (judgement->high ? _("High · %s") : _("Low · %s"), sure);
}

/**
 * critic_report_say_above: (skip)
 * @judgement: a judgement
 *
 * Returns: (transfer full): the percentile in words
 */
char *
critic_report_say_above (const CriticJudgement *judgement)
{
  g_autofree char *share = critic_format_share (judgement->percentile);

  return g_strdup_printf (_("above %s of contest photographs"), share);
}

/**
 * critic_report_say_stars: (skip)
 * @stars: 0 to 5
 *
 * Returns: (transfer full): five signs, for example "★★★☆☆"
 */
char *
critic_report_say_stars (guint stars)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 5; i++)
    g_string_append (text, i < stars ? "★" : "☆");

  return g_string_free (text, FALSE);
}

/**
 * critic_report_say_own: (skip)
 * @entry: an entry
 *
 * The user's own words about the photograph in one line: score, verdict,
 * stars, pick or reject.
 *
 * Returns: (transfer full) (nullable): the line, or %NULL when the user has
 *   given none of them
 */
char *
critic_report_say_own (const CriticReportEntry *entry)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (entry->own_score > 0.0)
    {
      g_autofree char *score = critic_format_score (entry->own_score);

      g_ptr_array_add (parts, g_strdup_printf (_("%s of 10"), score));
    }
  if (entry->own_high >= 0)
    g_ptr_array_add (parts, g_strdup (entry->own_high ? C_("verdict", "High") : C_("verdict", "Low")));
  if (entry->stars > 0)
    g_ptr_array_add (parts, critic_report_say_stars (entry->stars));
  if (g_strcmp0 (entry->flag, "pick") == 0)
    g_ptr_array_add (parts, g_strdup (C_("flag", "picked")));
  else if (g_strcmp0 (entry->flag, "reject") == 0)
    g_ptr_array_add (parts, g_strdup (C_("flag", "rejected")));
  if (parts->len == 0)
    return NULL;

  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

/**
 * critic_report_say_place: (skip)
 * @x: share of the width, 0 (left) to 1
 * @y: share of the height, 0 (top) to 1
 *
 * Returns: (transfer full): the ninth of the picture that it lies in, for
 *   example "upper left"
 */
char *
critic_report_say_place (gdouble x, gdouble y)
{
  const char *const names[3][3] = {
    { C_("place", "upper left"), C_("place", "upper middle"), C_("place", "upper right") },
    { C_("place", "middle left"), C_("place", "middle"), C_("place", "middle right") },
    { C_("place", "lower left"), C_("place", "lower middle"), C_("place", "lower right") },
  };

  return g_strdup (names[CLAMP ((int) (y * 3.0), 0, 2)][CLAMP ((int) (x * 3.0), 0, 2)]);
}

/* A name written from right to left keeps what stands beside it in its order. */
static char *
isolate (char *text)
{
  g_autofree char *owned = text;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (critic_report_text_is_rtl (g_utf8_get_char (p)))
      return g_strdup_printf ("\xe2\x81\xa8%s\xe2\x81\xa9", text);

  return g_steal_pointer (&owned);
}

/**
 * critic_report_say_author: (skip)
 * @critique: a critique
 *
 * Returns: (transfer full): who wrote it and the mark given, for example
 *   "Second critic, 15 of 20"
 */
char *
critic_report_say_author (const CriticReportCritique *critique)
{
  gboolean named = critique->author != NULL && *critique->author != '\0';
  g_autofree char *author = named ? isolate (critic_report_show (critique->author, -1)) : g_strdup (_("Own critique"));

  if (isnan (critique->own_score))
    return g_steal_pointer (&author);
  if (isfinite (critique->own_scale) && critique->own_scale > 0.0)
    /* Translators: who wrote the critique, the mark given, the best mark, for example "Anna, 15 of 20" */
    return g_strdup_printf (_("%s, %.4g of %.4g"), author, critique->own_score, critique->own_scale);

  return g_strdup_printf (_("%s, %.4g"), author, critique->own_score);
}

/**
 * critic_report_say_left_out: (skip)
 * @assessment: an assessment
 *
 * Returns: (transfer full) (nullable): what of the critique did not count and
 *   why, or %NULL when all of it did
 */
char *
critic_report_say_left_out (CriticAssessment *assessment)
{
  const McnCritique *critique = critic_assessment_get_critique (assessment);
  gsize n = 0;

  if (critique == NULL)
    return NULL;
  if (critique->language == MCN_LANGUAGE_NOT_LATIN)
    return g_strdup (_("The critique is mostly not in the Latin script; the model has learnt English only. "
                       "So this is the score of the photograph alone."));
  if (critique->language == MCN_LANGUAGE_UNKNOWN_WORDS)
    return g_strdup (_("Most of the critique is unknown to the model, which has learnt English only. "
                       "So this is the score of the photograph alone."));

  for (gsize i = 0; i < critique->n_sentences; i++)
    n += critique->sentences[i].n_counted == 0;
  if (n == 0)
    return NULL;

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "The critique is long: its last sentence did not count.",
                                       "The critique is long: its last %zu sentences did not count.", n), n);
}

/**
 * critic_report_say_aspects: (skip)
 * @assessment: an assessment
 *
 * Returns: (transfer full) (nullable): which aspects the critiques speak of and which
 *   they leave out, or %NULL when nothing is known of that
 */
char *
critic_report_say_aspects (CriticAssessment *assessment)
{
  guint spoken = critic_assessment_get_spoken (assessment, -1), all = (1u << MCN_N_ASPECTS) - 1;
  g_autofree char *there = critic_aspect_names (spoken), *missing = critic_aspect_names (~spoken);

  if (!critic_assessment_has_aspects (assessment))
    return NULL;
  if (spoken == 0)
    return g_strdup_printf (_("Leaves out %s."), missing);
  if (spoken == all)
    return g_strdup_printf (_("Speaks of %s."), there);

  return g_strdup_printf (_("Speaks of %s; leaves out %s."), there, missing);
}

/**
 * critic_report_say_model: (skip)
 * @job: a job
 *
 * Returns: (transfer full): program, its version and the model, for the foot
 *   of a page
 */
char *
critic_report_say_model (const CriticReportJob *job)
{
  g_autofree char *id = job->model_id != NULL ? g_strndup (job->model_id, ID_DIGITS) : NULL;

  if (id == NULL)
    return g_strdup_printf ("Photo Critic %s", PACKAGE_VERSION);

  return g_strdup_printf (_("Photo Critic %s · model %s"), PACKAGE_VERSION, id);
}

/**
 * critic_report_say_meaning: (skip)
 * @assessment: an assessment
 *
 * Returns: (transfer full): what the number means, in a few sentences
 */
char *
critic_report_say_meaning (CriticAssessment *assessment)
{
  g_autofree char *error = critic_trust_say_error (assessment);

  return g_strdup_printf ("%s %s %s",
                          _("The score is an estimate of the mean vote, 1 to 10, that a photography contest would give "
                            "this photograph; “High” means above 5."), error,
                          _("It rates the habits of contest voters, not the worth of the picture."));
}

/**
 * critic_report_say_date: (skip)
 * @options: the date given, or %NULL
 *
 * Returns: (transfer full): the date as shown: the one given, else today
 */
char *
critic_report_say_date (const CriticReportOptions *options)
{
  g_autoptr (GDateTime) now = NULL;

  if (options->date != NULL)
    return critic_report_show (options->date, -1);

  now = g_date_time_new_now_local ();
  /* Translators: the day on which a report was made, see g_date_time_format() */
  return g_date_time_format (now, _("%-d %B %Y"));
}

/**
 * critic_report_say_title: (skip)
 * @entry: an entry
 * @index: its index, from 0
 * @options: what may be told
 *
 * Returns: (transfer full): the title given, else the file's name, else a
 *   number; as critic_report_show() shows it
 */
char *
critic_report_say_title (const CriticReportEntry *entry, guint index, const CriticReportOptions *options)
{
  if (entry->title != NULL && *entry->title != '\0')
    return critic_report_show (entry->title, -1);
  if (options->with_names && entry->file != NULL)
    {
      g_autofree char *name = g_file_get_basename (entry->file);
      g_autofree char *valid = g_filename_display_name (name);

      return critic_report_show (valid, -1);
    }

  return g_strdup_printf (_("Photograph %u"), index + 1);
}

/**
 * critic_report_say_failure: (skip)
 * @entry: an entry without assessment
 * @options: what may be told
 *
 * Returns: (transfer full): why there is none, without a name or a path that
 *   may not be told
 */
char *
critic_report_say_failure (const CriticReportEntry *entry, const CriticReportOptions *options)
{
  g_autofree char *shown = NULL, *path = NULL, *folder = NULL;

  if (!options->with_names || entry->failure == NULL)
    return g_strdup (_("This photograph could not be judged."));

  shown = critic_report_show (entry->failure, -1);
  path = entry->file != NULL ? g_file_get_parse_name (entry->file) : NULL;
  folder = path != NULL ? g_path_get_dirname (path) : NULL;
  if (!options->with_paths && folder != NULL && strlen (folder) > 1)
    {
      g_autofree char *with_slash = g_strconcat (folder, "/", NULL);
      g_autofree char *prefix = critic_report_show (with_slash, -1);
      g_auto (GStrv) parts = g_strsplit (shown, prefix, -1);

      return g_strjoinv ("", parts);
    }

  return g_steal_pointer (&shown);
}

/**
 * critic_report_say_facts: (skip)
 * @entry: an entry
 * @options: what may be told
 *
 * The line under a photograph: its name where the title is another one, or its
 * path, what the camera noted, and where it was taken when that was asked for.
 *
 * Returns: (transfer full) (nullable): the line, or %NULL when nothing may be
 *   told
 */
char *
critic_report_say_facts (const CriticReportEntry *entry, const CriticReportOptions *options)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (entry->file != NULL && options->with_names)
    {
      gboolean titled = entry->title != NULL && *entry->title != '\0';
      g_autofree char *name = options->with_paths ? g_file_get_parse_name (entry->file) : titled ? g_file_get_basename (entry->file) : NULL;
      g_autofree char *valid = name != NULL ? g_filename_display_name (name) : NULL;

      if (valid != NULL && g_strcmp0 (valid, entry->title) != 0)
        g_ptr_array_add (parts, critic_report_show (valid, -1));
    }
  if (options->with_exif && entry->exif != NULL && *entry->exif != '\0')
    g_ptr_array_add (parts, critic_report_show (entry->exif, -1));
  if (options->with_exif && entry->taken != 0)
    {
      g_autoptr (GDateTime) taken = g_date_time_new_from_unix_utc (entry->taken / 1000);
      /* Translators: date and time of a photograph, see g_date_time_format() */
      char *text = taken != NULL ? g_date_time_format (taken, _("%-d %B %Y, %H:%M")) : NULL;

      if (text != NULL)
        g_ptr_array_add (parts, text);
    }
  if (options->with_place && entry->has_place)
    g_ptr_array_add (parts, g_strdup_printf ("%.5f°, %.5f°", entry->latitude, entry->longitude));
  if (parts->len == 0)
    return NULL;

  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

/**
 * critic_report_show: (skip)
 * @text: any bytes
 * @length: of them, or -1 up to the first zero
 *
 * Makes valid UTF-8 of a text. Characters that embed, override or isolate a
 * direction are spelled out ("[U+202E]"), so that nothing reads otherwise than
 * it was written; control characters but line end and tab become the picture
 * of themselves.
 *
 * Returns: (transfer full): a text to show
 */
char *
critic_report_show (const char *text, gssize length)
{
  GString *shown = g_string_new (NULL);

  critic_report_text_append (shown, text, length < 0 ? strlen (text) : (gsize) length, NULL);
  return g_string_free (shown, FALSE);
}
