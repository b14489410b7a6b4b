/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-feature-shard.h"
#include "mcn-manifest.h"
#include "mcn-shard.h"
#include "mcn-synthetic-list.h"

G_BEGIN_DECLS

/* What stands in a folder while its dataset is being made: what it is made of. */
#define MCN_UNFINISHED_NAME "unfinished.txt"

struct _McnDataset
{
  gatomicrefcount  ref_count;
  McnManifest     *manifest;
  McnShard        *shards;              /* manifest->shards->len */
  gsize           *first_sample;        /* one more, the last being the number of all */
  gsize           *first_photograph;    /* likewise */
  guint32         *samples;             /* of photographs */
  McnFeatureShard *features;            /* n_features; those without a file have no header */
  gsize            n_features;
  char            *features_folder;
  guint            long_side;
  McnFeatureShard *made;                /* n_made; likewise, of made pictures */
  gsize            n_made;
  GArray          *synthetic;           /* McnSyntheticItem, as many as the files of made pictures hold; NULL: none */
  char            *backbone;
  gsize            region_channels, n_pooled;
};

McnDataset *mcn_dataset_open_samples (const char *folder, GError **error);

G_END_DECLS
