/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-pointwise.h"
#include "mcn-test.h"
#include "ref/mcn-ref.h"

#include <math.h>
#include <string.h>

static void
test_layer_norm (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gsize i = 0; i < mcn_test_n_sizes; i++)
    for (gsize rows = 0; rows < 4; rows++)
      {
        gsize d = mcn_test_sizes[i] * (i % 2 == 0 ? 1 : 12);
        g_autoptr (McnGuarded) x = mcn_guarded_random (rand, rows * d);
        g_autoptr (McnGuarded) gamma = mcn_guarded_random (rand, d);
        g_autoptr (McnGuarded) beta = mcn_guarded_random (rand, d);
        g_autoptr (McnGuarded) y = mcn_guarded_new (rows * d);
        g_autofree gfloat *expected = g_new0 (gfloat, rows * d + 1);

        for (gsize j = 0; j < rows * d; j++)
          x->x[j] = x->x[j] * 3 + 1;
        mcn_layer_norm (x->x, rows, d, gamma->x, beta->x, 1e-5f, y->x);
        mcn_guarded_check (y);
        ref_layer_norm (x->x, rows, d, gamma->x, beta->x, 1e-5f, expected);
        mcn_assert_close (y->x, expected, rows * d, 1e-5);

        /* In place, the same bits. */
        mcn_layer_norm (x->x, rows, d, gamma->x, beta->x, 1e-5f, x->x);
        mcn_guarded_check (x);
        g_assert_cmpmem (x->x, rows * d * sizeof (gfloat), y->x, rows * d * sizeof (gfloat));
      }
}

static void
test_softmax (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  gfloat scales[] = { 0, 1, 30, 1e4f };

  for (gsize n = 0; n < 70; n++)
    for (gsize s = 0; s < G_N_ELEMENTS (scales); s++)
      {
        g_autoptr (McnGuarded) x = mcn_guarded_random (rand, n);
        g_autofree gfloat *expected = g_new0 (gfloat, n + 1);
        gdouble sum = 0;

        for (gsize i = 0; i < n; i++)
          expected[i] = x->x[i] *= scales[s];
        mcn_softmax (x->x, n);
        mcn_guarded_check (x);
        ref_softmax (expected, n);
        mcn_assert_close (x->x, expected, n, 1e-5);
        for (gsize i = 0; i < n; i++)
          sum += x->x[i];
        if (n > 0)
          g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
      }
}

static void
test_functions (void)
{
  for (gsize n = 0; n < 40; n++)
    {
      g_autoptr (McnGuarded) x = mcn_guarded_new (n);

      for (gsize i = 0; i < n; i++)
        x->x[i] = i;
      mcn_gelu (x->x, n);
      mcn_tanh (x->x, n);
      mcn_guarded_check (x);
    }

  /* Every range of every polynomial, and where they meet. */
  for (gint i = -200000; i <= 200000; i++)
    {
      gfloat x = i * 1e-4f, y = x;

      mcn_gelu (&y, 1);
      g_assert_cmpfloat_with_epsilon (y, ref_activate (x, MCN_ACTIVATION_GELU), 1e-6);
      y = x;
      mcn_tanh (&y, 1);
      g_assert_cmpfloat_with_epsilon (y, tanh (x), 5e-7);
    }

  for (gint sign = -1; sign <= 1; sign += 2)
    {
      gfloat y = sign * 1e30f;

      mcn_tanh (&y, 1);
      g_assert_cmpfloat (y, ==, sign);
      y = sign * 1e30f;
      mcn_gelu (&y, 1);
      g_assert_cmpfloat (y, ==, sign > 0 ? 1e30f : 0.f);
    }

  for (gint i = -1200; i <= 1200; i++)
    g_assert_cmpfloat_with_epsilon (mcn_sigmoid (i * 0.1f), 1 / (1 + exp (-(gdouble) (i * 0.1f))), 1e-6);
}

static void
test_dot_and_add (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (gsize n = 0; n < 100; n++)
    {
      g_autoptr (McnGuarded) a = mcn_guarded_random (rand, n);
      g_autoptr (McnGuarded) b = mcn_guarded_random (rand, n);
      g_autoptr (McnGuarded) y = mcn_guarded_new (n);
      gdouble sum = 0;

      mcn_add (a->x, b->x, n, y->x);
      mcn_guarded_check (y);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpfloat (y->x[i], ==, a->x[i] + b->x[i]);
          sum += (gdouble) a->x[i] * b->x[i];
        }
      g_assert_cmpfloat_with_epsilon (mcn_dot (a->x, b->x, n), sum, 1e-5);
      mcn_add (a->x, b->x, n, b->x);
      mcn_guarded_check (b);
      g_assert_cmpmem (b->x, n * sizeof (gfloat), y->x, n * sizeof (gfloat));
    }
}

static void
test_half (void)
{
  g_autofree guint16 *h = g_new (guint16, 65536);
  g_autofree gfloat *f = g_new (gfloat, 65536);
  g_autofree guint16 *back = g_new (guint16, 65536);

  for (gsize i = 0; i < 65536; i++)
    h[i] = i;
  /* 65533: the last ones are a row's tail. */
  for (gsize n = 65533; n <= 65536; n++)
    {
      back[n - 1] = 1;
      mcn_half_to_float (h, n, f);
      mcn_float_to_half (f, n, back);
      for (gsize i = 0; i < n; i++)
        {
          gdouble expected = ref_half_to_double (i);

          if (isnan (expected))
            g_assert_true (isnan (f[i]));
          else
            {
              g_assert_true (f[i] == expected);
              g_assert_cmpuint (back[i], ==, i);
            }
        }
    }
}

/* Halfway cases go to the even neighbour, everything else to the nearer. */
static void
test_half_rounding (void)
{
  for (guint i = 0; i < 0x7bff; i++)
    {
      gdouble lower = ref_half_to_double (i), upper = ref_half_to_double (i + 1);
      gfloat f[3] = { (lower + upper) / 2, nextafterf ((lower + upper) / 2, 0), nextafterf ((lower + upper) / 2, 1e6f) };
      guint16 h[3];

      mcn_float_to_half (f, 3, h);
      g_assert_cmpuint (h[0], ==, i % 2 == 0 ? i : i + 1);
      g_assert_cmpuint (h[1], ==, i);
      g_assert_cmpuint (h[2], ==, i + 1);
    }

  {
    gfloat f[] = { 65519, 65520, 1e30f, -65520, -0.f, 1e-30f, -1e-30f };
    guint16 expected[] = { 0x7bff, 0x7c00, 0x7c00, 0xfc00, 0x8000, 0, 0x8000 };
    guint16 h[G_N_ELEMENTS (f)];

    mcn_float_to_half (f, G_N_ELEMENTS (f), h);
    g_assert_cmpmem (h, sizeof h, expected, sizeof expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  mcn_test_add_paths ("/pointwise/layer-norm", test_layer_norm);
  mcn_test_add_paths ("/pointwise/softmax", test_softmax);
  mcn_test_add_paths ("/pointwise/functions", test_functions);
  mcn_test_add_paths ("/pointwise/dot-and-add", test_dot_and_add);
  mcn_test_add_paths ("/pointwise/half", test_half);
  mcn_test_add_paths ("/pointwise/half-rounding", test_half_rounding);

  return g_test_run ();
}
