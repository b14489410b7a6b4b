/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net-case.h"

#include <math.h>
#include <string.h>

#define N 5
#define SOURCES 4

static const guint32 photos[] = { 0, 2, 3 };
static const gsize region_first[] = { 0, 6, 10, 16 };
static const gsize word_first[] = { 0, 0, 7, 12, 12, 15 };

gfloat *
net_case_numbers (guint seed, gsize n)
{
  gfloat *x = g_new (gfloat, n);
  guint32 state = seed * 2654435761u + 1;

  for (gsize i = 0; i < n; i++)
    {
      state = state * 1664525u + 1013904223u;
      x[i] = (gfloat) (state >> 8) / 8388608.f - 1.f;
    }
  return x;
}

void
net_case_mask (guint n, guint n_sources, gfloat *score, gfloat *high, gfloat *style, gfloat *votes)
{
  for (guint i = 0; i < n * n_sources; i++)
    if (i % 3 == 1)
      score[i] = NAN;
  for (guint i = 0; i < n; i++)
    {
      gfloat sum = 0;

      high[i] = i == 1 ? NAN : high[i] > 0;
      for (guint j = 0; j < MCN_N_STYLES; j++)
        style[i * MCN_N_STYLES + j] = i == 3 || j % 5 == 2 ? NAN : fabsf (style[i * MCN_N_STYLES + j]);
      for (guint j = 0; j < MCN_N_VOTES; j++)
        sum += fabsf (votes[i * MCN_N_VOTES + j]);
      for (guint j = 0; j < MCN_N_VOTES; j++)
        votes[i * MCN_N_VOTES + j] = i == 0 ? NAN : fabsf (votes[i * MCN_N_VOTES + j]) / sum;
    }
}

static gfloat *
keep (NetCase *self, gfloat *x)
{
  g_ptr_array_add (self->arrays, x);
  return x;
}

NetCase *
net_case_new (McnTrunk trunk)
{
  NetCase *self = g_new0 (NetCase, 1);
  McnNetConfig config = {
    .d = 16, .n_heads = 2, .n_layers = 2, .n_global = 21, .n_region = 19, .n_word = 24,
    .n_sources = SOURCES, .n_shared = 2, .trunk = trunk,
    .drop_global = .3f, .drop_region = .1f, .drop_word = .1f, .drop_pooled = .2f,
  };
  gfloat *score, *high, *style, *votes;

  self->arrays = g_ptr_array_new_with_free_func (g_free);
  self->params = mcn_params_new ();
  self->net = mcn_net_new (&config, self->params);
  mcn_params_allocate (self->params);
  for (gsize i = 0; i < mcn_params_get_n (self->params); i++)
    {
      const McnParam *param = mcn_params_get (self->params, i);
      g_autofree gfloat *x = net_case_numbers (100 + i, param->n);
      gboolean factor = param->init == MCN_INIT_ONE;

      for (gsize j = 0; j < param->n; j++)
        self->params->values[param->at + j] = factor ? 1 + .2f * x[j] : .3f * x[j];
    }

  self->batch = (McnNetBatch) {
    .n = N, .n_photos = 3, .photo = photos, .region_first = region_first, .word_first = word_first,
    .global = keep (self, net_case_numbers (1, 3 * 21)), .regions = keep (self, net_case_numbers (2, 16 * 19)),
    .positions = keep (self, net_case_numbers (3, 16 * 17)), .words = keep (self, net_case_numbers (4, 15 * 24)),
  };
  score = keep (self, net_case_numbers (5, N * SOURCES));
  high = keep (self, net_case_numbers (6, N));
  style = keep (self, net_case_numbers (7, N * MCN_N_STYLES));
  votes = keep (self, net_case_numbers (8, N * MCN_N_VOTES));
  net_case_mask (N, SOURCES, score, high, style, votes);
  self->targets = (McnTargets) {
    .n = N, .n_sources = SOURCES, .score = score, .high = high, .style = style, .votes = votes,
    .source_weight = (const gfloat[]) { 1.f, 1.f, .5f, .25f },
  };
  self->targets.source_weight = keep (self, g_memdup2 (self->targets.source_weight, SOURCES * sizeof (gfloat)));
  return self;
}

void
net_case_free (NetCase *self)
{
  mcn_net_free (self->net);
  mcn_params_free (self->params);
  g_ptr_array_unref (self->arrays);
  g_free (self);
}

McnLosses
net_case_run (NetCase *self, McnStep *step, const gdouble *weights, McnOutputs *outputs)
{
  McnOutputs gradients;
  McnLosses losses;
  gsize n = self->batch.n;

  memset (self->params->gradients, 0, self->params->n * sizeof (gfloat));
  mcn_net_forward (self->net, step, &self->batch, outputs);
  mcn_outputs_take (&gradients, step->tape, n, SOURCES);
  mcn_tasks_losses (&self->targets, outputs, &gradients, &losses);
  mcn_net_backward (self->net, step, &self->batch, &gradients, weights);
  return losses;
}
