/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever the picture, every number is in its range. */
#include "made-picture.h"

#include <math.h>
#include <string.h>

static void
test_sizes (void)
{
  static const guint sizes[][2] = { { 1, 1 }, { 2, 1 }, { 1, 2 }, { 3, 3 }, { 1, 900 }, { 2000, 1 }, { 1500, 3 }, { 17, 16 }, { 33, 31 }, { 130, 70 }, { 1025, 40 }, { 1300, 1100 } };
  static const guint greys[] = { 0, 1, 119, 254, 255 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint k = 0; k < G_N_ELEMENTS (greys); k++)
      {
        g_autoptr (MadePicture) picture = made_new (sizes[i][0], sizes[i][1], greys[k]);
        g_autoptr (CriticEvidence) flat = made_measure (picture), busy = NULL;

        assert_weak (flat, MCN_STYLE_COMPLEMENTARY_COLORS);
        assert_weak (flat, MCN_STYLE_DUOTONES);
        assert_weak (flat, MCN_STYLE_IMAGE_GRAIN);
        assert_weak (flat, MCN_STYLE_LIGHT_ON_WHITE);
        assert_weak (flat, MCN_STYLE_MOTION_BLUR);
        assert_weak (flat, MCN_STYLE_RULE_OF_THIRDS);
        assert_weak (flat, MCN_STYLE_SHALLOW_DOF);
        assert_weak (flat, MCN_STYLE_SILHOUETTES);
        assert_weak (flat, MCN_STYLE_VANISHING_POINT);
        made_noise (picture, 60, i * 10 + k);
        busy = made_measure (picture);
      }
}

/* Discs, lines, textures and blurs at random. */
static MadePicture *
make_random (GRand *rand)
{
  guint width = g_rand_int_range (rand, 1, 400), height = g_rand_int_range (rand, 1, 400);
  MadePicture *picture = made_new (width, height, g_rand_int_range (rand, 0, 256));

  for (int n = g_rand_int_range (rand, 0, 8); n > 0; n--)
    switch (g_rand_int_range (rand, 0, 6))
      {
      case 0:
        made_disc (picture, g_rand_double_range (rand, 0, width), g_rand_double_range (rand, 0, height),
                   g_rand_double_range (rand, 0, width), g_rand_int (rand));
        break;

      case 1:
        made_line (picture, g_rand_double_range (rand, -9, width), g_rand_double_range (rand, 0, height),
                   g_rand_double_range (rand, 0, width + 9), g_rand_double_range (rand, 0, height), 3, g_rand_int (rand));
        break;

      case 2:
        made_rectangle (picture, 0, 0, g_rand_double_range (rand, 0, width), g_rand_double_range (rand, 0, height), g_rand_int (rand));
        break;

      case 3:
        made_texture (picture, g_rand_int_range (rand, 1, 30), g_rand_double_range (rand, 0, 90), g_rand_int (rand));
        break;

      case 4:
        made_smear (picture, g_rand_int_range (rand, 1, 20), g_rand_double_range (rand, 0, 360));
        break;

      default:
        made_soften (picture, g_rand_int_range (rand, 1, 5), 0, 0, g_rand_double_range (rand, 0, width), g_rand_double_range (rand, 0, height));
      }

  return picture;
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1902);

  for (int i = 0; i < 40; i++)
    {
      g_autoptr (MadePicture) picture = make_random (rand);
      g_autoptr (CriticEvidence) evidence = made_measure (picture);

      g_assert_nonnull (evidence);
    }
}

/* The same pixels, the same numbers, whoever asks. */
static gpointer
measure_on_thread (gpointer data)
{
  return made_measure (data);
}

static void
test_threads (void)
{
  g_autoptr (MadePicture) picture = made_new (500, 300, 100);
  g_autoptr (CriticEvidence) here = NULL;
  GThread *threads[3];

  made_texture (picture, 9, 30, 1);
  made_disc (picture, 170, 100, 40, 0xff2020);
  here = made_measure (picture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("measure", measure_on_thread, picture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (CriticEvidence) there = g_thread_join (threads[i]);
      g_autoptr (CriticEvidence) held = critic_evidence_ref (there);

      for (int style = 0; style < MCN_N_STYLES; style++)
        {
          g_autofree char *a = critic_evidence_say (here, style), *b = critic_evidence_say (held, style);

          g_assert_cmpfloat (critic_evidence_get_strength (here, style), ==, critic_evidence_get_strength (there, style));
          g_assert_cmpstr (a, ==, b);
        }
      g_assert_cmpmem (critic_evidence_get_hues (here), sizeof (CriticEvidenceHues),
                       critic_evidence_get_hues (there), sizeof (CriticEvidenceHues));
      g_assert_cmpuint (critic_evidence_get_bytes (here), ==, critic_evidence_get_bytes (there));
    }
}

static void
test_cancelled (void)
{
  static const guint8 pixel[3] = { 1, 2, 3 };
  g_autoptr (CriticPhoto) photo = critic_photo_new_from_pixels (pixel, 1, 1, 3, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (critic_evidence_measure (photo, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/evidence/any/sizes", test_sizes);
  g_test_add_func ("/evidence/any/random", test_random);
  g_test_add_func ("/evidence/any/threads", test_threads);
  g_test_add_func ("/evidence/any/cancelled", test_cancelled);

  return g_test_run ();
}
