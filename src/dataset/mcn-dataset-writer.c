/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-dataset-writer.h"

#include "mcn-dataset-file.h"
#include "mcn-dataset-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define REPORT_NAME "report.csv"
#define REPORT_HEAD "what,id,why\n"

struct _McnDatasetWriter
{
  char         *folder;
  McnWordpiece *wordpiece;
  guint         shard_size;
  McnManifest  *manifest;
  GByteArray   *records;        /* of the shard in the making */
  guint         n, n_photographs;
  GString      *report;         /* rows about it */
  guint64       counts[MCN_WRITER_COUNTS];
  guint         n_counts;       /* 0: its maker counts nothing */
};

static char *
path_of (McnDatasetWriter *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static char *
shard_path (McnDatasetWriter *self, guint i)
{
  g_autofree char *name = mcn_manifest_shard_name (i);

  return path_of (self, name);
}

/* The rows about a shard, until the whole report is written. */
static char *
rows_path (McnDatasetWriter *self, guint i)
{
  g_autofree char *name = g_strdup_printf ("report-%05u.csv", i);

  return path_of (self, name);
}

/* What its maker had counted with a shard, until the manifest is written. */
static char *
counts_path (McnDatasetWriter *self, guint i)
{
  g_autofree char *name = g_strdup_printf ("counts-%05u.txt", i);

  return path_of (self, name);
}

/* ---- the folder ------------------------------------------------------------ */

static gboolean
is_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) == NULL;
}

static gboolean
claim_folder (McnDatasetWriter *self, const char *made_of, GError **error)
{
  g_autofree char *unfinished = path_of (self, MCN_UNFINISHED_NAME);
  g_autofree char *manifest = path_of (self, MCN_MANIFEST_NAME);
  g_autofree char *before = NULL;

  if (g_mkdir_with_parents (self->folder, 0777) != 0)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_WRITE,
                   _("The folder “%s” could not be made: %s. Choose another place for the dataset."), self->folder, g_strerror (errno));
      return FALSE;
    }
  if (g_file_test (manifest, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_EXISTS,
                   _("“%s” holds a finished dataset already. It stays as it is: name another folder, or delete this one."), self->folder);
      return FALSE;
    }
  if (g_file_get_contents (unfinished, &before, NULL, NULL))
    {
      if (g_str_equal (before, made_of))
        return TRUE;
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_EXISTS,
                   _("“%s” holds an unfinished dataset made of other inputs or with other options. Name another folder, or delete this one."),
                   self->folder);
      return FALSE;
    }
  if (!is_empty (self->folder))
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_EXISTS,
                   _("The folder “%s” is not empty. Name a new one for the dataset."), self->folder);
      return FALSE;
    }

  return mcn_dataset_file_write (unfinished, made_of, strlen (made_of), error);
}

McnDatasetWriter *
mcn_dataset_writer_new (const McnDatasetPlan *plan, GError **error)
{
  g_autoptr (McnDatasetWriter) self = g_new0 (McnDatasetWriter, 1);

  self->folder = g_strdup (plan->folder);
  self->wordpiece = plan->wordpiece;
  self->shard_size = plan->shard_size;
  self->records = g_byte_array_new ();
  self->report = g_string_new (NULL);
  self->manifest = mcn_manifest_new ();
  self->manifest->made_by = g_strdup (plan->made_by);
  self->manifest->vocabulary = g_strdup (plan->vocabulary);
  self->manifest->photographs = g_strdup (plan->photographs);
  self->manifest->sets = g_strdupv ((char **) plan->sets);
  self->manifest->sources = g_strdupv ((char **) plan->sources);

  return claim_folder (self, plan->made_of, error) ? g_steal_pointer (&self) : NULL;
}

void
mcn_dataset_writer_free (McnDatasetWriter *self)
{
  g_free (self->folder);
  g_byte_array_unref (self->records);
  g_string_free (self->report, TRUE);
  mcn_manifest_free (self->manifest);
  g_free (self);
}

/* ---- shards ---------------------------------------------------------------- */

static void
count_shard (McnDatasetWriter *self, const McnShardHeader *header)
{
  McnManifestShard shard = { header->n_bytes, header->checksum, header->n_samples, header->n_photographs };

  g_array_append_val (self->manifest->shards, shard);
}

static gboolean
read_counts (McnDatasetWriter *self, guint64 *counts, guint n_counts)
{
  g_autofree char *path = counts_path (self, self->manifest->shards->len);
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (n_counts == 0)
    return TRUE;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  words = g_strsplit (text, " ", -1);
  if (g_strv_length (words) != n_counts)
    return FALSE;
  for (guint i = 0; i < n_counts; i++)
    if (!g_ascii_string_to_unsigned (words[i], 10, 0, G_MAXUINT64, &counts[i], NULL))
      return FALSE;
  return TRUE;
}

static gboolean
write_counts (McnDatasetWriter *self, GError **error)
{
  g_autofree char *path = counts_path (self, self->manifest->shards->len);
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->n_counts == 0)
    return TRUE;
  for (guint i = 0; i < self->n_counts; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "", self->counts[i]);
  return mcn_dataset_file_write (path, text->str, text->len, error);
}

void
mcn_dataset_writer_set_counts (McnDatasetWriter *self, const guint64 *counts, guint n_counts)
{
  g_return_if_fail (n_counts <= MCN_WRITER_COUNTS);

  memcpy (self->counts, counts, n_counts * sizeof *counts);
  self->n_counts = n_counts;
}

gboolean
mcn_dataset_writer_resume (McnDatasetWriter *self, guint *n, guint64 *counts, guint n_counts)
{
  g_autofree char *path = shard_path (self, self->manifest->shards->len);
  g_autoptr (GBytes) bytes = NULL;
  McnShard shard = { NULL };
  gboolean whole;

  g_return_val_if_fail (self->n == 0, FALSE);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return FALSE;
  bytes = mcn_dataset_file_map (path, NULL);
  whole = bytes != NULL && mcn_shard_open (&shard, bytes, path, g_strv_length (self->manifest->sets),
                                           g_strv_length (self->manifest->sources), NULL) &&
          read_counts (self, counts, n_counts);
  if (whole)
    {
      count_shard (self, shard.header);
      g_string_truncate (self->report, 0);
      *n = shard.header->n_samples;
    }
  mcn_shard_clear (&shard);
  return whole;
}

static gboolean
write_shard (McnDatasetWriter *self, GError **error)
{
  guint i = self->manifest->shards->len;
  g_autofree char *path = shard_path (self, i);
  g_autofree char *rows = rows_path (self, i);
  g_autoptr (GByteArray) file = mcn_shard_pack (self->records, self->n, self->n_photographs);

  /* The rows first: a shard that is there has its rows and counts. */
  if (!mcn_dataset_file_write (rows, self->report->str, self->report->len, error) || !write_counts (self, error) ||
      !mcn_dataset_file_write (path, file->data, file->len, error))
    return FALSE;

  count_shard (self, (const McnShardHeader *) (gconstpointer) file->data);
  g_byte_array_set_size (self->records, 0);
  g_string_truncate (self->report, 0);
  self->n = self->n_photographs = 0;
  return TRUE;
}

gboolean
mcn_dataset_writer_add (McnDatasetWriter *self, McnDraft *draft, GError **error)
{
  mcn_draft_write (draft, self->wordpiece, (gint) self->n_photographs, self->records);
  if (draft->file != NULL)
    self->n_photographs++;

  return ++self->n < self->shard_size || write_shard (self, error);
}

static void
append_cell (GString *row, const char *text, char end)
{
  g_string_append_c (row, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (row, '"');
      g_string_append_c (row, *text);
    }
  g_string_append_c (row, '"');
  g_string_append_c (row, end);
}

void
mcn_dataset_writer_report (McnDatasetWriter *self, const char *what, const char *id, const char *why)
{
  g_autofree char *valid = g_utf8_make_valid (why, -1);

  append_cell (self->report, what, ',');
  append_cell (self->report, id, ',');
  append_cell (self->report, valid, '\n');
}

/* ---- the end --------------------------------------------------------------- */

static gboolean
write_report (McnDatasetWriter *self, GError **error)
{
  g_autoptr (GString) report = g_string_new (REPORT_HEAD);
  g_autofree char *path = path_of (self, REPORT_NAME);
  guint lines = 0;

  for (guint i = 0; i < self->manifest->shards->len; i++)
    {
      g_autofree char *rows = rows_path (self, i);
      g_autofree char *text = NULL;

      if (g_file_get_contents (rows, &text, NULL, NULL))
        g_string_append (report, text);
    }
  g_string_append_len (report, self->report->str, (gssize) self->report->len);
  for (const char *p = report->str; *p != '\0'; p++)
    lines += *p == '\n';
  self->manifest->n_reported = lines - 1;

  return mcn_dataset_file_write (path, report->str, report->len, error);
}

static void
remove_traces (McnDatasetWriter *self)
{
  g_autofree char *unfinished = path_of (self, MCN_UNFINISHED_NAME);

  for (guint i = 0; i < self->manifest->shards->len; i++)
    {
      g_autofree char *rows = rows_path (self, i), *counts = counts_path (self, i);

      g_unlink (rows);
      g_unlink (counts);
    }
  g_unlink (unfinished);
}

gboolean
mcn_dataset_writer_finish (McnDatasetWriter *self, GError **error)
{
  g_autofree char *path = path_of (self, MCN_MANIFEST_NAME);
  g_autofree char *json = NULL;

  if ((self->n > 0 && !write_shard (self, error)) || !write_report (self, error))
    return FALSE;
  json = mcn_manifest_write (self->manifest);
  if (!mcn_dataset_file_write (path, json, strlen (json), error))
    return FALSE;

  remove_traces (self);
  return TRUE;
}

const McnManifest *
mcn_dataset_writer_get_manifest (McnDatasetWriter *self)
{
  return self->manifest;
}
