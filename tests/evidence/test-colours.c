/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Complementary colours, duotones, light on white, silhouettes, grain. */
#include "made-picture.h"

#include <math.h>

static void
assert_near (gdouble value, gdouble expected, gdouble off)
{
  if (!(fabs (value - expected) <= off))
    g_error ("%g is not %g within %g", value, expected, off);
}

static void
assert_hue (gdouble value, gdouble expected, gdouble off)
{
  assert_near (fabs (fmod (value - expected + 540.0, 360.0) - 180.0), 0.0, off);
}

static void
test_complementary (void)
{
  g_autoptr (MadePicture) picture = made_new (600, 400, 128);
  g_autoptr (MadePicture) turned = NULL;
  g_autoptr (CriticEvidence) evidence = NULL, again = NULL;
  const CriticEvidenceHues *hues;

  /* HSV 30 and 210. */
  made_rectangle (picture, 0, 0, 300, 400, 0xff8000);
  made_rectangle (picture, 300, 0, 600, 400, 0x0080ff);
  evidence = made_measure (picture);
  hues = critic_evidence_get_hues (evidence);
  g_assert_cmpuint (hues->n_peaks, ==, 2);
  assert_hue (MIN (hues->peak[0], hues->peak[1]), 30, 2);
  assert_hue (MAX (hues->peak[0], hues->peak[1]), 210, 2);
  assert_near (hues->angle, 180, 3);
  assert_near (hues->share[0] + hues->share[1], 1, 0.02);
  assert_strong (evidence, MCN_STYLE_COMPLEMENTARY_COLORS);

  turned = made_turn (picture);
  made_noise (turned, 10, 1);
  again = made_measure (turned);
  assert_near (critic_evidence_get_hues (again)->angle, 180, 4);
  assert_strong (again, MCN_STYLE_COMPLEMENTARY_COLORS);
}

/* Red and green face each other on the painters' wheel alone. */
static void
test_painters (void)
{
  g_autoptr (MadePicture) picture = made_new (600, 400, 128);
  g_autoptr (CriticEvidence) evidence = NULL;

  made_rectangle (picture, 0, 0, 600, 400, 0x209030);
  made_disc (picture, 300, 200, 140, 0xd01818);
  evidence = made_measure (picture);
  g_assert_cmpfloat (critic_evidence_get_hues (evidence)->angle, <, 140);
  g_assert_cmpfloat (critic_evidence_get_hues (evidence)->painters_angle, >, 160);
  assert_strong (evidence, MCN_STYLE_COMPLEMENTARY_COLORS);
}

static void
test_not_complementary (void)
{
  g_autoptr (MadePicture) neighbours = made_new (600, 400, 128), one = made_new (600, 400, 128), grey = made_new (600, 400, 90);
  g_autoptr (CriticEvidence) a = NULL, b = NULL, c = NULL;

  made_rectangle (neighbours, 0, 0, 300, 400, 0xff8000);
  made_rectangle (neighbours, 300, 0, 600, 400, 0x80ff00);
  a = made_measure (neighbours);
  g_assert_cmpuint (critic_evidence_get_hues (a)->n_peaks, ==, 2);
  assert_weak (a, MCN_STYLE_COMPLEMENTARY_COLORS);

  made_rectangle (one, 0, 0, 300, 400, 0xff8000);
  b = made_measure (one);
  g_assert_cmpuint (critic_evidence_get_hues (b)->n_peaks, ==, 1);
  assert_weak (b, MCN_STYLE_COMPLEMENTARY_COLORS);

  made_texture (grey, 8, 40, 2);
  c = made_measure (grey);
  g_assert_cmpuint (critic_evidence_get_hues (c)->n_peaks, ==, 0);
  assert_weak (c, MCN_STYLE_COMPLEMENTARY_COLORS);
}

/* Tones on one curve from black over a colour to white. */
static void
paint_sepia (gdouble x, gdouble y, gdouble rgb[3], gpointer data)
{
  gdouble t = 0.5 + 0.5 * sin (x / 37.0) * cos (y / 53.0);

  rgb[0] = 255.0 * pow (t, 0.8);
  rgb[1] = 255.0 * t;
  rgb[2] = 255.0 * pow (t, 1.5);
}

static void
paint_many (gdouble x, gdouble y, gdouble rgb[3], gpointer data)
{
  gdouble angle = x / 600.0 * 2.0 * G_PI;

  for (int c = 0; c < 3; c++)
    rgb[c] = 128.0 + 90.0 * cos (angle - c * 2.0 * G_PI / 3.0);
}

static void
test_duotones (void)
{
  g_autoptr (MadePicture) sepia = made_new (600, 400, 0), many = made_new (600, 400, 0), mirrored = NULL;
  g_autoptr (CriticEvidence) a = NULL, b = NULL, c = NULL;

  made_paint (sepia, paint_sepia, NULL);
  a = made_measure (sepia);
  g_assert_cmpfloat (critic_evidence_get_hues (a)->curve, >, 0.95);
  assert_strong (a, MCN_STYLE_DUOTONES);

  mirrored = made_mirror (sepia);
  made_noise (mirrored, 6, 3);
  b = made_measure (mirrored);
  assert_strong (b, MCN_STYLE_DUOTONES);

  made_paint (many, paint_many, NULL);
  c = made_measure (many);
  g_assert_cmpfloat (critic_evidence_get_hues (c)->share[0] + critic_evidence_get_hues (c)->share[1], <, 0.5);
  assert_weak (c, MCN_STYLE_DUOTONES);
  assert_weak (c, MCN_STYLE_COMPLEMENTARY_COLORS);
}

static void
test_white (void)
{
  g_autoptr (MadePicture) picture = made_new (500, 700, 250), night = made_new (500, 700, 20), wall = made_new (500, 700, 252);
  g_autoptr (MadePicture) mirrored = NULL;
  g_autoptr (CriticEvidence) a = NULL, b = NULL, c = NULL, d = NULL;

  made_disc (picture, 250, 350, 150, 0xe0b8a0);
  a = made_measure (picture);
  assert_near (critic_evidence_get_ground (a)->border, 1, 0.01);
  assert_near (critic_evidence_get_ground (a)->cover, 1 - G_PI * 150 * 150 / 350000, 0.03);
  assert_near (critic_evidence_get_ground (a)->subject, 77, 4);
  assert_strong (a, MCN_STYLE_LIGHT_ON_WHITE);
  assert_weak (a, MCN_STYLE_SILHOUETTES);

  mirrored = made_mirror (picture);
  made_noise (mirrored, 4, 4);
  b = made_measure (mirrored);
  assert_strong (b, MCN_STYLE_LIGHT_ON_WHITE);

  /* White in the middle that no border reaches is no ground. */
  made_disc (night, 250, 350, 150, 0xffffff);
  c = made_measure (night);
  g_assert_cmpfloat (critic_evidence_get_ground (c)->cover, ==, 0);
  assert_weak (c, MCN_STYLE_LIGHT_ON_WHITE);

  /* Nothing stands before it. */
  d = made_measure (wall);
  assert_near (critic_evidence_get_ground (d)->cover, 1, 0);
  assert_weak (d, MCN_STYLE_LIGHT_ON_WHITE);
}

static void
test_silhouettes (void)
{
  g_autoptr (MadePicture) picture = made_new (700, 500, 200), dull = made_new (700, 500, 60), day = made_new (700, 500, 200), turned = NULL;
  g_autoptr (CriticEvidence) a = NULL, b = NULL, c = NULL, d = NULL;
  CriticEvidenceMap map;
  gdouble sum = 0.0;

  made_rectangle (picture, 0, 0, 700, 500, 0xffb060);
  made_disc (picture, 300, 220, 70, 0x080808);
  made_rectangle (picture, 270, 250, 330, 500, 0x080808);
  a = made_measure (picture);
  assert_near (critic_evidence_get_shape (a)->area, (G_PI * 70 * 70 + 60 * 220) / 350000, 0.02);
  g_assert_cmpfloat (critic_evidence_get_shape (a)->around, >, 70);
  g_assert_cmpfloat (critic_evidence_get_shape (a)->lightness, <, 8);
  g_assert_true (critic_evidence_get_map (a, MCN_STYLE_SILHOUETTES, &map));
  for (guint i = 0; i < map.columns * map.rows; i++)
    sum += map.values[i];
  assert_near (sum / (map.columns * map.rows), critic_evidence_get_shape (a)->area, 1e-6);
  assert_strong (a, MCN_STYLE_SILHOUETTES);

  turned = made_turn (picture);
  made_noise (turned, 8, 5);
  b = made_measure (turned);
  assert_strong (b, MCN_STYLE_SILHOUETTES);

  made_disc (dull, 300, 220, 70, 0x303030);
  c = made_measure (dull);
  assert_weak (c, MCN_STYLE_SILHOUETTES);

  made_disc (day, 300, 220, 70, 0xb04030);
  d = made_measure (day);
  assert_weak (d, MCN_STYLE_SILHOUETTES);
}

static void
test_grain (void)
{
  g_autoptr (MadePicture) clean = made_new (800, 600, 128), grainy = made_new (800, 600, 128), coarse = made_new (800, 600, 128);
  g_autoptr (MadePicture) detailed = made_new (800, 600, 128), turned = NULL;
  g_autoptr (CriticEvidence) a = NULL, b = NULL, c = NULL, d = NULL, e = NULL;

  made_rectangle (clean, 200, 0, 400, 600, 0xc0c0c0);
  a = made_measure (clean);
  g_assert_cmpfloat (critic_evidence_get_grain (a)->sigma, <, 0.2);
  assert_weak (a, MCN_STYLE_IMAGE_GRAIN);

  /* One level of sRGB at grey 128 is 0.39 L*. */
  made_rectangle (grainy, 200, 0, 400, 600, 0xa0a0a0);
  made_noise (grainy, 10, 6);
  b = made_measure (grainy);
  assert_near (critic_evidence_get_grain (b)->sigma, 3.9, 0.4);
  assert_strong (b, MCN_STYLE_IMAGE_GRAIN);

  turned = made_turn (grainy);
  c = made_measure (turned);
  assert_near (critic_evidence_get_grain (c)->sigma, critic_evidence_get_grain (b)->sigma, 0.1);

  made_texture (coarse, 2, 10, 7);
  d = made_measure (coarse);
  assert_strong (d, MCN_STYLE_IMAGE_GRAIN);

  /* Detail is no grain. */
  made_texture (detailed, 12, 40, 8);
  e = made_measure (detailed);
  assert_weak (e, MCN_STYLE_IMAGE_GRAIN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/evidence/colours/complementary", test_complementary);
  g_test_add_func ("/evidence/colours/painters", test_painters);
  g_test_add_func ("/evidence/colours/not-complementary", test_not_complementary);
  g_test_add_func ("/evidence/colours/duotones", test_duotones);
  g_test_add_func ("/evidence/light/white", test_white);
  g_test_add_func ("/evidence/light/silhouettes", test_silhouettes);
  g_test_add_func ("/evidence/light/grain", test_grain);

  return g_test_run ();
}
