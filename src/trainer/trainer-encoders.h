/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-word-store.h"

G_BEGIN_DECLS

/* Who reads the critiques that stage 2 learns from: an encoder, and beside it one for each
 * fold of train, which read what the first was fitted to and they were not. */
typedef struct _TrainerEncoders TrainerEncoders;

/* @folds: NULL, or a vector of files in the order of the folds. @elsewhere: texts of other sites,
 * which are in no part, are read, too. */
TrainerEncoders *trainer_encoders_open    (McnDataset *dataset, const char *text, char **folds, gboolean elsewhere,
                                           guint n_heads, GError **error);
void             trainer_encoders_free    (TrainerEncoders *self);
/* Names their weights. */
const char      *trainer_encoders_get_key (const TrainerEncoders *self);
/* Word features of train and val in the file @path, made or gone on with; with @marks, the dataset's vocabulary,
 * read with their punctuation. MCN_TRAIN_ERROR_WRITE, _MISMATCH, MCN_ERROR_CANCELLED. */
McnWordStore    *trainer_encoders_read    (TrainerEncoders *self, const char *path, McnWordpiece *marks, guint n_threads, gboolean quiet,
                                           GError **error);

/* Part @part of @n_parts of these, from 1, for another process: the same command without parts joins them. */
gboolean         trainer_encoders_read_part (TrainerEncoders *self, const char *path, McnWordpiece *marks, guint part, guint n_parts,
                                           guint n_threads, gboolean quiet, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainerEncoders, trainer_encoders_free)

G_END_DECLS
