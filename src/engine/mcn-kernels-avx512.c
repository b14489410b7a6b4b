/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The kernels for AVX-512: 14 x 16 outputs in fourteen registers, the factors
 * of A broadcast by the multiply-add itself. Compiled with it switched on;
 * called only where the CPU has it. */

#define MCN_SIMD_AVX512
#define ROWS 14

#include "mcn-kernels.h"
#include "mcn-simd.h"
#include "mcn-pointwise-kernels.h"
#include "mcn-gemm-kernels.h"
#include "mcn-conv-kernels.h"

const McnKernels mcn_kernels_avx512 = {
  .path = MCN_CPU_AVX512,
  .rows = ROWS,
  .panel16 = panel16,
  .panel8 = mcn_avx2_panel8,
  .depthwise = depthwise,
  .moments = moments,
  .maximum = maximum,
  .pixels = pixels,
  .layer_norm = layer_norm,
  .softmax = softmax,
  .gelu = gelu,
  .tanh = hyperbolic_tangent,
  .dot = dot,
  .add = add,
  .half_to_float = half_to_float,
  .float_to_half = float_to_half,
};
