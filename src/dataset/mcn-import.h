/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"

G_BEGIN_DECLS

/* Called now and then on the thread that works. @all 0: not known. */
typedef void (*McnDatasetProgress) (guint64 done, guint64 all, gpointer data);

typedef struct
{
  const char        *data;          /* the folder of the sets, splits.json in it */
  const char        *folder;        /* of the dataset to be made */
  const char        *vocabulary;    /* vocab.txt of a model */
  gboolean           clean;         /* texts through mcn-cleaner.h; those of models are left as they are */
  const char        *made_by;
  McnDatasetProgress progress;      /* NULL: none */
  gpointer           progress_data;
} McnImportOptions;

/* Brings the research data (photographs with ratings, critiques with scores, its
 * splits.json) into the form of a dataset, texts as they are or cleaned. A set
 * whose folder is not there is left out, and so is a row whose photograph is not
 * there; report.csv says so. Anything else that is missing or contradicts itself
 * stops with MCN_DATASET_ERROR_TABLE. Blocks. */
gboolean mcn_dataset_import (const McnImportOptions *options, GError **error);

G_END_DECLS
