/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-critique-import.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "critic-csv-reader.h"
#include "critic-journal.h"

#define MAX_TEXT   (1024 * 1024)    /* of a critique, bytes; the editor shows no more */
#define MAX_AUTHOR 200              /* characters */
#define MAX_SCALE  1000.0

typedef struct
{
  CriticLibrary          *library;
  const CriticImportPlan *plan;
  const char             *name;         /* of the table, for messages */
  char                   *folder;       /* of the table; NULL: it has none */
  CriticCsvReader        *reader;
  gint                    file, author, score, scale, critique;     /* columns */

  GHashTable             *images;       /* path, or name without folder, to a GArray of gint64 */
  GHashTable             *known;        /* image id to GPtrArray of CriticCritiqueEntry */
  GHashTable             *touched;      /* set of image ids */
  CriticStep             *step;
  CriticImportReport     *report;
} Import;

/**
 * critic_import_report_free:
 * @self: (transfer full): a report
 */
void
critic_import_report_free (CriticImportReport *self)
{
  g_ptr_array_unref (self->refused);
  g_array_unref (self->image_ids);
  g_free (self);
}

static void
import_clear (Import *self)
{
  g_free (self->folder);
  g_clear_pointer (&self->reader, critic_csv_reader_free);
  g_clear_pointer (&self->images, g_hash_table_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->touched, g_hash_table_unref);
  g_clear_pointer (&self->step, critic_step_free);
  g_clear_pointer (&self->report, critic_import_report_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static void
add_image (Import *self, const char *key, gint64 image_id)
{
  GArray *ids = g_hash_table_lookup (self->images, key);

  if (ids == NULL)
    {
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (self->images, g_strdup (key), ids);
    }
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == image_id)
      return;
  g_array_append_val (ids, image_id);
}

static void
add_file (Import *self, const char *path, gint64 image_id)
{
  const char *slash = strrchr (path, '/');

  add_image (self, path, image_id);
  if (slash != NULL)
    add_image (self, slash + 1, image_id);
}

/* The photographs that can be meant. */
static gboolean
find_images (Import *self, GCancellable *cancellable, GError **error)
{
  const CriticImportPlan *plan = self->plan;
  gint64 image_id;

  self->images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  if (plan->desk_path != NULL)
    {
      if (!critic_library_find_image (self->library, &plan->desk_hash, TRUE, &image_id, error))
        return FALSE;
      add_file (self, plan->desk_path, image_id);
    }
  if (plan->folders == NULL || plan->folders[0] == NULL)
    return TRUE;

  g_autoptr (GPtrArray) rows = critic_library_rows (self->library, plan->folders, TRUE, plan->model_id, cancellable, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CriticRow *row = rows->pdata[i];

      if (row->image_id != 0 && row->state != CRITIC_ROW_GONE)
        add_file (self, row->path, row->image_id);
    }
  return rows != NULL;
}

/* A path as it stands, from the table's folder, from one of the folders; or a name. */
static GArray *
look_up (Import *self, const char *cell)
{
  GArray *ids = g_hash_table_lookup (self->images, cell);

  if (ids == NULL && self->folder != NULL)
    {
      g_autofree char *path = g_canonicalize_filename (cell, self->folder);

      ids = g_hash_table_lookup (self->images, path);
    }
  for (guint i = 0; ids == NULL && self->plan->folders != NULL && self->plan->folders[i] != NULL; i++)
    {
      g_autofree char *path = g_canonicalize_filename (cell, self->plan->folders[i]);

      ids = g_hash_table_lookup (self->images, path);
    }
  return ids;
}

G_GNUC_PRINTF (2, 3)
static void
refuse (Import *self, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  /* Translators: a line of a table, and what is wrong there */
  g_ptr_array_add (self->report->refused,
                   g_strdup_printf (_("Line %zu: %s"), (gsize) critic_csv_reader_get_line (self->reader), what));
}

/* An empty cell leaves @number as it is. A comma may stand for the point. */
static gboolean
read_number (Import *self, gint column, gdouble least, gdouble most, gdouble *number)
{
  const char *cell = critic_csv_reader_get (self->reader, column);
  g_autofree char *text = g_strdup (cell != NULL ? cell : "");
  gdouble value;
  char *end;

  g_strstrip (g_strdelimit (text, ",", '.'));
  if (*text == '\0')
    return TRUE;

  value = g_ascii_strtod (text, &end);
  if (*end != '\0' || !isfinite (value) || value < least || value > most)
    {
      refuse (self, _("“%s” is no number from %g to %g."), cell, least, most);
      return FALSE;
    }
  *number = value;
  return TRUE;
}

static GPtrArray *
get_known (Import *self, gint64 image_id, GError **error)
{
  GPtrArray *entries = g_hash_table_lookup (self->known, &image_id);

  if (entries == NULL)
    {
      entries = critic_library_critiques (self->library, image_id, error);
      if (entries != NULL)
        g_hash_table_insert (self->known, g_memdup2 (&image_id, sizeof image_id), entries);
    }
  return entries;
}

static gboolean
is_known (GPtrArray *entries, const CriticCritiqueEntry *entry)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const CriticCritiqueEntry *other = entries->pdata[i];

      if (g_str_equal (other->author, entry->author) && g_str_equal (other->text, entry->text) &&
          (other->own_score == entry->own_score || (isnan (other->own_score) && isnan (entry->own_score))))
        return TRUE;
    }
  return FALSE;
}

/* One critique of one photograph. The table itself may say it twice. */
static gboolean
add_critique (Import *self, gint64 image_id, const CriticCritiqueEntry *entry, GError **error)
{
  GPtrArray *known = get_known (self, image_id, error);

  if (known == NULL)
    return FALSE;
  if (is_known (known, entry))
    {
      self->report->n_known++;
      return TRUE;
    }

  critic_step_set_critique (self->step, image_id, entry);
  g_ptr_array_add (known, critic_critique_entry_copy (entry));
  self->report->n_written++;
  if (g_hash_table_add (self->touched, g_memdup2 (&image_id, sizeof image_id)))
    g_array_append_val (self->report->image_ids, image_id);
  return TRUE;
}

static gboolean
take_record (Import *self, GError **error)
{
  const char *cell = critic_csv_text (critic_csv_reader_get (self->reader, self->file));
  const char *who = critic_csv_reader_get (self->reader, self->author);
  const char *text = critic_csv_reader_get (self->reader, self->critique);
  g_autofree char *author = g_utf8_substring (who != NULL ? critic_csv_text (who) : "", 0,
                                              MIN (g_utf8_strlen (who != NULL ? critic_csv_text (who) : "", -1), MAX_AUTHOR));
  CriticCritiqueEntry entry = {
    .author = g_strstrip (author),
    .text = (char *) (text != NULL ? critic_csv_text (text) : ""),
    .own_score = NAN,
    .own_scale = self->plan->scale,
    .written = g_get_real_time () / 1000,
    .counts = TRUE,
  };
  GArray *ids;

  if (!read_number (self, self->scale, 1, MAX_SCALE, &entry.own_scale) ||
      !read_number (self, self->score, 0, entry.own_scale, &entry.own_score))
    return TRUE;
  if (*entry.text == '\0' && isnan (entry.own_score))
    {
      refuse (self, _("There is neither a critique nor a score."));
      return TRUE;
    }
  if (strlen (entry.text) > MAX_TEXT)
    {
      refuse (self, _("The critique is longer than a megabyte."));
      return TRUE;
    }

  ids = look_up (self, cell);
  if (ids == NULL)
    {
      refuse (self, _("There is no photograph “%s” here, or it was not looked at yet."), cell);
      return TRUE;
    }
  for (guint i = 0; i < ids->len; i++)
    if (!add_critique (self, g_array_index (ids, gint64, i), &entry, error))
      return FALSE;
  return TRUE;
}

static gboolean
find_columns (Import *self, GError **error)
{
  self->file = critic_csv_reader_find (self->reader, "file");
  self->author = critic_csv_reader_find (self->reader, "author");
  self->score = critic_csv_reader_find (self->reader, "score");
  self->scale = critic_csv_reader_find (self->reader, "scale");
  self->critique = critic_csv_reader_find (self->reader, "critique");
  if (self->file >= 0 && (self->critique >= 0 || self->score >= 0))
    return TRUE;

  g_set_error (error, CRITIC_CSV_ERROR, CRITIC_CSV_ERROR_SYNTAX,
               _("%s lacks the column “%s”. Name the columns file, author, score and critique in its first line."),
               self->name, self->file < 0 ? "file" : "critique");
  return FALSE;
}

static gboolean
run (Import *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  while (critic_csv_reader_next (self->reader, &local))
    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !take_record (self, error))
      return FALSE;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return self->report->n_written == 0 || critic_library_apply (self->library, self->step, NULL, error);
}

/**
 * critic_critique_import:
 * @library: where photographs are known and critiques kept
 * @table: comma-separated values with the columns file, author, score, scale
 *   and critique, in any order; only file, and critique or score, must be there
 * @plan: where the photographs are
 * @cancellable: (nullable): ends it early
 * @error: return location for an error of %CRITIC_CSV_ERROR, which names the
 *   line, of %CRITIC_LIBRARY_ERROR or of %G_IO_ERROR
 *
 * Adds the critiques of a table, all of them as one step that can be undone. A
 * photograph is named by its path, or by its name: then every one of that name
 * is meant. Rows that cannot be taken are reported, and the others are; a table
 * that cannot be read to its end changes nothing. Blocks. Any thread but the
 * main loop's.
 *
 * Returns: (transfer full): what became of it, or %NULL
 */
CriticImportReport *
critic_critique_import (CriticLibrary *library, GFile *table, const CriticImportPlan *plan,
                        GCancellable *cancellable, GError **error)
{
  g_auto (Import) self = { .library = library, .plan = plan };
  g_autoptr (GFile) parent = g_file_get_parent (table);
  g_autofree char *base = g_file_get_basename (table);
  g_autofree char *name = g_filename_display_name (base != NULL ? base : "");
  g_autoptr (GError) local = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (table, cancellable, &local);

  if (stream == NULL)
    {
      g_set_error (error, G_IO_ERROR, local->domain == G_IO_ERROR ? local->code : (int) G_IO_ERROR_FAILED,
                   _("%s could not be read: %s. Check its name and its permissions."), name, local->message);
      return NULL;
    }

  self.name = name;
  self.folder = parent != NULL ? g_file_get_path (parent) : NULL;
  self.known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self.touched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  /* Translators: a step that can be undone */
  self.step = critic_step_new (_("Importing critiques"));
  self.report = g_new0 (CriticImportReport, 1);
  self.report->refused = g_ptr_array_new_with_free_func (g_free);
  self.report->image_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self.reader = critic_csv_reader_new (G_INPUT_STREAM (stream), name, error);
  if (self.reader == NULL || !find_columns (&self, error) || !find_images (&self, cancellable, error) ||
      !run (&self, cancellable, error))
    return NULL;

  return g_steal_pointer (&self.report);
}
