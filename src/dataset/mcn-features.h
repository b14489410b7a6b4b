/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-import.h"
#include "mcn-model.h"

G_BEGIN_DECLS

typedef struct
{
  const char        *folder;        /* of the dataset */
  const char        *photographs;   /* folder of the files; NULL: as the manifest says */
  McnModel          *model;
  guint              n_threads;
  guint              n_views;       /* 2, or 1 without the mirrored ones */
  guint              long_side;     /* of the photographs, a multiple of 32; 0: the model's, or else files in a folder of their own */
  gboolean           maps;          /* maps of stage 4 in place of regions, MCN_MAP_VIEWS views */
  gsize              n_synthetic;   /* of each style (mcn-synthetic-list.h): features of made pictures; 0: of the photographs */
  guint              part, n_parts; /* only files whose number leaves part - 1 modulo n_parts */
  McnDatasetProgress progress;      /* NULL: none; photographs of this part */
  gpointer           progress_data;
} McnFeaturesOptions;

/* What was done. */
typedef struct
{
  gsize n_photographs;              /* computed now */
  gsize n_before;                   /* there already */
  gsize n_unreadable;               /* of both: rows with a message instead of features */
} McnFeaturesResult;

/* Computes the frozen features of the photographs of a dataset (recipe.md,
 * "regions", "global token"; features.py): region features as F16, pooled and
 * photometric ones as F32, each photograph as it is and mirrored. A file is
 * written when its 64 photographs are done; those that are there are not made
 * again. Of maps (for training the blocks behind) the third view was shrunk to a long side of 80 px and
 * back, and counts as tiny. Many processes may work on one dataset, each on a part of its own. The
 * bytes do not depend on threads or parts. Of pictures that are made of photographs
 * (n_synthetic) there are the same, in files of their own; a longer list only adds some,
 * and a folder of them may be deleted at any time. Memory: two files, about 55 MB, and a
 * photograph a thread. Blocks. */
gboolean mcn_dataset_make_features (const McnFeaturesOptions *options, McnFeaturesResult *result, GError **error);

G_END_DECLS
