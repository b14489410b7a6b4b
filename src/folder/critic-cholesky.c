/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-cholesky.h"

#include <math.h>

/**
 * critic_cholesky_factor: (skip)
 * @a: (inout): @n rows of @n: a symmetric matrix, of which the lower half is
 *   read, becomes its factor in the lower half
 * @n: rows and columns
 *
 * In one order of sums, so the same bits everywhere. Any thread.
 *
 * Returns: %FALSE when the matrix is not positive definite
 */
gboolean
critic_cholesky_factor (gdouble *a, gsize n)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      {
        const gdouble *x = a + i * n, *y = a + j * n;
        gdouble sum[4] = { 0.0 };
        gdouble rest;
        gsize k = 0;

        for (; k + 4 <= j; k += 4)
          for (gsize lane = 0; lane < 4; lane++)
            sum[lane] += x[k + lane] * y[k + lane];
        for (; k < j; k++)
          sum[0] += x[k] * y[k];
        rest = x[j] - ((sum[0] + sum[1]) + (sum[2] + sum[3]));

        if (i != j)
          a[i * n + j] = rest / y[j];
        else if (rest > 0.0)
          a[i * n + j] = sqrt (rest);
        else
          return FALSE;
      }

  return TRUE;
}

/**
 * critic_cholesky_solve: (skip)
 * @a: as critic_cholesky_factor() left it
 * @n: rows and columns
 * @x: (inout): @n numbers: the right side becomes the solution
 */
void
critic_cholesky_solve (const gdouble *a, gsize n, gdouble *x)
{
  for (gsize i = 0; i < n; i++)
    {
      for (gsize k = 0; k < i; k++)
        x[i] -= a[i * n + k] * x[k];
      x[i] /= a[i * n + i];
    }
  for (gsize i = n; i-- > 0;)
    {
      x[i] /= a[i * n + i];
      for (gsize k = 0; k < i; k++)
        x[k] -= a[i * n + k] * x[i];
    }
}
