/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One row a photograph, RFC 4180. The columns are described, and checked by the
 * tests, in data/report.schema.json, "#/$defs/csv_row". What may not be told
 * leaves its cell empty, so that the columns are always the same. */
#include "critic-report-formats.h"

#include "critic-report-say.h"
#include "critic-report-stream.h"
#include "critic-report-turns.h"

#include <math.h>

static const char *const columns_before[] = {
  "number", "title", "file", "folder", "score", "typical_error", "spread", "percentile", "p_high", "verdict",
  "photo_score", "true_score", "own_score", "own_verdict", "stars", "flag",
};
static const char *const columns_after[] = {
  "critiques", "critique", "exif", "taken", "latitude", "longitude", "width", "height", "model", "failure",
};

typedef struct
{
  const CriticReportJob     *job;
  const CriticReportOptions *options;
  CriticReportStream        *stream;
  GString                   *row;
} Table;

static void
add_cell (GString *row, const char *text)
{
  if (row->len > 0)
    g_string_append_c (row, ',');
  g_string_append (row, text);
}

static void
add_number (GString *row, gdouble value, int decimals)
{
  char format[8], digits[G_ASCII_DTOSTR_BUF_SIZE + 320] = "";

  g_snprintf (format, sizeof format, "%%.%df", decimals);
  if (isfinite (value))
    g_ascii_formatd (digits, sizeof digits, format, value);
  add_cell (row, digits);
}

static void
add_count (GString *row, gint64 value)
{
  char digits[24];

  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, value);
  add_cell (row, digits);
}

/* Whether a spreadsheet would take the text for a formula. */
static gboolean
begins_formula (const char *text)
{
  gunichar c = g_utf8_get_char (text);

  return c != 0 && (c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == '\n' ||
                    c == 0xff1d || c == 0xff0b || c == 0xff0d || c == 0xff20);
}

/* Always quoted; a would-be formula gets an apostrophe before it. */
static void
add_text (GString *row, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  add_cell (row, "\"");
  if (begins_formula (valid))
    g_string_append_c (row, '\'');
  for (const char *p = valid; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (row, '"');
      g_string_append_c (row, *p);
    }
  g_string_append_c (row, '"');
}

static void
add_file (GString *row, const CriticReportEntry *entry, const CriticReportOptions *options)
{
  g_autofree char *name = options->with_names ? g_file_get_basename (entry->file) : NULL;
  g_autofree char *shown = name != NULL ? g_filename_display_name (name) : NULL;
  g_autoptr (GFile) folder = options->with_paths ? g_file_get_parent (entry->file) : NULL;
  g_autofree char *path = folder != NULL ? g_file_get_parse_name (folder) : NULL;

  add_text (row, shown);
  add_text (row, path);
}

static void
add_judgement (GString *row, CriticAssessment *assessment)
{
  const CriticJudgement *judgement = assessment != NULL ? critic_assessment_get_judgement (assessment) : NULL;
  const CriticJudgement *alone = assessment != NULL ? critic_assessment_get_photo_alone (assessment) : NULL;

  add_number (row, judgement != NULL ? judgement->score : NAN, 4);
  add_number (row, judgement != NULL ? judgement->error : NAN, 4);
  add_number (row, judgement != NULL ? judgement->spread : NAN, 4);
  add_number (row, judgement != NULL ? judgement->percentile : NAN, 4);
  add_number (row, judgement != NULL ? judgement->p_high : NAN, 4);
  add_cell (row, judgement == NULL ? "" : judgement->high ? "high" : "low");
  add_number (row, alone != NULL ? alone->score : NAN, 4);
}

static void
add_own (GString *row, const CriticReportEntry *entry)
{
  add_number (row, entry->true_score, 4);
  add_number (row, entry->own_score > 0.0 ? entry->own_score : NAN, 2);
  add_cell (row, entry->own_high < 0 ? "" : entry->own_high ? "high" : "low");
  if (entry->stars > 0)
    add_count (row, entry->stars);
  else
    add_cell (row, "");
  add_text (row, entry->flag);
}

/* All critiques in one cell, each after its author where there are several. */
static void
add_critiques (GString *row, const CriticReportEntry *entry)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < entry->critiques->len; i++)
    {
      const CriticReportCritique *critique = entry->critiques->pdata[i];

      if (i > 0)
        g_string_append (all, "\n\n");
      if (critique->author != NULL && *critique->author != '\0')
        g_string_append_printf (all, "%s: ", critique->author);
      g_string_append (all, critique->text);
    }
  add_count (row, entry->critiques->len);
  add_text (row, all->str);
}

static void
add_exif (GString *row, const CriticReportEntry *entry, const CriticReportOptions *options)
{
  gboolean place = options->with_place && entry->has_place;
  g_autoptr (GDateTime) taken = NULL;
  g_autofree char *date = NULL;

  if (options->with_exif && entry->taken != 0)
    taken = g_date_time_new_from_unix_utc (entry->taken / 1000);
  if (taken != NULL)
    date = g_date_time_format (taken, "%Y-%m-%dT%H:%M:%S");
  add_text (row, options->with_exif ? entry->exif : NULL);
  add_cell (row, date != NULL ? date : "");
  add_number (row, place ? entry->latitude : NAN, 6);
  add_number (row, place ? entry->longitude : NAN, 6);
  add_number (row, entry->width > 0 ? entry->width : NAN, 0);
  add_number (row, entry->height > 0 ? entry->height : NAN, 0);
}

static gboolean
write_row (const CriticReportEntry *entry, guint index, guint number, gpointer data,
           GCancellable *cancellable, GError **error)
{
  Table *table = data;
  GString *row = table->row;
  CriticAssessment *assessment = entry->assessment;
  g_autofree char *title = critic_report_say_title (entry, index, table->options);
  g_autofree char *failure = assessment == NULL ? critic_report_say_failure (entry, table->options) : NULL;

  g_string_truncate (row, 0);
  add_count (row, number);
  add_text (row, title);
  add_file (row, entry, table->options);
  add_judgement (row, assessment);
  add_own (row, entry);
  for (int i = 0; i < MCN_N_STYLES; i++)
    add_number (row, assessment != NULL ? critic_assessment_get_judgement (assessment)->style[i] : NAN, 4);
  add_critiques (row, entry);
  add_exif (row, entry, table->options);
  add_text (row, assessment != NULL ? critic_assessment_get_model_id (assessment) : NULL);
  add_text (row, failure);
  for (int i = 0; i < MCN_N_STYLES; i++)
    if (critic_evidence_is_measured (i))
      add_text (row, entry->evidence[i]);
  g_string_append (row, "\r\n");
  critic_report_stream_put (table->stream, row->str);

  return critic_report_stream_check (table->stream, error);
}

static void
write_head (Table *table)
{
  g_string_truncate (table->row, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (columns_before); i++)
    add_cell (table->row, columns_before[i]);
  for (int i = 0; i < MCN_N_STYLES; i++)
    {
      add_cell (table->row, "style_");
      g_string_append (table->row, mcn_style_info (i)->id);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (columns_after); i++)
    add_cell (table->row, columns_after[i]);
  /* New columns go to the end: who reads by number reads on. */
  for (int i = 0; i < MCN_N_STYLES; i++)
    if (critic_evidence_is_measured (i))
      {
        add_cell (table->row, "measured_");
        g_string_append (table->row, mcn_style_info (i)->id);
      }
  g_string_append (table->row, "\r\n");
  critic_report_stream_put (table->stream, table->row->str);
}

gboolean
critic_report_write_csv (const CriticReportJob *job, const CriticReportOptions *options, const char *path,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (CriticReportStream) stream = critic_report_stream_new (path, error);
  g_autoptr (GString) row = g_string_new (NULL);
  Table table = { job, options, stream, row };

  if (stream == NULL)
    return FALSE;

  write_head (&table);

  return critic_report_take_turns (job, options, write_row, &table, cancellable, error) &&
         critic_report_stream_close (stream, error);
}
