/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"
#include "mcn-step.h"

G_BEGIN_DECLS

/* Means and deviations of the photographs' features over the training part, and
 * features standardised with them (recipe.md, "Contract"). */
typedef struct
{
  gsize   n_pooled, n_global, n_region;     /* n_global: pooled features and photometry */
  gfloat *global_mean, *global_sd;
  gfloat *region_mean, *region_sd;
} McnFeatureScale;

/* FALSE with MCN_TRAIN_ERROR_DATA when no photograph of train has features. */
gboolean mcn_feature_scale_measure (McnFeatureScale *self, McnDataset *dataset, GError **error);
void     mcn_feature_scale_clear   (McnFeatureScale *self);

/* A global vector holds some thousand numbers: of more photographs linear experts learn from so many. */
#define MCN_MOST_PHOTOGRAPHS 8000

/* @global: n_global; @regions: rows * columns x n_region; standardised and clipped. */
void     mcn_feature_scale_global  (const McnFeatureScale *self, const McnFeatures *features, gfloat *global);
/* Rows of a photograph's views into @x, as far as they are there; how many. */
guint    mcn_feature_scale_add_views (const McnFeatureScale *self, McnDataset *dataset, gsize photograph, GArray *x);
void     mcn_feature_scale_regions (const McnFeatureScale *self, const McnFeatures *features, gfloat *regions);
/* The same of @n regions that stand there raw. */
void     mcn_feature_scale_rows    (const McnFeatureScale *self, gsize n, gfloat *regions);

G_END_DECLS
