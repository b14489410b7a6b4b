/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"

G_BEGIN_DECLS

/* "Another photograph's critique": for each of @samples (gsize: numbers in the dataset) the number of
 * one whose text it is shown with, of another group (theme, scene, challenge), so that what the text says
 * cannot fit by chance of the subject. As long as no group holds more than half of them, each
 * text is used once. The same in every run. (transfer full) (nullable): NULL when all are of one group. */
GArray *mcn_question_swap (McnDataset *dataset, const GArray *samples);

G_END_DECLS
