/* SPDX-License-Identifier: GPL-3.0-or-later */

/* data/report.schema.json describes what is written here. One photograph at a
 * time goes through the writer of JSON, so that 500 need the memory of one. */
#include "critic-report-formats.h"

#include "critic-assessment-json.h"
#include "critic-report-say.h"
#include "critic-report-stream.h"
#include "critic-report-survey.h"
#include "critic-report-turns.h"

#include <math.h>

/* Of data/report.schema.json: raised when a reader of the old one would
 * misread the new. */
#define VERSION 1

typedef struct
{
  const CriticReportOptions *options;
  CriticReportStream        *stream;
} Document;

static void
put_string (CriticJsonWriter *writer, const char *name, const char *value)
{
  if (value == NULL)
    return;

  critic_json_writer_put_string (writer, name, value);
}

static void
put_number (CriticJsonWriter *writer, const char *name, gdouble value)
{
  if (!isfinite (value))
    return;

  critic_json_writer_put_number (writer, name, value);
}

static void
put_file (CriticJsonWriter *writer, const CriticReportEntry *entry, const CriticReportOptions *options)
{
  g_autofree char *name = options->with_names ? g_file_get_basename (entry->file) : NULL;
  g_autofree char *shown = name != NULL ? g_filename_display_name (name) : NULL;
  g_autoptr (GFile) folder = options->with_paths ? g_file_get_parent (entry->file) : NULL;
  g_autofree char *path = folder != NULL ? g_file_get_parse_name (folder) : NULL;

  put_string (writer, "file", shown);
  put_string (writer, "folder", path);
}

static void
put_camera (CriticJsonWriter *writer, const CriticReportEntry *entry, const CriticReportOptions *options)
{
  if (entry->width > 0 && entry->height > 0)
    {
      put_number (writer, "width", entry->width);
      put_number (writer, "height", entry->height);
    }
  if (options->with_exif)
    {
      g_autoptr (GDateTime) taken = entry->taken != 0 ? g_date_time_new_from_unix_utc (entry->taken / 1000) : NULL;
      g_autofree char *date = taken != NULL ? g_date_time_format (taken, "%Y-%m-%dT%H:%M:%S") : NULL;

      put_string (writer, "exif", entry->exif);
      put_string (writer, "taken", date);
    }
  if (options->with_place && entry->has_place)
    {
      put_number (writer, "latitude", entry->latitude);
      put_number (writer, "longitude", entry->longitude);
    }
}

static void
put_own (CriticJsonWriter *writer, const CriticReportEntry *entry)
{
  put_number (writer, "true_score", entry->true_score);
  put_number (writer, "own_score", entry->own_score > 0.0 ? entry->own_score : NAN);
  if (entry->own_high >= 0)
    put_string (writer, "own_verdict", entry->own_high ? "high" : "low");
  put_number (writer, "stars", entry->stars > 0 ? entry->stars : NAN);
  if (entry->flag != NULL && *entry->flag != '\0')
    put_string (writer, "flag", entry->flag);
}

static void
put_critiques (CriticJsonWriter *writer, const CriticReportEntry *entry)
{
  critic_json_writer_name (writer, "critiques");
  critic_json_writer_begin_array (writer);
  for (guint i = 0; i < entry->critiques->len; i++)
    {
      const CriticReportCritique *critique = entry->critiques->pdata[i];

      critic_json_writer_begin_object (writer);
      if (critique->author != NULL && *critique->author != '\0')
        put_string (writer, "author", critique->author);
      put_string (writer, "text", critique->text);
      put_number (writer, "mark", critique->own_score);
      put_number (writer, "best_mark", isfinite (critique->own_score) ? critique->own_scale : NAN);
      critic_json_writer_put_boolean (writer, "scored", critique->scored);
      critic_json_writer_end_object (writer);
    }
  critic_json_writer_end_array (writer);
}

static void
put_evidence (CriticJsonWriter *writer, const CriticReportEntry *entry)
{
  gboolean any = FALSE;

  for (int i = 0; i < MCN_N_STYLES; i++)
    any |= entry->evidence[i] != NULL;
  if (!any)
    return;

  critic_json_writer_name (writer, "evidence");
  critic_json_writer_begin_object (writer);
  for (int i = 0; i < MCN_N_STYLES; i++)
    put_string (writer, mcn_style_info (i)->id, entry->evidence[i]);
  critic_json_writer_end_object (writer);
}

static gboolean
write_photograph (const CriticReportEntry *entry, guint index, guint number, gpointer data,
                  GCancellable *cancellable, GError **error)
{
  Document *document = data;
  g_autoptr (CriticJsonWriter) writer = critic_json_writer_new (FALSE);
  g_autofree char *title = critic_report_say_title (entry, index, document->options);
  g_autofree char *text = NULL;

  critic_json_writer_begin_object (writer);
  put_number (writer, "number", number);
  put_string (writer, "title", title);
  put_file (writer, entry, document->options);
  put_camera (writer, entry, document->options);
  put_own (writer, entry);
  put_critiques (writer, entry);
  if (entry->assessment != NULL)
    {
      critic_json_writer_name (writer, "assessment");
      critic_json_writer_begin_object (writer);
      critic_assessment_write_json (entry->assessment, writer);
      critic_json_writer_end_object (writer);
      put_evidence (writer, entry);
    }
  else
    {
      g_autofree char *failure = critic_report_say_failure (entry, document->options);

      put_string (writer, "failure", failure);
    }
  critic_json_writer_end_object (writer);

  text = critic_json_writer_take (writer);
  critic_report_stream_put (document->stream, number > 1 ? ",\n" : "\n");
  critic_report_stream_bytes (document->stream, text, strlen (text) - 1);

  return critic_report_stream_check (document->stream, error);
}

static void
write_head (Document *document, const CriticReportJob *job, const CriticReportOptions *options)
{
  g_autoptr (CriticJsonWriter) writer = critic_json_writer_new (FALSE);
  g_autofree char *date = critic_report_say_date (options);
  g_autofree char *text = NULL;

  critic_json_writer_begin_object (writer);
  put_string (writer, "format", "photo-critic-report");
  put_number (writer, "version", VERSION);
  put_string (writer, "program", "Photo Critic " PACKAGE_VERSION);
  put_string (writer, "model", job->model_id);
  put_string (writer, "model_name", job->model_name);
  put_string (writer, "title", options->title);
  put_string (writer, "author", options->author);
  put_string (writer, "date", date);
  critic_json_writer_put_boolean (writer, "ranked", options->ranked);
  critic_json_writer_end_object (writer);

  /* The object stays open for its photographs. */
  text = critic_json_writer_take (writer);
  *strrchr (text, '}') = '\0';
  critic_report_stream_put (document->stream, text);
  critic_report_stream_put (document->stream, ", \"photographs\": [");
}

gboolean
critic_report_write_json (const CriticReportJob *job, const CriticReportOptions *options, const char *path,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (CriticReportStream) stream = critic_report_stream_new (path, error);
  Document document = { options, stream };

  if (stream == NULL)
    return FALSE;

  write_head (&document, job, options);
  if (!critic_report_take_turns (job, options, write_photograph, &document, cancellable, error))
    return FALSE;
  critic_report_stream_put (stream, "\n]}\n");

  return critic_report_stream_close (stream, error);
}
