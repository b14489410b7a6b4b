/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The kernels in plain C: four lanes of the compiler's vector type. */

#define ROWS 2

#include "mcn-kernels.h"
#include "mcn-simd.h"
#include "mcn-pointwise-kernels.h"
#include "mcn-gemm-kernels.h"
#include "mcn-conv-kernels.h"

const McnKernels mcn_kernels_portable = {
  .path = MCN_CPU_PORTABLE,
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
