/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every product of the backbone at 320 x 224 and of the text encoder at 16 and
 * 64 rows: own kernels beside OpenBLAS, one thread each, turn by turn.
 *
 * usage: bench-gemm [ROUNDS] */

#include "mcn-blas.h"
#include "mcn-cpu.h"
#include "mcn-gemm.h"

#include <stdlib.h>

typedef struct
{
  const char *what;
  gsize       m, n, k;
  gboolean    relu6;
} Shape;

static const Shape shapes[] = {
  { "block 0 project", 17920, 16, 32, FALSE },
  { "block 1 expand", 17920, 96, 16, TRUE },
  { "block 1 project", 4480, 24, 96, FALSE },
  { "block 2, 3 expand", 4480, 144, 24, TRUE },
  { "block 2 project", 4480, 24, 144, FALSE },
  { "block 3 project", 1120, 40, 144, FALSE },
  { "block 4, 5 expand", 1120, 240, 40, TRUE },
  { "block 4 project", 1120, 40, 240, FALSE },
  { "block 5 project", 280, 80, 240, FALSE },
  { "block 6 .. 8 expand", 280, 480, 80, TRUE },
  { "block 6, 7 project", 280, 80, 480, FALSE },
  { "block 8 project", 280, 112, 480, FALSE },
  { "block 9 .. 11 expand", 280, 672, 112, TRUE },
  { "block 9, 10 project", 280, 112, 672, FALSE },
  { "block 11 project", 70, 192, 672, FALSE },
  { "block 12 .. 15 expand", 70, 1152, 192, TRUE },
  { "block 12 .. 14 project", 70, 192, 1152, FALSE },
  { "block 15 project", 70, 320, 1152, FALSE },
  { "head", 70, 1280, 320, TRUE },
  { "text 16, q k v", 16, 1152, 384, FALSE },
  { "text 16, out", 16, 384, 384, FALSE },
  { "text 16, widen", 16, 1536, 384, FALSE },
  { "text 16, narrow", 16, 384, 1536, FALSE },
  { "text 64, q k v", 64, 1152, 384, FALSE },
  { "text 64, out", 64, 384, 384, FALSE },
  { "text 64, widen", 64, 1536, 384, FALSE },
  { "text 64, narrow", 64, 384, 1536, FALSE },
};

static gfloat *
random_floats (GRand *rand, gsize n)
{
  gfloat *x = g_aligned_alloc (n, sizeof (gfloat), 64);

  for (gsize i = 0; i < n; i++)
    x[i] = g_rand_double_range (rand, -1, 1);
  return x;
}

static gdouble
seconds (gint64 since)
{
  return (g_get_monotonic_time () - since) * 1e-6;
}

static void
compare (GRand *rand, const Shape *s, gint rounds)
{
  gfloat *w = random_floats (rand, s->n * s->k);
  gfloat *bias = random_floats (rand, s->n);
  gfloat *a = random_floats (rand, s->m * s->k);
  gfloat *c = random_floats (rand, s->m * s->n);
  g_autoptr (McnPacked) packed = mcn_packed_new (w, bias, s->n, s->k);
  /* Enough repetitions for the clock, about 2 ms. */
  gint repeats = MAX (1, 60e6 / (s->m * s->n * s->k));
  gdouble own = G_MAXDOUBLE, blas = G_MAXDOUBLE;

  for (gint round = 0; round < rounds; round++)
    {
      gint64 start = g_get_monotonic_time ();

      for (gint i = 0; i < repeats; i++)
        mcn_gemm (packed, s->m, a, s->k, NULL, 0, c, s->n, s->relu6 ? MCN_ACTIVATION_RELU6 : MCN_ACTIVATION_NONE);
      own = MIN (own, seconds (start) / repeats);

      start = g_get_monotonic_time ();
      for (gint i = 0; i < repeats; i++)
        mcn_blas_linear (w, bias, s->n, s->k, s->m, a, c, s->relu6);
      blas = MIN (blas, seconds (start) / repeats);
    }

  g_print ("%-24s %6zu x %4zu x %4zu  %8.3f ms %6.1f GFLOP/s  %8.3f ms  %6.2f\n", s->what, s->m, s->n, s->k,
           own * 1e3, 2e-9 * s->m * s->n * s->k / own, blas * 1e3, own / blas);

  g_aligned_free (w);
  g_aligned_free (bias);
  g_aligned_free (a);
  g_aligned_free (c);
}

int
main (int argc, char **argv)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gint rounds = argc > 1 ? atoi (argv[1]) : 15;

  mcn_blas_init ();
  g_print ("own kernels: %s; %s\n", mcn_cpu_path_name (mcn_cpu_get_path ()), mcn_blas_version ());
  g_print ("%-24s %-20s  %28s %11s  own / OpenBLAS\n", "", "rows x out x in", "own", "OpenBLAS");
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    compare (rand, &shapes[i], rounds);
  return 0;
}
