/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "made-picture.h"

#include <math.h>
#include <string.h>

MadePicture *
made_new (guint width, guint height, guint grey)
{
  MadePicture *self = g_new (MadePicture, 1);

  *self = (MadePicture) { width, height, g_new (gdouble, (gsize) width * height * 3) };
  for (gsize i = 0; i < (gsize) width * height * 3; i++)
    self->rgb[i] = grey;

  return self;
}

void
made_free (MadePicture *self)
{
  g_free (self->rgb);
  g_free (self);
}

void
made_paint (MadePicture *self, MadePaint paint, gpointer data)
{
  for (guint y = 0; y < self->height; y++)
    for (guint x = 0; x < self->width; x++)
      {
        gdouble *out = self->rgb + ((gsize) y * self->width + x) * 3, sum[3] = { 0 };

        for (int k = 0; k < 4; k++)
          {
            gdouble rgb[3] = { out[0], out[1], out[2] };

            paint (x + 0.25 + 0.5 * (k % 2), y + 0.25 + 0.5 * (k / 2), rgb, data);
            for (int c = 0; c < 3; c++)
              sum[c] += rgb[c] / 4.0;
          }
        memcpy (out, sum, sizeof sum);
      }
}

typedef struct
{
  gdouble a, b, c, d, e;
  guint32 colour;
} Figure;

static void
ink (gdouble rgb[3], guint32 colour)
{
  rgb[0] = colour >> 16 & 0xff;
  rgb[1] = colour >> 8 & 0xff;
  rgb[2] = colour & 0xff;
}

static void
paint_rectangle (gdouble x, gdouble y, gdouble rgb[3], gpointer data)
{
  const Figure *f = data;

  if (x >= f->a && x < f->c && y >= f->b && y < f->d)
    ink (rgb, f->colour);
}

void
made_rectangle (MadePicture *self, gdouble left, gdouble top, gdouble right, gdouble bottom, guint32 colour)
{
  Figure figure = { left, top, right, bottom, 0.0, colour };

  made_paint (self, paint_rectangle, &figure);
}

static void
paint_disc (gdouble x, gdouble y, gdouble rgb[3], gpointer data)
{
  const Figure *f = data;

  if (hypot (x - f->a, y - f->b) < f->c)
    ink (rgb, f->colour);
}

void
made_disc (MadePicture *self, gdouble x, gdouble y, gdouble radius, guint32 colour)
{
  Figure figure = { x, y, radius, 0.0, 0.0, colour };

  made_paint (self, paint_disc, &figure);
}

static void
paint_line (gdouble x, gdouble y, gdouble rgb[3], gpointer data)
{
  const Figure *f = data;
  gdouble dx = f->c - f->a, dy = f->d - f->b, t = ((x - f->a) * dx + (y - f->b) * dy) / (dx * dx + dy * dy);

  t = CLAMP (t, 0.0, 1.0);
  if (hypot (x - f->a - t * dx, y - f->b - t * dy) < 0.5 * f->e)
    ink (rgb, f->colour);
}

void
made_line (MadePicture *self, gdouble x0, gdouble y0, gdouble x1, gdouble y1, gdouble width, guint32 colour)
{
  Figure figure = { x0, y0, x1, y1, width, colour };

  made_paint (self, paint_line, &figure);
}

/* About normal: the sum of twelve even ones. */
static gdouble
random_normal (GRand *rand)
{
  gdouble sum = -6.0;

  for (int i = 0; i < 12; i++)
    sum += g_rand_double (rand);

  return sum;
}

void
made_texture (MadePicture *self, guint cell, gdouble deviation, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint columns = self->width / cell + 1, rows = self->height / cell + 1;
  g_autofree gdouble *cells = g_new (gdouble, (gsize) columns * rows);

  for (gsize i = 0; i < (gsize) columns * rows; i++)
    cells[i] = deviation * random_normal (rand);
  for (guint y = 0; y < self->height; y++)
    for (guint x = 0; x < self->width; x++)
      for (int c = 0; c < 3; c++)
        self->rgb[((gsize) y * self->width + x) * 3 + c] += cells[(gsize) (y / cell) * columns + x / cell];
}

void
made_noise (MadePicture *self, gdouble deviation, guint32 seed)
{
  made_texture (self, 1, deviation, seed);
}

static void
get (const MadePicture *self, int x, int y, gdouble rgb[3])
{
  x = CLAMP (x, 0, (int) self->width - 1);
  y = CLAMP (y, 0, (int) self->height - 1);
  memcpy (rgb, self->rgb + ((gsize) y * self->width + x) * 3, 3 * sizeof *rgb);
}

static void
get_between (const MadePicture *self, gdouble x, gdouble y, gdouble rgb[3])
{
  int left = (int) floor (x), top = (int) floor (y);
  gdouble fx = x - left, fy = y - top, v[4][3];

  for (int k = 0; k < 4; k++)
    get (self, left + k % 2, top + k / 2, v[k]);
  for (int c = 0; c < 3; c++)
    rgb[c] = (1 - fy) * ((1 - fx) * v[0][c] + fx * v[1][c]) + fy * ((1 - fx) * v[2][c] + fx * v[3][c]);
}

void
made_smear (MadePicture *self, gdouble length, gdouble angle)
{
  g_autofree gdouble *out = g_new0 (gdouble, (gsize) self->width * self->height * 3);
  gdouble dx = cos (angle * G_PI / 180.0), dy = -sin (angle * G_PI / 180.0);
  int n = (int) length;

  for (guint y = 0; y < self->height; y++)
    for (guint x = 0; x < self->width; x++)
      for (int k = 0; k < n; k++)
        {
          gdouble rgb[3], t = k - 0.5 * (n - 1);

          get_between (self, x + t * dx, y + t * dy, rgb);
          for (int c = 0; c < 3; c++)
            out[((gsize) y * self->width + x) * 3 + c] += rgb[c] / n;
        }
  memcpy (self->rgb, out, (gsize) self->width * self->height * 3 * sizeof *out);
}

void
made_soften (MadePicture *self, guint radius, gdouble left, gdouble top, gdouble right, gdouble bottom)
{
  MadePicture before = { self->width, self->height, g_memdup2 (self->rgb, (gsize) self->width * self->height * 3 * sizeof (gdouble)) };

  for (int pass = 0; pass < 6; pass++)
    {
      g_autofree gdouble *from = g_memdup2 (self->rgb, (gsize) self->width * self->height * 3 * sizeof (gdouble));
      MadePicture last = { self->width, self->height, from };

      for (guint y = 0; y < self->height; y++)
        for (guint x = 0; x < self->width; x++)
          {
            gdouble sum[3] = { 0 };

            for (int k = -(int) radius; k <= (int) radius; k++)
              {
                gdouble rgb[3];

                get (&last, (int) x + (pass % 2 ? k : 0), (int) y + (pass % 2 ? 0 : k), rgb);
                for (int c = 0; c < 3; c++)
                  sum[c] += rgb[c] / (2 * radius + 1);
              }
            memcpy (self->rgb + ((gsize) y * self->width + x) * 3, sum, sizeof sum);
          }
    }
  for (guint y = 0; y < self->height; y++)
    for (guint x = 0; x < self->width; x++)
      if (x >= left && x < right && y >= top && y < bottom)
        get (&before, (int) x, (int) y, self->rgb + ((gsize) y * self->width + x) * 3);
  g_free (before.rgb);
}

MadePicture *
made_turn (const MadePicture *self)
{
  MadePicture *turned = made_new (self->height, self->width, 0);

  for (guint y = 0; y < turned->height; y++)
    for (guint x = 0; x < turned->width; x++)
      get (self, (int) (self->width - 1 - y), (int) x, turned->rgb + ((gsize) y * turned->width + x) * 3);

  return turned;
}

MadePicture *
made_mirror (const MadePicture *self)
{
  MadePicture *mirrored = made_new (self->width, self->height, 0);

  for (guint y = 0; y < self->height; y++)
    for (guint x = 0; x < self->width; x++)
      get (self, (int) (self->width - 1 - x), (int) y, mirrored->rgb + ((gsize) y * self->width + x) * 3);

  return mirrored;
}

static CriticPhoto *
make_photo (const MadePicture *self)
{
  gsize n = (gsize) self->width * self->height * 3;
  g_autofree guint8 *bytes = g_malloc (n);

  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) CLAMP (lrint (self->rgb[i]), 0, 255);

  return critic_photo_new_from_pixels (bytes, self->width, self->height, (gsize) self->width * 3, FALSE);
}

CriticEvidence *
made_measure (const MadePicture *self)
{
  g_autoptr (CriticPhoto) photo = make_photo (self);
  g_autoptr (GError) error = NULL;
  CriticEvidence *evidence = critic_evidence_measure (photo, NULL, &error);

  g_assert_no_error (error);
  made_check (evidence);
  for (int i = 0; i < MCN_N_STYLES; i++)
    {
      g_autofree char *said = critic_evidence_say (evidence, i);

      g_test_message ("%s %.2f: %s", mcn_style_info (i)->id, critic_evidence_get_strength (evidence, i), said != NULL ? said : "-");
    }

  return evidence;
}

static void
check_range (const char *name, gdouble value, gdouble least, gdouble most)
{
  if (!(value >= least && value <= most))
    g_error ("%s is %g, not from %g to %g", name, value, least, most);
}

static void
check_map (const CriticEvidence *evidence, McnStyle style)
{
  CriticEvidenceMap map;

  if (!critic_evidence_get_map (evidence, style, &map))
    return;
  check_range ("columns", map.columns, 1, 64);
  check_range ("rows", map.rows, 1, 64);
  for (guint i = 0; i < map.columns * map.rows; i++)
    check_range ("cell", map.values[i], 0, 1);
}

static void
check_numbers (const CriticEvidence *evidence)
{
  const CriticEvidenceHues *hues = critic_evidence_get_hues (evidence);
  const CriticEvidenceGround *ground = critic_evidence_get_ground (evidence);
  const CriticEvidenceShape *shape = critic_evidence_get_shape (evidence);
  const CriticEvidenceMotion *motion = critic_evidence_get_motion (evidence);
  const CriticEvidenceThirds *thirds = critic_evidence_get_thirds (evidence);
  const CriticEvidenceVanishing *vanishing = critic_evidence_get_vanishing (evidence);
  const CriticEvidenceFocus *focus = critic_evidence_get_focus (evidence);
  gdouble sum = 0.0;

  for (int i = 0; i < CRITIC_EVIDENCE_N_HUES; i++)
    sum += hues->hue[i];
  check_range ("sum of hues", sum, hues->n_peaks > 0 ? 0.999 : 0.0, hues->n_peaks > 0 ? 1.001 : 0.0);
  for (int i = 0; i < 2; i++)
    {
      check_range ("peak", hues->peak[i], 0, 360);
      check_range ("share", hues->share[i], 0, 1.001);
    }
  check_range ("chroma", hues->chroma, 0, 200);
  check_range ("angle", hues->angle, 0, 180);
  check_range ("painters' angle", hues->painters_angle, 0, 180);
  check_range ("curve", hues->curve, 0, 1);
  check_range ("border", ground->border, 0, 1);
  check_range ("cover", ground->cover, 0, 1);
  check_range ("lightness of white", ground->lightness, 0, 100.01);
  check_range ("subject", ground->subject, 0, 100.01);
  check_range ("area", shape->area, 0, 1);
  check_range ("lightness of shape", shape->lightness, -0.01, 100);
  check_range ("around", shape->around, -0.01, 100.01);
  check_range ("detail", shape->detail, 0, 100);
  check_range ("sigma", critic_evidence_get_grain (evidence)->sigma, 0, 100);
  check_range ("flat", critic_evidence_get_grain (evidence)->flat, 0, 1);
  check_range ("direction", motion->direction, 0, 180);
  check_range ("share", motion->share, 0, 1);
  check_range ("ratio", motion->ratio, 0, 50);
  check_range ("detailed", motion->detailed, 0, 1);
  check_range ("x", thirds->x, 0, 1);
  check_range ("y", thirds->y, 0, 1);
  check_range ("area", thirds->area, 0, 1);
  check_range ("distance", thirds->distance, 0, 1);
  check_range ("line distance", thirds->line_distance, 0, 0.5);
  check_range ("near lines", thirds->near_lines, 0, 1.001);
  check_range ("vanishing x", vanishing->x, -1, 2);
  check_range ("vanishing y", vanishing->y, -1, 2);
  check_range ("support", vanishing->support, 0, 1.001);
  check_range ("lines", vanishing->n_lines, 0, vanishing->n_found);
  check_range ("kept", vanishing->n_kept, 0, CRITIC_EVIDENCE_MOST_LINES);
  check_range ("sharp", focus->sharp, 0, 1);
  check_range ("soft", focus->soft, 0, 1);
  check_range ("plain", focus->plain, 0, 1);
  check_range ("focus ratio", focus->ratio, 0, 50);
}

void
made_check (const CriticEvidence *evidence)
{
  for (int i = 0; i < MCN_N_STYLES; i++)
    {
      g_autofree char *said = critic_evidence_say (evidence, i);

      check_range (mcn_style_info (i)->id, critic_evidence_get_strength (evidence, i), 0, 1);
      g_assert_cmpint (said != NULL, ==, critic_evidence_is_measured (i));
      if (said != NULL)
        g_assert_null (strstr (said, "nan"));
      else
        g_assert_cmpfloat (critic_evidence_get_strength (evidence, i), ==, 0.0);
      check_map (evidence, i);
    }
  check_numbers (evidence);
}

void
made_compare (const CriticEvidence *evidence, McnStyle style, const char *comparison, gdouble bound)
{
  g_autofree char *said = critic_evidence_say (evidence, style);
  gdouble strength = critic_evidence_get_strength (evidence, style);

  if (*comparison == '>' ? strength <= bound : strength >= bound)
    g_error ("%s: %.3f is not %s %.2f: %s", mcn_style_info (style)->id, strength, comparison, bound, said);
}
