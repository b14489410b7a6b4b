/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-train-kernels.h"

/**
 * mcn_train_kernels:
 *
 * Returns: (transfer none): the kernels of mcn_cpu_get_path()
 */
const McnTrainKernels *
mcn_train_kernels (void)
{
  switch (mcn_cpu_get_path ())
    {
#ifdef MCN_HAVE_AVX2
    case MCN_CPU_AVX2:
      return &mcn_train_kernels_avx2;
#endif
#ifdef MCN_HAVE_AVX512
    case MCN_CPU_AVX512:
      return &mcn_train_kernels_avx512;
#endif
    default:
      return &mcn_train_kernels_portable;
    }
}
