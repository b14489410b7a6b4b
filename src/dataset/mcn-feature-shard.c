/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-feature-shard.h"

#include "mcn-dataset-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LARGEST_SIDE (MCN_MAX_SIDE / MCN_STRIDE)
#define MOST_CHANNELS (1u << 16)

char *
mcn_feature_shard_folder (guint long_side)
{
  return long_side > 0 ? g_strdup_printf (MCN_FEATURE_FOLDER "-%u", long_side) : g_strdup (MCN_FEATURE_FOLDER);
}

char *
mcn_feature_shard_path (const char *folder, const char *features, guint i)
{
  g_autofree char *name = g_strdup_printf ("%05u.shard", i);

  return g_build_filename (folder, features, name, NULL);
}

static gboolean
corrupt (const char *name, GError **error)
{
  g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_CORRUPT,
               _("“%s” is damaged. Delete it and run “photo-critic-train dataset features” again."), name);
  return FALSE;
}

/* ---- reading --------------------------------------------------------------- */

static gboolean
lies_inside (guint64 place, guint64 length, guint64 n, guint align)
{
  return place >= sizeof (McnFeatureHeader) && place < n && length <= n - place && place % align == 0;
}

static gboolean
check_entry (const McnFeatureHeader *header, const McnFeatureEntry *entry)
{
  guint64 n = header->n_bytes;
  guint64 regions = (guint64) entry->columns * entry->rows * header->region_channels * sizeof (guint16);
  guint64 global = ((guint64) header->n_pooled + header->n_photometry) * sizeof (gfloat);
  const char *base = (const char *) header;

  if (entry->regions == 0)
    return lies_inside (entry->message, 1, n, 1) && memchr (base + entry->message, '\0', n - entry->message) != NULL &&
           g_utf8_validate (base + entry->message, -1, NULL);

  return entry->columns > 0 && entry->rows > 0 && entry->columns <= LARGEST_SIDE && entry->rows <= LARGEST_SIDE &&
         entry->message == 0 && lies_inside (entry->regions, regions, n, sizeof (gfloat)) &&
         lies_inside (entry->global, global, n, sizeof (gfloat));
}

static gboolean
check (const McnFeatureShard *self, gsize n)
{
  const McnFeatureHeader *header = self->header;
  guint64 n_entries = (guint64) header->n_photographs * header->n_views;

  if (header->n_bytes != n || header->n_views < 1 || header->n_views > MCN_MAP_VIEWS || n_entries == 0 ||
      n_entries > (n - sizeof *header) / sizeof *self->entries || header->n_photographs > MCN_FEATURE_SHARD ||
      header->region_channels == 0 || header->region_channels > MOST_CHANNELS || header->n_pooled == 0 ||
      header->n_pooled > MOST_CHANNELS || header->n_photometry != MCN_PHOTOMETRY)
    return FALSE;
  for (guint64 i = 0; i < n_entries; i++)
    if (!check_entry (header, &self->entries[i]))
      return FALSE;

  return TRUE;
}

gboolean
mcn_feature_shard_open (McnFeatureShard *self, GBytes *bytes, const char *name, gboolean thorough, GError **error)
{
  gsize n;

  self->bytes = g_bytes_ref (bytes);
  self->header = g_bytes_get_data (bytes, &n);

  if (n < sizeof *self->header || memcmp (self->header->magic, MCN_FEATURE_MAGIC, sizeof self->header->magic) != 0 ||
      self->header->version != MCN_FEATURE_VERSION)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_UNSUPPORTED,
                   _("“%s” holds no features that this version reads. Delete it and run “photo-critic-train dataset features” again."), name);
      return FALSE;
    }
  self->entries = (const McnFeatureEntry *) (self->header + 1);
  if (!check (self, n) || (thorough && self->header->checksum != mcn_checksum (self->header + 1, n - sizeof *self->header)))
    return corrupt (name, error);

  return TRUE;
}

void
mcn_feature_shard_clear (McnFeatureShard *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->header = NULL;
}

gboolean
mcn_feature_shard_get (const McnFeatureShard *self, guint i, guint view, McnFeatures *features)
{
  const guint8 *base = (const guint8 *) self->header;
  const McnFeatureEntry *entry;

  if (i >= self->header->n_photographs || view >= self->header->n_views)
    return FALSE;
  entry = &self->entries[i * self->header->n_views + view];
  if (entry->regions == 0)
    return FALSE;

  features->regions = (gconstpointer) (base + entry->regions);
  features->pooled = (gconstpointer) (base + entry->global);
  features->photometry = features->pooled + self->header->n_pooled;
  features->columns = entry->columns;
  features->rows = entry->rows;
  features->tiny = entry->tiny != 0;
  return TRUE;
}

const char *
mcn_feature_shard_message (const McnFeatureShard *self, guint i)
{
  const McnFeatureEntry *entry = &self->entries[i * self->header->n_views];

  return entry->regions == 0 ? (const char *) self->header + entry->message : NULL;
}

/* ---- writing --------------------------------------------------------------- */

static guint64
append (GByteArray *file, gconstpointer data, gsize n)
{
  static const guint8 zeros[64];
  guint past = file->len % sizeof zeros, place;

  if (past > 0)
    g_byte_array_append (file, zeros, sizeof zeros - past);
  place = file->len;
  g_byte_array_append (file, data, (guint) n);
  return place;
}

GByteArray *
mcn_feature_shard_pack (McnFeatureHeader *header, const McnFeatureDraft *drafts)
{
  guint n = header->n_photographs * header->n_views;
  g_autofree McnFeatureEntry *entries = g_new0 (McnFeatureEntry, n);
  GByteArray *file = g_byte_array_new ();

  memcpy (header->magic, MCN_FEATURE_MAGIC, sizeof header->magic);
  header->version = MCN_FEATURE_VERSION;
  header->n_photometry = MCN_PHOTOMETRY;
  g_byte_array_append (file, (const guint8 *) header, sizeof *header);
  g_byte_array_append (file, (const guint8 *) entries, (guint) (n * sizeof *entries));

  for (guint i = 0; i < n; i++)
    {
      const McnFeatureDraft *draft = &drafts[i];

      if (draft->regions == NULL)
        {
          entries[i].message = append (file, draft->message, strlen (draft->message) + 1);
          continue;
        }
      entries[i].columns = (guint16) draft->columns;
      entries[i].rows = (guint16) draft->rows;
      entries[i].tiny = draft->tiny;
      entries[i].global = append (file, draft->global, (header->n_pooled + MCN_PHOTOMETRY) * sizeof (gfloat));
      entries[i].regions = append (file, draft->regions,
                                   (gsize) draft->columns * draft->rows * header->region_channels * sizeof (guint16));
    }
  memcpy (file->data + sizeof *header, entries, n * sizeof *entries);

  header->n_bytes = file->len;
  header->checksum = mcn_checksum (file->data + sizeof *header, file->len - sizeof *header);
  memcpy (file->data, header, sizeof *header);
  return file;
}
