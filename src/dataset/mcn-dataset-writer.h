/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-draft.h"
#include "mcn-manifest.h"

G_BEGIN_DECLS

/* Makes a dataset, shard by shard; nothing but one shard is held in memory. A
 * shard is on the disk whole or not at all, and the manifest comes last, so
 * whoever is killed goes on where it stopped when it is run again with the same
 * inputs. One thread. */
typedef struct _McnDatasetWriter McnDatasetWriter;

#define MCN_WRITER_COUNTS 8

typedef struct
{
  const char        *folder;            /* made when needed; else empty, or unfinished */
  const char        *made_of;           /* text that differs when inputs or options do */
  const char        *made_by;           /* for the manifest */
  const char        *photographs;       /* folder of the files; NULL: none */
  const char *const *sets, *const *sources;     /* NULL-terminated */
  McnWordpiece      *wordpiece;         /* lives as long as the writer */
  const char        *vocabulary;        /* SHA-256 of its file */
  guint              shard_size;        /* samples */
} McnDatasetPlan;

/* MCN_DATASET_ERROR_EXISTS when something else is in the folder; it stays as it is. */
McnDatasetWriter *mcn_dataset_writer_new    (const McnDatasetPlan *plan, GError **error);
void              mcn_dataset_writer_free   (McnDatasetWriter *self);
/* Before the first sample of a shard: whether that shard is there already; if so
 * it counts, @n of its samples need not be added again, what was reported since the
 * shard before is forgotten, for its rows are there, too, and @counts are those that
 * were set when it was written. */
gboolean          mcn_dataset_writer_resume (McnDatasetWriter *self, guint *n, guint64 *counts, guint n_counts);
/* The maker's own numbers, of all samples so far; before the last sample of a shard
 * is added. At most MCN_WRITER_COUNTS. */
void              mcn_dataset_writer_set_counts (McnDatasetWriter *self, const guint64 *counts, guint n_counts);
/* Adds the sample; writes the shard when it is full. */
gboolean          mcn_dataset_writer_add    (McnDatasetWriter *self, McnDraft *draft, GError **error);
/* A row of report.csv: what could not be used and why, a sentence. */
void              mcn_dataset_writer_report (McnDatasetWriter *self, const char *what, const char *id, const char *why);
/* The last shard, report.csv and the manifest. */
gboolean          mcn_dataset_writer_finish (McnDatasetWriter *self, GError **error);
/* Known when finished. */
const McnManifest *mcn_dataset_writer_get_manifest (McnDatasetWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnDatasetWriter, mcn_dataset_writer_free)

G_END_DECLS
