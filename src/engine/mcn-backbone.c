/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-backbone.h"
#include "mcn-conv.h"
#include "mcn-kernels.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_BLOCKS 16
#define STEM_K (3 * 3 * 3)

/* The graph: strides, and the blocks after which a stage ends, that is before
 * the next stride of 2 and at the end. Widths and kernel sizes come from the
 * tensors. */
static const guint8 strides[N_BLOCKS] = { 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1 };

#define STAGE_4_BLOCK 10

static inline gboolean
ends_stage (guint block)
{
  return block + 1 == N_BLOCKS || strides[block + 1] == 2;
}

typedef struct
{
  McnPacked    *expand;     /* the first block's is the stem */
  McnDepthwise *depthwise;
  McnPacked    *project;
  gsize         in, wide, out;
  gboolean      residual;
} Block;

struct _McnBackbone
{
  Block      block[N_BLOCKS];
  McnPacked *head;
  gsize      head_channels;
  gsize      pooled;
};

static McnPacked *
load_linear (McnSafetensors *weights, const char *name, gsize k, GError **error)
{
  g_autofree char *weight_name = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias_name = g_strconcat (name, ".bias", NULL);
  const McnTensorView *view = mcn_safetensors_require (weights, weight_name, error, 2, (const gsize[]) { 0, k });
  g_autofree gfloat *w = NULL;
  g_autofree gfloat *bias = NULL;

  if (view == NULL)
    return NULL;

  bias = mcn_safetensors_load_f32 (weights, bias_name, error, 1, view->dim[0]);
  if (bias == NULL)
    return NULL;

  if (view->dtype == MCN_DTYPE_F16)
    return mcn_packed_new_f16 (view->data, bias, view->dim[0], k);

  w = mcn_safetensors_load_f32 (weights, weight_name, error, 2, view->dim[0], k);
  return w != NULL ? mcn_packed_new (w, bias, view->dim[0], k) : NULL;
}

static McnDepthwise *
load_depthwise (McnSafetensors *weights, const char *name, gsize channels, guint stride, GError **error)
{
  g_autofree char *weight_name = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias_name = g_strconcat (name, ".bias", NULL);
  const McnTensorView *view = mcn_safetensors_find (weights, weight_name);
  guint size = view != NULL && view->n_dims == 2 && view->dim[0] == 25 ? 5 : 3;
  g_autofree gfloat *w = NULL;
  g_autofree gfloat *bias = NULL;

  w = mcn_safetensors_load_f32 (weights, weight_name, error, 2, (gsize) size * size, channels);
  if (w == NULL)
    return NULL;

  bias = mcn_safetensors_load_f32 (weights, bias_name, error, 1, channels);
  if (bias == NULL)
    return NULL;

  return mcn_depthwise_new (w, bias, channels, size, stride);
}

static gboolean
load_block (Block *block, McnSafetensors *weights, guint i, gsize in, GError **error)
{
  g_autofree char *expand = i > 0 ? g_strdup_printf ("block.%u.expand", i) : g_strdup ("stem");
  g_autofree char *depthwise = g_strdup_printf ("block.%u.depthwise", i);
  g_autofree char *project = g_strdup_printf ("block.%u.project", i);

  block->in = in;
  block->expand = load_linear (weights, expand, in, error);
  if (block->expand == NULL)
    return FALSE;

  block->wide = mcn_packed_get_n (block->expand);
  block->depthwise = load_depthwise (weights, depthwise, block->wide, strides[i], error);
  if (block->depthwise == NULL)
    return FALSE;

  block->project = load_linear (weights, project, block->wide, error);
  if (block->project == NULL)
    return FALSE;

  block->out = mcn_packed_get_n (block->project);
  /* The stem is no part of the first block, which has 32 channels in and 16 out. */
  block->residual = i > 0 && strides[i] == 1 && block->in == block->out;
  return TRUE;
}

/**
 * mcn_backbone_new:
 * @weights: backbone.safetensors, batch norm folded in
 * @error: return location
 *
 * Returns: (transfer full): the network, which needs @weights no longer; %NULL
 *   with %MCN_ERROR_MISMATCH when a tensor is missing or has another shape
 */
McnBackbone *
mcn_backbone_new (McnSafetensors *weights, GError **error)
{
  g_autoptr (McnBackbone) self = g_new0 (McnBackbone, 1);
  gsize channels = STEM_K;

  for (guint i = 0; i < N_BLOCKS; i++)
    {
      if (!load_block (&self->block[i], weights, i, channels, error))
        return NULL;

      channels = self->block[i].out;
      if (ends_stage (i))
        self->pooled += 2 * channels;
    }

  self->head = load_linear (weights, "head", channels, error);
  if (self->head == NULL)
    return NULL;

  self->head_channels = mcn_packed_get_n (self->head);
  self->pooled += 2 * self->head_channels;
  return g_steal_pointer (&self);
}

/**
 * mcn_backbone_free:
 * @self: (nullable) (transfer full): the network
 */
void
mcn_backbone_free (McnBackbone *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < N_BLOCKS; i++)
    {
      mcn_packed_free (self->block[i].expand);
      mcn_depthwise_free (self->block[i].depthwise);
      mcn_packed_free (self->block[i].project);
    }
  mcn_packed_free (self->head);
  g_free (self);
}

/**
 * mcn_backbone_get_region_channels:
 * @self: the network
 *
 * Returns: numbers a region has; %MCN_REGION_CHANNELS in the real model
 */
gsize
mcn_backbone_get_region_channels (const McnBackbone *self)
{
  return self->block[STAGE_4_BLOCK].out + self->head_channels;
}

/**
 * mcn_backbone_get_pooled:
 * @self: the network
 *
 * Returns: how many pooled statistics it makes; %MCN_POOLED in the real model
 */
gsize
mcn_backbone_get_pooled (const McnBackbone *self)
{
  return self->pooled;
}

/* What a run takes from the arena, all at once. */
typedef struct
{
  gsize image;      /* normalised, a pixel of zeros right, a row of them below */
  gsize map;        /* a block's input or output; there are two */
  gsize wide;       /* after the depthwise convolution */
  gsize scratch;    /* slabs */
} Plan;

static gsize
image_ld (gsize width)
{
  return (width + 1) * 3;
}

static Plan
make_plan (const McnBackbone *self, gsize width, gsize height, guint n_threads)
{
  Plan plan = { image_ld (width) * (height + 1), 0, 0, 0 };

  width /= 2;
  height /= 2;
  for (guint i = 0; i < N_BLOCKS; i++)
    {
      const Block *block = &self->block[i];

      plan.scratch = MAX (plan.scratch, mcn_expand_depthwise_scratch (block->expand, block->depthwise, width, height, n_threads));
      width /= strides[i];
      height /= strides[i];
      plan.wide = MAX (plan.wide, width * height * block->wide);
      plan.map = MAX (plan.map, width * height * block->out);
    }

  return plan;
}

static gboolean
size_is_possible (guint width, guint height)
{
  return width % MCN_STRIDE == 0 && width >= MCN_MIN_SIDE && width <= MCN_MAX_SIDE &&
         height % MCN_STRIDE == 0 && height >= MCN_MIN_SIDE && height <= MCN_MAX_SIDE;
}

/**
 * mcn_backbone_plan:
 * @self: the network
 * @width: of the picture
 * @height: of the picture
 * @n_threads: of the team
 *
 * Returns: bytes mcn_backbone_run() takes from the arena; 0 for a size it refuses
 */
gsize
mcn_backbone_plan (const McnBackbone *self, guint width, guint height, guint n_threads)
{
  Plan plan;

  if (!size_is_possible (width, height))
    return 0;

  plan = make_plan (self, width, height, n_threads);
  return MCN_ARENA_FLOATS (plan.image) + 2 * MCN_ARENA_FLOATS (plan.map) +
         MCN_ARENA_FLOATS (plan.wide) + MCN_ARENA_FLOATS (plan.scratch);
}

typedef struct
{
  const guint8 *rgb;
  gsize         stride, width, height;
  gfloat       *image;
} Normalise;

static void
normalise_rows (gpointer data, gsize begin, gsize end, guint worker)
{
  const Normalise *t = data;

  for (gsize y = begin; y < end; y++)
    {
      gfloat *row = t->image + y * image_ld (t->width);

      if (y < t->height)
        {
          mcn_kernels ()->pixels (t->rgb + y * t->stride, t->width * 3, row);
          memset (row + t->width * 3, 0, 3 * sizeof (gfloat));
        }
      else
        memset (row, 0, image_ld (t->width) * sizeof (gfloat));
    }
}

typedef struct
{
  const gfloat *x;
  gsize         ld, rows, columns, channels;
  gfloat       *mean, *sd;      /* sd or NULL */
  gfloat       *max;            /* or NULL */
} Pool;

static void
pool_panels (gpointer data, gsize begin, gsize end, guint worker)
{
  const Pool *t = data;

  for (gsize c = begin * MCN_PANEL; c < MIN (end * MCN_PANEL, t->channels); c += MCN_PANEL)
    {
      gsize n = MIN (t->channels - c, MCN_PANEL);

      mcn_kernels ()->moments (t->x + c, t->ld, t->rows, t->columns, n, t->mean + c, t->sd != NULL ? t->sd + c : NULL);
      if (t->max != NULL)
        mcn_kernels ()->maximum (t->x + c, t->ld, t->rows * t->columns, n, t->max + c);
    }
}

static void
pool (McnTeam *team, const Pool *t)
{
  mcn_team_run (team, (t->channels + MCN_PANEL - 1) / MCN_PANEL, t->rows * t->columns < 256 ? 8 : 1, pool_panels, (gpointer) t);
}

/* Stage 4, 2 x 2 averaged, beside the head's channels. */
static void
average_2x2 (const gfloat *x, gsize width, gsize height, gsize channels, gfloat *regions, gsize ld)
{
  for (gsize y = 0; y < height / 2; y++)
    for (gsize i = 0; i < width / 2; i++)
      {
        const gfloat *upper = x + (2 * y * width + 2 * i) * channels;
        const gfloat *lower = upper + width * channels;
        gfloat *to = regions + (y * (width / 2) + i) * ld;

        for (gsize c = 0; c < channels; c++)
          to[c] = ((upper[c] + upper[channels + c]) + (lower[c] + lower[channels + c])) * 0.25f;
      }
}

/* Prints and restarts the clock, when debug output of this domain is on. */
static void
log_layer (gint64 *clock, const char *what, guint i, gsize width, gsize height, gsize wide, gsize channels)
{
  gint64 now;

  if (*clock == 0)
    return;

  now = g_get_monotonic_time ();
  g_debug ("%s %u: %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT " (wide %" G_GSIZE_FORMAT "), %.3f ms",
           what, i, width, height, channels, wide, (now - *clock) / 1000.0);
  *clock = g_get_monotonic_time ();
}

/**
 * mcn_backbone_run:
 * @self: the network
 * @team: (nullable): who works
 * @arena: with mcn_backbone_plan() bytes left
 * @rgb: height rows of width x 3 bytes, sRGB
 * @stride: bytes from row to row
 * @width: a multiple of 32, 64 .. 4096
 * @height: a multiple of 32, 64 .. 4096
 * @regions: (out): (height / 32) (width / 32) x region channels
 * @pooled: (out): mean and deviation of each stage, mean and maximum of the head
 * @cancel: (nullable): looked at between layers
 * @error: return location
 *
 * Returns: %FALSE with %MCN_ERROR_CANCELLED, or %MCN_ERROR_INPUT for an
 *   impossible size
 */
gboolean
mcn_backbone_run (const McnBackbone *self, McnTeam *team, McnArena *arena,
                  const guint8 *rgb, gsize stride, guint width, guint height,
                  gfloat *regions, gfloat *pooled,
                  McnCancel *cancel, GError **error)
{
  return mcn_backbone_run_looking (self, team, arena, rgb, stride, width, height,
                                   regions, pooled, NULL, NULL, cancel, error);
}

/**
 * mcn_backbone_run_looking:
 * @self: the network
 * @team: (nullable): who works
 * @arena: with mcn_backbone_plan() bytes left
 * @rgb: as in mcn_backbone_run()
 * @stride: bytes from row to row
 * @width: a multiple of 32, 64 .. 4096
 * @height: a multiple of 32, 64 .. 4096
 * @regions: (out): as in mcn_backbone_run()
 * @pooled: (out): as in mcn_backbone_run()
 * @look: (nullable): sees every block's map
 * @data: closure of @look
 * @cancel: (nullable): looked at between layers
 * @error: return location
 *
 * For parity tests: a wrong number is found in the block that makes it.
 *
 * Returns: as mcn_backbone_run()
 */
gboolean
mcn_backbone_run_looking (const McnBackbone *self, McnTeam *team, McnArena *arena,
                          const guint8 *rgb, gsize stride, guint width, guint height,
                          gfloat *regions, gfloat *pooled, McnMapFunc look, gpointer data,
                          McnCancel *cancel, GError **error)
{
  Plan plan;
  gsize mark = mcn_arena_mark (arena);
  gsize ld_regions = mcn_backbone_get_region_channels (self);
  gsize w = width / 2, h = height / 2;
  gint64 clock = g_log_writer_default_would_drop (G_LOG_LEVEL_DEBUG, G_LOG_DOMAIN) ? 0 : g_get_monotonic_time ();
  gfloat *image, *x, *y, *wide, *scratch, *head;
  McnConvSource source;

  if (!size_is_possible (width, height))
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_INPUT,
                   _("The network cannot look at a picture of %u × %u pixels: both sides must be multiples of %d between %d and %d."),
                   width, height, MCN_STRIDE, MCN_MIN_SIDE, MCN_MAX_SIDE);
      return FALSE;
    }

  plan = make_plan (self, width, height, mcn_team_get_n_threads (team));
  image = mcn_arena_floats (arena, plan.image);
  x = mcn_arena_floats (arena, plan.map);
  y = mcn_arena_floats (arena, plan.map);
  wide = mcn_arena_floats (arena, plan.wide);
  scratch = mcn_arena_floats (arena, plan.scratch);

  mcn_team_run (team, height + 1, 32, normalise_rows, &(Normalise) { rgb, stride, width, height, image });
  log_layer (&clock, "pixels", 0, width, height, 0, 3);

  source = (McnConvSource) { image, 2 * 3, 2 * image_ld (width), 3 * 3, 3, image_ld (width) };

  for (guint i = 0; i < N_BLOCKS; i++)
    {
      const Block *block = &self->block[i];
      gfloat *swap;

      if (!mcn_check_cancel (cancel, error))
        goto cancelled;

      mcn_expand_depthwise (team, block->expand, block->depthwise, &source, w, h, wide, scratch);
      w /= strides[i];
      h /= strides[i];
      log_layer (&clock, "widened", i, w, h, block->wide, block->in);

      mcn_gemm_parallel (team, block->project, w * h, wide, block->wide,
                         block->residual ? x : NULL, block->in, y, block->out, MCN_ACTIVATION_NONE);
      log_layer (&clock, "block", i, w, h, block->wide, block->out);

      swap = x;
      x = y;
      y = swap;
      source = (McnConvSource) { x, block->out, w * block->out, block->out, 1, 0 };

      if (ends_stage (i))
        {
          pool (team, &(Pool) { x, block->out, h, w, block->out, pooled, pooled + block->out, NULL });
          pooled += 2 * block->out;
          log_layer (&clock, "pool", i, w, h, 0, block->out);
        }
      if (look != NULL)
        look (data, i, x, w, h, block->out, block->out);
      if (i == STAGE_4_BLOCK)
        average_2x2 (x, w, h, block->out, regions, ld_regions);
    }

  if (!mcn_check_cancel (cancel, error))
    goto cancelled;

  head = regions + self->block[STAGE_4_BLOCK].out;
  mcn_gemm_parallel (team, self->head, w * h, x, self->block[N_BLOCKS - 1].out,
                     NULL, 0, head, ld_regions, MCN_ACTIVATION_RELU6);
  log_layer (&clock, "head", 0, w, h, 0, self->head_channels);
  if (look != NULL)
    look (data, N_BLOCKS, head, w, h, self->head_channels, ld_regions);
  pool (team, &(Pool) { head, ld_regions, h, w, self->head_channels, pooled, NULL, pooled + self->head_channels });
  log_layer (&clock, "pool", N_BLOCKS, w, h, 0, self->head_channels);

  mcn_arena_reset (arena, mark);
  return TRUE;

cancelled:
  mcn_arena_reset (arena, mark);
  return FALSE;
}
