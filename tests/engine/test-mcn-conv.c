/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-conv.h"
#include "mcn-kernels.h"
#include "mcn-test.h"
#include "ref/mcn-ref.h"

#include <string.h>

static void
compare (GRand *rand, gsize width, gsize height, gsize in, gsize wide, guint size, guint stride)
{
  gsize out_width = mcn_conv_output_size (width, stride), out_height = mcn_conv_output_size (height, stride);
  gsize n_out = out_width * out_height * wide;
  g_autoptr (McnGuarded) x = mcn_guarded_random (rand, width * height * in);
  g_autoptr (McnGuarded) w = mcn_guarded_random (rand, wide * in);
  g_autoptr (McnGuarded) bias = mcn_guarded_random (rand, wide);
  g_autoptr (McnGuarded) taps = mcn_guarded_random (rand, size * size * wide);
  g_autoptr (McnGuarded) taps_bias = mcn_guarded_random (rand, wide);
  g_autoptr (McnGuarded) out = mcn_guarded_new (n_out);
  g_autofree gfloat *middle = g_new (gfloat, width * height * wide);
  g_autofree gfloat *expected = g_new (gfloat, n_out);
  g_autoptr (McnPacked) expand = mcn_packed_new (w->x, bias->x, wide, in);
  g_autoptr (McnDepthwise) depthwise = mcn_depthwise_new (taps->x, taps_bias->x, wide, size, stride);
  McnConvSource source = { x->x, in, width * in, in, 1, 0 };

  ref_gemm (w->x, bias->x, wide, in, width * height, x->x, in, NULL, 0, middle, wide, MCN_ACTIVATION_RELU6);
  ref_depthwise (middle, width, height, wide, taps->x, taps_bias->x, size, stride, expected);

  for (guint threads = 1; threads <= 3; threads += 2)
    {
      g_autoptr (McnTeam) team = mcn_team_new (threads);
      g_autoptr (McnGuarded) scratch = mcn_guarded_new (mcn_expand_depthwise_scratch (expand, depthwise, width, height, threads));

      mcn_expand_depthwise (team, expand, depthwise, &source, width, height, out->x, scratch->x);
      mcn_guarded_check (out);
      mcn_guarded_check (scratch);
      mcn_assert_close (out->x, expected, n_out, 1e-5);
    }
}

static void
test_sizes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gsize sides[] = { 1, 2, 3, 5, 7, 13, 17, 22 };

  for (guint size = 3; size <= 5; size += 2)
    for (guint stride = 1; stride <= 2; stride++)
      for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
        for (gsize j = 0; j < G_N_ELEMENTS (sides); j++)
          compare (rand, sides[i], sides[j], mcn_test_sizes[(i + j) % mcn_test_n_sizes],
                   mcn_test_sizes[(2 * i + j) % mcn_test_n_sizes], size, stride);
}

/* Wide enough for several strips, the last one shorter. */
static void
test_strips (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  compare (rand, 331, 47, 3, 17, 3, 1);
  compare (rand, 330, 64, 2, 16, 5, 2);
  compare (rand, 4000, 7, 1, 16, 5, 1);
}

/* As the stem: 3 x 3 at stride 2 from three channels, three pieces of nine. */
static void
test_stem (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  const gsize width = 26, height = 14, wide = 20, ld = (width + 1) * 3;
  g_autofree gfloat *x = g_new0 (gfloat, width * height * 3);
  g_autoptr (McnGuarded) padded = mcn_guarded_new (ld * (height + 1));
  g_autoptr (McnGuarded) w = mcn_guarded_random (rand, wide * 27);
  g_autoptr (McnGuarded) bias = mcn_guarded_random (rand, wide);
  g_autoptr (McnGuarded) taps = mcn_guarded_random (rand, 9 * wide);
  gsize n_middle = width / 2 * (height / 2) * wide;
  g_autofree gfloat *middle = g_new (gfloat, n_middle);
  g_autofree gfloat *expected = g_new (gfloat, n_middle);
  g_autoptr (McnGuarded) out = mcn_guarded_new (n_middle);
  g_autoptr (McnPacked) stem = mcn_packed_new (w->x, bias->x, wide, 27);
  g_autoptr (McnDepthwise) depthwise = mcn_depthwise_new (taps->x, bias->x, wide, 3, 1);
  g_autoptr (McnGuarded) scratch = mcn_guarded_new (mcn_expand_depthwise_scratch (stem, depthwise, width / 2, height / 2, 1));
  McnConvSource source = { padded->x, 6, 2 * ld, 9, 3, ld };

  memset (padded->x, 0, padded->n * sizeof (gfloat));
  for (gsize y = 0; y < height; y++)
    for (gsize i = 0; i < width * 3; i++)
      padded->x[y * ld + i] = x[y * width * 3 + i] = g_rand_double_range (rand, -1, 1);

  mcn_expand_depthwise (NULL, stem, depthwise, &source, width / 2, height / 2, out->x, scratch->x);
  mcn_guarded_check (out);
  mcn_guarded_check (scratch);
  ref_convolution (x, width, height, 3, wide, w->x, bias->x, 3, 2, middle);
  ref_depthwise (middle, width / 2, height / 2, wide, taps->x, bias->x, 3, 1, expected);
  mcn_assert_close (out->x, expected, n_middle, 1e-5);
}

static void
test_moments (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  gsize shapes[][2] = { { 1, 1 }, { 1, 2 }, { 3, 5 }, { 17, 13 }, { 112, 160 } };

  for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
    for (gsize channels = 1; channels <= 16; channels++)
      {
        gsize rows = shapes[s][0], columns = shapes[s][1], ld = channels + 2;
        g_autoptr (McnGuarded) x = mcn_guarded_random (rand, rows * columns * ld);
        g_autoptr (McnGuarded) mean = mcn_guarded_new (channels);
        g_autoptr (McnGuarded) sd = mcn_guarded_new (channels);
        g_autoptr (McnGuarded) top = mcn_guarded_new (channels);
        gfloat expected_mean[16], expected_sd[16], expected_top[16];

        /* A mean far from zero is where one pass would lose its digits. */
        for (gsize i = 0; i < x->n; i++)
          x->x[i] += 5;
        mcn_kernels ()->moments (x->x, ld, rows, columns, channels, mean->x, sd->x);
        mcn_kernels ()->maximum (x->x, ld, rows * columns, channels, top->x);
        mcn_guarded_check (mean);
        mcn_guarded_check (sd);
        mcn_guarded_check (top);

        ref_moments (x->x, ld, rows * columns, channels, expected_mean, expected_sd);
        for (gsize c = 0; c < channels; c++)
          {
            expected_top[c] = x->x[c];
            for (gsize i = 1; i < rows * columns; i++)
              expected_top[c] = MAX (expected_top[c], x->x[i * ld + c]);
          }
        mcn_assert_close (mean->x, expected_mean, channels, 1e-5);
        mcn_assert_close (sd->x, expected_sd, channels, 1e-5);
        mcn_assert_close (top->x, expected_top, channels, 0);
      }
}

static void
test_pixels (void)
{
  guint8 rgb[256];
  g_autoptr (McnGuarded) x = mcn_guarded_new (255);

  for (gint i = 0; i < 256; i++)
    rgb[i] = i;
  mcn_kernels ()->pixels (rgb + 1, 255, x->x);
  mcn_guarded_check (x);
  for (gint i = 0; i < 255; i++)
    g_assert_cmpfloat (x->x[i], ==, (i + 1 - 127) / 128.f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  mcn_test_add_paths ("/conv/sizes", test_sizes);
  mcn_test_add_paths ("/conv/strips", test_strips);
  mcn_test_add_paths ("/conv/stem", test_stem);
  mcn_test_add_paths ("/conv/moments", test_moments);
  mcn_test_add_paths ("/conv/pixels", test_pixels);

  return g_test_run ();
}
