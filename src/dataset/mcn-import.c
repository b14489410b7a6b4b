/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-import-private.h"

#include "mcn-dataset-file.h"
#include "mcn-vocabulary.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define SHARD_SIZE 4096
#define SAME_MEAN 0.01  /* votes still came in between one table and another */

char *
mcn_import_path (McnImport *self, const char *folder, const char *name)
{
  return g_build_filename (self->options->data, folder, name, NULL);
}

McnPart
mcn_import_part (McnImport *self, const char *set, const char *id)
{
  g_autofree char *key = g_strconcat (set, "\n", id, NULL);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->parts, key));
}

gint
mcn_import_style (const char *name)
{
  for (gint i = 0; i < MCN_N_STYLES; i++)
    if (g_str_equal (mcn_style_info (i)->id, name))
      return i;

  return -1;
}

gboolean
mcn_import_add (McnImport *self, McnDraft *draft, GError **error)
{
  if (self->options->progress != NULL && self->n % 64 == 0)
    self->options->progress (self->n, 0, self->options->progress_data);
  self->n++;
  if (self->cleaner != NULL && !(draft->texts_from & MCN_TEXTS_MACHINE))
    mcn_cleaner_texts (self->cleaner, draft->texts, draft->aspects);

  return mcn_dataset_writer_add (self->writer, draft, error);
}

gint
mcn_import_high (const char *text)
{
  if (*text == '\0')
    return -1;

  return text[1] == '\0' && (*text == '0' || *text == '1') ? *text - '0' : -2;
}

/* AVA's verdict is high above five. */
static gint
verdict (gdouble mean, gint high)
{
  return high >= 0 ? high : isnan (mean) ? -1 : mean > 5;
}

gboolean
mcn_import_agree (gdouble mean, gint high, gdouble other_mean, gint other_high)
{
  gint one = verdict (mean, high), other = verdict (other_mean, other_high);

  return !(fabs (mean - other_mean) > SAME_MEAN) && (one < 0 || other < 0 || one == other);
}

static void
free_crop (gpointer data)
{
  g_free (((McnImportCrop *) data)->path);
  g_free (data);
}

/* ---- splits.json ----------------------------------------------------------- */

static gboolean
read_ids (McnImport *self, const char *path, const char *set, JsonArray *ids, McnPart part, GError **error)
{
  for (guint i = 0; i < json_array_get_length (ids); i++)
    {
      const char *text = mcn_json_string_at (ids, i);
      gdouble number = mcn_json_number_at (ids, i);
      g_autofree char *id = NULL;
      char *key;

      if (text != NULL)
        id = g_strdup (text);
      else if (number >= 0 && number <= G_MAXINT32 && number == floor (number))
        id = g_strdup_printf ("%.0f", number);
      else
        return mcn_input_refuse (error, path, 0, _("An id in “%s” is neither a text nor a number."), set);

      key = g_strconcat (set, "\n", id, NULL);
      if (!g_hash_table_insert (self->parts, key, GUINT_TO_POINTER (part)))
        return mcn_input_refuse (error, path, 0, _("“%s” of “%s” is in two parts, or twice in one."), id, set);
    }

  return TRUE;
}

static gboolean
read_splits (McnImport *self, GError **error)
{
  static const struct { const char *name; McnPart part; } parts[] = {
    { "train", MCN_PART_TRAIN }, { "val", MCN_PART_VAL }, { "test", MCN_PART_TEST },
  };
  g_autofree char *path = g_build_filename (self->options->data, "splits.json", NULL);
  g_autoptr (GBytes) bytes = mcn_dataset_file_map (path, error);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;
  JsonObjectIter iter;
  const char *set, *data;
  JsonNode *node;
  gsize n;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &n);
  if (n == 0 || !json_parser_load_from_data (parser, data, (gssize) n, NULL) ||
      (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return mcn_input_refuse (error, path, 0, _("This is no JSON object. Is the file whole?"));

  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &set, &node))
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
      {
        JsonArray *ids = JSON_NODE_HOLDS_OBJECT (node) ? mcn_json_array (json_node_get_object (node), parts[i].name) : NULL;

        if (ids == NULL)
          return mcn_input_refuse (error, path, 0, _("“%s” has no list “%s”."), set, parts[i].name);
        if (!read_ids (self, path, set, ids, parts[i].part, error))
          return FALSE;
      }

  return TRUE;
}

/* ---- all of it ------------------------------------------------------------- */

static void
clear (McnImport *self)
{
  g_clear_pointer (&self->parts, g_hash_table_unref);
  g_clear_pointer (&self->crops, g_hash_table_unref);
  g_clear_pointer (&self->writer, mcn_dataset_writer_free);
  g_clear_pointer (&self->draft, mcn_draft_free);
  g_clear_pointer (&self->cleaner, mcn_cleaner_free);
}

gboolean
mcn_dataset_import (const McnImportOptions *options, GError **error)
{
  McnImport self = { .options = options };
  g_autofree char *made_of = g_strdup_printf ("import %s\nclean %d\n", options->data, options->clean);
  g_autofree char *photographs = g_canonicalize_filename (options->data, NULL);
  g_autofree char *sha256 = NULL;
  g_autoptr (McnWordpiece) wordpiece = mcn_vocabulary_load (options->vocabulary, &sha256, error);
  McnDatasetPlan plan = {
    .folder = options->folder,
    .made_of = made_of,
    .made_by = options->made_by,
    .photographs = photographs,
    .sets = mcn_set_names,
    .sources = mcn_source_names,
    .wordpiece = wordpiece,
    .vocabulary = sha256,
    .shard_size = SHARD_SIZE,
  };
  gboolean done;

  if (wordpiece == NULL)
    return FALSE;

  self.parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.crops = g_hash_table_new_full (NULL, NULL, NULL, free_crop);
  self.draft = mcn_draft_new ();
  if (options->clean)
    self.cleaner = mcn_cleaner_new ();
  done = read_splits (&self, error) && (self.writer = mcn_dataset_writer_new (&plan, error)) != NULL &&
         mcn_import_photographs (&self, error) && mcn_import_ava (&self, error) && mcn_import_texts (&self, error) &&
         mcn_dataset_writer_finish (self.writer, error);
  clear (&self);
  return done;
}
