/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-optimizer.h"

#include "mcn-train-kernels.h"

#include <math.h>
#include <string.h>

#define BETA1 .9
#define BETA2 .999
#define EPSILON 1e-8
#define TILE 65536

typedef struct
{
  gsize           at, n;
  const McnParam *param;
} Tile;

struct _McnOptimizer
{
  McnParams *params;
  gfloat    *m, *v;
  guint64    t;
  GArray    *tiles;         /* Tile: pieces of the tensors that learn */
  gdouble   *squares;       /* one a tile */

  McnAdamStep step;         /* of the step under way */
  gdouble    rate;
};

/**
 * mcn_optimizer_new:
 * @params: a table with memory; rates and decays are final
 *
 * Returns: (transfer full): an optimiser that has not taken a step
 */
McnOptimizer *
mcn_optimizer_new (McnParams *params)
{
  McnOptimizer *self = g_new0 (McnOptimizer, 1);

  self->params = params;
  /* Fresh pages of zeros: those of frozen tensors are never made. */
  self->m = g_new0 (gfloat, MAX (params->n, 1));
  self->v = g_new0 (gfloat, MAX (params->n, 1));
  self->tiles = g_array_new (FALSE, FALSE, sizeof (Tile));
  for (gsize i = 0; i < mcn_params_get_n (params); i++)
    {
      const McnParam *param = mcn_params_get (params, i);

      for (gsize at = 0; param->rate > 0 && at < param->n; at += TILE)
        {
          Tile tile = { param->at + at, MIN (param->n - at, TILE), param };

          g_array_append_val (self->tiles, tile);
        }
    }
  self->squares = g_new0 (gdouble, MAX (self->tiles->len, 1));
  return self;
}

void
mcn_optimizer_free (McnOptimizer *self)
{
  if (self == NULL)
    return;

  g_free (self->m);
  g_free (self->v);
  g_free (self->squares);
  g_array_unref (self->tiles);
  g_free (self);
}

static void
square_tiles (gpointer data, gsize begin, gsize end, guint worker)
{
  McnOptimizer *self = data;

  for (gsize i = begin; i < end; i++)
    {
      const Tile *tile = &g_array_index (self->tiles, Tile, i);

      self->squares[i] = mcn_train_kernels ()->squares (self->params->gradients + tile->at, tile->n);
    }
}

/**
 * mcn_optimizer_norm:
 * @self: an optimiser
 * @team: (nullable): who works
 *
 * Returns: the length of the gradient of all that learns
 */
gdouble
mcn_optimizer_norm (McnOptimizer *self, McnTeam *team)
{
  gdouble sum = 0;

  mcn_team_run (team, self->tiles->len, 1, square_tiles, self);
  for (gsize i = 0; i < self->tiles->len; i++)
    sum += self->squares[i];
  return sqrt (sum);
}

static void
step_tiles (gpointer data, gsize begin, gsize end, guint worker)
{
  McnOptimizer *self = data;

  for (gsize i = begin; i < end; i++)
    {
      const Tile *tile = &g_array_index (self->tiles, Tile, i);
      McnAdamStep step = self->step;
      gdouble rate = self->rate * tile->param->rate;

      step.shrink = 1 - rate * tile->param->decay;
      step.rate = rate / (1 - pow (BETA1, self->t));
      mcn_train_kernels ()->adamw (&step, tile->n, self->params->values + tile->at, self->params->gradients + tile->at,
                                   self->m + tile->at, self->v + tile->at);
    }
}

/**
 * mcn_optimizer_step:
 * @self: an optimiser
 * @team: (nullable): who works
 * @rate: learning rate, before each tensor's factor
 * @norm: length of the gradient
 * @max_norm: length above which it is scaled down; 0: never
 */
void
mcn_optimizer_step (McnOptimizer *self, McnTeam *team, gdouble rate, gdouble norm, gdouble max_norm)
{
  self->t++;
  self->rate = rate;
  self->step = (McnAdamStep) {
    .clip = max_norm > 0 ? MIN (1, max_norm / (norm + 1e-6)) : 1,
    .beta1 = BETA1, .beta2 = BETA2, .eps = EPSILON, .root = sqrt (1 - pow (BETA2, self->t)),
  };
  mcn_team_run (team, self->tiles->len, 1, step_tiles, self);
}

static void
clear_tiles (gpointer data, gsize begin, gsize end, guint worker)
{
  McnOptimizer *self = data;

  for (gsize i = begin; i < end; i++)
    {
      const Tile *tile = &g_array_index (self->tiles, Tile, i);

      memset (self->params->gradients + tile->at, 0, tile->n * sizeof (gfloat));
    }
}

/**
 * mcn_optimizer_clear:
 * @self: an optimiser
 * @team: (nullable): who works
 */
void
mcn_optimizer_clear (McnOptimizer *self, McnTeam *team)
{
  mcn_team_run (team, self->tiles->len, 1, clear_tiles, self);
}

/**
 * mcn_optimizer_get_m:
 * @self: an optimiser
 *
 * Returns: (transfer none): the moving mean of the gradients
 */
gfloat *
mcn_optimizer_get_m (McnOptimizer *self)
{
  return self->m;
}

/**
 * mcn_optimizer_get_v:
 * @self: an optimiser
 *
 * Returns: (transfer none): the moving mean of their squares
 */
gfloat *
mcn_optimizer_get_v (McnOptimizer *self)
{
  return self->v;
}

/**
 * mcn_optimizer_get_t:
 * @self: an optimiser
 *
 * Returns: steps taken
 */
guint64
mcn_optimizer_get_t (McnOptimizer *self)
{
  return self->t;
}

/**
 * mcn_optimizer_set_t:
 * @self: an optimiser
 * @t: steps taken, as a checkpoint says
 */
void
mcn_optimizer_set_t (McnOptimizer *self, guint64 t)
{
  self->t = t;
}
