/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"

G_BEGIN_DECLS

/* What a dataset consists of, as text: sets by part, scores, texts, styles,
 * features. Free it. */
char    *mcn_dataset_describe (McnDataset *self);

/* Reads every byte of every file of features in @folder and compares checksums
 * (those of samples are compared whenever a dataset is opened). @problems: a
 * sentence each, allocated, for every damaged file. Blocks. */
void     mcn_dataset_check    (McnDataset *self, const char *folder, GPtrArray *problems);

/* Calls for every photograph that could not be read, with why. */
typedef void (*McnUnreadableFunc) (const char *file, const char *why, gpointer data);
void     mcn_dataset_foreach_unreadable (McnDataset *self, McnUnreadableFunc func, gpointer data);

G_END_DECLS
