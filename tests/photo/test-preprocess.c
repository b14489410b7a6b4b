/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The resize against Pillow's own bytes and against a naive twin; the
 * network's size; the network's picture of the samples. */
#include <math.h>
#include <string.h>

#include "photo-test.h"

static void
test_goldens (gconstpointer data)
{
  const char *name = data;
  g_autofree char *source_path = photo_test_golden ("resize.png");
  g_autofree char *golden_path = photo_test_golden (name);
  guint width, height, new_width, new_height;
  g_autoptr (GBytes) source = photo_test_pixels (source_path, &width, &height);
  g_autoptr (GBytes) golden = photo_test_pixels (golden_path, &new_width, &new_height);
  const gsize n = (gsize) new_width * new_height * 3;
  g_autofree guint8 *out = g_malloc (n);
  g_autoptr (GError) error = NULL;

  g_assert_true (critic_preprocess_resize (g_bytes_get_data (source, NULL), width, height, (gsize) width * 3,
                                           new_width, new_height, out, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (out, n, g_bytes_get_data (golden, NULL), g_bytes_get_size (golden));
}

/* In floating point, one output pixel at a time, both axes at once: no
 * rounding between the passes, so within two levels where nothing clips. */
static double
naive_weight (double x)
{
  x = fabs (x);
  return x < 1 ? 1.5 * x * x * x - 2.5 * x * x + 1 : x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0;
}

static double
naive_pixel (const guint8 *in, guint width, guint height, gsize stride, guint c, double x, double y, double sx, double sy)
{
  const double fx = MAX (sx, 1), fy = MAX (sy, 1);
  const int x0 = MAX ((int) floor (x - 2 * fx + 0.5), 0), x1 = MIN ((int) floor (x + 2 * fx + 0.5), (int) width);
  const int y0 = MAX ((int) floor (y - 2 * fy + 0.5), 0), y1 = MIN ((int) floor (y + 2 * fy + 0.5), (int) height);
  double sum = 0, weights = 0;

  for (int j = y0; j < y1; j++)
    for (int i = x0; i < x1; i++)
      {
        const double w = naive_weight ((i + 0.5 - x) / fx) * naive_weight ((j + 0.5 - y) / fy);

        sum += w * in[j * stride + i * 3 + c];
        weights += w;
      }
  return sum / weights;
}

static void
test_naive (void)
{
  static const guint sizes[][4] = { { 1, 1, 5, 3 }, { 7, 5, 64, 64 }, { 33, 2, 4, 2 }, { 50, 41, 50, 17 },
                                    { 200, 3, 7, 3 }, { 61, 300, 64, 64 }, { 259, 3, 257, 1 } };

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      const guint w = sizes[k][0], h = sizes[k][1], nw = sizes[k][2], nh = sizes[k][3];
      const gsize stride = (gsize) w * 3 + 5;
      g_autofree guint8 *in = g_malloc (stride * h);
      g_autofree guint8 *out = g_malloc ((gsize) nw * nh * 3);

      /* Between 60 and 190: overshoot stays inside a byte. */
      for (gsize i = 0; i < stride * h; i++)
        in[i] = 60 + g_test_rand_int_range (0, 131);
      g_assert_true (critic_preprocess_resize (in, w, h, stride, nw, nh, out, NULL, NULL));
      for (guint y = 0; y < nh; y++)
        for (guint x = 0; x < nw; x++)
          for (guint c = 0; c < 3; c++)
            {
              const double expected = naive_pixel (in, w, h, stride, c, (x + 0.5) * w / nw, (y + 0.5) * h / nh,
                                                   (double) w / nw, (double) h / nh);

              g_assert_cmpfloat (fabs (out[(y * nw + x) * 3 + c] - expected), <, 2);
            }
    }
}

static void
test_identity (void)
{
  const guint w = 13, h = 9;
  const gsize stride = w * 3 + 1;
  g_autofree guint8 *in = g_malloc (stride * h);
  g_autofree guint8 *out = g_malloc (w * h * 3);

  for (gsize i = 0; i < stride * h; i++)
    in[i] = g_test_rand_int_range (0, 256);
  g_assert_true (critic_preprocess_resize (in, w, h, stride, w, h, out, NULL, NULL));
  for (guint y = 0; y < h; y++)
    g_assert_cmpmem (out + y * w * 3, w * 3, in + y * stride, w * 3);
}

static void
test_cancelled (void)
{
  const guint8 in[3] = { 1, 2, 3 };
  guint8 out[12] = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (critic_preprocess_resize (in, 1, 1, 3, 2, 2, out, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Python's max (64, round (w * s / 32) * 32) with s = 320 / max (w, h). */
static void
test_network_size (void)
{
  static const guint sizes[][4] = {
    { 600, 400, 320, 224 }, { 400, 600, 224, 320 }, { 1600, 1000, 320, 192 }, { 640, 427, 320, 224 },
    { 512, 512, 320, 320 }, { 3000, 1000, 320, 96 }, { 1920, 1080, 320, 192 }, { 10000, 10, 320, 64 },
    { 1, 1, 320, 320 }, { 1, 500, 64, 320 }, { 320, 240, 320, 256 }, { 320, 176, 320, 192 },
    { 320, 144, 320, 128 },     /* 4.5 rounds to even */
    { 320, 208, 320, 192 },     /* 6.5 rounds to even */
    { 65500, 8000, 320, 64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint width, height;

      critic_preprocess_network_size (sizes[i][0], sizes[i][1], 320, &width, &height);
      g_assert_cmpuint (width, ==, sizes[i][2]);
      g_assert_cmpuint (height, ==, sizes[i][3]);
    }
}

/* From the file to the network: the whole of Pillow's way, profile and all. */
static void
test_sample (gconstpointer data)
{
  const char *name = data;
  g_autofree char *jpeg = g_strconcat (name, ".jpg", NULL);
  g_autofree char *png = g_strconcat ("sample-", name, ".png", NULL);
  g_autofree char *path = photo_test_sample (jpeg);
  g_autofree char *golden_path = photo_test_golden (png);
  guint width, height;
  g_autoptr (GBytes) golden = photo_test_pixels (golden_path, &width, &height);
  g_autoptr (CriticPhoto) photo = photo_test_load (path, 0);
  g_autoptr (CriticNetworkPicture) picture = critic_preprocess_for_network (photo, 160, NULL, NULL);

  g_assert_cmpuint (picture->width, ==, width);
  g_assert_cmpuint (picture->height, ==, height);
  g_assert_false (picture->tiny);
  g_assert_cmpint (photo_test_distance (picture->rgb, g_bytes_get_data (golden, NULL),
                                        g_bytes_get_size (golden), NULL), <=, 1);
}

static void
test_tiny (void)
{
  g_autofree guint8 *pixels = g_malloc0 (160 * 2 * 3);
  g_autoptr (CriticPhoto) small = critic_photo_new_from_pixels (pixels, 159, 2, 160 * 3, FALSE);
  g_autoptr (CriticPhoto) enough = critic_photo_new_from_pixels (pixels, 160, 2, 160 * 3, FALSE);
  g_autoptr (CriticNetworkPicture) a = critic_preprocess_for_network (small, 320, NULL, NULL);
  g_autoptr (CriticNetworkPicture) b = critic_preprocess_for_network (enough, 320, NULL, NULL);

  g_assert_true (a->tiny);
  g_assert_false (b->tiny);
}

/* What shrinking while decoding changes in what the network sees. */
static void
test_shrunk (gconstpointer data)
{
  const char *name = data;
  g_autofree char *path = photo_test_sample (name);
  g_autoptr (CriticPhoto) full = photo_test_load (path, 0);
  g_autoptr (CriticPhoto) shrunk = photo_test_load (path, 160);
  g_autoptr (CriticNetworkPicture) a = critic_preprocess_for_network (full, 320, NULL, NULL);
  g_autoptr (CriticNetworkPicture) b = critic_preprocess_for_network (shrunk, 320, NULL, NULL);
  double mean;

  /* Half: little more than twice of what the network takes. */
  g_assert_cmpuint (critic_photo_get_width (shrunk), ==, critic_photo_get_width (full) / 2);
  g_assert_cmpuint (MAX (critic_photo_get_width (shrunk), critic_photo_get_height (shrunk)), >=, 640);
  g_assert_cmpuint (critic_photo_get_full_width (shrunk), ==, critic_photo_get_width (full));
  g_assert_cmpstr (critic_photo_get_key (shrunk), ==, critic_photo_get_key (full));
  g_assert_cmpuint (a->width, ==, b->width);
  g_assert_cmpuint (a->height, ==, b->height);
  g_assert_cmpint (photo_test_distance (a->rgb, b->rgb, (gsize) a->width * a->height * 3, &mean), <=, 16);
  g_assert_cmpfloat (mean, <, 0.5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/photo/preprocess/golden/both", "resize-64x64.png", test_goldens);
  g_test_add_data_func ("/photo/preprocess/golden/across", "resize-10x61.png", test_goldens);
  g_test_add_data_func ("/photo/preprocess/golden/down", "resize-97x20.png", test_goldens);
  g_test_add_data_func ("/photo/preprocess/golden/small", "resize-31x7.png", test_goldens);
  g_test_add_data_func ("/photo/preprocess/golden/larger", "resize-130x83.png", test_goldens);
  g_test_add_data_func ("/photo/preprocess/golden/one", "resize-1x1.png", test_goldens);
  g_test_add_func ("/photo/preprocess/naive", test_naive);
  g_test_add_func ("/photo/preprocess/identity", test_identity);
  g_test_add_func ("/photo/preprocess/cancelled", test_cancelled);
  g_test_add_func ("/photo/preprocess/network-size", test_network_size);
  g_test_add_data_func ("/photo/preprocess/sample/coffee", "coffee", test_sample);
  g_test_add_data_func ("/photo/preprocess/sample/rocket", "rocket", test_sample);
  g_test_add_func ("/photo/preprocess/tiny", test_tiny);
  g_test_add_data_func ("/photo/preprocess/shrunk/ladybird", "ladybird.jpg", test_shrunk);
  g_test_add_data_func ("/photo/preprocess/shrunk/storm", "storm.jpg", test_shrunk);
  g_test_add_data_func ("/photo/preprocess/shrunk/two-wings", "two-wings.jpg", test_shrunk);
  return g_test_run ();
}
