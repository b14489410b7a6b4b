/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Motion blur, the thirds, the vanishing point, depth of field. */
#include "made-picture.h"

#include <math.h>

static void
assert_near (gdouble value, gdouble expected, gdouble off)
{
  if (!(fabs (value - expected) <= off))
    g_error ("%g is not %g within %g", value, expected, off);
}

static void
assert_direction (const CriticEvidence *evidence, gdouble expected)
{
  gdouble off = fabs (fmod (critic_evidence_get_motion (evidence)->direction - expected + 270.0, 180.0) - 90.0);

  if (!(off <= 6.0))
    g_error ("direction %g is not %g", critic_evidence_get_motion (evidence)->direction, expected);
}

static MadePicture *
make_texture (guint width, guint height, guint32 seed)
{
  MadePicture *picture = made_new (width, height, 128);

  made_texture (picture, 24, 40, seed);
  made_texture (picture, 7, 25, seed + 1);
  made_texture (picture, 2, 10, seed + 2);

  return picture;
}

static void
test_motion (void)
{
  static const gdouble angles[] = { 0, 30, 90, 135 };

  for (guint i = 0; i < G_N_ELEMENTS (angles); i++)
    {
      g_autoptr (MadePicture) picture = make_texture (640, 480, 10 + i), turned = NULL, mirrored = NULL;
      g_autoptr (CriticEvidence) evidence = NULL, around = NULL, back = NULL;

      made_smear (picture, 24, angles[i]);
      evidence = made_measure (picture);
      assert_strong (evidence, MCN_STYLE_MOTION_BLUR);
      assert_direction (evidence, angles[i]);

      turned = made_turn (picture);
      around = made_measure (turned);
      assert_strong (around, MCN_STYLE_MOTION_BLUR);
      assert_direction (around, angles[i] + 90.0);

      mirrored = made_mirror (picture);
      made_noise (mirrored, 3, 20);
      back = made_measure (mirrored);
      assert_strong (back, MCN_STYLE_MOTION_BLUR);
      assert_direction (back, 180.0 - angles[i]);
    }
}

static void
paint_stripes (gdouble x, gdouble y, gdouble rgb[3], gpointer data)
{
  gdouble period = data != NULL ? *(gdouble *) data : 40.0, v = fmod (x + 0.4 * y, period) < 0.5 * period ? 60 : 200;

  rgb[0] = rgb[1] = rgb[2] = v;
}

static void
test_no_motion (void)
{
  static gdouble periods[] = { 7, 12, 20, 33, 40, 61, 100 };
  g_autoptr (MadePicture) sharp = make_texture (640, 480, 30), soft = make_texture (640, 480, 31);
  g_autoptr (CriticEvidence) a = made_measure (sharp), b = NULL;

  assert_weak (a, MCN_STYLE_MOTION_BLUR);

  made_soften (soft, 6, 0, 0, 0, 0);
  b = made_measure (soft);
  assert_weak (b, MCN_STYLE_MOTION_BLUR);

  /* Stripes have no detail along themselves, but not for motion. */
  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      g_autoptr (MadePicture) stripes = made_new (640, 480, 0);
      g_autoptr (CriticEvidence) clean = NULL, noisy = NULL;

      made_paint (stripes, paint_stripes, &periods[i]);
      clean = made_measure (stripes);
      assert_weak (clean, MCN_STYLE_MOTION_BLUR);
      made_noise (stripes, 8, 32);
      noisy = made_measure (stripes);
      assert_weak (noisy, MCN_STYLE_MOTION_BLUR);
    }
}

static void
test_thirds (void)
{
  for (int k = 0; k < 4; k++)
    {
      g_autoptr (MadePicture) picture = made_new (900, 600, 90), mirrored = NULL;
      g_autoptr (CriticEvidence) evidence = NULL, back = NULL;
      gdouble x = 300 + 300 * (k % 2), y = 200 + 200 * (k / 2);

      made_disc (picture, x + 6, y - 4, 45, 0xf0d040);
      made_noise (picture, 6, 40 + k);
      evidence = made_measure (picture);
      assert_near (critic_evidence_get_thirds (evidence)->x, (x + 6) / 900, 0.02);
      assert_near (critic_evidence_get_thirds (evidence)->y, (y - 4) / 600, 0.02);
      assert_near (critic_evidence_get_thirds (evidence)->point_x, x / 900, 1e-6);
      assert_near (critic_evidence_get_thirds (evidence)->point_y, y / 600, 1e-6);
      assert_strong (evidence, MCN_STYLE_RULE_OF_THIRDS);

      mirrored = made_mirror (picture);
      back = made_measure (mirrored);
      assert_near (critic_evidence_get_thirds (back)->x, 1 - (x + 6) / 900, 0.02);
      assert_strong (back, MCN_STYLE_RULE_OF_THIRDS);
    }
}

static void
test_not_thirds (void)
{
  g_autoptr (MadePicture) middle = made_new (900, 600, 90), corner = made_new (900, 600, 90), flat = made_new (900, 600, 90), even = make_texture (900, 600, 50);
  g_autoptr (CriticEvidence) a = NULL, b = NULL, c = NULL, d = NULL;

  made_disc (middle, 450, 300, 50, 0xf0d040);
  a = made_measure (middle);
  assert_near (critic_evidence_get_thirds (a)->x, 0.5, 0.02);
  assert_weak (a, MCN_STYLE_RULE_OF_THIRDS);

  made_disc (corner, 60, 50, 45, 0xf0d040);
  b = made_measure (corner);
  assert_weak (b, MCN_STYLE_RULE_OF_THIRDS);

  made_noise (flat, 3, 51);
  c = made_measure (flat);
  g_assert_cmpfloat (critic_evidence_get_thirds (c)->area, ==, 0);
  assert_weak (c, MCN_STYLE_RULE_OF_THIRDS);

  d = made_measure (even);
  assert_weak (d, MCN_STYLE_RULE_OF_THIRDS);
}

/* A road and its edges to (x, y). */
static MadePicture *
make_road (gdouble x, gdouble y)
{
  static const gdouble ends[][2] = { { 0, 600 }, { 200, 600 }, { 450, 600 }, { 700, 600 }, { 900, 560 }, { 0, 330 }, { 900, 300 }, { 0, 80 }, { 900, 40 } };
  MadePicture *picture = made_new (900, 600, 120);

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    made_line (picture, ends[i][0] + 0.8 * (x - ends[i][0]), ends[i][1] + 0.8 * (y - ends[i][1]),
               ends[i][0], ends[i][1], 5, i % 2 ? 0xf0f0f0 : 0x202020);

  return picture;
}

static void
test_vanishing (void)
{
  static const gdouble points[][2] = { { 450, 250 }, { 300, 180 }, { 640, 330 } };

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      g_autoptr (MadePicture) picture = make_road (points[i][0], points[i][1]), turned = NULL;
      g_autoptr (CriticEvidence) evidence = NULL, around = NULL;
      const CriticEvidenceVanishing *vanishing;

      made_noise (picture, 6, 60 + i);
      evidence = made_measure (picture);
      vanishing = critic_evidence_get_vanishing (evidence);
      assert_near (vanishing->x, points[i][0] / 900, 0.02);
      assert_near (vanishing->y, points[i][1] / 600, 0.02);
      g_assert_cmpfloat (vanishing->support, >, 0.6);
      g_assert_cmpuint (vanishing->n_kept, >=, 9);
      assert_strong (evidence, MCN_STYLE_VANISHING_POINT);

      turned = made_turn (picture);
      around = made_measure (turned);
      vanishing = critic_evidence_get_vanishing (around);
      assert_near (vanishing->x, points[i][1] / 600, 0.02);
      assert_near (vanishing->y, 1 - points[i][0] / 900, 0.02);
      assert_strong (around, MCN_STYLE_VANISHING_POINT);
    }
}

static void
test_not_vanishing (void)
{
  g_autoptr (MadePicture) windows = made_new (900, 600, 120), random = made_new (900, 600, 120), stripes = made_new (900, 600, 0), texture = make_texture (900, 600, 70);
  g_autoptr (GRand) rand = g_rand_new_with_seed (71);
  g_autoptr (CriticEvidence) a = NULL, b = NULL, c = NULL, d = NULL;

  /* Two families of parallels. */
  for (int x = 40; x < 900; x += 120)
    for (int y = 40; y < 600; y += 120)
      made_rectangle (windows, x, y, x + 70, y + 80, 0x303840);
  a = made_measure (windows);
  g_assert_cmpuint (critic_evidence_get_vanishing (a)->n_found, >, 40);
  assert_weak (a, MCN_STYLE_VANISHING_POINT);

  for (int i = 0; i < 30; i++)
    {
      gdouble x = g_rand_double_range (rand, 100, 800), y = g_rand_double_range (rand, 100, 500), angle = g_rand_double_range (rand, 0, G_PI);

      made_line (random, x - 70 * cos (angle), y - 70 * sin (angle), x + 70 * cos (angle), y + 70 * sin (angle), 4, 0xe0e0e0);
    }
  b = made_measure (random);
  made_compare (b, MCN_STYLE_VANISHING_POINT, "<", 0.5);

  made_paint (stripes, paint_stripes, NULL);
  c = made_measure (stripes);
  assert_weak (c, MCN_STYLE_VANISHING_POINT);

  d = made_measure (texture);
  assert_weak (d, MCN_STYLE_VANISHING_POINT);
}

static void
test_focus (void)
{
  g_autoptr (MadePicture) picture = make_texture (900, 600, 80), turned = NULL;
  g_autoptr (CriticEvidence) evidence = NULL, around = NULL;
  CriticEvidenceMap map;
  gdouble inside = 0.0, outside = 0.0, n_inside = 0.0, n_outside = 0.0;

  made_soften (picture, 8, 300, 200, 600, 400);
  evidence = made_measure (picture);
  assert_strong (evidence, MCN_STYLE_SHALLOW_DOF);
  assert_near (critic_evidence_get_focus (evidence)->sharp, 1.0 / 9.0, 0.07);
  g_assert_cmpfloat (critic_evidence_get_focus (evidence)->soft, >, 0.5);

  g_assert_true (critic_evidence_get_map (evidence, MCN_STYLE_SHALLOW_DOF, &map));
  for (guint i = 0; i < map.columns * map.rows; i++)
    {
      gdouble x = (i % map.columns + 0.5) / map.columns, y = (i / map.columns + 0.5) / map.rows;

      if (x > 0.36 && x < 0.64 && y > 0.36 && y < 0.64)
        {
          inside += map.values[i];
          n_inside++;
        }
      else if (x < 0.3 || x > 0.7 || y < 0.3 || y > 0.7)
        {
          outside += map.values[i];
          n_outside++;
        }
    }
  g_assert_cmpfloat (inside / n_inside, >, 2.0 * outside / n_outside);

  turned = made_turn (picture);
  made_noise (turned, 4, 81);
  around = made_measure (turned);
  assert_strong (around, MCN_STYLE_SHALLOW_DOF);
}

static void
test_deep_focus (void)
{
  g_autoptr (MadePicture) sharp = make_texture (900, 600, 90), soft = make_texture (900, 600, 91), sky = make_texture (900, 600, 92);
  g_autoptr (CriticEvidence) a = made_measure (sharp), b = NULL, c = NULL;

  assert_weak (a, MCN_STYLE_SHALLOW_DOF);

  /* Soft all over is not shallow. */
  made_soften (soft, 8, 0, 0, 0, 0);
  b = made_measure (soft);
  assert_weak (b, MCN_STYLE_SHALLOW_DOF);

  /* A plain sky is not out of focus. */
  made_rectangle (sky, 0, 0, 900, 400, 0x80a0d0);
  c = made_measure (sky);
  g_assert_cmpfloat (critic_evidence_get_focus (c)->plain, >, 0.5);
  assert_weak (c, MCN_STYLE_SHALLOW_DOF);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/evidence/motion/smeared", test_motion);
  g_test_add_func ("/evidence/motion/none", test_no_motion);
  g_test_add_func ("/evidence/thirds/placed", test_thirds);
  g_test_add_func ("/evidence/thirds/not", test_not_thirds);
  g_test_add_func ("/evidence/vanishing/road", test_vanishing);
  g_test_add_func ("/evidence/vanishing/not", test_not_vanishing);
  g_test_add_func ("/evidence/focus/shallow", test_focus);
  g_test_add_func ("/evidence/focus/deep", test_deep_focus);

  return g_test_run ();
}
