/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The kernels for AVX-512: 14 x 16 outputs in fourteen registers, the factors
 * of A broadcast by the multiply-add itself. Compiled with it switched on;
 * called only where the CPU has it. */

#define MCN_SIMD_AVX512
#define ROWS 14
#define TABLE mcn_kernels_avx512
#define PATH MCN_CPU_AVX512
#define PANEL8 mcn_avx2_panel8

#include "mcn-kernels-table.h"
