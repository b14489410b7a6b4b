/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-synthetic.h"

#include <math.h>
#include <string.h>

static const McnStyle made[] = {
  MCN_STYLE_DUOTONES, MCN_STYLE_NEGATIVE_IMAGE, MCN_STYLE_MOTION_BLUR, MCN_STYLE_SOFT_FOCUS, MCN_STYLE_IMAGE_GRAIN, MCN_STYLE_HDR,
};
G_STATIC_ASSERT (G_N_ELEMENTS (made) == MCN_N_SYNTHETIC);

/* A picture as numbers, and a second one to write into. */
typedef struct
{
  guint   width, height;
  gfloat *x, *y;                /* height x width x 3 */
} Canvas;

McnStyle
mcn_synthetic_style (guint i)
{
  return made[i];
}

/* ---- how ------------------------------------------------------------------- */

static void
set_colour (gdouble *rgb, gdouble hue, gdouble saturation, gdouble value)
{
  for (guint c = 0; c < 3; c++)
    {
      gdouble place = fmod (hue * 6 + (c == 0 ? 5 : c == 1 ? 3 : 1), 6), k = CLAMP (MIN (place, 4 - place), 0, 1);

      rgb[c] = 255 * (value - value * saturation * k);
    }
}

static void
choose_tones (McnSynthetic *self, GRand *random)
{
  gdouble hue = g_rand_double (random);
  gdouble other = hue + (g_rand_boolean (random) ? g_rand_double_range (random, -.05, .05) : g_rand_double_range (random, .4, .6));

  set_colour (self->dark, hue, g_rand_double_range (random, .2, .9), g_rand_double_range (random, .02, .25));
  set_colour (self->light, other - floor (other), g_rand_double_range (random, .05, .4), g_rand_double_range (random, .88, 1));
}

void
mcn_synthetic_choose (McnSynthetic *self, McnStyle style, guint32 seed)
{
  GRand *random = g_rand_new_with_seed (seed);

  *self = (McnSynthetic) { .style = style, .seed = seed };
  switch (style)
    {
    case MCN_STYLE_DUOTONES:
      choose_tones (self, random);
      break;
    case MCN_STYLE_MOTION_BLUR:
      self->angle = g_rand_double_range (random, 0, G_PI);
      self->length = g_rand_double_range (random, 10, 40);
      break;
    case MCN_STYLE_SOFT_FOCUS:
      self->radius = g_rand_double_range (random, 4, 12);
      self->amount = g_rand_double_range (random, .3, .55);
      self->gain = g_rand_double_range (random, .1, .5);
      break;
    case MCN_STYLE_IMAGE_GRAIN:
      self->radius = g_rand_double_range (random, .3, .9);
      self->amount = g_rand_double_range (random, 12, 34);
      break;
    case MCN_STYLE_HDR:
      self->radius = g_rand_double_range (random, 10, 30);
      self->amount = g_rand_double_range (random, .3, .6);
      self->gain = g_rand_double_range (random, 1.5, 2.6);
      self->saturation = g_rand_double_range (random, 1, 1.5);
      break;
    default:
      break;
    }
  g_rand_free (random);
}

/* ---- pixels ---------------------------------------------------------------- */

static gfloat
light_of (const gfloat *rgb)
{
  return .2126f * rgb[0] + .7152f * rgb[1] + .0722f * rgb[2];
}

static gfloat *
pixel (const Canvas *canvas, gfloat *plane, gint x, gint y)
{
  x = CLAMP (x, 0, (gint) canvas->width - 1);
  y = CLAMP (y, 0, (gint) canvas->height - 1);
  return plane + ((gsize) y * canvas->width + x) * 3;
}

static void
swap (Canvas *canvas)
{
  gfloat *x = canvas->x;

  canvas->x = canvas->y;
  canvas->y = x;
}

static void
duotone (const McnSynthetic *self, Canvas *canvas)
{
  for (gsize i = 0; i < (gsize) canvas->width * canvas->height; i++)
    {
      gdouble light = light_of (canvas->x + 3 * i) / 255;

      for (guint c = 0; c < 3; c++)
        canvas->x[3 * i + c] = self->dark[c] + light * (self->light[c] - self->dark[c]);
    }
}

static void
invert (Canvas *canvas)
{
  for (gsize i = 0; i < (gsize) canvas->width * canvas->height * 3; i++)
    canvas->x[i] = 255 - canvas->x[i];
}

/* The mean along a path, half a pixel a step, between neighbours along a line; the
 * border goes on outside. */
static void
smear (const McnSynthetic *self, Canvas *canvas)
{
  gint n = ceil (self->length);
  gdouble dx = cos (self->angle), dy = sin (self->angle);

  for (guint y = 0; y < canvas->height; y++)
    for (guint x = 0; x < canvas->width; x++)
      {
        gfloat *to = pixel (canvas, canvas->y, x, y), sum[3] = { 0 };

        for (gint i = -n; i <= n; i++)
          {
            gdouble far = self->length * i / (2. * n), px = x + dx * far, py = y + dy * far;
            gint left = floor (px), top = floor (py);
            gfloat fx = px - left, fy = py - top;
            const gfloat *a = pixel (canvas, canvas->x, left, top), *b = pixel (canvas, canvas->x, left + 1, top);
            const gfloat *c = pixel (canvas, canvas->x, left, top + 1), *d = pixel (canvas, canvas->x, left + 1, top + 1);

            for (guint k = 0; k < 3; k++)
              sum[k] += (a[k] * (1 - fx) + b[k] * fx) * (1 - fy) + (c[k] * (1 - fx) + d[k] * fx) * fy;
          }
        for (guint k = 0; k < 3; k++)
          to[k] = sum[k] / (2 * n + 1);
      }
  swap (canvas);
}

/* A Gaussian of canvas->x into canvas->y; the border goes on outside. */
static void
blur (Canvas *canvas, gdouble radius)
{
  gint reach = ceil (3 * radius);
  g_autofree gfloat *weight = g_new (gfloat, reach + 1), *between = g_new (gfloat, (gsize) canvas->width * canvas->height * 3);
  gdouble sum = 0;

  for (gint i = 0; i <= reach; i++)
    {
      weight[i] = exp (-.5 * i * i / (radius * radius));
      sum += i == 0 ? weight[i] : 2 * weight[i];
    }
  for (guint down = 0; down < 2; down++)
    {
      gfloat *from = down ? between : canvas->x, *to = down ? canvas->y : between;

      for (gint y = 0; y < (gint) canvas->height; y++)
        for (gint x = 0; x < (gint) canvas->width; x++)
          {
            gfloat *at = pixel (canvas, to, x, y);
            const gfloat *middle = pixel (canvas, from, x, y);

            for (guint c = 0; c < 3; c++)
              at[c] = middle[c] * weight[0];
            for (gint i = 1; i <= reach; i++)
              {
                const gfloat *a = pixel (canvas, from, x - (down ? 0 : i), y - (down ? i : 0));
                const gfloat *b = pixel (canvas, from, x + (down ? 0 : i), y + (down ? i : 0));

                for (guint c = 0; c < 3; c++)
                  at[c] += (a[c] + b[c]) * weight[i];
              }
            for (guint c = 0; c < 3; c++)
              at[c] /= sum;
          }
    }
}

/* The sharp picture stays under the blurred one, and lights run over their edges. */
static void
glow (const McnSynthetic *self, Canvas *canvas)
{
  blur (canvas, self->radius);
  for (gsize i = 0; i < (gsize) canvas->width * canvas->height * 3; i++)
    {
      gfloat sharp = canvas->x[i], soft = canvas->y[i];

      canvas->x[i] = sharp + self->amount * (soft - sharp) + self->gain * MAX (soft - sharp, 0);
    }
}

/* Specks of grey, strongest in the middle tones as in film, with the deviation that was asked for. */
static void
grain (const McnSynthetic *self, Canvas *canvas)
{
  gsize n = (gsize) canvas->width * canvas->height;
  GRand *random = g_rand_new_with_seed (self->seed);
  Canvas noise = { canvas->width, canvas->height, g_new (gfloat, n * 3), g_new (gfloat, n * 3) };
  gdouble squares = 0;

  for (gsize i = 0; i < n; i++)
    {
      gdouble normal = sqrt (-2 * log (1 - g_rand_double (random))) * cos (2 * G_PI * g_rand_double (random));

      noise.x[3 * i] = noise.x[3 * i + 1] = noise.x[3 * i + 2] = normal;
    }
  blur (&noise, self->radius);
  for (gsize i = 0; i < n; i++)
    squares += noise.y[3 * i] * noise.y[3 * i];
  for (gsize i = 0; i < n; i++)
    {
      gdouble light = light_of (canvas->x + 3 * i) / 255;
      gdouble add = self->amount * noise.y[3 * i] / sqrt (squares / n) * (.3 + .7 * 4 * light * (1 - light));

      for (guint c = 0; c < 3; c++)
        canvas->x[3 * i + c] += add;
    }
  g_free (noise.x);
  g_free (noise.y);
  g_rand_free (random);
}

/* What a local operator does: large differences of light are taken back, small ones are made
 * larger, with the halos that come of a plain Gaussian. */
static void
map_tones (const McnSynthetic *self, Canvas *canvas)
{
  gsize n = (gsize) canvas->width * canvas->height;
  gdouble mean = 0;

  blur (canvas, self->radius);
  for (gsize i = 0; i < n; i++)
    mean += light_of (canvas->x + 3 * i) / n;
  for (gsize i = 0; i < n; i++)
    {
      gfloat *rgb = canvas->x + 3 * i, light = light_of (rgb), base = light_of (canvas->y + 3 * i);
      gfloat mapped = mean + self->amount * (base - mean) + self->gain * (light - base);

      for (guint c = 0; c < 3; c++)
        rgb[c] = mapped + self->saturation * (rgb[c] - light);
    }
}

void
mcn_synthetic_apply (const McnSynthetic *self, guint8 *rgb, guint width, guint height)
{
  gsize n = (gsize) width * height * 3;
  Canvas canvas = { width, height, g_new (gfloat, n), g_new (gfloat, n) };

  for (gsize i = 0; i < n; i++)
    canvas.x[i] = rgb[i];
  switch (self->style)
    {
    case MCN_STYLE_DUOTONES:
      duotone (self, &canvas);
      break;
    case MCN_STYLE_NEGATIVE_IMAGE:
      invert (&canvas);
      break;
    case MCN_STYLE_MOTION_BLUR:
      smear (self, &canvas);
      break;
    case MCN_STYLE_SOFT_FOCUS:
      glow (self, &canvas);
      break;
    case MCN_STYLE_IMAGE_GRAIN:
      grain (self, &canvas);
      break;
    case MCN_STYLE_HDR:
      map_tones (self, &canvas);
      break;
    default:
      g_return_if_reached ();
    }
  for (gsize i = 0; i < n; i++)
    rgb[i] = lrintf (CLAMP (canvas.x[i], 0, 255));
  g_free (canvas.x);
  g_free (canvas.y);
}
