/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The folder for teaching: NAME.jpg, the photograph encoded anew, and
 * NAME.txt, what was said about it. */
#include "critic-report-formats.h"

#include "critic-format.h"
#include "critic-report-file-name.h"
#include "critic-report-ties.h"
#include "critic-report-photo.h"
#include "critic-report-say.h"
#include "critic-report-stream.h"
#include "critic-report-turns.h"
#include "critic-trust.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LONG_SIDE   2400
#define LEAST_STYLE 0.2     /* probability from which a style is named */
#define LEAST_EFFECT 0.0005 /* what would be printed as 0.000 is nothing */

typedef struct
{
  const CriticReportJob     *job;
  const CriticReportOptions *options;
  const char                *folder;
  GHashTable                *used;
} Course;

static void
add_heading (GString *text, const char *heading)
{
  g_string_append_printf (text, "\n%s\n", heading);
}

static void
add_score (GString *text, const CriticReportEntry *entry)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (entry->assessment);
  const CriticJudgement *alone = critic_assessment_get_photo_alone (entry->assessment);
  g_autofree char *score = critic_format_score (judgement->score);
  g_autofree char *verdict = critic_report_say_verdict (judgement);
  g_autofree char *above = critic_report_say_above (judgement);
  g_autofree char *error = critic_trust_say_error (entry->assessment);
  g_autofree char *note = critic_report_say_left_out (entry->assessment);

  if (!isnan (entry->true_score))
    {
      g_autofree char *truth = critic_format_score (entry->true_score);

      g_string_append_printf (text, _("Predicted (true): %s (%s)"), score, truth);
    }
  else
    g_string_append_printf (text, _("Score: %s of 10"), score);
  g_string_append_printf (text, "\n%s, %s\n", verdict, above);
  if (alone != NULL && critic_assessment_get_mode (entry->assessment) == MCN_MODE_BOTH)
    {
      g_autofree char *photo = critic_format_score (alone->score);

      g_string_append_printf (text, _("Photograph alone: %s, with critique: %s"), photo, score);
      g_string_append_c (text, '\n');
    }
  g_string_append_printf (text, "%s\n", error);
  if (note != NULL)
    g_string_append_printf (text, "%s\n", note);
}

static void
add_styles (GString *text, const CriticReportEntry *entry)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (entry->assessment);
  gboolean named[MCN_N_STYLES] = { FALSE };

  for (int i = 0; i < MCN_N_STYLES; i++)
    {
      g_autofree char *share = NULL;
      int best = -1;

      for (int j = 0; j < MCN_N_STYLES; j++)
        if (!named[j] && (best < 0 || judgement->style[j] > judgement->style[best]))
          best = j;
      if (judgement->style[best] < LEAST_STYLE)
        return;

      named[best] = TRUE;
      if (i == 0)
        add_heading (text, _("Styles"));
      share = critic_format_share (judgement->style[best]);
      g_string_append_printf (text, "  %s, %s", _(mcn_style_info (best)->name), share);
      if (entry->evidence[best] != NULL)
        g_string_append_printf (text, " (%s)", entry->evidence[best]);
      g_string_append_c (text, '\n');
    }
}

static void
add_critiques (GString *text, const CriticReportEntry *entry)
{
  for (guint i = 0; i < entry->critiques->len; i++)
    {
      const CriticReportCritique *critique = entry->critiques->pdata[i];
      g_autofree char *author = critic_report_say_author (critique);
      g_autofree char *shown = critic_report_show (critique->text, -1);

      /* Translators: the heading of a critique that took part in the score: who wrote it */
      g_autofree char *scored = critique->scored ? g_strdup_printf (_("%s (scored)"), author) : NULL;

      add_heading (text, scored != NULL ? scored : author);
      g_string_append_printf (text, "%s\n", shown);
    }
}

/* The text of a word or a sentence. */
static char *
cut (const CriticReportEntry *entry, const CriticReportTies *marks, guint text, guint32 start, guint32 end)
{
  const CriticReportCritique *critique = entry->critiques->pdata[g_array_index (marks->critique, guint, text)];

  return critic_report_show (critique->text + start, end - start);
}

static void
add_sentences (GString *text, const CriticReportEntry *entry, const CriticReportTies *marks)
{
  const McnExplanation *explanation = critic_assessment_get_explanation (entry->assessment);
  const McnCritique *critique = critic_assessment_get_critique (entry->assessment);

  if (marks->words->len == 0 || explanation == NULL || explanation->sentence == NULL)
    return;

  add_heading (text, _("What each sentence does to the score"));
  for (gsize i = 0; i < MIN (critique->n_sentences, explanation->n_sentences); i++)
    {
      const McnSentence *sentence = &critique->sentences[i];
      g_autofree char *effect = critic_format_signed (explanation->sentence[i], 2);
      g_autofree char *shown = cut (entry, marks, sentence->critique, sentence->start, sentence->end);

      g_string_append_printf (text, "  %s  %s\n", effect, g_strdelimit (shown, "\n", ' '));
    }
}

static void
add_words (GString *text, const CriticReportEntry *entry, const CriticReportTies *marks)
{
  if (marks->marks->len == 0)
    return;

  add_heading (text, critic_assessment_words_are_evidence (entry->assessment)
                     ? _("The strongest words and where they look")
                     : _("The strongest words and where they look (attention, not evidence)"));
  for (guint i = 0; i < marks->marks->len; i++)
    {
      const CriticReportTie *mark = &g_array_index (marks->marks, CriticReportTie, i);
      const CriticWord *word = &g_array_index (marks->words, CriticWord, mark->word);
      g_autofree char *effect = critic_format_signed (word->effect, 3);
      g_autofree char *place = critic_report_say_place (mark->x, mark->y);
      g_autofree char *shown = cut (entry, marks, word->critique, word->start, word->end);

      if (fabs (word->effect) >= LEAST_EFFECT)
        g_string_append_printf (text, "  %s  %s: %s\n", effect, shown, place);
    }
}

static char *
make_text (const CriticReportEntry *entry, guint index, const Course *course)
{
  g_autofree char *title = critic_report_say_title (entry, index, course->options);
  g_autofree char *facts = critic_report_say_facts (entry, course->options);
  g_autofree char *own = critic_report_say_own (entry);
  g_autofree char *model = critic_report_say_model (course->job);
  g_autofree char *date = critic_report_say_date (course->options);
  g_autoptr (CriticReportTies) marks = critic_report_ties_new (entry);
  GString *text = g_string_new (g_strdelimit (title, "\n", ' '));

  g_string_append_printf (text, "\n%s%s\n", facts != NULL ? facts : "", facts != NULL ? "\n" : "");
  if (entry->assessment != NULL)
    {
      add_score (text, entry);
      add_styles (text, entry);
    }
  else
    {
      g_autofree char *failure = critic_report_say_failure (entry, course->options);

      g_string_append_printf (text, "%s\n", failure);
    }
  if (own != NULL)
    {
      add_heading (text, _("Own verdict"));
      g_string_append_printf (text, "  %s\n", own);
    }
  add_critiques (text, entry);
  if (entry->assessment != NULL)
    {
      g_autofree char *meaning = critic_report_say_meaning (entry->assessment);

      add_sentences (text, entry, marks);
      add_words (text, entry, marks);
      add_heading (text, _("What the number means"));
      g_string_append_printf (text, "%s\n", meaning);
    }
  g_string_append_printf (text, "\n%s · %s\n", model, date);

  return g_string_free (text, FALSE);
}

static gboolean
write_bytes (const Course *course, const char *name, const char *suffix, gconstpointer data, gsize size, GError **error)
{
  g_autofree char *base = g_strconcat (name, suffix, NULL);
  g_autofree char *path = g_build_filename (course->folder, base, NULL);
  g_autoptr (CriticReportStream) stream = critic_report_stream_new (path, error);

  if (stream == NULL)
    return FALSE;
  critic_report_stream_bytes (stream, data, size);

  return critic_report_stream_close (stream, error);
}

static gboolean
write_lesson (const CriticReportEntry *entry, guint index, guint number, gpointer data,
              GCancellable *cancellable, GError **error)
{
  Course *course = data;
  g_autofree char *name = critic_report_file_name (course->used, entry, number, course->job->n_entries, course->options);
  g_autofree char *text = make_text (entry, index, course);
  g_autoptr (GError) local = NULL;
  g_autoptr (CriticReportPhoto) photo = critic_report_photo_load (entry->file, LONG_SIDE, CRITIC_REPORT_PAGE_BYTES,
                                                                  cancellable, &local);

  /* A photograph that cannot be read has its text all the same. */
  if (photo == NULL && local->domain != CRITIC_PHOTO_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (photo != NULL && !write_bytes (course, name, ".jpg", g_bytes_get_data (photo->jpeg, NULL),
                                     g_bytes_get_size (photo->jpeg), error))
    return FALSE;

  return write_bytes (course, name, ".txt", text, strlen (text), error);
}

gboolean
critic_report_write_folder (const CriticReportJob *job, const CriticReportOptions *options, const char *path,
                            GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Course course = { job, options, path, used };

  return critic_report_take_turns (job, options, write_lesson, &course, cancellable, error);
}
