/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes a report of what a JSON file says, for the tests:
 *
 *     write-report MODEL JOB.json OUTPUT
 *
 * { "options": { "format": "html", "template": "full", "title": ..., "author": ..., "date": ...,
 *                "letter": false, "names": true, "paths": false, "exif": true, "place": false, "ranked": true },
 *   "cancel_at": 3,
 *   "entries": [ { "file": ..., "title": ..., "failure": ..., "true_score": 6.7, "stars": 3, "own_score": 7,
 *                  "own_high": 1, "flag": "pick", "exif": ..., "taken": 0, "place": [48.1, 11.5],
 *                  "width": 6000, "height": 4000, "evidence": { "9": "..." },
 *                  "critiques": [ { "author": ..., "text": ..., "mark": 15, "best": 20, "scored": true } ] } ] }
 *
 * An entry without "failure" is judged by the model; one whose "judged" is
 * false is not. Exit status: 0, 1 with the error on standard error, 3 when it
 * was cancelled. "cancel_at" cancels when so many steps are done. */
#include "critic-analyzer.h"
#include "critic-report.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct
{
  CriticAnalyzer *analyzer;
  JsonArray      *entries;
  GCancellable   *cancellable;
  GHashTable     *judged;       /* index: CriticAssessment */
  guint           cancel_at;
} Job;

static const char *
get_string (JsonObject *object, const char *name, const char *otherwise)
{
  return json_object_get_string_member_with_default (object, name, otherwise);
}

static void
read_critiques (CriticReportEntry *entry, JsonArray *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      CriticReportCritique *critique = g_new0 (CriticReportCritique, 1);

      critique->author = g_strdup (get_string (object, "author", NULL));
      critique->text = g_strdup (get_string (object, "text", ""));
      critique->own_score = json_object_get_double_member_with_default (object, "mark", NAN);
      critique->own_scale = json_object_get_double_member_with_default (object, "best", NAN);
      critique->scored = json_object_get_boolean_member_with_default (object, "scored", TRUE);
      g_ptr_array_add (entry->critiques, critique);
    }
}

static CriticAssessment *
judge (Job *job, guint index, const CriticReportEntry *entry, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  CriticRequest request = { .file = entry->file, .explain = MCN_EXPLAIN_ALL };
  CriticAssessment *assessment = g_hash_table_lookup (job->judged, GUINT_TO_POINTER (index));

  if (assessment != NULL)
    return g_object_ref (assessment);

  for (guint i = 0; i < entry->critiques->len; i++)
    {
      const CriticReportCritique *critique = entry->critiques->pdata[i];

      if (critique->scored)
        g_ptr_array_add (texts, critique->text);
    }
  g_ptr_array_add (texts, NULL);
  request.critiques = texts->len > 1 ? (const char *const *) texts->pdata : NULL;
  assessment = critic_analyzer_assess (job->analyzer, &request, NULL, error);
  if (assessment != NULL)
    g_hash_table_insert (job->judged, GUINT_TO_POINTER (index), g_object_ref (assessment));

  return assessment;
}

static CriticReportEntry *
get_entry (guint index, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  JsonObject *object = json_array_get_object_element (job->entries, index);
  g_autoptr (GFile) file = g_file_new_for_path (get_string (object, "file", ""));
  CriticReportEntry *entry = critic_report_entry_new (file);
  JsonObject *evidence = json_object_has_member (object, "evidence") ? json_object_get_object_member (object, "evidence") : NULL;
  g_autoptr (GError) local = NULL;

  entry->title = g_strdup (get_string (object, "title", NULL));
  entry->failure = g_strdup (get_string (object, "failure", NULL));
  entry->true_score = json_object_get_double_member_with_default (object, "true_score", NAN);
  entry->stars = json_object_get_int_member_with_default (object, "stars", 0);
  entry->own_score = json_object_get_double_member_with_default (object, "own_score", 0.0);
  entry->own_high = json_object_get_int_member_with_default (object, "own_high", -1);
  g_free (entry->flag);
  entry->flag = g_strdup (get_string (object, "flag", ""));
  entry->exif = g_strdup (get_string (object, "exif", NULL));
  entry->taken = json_object_get_int_member_with_default (object, "taken", 0);
  entry->width = json_object_get_int_member_with_default (object, "width", 0);
  entry->height = json_object_get_int_member_with_default (object, "height", 0);
  if (json_object_has_member (object, "place"))
    {
      JsonArray *place = json_object_get_array_member (object, "place");

      entry->has_place = TRUE;
      entry->latitude = json_array_get_double_element (place, 0);
      entry->longitude = json_array_get_double_element (place, 1);
    }
  for (guint i = 0; evidence != NULL && i < MCN_N_STYLES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      entry->evidence[i] = g_strdup (get_string (evidence, name, NULL));
    }
  read_critiques (entry, json_object_has_member (object, "critiques") ? json_object_get_array_member (object, "critiques") : NULL);

  if (entry->failure == NULL)
    {
      entry->assessment = judge (job, index, entry, &local);
      if (entry->assessment == NULL)
        entry->failure = g_strdup (local->message);
    }

  return entry;
}

static void
on_progress (guint done, guint all, gpointer data)
{
  Job *job = data;

  g_print ("progress %u %u\n", done, all);
  if (done == job->cancel_at)
    g_cancellable_cancel (job->cancellable);
}

static guint
find (const char *name, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (name, names[i]))
      return i;

  g_error ("“%s” is none of them.", name);
}

static void
read_options (CriticReportOptions *options, JsonObject *object)
{
  static const char *const formats[] = { "pdf", "html", "card", "csv", "json", "folder", NULL };
  static const char *const templates[] = { "full", "pages", "contact", "compare", NULL };

  critic_report_options_init (options);
  options->format = find (get_string (object, "format", "pdf"), formats);
  options->template = find (get_string (object, "template", "full"), templates);
  options->title = get_string (object, "title", NULL);
  options->author = get_string (object, "author", NULL);
  options->date = get_string (object, "date", NULL);
  options->letter = json_object_get_boolean_member_with_default (object, "letter", FALSE);
  options->with_names = json_object_get_boolean_member_with_default (object, "names", TRUE);
  options->with_paths = json_object_get_boolean_member_with_default (object, "paths", FALSE);
  options->with_exif = json_object_get_boolean_member_with_default (object, "exif", TRUE);
  options->with_place = json_object_get_boolean_member_with_default (object, "place", FALSE);
  options->ranked = json_object_get_boolean_member_with_default (object, "ranked", TRUE);
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) output = NULL;
  g_autoptr (CriticAnalyzer) analyzer = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GHashTable) judged = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  CriticReportOptions options;
  CriticReportJob report = { 0 };
  JsonObject *root;
  Job job = { 0 };

  if (argc != 4 || !json_parser_load_from_file (parser, argv[2], &error))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "usage: write-report MODEL JOB.json OUTPUT");
      return 2;
    }

  root = json_node_get_object (json_parser_get_root (parser));
  read_options (&options, json_object_get_object_member (root, "options"));
  analyzer = critic_analyzer_new (argv[1], 1);
  job = (Job) {
    .analyzer = analyzer,
    .entries = json_object_get_array_member (root, "entries"),
    .cancellable = cancellable,
    .judged = judged,
    .cancel_at = json_object_get_int_member_with_default (root, "cancel_at", 0),
  };
  report = (CriticReportJob) {
    .n_entries = json_array_get_length (job.entries),
    .get = get_entry,
    .data = &job,
    .model_id = mcn_model_get_id (critic_analyzer_wait_model (analyzer, NULL)),
    .model_name = "test",
    .progress = on_progress,
    .progress_data = &job,
  };
  output = g_file_new_for_path (argv[3]);
  if (!critic_report_write (&report, &options, output, cancellable, &error))
    {
      g_printerr ("%s\n", error->message);
      return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? 3 : 1;
    }

  return 0;
}
