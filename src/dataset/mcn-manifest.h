/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"

G_BEGIN_DECLS

#define MCN_MANIFEST_NAME "manifest.json"
#define MCN_MANIFEST_VERSION 1

typedef struct
{
  guint64 n_bytes;
  guint64 checksum;
  guint32 n_samples, n_photographs;
} McnManifestShard;

/* What manifest.json says: what a dataset consists of. It is written last; a
 * folder without it is unfinished. */
typedef struct
{
  char   *id;           /* 32 hex digits */
  char   *made_by;
  char   *vocabulary;   /* SHA-256 of the word pieces' vocab.txt */
  char   *photographs;  /* the folder that the files of samples lie in; NULL: none */
  GStrv   sets, sources;
  GArray *shards;       /* McnManifestShard */
  gint64  n_reported;   /* rows of report.csv */
} McnManifest;

/* Of nothing yet. */
McnManifest *mcn_manifest_new   (void);
void         mcn_manifest_free  (McnManifest *self);
/* @name: for messages. MCN_DATASET_ERROR_CORRUPT, _UNSUPPORTED. */
McnManifest *mcn_manifest_parse (GBytes *json, const char *name, GError **error);
/* Gives it its id, which follows from its shards, sets and sources. */
char        *mcn_manifest_write (McnManifest *self);
/* The name of the file of shard @i. */
char        *mcn_manifest_shard_name (guint i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnManifest, mcn_manifest_free)

G_END_DECLS
