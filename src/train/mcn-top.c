/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-top.h"

#include "mcn-pointwise.h"
#include "mcn-safetensors-writer.h"
#include "mcn-tokens.h"
#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define FIRST_BLOCK 11

static const char *
block_name (guint i, char *name, gsize n)
{
  g_snprintf (name, n, "block.%u", FIRST_BLOCK + i);
  return name;
}

/**
 * mcn_top_add:
 * @self: (out): the blocks
 * @params: the table
 * @file: (transfer full): backbone.safetensors, which says how wide they are
 * @error: return location
 *
 * Returns: %FALSE with %MCN_ERROR_MISMATCH when a tensor is missing
 */
gboolean
mcn_top_add (McnTop *self, McnParams *params, McnSafetensors *file, GError **error)
{
  const McnTensorView *head = mcn_safetensors_require (file, "head.weight", error, 2, (const gsize[]) { 0, 0 });

  *self = (McnTop) { .file = file };
  if (head == NULL)
    return FALSE;
  for (guint i = 0; i < MCN_TOP_BLOCKS; i++)
    {
      char name[32];
      g_autofree char *expand = g_strconcat (block_name (i, name, sizeof name), ".expand.weight", NULL);
      g_autofree char *depthwise = g_strconcat (name, ".depthwise.weight", NULL), *project = g_strconcat (name, ".project.weight", NULL);
      const McnTensorView *e = mcn_safetensors_require (file, expand, error, 2, (const gsize[]) { 0, 0 });
      const McnTensorView *d = e != NULL ? mcn_safetensors_require (file, depthwise, error, 2, (const gsize[]) { 0, e->dim[0] }) : NULL;
      const McnTensorView *p = d != NULL ? mcn_safetensors_require (file, project, error, 2, (const gsize[]) { 0, e->dim[0] }) : NULL;

      if (p == NULL)
        return FALSE;
      mcn_bottleneck_add (&self->block[i], params, name, e->dim[1], e->dim[0], p->dim[0], d->dim[0] == 25 ? 5 : 3, i == 0 ? 2 : 1);
    }
  self->head = (McnLinear) { .n = head->dim[0], .k = head->dim[1] };
  mcn_params_add_linear (params, "head", self->head.n, self->head.k, &self->head.weight, &self->head.bias);
  return TRUE;
}

static gboolean
is_of (const char *path, McnDataset *dataset)
{
  g_autofree char *bytes = NULL, *hash = NULL;
  gsize n;

  if (!g_file_get_contents (path, &bytes, &n, NULL))
    return FALSE;
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, n);
  return g_strcmp0 (hash, mcn_dataset_get_backbone (dataset)) == 0;
}

static gboolean
has_all (McnDataset *dataset, McnDataset *maps)
{
  for (gsize i = 0; i < mcn_dataset_get_n_photographs (dataset); i++)
    {
      McnFeatures features;

      for (guint view = 0; view < MCN_TOP_VIEWS && mcn_dataset_get_features (dataset, i, FALSE, &features); view++)
        if (!mcn_dataset_get_view (maps, i, view, &features))
          return FALSE;
    }
  return TRUE;
}

/**
 * mcn_top_open:
 * @self: (out): the blocks; clear them whatever the result
 * @params: the table
 * @path: of backbone.safetensors
 * @dataset: with frozen features
 * @maps: with maps
 * @error: return location
 *
 * Returns: %FALSE with an error
 */
gboolean
mcn_top_open (McnTop *self, McnParams *params, const char *path, McnDataset *dataset, McnDataset *maps, GError **error)
{
  g_autoptr (McnSafetensors) file = NULL;

  if (!is_of (path, dataset) || !is_of (path, maps) || !has_all (dataset, maps))
    {
      g_set_error_literal (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA,
                           _("The dataset has not all maps of this backbone. Compute them first: photo-critic-train dataset features --maps."));
      return FALSE;
    }
  file = mcn_safetensors_open (path, error);
  if (file == NULL || !mcn_top_add (self, params, g_steal_pointer (&file), error))
    return FALSE;
  self->maps = maps;
  return TRUE;
}

/* Of what is trained. The file has earlier blocks, too. */
static const char *const prefixes[] = { "block.", "head." };

/**
 * mcn_top_owns:
 * @name: of a tensor of the trunk or the backbone
 */
gboolean
mcn_top_owns (const char *name)
{
  return g_str_has_prefix (name, prefixes[0]) ? g_ascii_strtoull (name + strlen (prefixes[0]), NULL, 10) >= FIRST_BLOCK
                                              : g_str_has_prefix (name, prefixes[1]);
}

/**
 * mcn_top_write:
 * @self: the blocks
 * @params: their table
 * @path: where to
 * @error: return location
 *
 * Batch norm has been folded into weights and biases since the file was made.
 */
gboolean
mcn_top_write (const McnTop *self, McnParams *params, const char *path, GError **error)
{
  g_autoptr (McnSafetensorsWriter) writer = mcn_safetensors_writer_new ();

  for (gsize i = 0; i < mcn_safetensors_get_n (self->file); i++)
    {
      const McnTensorView *view = mcn_safetensors_get (self->file, i);
      const McnParam *param = mcn_top_owns (view->name) ? mcn_params_find (params, view->name) : NULL;
      const gfloat *values = param != NULL ? params->values + param->at : NULL;

      if (param != NULL && view->dtype == MCN_DTYPE_F16)
        {
          if (!mcn_safetensors_writer_add_half (writer, view->name, view->n_dims, view->dim, values, error))
            return FALSE;
        }
      else if (param != NULL)
        mcn_safetensors_writer_add (writer, view->name, MCN_DTYPE_F32, view->n_dims, view->dim, values);
      else
        mcn_safetensors_writer_add (writer, view->name, view->dtype, view->n_dims, view->dim, view->data);
    }
  return mcn_safetensors_writer_save (writer, path, error);
}

/**
 * mcn_top_start:
 * @self: the blocks
 * @params: the table, with memory
 * @rate: share of the learning rate
 * @error: return location
 *
 * Returns: %FALSE with an error
 */
gboolean
mcn_top_start (McnTop *self, McnParams *params, gfloat rate, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      mcn_params_set_group (params, prefixes[i], rate, .03f);
      if (!mcn_params_load (params, prefixes[i], self->file, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * mcn_top_clear:
 * @self: blocks, or zeros
 */
void
mcn_top_clear (McnTop *self)
{
  g_clear_pointer (&self->file, mcn_safetensors_free);
}

static McnMaps
list_maps (McnStep *step, gsize n, const McnFeatures *maps)
{
  guint *width = mcn_tape_take (step->tape, n * sizeof (guint)), *height = mcn_tape_take (step->tape, n * sizeof (guint));
  gsize *first = mcn_tape_take (step->tape, (n + 1) * sizeof (gsize));

  first[0] = 0;
  for (gsize i = 0; i < n; i++)
    {
      width[i] = maps[i].columns;
      height[i] = maps[i].rows;
      first[i + 1] = first[i] + (gsize) width[i] * height[i];
    }
  return (McnMaps) { n, width, height, first };
}

/* Mean and deviation (n - 1) of channel @c of @rows rows. */
static void
moments (const gfloat *x, gsize rows, gsize ld, gsize c, gdouble *mean, gdouble *sd)
{
  gdouble sum = 0, squares = 0;

  for (gsize r = 0; r < rows; r++)
    sum += x[r * ld + c];
  *mean = sum / rows;
  for (gsize r = 0; r < rows; r++)
    squares += (x[r * ld + c] - *mean) * (x[r * ld + c] - *mean);
  *sd = rows > 1 ? sqrt (squares / (rows - 1)) : 0;
}

static gsize
highest (const gfloat *x, gsize rows, gsize ld, gsize c)
{
  gsize at = 0;

  for (gsize r = 1; r < rows; r++)
    if (x[r * ld + c] > x[at * ld + c])
      at = r;
  return at;
}

/* Where what is made here stands in the global vector: mean and deviation of stage 5, mean and maximum of the head. */
static gsize
stage_5_at (const McnTop *self, const McnFeatureScale *scale)
{
  return scale->n_pooled - 2 * self->head.n - 2 * self->head.k;
}

static void
pool (McnTop *self, const McnFeatureScale *scale, gsize first, gsize rows, gfloat *pooled)
{
  gsize width = self->head.k, n = self->head.n;
  gfloat *stage = pooled + stage_5_at (self, scale), *head = stage + 2 * width;
  const gfloat *x = self->last + first * width, *y = self->top + first * n;
  gdouble mean, sd;

  for (gsize c = 0; c < width; c++)
    {
      moments (x, rows, width, c, &mean, &sd);
      stage[c] = mean;
      stage[width + c] = sd;
    }
  for (gsize c = 0; c < n; c++)
    {
      moments (y, rows, n, c, &mean, &sd);
      head[c] = mean;
      head[n + c] = y[highest (y, rows, n, c) * n + c];
    }
}

/* Stage 4, 2 x 2 averaged, beside the head's channels. */
static void
fill_regions (const McnTop *self, const gfloat *map, guint width, guint height, const gfloat *head, gsize n_region, gfloat *regions)
{
  gsize in = self->block[0].expand.k, n = self->head.n;

  for (guint y = 0; y < height / 2; y++)
    for (guint x = 0; x < width / 2; x++)
      {
        const gfloat *upper = map + ((gsize) 2 * y * width + 2 * x) * in, *lower = upper + width * in;
        gsize row = (gsize) y * (width / 2) + x;
        gfloat *to = regions + row * n_region;

        for (gsize c = 0; c < in; c++)
          to[c] = ((upper[c] + upper[in + c]) + (lower[c] + lower[in + c])) * .25f;
        memcpy (to + in, head + row * n, n * sizeof (gfloat));
      }
}

/**
 * mcn_top_forward:
 * @self: the blocks
 * @step: the step
 * @scale: of frozen features
 * @n: photographs
 * @maps: theirs
 * @global: (out): n x n_global, kept until mcn_top_backward()
 * @regions: (out): kept likewise
 */
void
mcn_top_forward (McnTop *self, McnStep *step, const McnFeatureScale *scale, gsize n, const McnFeatures *maps, gfloat *global, gfloat *regions)
{
  gsize in = self->block[0].expand.k;
  const McnMaps *last;
  gfloat *map, *x;

  self->first = list_maps (step, n, maps);
  map = mcn_tape_floats (step->tape, self->first.first[n] * in);
  for (gsize i = 0; i < n; i++)
    mcn_half_to_float (maps[i].regions, (self->first.first[i + 1] - self->first.first[i]) * in, map + self->first.first[i] * in);
  last = &self->first;
  x = map;
  for (guint b = 0; b < MCN_TOP_BLOCKS; b++)
    {
      x = mcn_bottleneck_forward (&self->block[b], step, last, x, &self->pass[b]);
      last = &self->pass[b].to;
    }
  self->last = x;
  self->top = mcn_tape_floats (step->tape, last->first[n] * self->head.n);
  mcn_linear_forward (&self->head, step, last->first[n], x, self->top);
  mcn_relu6 (step, last->first[n] * self->head.n, self->top);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree gfloat *raw = g_memdup2 (maps[i].pooled, scale->n_global * sizeof (gfloat));
      McnFeatures made = maps[i];

      pool (self, scale, last->first[i], last->first[i + 1] - last->first[i], raw);
      made.pooled = raw;
      mcn_feature_scale_global (scale, &made, global + i * scale->n_global);
      fill_regions (self, map + self->first.first[i] * in, maps[i].columns, maps[i].rows, self->top + last->first[i] * self->head.n,
                    scale->n_region, regions + last->first[i] * scale->n_region);
    }
  mcn_feature_scale_rows (scale, last->first[n], regions);
  self->global = global;
  self->regions = regions;
}

/* Through the clipping and the deviation. */
static void
unscale (const gfloat *value, const gfloat *sd, gsize n, gfloat *d)
{
  for (gsize i = 0; i < n; i++)
    d[i] = fabsf (value[i]) < MCN_CLIP ? d[i] / sd[i] : 0;
}

/* Of one photograph: what its pooled numbers and its regions ask of the head and of block 15. */
static void
unpool (const McnTop *self, const McnFeatureScale *scale, gsize first, gsize rows, const gfloat *dglobal, gfloat *dtop, gfloat *dlast)
{
  gsize width = self->head.k, n = self->head.n;
  const gfloat *stage = dglobal + stage_5_at (self, scale), *head = stage + 2 * width;
  const gfloat *x = self->last + first * width, *y = self->top + first * n;

  for (gsize c = 0; c < n; c++)
    {
      for (gsize r = 0; r < rows; r++)
        dtop[(first + r) * n + c] += head[c] / rows;
      dtop[(first + highest (y, rows, n, c)) * n + c] += head[n + c];
    }
  for (gsize c = 0; c < width; c++)
    {
      gdouble mean, sd;

      moments (x, rows, width, c, &mean, &sd);
      for (gsize r = 0; r < rows; r++)
        dlast[(first + r) * width + c] += stage[c] / rows + (sd > 0 ? stage[width + c] * (x[r * width + c] - mean) / ((rows - 1) * sd) : 0);
    }
}

/**
 * mcn_top_backward:
 * @self: the blocks
 * @step: the step of the forward pass
 * @scale: its scale
 * @dglobal: n x n_global, overwritten
 * @dregions: of all regions, overwritten
 *
 * Adds to the gradients of the blocks.
 */
void
mcn_top_backward (McnTop *self, McnStep *step, const McnFeatureScale *scale, gfloat *dglobal, gfloat *dregions)
{
  McnTapeMark mark = mcn_tape_mark (step->tape);
  const McnMaps *last = &self->pass[MCN_TOP_BLOCKS - 1].to;
  gsize n = last->n, rows = last->first[n], in = self->block[0].expand.k;
  gfloat *dtop = mcn_tape_floats (step->tape, rows * self->head.n), *dlast = mcn_tape_floats (step->tape, rows * self->head.k), *dy;
  gfloat *pulled = mcn_tape_zeros (step->tape, rows * self->head.k);

  for (gsize r = 0; r < rows; r++)
    {
      unscale (self->regions + r * scale->n_region, scale->region_sd, scale->n_region, dregions + r * scale->n_region);
      memcpy (dtop + r * self->head.n, dregions + r * scale->n_region + in, self->head.n * sizeof (gfloat));
    }
  for (gsize i = 0; i < n; i++)
    {
      unscale (self->global + i * scale->n_global, scale->global_sd, scale->n_global, dglobal + i * scale->n_global);
      unpool (self, scale, last->first[i], last->first[i + 1] - last->first[i], dglobal + i * scale->n_global, dtop, pulled);
    }
  mcn_relu6_backward (step, rows * self->head.n, self->top, dtop);
  mcn_linear_backward (&self->head, step, rows, self->last, dtop, dlast, FALSE);
  mcn_add_to (step, rows * self->head.k, pulled, dlast);

  dy = dlast;
  for (guint b = MCN_TOP_BLOCKS; b-- > 0;)
    {
      const McnBottleneckPass *pass = &self->pass[b];
      gfloat *dx = b > 0 ? mcn_tape_floats (step->tape, pass->from.first[n] * self->block[b].expand.k) : NULL;

      mcn_bottleneck_backward (&self->block[b], step, pass, dy, dx);
      dy = dx;
    }
  mcn_tape_rewind (step->tape, mark);
}
