/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-metrics.h"

G_BEGIN_DECLS

/* Several predictors of the same thing, mixed: sum of share x prediction, shares of
 * 0, 0.1 ... 1 with the sum 1. Few numbers to choose, so that little can be learned
 * by heart. */
#define MCN_MIXTURE_MOST 4
#define MCN_MIXTURE_STEPS 10

/* What mixtures are chosen by: @m predictors of @n predictions each, and what is true. */
typedef struct
{
  gsize                 n;
  const gdouble *const *x;
  const gdouble        *y;
  McnMetric             metric;
  const gboolean       *used;       /* NULL, or which of the @n count */
  const guint          *fold;       /* NULL, or of each, where it is asked for */
} McnMixtureSight;

/* As mcn_mixture_choose() by @first; of the mixtures that are worse by @slack or less the one that is best by @second. */
void mcn_mixture_choose_near (guint m, const McnMixtureSight *first, gdouble slack, const McnMixtureSight *second, gdouble *share);
/* The shares with which @metric is largest; the first predictors keep as much as they
 * can where several are as good. @x: @m predictors of @n predictions each. @used: NULL,
 * or which of the @n count. */
void mcn_mixture_choose   (gsize n, guint m, const gdouble *const *x, const gdouble *y, McnMetric metric,
                           const gboolean *used, gdouble *share);
/* @p: n, what the mixture says. */
void mcn_mixture_say      (gsize n, guint m, const gdouble *const *x, const gdouble *share, gdouble *p);
/* What a mixture says whose shares were chosen on the other folds alone: what choosing
 * is worth on what it has not seen. @fold: n, each under @n_folds. */
void mcn_mixture_by_folds_near (guint m, const McnMixtureSight *first, gdouble slack, const McnMixtureSight *second,
                                guint n_folds, gdouble *p);
void mcn_mixture_by_folds (gsize n, guint m, const gdouble *const *x, const gdouble *y, McnMetric metric,
                           const guint *fold, guint n_folds, gdouble *p);

G_END_DECLS
