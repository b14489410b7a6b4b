/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-critique-table.h"

#include "critic-csv-reader.h"
#include "cli-csv-writer.h"
#include "cli-input.h"
#include "cli-number.h"
#include "cli-output.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  CliCritique critique;
  guint64     number;       /* of the record */
} Entry;

struct _CliCritiqueTable
{
  GHashTable *entries;      /* the cell "file" -> GPtrArray of Entry */
};

static void
entry_free (Entry *entry)
{
  g_free (entry->critique.author);
  g_free (entry->critique.text);
  g_free (entry);
}

/* An empty cell is no score; one that is none is an error. */
static gboolean
read_score (CriticCsvReader *reader, gint column, const char *name, gdouble *score, GError **error)
{
  const char *cell = critic_csv_reader_get (reader, column);

  *score = NAN;
  if (cell == NULL || *cell == '\0')
    return TRUE;

  *score = cli_number_parse (cell);
  if (*score >= 1.0 && *score <= 10.0)
    return TRUE;

  g_set_error (error, CRITIC_CSV_ERROR, CRITIC_CSV_ERROR_SYNTAX,
               _("%s, line %zu: “%s” is not a score from 1 to 10. Correct it, or leave the cell empty."),
               name, (gsize) critic_csv_reader_get_line (reader), cell);
  return FALSE;
}

static gboolean
read_records (CliCritiqueTable *self, CriticCsvReader *reader, const char *name, GError **error)
{
  gint file = critic_csv_reader_find (reader, "file"), author = critic_csv_reader_find (reader, "author");
  gint score = critic_csv_reader_find (reader, "score"), critique = critic_csv_reader_find (reader, "critique");
  gint true_score = critic_csv_reader_find (reader, "true_score");
  g_autoptr (GError) local = NULL;

  if (file < 0 || (critique < 0 && true_score < 0))
    {
      g_set_error (error, CRITIC_CSV_ERROR, CRITIC_CSV_ERROR_SYNTAX,
                   _("%s lacks the column “%s”. Name the columns file, author, score and critique in its first line."),
                   name, file < 0 ? "file" : "critique");
      return FALSE;
    }

  for (guint64 number = 0; critic_csv_reader_next (reader, &local); number++)
    {
      g_autofree Entry *entry = g_new0 (Entry, 1);
      const char *key = critic_csv_text (critic_csv_reader_get (reader, file));
      const char *who = critic_csv_reader_get (reader, author), *text = critic_csv_reader_get (reader, critique);
      GPtrArray *list;

      if (!read_score (reader, score, name, &entry->critique.score, error) ||
          !read_score (reader, true_score, name, &entry->critique.true_score, error))
        return FALSE;

      entry->number = number;
      entry->critique.author = g_strdup (who != NULL ? critic_csv_text (who) : "");
      entry->critique.text = g_strdup (text != NULL ? critic_csv_text (text) : "");
      list = g_hash_table_lookup (self->entries, key);
      if (list == NULL)
        {
          list = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
          g_hash_table_insert (self->entries, g_strdup (key), list);
        }
      g_ptr_array_add (list, g_steal_pointer (&entry));
    }

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return *error == NULL;
}

CliCritiqueTable *
cli_critique_table_read (const char *path, GError **error)
{
  g_autoptr (CliCritiqueTable) self = g_new0 (CliCritiqueTable, 1);
  g_autofree char *name = cli_output_name_input (path);
  g_autoptr (GError) local = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (CriticCsvReader) reader = NULL;

  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  stream = cli_input_open (path, &local);
  reader = stream != NULL ? critic_csv_reader_new (stream, name, &local) : NULL;
  if (reader == NULL || !read_records (self, reader, name, &local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
cli_critique_table_free (CliCritiqueTable *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
  const Entry *one = *(const Entry *const *) a, *other = *(const Entry *const *) b;

  return (one->number > other->number) - (one->number < other->number);
}

static void
add_entries (GPtrArray *found, GPtrArray *list)
{
  for (guint i = 0; list != NULL && i < list->len; i++)
    g_ptr_array_add (found, list->pdata[i]);
}

GPtrArray *
cli_critique_table_about (const CliCritiqueTable *self, const char *path)
{
  const char *slash = strrchr (path, '/');
  GPtrArray *found = g_ptr_array_new ();

  add_entries (found, g_hash_table_lookup (self->entries, path));
  if (slash != NULL)
    add_entries (found, g_hash_table_lookup (self->entries, slash + 1));
  g_ptr_array_sort (found, compare_numbers);

  /* An entry begins with its critique. */
  return found;
}

GStrv
cli_critique_table_texts (const CliCritiqueTable *self, const char *path)
{
  g_autoptr (GPtrArray) found = cli_critique_table_about (self, path);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  gboolean any = FALSE;

  for (guint i = 0; i < found->len; i++)
    {
      const CliCritique *critique = found->pdata[i];

      if (*critique->text == '\0')
        continue;
      g_strv_builder_add (texts, critique->text);
      any = TRUE;
    }

  return any ? g_strv_builder_end (texts) : NULL;
}
