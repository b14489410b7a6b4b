/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-backbone.h"
#include "mcn-photometry.h"
#include "mcn-sample.h"

G_BEGIN_DECLS

/* AVA-m (mcn-mtl.md, "Data"; recipe.md), opened for reading: a folder with
 * manifest.json, shards of samples, and the frozen features of the photographs
 * where `photo-critic-train dataset features` has made them (HACKING.md, "A
 * dataset on disk"). Everything is mapped and stays on disk until it is looked at.
 *
 * All samples are checked when the folder is opened, so that every pointer
 * handed out afterwards is good for its whole length while the dataset lives.
 * Immutable, reference counted; any number of threads may read. Nobody may
 * truncate the files meanwhile. */
typedef struct _McnDataset McnDataset;

/**
 * McnDatasetError:
 * @MCN_DATASET_ERROR_MISSING: a file or folder is not there or cannot be read
 * @MCN_DATASET_ERROR_CORRUPT: a file is truncated, damaged or contradicts itself
 * @MCN_DATASET_ERROR_UNSUPPORTED: a file is of a newer or foreign format
 * @MCN_DATASET_ERROR_MISMATCH: files that do not belong together
 * @MCN_DATASET_ERROR_TABLE: a table that was given cannot be used as it is
 * @MCN_DATASET_ERROR_WRITE: nothing can be written there (full, no permission)
 * @MCN_DATASET_ERROR_EXISTS: something is there that shall not be overwritten
 *
 * Messages are whole translated sentences which name the file (and the line) and
 * say what to do.
 */
typedef enum
{
  MCN_DATASET_ERROR_MISSING,
  MCN_DATASET_ERROR_CORRUPT,
  MCN_DATASET_ERROR_UNSUPPORTED,
  MCN_DATASET_ERROR_MISMATCH,
  MCN_DATASET_ERROR_TABLE,
  MCN_DATASET_ERROR_WRITE,
  MCN_DATASET_ERROR_EXISTS,
} McnDatasetError;

#define MCN_DATASET_ERROR (mcn_dataset_error_quark ())
GQuark mcn_dataset_error_quark (void);

/* The frozen features of one photograph, as it is or mirrored left to right, as
 * mcn_backbone_run() and mcn_photometry() give them: raw, neither standardised
 * nor clipped. */
typedef struct
{
  const guint16 *regions;       /* F16: rows * columns x region channels, row by row */
  const gfloat  *pooled;        /* n_pooled */
  const gfloat  *photometry;    /* MCN_PHOTOMETRY, behind @pooled: the global vector is one piece */
  guint          columns, rows;
  gboolean       tiny;          /* the source's long side is under 160 px: photometry counts as zero */
} McnFeatures;

McnDataset *mcn_dataset_open              (const char *folder, GError **error);
/* With the features of photographs of another long side than the model's (`dataset features --long-side`). */
McnDataset *mcn_dataset_open_size         (const char *folder, guint long_side, GError **error);
/* With maps of stage 4 as the regions of its features (`dataset features --maps`). */
McnDataset *mcn_dataset_open_maps         (const char *folder, GError **error);
McnDataset *mcn_dataset_ref               (McnDataset *self);
void        mcn_dataset_unref             (McnDataset *self);

/* 32 hex digits over all samples: what a checkpoint remembers of its data. */
const char *mcn_dataset_get_id            (McnDataset *self);

/* Samples, in an order that is the same wherever the dataset is made again. */
gsize       mcn_dataset_get_n_samples     (McnDataset *self);
void        mcn_dataset_get_sample        (McnDataset *self, gsize i, McnSample *sample);

/* Where samples come from: "ava", "oasis-beauty", "photos-unlabelled", ... */
guint       mcn_dataset_get_n_sets        (McnDataset *self);
const char *mcn_dataset_get_set_name      (McnDataset *self, guint set);
gint        mcn_dataset_find_set          (McnDataset *self, const char *name);     /* -1: none */

/* What scores measure: "ava", "machine", "beauty", "appeal", ... */
guint       mcn_dataset_get_n_sources     (McnDataset *self);
const char *mcn_dataset_get_source_name   (McnDataset *self, guint source);
gint        mcn_dataset_find_source       (McnDataset *self, const char *name);     /* -1: none */

/* Photographs are numbered from 0 in the order of their samples. */
gsize       mcn_dataset_get_n_photographs (McnDataset *self);
gsize       mcn_dataset_get_photograph    (McnDataset *self, gsize photograph);     /* its sample */
/* The folder that the files of samples lie in, as the manifest says; NULL: none. It need not be there. */
const char *mcn_dataset_get_folder        (McnDataset *self);
/* FALSE: not computed (when the dataset was opened), the photograph cannot be
 * read, or there is no mirrored view. */
gboolean    mcn_dataset_get_features      (McnDataset *self, gsize photograph, gboolean mirrored, McnFeatures *features);
gsize       mcn_dataset_count_features    (McnDataset *self);     /* photographs that have them */
/* Pictures made of photographs to show one style each (mcn-synthetic-list.h), where
 * `dataset features --synthetic` has made them. @i under the number: what is known of one
 * is its style, and that alone, beside the name, group and part of its photograph. */
gsize       mcn_dataset_get_n_synthetic   (McnDataset *self);
void        mcn_dataset_get_synthetic     (McnDataset *self, gsize i, McnSample *sample);
gsize       mcn_dataset_get_synthetic_photograph (McnDataset *self, gsize i);       /* which it was made of */
gboolean    mcn_dataset_get_synthetic_features (McnDataset *self, gsize i, gboolean mirrored, McnFeatures *features);
/* 0: as it is; 1: mirrored; of maps 2: shrunk to 80 px and back. */
gboolean    mcn_dataset_get_view          (McnDataset *self, gsize photograph, guint view, McnFeatures *features);
/* SHA-256 of the backbone's weights that the features were made with; NULL without features. */
const char *mcn_dataset_get_backbone      (McnDataset *self);
/* Of the photographs that the network saw, pixels; 0 without features. */
guint       mcn_dataset_get_long_side     (McnDataset *self);
/* Widths of features: MCN_REGION_CHANNELS and MCN_POOLED of the real model; 0 without features. */
gsize       mcn_dataset_get_region_channels (McnDataset *self);
gsize       mcn_dataset_get_n_pooled      (McnDataset *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnDataset, mcn_dataset_unref)

G_END_DECLS
