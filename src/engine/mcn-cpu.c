/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-cpu.h"
#include "mcn-kernels.h"

#include <stdatomic.h>

#if defined (MCN_HAVE_AVX2) || defined (MCN_HAVE_AVX512)
#include <cpuid.h>

/* Not every compiler's __builtin_cpu_supports() knows this one. */
static gboolean
has_f16c (void)
{
  guint eax, ebx, ecx, edx;

  return __get_cpuid (1, &eax, &ebx, &ecx, &edx) && (ecx & bit_F16C) != 0;
}
#endif

static const char *const names[MCN_N_CPU_PATHS] = { "portable", "avx2", "avx512" };

static _Atomic (const McnKernels *) current;

static const McnKernels *
kernels_of (McnCpuPath path)
{
  switch (path)
    {
    case MCN_CPU_PORTABLE:
      return &mcn_kernels_portable;
#ifdef MCN_HAVE_AVX2
    case MCN_CPU_AVX2:
      return &mcn_kernels_avx2;
#endif
#ifdef MCN_HAVE_AVX512
    case MCN_CPU_AVX512:
      return &mcn_kernels_avx512;
#endif
    default:
      return NULL;
    }
}

/**
 * mcn_cpu_has_path:
 * @path: a path
 *
 * Returns: whether it was compiled in and this CPU (and its kernel) can run it
 */
gboolean
mcn_cpu_has_path (McnCpuPath path)
{
  if (path >= MCN_N_CPU_PATHS || kernels_of (path) == NULL)
    return FALSE;

#if defined (MCN_HAVE_AVX2) || defined (MCN_HAVE_AVX512)
  if (path == MCN_CPU_AVX2 || path == MCN_CPU_AVX512)
    if (!__builtin_cpu_supports ("avx2") || !__builtin_cpu_supports ("fma") || !has_f16c ())
      return FALSE;
  if (path == MCN_CPU_AVX512)
    return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512vl") && __builtin_cpu_supports ("avx512dq");
#endif

  return TRUE;
}

static const McnKernels *
choose (void)
{
  const char *wanted = g_getenv ("MCN_CPU");
  gint best = MCN_CPU_PORTABLE;

  for (gint path = 0; path < MCN_N_CPU_PATHS; path++)
    {
      if (!mcn_cpu_has_path (path))
        continue;
      best = path;
      if (g_strcmp0 (wanted, names[path]) == 0)
        break;
    }

  g_debug ("kernels: %s", names[best]);
  return kernels_of (best);
}

/**
 * mcn_kernels:
 *
 * Returns: (transfer none): the kernels in use; chosen at the first call, the
 *   best this CPU has, or the one the environment variable `MCN_CPU` names
 *   (portable, avx2, avx512) when the CPU has it
 */
const McnKernels *
mcn_kernels (void)
{
  const McnKernels *kernels = atomic_load_explicit (&current, memory_order_acquire);

  if (G_UNLIKELY (kernels == NULL))
    {
      kernels = choose ();
      atomic_store_explicit (&current, kernels, memory_order_release);
    }

  return kernels;
}

/**
 * mcn_cpu_get_path:
 *
 * Returns: the path in use
 */
McnCpuPath
mcn_cpu_get_path (void)
{
  return mcn_kernels ()->path;
}

/**
 * mcn_cpu_set_path:
 * @path: one that mcn_cpu_has_path()
 *
 * For tests and benchmarks: what runs next, on every thread, uses @path.
 * Weights packed before remain good: all paths share one layout.
 */
void
mcn_cpu_set_path (McnCpuPath path)
{
  g_return_if_fail (mcn_cpu_has_path (path));

  atomic_store_explicit (&current, kernels_of (path), memory_order_release);
}

/**
 * mcn_cpu_path_name:
 * @path: a path
 *
 * Returns: its name, as `MCN_CPU` takes it
 */
const char *
mcn_cpu_path_name (McnCpuPath path)
{
  g_return_val_if_fail (path < MCN_N_CPU_PATHS, NULL);

  return names[path];
}
