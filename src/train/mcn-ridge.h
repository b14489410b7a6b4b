/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* n rows of k numbers, dense or, when @dense is NULL, only those that are not
 * zero: row i holds columns column[first[i]] .. column[first[i + 1] - 1]. */
typedef struct
{
  gsize          n, k;
  const gfloat  *dense;
  const gsize   *first;
  const guint32 *column;
  const gfloat  *value;
} McnRidgeRows;

/* Linear regression with a penalty on its length (scikit-learn's Ridge):
 * w and b of least |X w + b - y|^2 + alpha |w|^2, by conjugate gradients on the
 * centred problem. @w: k numbers, written. */
void mcn_ridge_fit     (const McnRidgeRows *x, const gdouble *y, gdouble alpha, gfloat *w, gdouble *b);
/* @p: n numbers, X w + b. */
void mcn_ridge_predict (const McnRidgeRows *x, const gfloat *w, gdouble b, gdouble *p);

G_END_DECLS
