/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole of stage 1: gradients against central differences and against PyTorch
 * by name, frozen layers, and the engine's encoder on the same weights. */
#include "gradient-check.h"
#include "mcn-test.h"
#include "mcn-text-encoder.h"
#include "mcn-text-net.h"
#include "net-case.h"
#include "train-golden.h"

#include <math.h>
#include <string.h>

#define N 4
#define SOURCES 3

static const gsize sentence_first[] = { 0, 1, 3, 6, 8 };
static const gsize piece_first[] = { 0, 3, 4, 9, 16, 18, 19, 21, 24 };
static const guint32 pieces[] = { 5, 9, 11, 7, 3, 3, 8, 60, 100, 99, 1, 2, 3, 4, 5, 6, 42, 17, 9, 64, 65, 66, 67, 68 };
static const gfloat source_weight[] = { 1.f, 1.f, .5f };
static const gdouble even[MCN_N_TASKS] = { 1, 1, 1, 1 };
static const McnTextBatch batch = { N, sentence_first, piece_first, pieces };

typedef struct
{
  McnParams  *params;
  McnTextNet *net;
  McnTargets  targets;
  McnStep    *step;
  gfloat     *score, *high, *style, *votes;
} Fixture;

static void
set_up (Fixture *f, guint n_frozen, gboolean training)
{
  McnTextNetConfig config = {
    .n_words = 110, .n_positions = 9, .width = 24, .feed = 48, .n_layers = 2, .n_heads = 2, .n_frozen = n_frozen,
    .d = 16, .d_heads = 2, .n_sources = SOURCES, .n_shared = 2, .drop_pooled = .2f,
  };

  f->params = mcn_params_new ();
  f->net = mcn_text_net_new (&config, f->params);
  mcn_params_allocate (f->params);
  for (gsize i = 0; i < mcn_params_get_n (f->params); i++)
    {
      const McnParam *param = mcn_params_get (f->params, i);
      g_autofree gfloat *x = net_case_numbers (100 + i, param->n);

      for (gsize j = 0; j < param->n; j++)
        f->params->values[param->at + j] = param->init == MCN_INIT_ONE ? 1 + .2f * x[j] : .3f * x[j];
    }
  f->score = net_case_numbers (5, N * SOURCES);
  f->high = net_case_numbers (6, N);
  f->style = net_case_numbers (7, N * MCN_N_STYLES);
  f->votes = net_case_numbers (8, N * MCN_N_VOTES);
  net_case_mask (N, SOURCES, f->score, f->high, f->style, f->votes);
  f->targets = (McnTargets) { N, SOURCES, f->score, source_weight, f->high, f->style, f->votes };
  f->step = gradient_step_new (f->params, 2, training);
}

static void
tear_down (Fixture *f)
{
  gradient_step_free (f->step);
  mcn_text_net_free (f->net);
  mcn_params_free (f->params);
  g_free (f->score);
  g_free (f->high);
  g_free (f->style);
  g_free (f->votes);
}

static McnLosses
run (Fixture *f, McnOutputs *outputs)
{
  McnOutputs gradients;
  McnLosses losses;

  memset (f->params->gradients, 0, f->params->n * sizeof (gfloat));
  mcn_text_net_forward (f->net, f->step, &batch, outputs);
  mcn_outputs_take (&gradients, f->step->tape, N, SOURCES);
  mcn_tasks_losses (&f->targets, outputs, &gradients, &losses);
  mcn_text_net_backward (f->net, f->step, &batch, &gradients, even);
  return losses;
}

static gdouble
value (gpointer data)
{
  Fixture *f = data;
  McnTapeMark mark = mcn_tape_mark (f->step->tape);
  McnOutputs outputs;
  McnLosses losses = run (f, &outputs);
  gdouble sum = 0;

  for (guint i = 0; i < MCN_N_TASKS; i++)
    sum += losses.loss[i];
  mcn_tape_rewind (f->step->tape, mark);
  return sum;
}

static void
test_differences (void)
{
  static const char *const names[] = { "lw", "lb", "layers.0.qw", "layers.0.fb", "layers.1.qb", "layers.1.ow", "layers.1.iw",
                                       "word.weight", "wn.bias", "st.at.in_proj_weight", "qt.a.weight", "high.weight" };

  for (guint training = 0; training < 2; training++)
    {
      Fixture f;
      McnOutputs outputs;
      g_autofree gfloat *gradients = NULL;

      set_up (&f, 0, training);
      run (&f, &outputs);
      gradients = g_memdup2 (f.params->gradients, f.params->n * sizeof (gfloat));
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          const McnParam *param = mcn_params_find (f.params, names[i]);

          gradient_check (param->name, value, &f, f.params->values + param->at, gradients + param->at, param->n, 8, 4e-3, 2e-2);
        }
      tear_down (&f);
    }
}

static void
test_pytorch (void)
{
  g_autoptr (McnSafetensors) golden = train_golden_open ();
  Fixture f;
  McnOutputs outputs;
  McnLosses losses;
  gfloat loss[MCN_N_TASKS];

  set_up (&f, 0, FALSE);
  losses = run (&f, &outputs);
  for (guint i = 0; i < MCN_N_TASKS; i++)
    loss[i] = losses.loss[i];
  train_golden_compare (golden, "text.loss", loss, MCN_N_TASKS, 1e-5);
  train_golden_compare (golden, "text.score", outputs.score, N * SOURCES, 1e-5);
  train_golden_compare (golden, "text.high", outputs.high, N, 1e-5);
  train_golden_compare (golden, "text.style", outputs.style, N * MCN_N_STYLES, 1e-5);
  train_golden_compare (golden, "text.votes", outputs.votes, N * MCN_N_VOTES, 1e-5);
  for (gsize i = 0; i < mcn_params_get_n (f.params); i++)
    {
      const McnParam *param = mcn_params_get (f.params, i);
      g_autofree char *name = g_strconcat ("text.grad.", param->name, NULL);

      /* The embeddings' tables never learn. */
      if (param->rate > 0)
        train_golden_compare (golden, name, f.params->gradients + param->at, param->n, 1e-4);
    }
  tear_down (&f);
}

/* Frozen layers get no gradient and no dropout; those above them the same one. */
static void
test_frozen (void)
{
  Fixture all, some;
  McnOutputs outputs;

  set_up (&all, 0, FALSE);
  set_up (&some, 1, FALSE);
  run (&all, &outputs);
  run (&some, &outputs);
  for (gsize i = 0; i < mcn_params_get_n (all.params); i++)
    {
      const McnParam *param = mcn_params_get (some.params, i);

      if (param->rate > 0)
        g_assert_cmpmem (some.params->gradients + param->at, param->n * sizeof (gfloat),
                         all.params->gradients + param->at, param->n * sizeof (gfloat));
      else
        for (gsize j = 0; j < param->n; j++)
          g_assert_cmpfloat (some.params->gradients[param->at + j], ==, 0);
    }
  tear_down (&all);
  tear_down (&some);
}

/* The tiny model's weights here and in the engine: the same words. */
static void
test_engine (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "tiny-model", "text.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnSafetensors) file = mcn_safetensors_open (path, &error);
  g_autoptr (McnParams) params = mcn_params_new ();
  g_autoptr (McnTextNet) net = NULL;
  g_autoptr (McnStep) step = NULL;
  g_autoptr (McnTeam) team = mcn_team_new (1);
  g_autoptr (McnArena) arena = mcn_arena_new ();
  g_autoptr (McnTextEncoder) encoder = NULL;
  McnTextNetConfig config = { .n_layers = 2, .n_heads = 2, .d = 16, .d_heads = 2, .n_sources = 1, .n_shared = 1 };
  const gsize lengths[] = { 3, 1, 5, 7, 2, 1, 2, 3 };
  g_autofree gfloat *wanted = NULL;

  g_assert_no_error (error);
  g_assert_true (mcn_text_net_config_from_file (&config, file, &error));
  net = mcn_text_net_new (&config, params);
  mcn_params_allocate (params);
  g_assert_true (mcn_text_net_load (net, params, file, &error));
  g_assert_no_error (error);
  step = gradient_step_new (params, 1, FALSE);

  encoder = mcn_text_encoder_new (file, 2, &error);
  g_assert_no_error (error);
  wanted = g_new (gfloat, 24 * config.width);
  g_assert_true (mcn_arena_reserve (arena, mcn_text_encoder_plan (encoder, 24 + 16, 1), NULL));
  g_assert_true (mcn_text_encoder_run (encoder, team, arena, pieces, lengths, 8, wanted, NULL, &error));
  mcn_assert_close (mcn_text_net_encode (net, step, &batch), wanted, 24 * config.width, 1e-5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/text-net/differences", test_differences);
  g_test_add_func ("/train/text-net/pytorch", test_pytorch);
  g_test_add_func ("/train/text-net/frozen", test_frozen);
  g_test_add_func ("/train/text-net/engine", test_engine);
  return g_test_run ();
}
