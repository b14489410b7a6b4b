/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pillow's antialiased bicubic (a = -0.5), in its own arithmetic: weights in
 * fixed point with 22 bits, a horizontal pass, rounding to bytes, a vertical
 * pass (src/libImaging/Resample.c). The two passes run interleaved over a ring
 * of rows, so only the rows that the next output row needs exist at a time. */
#include <math.h>
#include <string.h>

#include "critic-blocking.h"
#include "critic-preprocess.h"

#define PRECISION_BITS (32 - 8 - 2)
#define SUPPORT 2.0
#define STRIDE_OF_NETWORK 32
#define SMALLEST_SIDE 64
#define TINY_SIDE 160
#define COLUMNS 768             /* bytes of a row that are summed at a time */

/* Integer sums: every instruction set gives the same bits. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__has_attribute)
#if __has_attribute(target_clones) && !defined (__SANITIZE_THREAD__)     /* its resolvers run before that sanitizer does */
#define CRITIC_VECTOR_CLONES __attribute__ ((target_clones ("avx2", "default")))
#endif
#endif
#ifndef CRITIC_VECTOR_CLONES
#define CRITIC_VECTOR_CLONES
#endif

/* One axis: for each output place the first input place, how many count, and
 * their weights (n_taps apart). */
typedef struct
{
  guint   n_out, n_taps;
  guint  *first, *count;
  gint32 *weights;
} Axis;

static double
bicubic (double x)
{
  const double a = -0.5;

  x = fabs (x);
  if (x < 1.0)
    return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
  if (x < 2.0)
    return (((x - 5) * x + 8) * x - 4) * a;
  return 0.0;
}

static void
axis_init (Axis *axis, guint n_in, guint n_out)
{
  const double scale = (double) n_in / n_out;
  const double filter_scale = MAX (scale, 1.0);
  const double support = SUPPORT * filter_scale;
  const double inverse = 1.0 / filter_scale;
  g_autofree double *weights = NULL;

  axis->n_out = n_out;
  axis->n_taps = (guint) ceil (support) * 2 + 1;
  axis->first = g_new (guint, n_out);
  axis->count = g_new (guint, n_out);
  axis->weights = g_new0 (gint32, (gsize) n_out * axis->n_taps);
  weights = g_new (double, axis->n_taps);

  for (guint o = 0; o < n_out; o++)
    {
      const double center = (o + 0.5) * scale;
      const int first = MAX ((int) (center - support + 0.5), 0);
      const int end = MIN ((int) (center + support + 0.5), (int) n_in);
      gint32 *out = axis->weights + (gsize) o * axis->n_taps;
      double sum = 0.0;

      axis->first[o] = first;
      axis->count[o] = end - first;
      for (int i = 0; i < end - first; i++)
        {
          weights[i] = bicubic ((i + first - center + 0.5) * inverse);
          sum += weights[i];
        }
      for (int i = 0; i < end - first; i++)
        {
          const double w = (sum != 0.0 ? weights[i] / sum : weights[i]) * (1 << PRECISION_BITS);

          out[i] = (gint32) (w < 0 ? w - 0.5 : w + 0.5);
        }
    }
}

static void
axis_clear (Axis *axis)
{
  g_free (axis->first);
  g_free (axis->count);
  g_free (axis->weights);
}

static inline guint8
to_byte (gint32 sum)
{
  return (guint8) CLAMP (sum >> PRECISION_BITS, 0, 255);
}

/* Four bytes and four sums side by side: red, green, blue and nothing. */
typedef guint8 Bytes __attribute__ ((vector_size (16)));
typedef gint32 Sums __attribute__ ((vector_size (16)));

/* Every pixel is summed about four times: as numbers of the right size they are
 * made once. */
CRITIC_VECTOR_CLONES static void
widen_row (const guint8 *in, guint n, Sums *out)
{
  const Bytes nothing = { 0 };
  guint x = 0;

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  /* Four pixels of the sixteen bytes that are read. */
  for (; x + 6 <= n; x += 4)
    {
      Bytes four;

      memcpy (&four, in + 3 * (gsize) x, sizeof four);
      out[x] = (Sums) __builtin_shufflevector (four, nothing, 0, 16, 16, 16, 1, 16, 16, 16, 2, 16, 16, 16, 16, 16, 16, 16);
      out[x + 1] = (Sums) __builtin_shufflevector (four, nothing, 3, 16, 16, 16, 4, 16, 16, 16, 5, 16, 16, 16, 16, 16, 16, 16);
      out[x + 2] = (Sums) __builtin_shufflevector (four, nothing, 6, 16, 16, 16, 7, 16, 16, 16, 8, 16, 16, 16, 16, 16, 16, 16);
      out[x + 3] = (Sums) __builtin_shufflevector (four, nothing, 9, 16, 16, 16, 10, 16, 16, 16, 11, 16, 16, 16, 16, 16, 16, 16);
    }
#endif
  for (; x < n; x++)
    out[x] = (Sums) { in[3 * x], in[3 * x + 1], in[3 * x + 2], 0 };
}

/* @wide: the row as widen_row() makes it. */
CRITIC_VECTOR_CLONES static void
resize_row (const Axis *axis, const Sums *wide, guint8 *out)
{
  const gint32 half = 1 << (PRECISION_BITS - 1);

  for (guint o = 0; o < axis->n_out; o++)
    {
      const gint32 *w = axis->weights + (gsize) o * axis->n_taps;
      const Sums *p = wide + axis->first[o];
      const guint count = axis->count[o];
      Sums even = { half, half, half, 0 }, odd = { 0 };
      guint i = 0;

      /* Two sums wait for one another less than one does. */
      for (; i + 1 < count; i += 2)
        {
          even += p[i] * w[i];
          odd += p[i + 1] * w[i + 1];
        }
      if (i < count)
        even += p[i] * w[i];
      even += odd;
      for (guint c = 0; c < 3; c++)
        out[o * 3 + c] = to_byte (even[c]);
    }
}

/* One output row from @count rows of @n bytes. */
CRITIC_VECTOR_CLONES static void
sum_rows (const guint8 *const *rows, const gint32 *weights, guint count, gsize n, guint8 *out)
{
  gint32 sums[COLUMNS];

  for (gsize left = 0; left < n; left += COLUMNS)
    {
      const guint width = (guint) MIN (n - left, COLUMNS);

      for (guint x = 0; x < width; x++)
        sums[x] = 1 << (PRECISION_BITS - 1);
      for (guint i = 0; i < count; i++)
        {
          const guint8 *row = rows[i] + left;
          const gint32 w = weights[i];

          for (guint x = 0; x < width; x++)
            sums[x] += row[x] * w;
        }
      for (guint x = 0; x < width; x++)
        out[left + x] = to_byte (sums[x]);
    }
}

/**
 * critic_preprocess_resize:
 * @rgb: @height rows of @width * 3 bytes, @stride apart
 * @width: in pixels, at least 1
 * @height: in pixels, at least 1
 * @stride: bytes from one row to the next
 * @new_width: in pixels, at least 1
 * @new_height: in pixels, at least 1
 * @rgb_out: room for @new_height rows of @new_width * 3 bytes
 * @cancellable: (nullable): looked at between rows
 * @error: return location for an error
 *
 * Resizes with Pillow's antialiased bicubic, to the same bytes as Pillow does.
 * An axis whose size does not change is copied. Blocks. Any thread.
 *
 * Returns: %TRUE, or %FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean
critic_preprocess_resize (const guint8 *rgb,
                          guint         width,
                          guint         height,
                          gsize         stride,
                          guint         new_width,
                          guint         new_height,
                          guint8       *rgb_out,
                          GCancellable *cancellable,
                          GError      **error)
{
  const gsize n = (gsize) new_width * 3;
  const gboolean across = new_width != width;
  g_autofree guint8 *ring = NULL;
  g_autofree Sums *wide = NULL;
  g_autofree const guint8 **rows = NULL;
  Axis x_axis = { 0 }, y_axis = { 0 };
  guint next = 0;               /* the input row that the ring takes next */
  gboolean done = TRUE;

  g_return_val_if_fail (width > 0 && height > 0 && new_width > 0 && new_height > 0, FALSE);
  g_return_val_if_fail (width <= G_MAXINT / 2 && height <= G_MAXINT / 2, FALSE);

  critic_blocking_begin ("A resizing");
  if (across)
    {
      axis_init (&x_axis, width, new_width);
      wide = g_new (Sums, width);
    }
  if (new_height != height)
    axis_init (&y_axis, height, new_height);
  if (new_height != height && across)
    ring = g_malloc (y_axis.n_taps * n);
  rows = g_new (const guint8 *, MAX (y_axis.n_taps, 1));

  for (guint y = 0; y < new_height && done; y++)
    {
      guint8 *out = rgb_out + y * n;

      if (y % 8 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          done = FALSE;
        }
      else if (new_height == height)
        {
          if (across)
            {
              widen_row (rgb + y * stride, width, wide);
              resize_row (&x_axis, wide, out);
            }
          else
            memcpy (out, rgb + y * stride, n);
        }
      else
        {
          const guint first = y_axis.first[y];

          for (next = MAX (next, first); across && next < first + y_axis.count[y]; next++)
            {
              widen_row (rgb + next * stride, width, wide);
              resize_row (&x_axis, wide, ring + (next % y_axis.n_taps) * n);
            }
          for (guint i = 0; i < y_axis.count[y]; i++)
            rows[i] = across ? ring + ((first + i) % y_axis.n_taps) * n : rgb + (first + i) * stride;
          sum_rows (rows, y_axis.weights + (gsize) y * y_axis.n_taps, y_axis.count[y], n, out);
        }
    }
  axis_clear (&x_axis);
  axis_clear (&y_axis);
  return done;
}

static guint
network_side (guint side, guint longest, guint long_side)
{
  const double scale = (double) long_side / longest;
  const double n = rint (side * scale / STRIDE_OF_NETWORK);   /* half to even */

  return MAX (SMALLEST_SIDE, (guint) n * STRIDE_OF_NETWORK);
}

/**
 * critic_preprocess_network_size:
 * @full_width: of the photograph, in pixels, at least 1
 * @full_height: of the photograph, in pixels, at least 1
 * @long_side: of the network's picture, in pixels
 * @width: (out): the width, a multiple of 32, at least 64
 * @height: (out): the height, a multiple of 32, at least 64
 *
 * The network's size for a photograph of this size.
 */
void
critic_preprocess_network_size (guint  full_width,
                                guint  full_height,
                                guint  long_side,
                                guint *width,
                                guint *height)
{
  const guint longest = MAX (full_width, full_height);

  g_return_if_fail (full_width > 0 && full_height > 0);

  *width = network_side (full_width, longest, long_side);
  *height = network_side (full_height, longest, long_side);
}

/**
 * critic_preprocess_for_network:
 * @photo: a photograph, decoded for at least @long_side
 * @long_side: of the network's picture, in pixels
 * @cancellable: (nullable): looked at between rows
 * @error: return location for an error
 *
 * The photograph as the network sees it. Blocks. Any thread.
 *
 * Returns: (transfer full): the picture, or %NULL with %G_IO_ERROR_CANCELLED
 */
CriticNetworkPicture *
critic_preprocess_for_network (CriticPhoto *photo, guint long_side, GCancellable *cancellable, GError **error)
{
  g_autoptr (CriticNetworkPicture) picture = g_new0 (CriticNetworkPicture, 1);
  const guint full_width = critic_photo_get_full_width (photo);
  const guint full_height = critic_photo_get_full_height (photo);

  critic_preprocess_network_size (full_width, full_height, long_side, &picture->width, &picture->height);
  picture->tiny = MAX (full_width, full_height) < TINY_SIDE;
  picture->rgb = g_malloc ((gsize) picture->width * picture->height * 3);
  if (!critic_preprocess_resize (g_bytes_get_data (critic_photo_get_pixels (photo), NULL),
                                 critic_photo_get_width (photo), critic_photo_get_height (photo),
                                 critic_photo_get_stride (photo),
                                 picture->width, picture->height, picture->rgb, cancellable, error))
    return NULL;
  return g_steal_pointer (&picture);
}

/**
 * critic_network_picture_free:
 * @self: (transfer full) (nullable): a picture
 */
void
critic_network_picture_free (CriticNetworkPicture *self)
{
  if (self == NULL)
    return;
  g_free (self->rgb);
  g_free (self);
}
