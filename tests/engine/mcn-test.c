/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-test.h"
#include "mcn-cpu.h"

#include <math.h>
#include <string.h>

#define GUARD 67
#define PATTERN 0x5ac35ac3u     /* as a float 2.7e16 */

const gsize mcn_test_sizes[] = { 1, 2, 3, 5, 7, 13, 16, 17, 24, 33 };
const gsize mcn_test_n_sizes = G_N_ELEMENTS (mcn_test_sizes);

static gboolean
is_pattern (gfloat x)
{
  guint32 bits;

  memcpy (&bits, &x, sizeof bits);
  return bits == PATTERN;
}

McnGuarded *
mcn_guarded_new (gsize n)
{
  McnGuarded *self = g_new (McnGuarded, 1);
  guint32 pattern = PATTERN;

  self->n = n;
  self->all = g_new (gfloat, n + 2 * GUARD);
  self->x = self->all + GUARD;
  for (gsize i = 0; i < n + 2 * GUARD; i++)
    memcpy (self->all + i, &pattern, sizeof pattern);
  return self;
}

McnGuarded *
mcn_guarded_random (GRand *rand, gsize n)
{
  McnGuarded *self = mcn_guarded_new (n);

  for (gsize i = 0; i < n; i++)
    self->x[i] = g_rand_double_range (rand, -1, 1);
  return self;
}

void
mcn_guarded_free (McnGuarded *self)
{
  g_free (self->all);
  g_free (self);
}

void
mcn_guarded_check (McnGuarded *self)
{
  for (gsize i = 0; i < GUARD; i++)
    {
      g_assert_true (is_pattern (self->all[i]));
      g_assert_true (is_pattern (self->x[self->n + i]));
    }
}

void
mcn_guarded_check_rows (McnGuarded *self, gsize rows, gsize n, gsize ld)
{
  mcn_guarded_check (self);
  for (gsize row = 0; row < rows; row++)
    for (gsize i = row * ld + n; i < MIN ((row + 1) * ld, self->n); i++)
      g_assert_true (is_pattern (self->x[i]));
}

gdouble
mcn_test_difference (const gfloat *a, const gfloat *b, gsize n)
{
  gdouble difference = 0, largest = 0;

  for (gsize i = 0; i < n; i++)
    {
      gdouble d = fabs ((gdouble) a[i] - b[i]);

      if (!(d < G_MAXDOUBLE))
        return INFINITY;
      difference = MAX (difference, d);
      largest = MAX (largest, fabs (b[i]));
    }

  return difference > 0 ? difference / largest : 0;
}

typedef struct
{
  McnCpuPath path;
  void (*func) (void);
} OnPath;

static void
run_on_path (gconstpointer data)
{
  const OnPath *on = data;
  McnCpuPath before = mcn_cpu_get_path ();

  if (!mcn_cpu_has_path (on->path))
    {
      g_test_skip ("this CPU, or this build, does not have the path");
      return;
    }

  mcn_cpu_set_path (on->path);
  on->func ();
  mcn_cpu_set_path (before);
}

void
mcn_test_add_paths (const char *name, void (*func) (void))
{
  for (gint path = 0; path < MCN_N_CPU_PATHS; path++)
    {
      g_autofree char *full = g_strdup_printf ("%s/%s", name, mcn_cpu_path_name (path));
      OnPath *on = g_new (OnPath, 1);

      *on = (OnPath) { path, func };
      g_test_add_data_func_full (full, on, run_on_path, g_free);
    }
}
