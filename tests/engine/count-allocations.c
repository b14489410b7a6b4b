/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "count-allocations.h"

#include <stdlib.h>

static gint count;

guint
count_allocations (void)
{
  return g_atomic_int_get (&count);
}

#define WRAP(type, name, parameters, arguments) \
  type __real_##name parameters; \
  type __wrap_##name parameters; \
  type \
  __wrap_##name parameters \
  { \
    g_atomic_int_inc (&count); \
    return __real_##name arguments; \
  }

WRAP (void *, malloc, (size_t n), (n))
WRAP (void *, calloc, (size_t n, size_t size), (n, size))
WRAP (void *, realloc, (void *p, size_t n), (p, n))
WRAP (int, posix_memalign, (void **p, size_t alignment, size_t n), (p, alignment, n))
WRAP (void *, aligned_alloc, (size_t alignment, size_t n), (alignment, n))
WRAP (gpointer, g_malloc, (gsize n), (n))
WRAP (gpointer, g_malloc0, (gsize n), (n))
WRAP (gpointer, g_malloc_n, (gsize n, gsize size), (n, size))
WRAP (gpointer, g_malloc0_n, (gsize n, gsize size), (n, size))
WRAP (gpointer, g_realloc, (gpointer p, gsize n), (p, n))
WRAP (gpointer, g_realloc_n, (gpointer p, gsize n, gsize size), (p, n, size))
WRAP (gpointer, g_try_malloc, (gsize n), (n))
WRAP (gpointer, g_try_malloc_n, (gsize n, gsize size), (n, size))
WRAP (gpointer, g_aligned_alloc, (gsize n, gsize size, gsize alignment), (n, size, alignment))
WRAP (GArray *, g_array_new, (gboolean zero, gboolean clear, guint size), (zero, clear, size))
WRAP (GPtrArray *, g_ptr_array_new, (void), ())
WRAP (GString *, g_string_new, (const char *s), (s))
