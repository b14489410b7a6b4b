/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"
#include "mcn-record.h"

G_BEGIN_DECLS

/* A file of samples: this header, the place of each record in bytes from the
 * file's start (guint64), the records. */
typedef struct
{
  char    magic[8];             /* MCN_SHARD_MAGIC */
  guint32 version;
  guint32 n_samples;
  guint32 n_photographs;
  guint32 zero;
  guint64 n_bytes;              /* of the file */
  guint64 checksum;             /* of all bytes behind the header */
} McnShardHeader;

#define MCN_SHARD_MAGIC "MCNSAMPL"
#define MCN_SHARD_VERSION 1

G_STATIC_ASSERT (sizeof (McnShardHeader) == 40);

/* An open one; immutable. */
typedef struct
{
  GBytes               *bytes;
  const McnShardHeader *header;
  const guint64        *places;
} McnShard;

/* Checks everything: length, checksum, each record. @name: for messages.
 * MCN_DATASET_ERROR_CORRUPT, _UNSUPPORTED. Clear @self whatever the result. */
gboolean         mcn_shard_open   (McnShard *self, GBytes *bytes, const char *name, guint n_sets, guint n_sources, GError **error);
void             mcn_shard_clear  (McnShard *self);
const McnRecord *mcn_shard_record (const McnShard *self, guint32 i);

/* The whole file from its records, one behind another in @records, @n of them
 * with @n_photographs photographs. */
GByteArray      *mcn_shard_pack   (const GByteArray *records, guint32 n, guint32 n_photographs);

G_END_DECLS
