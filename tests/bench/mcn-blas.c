/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-blas.h"

#include <cblas.h>
#include <string.h>

#define PANEL_FLOATS (32 * 1024)

void
mcn_blas_init (void)
{
  openblas_set_num_threads (1);
}

const char *
mcn_blas_version (void)
{
  return openblas_get_config ();
}

void
mcn_blas_linear (const gfloat *w, const gfloat *bias, gsize n, gsize k,
                 gsize m, const gfloat *a, gfloat *c, gboolean relu6)
{
  gsize rows = MAX (PANEL_FLOATS / n, 16);

  for (gsize i = 0; i < m; i += rows, a += rows * k, c += rows * n)
    {
      gsize these = MIN (rows, m - i);

      for (gsize r = 0; r < these; r++)
        memcpy (c + r * n, bias, n * sizeof (gfloat));
      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, these, n, k, 1, a, k, w, k, 1, c, n);
      if (relu6)
        for (gsize j = 0; j < these * n; j++)
          c[j] = CLAMP (c[j], 0.f, 6.f);
    }
}
