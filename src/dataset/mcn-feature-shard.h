/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"

G_BEGIN_DECLS

#define MCN_FEATURE_FOLDER "features"
/* Of pictures that were made of the photographs (mcn-synthetic-list.h). */
#define MCN_SYNTHETIC_FOLDER "features/synthetic"
/* Photographs to a file: about 26 MB with both views. */
#define MCN_FEATURE_SHARD 64
#define MCN_FEATURE_VIEWS 2     /* as it is, mirrored */
/* Maps of stage 4 at stride 16 in place of regions, with a view more: as it is, mirrored, shrunk to 80 px and back. */
#define MCN_MAP_BLOCK 10            /* McnMapFunc: the last at stride 16 */
#define MCN_MAP_FOLDER "features-maps"
#define MCN_MAP_VIEWS 3

/* A file of frozen features: this header, an entry for each view of each
 * photograph, then what the entries point to. */
typedef struct
{
  char    magic[8];             /* MCN_FEATURE_MAGIC */
  guint32 version;
  guint32 first;                /* photograph, or made picture */
  guint32 n_photographs;
  guint32 n_views;              /* 1 to MCN_MAP_VIEWS */
  guint32 region_channels;
  guint32 n_pooled;
  guint32 n_photometry;
  guint32 long_side;
  char    dataset[32];          /* mcn_dataset_get_id(), or mcn_synthetic_id() */
  char    backbone[64];         /* SHA-256 of backbone.safetensors, hex */
  guint64 n_bytes;              /* of the file */
  guint64 checksum;             /* of all bytes behind the header */
} McnFeatureHeader;

typedef struct
{
  guint64 regions;              /* F16: rows * columns x region_channels, from the file's start; 0: unreadable */
  guint64 global;               /* n_pooled + n_photometry x gfloat */
  guint64 message;              /* why it is unreadable: string; 0: it is not */
  guint16 columns, rows;
  guint32 tiny;
} McnFeatureEntry;

#define MCN_FEATURE_MAGIC "MCNFEATS"
#define MCN_FEATURE_VERSION 1

G_STATIC_ASSERT (sizeof (McnFeatureHeader) == 152);
G_STATIC_ASSERT (sizeof (McnFeatureEntry) == 32);

/* An open one; immutable. */
typedef struct
{
  GBytes                 *bytes;
  const McnFeatureHeader *header;
  const McnFeatureEntry  *entries;
} McnFeatureShard;

/* Checks lengths and places; the checksum only when @thorough, since that reads
 * all of it. @name: for messages. Clear @self whatever the result. */
gboolean    mcn_feature_shard_open    (McnFeatureShard *self, GBytes *bytes, const char *name, gboolean thorough, GError **error);
void        mcn_feature_shard_clear   (McnFeatureShard *self);
/* Photograph @i of the shard. FALSE: no such view, or unreadable. */
gboolean    mcn_feature_shard_get     (const McnFeatureShard *self, guint i, guint view, McnFeatures *features);
/* Why photograph @i is unreadable; NULL: it is not. */
const char *mcn_feature_shard_message (const McnFeatureShard *self, guint i);
/* The folder of features of photographs with this long side; 0: of the model's own. */
char       *mcn_feature_shard_folder  (guint long_side);
/* The path of the file of shard @i in the folder @features of the dataset in @folder. */
char       *mcn_feature_shard_path    (const char *folder, const char *features, guint i);

/* What a view is made into, in the making. */
typedef struct
{
  guint16 *regions;             /* owned; NULL: unreadable */
  gfloat  *global;              /* owned */
  char    *message;             /* owned */
  guint    columns, rows;
  gboolean tiny;
} McnFeatureDraft;

/* The whole file from header->n_photographs * header->n_views @drafts; completes @header. */
GByteArray *mcn_feature_shard_pack    (McnFeatureHeader *header, const McnFeatureDraft *drafts);

G_END_DECLS
