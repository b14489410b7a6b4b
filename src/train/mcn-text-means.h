/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-word-store.h"

G_BEGIN_DECLS

/* The frozen embedding of what was written about a photograph: the mean of all word
 * features of its texts, less the mean of these over all photographs. */
typedef struct
{
  gsize    width, n;        /* samples of the dataset */
  guint32 *row;             /* n: from 1; 0: no text */
  gfloat  *values;          /* rows x width */
} McnTextMeans;

/* Of the samples @which (gsize). */
void          mcn_text_means_measure (McnTextMeans *self, McnDataset *dataset, McnWordStore *words, const GArray *which);
void          mcn_text_means_clear   (McnTextMeans *self);
/* NULL: none. The same pointer for the same sample. */
const gfloat *mcn_text_means_get     (const McnTextMeans *self, gsize sample);
/* The mean word feature over the first sentence of every sample (gsize) of @n_lists lists. */
void          mcn_text_mean_word     (McnDataset *dataset, McnWordStore *words, gsize n_lists, const GArray *const *lists, gfloat *mean);

G_END_DECLS
