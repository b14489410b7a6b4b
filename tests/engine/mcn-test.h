/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What the tests of the compute core share. */

/* An array of floats with guards before and after it, not aligned to anything
 * but a float, filled with a pattern no kernel makes. */
typedef struct
{
  gfloat *x;
  gsize   n;
  gfloat *all;
} McnGuarded;

McnGuarded *mcn_guarded_new    (gsize n);
McnGuarded *mcn_guarded_random (GRand *rand, gsize n);
void        mcn_guarded_free   (McnGuarded *self);
void        mcn_guarded_check  (McnGuarded *self);
/* Also that of rows of @ld floats nothing was written beyond @n. */
void        mcn_guarded_check_rows (McnGuarded *self, gsize rows, gsize n, gsize ld);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnGuarded, mcn_guarded_free)

/* max |a - b| / max |b|; no number anywhere counts as infinite. */
gdouble mcn_test_difference (const gfloat *a, const gfloat *b, gsize n);
#define mcn_assert_close(a, b, n, tolerance) g_assert_cmpfloat (mcn_test_difference (a, b, n), <=, tolerance)

/* Adds @func once for every CPU path as /path/name; skipped where the CPU lacks it. */
void    mcn_test_add_paths  (const char *name, void (*func) (void));

/* Odd sizes round every tile's and vector's edge. */
extern const gsize mcn_test_sizes[];
extern const gsize mcn_test_n_sizes;
