/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The kernels for AVX2, FMA and F16C: 6 x 16 outputs in twelve of sixteen
 * registers. Compiled with these switched on; called only where the CPU has
 * them. */

#define MCN_SIMD_AVX2
#define ROWS 6
#define TABLE mcn_kernels_avx2
#define PATH MCN_CPU_AVX2

#include "mcn-kernels-table.h"

void
mcn_avx2_panel8 (const McnPanelProduct *p)
{
  panel8 (p);
}
