/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The kernels for AVX2, FMA and F16C: 6 x 16 outputs in twelve of sixteen
 * registers. Compiled with these switched on; called only where the CPU has
 * them. */

#define MCN_SIMD_AVX2
#define ROWS 6

#include "mcn-kernels.h"
#include "mcn-simd.h"
#include "mcn-pointwise-kernels.h"
#include "mcn-gemm-kernels.h"
#include "mcn-conv-kernels.h"

void
mcn_avx2_panel8 (const McnPanelProduct *p)
{
  panel8 (p);
}

const McnKernels mcn_kernels_avx2 = {
  .path = MCN_CPU_AVX2,
  .rows = 2 * ROWS,
  .panel16 = panel16,
  .panel8 = panel8,
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
