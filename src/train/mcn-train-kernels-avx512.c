/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The training kernels for one CPU path; see mcn-kernels-avx512.c of the engine. */

#define MCN_SIMD_AVX512
#define TABLE mcn_train_kernels_avx512

#include "mcn-train-kernels-table.h"
