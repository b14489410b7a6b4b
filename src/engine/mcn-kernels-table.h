/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The kernels of one CPU path and their table. Included once by each
 * mcn-kernels-PATH.c (so there is no guard), which switches its instructions on
 * by MCN_SIMD_PATH and defines
 *
 *   ROWS     of a register tile, 1 .. 14
 *   TABLE    the table's name
 *   PATH     an McnCpuPath
 *   PANEL8   the narrow product, where another path's is taken
 */

#include "mcn-kernels.h"
#include "mcn-simd.h"
#include "mcn-pointwise-kernels.h"
#include "mcn-gemm-kernels.h"
#include "mcn-conv-kernels.h"

#ifdef PANEL8
# define BLOCK_ROWS ROWS
#else
# define PANEL8 panel8
# define BLOCK_ROWS (2 * ROWS)
#endif

const McnKernels TABLE = {
  .path = PATH,
  .rows = BLOCK_ROWS,
  .panel16 = panel16,
  .panel8 = PANEL8,
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
