/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-bottleneck.h"
#include "mcn-feature-scale.h"

G_BEGIN_DECLS

/* The blocks of the backbone behind stride 16 and its head, trained: from a photograph's map of
 * stage 4, which stays as the frozen blocks made it (`dataset features --maps`), to the features
 * that the trunk reads. Everything before stride 16 is as frozen as ever. */

#define MCN_TOP_BLOCKS 5        /* 11 .. 15 */
#define MCN_TOP_VIEWS 3         /* of mcn_dataset_get_view() */

typedef struct
{
  McnBottleneck block[MCN_TOP_BLOCKS];
  McnLinear     head;
  McnDataset   *maps;           /* mcn_dataset_open_maps(); not owned */
  McnSafetensors *file;

  /* The last forward pass. */
  McnMaps            first;
  McnBottleneckPass  pass[MCN_TOP_BLOCKS];
  gfloat            *last, *top;        /* after block 15, after the head's ReLU6 */
  const gfloat      *global, *regions;  /* standardised and clipped */
} McnTop;

/* Adds the tensors of the file @path, backbone.safetensors, with its names to @params, which is not allocated
 * yet. MCN_TRAIN_ERROR_DATA unless every photograph with features in @dataset has all views in @maps, both of
 * this file. */
gboolean mcn_top_open     (McnTop *self, McnParams *params, const char *path, McnDataset *dataset, McnDataset *maps, GError **error);
/* Without looking at any data. Takes the file over; clear @self whatever the result. */
gboolean mcn_top_add      (McnTop *self, McnParams *params, McnSafetensors *file, GError **error);
/* Once @params has memory: their values as the file has them, learned at @rate of the rate. */
gboolean mcn_top_start    (McnTop *self, McnParams *params, gfloat rate, GError **error);
void     mcn_top_clear    (McnTop *self);
/* Whether a tensor of the backbone is trained here. */
gboolean mcn_top_owns     (const char *name);
/* A copy of the file that it was opened with in which these tensors are the trained ones: MCN_TRAIN_ERROR_WRITE, _DIVERGED. */
gboolean mcn_top_write    (const McnTop *self, McnParams *params, const char *path, GError **error);
/* @maps: of @n photographs, from mcn_dataset_get_view(). @global: n x n_global, @regions: all their regions
 * one after the other, both standardised and clipped as of frozen features. */
void     mcn_top_forward  (McnTop *self, McnStep *step, const McnFeatureScale *scale, gsize n, const McnFeatures *maps,
                           gfloat *global, gfloat *regions);
/* From the gradients in both, which are overwritten. */
void     mcn_top_backward (McnTop *self, McnStep *step, const McnFeatureScale *scale, gfloat *dglobal, gfloat *dregions);

G_END_DECLS
