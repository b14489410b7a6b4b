/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-cleaner.h"
#include "mcn-import.h"

G_BEGIN_DECLS

typedef struct
{
  const char        *ava;           /* AVA.txt, tags.txt and the two folders of lists */
  const char        *images;        /* ID.jpg each; NULL: the folder "images" in @ava */
  const char        *pages;         /* saved pages image.php?IMAGE_ID=N; NULL: none */
  const char *const *tables;        /* comments as JSON or CSV, NULL-terminated; may be empty */
  const char        *folder;        /* of the dataset to be made */
  const char        *vocabulary;    /* vocab.txt of a model */
  const char        *made_by;
  McnDatasetProgress progress;      /* NULL: none */
  gpointer           progress_data;
} McnBuildOptions;

/* What was done, by an earlier run that this one went on with, too. */
typedef struct
{
  guint64          n_pages;         /* read */
  guint64          n_broken;        /* of them: rows of the report */
  guint64          n_own;           /* comments by the photographer, left out */
  McnCleanerCounts cleaner;
} McnBuildResult;

/* Builds AVA-m (mcn-mtl.md, "Data"): AVA's votes, styles, tags and official split,
 * joined by id with comments that are cleaned (mcn-cleaner.h) and with photographs.
 * Tables are checked before anything is written and stop it when they are wrong;
 * a broken page and a photograph that is not there are rows of report.csv. Goes on
 * where it stopped. Memory does not grow with the number of photographs but for
 * 28 bytes each, 16 for each time that a list names one, and 24 for each comment of
 * a table. Blocks. */
gboolean mcn_dataset_build (const McnBuildOptions *options, McnBuildResult *result, GError **error);

G_END_DECLS
