/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bounded picture as planes of CIELAB, each half the size of the one before. */
#include "critic-evidence-private.h"

#include "critic-preprocess.h"

#include <math.h>

#define N_STEPS 4096        /* of the table of lightness */

/* sRGB (IEC 61966-2-1) to CIELAB with D65: the rows are divided by the white. */
typedef struct
{
  gfloat linear[256];
  gfloat f[N_STEPS + 2];    /* CIELAB's f, equidistant over 0 to 1 */
} Tables;

static const gfloat to_xyz[3][3] = {
  { 0.4124564f / 0.95047f, 0.3575761f / 0.95047f, 0.1804375f / 0.95047f },
  { 0.2126729f, 0.7151522f, 0.0721750f },
  { 0.0193339f / 1.08883f, 0.1191920f / 1.08883f, 0.9503041f / 1.08883f },
};

static const Tables *
get_tables (void)
{
  static Tables tables;
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      for (int i = 0; i < 256; i++)
        {
          double v = i / 255.0;

          tables.linear[i] = (gfloat) (v <= 0.04045 ? v / 12.92 : pow ((v + 0.055) / 1.055, 2.4));
        }
      for (int i = 0; i < N_STEPS + 2; i++)
        {
          double t = (double) i / N_STEPS;

          tables.f[i] = (gfloat) (t > 216.0 / 24389.0 ? cbrt (t) : (24389.0 / 27.0 * t + 16.0) / 116.0);
        }
      g_once_init_leave (&ready, 1);
    }

  return &tables;
}

static inline gfloat
look_up (const Tables *tables, gfloat t)
{
  gfloat at = CLAMP (t, 0.0f, 1.0f) * N_STEPS;
  int i = (int) at;

  return tables->f[i] + (tables->f[i + 1] - tables->f[i]) * (at - i);
}

static void
plane_init (CriticPlane *self, guint width, guint height)
{
  self->width = width;
  self->height = height;
  self->values = g_new (gfloat, (gsize) width * height);
}

/* Means of 2 x 2; an odd last column or row counts twice. */
static void
halve (const CriticPlane *from, CriticPlane *to)
{
  plane_init (to, (from->width + 1) / 2, (from->height + 1) / 2);
  for (guint y = 0; y < to->height; y++)
    {
      const gfloat *above = from->values + (gsize) 2 * y * from->width;
      const gfloat *below = from->values + (gsize) MIN (2 * y + 1, from->height - 1) * from->width;
      gfloat *out = to->values + (gsize) y * to->width;

      for (guint x = 0; x < to->width; x++)
        {
          guint left = 2 * x, right = MIN (2 * x + 1, from->width - 1);

          out[x] = 0.25f * ((above[left] + above[right]) + (below[left] + below[right]));
        }
    }
}

static void
lighten (CriticPlanes *self, const guint8 *rgb, gsize stride)
{
  const Tables *tables = get_tables ();

  plane_init (&self->light[0], self->width, self->height);
  for (guint y = 0; y < self->height; y++)
    {
      const guint8 *in = rgb + y * stride;
      gfloat *out = self->light[0].values + (gsize) y * self->width;

      for (guint x = 0; x < self->width; x++, in += 3)
        out[x] = 116.0f * look_up (tables, to_xyz[1][0] * tables->linear[in[0]]
                                           + to_xyz[1][1] * tables->linear[in[1]]
                                           + to_xyz[1][2] * tables->linear[in[2]]) - 16.0f;
    }
}

static gfloat
hue_of (gfloat r, gfloat g, gfloat b)
{
  gfloat most = MAX (r, MAX (g, b)), range = most - MIN (r, MIN (g, b)), hue;

  if (range <= 0.0f)
    return 0.0f;
  hue = most == r ? (g - b) / range : most == g ? 2.0f + (b - r) / range : 4.0f + (r - g) / range;

  return hue < 0.0f ? 60.0f * hue + 360.0f : 60.0f * hue;
}

/* Colour at half the size: of the mean of 2 x 2 bytes. */
static void
colour (CriticPlanes *self, const guint8 *rgb, gsize stride)
{
  const Tables *tables = get_tables ();
  guint width = (self->width + 1) / 2, height = (self->height + 1) / 2;

  plane_init (&self->a[1], width, height);
  plane_init (&self->b[1], width, height);
  plane_init (&self->hue, width, height);
  for (guint y = 0; y < height; y++)
    {
      const guint8 *above = rgb + (gsize) 2 * y * stride, *below = rgb + (gsize) MIN (2 * y + 1, self->height - 1) * stride;

      for (guint x = 0; x < width; x++)
        {
          gsize left = (gsize) 2 * x * 3, right = (gsize) MIN (2 * x + 1, self->width - 1) * 3, at = (gsize) y * width + x;
          gfloat mean[3], linear[3], f[3];

          for (int c = 0; c < 3; c++)
            {
              guint sum = above[left + c] + above[right + c] + below[left + c] + below[right + c];

              mean[c] = sum * 0.25f;
              linear[c] = tables->linear[(sum + 2) / 4];
            }
          for (int c = 0; c < 3; c++)
            f[c] = look_up (tables, to_xyz[c][0] * linear[0] + to_xyz[c][1] * linear[1] + to_xyz[c][2] * linear[2]);
          self->a[1].values[at] = 500.0f * (f[0] - f[1]);
          self->b[1].values[at] = 200.0f * (f[1] - f[2]);
          self->hue.values[at] = hue_of (mean[0], mean[1], mean[2]);
        }
    }
}

/**
 * critic_planes_new: (skip)
 * @photo: a photograph
 * @cancellable: (nullable): looked at while it is made smaller
 * @error: return location
 *
 * Returns: (transfer full): its planes, or %NULL with %G_IO_ERROR_CANCELLED
 */
CriticPlanes *
critic_planes_new (CriticPhoto *photo, GCancellable *cancellable, GError **error)
{
  guint width = critic_photo_get_width (photo), height = critic_photo_get_height (photo), longest = MAX (width, height);
  gsize stride = critic_photo_get_stride (photo);
  const guint8 *rgb = g_bytes_get_data (critic_photo_get_pixels (photo), NULL);
  g_autofree guint8 *smaller = NULL;
  CriticPlanes *self;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  if (longest > CRITIC_EVIDENCE_LONG_SIDE)
    {
      guint new_width = MAX (1, (guint) ((guint64) width * CRITIC_EVIDENCE_LONG_SIDE / longest));
      guint new_height = MAX (1, (guint) ((guint64) height * CRITIC_EVIDENCE_LONG_SIDE / longest));

      smaller = g_malloc ((gsize) new_width * new_height * 3);
      if (!critic_preprocess_resize (rgb, width, height, stride, new_width, new_height, smaller, cancellable, error))
        return NULL;
      width = new_width;
      height = new_height;
      stride = (gsize) width * 3;
      rgb = smaller;
    }

  self = g_new0 (CriticPlanes, 1);
  self->width = width;
  self->height = height;
  lighten (self, rgb, stride);
  colour (self, rgb, stride);
  for (int i = 1; i < CRITIC_EVIDENCE_LEVELS; i++)
    halve (&self->light[i - 1], &self->light[i]);
  for (int i = 2; i < CRITIC_EVIDENCE_LEVELS; i++)
    {
      halve (&self->a[i - 1], &self->a[i]);
      halve (&self->b[i - 1], &self->b[i]);
    }

  return self;
}

void
critic_planes_free (CriticPlanes *self)
{
  for (int i = 0; i < CRITIC_EVIDENCE_LEVELS; i++)
    {
      g_free (self->light[i].values);
      g_free (self->a[i].values);
      g_free (self->b[i].values);
    }
  g_free (self->hue.values);
  g_free (self);
}

/* Running means along one line of @n values, @step apart; places outside do not count. */
static void
blur_line (const gfloat *in, gfloat *out, guint n, gsize step, guint radius)
{
  gdouble sum = 0.0;
  guint first = 0, end = 0;

  for (guint i = 0; i < n; i++)
    {
      for (; end < n && end <= i + radius; end++)
        sum += in[end * step];
      for (; first + radius < i; first++)
        sum -= in[first * step];
      out[i * step] = (gfloat) (sum / (end - first));
    }
}

/**
 * critic_plane_blur: (skip)
 * @self: a plane
 * @radius: of the box, in its pixels
 * @out: (out caller-allocates): as many values as the plane has
 *
 * Means over a box about each pixel, cut at the edges.
 */
void
critic_plane_blur (const CriticPlane *self, guint radius, gfloat *out)
{
  g_autofree gfloat *across = g_new (gfloat, (gsize) self->width * self->height);

  for (guint y = 0; y < self->height; y++)
    blur_line (self->values + (gsize) y * self->width, across + (gsize) y * self->width, self->width, 1, radius);
  for (guint x = 0; x < self->width; x++)
    blur_line (across + x, out + x, self->height, self->width, radius);
}
