/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-feature-scale.h"

#include "mcn-pointwise.h"
#include "mcn-tokens.h"
#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Every seventh region is enough of them, and never the same column. */
#define REGION_STEP 7

typedef struct
{
  gsize    n, width;
  gdouble *sum, *squares;
} Sums;

static void
add (Sums *sums, const gfloat *x)
{
  sums->n++;
  for (gsize i = 0; i < sums->width; i++)
    {
      sums->sum[i] += x[i];
      sums->squares[i] += (gdouble) x[i] * x[i];
    }
}

/* @least: added to the deviation, which may be zero. */
static void
finish (Sums *sums, gdouble least, gfloat **mean, gfloat **sd)
{
  *mean = g_new (gfloat, sums->width);
  *sd = g_new (gfloat, sums->width);
  for (gsize i = 0; i < sums->width; i++)
    {
      gdouble m = sums->sum[i] / MAX (sums->n, 1);

      (*mean)[i] = m;
      (*sd)[i] = sqrt (MAX (sums->squares[i] / MAX (sums->n, 1) - m * m, 0)) + least;
    }
  g_free (sums->sum);
  g_free (sums->squares);
}

/**
 * mcn_feature_scale_measure:
 * @self: (out): means and deviations; clear it whatever the result
 * @dataset: with features
 * @error: return location
 *
 * Both views of every photograph of train count.
 */
gboolean
mcn_feature_scale_measure (McnFeatureScale *self, McnDataset *dataset, GError **error)
{
  gsize n_pooled = mcn_dataset_get_n_pooled (dataset), n_region = mcn_dataset_get_region_channels (dataset);
  gsize n_global = n_pooled + MCN_PHOTOMETRY;
  Sums global = { 0, n_global, g_new0 (gdouble, n_global), g_new0 (gdouble, n_global) };
  Sums region = { 0, n_region, g_new0 (gdouble, MAX (n_region, 1)), g_new0 (gdouble, MAX (n_region, 1)) };
  g_autofree gfloat *row = g_new (gfloat, MAX (n_region, 1));

  *self = (McnFeatureScale) { .n_pooled = n_pooled, .n_global = n_global, .n_region = n_region };
  for (gsize i = 0; i < mcn_dataset_get_n_photographs (dataset); i++)
    for (guint mirrored = 0; mirrored < 2; mirrored++)
      {
        McnFeatures features;
        McnSample sample;

        mcn_dataset_get_sample (dataset, mcn_dataset_get_photograph (dataset, i), &sample);
        if (sample.part != MCN_PART_TRAIN || !mcn_dataset_get_features (dataset, i, mirrored, &features))
          continue;
        add (&global, features.pooled);
        for (gsize r = 0; r < features.columns * features.rows; r += REGION_STEP)
          {
            mcn_half_to_float (features.regions + r * region.width, region.width, row);
            add (&region, row);
          }
      }
  finish (&global, 1e-3, &self->global_mean, &self->global_sd);
  finish (&region, 1e-2, &self->region_mean, &self->region_sd);
  if (global.n > 0)
    return TRUE;
  g_set_error_literal (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA,
                       _("The dataset has no features of photographs to train with. "
                         "Compute them first: photo-critic-train dataset features."));
  return FALSE;
}

/**
 * mcn_feature_scale_add_views:
 * @self: means and deviations
 * @dataset: with features
 * @photograph: of it
 * @x: (element-type gfloat): gets a row of n_global numbers for each view that is there
 *
 * Returns: how many rows, 0 to 2
 */
guint
mcn_feature_scale_add_views (const McnFeatureScale *self, McnDataset *dataset, gsize photograph, GArray *x)
{
  guint n = 0;

  for (guint mirrored = 0; mirrored < 2; mirrored++)
    {
      McnFeatures features;

      if (!mcn_dataset_get_features (dataset, photograph, mirrored, &features))
        continue;
      g_array_set_size (x, x->len + self->n_global);
      mcn_feature_scale_global (self, &features, (gfloat *) x->data + x->len - self->n_global);
      n++;
    }
  return n;
}

/**
 * mcn_feature_scale_clear:
 * @self: measured or not
 */
void
mcn_feature_scale_clear (McnFeatureScale *self)
{
  g_clear_pointer (&self->global_mean, g_free);
  g_clear_pointer (&self->global_sd, g_free);
  g_clear_pointer (&self->region_mean, g_free);
  g_clear_pointer (&self->region_sd, g_free);
}

static void
standardise (gfloat *x, const gfloat *mean, const gfloat *sd, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      gfloat value = (x[i] - mean[i]) / sd[i];

      x[i] = CLAMP (value, -MCN_CLIP, MCN_CLIP);
    }
}

/**
 * mcn_feature_scale_global:
 * @self: the scale
 * @features: of a photograph
 * @global: (out): n_global numbers; photometry zero for a tiny source
 */
void
mcn_feature_scale_global (const McnFeatureScale *self, const McnFeatures *features, gfloat *global)
{
  memcpy (global, features->pooled, self->n_global * sizeof (gfloat));
  standardise (global, self->global_mean, self->global_sd, self->n_global);
  if (features->tiny)
    memset (global + self->n_pooled, 0, MCN_PHOTOMETRY * sizeof (gfloat));
}

/**
 * mcn_feature_scale_regions:
 * @self: the scale
 * @features: of a photograph
 * @regions: (out): rows * columns x n_region
 */
void
mcn_feature_scale_regions (const McnFeatureScale *self, const McnFeatures *features, gfloat *regions)
{
  gsize n = (gsize) features->columns * features->rows;

  mcn_half_to_float (features->regions, n * self->n_region, regions);
  mcn_feature_scale_rows (self, n, regions);
}

/**
 * mcn_feature_scale_rows:
 * @self: the scale
 * @n: regions
 * @regions: (inout): n x n_region
 */
void
mcn_feature_scale_rows (const McnFeatureScale *self, gsize n, gfloat *regions)
{
  for (gsize r = 0; r < n; r++)
    standardise (regions + r * self->n_region, self->region_mean, self->region_sd, self->n_region);
}
