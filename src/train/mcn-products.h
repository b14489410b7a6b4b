/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-parallel.h"

G_BEGIN_DECLS

/* The products of training, by OpenBLAS on one thread with the work split above
 * it: tiles depend on the sizes alone, so bits do not depend on the team. The
 * only file that includes cblas.h. */

/* C (m x n) = A (m x k) W' + bias; W: n x k; @bias NULL: none. */
void mcn_product_rows     (McnTeam *team, gsize m, gsize n, gsize k,
                           const gfloat *a, gsize lda, const gfloat *w, const gfloat *bias, gfloat *c, gsize ldc);
/* C (m x k) = [C +] D (m x n) W; W: n x k. */
void mcn_product_input    (McnTeam *team, gsize m, gsize n, gsize k,
                           const gfloat *d, gsize ldd, const gfloat *w, gfloat *c, gsize ldc, gboolean add);
/* G (n x k) += D' A; D: m x n, A: m x k. */
void mcn_product_weights  (McnTeam *team, gsize m, gsize n, gsize k,
                           const gfloat *d, gsize ldd, const gfloat *a, gsize lda, gfloat *g);
/* @sums (n) += the sums of the columns of D (m x n). */
void mcn_product_columns  (McnTeam *team, gsize m, gsize n, const gfloat *d, gsize ldd, gfloat *sums);

G_END_DECLS
