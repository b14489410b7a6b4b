/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-dataset-private.h"

#include "mcn-dataset-file.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static gboolean
open_shards (McnDataset *self, const char *folder, GError **error)
{
  GArray *shards = self->manifest->shards;
  guint n_sets = g_strv_length (self->manifest->sets), n_sources = g_strv_length (self->manifest->sources);

  self->shards = g_new0 (McnShard, shards->len + 1);
  self->first_sample = g_new0 (gsize, shards->len + 1);
  self->first_photograph = g_new0 (gsize, shards->len + 1);

  for (guint i = 0; i < shards->len; i++)
    {
      const McnManifestShard *said = &g_array_index (shards, McnManifestShard, i);
      g_autofree char *name = mcn_manifest_shard_name (i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GBytes) bytes = mcn_dataset_file_map (path, error);
      const McnShardHeader *header;

      if (bytes == NULL || !mcn_shard_open (&self->shards[i], bytes, path, n_sets, n_sources, error))
        return FALSE;
      header = self->shards[i].header;
      if (header->checksum != said->checksum || header->n_bytes != said->n_bytes || header->n_samples != said->n_samples ||
          header->n_photographs != said->n_photographs)
        {
          g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_MISMATCH,
                       _("“%s” is not the file that the manifest beside it names. Make the dataset again."), path);
          return FALSE;
        }
      self->first_sample[i + 1] = self->first_sample[i] + header->n_samples;
      self->first_photograph[i + 1] = self->first_photograph[i] + header->n_photographs;
    }

  return TRUE;
}

/* Which sample a photograph belongs to. */
static void
number_photographs (McnDataset *self)
{
  gsize n = 0;

  self->samples = g_new (guint32, self->first_photograph[self->manifest->shards->len] + 1);
  for (guint i = 0; i < self->manifest->shards->len; i++)
    for (guint32 j = 0; j < self->shards[i].header->n_samples; j++)
      if (mcn_shard_record (&self->shards[i], j)->photograph >= 0)
        self->samples[n++] = (guint32) (self->first_sample[i] + j);
}

/* All feature shards were made of this dataset, by one backbone. */
static gboolean
check_features (McnDataset *self, const McnFeatureHeader *header, const char *id, gboolean place_is_right, const char *path, GError **error)
{
  if (memcmp (header->dataset, id, sizeof header->dataset) != 0 || !place_is_right)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_MISMATCH,
                   _("“%s” was made of another dataset. Delete the folder it lies in and run “photo-critic-train dataset features” again."),
                   path);
      return FALSE;
    }
  if (self->backbone == NULL)
    {
      self->backbone = g_strndup (header->backbone, sizeof header->backbone);
      self->region_channels = header->region_channels;
      self->n_pooled = header->n_pooled;
      self->long_side = header->long_side;
    }
  if (memcmp (header->backbone, self->backbone, sizeof header->backbone) != 0 ||
      header->region_channels != self->region_channels || header->n_pooled != self->n_pooled ||
      header->long_side != self->long_side)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_MISMATCH,
                   _("“%s” was made with another model than the files beside it. Delete the folder it lies in and run “photo-critic-train dataset features” again."),
                   path);
      return FALSE;
    }

  return TRUE;
}

/* A file that is not there is no error: @shard has no header then. */
static gboolean
open_shard (McnFeatureShard *shard, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  bytes = mcn_dataset_file_map (path, error);
  return bytes != NULL && mcn_feature_shard_open (shard, bytes, path, FALSE, error);
}

static gboolean
open_features (McnDataset *self, const char *folder, GError **error)
{
  gsize n_photographs = mcn_dataset_get_n_photographs (self), n = (n_photographs + MCN_FEATURE_SHARD - 1) / MCN_FEATURE_SHARD;

  self->features = g_new0 (McnFeatureShard, n + 1);
  self->n_features = n;
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = mcn_feature_shard_path (folder, self->features_folder, (guint) i);
      gsize first = i * MCN_FEATURE_SHARD;

      if (!open_shard (&self->features[i], path, error))
        return FALSE;
      if (self->features[i].header != NULL &&
          !check_features (self, self->features[i].header, self->manifest->id,
                           self->features[i].header->first == first &&
                           self->features[i].header->n_photographs == MIN (MCN_FEATURE_SHARD, n_photographs - first), path, error))
        return FALSE;
    }

  return TRUE;
}

/* The list is not stored: it begins the same way however long it was when files were made. */
static gboolean
open_synthetic (McnDataset *self, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, MCN_SYNTHETIC_FOLDER, NULL), *id = NULL;
  gsize n = 0;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  id = mcn_synthetic_id (self);
  self->synthetic = mcn_synthetic_list (self, G_MAXUINT16);
  self->n_made = (self->synthetic->len + MCN_FEATURE_SHARD - 1) / MCN_FEATURE_SHARD;
  self->made = g_new0 (McnFeatureShard, self->n_made + 1);
  for (gsize i = 0; i < self->n_made; i++)
    {
      g_autofree char *name = mcn_feature_shard_path (folder, MCN_SYNTHETIC_FOLDER, (guint) i);
      gsize first = i * MCN_FEATURE_SHARD;

      if (!open_shard (&self->made[i], name, error))
        return FALSE;
      if (self->made[i].header == NULL)
        continue;
      if (!check_features (self, self->made[i].header, id,
                           self->made[i].header->first == first && self->made[i].header->n_photographs <= self->synthetic->len - first, name, error))
        return FALSE;
      n = first + self->made[i].header->n_photographs;
    }
  g_array_set_size (self->synthetic, (guint) n);
  return TRUE;
}

/**
 * mcn_dataset_open_samples:
 * @folder: (type filename): the dataset's folder
 * @error: return location
 *
 * Without its features, whatever state they are in.
 *
 * Returns: (transfer full): the dataset, or %NULL
 */
McnDataset *
mcn_dataset_open_samples (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, MCN_MANIFEST_NAME, NULL);
  g_autofree char *unfinished = g_build_filename (folder, MCN_UNFINISHED_NAME, NULL);
  g_autoptr (McnDataset) self = g_new0 (McnDataset, 1);
  g_autoptr (GBytes) json = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  if (!g_file_test (path, G_FILE_TEST_EXISTS) && g_file_test (unfinished, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_MISSING,
                   _("The dataset in “%s” is not finished. Run the command that makes it again: it goes on where it stopped."), folder);
      return NULL;
    }
  json = mcn_dataset_file_map (path, error);
  if (json == NULL)
    return NULL;
  self->manifest = mcn_manifest_parse (json, path, error);
  if (self->manifest == NULL || !open_shards (self, folder, error))
    return NULL;
  number_photographs (self);

  return g_steal_pointer (&self);
}

/**
 * mcn_dataset_open:
 * @folder: (type filename): the dataset's folder
 * @error: return location
 *
 * Blocks: reads all samples, about a gigabyte a second, and the heads of the files of features.
 *
 * Returns: (transfer full): the dataset, or %NULL
 */
McnDataset *
mcn_dataset_open (const char *folder, GError **error)
{
  return mcn_dataset_open_size (folder, 0, error);
}

/**
 * mcn_dataset_open_size:
 * @folder: (type filename): the dataset's folder
 * @long_side: of the photographs whose features are read; 0: the model's own
 * @error: return location
 *
 * As mcn_dataset_open(). Made pictures there are only of the model's own.
 *
 * Returns: (transfer full): the dataset, or %NULL
 */
McnDataset *
mcn_dataset_open_size (const char *folder, guint long_side, GError **error)
{
  g_autoptr (McnDataset) self = mcn_dataset_open_samples (folder, error);

  if (self == NULL)
    return NULL;
  self->features_folder = mcn_feature_shard_folder (long_side);
  return open_features (self, folder, error) && (long_side > 0 || open_synthetic (self, folder, error)) ? g_steal_pointer (&self) : NULL;
}

/**
 * mcn_dataset_open_maps:
 * @folder: (type filename): the dataset's folder
 * @error: return location
 *
 * Returns: (transfer full): the dataset, or %NULL
 */
McnDataset *
mcn_dataset_open_maps (const char *folder, GError **error)
{
  g_autoptr (McnDataset) self = mcn_dataset_open_samples (folder, error);

  if (self == NULL)
    return NULL;
  self->features_folder = g_strdup (MCN_MAP_FOLDER);
  return open_features (self, folder, error) ? g_steal_pointer (&self) : NULL;
}

McnDataset *
mcn_dataset_ref (McnDataset *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mcn_dataset_unref (McnDataset *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; self->shards != NULL && i < self->manifest->shards->len; i++)
    mcn_shard_clear (&self->shards[i]);
  for (gsize i = 0; i < self->n_features; i++)
    mcn_feature_shard_clear (&self->features[i]);
  for (gsize i = 0; i < self->n_made; i++)
    mcn_feature_shard_clear (&self->made[i]);
  g_clear_pointer (&self->manifest, mcn_manifest_free);
  g_free (self->shards);
  g_free (self->features);
  g_free (self->made);
  g_free (self->features_folder);
  g_clear_pointer (&self->synthetic, g_array_unref);
  g_free (self->first_sample);
  g_free (self->first_photograph);
  g_free (self->samples);
  g_free (self->backbone);
  g_free (self);
}

const char *
mcn_dataset_get_id (McnDataset *self)
{
  return self->manifest->id;
}

gsize
mcn_dataset_get_n_samples (McnDataset *self)
{
  return self->first_sample[self->manifest->shards->len];
}

/* The shard that sample @i lies in: the last that begins no later. */
static guint
find_shard (const McnDataset *self, gsize i)
{
  guint low = 0, high = self->manifest->shards->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (self->first_sample[middle] <= i)
        low = middle;
      else
        high = middle;
    }

  return low;
}

void
mcn_dataset_get_sample (McnDataset *self, gsize i, McnSample *sample)
{
  guint shard = find_shard (self, i);

  g_return_if_fail (i < mcn_dataset_get_n_samples (self));

  mcn_record_view (mcn_shard_record (&self->shards[shard], (guint32) (i - self->first_sample[shard])), sample);
  if (sample->photograph >= 0)
    sample->photograph += (gint) self->first_photograph[shard];
}

static gint
find_name (GStrv names, const char *name)
{
  for (gint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return i;

  return -1;
}

guint
mcn_dataset_get_n_sets (McnDataset *self)
{
  return g_strv_length (self->manifest->sets);
}

const char *
mcn_dataset_get_set_name (McnDataset *self, guint set)
{
  return self->manifest->sets[set];
}

gint
mcn_dataset_find_set (McnDataset *self, const char *name)
{
  return find_name (self->manifest->sets, name);
}

guint
mcn_dataset_get_n_sources (McnDataset *self)
{
  return g_strv_length (self->manifest->sources);
}

const char *
mcn_dataset_get_source_name (McnDataset *self, guint source)
{
  return self->manifest->sources[source];
}

gint
mcn_dataset_find_source (McnDataset *self, const char *name)
{
  return find_name (self->manifest->sources, name);
}

gsize
mcn_dataset_get_n_photographs (McnDataset *self)
{
  return self->first_photograph[self->manifest->shards->len];
}

gsize
mcn_dataset_get_photograph (McnDataset *self, gsize photograph)
{
  g_return_val_if_fail (photograph < mcn_dataset_get_n_photographs (self), 0);

  return self->samples[photograph];
}

gboolean
mcn_dataset_get_features (McnDataset *self, gsize photograph, gboolean mirrored, McnFeatures *features)
{
  return mcn_dataset_get_view (self, photograph, mirrored ? 1 : 0, features);
}

gboolean
mcn_dataset_get_view (McnDataset *self, gsize photograph, guint view, McnFeatures *features)
{
  const McnFeatureShard *shard = &self->features[photograph / MCN_FEATURE_SHARD];

  return photograph / MCN_FEATURE_SHARD < self->n_features && shard->header != NULL &&
         mcn_feature_shard_get (shard, photograph % MCN_FEATURE_SHARD, view, features);
}

gsize
mcn_dataset_count_features (McnDataset *self)
{
  gsize n = 0;

  for (gsize i = 0; i < mcn_dataset_get_n_photographs (self); i++)
    {
      McnFeatures features;

      n += mcn_dataset_get_features (self, i, FALSE, &features);
    }
  return n;
}

gsize
mcn_dataset_get_n_synthetic (McnDataset *self)
{
  return self->synthetic != NULL ? self->synthetic->len : 0;
}

gsize
mcn_dataset_get_synthetic_photograph (McnDataset *self, gsize i)
{
  return g_array_index (self->synthetic, McnSyntheticItem, i).photograph;
}

void
mcn_dataset_get_synthetic (McnDataset *self, gsize i, McnSample *sample)
{
  const McnSyntheticItem *item = &g_array_index (self->synthetic, McnSyntheticItem, i);

  mcn_dataset_get_sample (self, mcn_dataset_get_photograph (self, item->photograph), sample);
  sample->texts_from = 0;
  sample->high = -1;
  sample->tail = 0;
  sample->n_texts = sample->n_sentences = sample->n_scores = sample->n_phrases = 0;
  for (guint s = 0; s < MCN_N_STYLES; s++)
    sample->styles[s] = s == item->style ? 1 : NAN;
}

gboolean
mcn_dataset_get_synthetic_features (McnDataset *self, gsize i, gboolean mirrored, McnFeatures *features)
{
  const McnFeatureShard *shard = &self->made[i / MCN_FEATURE_SHARD];

  return shard->header != NULL && mcn_feature_shard_get (shard, i % MCN_FEATURE_SHARD, mirrored ? 1 : 0, features);
}

const char *
mcn_dataset_get_folder (McnDataset *self)
{
  return self->manifest->photographs;
}

const char *
mcn_dataset_get_backbone (McnDataset *self)
{
  return self->backbone;
}

guint
mcn_dataset_get_long_side (McnDataset *self)
{
  return self->long_side;
}

gsize
mcn_dataset_get_region_channels (McnDataset *self)
{
  return self->region_channels;
}

gsize
mcn_dataset_get_n_pooled (McnDataset *self)
{
  return self->n_pooled;
}
