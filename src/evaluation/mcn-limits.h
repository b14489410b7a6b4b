/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-evaluation.h"
#include "mcn-scene.h"

G_BEGIN_DECLS

/* What must not happen with input that means nothing, and how far words may carry. */
typedef struct
{
  const char *name;         /* what was shown */
  const char *figure;       /* what the number is: "percentile", "mean change", ... */
  gsize       n;            /* pictures, texts, or pairs of them */
  gdouble     value;
  gdouble     limit;        /* NAN: none, it is only told */
  gboolean    holds;        /* below the limit */
} McnLimit;

/* (element-type McnLimit) (transfer full): with photographs of @part that machines (or,
 * without such ratings, AVA) rated lowest, and others. NULL with MCN_ERROR, or MCN_TRAIN_ERROR_DATA when there are none. */
GArray *mcn_limits_measure (McnDataset *dataset, McnModel *model, McnPart part, guint n_threads, McnCancel *cancel, GError **error);

G_END_DECLS
