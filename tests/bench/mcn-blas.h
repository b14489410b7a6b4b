/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* OpenBLAS, for comparison only: the engine does not link it, because its own
 * kernels are faster for every shape it has (HACKING.md, "Speed"). The one
 * place that knows cblas.h and how many threads OpenBLAS may use: one. */

void        mcn_blas_init    (void);
const char *mcn_blas_version (void);

/* C (m x n) = A (m x k) W' + bias, clamped to 0 .. 6 if @relu6; row panels, so
 * that a panel still is in the cache when it is clamped. */
void        mcn_blas_linear  (const gfloat *w, const gfloat *bias, gsize n, gsize k,
                              gsize m, const gfloat *a, gfloat *c, gboolean relu6);
