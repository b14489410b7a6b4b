/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * McnCpuPath:
 * @MCN_CPU_PORTABLE: plain C, any CPU
 * @MCN_CPU_AVX2: x86-64 with AVX2, FMA and F16C
 * @MCN_CPU_AVX512: x86-64 with AVX-512 F
 *
 * The kernels to use. All of them are compiled from the same lines
 * (mcn-*-kernels.h) with another vector type (mcn-simd.h).
 */
typedef enum
{
  MCN_CPU_PORTABLE,
  MCN_CPU_AVX2,
  MCN_CPU_AVX512,
  MCN_N_CPU_PATHS
} McnCpuPath;

McnCpuPath  mcn_cpu_get_path  (void);
gboolean    mcn_cpu_has_path  (McnCpuPath path);
void        mcn_cpu_set_path  (McnCpuPath path);
const char *mcn_cpu_path_name (McnCpuPath path);

G_END_DECLS
