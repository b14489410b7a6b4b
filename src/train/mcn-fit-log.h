/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-fit.h"

G_BEGIN_DECLS

/* A run's diary: log.ndjson, a line an epoch, and log.svg, drawn from it. */
typedef struct
{
  guint64          epoch;           /* from 1 */
  const McnLosses *losses;          /* means, and numbers of targets */
  const gdouble   *weights;         /* the epoch's w_t */
  guint            tasks;           /* bit t: task t takes part */
  const McnFigures *figures;
  gdouble          seconds;         /* of the whole run so far */
} McnFitLogEntry;

gboolean mcn_fit_log_add  (const char *folder, const McnFitLogEntry *entry, GError **error);
/* Keeps the first @n_epochs lines. */
gboolean mcn_fit_log_cut  (const char *folder, guint64 n_epochs, GError **error);
/* Losses over the first epoch's, and weights, against the epoch. */
gboolean mcn_fit_log_plot (const char *folder, GError **error);

G_END_DECLS
