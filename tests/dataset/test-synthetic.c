/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each made picture shows what it says and keeps the rest. */
#include "mcn-synthetic.h"

#include <math.h>
#include <string.h>

#define W 96
#define H 64

typedef struct { guint8 rgb[H][W][3]; } Picture;
typedef gdouble (*Shade) (guint x, guint y, guint channel);

static void
paint (Picture *picture, Shade shade)
{
  for (guint y = 0; y < H; y++)
    for (guint x = 0; x < W; x++)
      for (guint c = 0; c < 3; c++)
        picture->rgb[y][x][c] = CLAMP (shade (x, y, c), 0, 255);
}

static void
apply (const McnSynthetic *how, Picture *picture)
{
  mcn_synthetic_apply (how, &picture->rgb[0][0][0], W, H);
}

static gdouble grey (guint x, guint y, guint c) { return 120; }
static gdouble colours (guint x, guint y, guint c) { return c == 0 ? 40 + 2 * x : c == 1 ? 220 - 3 * y : (x * y) % 200; }
static gdouble rows (guint x, guint y, guint c) { return y % 8 < 4 ? 60 : 180; }
static gdouble columns (guint x, guint y, guint c) { return x % 8 < 4 ? 60 : 180; }
static gdouble lamp (guint x, guint y, guint c) { return hypot (x - W / 2., y - H / 2.) < 6 ? 250 : 20; }
static gdouble halves (guint x, guint y, guint c) { return (x < W / 2 ? 50 : 200) + (y % 4 < 2 ? 5 : -5) + (c == 0 ? 6 : 0); }

/* Where there is nothing to show, nothing changes. */
static void
check_grey_stays (const McnSynthetic *how)
{
  Picture before, after;

  paint (&before, grey);
  after = before;
  apply (how, &after);
  g_assert_cmpmem (&after, sizeof after, &before, sizeof before);
}

static gdouble
light (const Picture *picture, guint x, guint y)
{
  const guint8 *p = picture->rgb[y][x];

  return .2126 * p[0] + .7152 * p[1] + .0722 * p[2];
}

static void
moments (const Picture *picture, guint left, guint right, gdouble *mean, gdouble *sd)
{
  gdouble sum = 0, squares = 0, n = 0;

  for (guint y = 8; y < H - 8; y++)
    for (guint x = left; x < right; x++, n++)
      {
        gdouble value = light (picture, x, y);

        sum += value;
        squares += value * value;
      }
  *mean = sum / n;
  *sd = sqrt (MAX (squares / n - *mean * *mean, 0));
}

/* All colours lie on one line, in the order of their light, and where the light was the same it is. */
static void
test_duotones (void)
{
  for (guint32 seed = 0; seed < 8; seed++)
    {
      McnSynthetic how;
      Picture before, after;

      mcn_synthetic_choose (&how, MCN_STYLE_DUOTONES, seed);
      paint (&before, colours);
      after = before;
      apply (&how, &after);
      for (guint y = 0; y < H; y++)
        for (guint x = 0; x < W; x++)
          for (guint c = 0; c < 3; c++)
            g_assert_cmpfloat (fabs (after.rgb[y][x][c] - (how.dark[c] + light (&before, x, y) / 255 * (how.light[c] - how.dark[c]))), <=, .51);
      /* Black and white become two tones that are far apart. */
      g_assert_cmpfloat (how.light[1] - how.dark[1], >, 60);
      g_assert_cmpfloat (hypot (how.dark[0] - how.dark[1], how.dark[1] - how.dark[2]) + hypot (how.light[0] - how.light[1], how.light[1] - how.light[2]), >, 5);
    }
}

static void
test_negative (void)
{
  McnSynthetic how;
  Picture before, after;

  mcn_synthetic_choose (&how, MCN_STYLE_NEGATIVE_IMAGE, 3);
  paint (&before, colours);
  after = before;
  apply (&how, &after);
  for (guint y = 0; y < H; y++)
    for (guint x = 0; x < W; x++)
      for (guint c = 0; c < 3; c++)
        g_assert_cmpuint (after.rgb[y][x][c], ==, 255 - before.rgb[y][x][c]);
  apply (&how, &after);
  g_assert_cmpmem (&after, sizeof after, &before, sizeof before);
}

/* Lines along the path stay, those across it are gone, a plain ground stays. */
static void
test_motion (void)
{
  McnSynthetic how = { .style = MCN_STYLE_MOTION_BLUR, .length = 16 };
  Picture before, after;
  gdouble mean, sd;

  for (guint quarter = 0; quarter < 2; quarter++)
    {
      how.angle = quarter * G_PI / 2;
      paint (&before, quarter ? columns : rows);
      after = before;
      apply (&how, &after);
      for (guint y = 0; y < H; y++)
        for (guint x = 0; x < W; x++)
          g_assert_cmpint (ABS (after.rgb[y][x][0] - before.rgb[y][x][0]), <=, 1);
      paint (&after, quarter ? rows : columns);
      apply (&how, &after);
      moments (&after, 12, W - 12, &mean, &sd);
      g_assert_cmpfloat (sd, <, 6);
      g_assert_cmpfloat (fabs (mean - 120), <, 3);
    }
  mcn_synthetic_choose (&how, MCN_STYLE_MOTION_BLUR, 9);
  check_grey_stays (&how);
}

/* Light runs out of the lamp, which stays the brightest and keeps its edge. */
static void
test_soft (void)
{
  McnSynthetic how;
  Picture before, after;

  for (guint32 seed = 0; seed < 4; seed++)
    {
      mcn_synthetic_choose (&how, MCN_STYLE_SOFT_FOCUS, seed);
      paint (&before, lamp);
      after = before;
      apply (&how, &after);
      g_assert_cmpint (after.rgb[H / 2][W / 2 + 9][0], >, before.rgb[H / 2][W / 2 + 9][0] + 5);
      g_assert_cmpint (after.rgb[H / 2][W / 2 + 9][0], >=, after.rgb[H / 2][W / 2 + 18][0]);
      g_assert_cmpint (after.rgb[H / 2][W / 2 + 5][0], >, after.rgb[H / 2][W / 2 + 7][0] + 40);
      g_assert_cmpint (ABS (after.rgb[1][1][0] - 20), <=, 3);
      check_grey_stays (&how);
    }
}

/* Grey specks of the deviation that was asked for, about the mean that was there; none in black. */
static void
test_grain (void)
{
  McnSynthetic how;
  Picture after;
  gdouble mean, sd, before = 0;

  mcn_synthetic_choose (&how, MCN_STYLE_IMAGE_GRAIN, 5);
  paint (&after, grey);
  apply (&how, &after);
  moments (&after, 8, W - 8, &mean, &sd);
  g_assert_cmpfloat (fabs (mean - 120), <, 2);
  g_assert_cmpfloat (fabs (sd / how.amount - 1), <, .1);
  for (guint y = 0; y < H; y++)
    for (guint x = 0; x < W; x++)
      g_assert_true (after.rgb[y][x][0] == after.rgb[y][x][1] && after.rgb[y][x][1] == after.rgb[y][x][2]);
  /* Four pixels on it is forgotten. */
  for (guint y = 8; y < H - 8; y++)
    for (guint x = 8; x < W - 8; x++)
      before += (light (&after, x, y) - mean) * (light (&after, x + 4, y) - mean) / ((H - 16) * (W - 16) * sd * sd);
  g_assert_cmpfloat (fabs (before), <, .1);
}

/* Far apart comes nearer, near comes further apart, a grey stays what it was. */
static void
test_hdr (void)
{
  McnSynthetic how;
  Picture before, after;
  gdouble left[2], right[2], fine[2], sd;

  for (guint32 seed = 0; seed < 4; seed++)
    {
      mcn_synthetic_choose (&how, MCN_STYLE_HDR, seed);
      how.radius = 10;
      paint (&before, halves);
      after = before;
      apply (&how, &after);
      moments (&before, 0, 8, &left[0], &fine[0]);
      moments (&after, 0, 8, &left[1], &fine[1]);
      moments (&before, W - 8, W, &right[0], &sd);
      moments (&after, W - 8, W, &right[1], &sd);
      g_assert_cmpfloat (right[1] - left[1], <, .75 * (right[0] - left[0]));
      g_assert_cmpfloat (right[1] - left[1], >, .2 * (right[0] - left[0]));
      g_assert_cmpfloat (fine[1], >, 1.3 * fine[0]);
      /* Colours keep their direction. */
      g_assert_cmpint (after.rgb[H / 2][2][0] - after.rgb[H / 2][2][1], >=, 5);
      g_assert_cmpint (ABS (after.rgb[H / 2][2][1] - after.rgb[H / 2][2][2]), <=, 1);
      check_grey_stays (&how);
    }
}

/* A seed is a picture; another one is another, but of the negative, which has no choice. */
static void
test_seeds (void)
{
  for (guint i = 0; i < MCN_N_SYNTHETIC; i++)
    {
      McnStyle style = mcn_synthetic_style (i);
      McnSynthetic how;
      Picture once, again, other;

      paint (&once, colours);
      again = other = once;
      mcn_synthetic_choose (&how, style, 11);
      apply (&how, &once);
      mcn_synthetic_choose (&how, style, 11);
      apply (&how, &again);
      mcn_synthetic_choose (&how, style, 12);
      apply (&how, &other);
      g_assert_cmpmem (&once, sizeof once, &again, sizeof again);
      g_assert_cmpint (memcmp (&once, &other, sizeof once) == 0, ==, style == MCN_STYLE_NEGATIVE_IMAGE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synthetic/duotones", test_duotones);
  g_test_add_func ("/synthetic/negative", test_negative);
  g_test_add_func ("/synthetic/motion", test_motion);
  g_test_add_func ("/synthetic/soft", test_soft);
  g_test_add_func ("/synthetic/grain", test_grain);
  g_test_add_func ("/synthetic/hdr", test_hdr);
  g_test_add_func ("/synthetic/seeds", test_seeds);
  return g_test_run ();
}
