/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"
#include "mcn-error.h"
#include "mcn-parallel.h"
#include "mcn-text-encoder.h"
#include "mcn-wordpiece.h"

G_BEGIN_DECLS

/* The word features of a dataset's texts, F16, in a mapped file: computed once,
 * gone on with where it was broken off; processes that want the same file wait
 * for the one that makes it. Which encoder reads a sample is the
 * caller's choice: texts that a stage 1 was fitted to must be read by another. */
typedef struct _McnWordStore McnWordStore;

/* Which of the encoders reads @sample; -1: its texts are left out. */
typedef gint (*McnWhichEncoder) (gpointer data, const McnSample *sample);

/* @key: names the encoders' weights; a file of another key is made anew.
 * @report: NULL, or called about once a second with the share that is done.
 * FALSE with MCN_TRAIN_ERROR_WRITE, or MCN_ERROR_CANCELLED. */
McnWordStore  *mcn_word_store_open  (McnDataset *dataset, const char *path, const char *key,
                                     const McnTextEncoder *const *encoders, McnWhichEncoder which, gpointer which_data,
                                     guint n_threads, void (*report) (gpointer data, gdouble share), gpointer report_data,
                                     McnCancel *cancel, GError **error);
/* The features of the same word pieces, read in sentences that keep their punctuation (mcn-marks.h):
 * the marks' own features are dropped, as those of [CLS] and [SEP] are. @key must say so.
 * MCN_TRAIN_ERROR_MISMATCH when @wordpiece did not make the dataset's pieces. */
McnWordStore  *mcn_word_store_open_marks (McnDataset *dataset, const char *path, const char *key,
                                     const McnTextEncoder *const *encoders, McnWhichEncoder which, gpointer which_data, McnWordpiece *wordpiece,
                                     guint n_threads, void (*report) (gpointer data, gdouble share), gpointer report_data,
                                     McnCancel *cancel, GError **error);
/* Part @part of @n_parts, from 1, in a file beside @path, for another process or machine that sees the folder. Opening
 * @path takes over all parts that are whole, makes what is missing, and removes them. */
gboolean       mcn_word_store_make_part (McnDataset *dataset, const char *path, const char *key,
                                     const McnTextEncoder *const *encoders, McnWhichEncoder which, gpointer which_data, McnWordpiece *wordpiece,
                                     guint part, guint n_parts, guint n_threads, void (*report) (gpointer data, gdouble share), gpointer report_data,
                                     McnCancel *cancel, GError **error);
void           mcn_word_store_free  (McnWordStore *self);
gsize          mcn_word_store_get_width (McnWordStore *self);
/* Features of sentence @sentence of sample number @number: one row a piece; NULL: left out. */
const guint16 *mcn_word_store_get   (McnWordStore *self, gsize number, guint sentence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnWordStore, mcn_word_store_free)

G_END_DECLS
