/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-features.h"

#include "critic-preprocess.h"
#include "mcn-dataset-file.h"
#include "mcn-dataset-private.h"
#include "mcn-synthetic-list.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const McnFeaturesOptions *options;
  McnDataset               *dataset;
  const char               *photographs;
  char                     *backbone;       /* SHA-256 */
  GArray                   *made;           /* McnSyntheticItem; NULL: the photographs themselves */
  char                     *id, *features;  /* what the files bear, the folder they lie in */
  guint                     long_side, n_views;
  gsize                     channels;       /* of a region, or of a map */
  gsize                     n;              /* pictures */
  gsize                     done, all;      /* photographs, for the progress; done is atomic */
} Maker;

/* One file in the making. */
typedef struct
{
  Maker           *maker;
  gsize            first;
  guint            n;
  McnFeatureDraft *drafts;          /* n * n_views */
  gint             next;            /* atomic */
} Job;

typedef struct
{
  Job      *job;
  McnArena *arena;
  gfloat   *regions;
  gboolean  main;               /* the thread that reports */
} Worker;

/* ---- a photograph ---------------------------------------------------------- */

/* To the nearest half-precision number, ties to even, as PyTorch rounds. */
static guint16
to_f16 (gfloat value)
{
  guint32 bits, mantissa, half;
  gint exponent;
  guint shift;

  memcpy (&bits, &value, sizeof bits);
  exponent = (gint) ((bits >> 23) & 0xff) - 127;
  mantissa = bits & 0x7fffff;
  half = (bits >> 16) & 0x8000;
  if (exponent == 128)
    return (guint16) (half | 0x7c00 | (mantissa != 0 ? 0x200 : 0));
  if (exponent > 15)
    return (guint16) (half | 0x7c00);
  if (exponent < -25)
    return (guint16) half;

  shift = exponent < -14 ? (guint) (-exponent - 1) : 13;        /* subnormal: the one before the point counts */
  if (exponent < -14)
    mantissa |= 0x800000;
  else
    half |= (guint32) (exponent + 15) << 10;
  half += mantissa >> shift;
  mantissa &= (1u << shift) - 1;
  if (mantissa > 1u << (shift - 1) || (mantissa == 1u << (shift - 1) && (half & 1)))
    half++;                                                     /* may carry into the exponent: as it should */
  return (guint16) half;
}

static void
mirror (CriticNetworkPicture *picture)
{
  for (guint y = 0; y < picture->height; y++)
    {
      guint8 *row = picture->rgb + (gsize) y * picture->width * 3;

      for (guint x = 0; x < picture->width / 2; x++)
        for (guint c = 0; c < 3; c++)
          {
            guint8 *a = row + 3 * x + c, *b = row + 3 * (picture->width - 1 - x) + c, kept = *a;

            *a = *b;
            *b = kept;
          }
    }
}

static void
set_regions (McnFeatureDraft *draft, const gfloat *x, gsize n)
{
  draft->regions = g_new (guint16, n);
  for (gsize i = 0; i < n; i++)
    draft->regions[i] = to_f16 (x[i]);
}

static void
keep_map (gpointer data, guint block, const gfloat *map, gsize width, gsize height, gsize channels, gsize ld)
{
  McnFeatureDraft *draft = data;

  if (block != MCN_MAP_BLOCK)
    return;
  draft->columns = (guint) width;
  draft->rows = (guint) height;
  set_regions (draft, map, width * height * channels);
}

/* As an 80 px crop looks when it is made as large as the others. */
static gboolean
shrink_and_back (CriticNetworkPicture *picture, GError **error)
{
  guint longer = MAX (picture->width, picture->height), width = MAX (picture->width * 80 / longer, 1), height = MAX (picture->height * 80 / longer, 1);
  g_autofree guint8 *small = g_malloc ((gsize) width * height * 3);

  picture->tiny = TRUE;
  return critic_preprocess_resize (picture->rgb, picture->width, picture->height, (gsize) picture->width * 3, width, height, small, NULL, error) &&
         critic_preprocess_resize (small, width, height, (gsize) width * 3, picture->width, picture->height, picture->rgb, NULL, error);
}

static gboolean
compute_view (Worker *worker, const CriticNetworkPicture *picture, McnFeatureDraft *draft, GError **error)
{
  Maker *maker = worker->job->maker;
  const McnBackbone *backbone = mcn_model_get_backbone (maker->options->model);
  gsize n_pooled = mcn_backbone_get_pooled (backbone), stride = (gsize) picture->width * 3;

  draft->tiny = picture->tiny;
  draft->global = g_new (gfloat, n_pooled + MCN_PHOTOMETRY);
  if (!mcn_backbone_run_looking (backbone, NULL, worker->arena, picture->rgb, stride, picture->width, picture->height,
                                 worker->regions, draft->global, maker->options->maps ? keep_map : NULL, draft, NULL, error))
    return FALSE;
  mcn_photometry (picture->rgb, stride, picture->width, picture->height, draft->global + n_pooled);
  if (maker->options->maps)
    return TRUE;

  draft->columns = picture->width / MCN_STRIDE;
  draft->rows = picture->height / MCN_STRIDE;
  set_regions (draft, worker->regions, (gsize) draft->columns * draft->rows * mcn_backbone_get_region_channels (backbone));
  return TRUE;
}

static char *
photograph_path (Maker *maker, gsize photograph)
{
  McnSample sample;

  mcn_dataset_get_sample (maker->dataset, mcn_dataset_get_photograph (maker->dataset, photograph), &sample);
  return g_build_filename (maker->photographs, sample.file, NULL);
}

static gboolean
compute (Worker *worker, gsize number, McnFeatureDraft *drafts, GError **error)
{
  Maker *maker = worker->job->maker;
  const McnSyntheticItem *item = maker->made != NULL ? &g_array_index (maker->made, McnSyntheticItem, number) : NULL;
  g_autofree char *path = photograph_path (maker, item != NULL ? item->photograph : number);
  g_autoptr (GFile) source = g_file_new_for_path (path);
  g_autoptr (CriticPhoto) photo = critic_photo_load (source, maker->long_side, NULL, error);
  g_autoptr (CriticNetworkPicture) picture = photo != NULL ? critic_preprocess_for_network (photo, maker->long_side, NULL, error) : NULL;

  if (picture == NULL)
    return FALSE;
  if (item != NULL)
    {
      McnSynthetic how;

      mcn_synthetic_choose (&how, item->style, item->seed);
      mcn_synthetic_apply (&how, picture->rgb, picture->width, picture->height);
    }
  for (guint view = 0; view < maker->n_views; view++)
    {
      if (view > 0)
        mirror (picture);       /* and back */
      if (view == 2 && !shrink_and_back (picture, error))
        return FALSE;
      if (!compute_view (worker, picture, &drafts[view], error))
        return FALSE;
    }

  return TRUE;
}

static void
clear_draft (McnFeatureDraft *draft)
{
  g_clear_pointer (&draft->regions, g_free);
  g_clear_pointer (&draft->global, g_free);
  g_clear_pointer (&draft->message, g_free);
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  Job *job = worker->job;
  Maker *maker = job->maker;
  guint n_views = maker->n_views;

  for (gint i = g_atomic_int_add (&job->next, 1); i < (gint) job->n; i = g_atomic_int_add (&job->next, 1))
    {
      McnFeatureDraft *drafts = job->drafts + (gsize) i * n_views;
      g_autoptr (GError) local = NULL;

      if (!compute (worker, job->first + (gsize) i, drafts, &local))
        for (guint view = 0; view < n_views; view++)
          {
            clear_draft (&drafts[view]);
            drafts[view].message = g_utf8_make_valid (local->message, -1);
          }
      g_atomic_pointer_add (&maker->done, 1);
      if (worker->main && maker->options->progress != NULL)
        maker->options->progress ((gsize) g_atomic_pointer_get ((gpointer *) &maker->done), maker->all, maker->options->progress_data);
    }

  return NULL;
}

/* ---- a file ---------------------------------------------------------------- */

static gboolean
start_workers (Job *job, Worker *workers, GError **error)
{
  const McnBackbone *backbone = mcn_model_get_backbone (job->maker->options->model);
  guint side = job->maker->long_side;
  gsize n_regions = (gsize) (side / MCN_STRIDE) * (side / MCN_STRIDE);

  for (guint i = 0; i < job->maker->options->n_threads; i++)
    {
      workers[i].job = job;
      workers[i].main = i == 0;
      workers[i].arena = mcn_arena_new ();
      workers[i].regions = g_new (gfloat, n_regions * mcn_backbone_get_region_channels (backbone));
      if (!mcn_arena_reserve (workers[i].arena, mcn_backbone_plan (backbone, side, side, 1), error))
        return FALSE;
    }

  return TRUE;
}

static void
run_workers (Worker *workers, guint n)
{
  g_autofree GThread **threads = g_new0 (GThread *, n);

  for (guint i = 1; i < n; i++)
    threads[i] = g_thread_new ("features", work, &workers[i]);
  work (&workers[0]);
  for (guint i = 1; i < n; i++)
    g_thread_join (threads[i]);
}

static gboolean
write_file (Job *job, const char *path, GError **error)
{
  Maker *maker = job->maker;
  const McnBackbone *backbone = mcn_model_get_backbone (maker->options->model);
  McnFeatureHeader header = {
    .first = (guint32) job->first,
    .n_photographs = job->n,
    .n_views = maker->n_views,
    .region_channels = (guint32) maker->channels,
    .n_pooled = (guint32) mcn_backbone_get_pooled (backbone),
    .long_side = maker->long_side,
  };
  g_autoptr (GByteArray) file = NULL;

  memcpy (header.dataset, maker->id, sizeof header.dataset);
  memcpy (header.backbone, maker->backbone, sizeof header.backbone);
  file = mcn_feature_shard_pack (&header, job->drafts);
  return mcn_dataset_file_write (path, file->data, file->len, error);
}

static gboolean
make_file (Maker *maker, gsize first, guint n, const char *path, McnFeaturesResult *result, GError **error)
{
  guint n_views = maker->n_views, n_threads = maker->options->n_threads;
  g_autofree McnFeatureDraft *drafts = g_new0 (McnFeatureDraft, (gsize) n * n_views);
  g_autofree Worker *workers = g_new0 (Worker, n_threads);
  Job job = { maker, first, n, drafts, 0 };
  gboolean done = start_workers (&job, workers, error);

  if (done)
    {
      run_workers (workers, n_threads);
      done = write_file (&job, path, error);
    }
  for (guint i = 0; i < n && done; i++)
    result->n_unreadable += drafts[i * n_views].regions == NULL;
  if (done)
    result->n_photographs += n;
  for (guint i = 0; i < n * n_views; i++)
    clear_draft (&drafts[i]);
  for (guint i = 0; i < n_threads; i++)
    {
      g_clear_pointer (&workers[i].arena, mcn_arena_free);
      g_free (workers[i].regions);
    }
  return done;
}

/* Whether the file is there, whole, and of this work; one that is damaged is made
 * again, and the last one of a shorter list of made pictures, but one of another model or with other views is somebody's: an error. */
static gboolean
is_done (Maker *maker, gsize first, guint n, const char *path, gboolean *there, McnFeaturesResult *result, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  McnFeatureShard shard = { NULL };
  gboolean same = TRUE;

  *there = FALSE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  bytes = mcn_dataset_file_map (path, error);
  if (bytes == NULL)
    return FALSE;
  if (mcn_feature_shard_open (&shard, bytes, path, FALSE, NULL))
    {
      const McnFeatureHeader *header = shard.header;

      same = header->first == first && (header->n_photographs == n || maker->made != NULL) && header->n_views == maker->n_views &&
             header->long_side == maker->long_side && memcmp (header->dataset, maker->id, sizeof header->dataset) == 0 &&
             memcmp (header->backbone, maker->backbone, sizeof header->backbone) == 0;
      *there = same && header->n_photographs >= n;
      if (*there)
        result->n_before += n;
      for (guint i = 0; i < n && *there; i++)
        result->n_unreadable += mcn_feature_shard_message (&shard, i) != NULL;
    }
  mcn_feature_shard_clear (&shard);
  if (!same)
    g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_EXISTS,
                 _("“%s” was made of another dataset, with another model or with other options. Delete the folder it lies in, or work on a copy of the dataset."),
                 path);
  return same;
}

/* ---- all of them ----------------------------------------------------------- */

static gboolean
make_all (Maker *maker, McnFeaturesResult *result, GError **error)
{
  const McnFeaturesOptions *options = maker->options;
  gsize n = maker->n;

  for (gsize first = 0, i = 0; first < n; first += MCN_FEATURE_SHARD, i++)
    if (i % options->n_parts == options->part - 1)
      maker->all += MIN (MCN_FEATURE_SHARD, n - first);

  for (gsize first = 0, i = 0; first < n; first += MCN_FEATURE_SHARD, i++)
    {
      guint count = (guint) MIN (MCN_FEATURE_SHARD, n - first);
      g_autofree char *path = mcn_feature_shard_path (options->folder, maker->features, (guint) i);
      gboolean there;

      if (i % options->n_parts != options->part - 1)
        continue;
      if (!is_done (maker, first, count, path, &there, result, error))
        return FALSE;
      if (there)
        g_atomic_pointer_add (&maker->done, count);
      else if (!make_file (maker, first, count, path, result, error))
        return FALSE;
    }

  return TRUE;
}

static char *
backbone_checksum (McnModel *model, GError **error)
{
  g_autofree char *path = g_build_filename (mcn_model_get_directory (model), "backbone.safetensors", NULL);
  g_autoptr (GBytes) bytes = mcn_dataset_file_map (path, error);

  return bytes != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes) : NULL;
}

static void
count_channels (gpointer data, guint block, const gfloat *map, gsize width, gsize height, gsize channels, gsize ld)
{
  if (block == MCN_MAP_BLOCK)
    *(gsize *) data = channels;
}

/* Of a map: as many as it has of a small black picture. */
static gboolean
probe_channels (Maker *maker, GError **error)
{
  const McnBackbone *backbone = mcn_model_get_backbone (maker->options->model);
  g_autofree guint8 *black = g_malloc0 (MCN_MIN_SIDE * MCN_MIN_SIDE * 3);
  g_autofree gfloat *pooled = g_new (gfloat, mcn_backbone_get_pooled (backbone));
  g_autofree gfloat *regions = g_new (gfloat, 4 * mcn_backbone_get_region_channels (backbone));
  g_autoptr (McnArena) arena = mcn_arena_new ();

  maker->channels = mcn_backbone_get_region_channels (backbone);
  return !maker->options->maps ||
         (mcn_arena_reserve (arena, mcn_backbone_plan (backbone, MCN_MIN_SIDE, MCN_MIN_SIDE, 1), error) &&
          mcn_backbone_run_looking (backbone, NULL, arena, black, MCN_MIN_SIDE * 3, MCN_MIN_SIDE, MCN_MIN_SIDE, regions, pooled,
                                    count_channels, &maker->channels, NULL, error));
}

/* What is computed: the photographs, or pictures made of them. */
static gboolean
list_pictures (Maker *maker, GError **error)
{
  guint own = mcn_model_get_long_side (maker->options->model);

  maker->n_views = maker->options->maps ? MCN_MAP_VIEWS : maker->options->n_views;
  maker->long_side = maker->options->long_side > 0 ? maker->options->long_side : own;
  if (maker->options->n_synthetic == 0)
    {
      maker->n = mcn_dataset_get_n_photographs (maker->dataset);
      maker->id = g_strdup (mcn_dataset_get_id (maker->dataset));
      maker->features = maker->options->maps ? g_strdup (MCN_MAP_FOLDER) : mcn_feature_shard_folder (maker->long_side != own ? maker->long_side : 0);
    }
  else
    {
      maker->made = mcn_synthetic_list (maker->dataset, maker->options->n_synthetic);
      maker->n = maker->made->len;
      maker->id = mcn_synthetic_id (maker->dataset);
      maker->features = g_strdup (MCN_SYNTHETIC_FOLDER);
    }
  if (maker->made == NULL || maker->n > 0)
    return TRUE;
  g_set_error_literal (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_TABLE,
                       _("Pictures that show a style are made of photographs of train that are known not to show it, and the dataset has none. "
                         "Import photographs with judged styles."));
  return FALSE;
}

static gboolean
make_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0777) == 0)
    return TRUE;
  g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_WRITE,
               _("The folder “%s” could not be made: %s. Choose another place for the dataset."), folder, g_strerror (errno));
  return FALSE;
}

gboolean
mcn_dataset_make_features (const McnFeaturesOptions *options, McnFeaturesResult *result, GError **error)
{
  g_autofree char *folder = NULL;
  g_autoptr (McnDataset) dataset = mcn_dataset_open_samples (options->folder, error);
  g_autofree char *backbone = dataset != NULL ? backbone_checksum (options->model, error) : NULL;
  Maker maker = { .options = options, .dataset = dataset, .backbone = backbone };
  gboolean done;

  *result = (McnFeaturesResult) { 0 };
  if (backbone == NULL)
    return FALSE;
  maker.photographs = options->photographs != NULL ? options->photographs : dataset->manifest->photographs;
  if (maker.photographs == NULL || !g_file_test (maker.photographs, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_MISSING,
                   _("The folder “%s” of the photographs is not there. Name it with --photographs."),
                   maker.photographs != NULL ? maker.photographs : "");
      return FALSE;
    }
  done = list_pictures (&maker, error);
  folder = g_build_filename (options->folder, maker.features, NULL);
  done = done && probe_channels (&maker, error) && make_folder (folder, error) && make_all (&maker, result, error);
  g_clear_pointer (&maker.made, g_array_unref);
  g_free (maker.id);
  g_free (maker.features);
  return done;
}
