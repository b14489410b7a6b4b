/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the model that is shipped makes of the samples: shrinking while
 * decoding and the colour space of the file must not change the verdict. */
#include "mcn-session.h"
#include "photo-test-profiles.h"

#define SHRUNK_LIMIT 0.03
#define COLOUR_LIMIT 0.05

static const char *const samples[] = { "coffee", "ladybird", "pavilion", "rocket", "storm", "two-wings" };
static McnSession *session;

/* The calibrated score of the photograph alone, on AVA's scale of 1 to 10. */
static double
score_photo (CriticPhoto *photo)
{
  McnModel *model = mcn_session_get_model (session);
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticNetworkPicture) network =
    critic_preprocess_for_network (photo, mcn_model_get_long_side (model), NULL, &error);
  g_autoptr (McnImage) image = NULL;
  McnPicture picture;
  McnLogits logits;

  g_assert_no_error (error);
  picture = (McnPicture) { network->rgb, (gsize) network->width * 3, network->width, network->height, network->tiny };
  image = mcn_session_encode_image (session, &picture, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (mcn_session_fuse (session, image, NULL, 0, NULL, &logits, NULL, &error));
  g_assert_no_error (error);
  return mcn_model_calibrate (model, MCN_MODE_PHOTO, logits.score);
}

static CriticPhoto *
load_sample (const char *name, guint at_least)
{
  g_autofree char *file = g_strconcat (name, ".jpg", NULL);
  g_autofree char *path = photo_test_sample (file);

  return photo_test_load (path, at_least);
}

static void
compare_shrunk (const char *name, CriticPhoto *full, CriticPhoto *shrunk)
{
  const double a = score_photo (full), b = score_photo (shrunk);

  g_test_message ("%s: %ux%u %.4f, %ux%u %.4f", name,
                  critic_photo_get_width (full), critic_photo_get_height (full), a,
                  critic_photo_get_width (shrunk), critic_photo_get_height (shrunk), b);
  g_assert_cmpuint (critic_photo_get_width (shrunk), <, critic_photo_get_width (full));
  g_assert_cmpfloat_with_epsilon (a, b, SHRUNK_LIMIT);
}

/* The three samples that are large enough, at half their size; then as large
 * as a camera makes them, at the scale that the network really gets: 1/4. */
static void
test_shrunk (void)
{
  static const char *const large[] = { "ladybird", "storm", "two-wings" };

  for (gsize i = 0; i < G_N_ELEMENTS (large); i++)
    {
      g_autoptr (CriticPhoto) full = load_sample (large[i], 0);
      g_autoptr (CriticPhoto) half = load_sample (large[i], 160);
      const guint w = 5200, h = critic_photo_get_height (full) * 5200 / critic_photo_get_width (full);
      g_autofree guint8 *pixels = g_malloc ((gsize) w * h * 3);
      const PhotoTestJpeg how = { 0 };
      g_autoptr (GBytes) file = NULL;
      g_autoptr (CriticPhoto) camera = NULL;
      g_autoptr (CriticPhoto) quarter = NULL;

      compare_shrunk (large[i], full, half);
      critic_preprocess_resize (g_bytes_get_data (critic_photo_get_pixels (full), NULL),
                                critic_photo_get_width (full), critic_photo_get_height (full),
                                critic_photo_get_stride (full), w, h, pixels, NULL, NULL);
      file = photo_test_encode (pixels, w, h, &how);
      camera = critic_photo_load_bytes (file, "photo", 0, NULL, NULL);
      quarter = critic_photo_load_bytes (file, "photo", 320, NULL, NULL);
      g_assert_cmpuint (critic_photo_get_width (quarter), ==, 1300);
      compare_shrunk (large[i], camera, quarter);
    }
}

static double
score_file (const guint8 *pixels, guint width, guint height, gboolean cmyk, GBytes *profile)
{
  const PhotoTestJpeg how = { .cmyk = cmyk, .profile = profile };
  g_autoptr (GBytes) file = photo_test_encode (pixels, width, height, &how);
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticPhoto) photo = critic_photo_load_bytes (file, "photo", 320, NULL, &error);

  g_assert_no_error (error);
  return score_photo (photo);
}

static void
test_colour (void)
{
  g_autoptr (GBytes) adobe = photo_test_adobe_rgb ();
  g_autoptr (GBytes) p3 = photo_test_display_p3 ();
  g_autoptr (GBytes) press = photo_test_press ();

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (CriticPhoto) photo = load_sample (samples[i], 0);
      const guint w = critic_photo_get_width (photo), h = critic_photo_get_height (photo);
      g_autofree guint8 *in_adobe = photo_test_from_srgb (photo, adobe);
      g_autofree guint8 *in_p3 = photo_test_from_srgb (photo, p3);
      g_autofree guint8 *inks = photo_test_to_inks (photo, PHOTO_TEST_DOT_GAIN);
      g_autofree guint8 *plain_inks = photo_test_to_inks (photo, 1);
      const double scores[] = {
        score_file (g_bytes_get_data (critic_photo_get_pixels (photo), NULL), w, h, FALSE, NULL),
        score_file (in_adobe, w, h, FALSE, adobe),
        score_file (in_p3, w, h, FALSE, p3),
        score_file (inks, w, h, TRUE, press),
        score_file (plain_inks, w, h, TRUE, NULL),
      };
      double least = scores[0], most = scores[0];

      for (gsize k = 1; k < G_N_ELEMENTS (scores); k++)
        {
          least = MIN (least, scores[k]);
          most = MAX (most, scores[k]);
        }
      g_test_message ("%s: sRGB %.4f, Adobe RGB %.4f, Display P3 %.4f, CMYK %.4f, CMYK without profile %.4f",
                      samples[i], scores[0], scores[1], scores[2], scores[3], scores[4]);
      g_assert_cmpfloat (most - least, <, COLOUR_LIMIT);
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McnModel) model = NULL;
  g_autofree char *folder = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_test_build_filename (G_TEST_DIST, "..", "model", NULL);
  model = mcn_model_load (folder, NULL, &error);
  g_assert_no_error (error);
  session = mcn_session_new (model, 2, &error);
  g_assert_no_error (error);
  g_test_add_func ("/photo/scores/shrunk", test_shrunk);
  g_test_add_func ("/photo/scores/colour", test_colour);
  status = g_test_run ();
  mcn_session_free (session);
  return status;
}
