/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sharpness, exposure and clipping, in integers: the same on every machine.
 *
 * Luminance is Rec. 709's weights on the sRGB values as they are, since that
 * is what people see as even steps.
 *
 * Exposure: its mean. Clipped: pixels whose three channels are all within one
 * step of black, or all within one step of white.
 *
 * Sharpness: the picture is first reduced by a whole factor, each square to its
 * mean, until its long side is under 2 * MEASURED_SIDE, so that files of one
 * camera are compared at one size however they were decoded. The Laplacian of
 * its luminance is squared and averaged in each of TILES x TILES tiles, and the
 * root of the tile that one in ten exceeds is taken, over 255 and at most 1: a
 * portrait before a soft background is as sharp as its eyes. Noise counts as
 * detail, so photographs at very different ISO do not compare. */
#include "critic-measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MEASURED_SIDE 1280
#define TILES 16
#define BLACK 1
#define WHITE 254

/* Integer sums: every instruction set gives the same bits. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__)
#define CRITIC_VECTORISED __attribute__ ((target_clones ("avx2", "default"), optimize ("O3")))
#else
#define CRITIC_VECTORISED
#endif

typedef struct
{
  guint64 energy;
  guint64 n;
} Tile;

typedef struct
{
  const guint8 *pixels;
  gsize         stride;
  guint         width, height;      /* of the photograph */
  guint         factor;
  guint         columns, rows;      /* of what sharpness is measured on */
  gint16       *row;                /* luminance of @width pixels */
  guint32      *sums;               /* a row of @columns: luminance of the squares so far */
  gint16       *luminance[3];       /* the last rows of @columns, each 0 to 255 */
  guint64       total;              /* of luminance, all pixels */
  guint64       n_clipped;
  Tile          tiles[TILES * TILES];
} Measuring;

/* Sixteen pixels a step. */
#define STEP 16

typedef guint8  Bytes __attribute__ ((vector_size (STEP)));
typedef guint16 Words __attribute__ ((vector_size (2 * STEP)));

#define RED(a, b, c) \
  __builtin_shufflevector (__builtin_shufflevector (a, b, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, -1, -1, -1, -1, -1), \
                           c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29)
#define GREEN(a, b, c) \
  __builtin_shufflevector (__builtin_shufflevector (a, b, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, -1, -1, -1, -1, -1), \
                           c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30)
#define BLUE(a, b, c) \
  __builtin_shufflevector (__builtin_shufflevector (a, b, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, -1, -1, -1, -1, -1, -1), \
                           c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31)

/* Luminance of a row, and what is to be known of each of its pixels. The sum of
 * the weighted channels is at most 65408: 16 bits hold it. */
CRITIC_VECTORISED static void
read_row (const guint8 *rgb, guint n, gint16 *luminance, guint32 *total, guint32 *n_clipped)
{
  guint32 sum = 0, clipped = 0;
  guint x = 0;

  while (x + STEP <= n)
    {
      /* Counted in bytes and words, which hold what 255 steps give. */
      const guint end = MIN (n - STEP, x + 254 * STEP);
      Bytes counts = { 0 };
      Words sums = { 0 };

      for (; x <= end; x += STEP)
        {
          Bytes a, b, c;

          memcpy (&a, rgb + 3 * (gsize) x, STEP);
          memcpy (&b, rgb + 3 * (gsize) x + STEP, STEP);
          memcpy (&c, rgb + 3 * (gsize) x + 2 * STEP, STEP);

          const Bytes red = RED (a, b, c), green = GREEN (a, b, c), blue = BLUE (a, b, c);
          const Bytes black = (Bytes) (red <= BLACK) & (Bytes) (green <= BLACK) & (Bytes) (blue <= BLACK);
          const Bytes white = (Bytes) (red >= WHITE) & (Bytes) (green >= WHITE) & (Bytes) (blue >= WHITE);
          const Words y = (54 * __builtin_convertvector (red, Words) + 183 * __builtin_convertvector (green, Words) +
                           19 * __builtin_convertvector (blue, Words) + 128) >> 8;

          memcpy (luminance + x, &y, sizeof y);
          sums += y;
          counts -= black | white;
        }
      for (guint i = 0; i < STEP; i++)
        {
          sum += sums[i];
          clipped += counts[i];
        }
    }

  for (; x < n; x++)
    {
      const gint r = rgb[3 * x], g = rgb[3 * x + 1], b = rgb[3 * x + 2];
      const gint y = (54 * r + 183 * g + 19 * b + 128) >> 8;

      luminance[x] = (gint16) y;
      sum += y;
      clipped += (MAX (MAX (r, g), b) <= BLACK) | (MIN (MIN (r, g), b) >= WHITE);
    }
  *total = sum;
  *n_clipped = clipped;
}

/* Of the squares in whole columns; @sums goes on from row to row. */
static void
add_squares (const gint16 *luminance, guint columns, guint factor, guint32 *sums)
{
  for (guint c = 0; c < columns; c++)
    for (guint x = 0; x < factor; x++)
      sums[c] += (guint32) *luminance++;
}

/* Squares of the Laplacian, added up. A tile's row is short enough for 32 bits. */
CRITIC_VECTORISED static guint32
row_energy (const gint16 *above, const gint16 *here, const gint16 *below, guint n)
{
  guint32 energy = 0;

  for (guint x = 0; x < n; x++)
    {
      const gint16 l = (gint16) (4 * here[x] - here[(gint) x - 1] - here[x + 1] - above[x] - below[x]);

      energy += (guint32) ((gint32) l * l);
    }
  return energy;
}

/* The Laplacian of row @y, whose neighbours are known now. */
static void
add_energy (Measuring *m, guint y)
{
  const gint16 *above = m->luminance[(y + 2) % 3], *here = m->luminance[y % 3], *below = m->luminance[(y + 1) % 3];
  Tile *tiles = m->tiles + (gsize) y * TILES / m->rows * TILES;

  for (guint t = 0; t < TILES; t++)
    {
      const guint begin = MAX (t * m->columns / TILES, 1), end = MIN ((t + 1) * m->columns / TILES, m->columns - 1);

      if (end <= begin)
        continue;
      tiles[t].energy += row_energy (above + begin, here + begin, below + begin, end - begin);
      tiles[t].n += end - begin;
    }
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

static gdouble
find_sharpness (const Measuring *m)
{
  gdouble energy[TILES * TILES];
  guint n = 0;

  for (guint i = 0; i < TILES * TILES; i++)
    if (m->tiles[i].n > 0)
      energy[n++] = (gdouble) m->tiles[i].energy / m->tiles[i].n;
  if (n == 0)
    return 0.0;

  qsort (energy, n, sizeof energy[0], compare_numbers);
  return MIN (sqrt (energy[(n - 1) * 9 / 10]) / 255.0, 1.0);
}

/**
 * critic_measure_photo:
 * @photo: a photograph, decoded for a long side of MEASURED_SIDE or more where it has that
 * @measured: its sharpness, exposure and clipped are set
 *
 * Some milliseconds. Any thread.
 */
void
critic_measure_photo (CriticPhoto *photo, CriticMeasured *measured)
{
  Measuring m = {
    .pixels = g_bytes_get_data (critic_photo_get_pixels (photo), NULL),
    .stride = critic_photo_get_stride (photo),
    .width = critic_photo_get_width (photo),
    .height = critic_photo_get_height (photo),
  };
  const gdouble n = (gdouble) m.width * m.height;
  g_autofree guint32 *sums = NULL;
  g_autofree gint16 *luminance = NULL;
  g_autofree gint16 *pixels = NULL;
  guint row = 0, area;

  m.factor = MAX (MAX (m.width, m.height) / MEASURED_SIDE, 1);
  m.columns = m.width / m.factor;
  m.rows = m.height / m.factor;
  area = m.factor * m.factor;
  m.sums = sums = g_new0 (guint32, MAX (m.columns, 1));
  luminance = g_new (gint16, 3 * (gsize) MAX (m.columns, 1));
  for (guint i = 0; i < 3; i++)
    m.luminance[i] = luminance + i * m.columns;
  m.row = pixels = g_new (gint16, m.width);

  for (guint y = 0; y < m.height; y++)
    {
      guint32 total, n_clipped;

      read_row (m.pixels + y * m.stride, m.width, m.row, &total, &n_clipped);
      m.total += total;
      m.n_clipped += n_clipped;
      if (m.factor == 1)
        memcpy (m.luminance[row % 3], m.row, m.columns * sizeof m.row[0]);
      else if (row < m.rows)
        add_squares (m.row, m.columns, m.factor, m.sums);
      if (row == m.rows || (y + 1) % m.factor != 0)
        continue;

      for (guint x = 0; x < m.columns && m.factor > 1; x++)
        m.luminance[row % 3][x] = (gint16) ((m.sums[x] + area / 2) / area);
      memset (m.sums, 0, m.columns * sizeof m.sums[0]);
      if (row >= 2 && m.columns >= 3)
        add_energy (&m, row - 1);
      row++;
    }

  measured->exposure = (gfloat) (m.total / n / 255.0);
  measured->clipped = (gfloat) (m.n_clipped / n);
  measured->sharpness = (gfloat) find_sharpness (&m);
}
