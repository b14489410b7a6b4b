/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-net.h"

#include "mcn-tokens.h"

#include <string.h>

#define NORM_EPSILON 1e-5f

typedef struct
{
  McnBlock ci, ct, ki, kt;
} Layer;

/* A way in: dropout, linear map, layer norm. */
typedef struct
{
  McnLinear linear;
  McnNorm   norm;
  gfloat    rate;
  McnSite   site;
} Way;

typedef struct
{
  gsize         rows;
  const gfloat *x;          /* after dropout */
  gfloat       *mapped, *stats, *y;
} WayPass;

struct _McnNet
{
  McnNetConfig config;
  Way          globe, region, word;
  McnLinear    position;
  gsize        no_photograph, no_critique;
  McnBlock     si, st;
  Layer        layers[MCN_NET_MAX_LAYERS];
  McnNorm      ni, nt;
  McnFlat      qi, qt;
  McnTaskHeads heads;
  McnSite      pooled_site;

  /* The last forward pass. */
  WayPass      globe_pass, region_pass, word_pass;
  McnRagged    xs, ts;
  gfloat      *x, *t;                       /* tokens */
  McnBlockPass si_pass, st_pass;
  struct { McnBlockPass ci, ct, ki, kt; } layer_pass[MCN_NET_MAX_LAYERS];
  gfloat      *sum_x, *sum_t, *stats_x, *stats_t;
  McnFlatPass  qi_pass, qt_pass;
  gfloat      *z;
  McnTaskHeadsPass heads_pass;
};

static Way
add_way (McnParams *params, const char *name, const char *norm, gsize d, gsize k, gfloat rate, McnSite site)
{
  Way way = { .linear = { d, k }, .norm = { .d = d, .eps = NORM_EPSILON }, .rate = rate, .site = site };

  mcn_params_add_linear (params, name, d, k, &way.linear.weight, &way.linear.bias);
  mcn_params_add_norm (params, norm, d, &way.norm.weight, &way.norm.bias);
  return way;
}

static gboolean
has_strm (const McnNet *self)
{
  return self->config.trunk == MCN_TRUNK_MCN || self->config.trunk == MCN_TRUNK_NO_CTRM;
}

static gboolean
has_ctrm (const McnNet *self)
{
  return self->config.trunk == MCN_TRUNK_MCN || self->config.trunk == MCN_TRUNK_NO_STRM;
}

static void
add_blocks (McnNet *self, McnParams *params, McnSite site)
{
  gsize d = self->config.d, heads = self->config.n_heads;

  if (has_strm (self))
    {
      mcn_block_add_strm (&self->si, params, "si", d, heads, site);
      mcn_block_add_strm (&self->st, params, "st", d, heads, site + MCN_BLOCK_SITES);
    }
  site += 2 * MCN_BLOCK_SITES;
  for (guint l = 0; l < self->config.n_layers; l++, site += 4 * MCN_BLOCK_SITES)
    {
      struct { const char *name; McnBlock *block; gboolean there; } block[] = {
        { "ci", &self->layers[l].ci, has_ctrm (self) }, { "ct", &self->layers[l].ct, has_ctrm (self) },
        { "ki", &self->layers[l].ki, has_strm (self) }, { "kt", &self->layers[l].kt, has_strm (self) },
      };

      for (guint i = 0; i < G_N_ELEMENTS (block); i++)
        if (block[i].there)
          {
            g_autofree char *name = g_strdup_printf ("%s.%u", block[i].name, l);

            mcn_block_add_strm (block[i].block, params, name, d, heads, site + i * MCN_BLOCK_SITES);
          }
    }
}

/**
 * mcn_net_new:
 * @config: sizes; at most %MCN_NET_MAX_LAYERS layers
 * @params: a table without memory yet
 *
 * Returns: (transfer full): the network
 */
McnNet *
mcn_net_new (const McnNetConfig *config, McnParams *params)
{
  McnNet *self = g_new0 (McnNet, 1);
  gsize d = config->d;

  g_return_val_if_fail (config->n_layers <= MCN_NET_MAX_LAYERS, NULL);
  g_return_val_if_fail (d % config->n_heads == 0, NULL);

  self->config = *config;
  self->globe = add_way (params, "globe", "gn", d, config->n_global, config->drop_global, 0);
  self->region = add_way (params, "region", "rn", d, config->n_region, config->drop_region, 1);
  self->word = add_way (params, "word", "wn", d, config->n_word, config->drop_word, 2);
  self->pooled_site = 3;
  self->position = (McnLinear) { d, MCN_POSITION_CODE };
  mcn_params_add_linear (params, "pos", d, MCN_POSITION_CODE, &self->position.weight, &self->position.bias);
  self->no_photograph = mcn_params_add (params, "none_i", d, 0, MCN_INIT_SMALL, 0);
  self->no_critique = mcn_params_add (params, "none_t", d, 0, MCN_INIT_SMALL, 0);
  add_blocks (self, params, 4);
  if (config->trunk != MCN_TRUNK_CONCAT)
    {
      self->ni = (McnNorm) { .d = d, .eps = NORM_EPSILON };
      self->nt = (McnNorm) { .d = d, .eps = NORM_EPSILON };
      mcn_params_add_norm (params, "ni", d, &self->ni.weight, &self->ni.bias);
      mcn_params_add_norm (params, "nt", d, &self->nt.weight, &self->nt.bias);
    }
  mcn_flat_add (&self->qi, params, "qi.a", "qi.b", d);
  mcn_flat_add (&self->qt, params, "qt.a", "qt.b", d);
  mcn_task_heads_add (&self->heads, params, 2 * d, config->n_global, config->n_sources, config->n_shared);
  return self;
}

void
mcn_net_free (McnNet *self)
{
  g_free (self);
}

/**
 * mcn_net_get_config:
 * @self: a network
 *
 * Returns: (transfer none): its sizes
 */
const McnNetConfig *
mcn_net_get_config (const McnNet *self)
{
  return &self->config;
}

/**
 * mcn_net_get_pooled:
 * @self: a network
 *
 * Returns: (transfer none): n x 2 d of the last forward pass, after dropout
 */
const gfloat *
mcn_net_get_pooled (const McnNet *self)
{
  return self->z;
}

static void
way_forward (const Way *way, McnStep *step, gsize rows, const gfloat *x, WayPass *pass)
{
  gsize d = way->linear.n;

  *pass = (WayPass) { .rows = rows, .x = x };
  if (step->training && way->rate > 0)
    {
      gfloat *dropped = mcn_tape_floats (step->tape, rows * way->linear.k);

      mcn_dropout (step, way->site, way->rate, rows * way->linear.k, x, dropped);
      pass->x = dropped;
    }
  pass->mapped = mcn_tape_floats (step->tape, rows * d);
  pass->stats = mcn_tape_floats (step->tape, 2 * rows);
  pass->y = mcn_tape_floats (step->tape, rows * d);
  mcn_linear_forward (&way->linear, step, rows, pass->x, pass->mapped);
  mcn_norm_forward (&way->norm, step, rows, pass->mapped, pass->y, pass->stats);
}

/* @dy is overwritten. @dx: NULL, when nobody asks for the gradient of the features, or where it goes; @add: to what
 * stands there. */
static void
way_backward (const Way *way, McnStep *step, const WayPass *pass, gfloat *dy, gfloat *dx, gboolean add)
{
  mcn_norm_backward (&way->norm, step, pass->rows, pass->mapped, pass->stats, dy, dy);
  mcn_linear_backward (&way->linear, step, pass->rows, pass->x, dy, dx, add);
  if (dx != NULL)
    mcn_dropout (step, way->site, way->rate, pass->rows * way->linear.k, dx, dx);
}

/* Copies between tokens and the rows of one way in; @back: tokens' gradients to rows. */
static void
copy_rows (gfloat *token, gfloat *row, gsize n, gboolean back)
{
  memcpy (back ? row : token, back ? token : row, n * sizeof (gfloat));
}

/* Image tokens: "no photograph", then the global token and the regions; text
 * tokens: "no critique", then the words. Either way. */
static void
move_tokens (const McnNet *self, const McnNetBatch *batch, gfloat *x, gfloat *t,
             gfloat *none_i, gfloat *none_t, gfloat *globe, gfloat *region, gfloat *word, gboolean back)
{
  gsize d = self->config.d, photo = 0;

  for (gsize i = 0; i < batch->n; i++)
    {
      gfloat *token = x + self->xs.first[i] * d;
      gsize words = batch->word_first[i + 1] - batch->word_first[i];

      if (back)
        for (gsize j = 0; j < d; j++)
          {
            none_i[j] += token[j];
            none_t[j] += t[self->ts.first[i] * d + j];
          }
      else
        {
          memcpy (token, none_i, d * sizeof (gfloat));
          memcpy (t + self->ts.first[i] * d, none_t, d * sizeof (gfloat));
        }
      if (photo < batch->n_photos && batch->photo[photo] == i)
        {
          gsize first = batch->region_first[photo], n = batch->region_first[photo + 1] - first;

          copy_rows (token + d, globe + photo * d, d, back);
          copy_rows (token + 2 * d, region + first * d, n * d, back);
          photo++;
        }
      copy_rows (t + (self->ts.first[i] + 1) * d, word + batch->word_first[i] * d, words * d, back);
    }
}

static void
count_tokens (McnNet *self, McnStep *step, const McnNetBatch *batch)
{
  gsize *xs = mcn_tape_take (step->tape, (batch->n + 1) * sizeof (gsize));
  gsize *ts = mcn_tape_take (step->tape, (batch->n + 1) * sizeof (gsize));
  gsize photo = 0;

  xs[0] = ts[0] = 0;
  for (gsize i = 0; i < batch->n; i++)
    {
      xs[i + 1] = xs[i] + 1;
      ts[i + 1] = ts[i] + 1 + batch->word_first[i + 1] - batch->word_first[i];
      if (photo < batch->n_photos && batch->photo[photo] == i)
        {
          xs[i + 1] += 1 + batch->region_first[photo + 1] - batch->region_first[photo];
          photo++;
        }
    }
  self->xs = (McnRagged) { batch->n, xs };
  self->ts = (McnRagged) { batch->n, ts };
}

static void
tokens_forward (McnNet *self, McnStep *step, const McnNetBatch *batch)
{
  gsize d = self->config.d, regions = batch->region_first[batch->n_photos];

  count_tokens (self, step, batch);
  way_forward (&self->globe, step, batch->n_photos, batch->global, &self->globe_pass);
  way_forward (&self->region, step, regions, batch->regions, &self->region_pass);
  way_forward (&self->word, step, batch->word_first[batch->n], batch->words, &self->word_pass);
  self->x = mcn_tape_floats (step->tape, mcn_ragged_rows (&self->xs) * d);
  self->t = mcn_tape_floats (step->tape, mcn_ragged_rows (&self->ts) * d);

  McnTapeMark mark = mcn_tape_mark (step->tape);
  gfloat *place = mcn_tape_floats (step->tape, regions * d);

  mcn_linear_forward (&self->position, step, regions, batch->positions, place);
  mcn_add_to (step, regions * d, self->region_pass.y, place);
  move_tokens (self, batch, self->x, self->t, mcn_values (step, self->no_photograph), mcn_values (step, self->no_critique),
               self->globe_pass.y, place, self->word_pass.y, FALSE);
  mcn_tape_rewind (step->tape, mark);
}

static void
tokens_backward (McnNet *self, McnStep *step, const McnNetBatch *batch, gfloat *dx, gfloat *dt)
{
  gsize d = self->config.d, regions = batch->region_first[batch->n_photos];
  gfloat *globe = mcn_tape_floats (step->tape, batch->n_photos * d);
  gfloat *region = mcn_tape_floats (step->tape, regions * d);
  gfloat *word = mcn_tape_floats (step->tape, batch->word_first[batch->n] * d);

  move_tokens (self, batch, dx, dt, mcn_gradients (step, self->no_photograph), mcn_gradients (step, self->no_critique),
               globe, region, word, TRUE);
  mcn_linear_backward (&self->position, step, regions, batch->positions, region, NULL, FALSE);
  way_backward (&self->globe, step, &self->globe_pass, globe, batch->dglobal, TRUE);
  way_backward (&self->region, step, &self->region_pass, region, batch->dregions, FALSE);
  way_backward (&self->word, step, &self->word_pass, word, NULL, FALSE);
}

/* STRM, MTRL layers, outer Add & Norm. Either way into *@x and *@t. */
static void
trunk_forward (McnNet *self, McnStep *step, gfloat **x, gfloat **t)
{
  gsize d = self->config.d, m = mcn_ragged_rows (&self->xs), n = mcn_ragged_rows (&self->ts);
  gfloat *first_x, *first_t;

  if (has_strm (self))
    {
      *x = mcn_block_forward (&self->si, step, self->xs, *x, self->xs, *x, &self->si_pass);
      *t = mcn_block_forward (&self->st, step, self->ts, *t, self->ts, *t, &self->st_pass);
    }
  first_x = *x;
  first_t = *t;
  for (guint l = 0; l < self->config.n_layers; l++)
    {
      const Layer *layer = &self->layers[l];

      if (has_ctrm (self))
        {
          /* Both directions read the layer's inputs. */
          gfloat *to_x = mcn_block_forward (&layer->ci, step, self->xs, *x, self->ts, *t, &self->layer_pass[l].ci);

          *t = mcn_block_forward (&layer->ct, step, self->ts, *t, self->xs, *x, &self->layer_pass[l].ct);
          *x = to_x;
        }
      if (has_strm (self))
        {
          *x = mcn_block_forward (&layer->ki, step, self->xs, *x, self->xs, *x, &self->layer_pass[l].ki);
          *t = mcn_block_forward (&layer->kt, step, self->ts, *t, self->ts, *t, &self->layer_pass[l].kt);
        }
    }

  self->sum_x = mcn_tape_floats (step->tape, m * d);
  self->sum_t = mcn_tape_floats (step->tape, n * d);
  self->stats_x = mcn_tape_floats (step->tape, 2 * m);
  self->stats_t = mcn_tape_floats (step->tape, 2 * n);
  memcpy (self->sum_x, first_x, m * d * sizeof (gfloat));
  memcpy (self->sum_t, first_t, n * d * sizeof (gfloat));
  mcn_add_to (step, m * d, *x, self->sum_x);
  mcn_add_to (step, n * d, *t, self->sum_t);
  *x = mcn_tape_floats (step->tape, m * d);
  *t = mcn_tape_floats (step->tape, n * d);
  mcn_norm_forward (&self->ni, step, m, self->sum_x, *x, self->stats_x);
  mcn_norm_forward (&self->nt, step, n, self->sum_t, *t, self->stats_t);
}

static gfloat *
strm_backward (const McnBlock *block, McnStep *step, const McnBlockPass *pass, gfloat *dout, gsize size)
{
  gfloat *dx = mcn_tape_zeros (step->tape, size);

  mcn_block_backward (block, step, pass, dout, dx, dx);
  return dx;
}

static void
trunk_backward (McnNet *self, McnStep *step, gfloat **dx, gfloat **dt)
{
  gsize m = mcn_ragged_rows (&self->xs) * self->config.d, n = mcn_ragged_rows (&self->ts) * self->config.d;
  gfloat *outer_x = mcn_tape_floats (step->tape, m), *outer_t = mcn_tape_floats (step->tape, n);

  mcn_norm_backward (&self->ni, step, m / self->config.d, self->sum_x, self->stats_x, *dx, *dx);
  mcn_norm_backward (&self->nt, step, n / self->config.d, self->sum_t, self->stats_t, *dt, *dt);
  memcpy (outer_x, *dx, m * sizeof (gfloat));
  memcpy (outer_t, *dt, n * sizeof (gfloat));

  for (guint l = self->config.n_layers; l-- > 0;)
    {
      const Layer *layer = &self->layers[l];

      if (has_strm (self))
        {
          *dx = strm_backward (&layer->ki, step, &self->layer_pass[l].ki, *dx, m);
          *dt = strm_backward (&layer->kt, step, &self->layer_pass[l].kt, *dt, n);
        }
      if (has_ctrm (self))
        {
          gfloat *to_x = mcn_tape_zeros (step->tape, m), *to_t = mcn_tape_zeros (step->tape, n);

          mcn_block_backward (&layer->ci, step, &self->layer_pass[l].ci, *dx, to_x, to_t);
          mcn_block_backward (&layer->ct, step, &self->layer_pass[l].ct, *dt, to_t, to_x);
          *dx = to_x;
          *dt = to_t;
        }
    }

  mcn_add_to (step, m, outer_x, *dx);
  mcn_add_to (step, n, outer_t, *dt);
  if (has_strm (self))
    {
      *dx = strm_backward (&self->si, step, &self->si_pass, *dx, m);
      *dt = strm_backward (&self->st, step, &self->st_pass, *dt, n);
    }
}

/**
 * mcn_net_forward:
 * @self: a network
 * @step: the step
 * @batch: at least one sample
 * @outputs: (out): on the tape
 */
void
mcn_net_forward (McnNet *self, McnStep *step, const McnNetBatch *batch, McnOutputs *outputs)
{
  gsize d = self->config.d;
  gfloat *x, *t;

  tokens_forward (self, step, batch);
  x = self->x;
  t = self->t;
  if (self->config.trunk != MCN_TRUNK_CONCAT)
    trunk_forward (self, step, &x, &t);

  self->z = mcn_tape_floats (step->tape, batch->n * 2 * d);
  mcn_flat_forward (&self->qi, step, self->xs, x, self->z, 2 * d, &self->qi_pass);
  mcn_flat_forward (&self->qt, step, self->ts, t, self->z + d, 2 * d, &self->qt_pass);
  mcn_dropout (step, self->pooled_site, self->config.drop_pooled, batch->n * 2 * d, self->z, self->z);
  /* What the skips see is what the global token saw. */
  mcn_task_heads_forward (&self->heads, step, batch->n, self->z, batch->n_photos, self->globe_pass.x, batch->photo,
                          outputs, &self->heads_pass);
}

/**
 * mcn_net_backward:
 * @self: a network
 * @step: the step of the forward pass
 * @batch: its batch
 * @gradients: of each task's loss in its outputs
 * @weights: MCN_N_TASKS weights of the losses in the trunk
 */
void
mcn_net_backward (McnNet *self, McnStep *step, const McnNetBatch *batch,
                  const McnOutputs *gradients, const gdouble *weights)
{
  mcn_net_backward_more (self, step, batch, gradients, weights, NULL);
}

/**
 * mcn_net_backward_more:
 * @self: a network
 * @step: the step of the forward pass
 * @batch: its batch
 * @gradients: of each task's loss in its outputs
 * @weights: MCN_N_TASKS weights of the losses in the trunk
 * @more: (nullable): of another loss in the pooled vector
 */
void
mcn_net_backward_more (McnNet *self, McnStep *step, const McnNetBatch *batch,
                       const McnOutputs *gradients, const gdouble *weights, const gfloat *more)
{
  McnTapeMark mark = mcn_tape_mark (step->tape);
  gsize d = self->config.d;
  gfloat *dz = mcn_tape_floats (step->tape, batch->n * 2 * d);
  gfloat *dx = mcn_tape_floats (step->tape, mcn_ragged_rows (&self->xs) * d);
  gfloat *dt = mcn_tape_floats (step->tape, mcn_ragged_rows (&self->ts) * d);

  mcn_task_heads_backward (&self->heads, step, &self->heads_pass, gradients, weights, dz, batch->dglobal);
  if (more != NULL)
    mcn_add_to (step, batch->n * 2 * d, more, dz);
  mcn_dropout (step, self->pooled_site, self->config.drop_pooled, batch->n * 2 * d, dz, dz);
  mcn_flat_backward (&self->qi, step, &self->qi_pass, dz, 2 * d, dx);
  mcn_flat_backward (&self->qt, step, &self->qt_pass, dz + d, 2 * d, dt);
  if (self->config.trunk != MCN_TRUNK_CONCAT)
    trunk_backward (self, step, &dx, &dt);
  tokens_backward (self, step, batch, dx, dt);
  mcn_tape_rewind (step->tape, mark);
}
