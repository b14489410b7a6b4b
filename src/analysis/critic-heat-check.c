/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-heat-check.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The blur: a box of this many pixels to each side, this often one after the
 * other, which is nearly a Gaussian with a standard deviation of 12 pixels. */
#define RADIUS 12
#define PASSES 3
/* Random regions shall not touch the hottest one; of a small picture they may
 * have to, after so many tries. */
#define TRIES  64

typedef struct
{
  guint x, y, width, height;
} Box;

/* One pass along lines of @n pixels, @step bytes apart; beyond the ends the
 * last pixel goes on. */
static void
blur_line (const guint8 *in, guint8 *out, guint n, gsize step)
{
  for (guint c = 0; c < 3; c++)
    {
      guint sum = 0;

      for (gint i = -RADIUS; i <= RADIUS; i++)
        sum += in[CLAMP (i, 0, (gint) n - 1) * step + c];
      for (guint i = 0; i < n; i++)
        {
          gint leaves = (gint) i - RADIUS, enters = (gint) i + RADIUS + 1;

          out[i * step + c] = (sum + RADIUS) / (2 * RADIUS + 1);
          sum += in[MIN (enters, (gint) n - 1) * step + c];
          sum -= in[MAX (leaves, 0) * step + c];
        }
    }
}

static guint8 *
blur (const CriticNetworkPicture *picture)
{
  const gsize stride = (gsize) picture->width * 3, size = stride * picture->height;
  guint8 *out = g_memdup2 (picture->rgb, size);
  g_autofree guint8 *half = g_malloc (size);

  for (guint pass = 0; pass < PASSES; pass++)
    {
      for (guint y = 0; y < picture->height; y++)
        blur_line (out + y * stride, half + y * stride, picture->width, 3);
      for (guint x = 0; x < picture->width; x++)
        blur_line (half + 3 * x, out + 3 * x, picture->height, stride);
    }

  return out;
}

static guint
find_hottest (const gfloat *effects, guint n)
{
  guint hottest = 0;

  for (guint i = 1; i < n; i++)
    if (fabsf (effects[i]) > fabsf (effects[hottest]))
      hottest = i;

  return hottest;
}

static gboolean
overlap (const Box *a, const Box *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

/* Anywhere in the picture, to the pixel: a map of few regions has few others. */
static Box
draw_lot (GRand *rand, const CriticNetworkPicture *picture, const Box *hottest)
{
  Box box = *hottest;

  for (guint i = 0; i < TRIES; i++)
    {
      box.x = g_rand_int_range (rand, 0, picture->width - box.width + 1);
      box.y = g_rand_int_range (rand, 0, picture->height - box.height + 1);
      if (!overlap (&box, hottest))
        break;
    }

  return box;
}

static gboolean
score_without (const CriticNetworkPicture *picture, const guint8 *blurred, CriticNetworkPicture *work, const Box *box,
               CriticHeatScore score_func, gpointer data, gdouble *score, GError **error)
{
  const gsize stride = (gsize) picture->width * 3;

  memcpy (work->rgb, picture->rgb, stride * picture->height);
  for (guint y = box->y; y < box->y + box->height; y++)
    memcpy (work->rgb + y * stride + 3 * box->x, blurred + y * stride + 3 * box->x, 3 * box->width);

  return score_func (work, score, data, error);
}

/**
 * critic_heat_check_run: (skip)
 * @self: (out caller-allocates): receives the result
 * @picture: the photograph as the network saw it
 * @effects: (array): the heat of the score, row by row from the top left, AVA points
 * @columns: regions in a row
 * @rows: rows
 * @score: of @picture, AVA points
 * @seed: for the random regions; the same seed chooses the same
 * @score_func: scores a picture; called 1 + %CRITIC_HEAT_CHECK_RANDOM times
 * @data: for @score_func
 * @error: return location for an error of @score_func
 *
 * Blurs the hottest region, and random ones of its size, and scores each time
 * anew. Blocks.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
critic_heat_check_run (CriticHeatCheck *self, const CriticNetworkPicture *picture,
                       const gfloat *effects, guint columns, guint rows, gdouble score, guint32 seed,
                       CriticHeatScore score_func, gpointer data, GError **error)
{
  g_autofree guint8 *blurred = NULL;
  g_autofree guint8 *rgb = NULL;
  g_autoptr (GRand) rand = NULL;
  CriticNetworkPicture work = *picture;
  gdouble sum = 0, squares = 0, without;
  guint hottest;
  Box box;

  g_return_val_if_fail (columns > 0 && rows > 0, FALSE);
  g_return_val_if_fail (picture->width >= columns && picture->height >= rows, FALSE);

  hottest = find_hottest (effects, columns * rows);
  *self = (CriticHeatCheck) {
    .column = hottest % columns, .row = hottest / columns, .effect = effects[hottest], .n = CRITIC_HEAT_CHECK_RANDOM,
  };
  box = (Box) { .width = picture->width / columns, .height = picture->height / rows };
  box.x = self->column * box.width;
  box.y = self->row * box.height;

  blurred = blur (picture);
  work.rgb = rgb = g_malloc ((gsize) picture->width * picture->height * 3);
  if (!score_without (picture, blurred, &work, &box, score_func, data, &without, error))
    return FALSE;
  self->change = without - score;

  rand = g_rand_new_with_seed (seed);
  for (guint i = 0; i < self->n; i++)
    {
      Box other = draw_lot (rand, picture, &box);

      if (!score_without (picture, blurred, &work, &other, score_func, data, &without, error))
        return FALSE;
      sum += without - score;
      squares += (without - score) * (without - score);
    }

  self->mean = sum / self->n;
  self->spread = sqrt (MAX (0.0, squares / self->n - self->mean * self->mean));
  self->explains = self->effect > 0 ? self->change < self->mean - self->spread
                                    : self->effect < 0 && self->change > self->mean + self->spread;
  return TRUE;
}

/* With its sign, a real minus, as many digits as the effects of regions need. */
static char *
signed_number (gdouble value)
{
  g_autofree char *text = g_strdup_printf ("%.3f", fabs (value));
  const char *sign = strspn (text, "0.,") == strlen (text) ? "" : value < 0 ? "\xe2\x88\x92" : "+";

  return g_strconcat (sign, text, NULL);
}

/**
 * critic_heat_check_say:
 * @self: a result
 *
 * Returns: (transfer full): what came out, for people: what was done, the three
 *   numbers, and whether the map explains this score; translated
 */
char *
critic_heat_check_say (const CriticHeatCheck *self)
{
  g_autofree char *change = signed_number (self->change), *mean = signed_number (self->mean);
  /* Translators: a change of the score with its sign; a number of regions; the mean and the spread of their changes */
  g_autofree char *measured =
    g_strdup_printf (_("With its hottest region blurred the score changes by %s; with one of %u random regions of equal size by %s on average (spread %.3f)."),
                     change, self->n, mean, self->spread);

  return g_strdup_printf ("%s %s", measured,
                          self->explains ? _("The map points at what moves this score.") : _("The map does not explain this score."));
}
