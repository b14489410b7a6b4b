/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a pass measures on a photograph besides the model's judgement. */
#include "critic-features.h"
#include "critic-groups.h"
#include "critic-measure.h"
#include "critic-preprocess.h"
#include "folder-fixtures.h"

#include "mcn-session.h"

#include <math.h>
#include <string.h>

#define SIDE 400

/* Detail at every scale, the same on every machine. */
static guint8 *
textured (guint side)
{
  guint8 *pixels = g_malloc ((gsize) side * side * 3);

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      memset (pixels + ((gsize) y * side + x) * 3, 60 + ((x / 3 ^ y / 5) * 37 + (x / 40) * 17 + (y / 50) * 29) % 130, 3);
  return pixels;
}

static CriticMeasured
measure (const guint8 *pixels, guint width, guint height)
{
  g_autoptr (CriticPhoto) photo = critic_photo_new_from_pixels (pixels, width, height, (gsize) width * 3, FALSE);
  CriticMeasured measured = { .width = 7 };

  critic_measure_photo (photo, &measured);
  g_assert_cmpuint (measured.width, ==, 7);     /* not its business */
  return measured;
}

/* Made smaller and large again: out of focus. */
static guint8 *
blurred (const guint8 *pixels, guint side, guint by)
{
  const guint small = side / by;
  g_autofree guint8 *shrunk = g_malloc ((gsize) small * small * 3);
  guint8 *out = g_malloc ((gsize) side * side * 3);

  critic_preprocess_resize (pixels, side, side, (gsize) side * 3, small, small, shrunk, NULL, NULL);
  critic_preprocess_resize (shrunk, small, small, (gsize) small * 3, side, side, out, NULL, NULL);
  return out;
}

static void
test_sharpness (void)
{
  g_autofree guint8 *sharp = textured (SIDE);
  gfloat last = measure (sharp, SIDE, SIDE).sharpness;

  g_assert_cmpfloat (last, >, 0.05);
  g_assert_cmpfloat (last, <=, 1.0);
  for (guint by = 2; by <= 8; by *= 2)
    {
      g_autofree guint8 *soft = blurred (sharp, SIDE, by);
      const gfloat now = measure (soft, SIDE, SIDE).sharpness;

      g_test_message ("blurred by %u: %.4f after %.4f", by, now, last);
      g_assert_cmpfloat (now, <, 0.7 * last);
      last = now;
    }
}

/* A sharp quarter is enough, wherever it is. */
static void
test_sharpest_part (void)
{
  g_autofree guint8 *sharp = textured (SIDE);
  g_autofree guint8 *soft = blurred (sharp, SIDE, 8);
  const gfloat all = measure (sharp, SIDE, SIDE).sharpness, none = measure (soft, SIDE, SIDE).sharpness;

  for (guint corner = 0; corner < 4; corner++)
    {
      g_autofree guint8 *part = g_memdup2 (soft, (gsize) SIDE * SIDE * 3);
      const guint x0 = corner % 2 * SIDE / 2, y0 = corner / 2 * SIDE / 2;
      gfloat sharpness;

      for (guint y = y0; y < y0 + SIDE / 2; y++)
        memcpy (part + ((gsize) y * SIDE + x0) * 3, sharp + ((gsize) y * SIDE + x0) * 3, SIDE / 2 * 3);
      sharpness = measure (part, SIDE, SIDE).sharpness;
      g_assert_cmpfloat (sharpness, >, 0.6 * all);
      g_assert_cmpfloat (sharpness, >, 2 * none);
    }
}

/* The same picture at four times the size is measured at its own: as one that
 * libjpeg reduced by four would be. */
static void
test_large (void)
{
  g_autofree guint8 *pixels = textured (1300);
  g_autofree guint8 *large = g_malloc ((gsize) 5200 * 5200 * 3);
  CriticMeasured small, reduced;

  for (guint y = 0; y < 5200; y++)
    for (guint x = 0; x < 5200; x++)
      memcpy (large + ((gsize) y * 5200 + x) * 3, pixels + ((gsize) (y / 4) * 1300 + x / 4) * 3, 3);
  small = measure (pixels, 1300, 1300);
  reduced = measure (large, 5200, 5200);
  g_assert_cmpfloat (small.sharpness, ==, reduced.sharpness);
  g_assert_cmpfloat (small.exposure, ==, reduced.exposure);
}

static void
fill (guint8 *pixels, gsize n, guint8 r, guint8 g, guint8 b)
{
  for (gsize i = 0; i < n; i++)
    {
      pixels[3 * i] = r;
      pixels[3 * i + 1] = g;
      pixels[3 * i + 2] = b;
    }
}

static void
test_exposure (void)
{
  g_autofree guint8 *pixels = g_malloc (SIDE * SIDE * 3);
  const gsize n = SIDE * SIDE;
  CriticMeasured measured;

  fill (pixels, n, 128, 128, 128);
  measured = measure (pixels, SIDE, SIDE);
  g_assert_cmpfloat_with_epsilon (measured.exposure, 128 / 255.0, 1e-6);
  g_assert_cmpfloat (measured.clipped, ==, 0.0);
  g_assert_cmpfloat (measured.sharpness, ==, 0.0);

  fill (pixels, n / 4, 0, 0, 0);
  fill (pixels + 3 * n / 4, n / 4, 255, 255, 254);
  fill (pixels + 3 * n / 2, n / 4, 255, 0, 255);    /* strong colour is not clipped light */
  measured = measure (pixels, SIDE, SIDE);
  g_assert_cmpfloat_with_epsilon (measured.clipped, 0.5, 1e-6);

  fill (pixels, n, 0, 255, 0);
  g_assert_cmpfloat_with_epsilon (measure (pixels, SIDE, SIDE).exposure, 0.7152, 0.005);
}

/* Pictures of a few pixels, and ones that are all length. */
static void
test_odd_sizes (void)
{
  static const guint sizes[][2] = { { 1, 1 }, { 2, 2 }, { 3, 3 }, { 1, 5000 }, { 5000, 1 }, { 7000, 3 }, { 17, 2000 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree guint8 *pixels = g_malloc ((gsize) sizes[i][0] * sizes[i][1] * 3);
      CriticMeasured measured;

      fill (pixels, (gsize) sizes[i][0] * sizes[i][1], 50, 60, 70);
      measured = measure (pixels, sizes[i][0], sizes[i][1]);
      g_assert_cmpfloat (measured.sharpness, ==, 0.0);
      g_assert_cmpfloat_with_epsilon (measured.exposure, 59 / 255.0, 0.005);
    }
}

/* Not one number, or nothing but zeros: no direction, and no division by zero. */
static void
test_no_features (void)
{
  const gfloat zeros[100] = { 0 };
  CriticMeasured a, b;

  critic_features_project (NULL, 0, &a);
  critic_features_project (zeros, G_N_ELEMENTS (zeros), &b);
  g_assert_cmpfloat (a.scale, ==, 0.0);
  g_assert_cmpmem (a.features, sizeof a.features, b.features, sizeof b.features);
  g_assert_cmpfloat (critic_likeness (&a, &b), ==, 0.0);
}

/* Libraries that people keep hold these bytes: they never change. */
static void
test_pinned (void)
{
  gfloat features[3584];
  CriticMeasured measured;
  guint32 state = 1;
  g_autofree char *sum = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (features); i++)
    features[i] = (gfloat) ((state = state * 1664525u + 1013904223u) >> 16) / 8192.0f - 4.0f;
  critic_features_project (features, G_N_ELEMENTS (features), &measured);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) measured.features, sizeof measured.features);
  g_assert_cmpstr (sum, ==, "81509fa6173aac1e105931d5944f81a5b6e4236ecc9bb274d0b6512a20c97170");
}

/* The cosine of the bytes against that of all numbers, on photographs that the
 * tiny model saw: pairs come in nearly the same order. That model's statistics
 * are random numbers, so what all photographs share is taken off. */
#define N_PHOTOS 40
#define N_PAIRS (N_PHOTOS * (N_PHOTOS - 1) / 2)

static gdouble
cosine (const gfloat *a, const gfloat *b, gsize n)
{
  gdouble ab = 0, aa = 0, bb = 0;

  for (gsize i = 0; i < n; i++)
    {
      ab += (gdouble) a[i] * b[i];
      aa += (gdouble) a[i] * a[i];
      bb += (gdouble) b[i] * b[i];
    }
  return ab / sqrt (aa * bb);
}

static McnImage *
see (McnSession *session, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (CriticPhoto) photo = critic_photo_load (file, 320, NULL, &error);
  g_autoptr (CriticNetworkPicture) network = NULL;
  McnPicture picture;
  McnImage *image;

  g_assert_no_error (error);
  network = critic_preprocess_for_network (photo, mcn_model_get_long_side (mcn_session_get_model (session)), NULL, &error);
  g_assert_no_error (error);
  picture = (McnPicture) { network->rgb, (gsize) network->width * 3, network->width, network->height, network->tiny };
  image = mcn_session_encode_image (session, &picture, NULL, &error);
  g_assert_no_error (error);
  return image;
}

/* N_PHOTOS rows of @n numbers, which are returned. */
static gfloat *
see_all (gsize *n)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (McnModel) model = mcn_model_load (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), NULL, &error);
  g_autoptr (McnSession) session = NULL;
  gfloat *rows = NULL;

  g_assert_no_error (error);
  session = mcn_session_new (model, 1, &error);
  g_assert_no_error (error);
  scratch_init (&scratch);

  for (guint i = 0; i < N_PHOTOS; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);
      g_autofree char *path = scratch_path (&scratch, name);
      g_autoptr (McnImage) image = NULL;

      scratch_jpeg (&scratch, name, i, 320, 224);
      image = see (session, path);
      *n = mcn_image_get_n_pooled (image);
      rows = g_renew (gfloat, rows, (i + 1) * *n);
      memcpy (rows + i * *n, mcn_image_get_pooled (image), *n * sizeof (gfloat));
    }

  for (gsize k = 0; k < *n; k++)
    {
      gdouble mean = 0.0;

      for (guint i = 0; i < N_PHOTOS; i++)
        mean += rows[i * *n + k] / N_PHOTOS;
      for (guint i = 0; i < N_PHOTOS; i++)
        rows[i * *n + k] -= (gfloat) mean;
    }
  return rows;
}

static void
test_likeness (void)
{
  gsize n_numbers;
  g_autofree gfloat *rows = see_all (&n_numbers);
  g_autofree CriticMeasured *measured = g_new0 (CriticMeasured, N_PHOTOS);
  gdouble full[N_PAIRS], brief[N_PAIRS], worst = 0.0;
  guint n = 0, agree = 0, compared = 0;

  for (guint i = 0; i < N_PHOTOS; i++)
    {
      critic_features_project (rows + i * n_numbers, n_numbers, &measured[i]);
      g_assert_cmpfloat_with_epsilon (critic_likeness (&measured[i], &measured[i]), 1.0, 1e-6);
      for (guint j = 0; j < i; j++, n++)
        {
          full[n] = cosine (rows + i * n_numbers, rows + j * n_numbers, n_numbers);
          brief[n] = critic_likeness (&measured[i], &measured[j]);
          worst = MAX (worst, fabs (full[n] - brief[n]));
        }
    }
  for (guint a = 0; a < N_PAIRS; a++)
    for (guint b = 0; b < a; b++)
      if (fabs (full[a] - full[b]) > 0.1)
        {
          compared++;
          agree += (full[a] > full[b]) == (brief[a] > brief[b]);
        }

  g_test_message ("%u numbers: %u of %u comparisons agree, worst difference %.3f", (guint) n_numbers, agree, compared, worst);
  g_assert_cmpuint (compared, >, N_PAIRS);
  g_assert_cmpfloat ((gdouble) agree / compared, >, 0.93);
  g_assert_cmpfloat (worst, <, 0.3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/features/sharpness", test_sharpness);
  g_test_add_func ("/features/sharpest-part", test_sharpest_part);
  g_test_add_func ("/features/large", test_large);
  g_test_add_func ("/features/exposure", test_exposure);
  g_test_add_func ("/features/odd-sizes", test_odd_sizes);
  g_test_add_func ("/features/none", test_no_features);
  g_test_add_func ("/features/pinned", test_pinned);
  g_test_add_func ("/features/likeness", test_likeness);

  return g_test_run ();
}
