/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-conv.h"
#include "mcn-kernels.h"

#include <string.h>

struct _McnDepthwise
{
  gsize   channels;
  guint   size, stride;
  gfloat *w;            /* panels of size x size x 16 */
  gfloat *bias;         /* panels of 16 */
};

/* The widened map never exists as a whole: a worker makes 16 of its channels
 * for a strip of rows, in a slab of its own with zeros all round it, and
 * convolves them while they lie in its second-level cache. */
#define SLAB_FLOATS (48 * 1024)

/**
 * mcn_depthwise_new:
 * @w: size x size x channels weights
 * @bias: channels numbers
 * @channels: how many
 * @size: 3 or 5
 * @stride: 1 or 2
 *
 * Returns: (transfer full): the convolution
 */
McnDepthwise *
mcn_depthwise_new (const gfloat *w, const gfloat *bias, gsize channels, guint size, guint stride)
{
  McnDepthwise *self;
  gsize n_panels = (channels + MCN_PANEL - 1) / MCN_PANEL;
  gsize taps = size * size;

  g_return_val_if_fail (size == 3 || size == 5, NULL);
  g_return_val_if_fail (stride == 1 || stride == 2, NULL);

  self = g_new0 (McnDepthwise, 1);
  self->channels = channels;
  self->size = size;
  self->stride = stride;
  self->w = g_aligned_alloc0 (n_panels * taps * MCN_PANEL, sizeof (gfloat), 64);
  self->bias = g_aligned_alloc0 (n_panels * MCN_PANEL, sizeof (gfloat), 64);
  memcpy (self->bias, bias, channels * sizeof (gfloat));

  for (gsize tap = 0; tap < taps; tap++)
    for (gsize c = 0; c < channels; c++)
      self->w[(c / MCN_PANEL * taps + tap) * MCN_PANEL + c % MCN_PANEL] = w[tap * channels + c];

  return self;
}

/**
 * mcn_depthwise_free:
 * @self: (nullable) (transfer full): the convolution
 */
void
mcn_depthwise_free (McnDepthwise *self)
{
  if (self == NULL)
    return;

  g_aligned_free (self->w);
  g_aligned_free (self->bias);
  g_free (self);
}

/**
 * mcn_conv_output_size:
 * @size: of the map, one way
 * @stride: of the convolution
 *
 * Returns: size of the result
 */
gsize
mcn_conv_output_size (gsize size, guint stride)
{
  return (size + stride - 1) / stride;
}

/* Where the window of the first output begins: so many zeros come first. */
static gsize
padding_before (gsize size, guint kernel, guint stride)
{
  gsize covered = (mcn_conv_output_size (size, stride) - 1) * stride + kernel;

  return covered > size ? (covered - size) / 2 : 0;
}

/* Pixels of a slab's row, or rows of a slab, for n outputs. */
static gsize
covered (const McnDepthwise *self, gsize n)
{
  return (n - 1) * self->stride + self->size;
}

/* Rows of the result in a strip: the strips are all but equal, and as few as
 * the slab allows. */
static gsize
strip_rows (const McnDepthwise *self, gsize width, gsize height)
{
  gsize rows = mcn_conv_output_size (height, self->stride);
  gsize ld = covered (self, mcn_conv_output_size (width, self->stride)) * MCN_PANEL;
  gsize fit = SLAB_FLOATS / ld;
  gsize n_strips;

  fit = fit > covered (self, 1) ? (fit - self->size) / self->stride + 1 : 1;
  n_strips = (rows + fit - 1) / fit;
  return (rows + n_strips - 1) / n_strips;
}

static gsize
slab_floats (const McnDepthwise *self, gsize width, gsize height)
{
  return covered (self, strip_rows (self, width, height)) *
         covered (self, mcn_conv_output_size (width, self->stride)) * MCN_PANEL;
}

static gsize
unpacked_floats (const McnPacked *expand)
{
  return mcn_packed_get_k (expand) * MCN_PANEL;
}

/**
 * mcn_expand_depthwise_scratch:
 * @expand: the convolution that widens the map
 * @depthwise: the convolution that reads it
 * @width: of the widened map
 * @height: of the widened map
 * @n_threads: of the team
 *
 * Returns: floats mcn_expand_depthwise() needs as scratch
 */
gsize
mcn_expand_depthwise_scratch (const McnPacked *expand, const McnDepthwise *depthwise,
                              gsize width, gsize height, guint n_threads)
{
  return (slab_floats (depthwise, width, height) + unpacked_floats (expand)) * MAX (n_threads, 1);
}

typedef struct
{
  const McnPacked     *expand;
  const McnDepthwise  *depthwise;
  const McnConvSource *source;
  gsize                width, height;
  gsize                strip;           /* rows of the result */
  gfloat              *out;
  gfloat              *scratch;
  gsize                slab, unpacked;  /* floats of one worker */
} Conv;

/* One map row of 16 channels, with the zeros before and after it. The first row
 * of a strip unpacks the weights. */
static void
expand_row (const Conv *t, gsize panel, gsize y, gfloat *unpacked, gboolean unpack, gfloat *row, gsize before, gsize ld)
{
  memset (row, 0, before * MCN_PANEL * sizeof (gfloat));
  mcn_packed_product (t->expand, panel, 0, unpacked, unpack, &(McnPanelProduct) {
    .m = t->width, .k = t->source->k, .segments = t->source->segments, .jump = t->source->jump,
    .a = t->source->x + y * t->source->ld_row, .lda = t->source->ld_pixel,
    .c = row + before * MCN_PANEL, .ldc = MCN_PANEL,
    .activation = MCN_ACTIVATION_RELU6,
  });
  row += (before + t->width) * MCN_PANEL;
  memset (row, 0, (ld - (before + t->width) * MCN_PANEL) * sizeof (gfloat));
}

static void
convolve_strip (const Conv *t, gsize strip, gsize panel, gfloat *slab)
{
  const McnDepthwise *depthwise = t->depthwise;
  gsize out_width = mcn_conv_output_size (t->width, depthwise->stride);
  gsize out_height = mcn_conv_output_size (t->height, depthwise->stride);
  gsize first = strip * t->strip;
  gsize last = MIN (first + t->strip, out_height);
  gsize ld = covered (depthwise, out_width) * MCN_PANEL;
  gsize left = padding_before (t->width, depthwise->size, depthwise->stride);
  gsize top = padding_before (t->height, depthwise->size, depthwise->stride);
  gsize columns = MIN (depthwise->channels - panel * MCN_PANEL, MCN_PANEL);

  gfloat *unpacked = slab + t->slab;
  gboolean unpack = TRUE;

  if (columns < MCN_PANEL)
    memset (slab, 0, t->slab * sizeof (gfloat));

  for (gsize i = 0; i < covered (depthwise, last - first); i++)
    {
      gsize y = first * depthwise->stride + i;
      gfloat *row = slab + i * ld;

      if (y >= top && y - top < t->height)
        {
          expand_row (t, panel, y - top, unpacked, unpack, row, left, ld);
          unpack = FALSE;
        }
      else
        memset (row, 0, ld * sizeof (gfloat));
    }

  for (gsize y = first; y < last; y++)
    mcn_kernels ()->depthwise (&(McnDepthwiseRow) {
      .size = depthwise->size, .stride = depthwise->stride,
      .in = slab + (y - first) * depthwise->stride * ld, .ld_in = ld,
      .w = depthwise->w + panel * MCN_PANEL * depthwise->size * depthwise->size,
      .bias = depthwise->bias + panel * MCN_PANEL,
      .n = out_width, .columns = columns,
      .out = t->out + y * out_width * depthwise->channels + panel * MCN_PANEL, .ldo = depthwise->channels,
    });
}

static void
convolve_items (gpointer data, gsize begin, gsize end, guint worker)
{
  const Conv *t = data;
  gsize n_panels = mcn_packed_n_panels (t->expand);

  for (gsize item = begin; item < end; item++)
    convolve_strip (t, item / n_panels, item % n_panels, t->scratch + worker * (t->slab + t->unpacked));
}

/**
 * mcn_expand_depthwise:
 * @team: (nullable): who works
 * @expand: the convolution that widens the map, ReLU6 after it
 * @depthwise: the convolution that reads the widened map, ReLU6 after it
 * @source: what @expand reads
 * @width: of the widened map
 * @height: of the widened map
 * @out: (out): the result, height x width (each divided by the stride) x channels
 * @scratch: mcn_expand_depthwise_scratch() floats
 *
 * The two convolutions in one go; the widened map is never written to memory.
 * Rows that two strips share are computed twice, to the same bits.
 */
void
mcn_expand_depthwise (McnTeam *team, const McnPacked *expand, const McnDepthwise *depthwise,
                      const McnConvSource *source, gsize width, gsize height,
                      gfloat *out, gfloat *scratch)
{
  Conv t = {
    expand, depthwise, source, width, height, strip_rows (depthwise, width, height),
    out, scratch, slab_floats (depthwise, width, height), unpacked_floats (expand),
  };
  gsize rows = mcn_conv_output_size (height, depthwise->stride);
  gsize n_strips = (rows + t.strip - 1) / t.strip;

  g_return_if_fail (mcn_packed_get_n (expand) == depthwise->channels);
  g_return_if_fail (mcn_packed_get_k (expand) == source->k * source->segments);

  mcn_team_run (team, n_strips * mcn_packed_n_panels (expand), 1, convolve_items, &t);
}
