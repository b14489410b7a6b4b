/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Levels against a naive twin, odd sides and all; parts of them; and that long
 * work on the main loop is told. */
#include "critic-blocking.h"
#include "critic-pyramid.h"
#include "photo-test.h"

static CriticPhoto *
make_noise (guint width, guint height)
{
  g_autofree guint8 *pixels = g_malloc ((gsize) width * height * 3);
  g_autoptr (GRand) dice = g_rand_new_with_seed (width * 7 + height);

  for (gsize i = 0; i < (gsize) width * height * 3; i++)
    pixels[i] = (guint8) g_rand_int_range (dice, 0, 256);

  return critic_photo_new_from_pixels (pixels, width, height, (gsize) width * 3, FALSE);
}

static guint
at (const CriticLevel *level, guint x, guint y, guint c)
{
  const guint8 *pixels = g_bytes_get_data (level->pixels, NULL);

  return pixels[y * level->stride + x * 3 + c];
}

/* The mean of the pixels of the level above that lie under this one. */
static guint
mean (const CriticLevel *above, guint x, guint y, guint c)
{
  guint sum = 0, n = 0;

  for (guint v = 2 * y; v < MIN (2 * y + 2, above->height); v++)
    for (guint u = 2 * x; u < MIN (2 * x + 2, above->width); u++, n++)
      sum += at (above, u, v, c);

  return (2 * sum + n) / (2 * n);
}

static void
test_levels (void)
{
  static const guint sizes[][2] = { { 1, 1 }, { 512, 512 }, { 513, 1 }, { 1, 1025 }, { 1027, 771 }, { 2050, 33 } };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr (CriticPhoto) photo = make_noise (sizes[s][0], sizes[s][1]);
      g_autoptr (CriticPyramid) pyramid = critic_pyramid_new (photo, 0, NULL, NULL);
      gsize bytes = 0;

      g_assert_true (critic_pyramid_get_level (pyramid, 0)->pixels == critic_photo_get_pixels (photo));
      for (guint i = 0; i < critic_pyramid_get_n_levels (pyramid); i++)
        {
          const CriticLevel *level = critic_pyramid_get_level (pyramid, i);
          const CriticLevel *above = i > 0 ? critic_pyramid_get_level (pyramid, i - 1) : NULL;

          bytes += (gsize) level->width * level->height * 3;
          if (above == NULL)
            continue;
          g_assert_cmpuint (level->width, ==, (above->width + 1) / 2);
          g_assert_cmpuint (level->height, ==, (above->height + 1) / 2);
          for (guint y = 0; y < level->height; y++)
            for (guint x = 0; x < level->width; x++)
              for (guint c = 0; c < 3; c++)
                g_assert_cmpuint (at (level, x, y, c), ==, mean (above, x, y, c));
        }
      {
        const CriticLevel *last = critic_pyramid_get_level (pyramid, critic_pyramid_get_n_levels (pyramid) - 1);

        g_assert_cmpuint (MAX (last->width, last->height), <=, 512);
      }
      g_assert_cmpuint (critic_pyramid_get_bytes (pyramid), ==, bytes);
    }
}

static void
test_reduced (void)
{
  g_autoptr (CriticPhoto) photo = make_noise (2100, 700);
  g_autoptr (CriticPyramid) all = critic_pyramid_new (photo, 0, NULL, NULL);
  g_autoptr (CriticPyramid) some = critic_pyramid_new (photo, 1100, NULL, NULL);
  const CriticLevel *level = critic_pyramid_get_level (some, 0);
  g_autoptr (CriticPhoto) reduced = critic_photo_new_reduced (photo, level->pixels, level->width, level->height);

  g_assert_cmpuint (critic_pyramid_get_n_levels (some), ==, critic_pyramid_get_n_levels (all) - 1);
  g_assert_true (g_bytes_equal (level->pixels, critic_pyramid_get_level (all, 1)->pixels));
  g_assert_cmpuint (critic_photo_get_width (reduced), ==, 1050);
  g_assert_cmpuint (critic_photo_get_full_width (reduced), ==, 2100);
  g_assert_cmpstr (critic_photo_get_key (reduced), ==, critic_photo_get_key (photo));
}

static void
test_find (void)
{
  g_autoptr (CriticPhoto) photo = make_noise (2048, 100);
  g_autoptr (CriticPyramid) pyramid = critic_pyramid_new (photo, 0, NULL, NULL);

  g_assert_cmpuint (critic_pyramid_get_n_levels (pyramid), ==, 3);
  g_assert_cmpuint (critic_pyramid_find_level (pyramid, 1), ==, 2);
  g_assert_cmpuint (critic_pyramid_find_level (pyramid, 512), ==, 2);
  g_assert_cmpuint (critic_pyramid_find_level (pyramid, 512.5), ==, 1);
  g_assert_cmpuint (critic_pyramid_find_level (pyramid, 1024), ==, 1);
  g_assert_cmpuint (critic_pyramid_find_level (pyramid, 1025), ==, 0);
  g_assert_cmpuint (critic_pyramid_find_level (pyramid, 100000), ==, 0);
}

static void
test_cut (void)
{
  g_autoptr (CriticPhoto) photo = make_noise (700, 300);
  g_autoptr (CriticPyramid) pyramid = critic_pyramid_new (photo, 0, NULL, NULL);
  const CriticLevel *level = critic_pyramid_get_level (pyramid, 1);
  g_autoptr (GBytes) part = critic_pyramid_cut (pyramid, 1, 17, 5, 40, 30);
  const guint8 *pixels = g_bytes_get_data (part, NULL);
  g_autoptr (GBytes) corner = critic_pyramid_cut (pyramid, 1, level->width - 1, level->height - 1, 1, 1);

  for (guint y = 0; y < 30; y++)
    for (guint x = 0; x < 40; x++)
      g_assert_cmpuint (pixels[y * level->stride + x * 3 + 1], ==, at (level, 17 + x, 5 + y, 1));
  g_assert_cmpuint (g_bytes_get_size (corner), ==, 3);
}

static void
test_cancelled (void)
{
  g_autoptr (CriticPhoto) photo = make_noise (1200, 300);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (critic_pyramid_new (photo, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
blocking_cb (gpointer user_data)
{
  CriticPhoto *photo = user_data;
  g_autoptr (CriticPyramid) pyramid = NULL;

  g_test_expect_message ("critic-photo", G_LOG_LEVEL_CRITICAL, "A resampling on the main loop");
  pyramid = critic_pyramid_new (photo, 0, NULL, NULL);
  g_test_assert_expected_messages ();

  return G_SOURCE_REMOVE;
}

/* Told when it is done by the main loop, and only then. */
static void
test_blocking (void)
{
  g_autoptr (CriticPhoto) photo = make_noise (20, 20);
  g_autoptr (CriticPyramid) pyramid = critic_pyramid_new (photo, 0, NULL, NULL);

  g_assert_cmpuint (critic_blocking_get_on_main (), ==, 0);
  g_idle_add (blocking_cb, photo);
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (critic_blocking_get_on_main (), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/photo/pyramid/levels", test_levels);
  g_test_add_func ("/photo/pyramid/reduced", test_reduced);
  g_test_add_func ("/photo/pyramid/find", test_find);
  g_test_add_func ("/photo/pyramid/cut", test_cut);
  g_test_add_func ("/photo/pyramid/cancelled", test_cancelled);
  g_test_add_func ("/photo/pyramid/blocking", test_blocking);
  return g_test_run ();
}
