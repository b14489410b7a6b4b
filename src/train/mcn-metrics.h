/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Figures of n predictions @p against what people said, @y. NAN where a figure is
 * not defined: nothing there, no variation, one class alone. */
typedef gdouble (*McnMetric) (gsize n, const gdouble *p, const gdouble *y);

gdouble mcn_metric_srcc      (gsize n, const gdouble *p, const gdouble *y);  /* Spearman, ties share their mean rank */
gdouble mcn_metric_plcc      (gsize n, const gdouble *p, const gdouble *y);  /* Pearson */
gdouble mcn_metric_rmse      (gsize n, const gdouble *p, const gdouble *y);  /* root of the mean squared error */
gdouble mcn_metric_mae       (gsize n, const gdouble *p, const gdouble *y);  /* mean absolute error */
gdouble mcn_metric_accuracy  (gsize n, const gdouble *p, const gdouble *y);  /* both above 5, or both not */
gdouble mcn_metric_balanced  (gsize n, const gdouble *p, const gdouble *y);  /* mean of the two classes' shares of right ones */
/* @y: 0 or 1. */
gdouble mcn_metric_auc       (gsize n, const gdouble *p, const gdouble *y);  /* area under the ROC curve */
gdouble mcn_metric_ap        (gsize n, const gdouble *p, const gdouble *y);  /* average precision, as scikit-learn's */
gdouble mcn_metric_brier     (gsize n, const gdouble *p, const gdouble *y);  /* mean squared error */
gdouble mcn_metric_calibration (gsize n, const gdouble *p, const gdouble *y);  /* expected error over 10 bins of equal width */

/* Mean over @n samples of the earth mover's distance between two distributions
 * over @places places one apart: sum of |difference of the cumulative sums|. */
gdouble mcn_metric_emd       (gsize n, gsize places, const gdouble *p, const gdouble *y);

/* (transfer full) As much of predictions, or of what people said, as @metric needs of any of them that are drawn: of a rank
 * correlation the place of each among all, by which ranks are found without sorting, for which drawing a thousand samples
 * takes most of its time; of others, and with a NAN, @x. The figure is the same to the bit. */
gdouble *mcn_metric_prepare  (McnMetric metric, gsize n, const gdouble *x);

/* 95 % percentile interval over @rounds resamplings; those in which the figure is
 * not defined are left out. */
void    mcn_metric_bootstrap (McnMetric metric, gsize n, const gdouble *p, const gdouble *y, guint rounds, guint64 seed,
                              gdouble *low, gdouble *high);
/* Of the difference that @p makes against @q on the same samples. */
void    mcn_metric_bootstrap_pair (McnMetric metric, gsize n, const gdouble *p, const gdouble *q, const gdouble *y,
                                   guint rounds, guint64 seed, gdouble *difference, gdouble *low, gdouble *high);

/* A figure of the samples that @which names, of @n of them, some more than once. */
typedef gdouble (*McnFigureOf) (gpointer data, gsize n, const guint32 *which);

/* The same interval of a figure that is no mean over pairs: @n samples are drawn as a whole. */
void    mcn_metric_bootstrap_samples (McnFigureOf figure, gpointer data, gsize n, guint rounds, guint64 seed, gdouble *low, gdouble *high);

/* For sorting gdoubles, rising. */
int      mcn_metric_by_number (gconstpointer a, gconstpointer b);
/* @x (rising) at the share @at, 0 .. 1, between neighbours along a line, as numpy's. */
gdouble mcn_metric_quantile  (gsize n, const gdouble *x, gdouble at);

G_END_DECLS
