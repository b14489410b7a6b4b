/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-manifest.h"

#include "critic-json-line.h"
#include "mcn-input.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <xxhash.h>

#define FORMAT "photo-critic dataset"
#define MOST_NAMES 1000

McnManifest *
mcn_manifest_new (void)
{
  McnManifest *self = g_new0 (McnManifest, 1);

  self->shards = g_array_new (FALSE, TRUE, sizeof (McnManifestShard));
  return self;
}

void
mcn_manifest_free (McnManifest *self)
{
  g_free (self->id);
  g_free (self->made_by);
  g_free (self->vocabulary);
  g_free (self->photographs);
  g_strfreev (self->sets);
  g_strfreev (self->sources);
  g_array_unref (self->shards);
  g_free (self);
}

char *
mcn_manifest_shard_name (guint i)
{
  return g_strdup_printf ("samples-%05u.shard", i);
}

/* ---- reading --------------------------------------------------------------- */

/* A whole number from 0 to @most; -1: none. */
static gint64
get_number (JsonObject *object, const char *name, gint64 most)
{
  JsonNode *node = json_object_get_member (object, name);
  gint64 value = node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : -1;

  return value <= most ? value : -1;
}

static GStrv
get_names (JsonObject *object, const char *name)
{
  JsonArray *array = mcn_json_array (object, name);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (array == NULL || json_array_get_length (array) > MOST_NAMES)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (json_node_get_value_type (node) != G_TYPE_STRING)
        return NULL;
      g_strv_builder_add (names, json_node_get_string (node));
    }

  return g_strv_builder_end (names);
}

static gboolean
read_shards (McnManifest *self, JsonObject *object)
{
  JsonArray *array = mcn_json_array (object, "shards");

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *row = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autofree char *name = mcn_manifest_shard_name (i);
      const char *digits;
      gint64 n_bytes, n_samples, n_photographs;
      McnManifestShard shard;

      if (row == NULL || g_strcmp0 (mcn_json_string (row, "file"), name) != 0)
        return FALSE;
      digits = mcn_json_string (row, "xxh3");
      n_bytes = get_number (row, "bytes", G_MAXINT64);
      n_samples = get_number (row, "samples", G_MAXINT32);
      n_photographs = get_number (row, "photographs", n_samples);
      if (digits == NULL || strlen (digits) != 16 || n_bytes < 0 || n_samples < 0 || n_photographs < 0 ||
          !g_ascii_string_to_unsigned (digits, 16, 0, G_MAXUINT64, &shard.checksum, NULL))
        return FALSE;
      shard.n_bytes = (guint64) n_bytes;
      shard.n_samples = (guint32) n_samples;
      shard.n_photographs = (guint32) n_photographs;
      g_array_append_val (self->shards, shard);
    }

  return TRUE;
}

/* Over all that samples depend on. */
static char *
make_id (const McnManifest *self)
{
  g_autoptr (GString) all = g_string_new (self->vocabulary);
  XXH128_canonical_t digest;
  GString *hex = g_string_new (NULL);

  for (guint i = 0; i < self->shards->len; i++)
    g_string_append_printf (all, "\n%016" G_GINT64_MODIFIER "x", g_array_index (self->shards, McnManifestShard, i).checksum);
  for (guint i = 0; self->sets[i] != NULL; i++)
    g_string_append_printf (all, "\nset %s", self->sets[i]);
  for (guint i = 0; self->sources[i] != NULL; i++)
    g_string_append_printf (all, "\nsource %s", self->sources[i]);

  XXH128_canonicalFromHash (&digest, XXH3_128bits (all->str, all->len));
  for (guint i = 0; i < sizeof digest.digest; i++)
    g_string_append_printf (hex, "%02x", digest.digest[i]);
  return g_string_free (hex, FALSE);
}

McnManifest *
mcn_manifest_parse (GBytes *json, const char *name, GError **error)
{
  gsize n;
  const char *data = g_bytes_get_data (json, &n);
  g_autofree char *text = g_strndup (n > 0 ? data : "", n);
  g_autoptr (JsonNode) root = memchr (text, '\0', n) == NULL && g_utf8_validate_len (text, n, NULL) ? critic_json_line_parse (text, n) : NULL;
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  g_autoptr (McnManifest) self = mcn_manifest_new ();

  if (object == NULL || g_strcmp0 (mcn_json_string (object, "format"), FORMAT) != 0)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_UNSUPPORTED,
                   _("“%s” does not describe a dataset. Name a folder that “photo-critic-train dataset” has made."), name);
      return NULL;
    }
  if (get_number (object, "version", G_MAXINT32) != MCN_MANIFEST_VERSION)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_UNSUPPORTED,
                   _("“%s” was made by another version of this program, or on another kind of computer. Make the dataset again."), name);
      return NULL;
    }

  self->id = g_strdup (mcn_json_string (object, "id"));
  self->made_by = g_strdup (mcn_json_string (object, "made_by"));
  self->vocabulary = g_strdup (mcn_json_string (object, "vocabulary"));
  self->photographs = g_strdup (mcn_json_string (object, "photographs_folder"));
  self->sets = get_names (object, "sets");
  self->sources = get_names (object, "sources");
  self->n_reported = get_number (object, "reported", G_MAXINT64);
  if (self->id != NULL && self->made_by != NULL && self->vocabulary != NULL && self->sets != NULL && self->sources != NULL &&
      self->n_reported >= 0 && read_shards (self, object))
    {
      g_autofree char *id = make_id (self);

      if (g_str_equal (id, self->id))
        return g_steal_pointer (&self);
    }

  g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_CORRUPT,
               _("“%s” is damaged: it contradicts itself. Make the dataset again."), name);
  return NULL;
}

/* ---- writing --------------------------------------------------------------- */

static void
add_names (JsonBuilder *builder, const char *name, GStrv names)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; names[i] != NULL; i++)
    json_builder_add_string_value (builder, names[i]);
  json_builder_end_array (builder);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_number (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_shards (JsonBuilder *builder, const McnManifest *self)
{
  gint64 n_samples = 0, n_photographs = 0;

  json_builder_set_member_name (builder, "shards");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->shards->len; i++)
    {
      const McnManifestShard *shard = &g_array_index (self->shards, McnManifestShard, i);
      g_autofree char *name = mcn_manifest_shard_name (i);
      g_autofree char *digits = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", shard->checksum);

      json_builder_begin_object (builder);
      add_string (builder, "file", name);
      add_number (builder, "bytes", (gint64) shard->n_bytes);
      add_number (builder, "samples", shard->n_samples);
      add_number (builder, "photographs", shard->n_photographs);
      add_string (builder, "xxh3", digits);
      json_builder_end_object (builder);
      n_samples += shard->n_samples;
      n_photographs += shard->n_photographs;
    }
  json_builder_end_array (builder);
  add_number (builder, "samples", n_samples);
  add_number (builder, "photographs", n_photographs);
}

char *
mcn_manifest_write (McnManifest *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  g_free (self->id);
  self->id = make_id (self);

  json_builder_begin_object (builder);
  add_string (builder, "format", FORMAT);
  add_number (builder, "version", MCN_MANIFEST_VERSION);
  add_string (builder, "id", self->id);
  add_string (builder, "made_by", self->made_by);
  add_string (builder, "vocabulary", self->vocabulary);
  if (self->photographs != NULL)
    add_string (builder, "photographs_folder", self->photographs);
  add_names (builder, "sets", self->sets);
  add_names (builder, "sources", self->sources);
  add_number (builder, "reported", self->n_reported);
  add_shards (builder, self);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  return g_strconcat (text, "\n", NULL);
}
