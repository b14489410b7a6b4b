/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AdamW against PyTorch's, groups, clipping, frozen tensors; the formula of the
 * task weights; the schedule. */
#include "mcn-fit.h"
#include "mcn-optimizer.h"
#include "mcn-task-weights.h"
#include "net-case.h"
#include "train-golden.h"

#include <math.h>
#include <string.h>

static void
copy (McnParams *params, gsize at, gfloat *values, gfloat factor, gsize n, gboolean gradient)
{
  gfloat *to = (gradient ? params->gradients : params->values) + at;

  for (gsize i = 0; i < n; i++)
    to[i] = factor * values[i];
  g_free (values);
}

static void
test_pytorch (void)
{
  g_autoptr (McnSafetensors) golden = train_golden_open ();
  g_autoptr (McnParams) params = mcn_params_new ();
  g_autoptr (McnOptimizer) optimizer = NULL;
  g_autoptr (McnTeam) team = mcn_team_new (2);
  gsize w = mcn_params_add (params, "w", 40, 0, MCN_INIT_ZERO, 0);
  gsize v = mcn_params_add (params, "v", 24, 0, MCN_INIT_ZERO, 0);
  gsize f = mcn_params_add (params, "frozen", 3, 0, MCN_INIT_ZERO, 0);

  mcn_params_set_group (params, "w", 1.f, .03f);
  mcn_params_set_group (params, "v", .1f, .5f);
  mcn_params_set_group (params, "frozen", 0, .5f);
  mcn_params_allocate (params);
  copy (params, w, net_case_numbers (1, 40), 1, 40, FALSE);
  copy (params, v, net_case_numbers (2, 24), 1, 24, FALSE);
  copy (params, f, net_case_numbers (3, 3), 1, 3, FALSE);
  optimizer = mcn_optimizer_new (params);
  for (guint step = 0; step < 10; step++)
    {
      copy (params, w, net_case_numbers (10 + step, 40), 1, 40, TRUE);
      copy (params, v, net_case_numbers (30 + step, 24), 3, 24, TRUE);
      copy (params, f, net_case_numbers (5, 3), 1000, 3, TRUE);
      mcn_optimizer_step (optimizer, team, 1e-2, mcn_optimizer_norm (optimizer, team), 5);
    }
  train_golden_compare (golden, "adam.w", params->values + w, 40, 2e-6);
  train_golden_compare (golden, "adam.v", params->values + v, 24, 2e-6);
  {
    g_autofree gfloat *before = net_case_numbers (3, 3);

    g_assert_cmpmem (params->values + f, sizeof (gfloat[3]), before, sizeof (gfloat[3]));
  }

  params->gradients[w + 7] = NAN;
  g_assert_true (isnan (mcn_optimizer_norm (optimizer, team)));
  mcn_optimizer_clear (optimizer, team);
  g_assert_cmpfloat (mcn_optimizer_norm (optimizer, team), ==, 0);
}

/* w_t = T exp (r_t / 2) / sum exp (r_k / 2), over what is active. */
static void
test_task_weights (void)
{
  McnTaskWeights weights;
  gdouble f[MCN_N_TASKS], a, b;

  mcn_task_weights_init (&weights, 1 << MCN_TASK_SCORE | 1 << MCN_TASK_HIGH | 1 << MCN_TASK_STYLE, FALSE);
  mcn_task_weights_get (&weights, f);
  g_assert_cmpfloat (f[MCN_TASK_SCORE], ==, 1);
  g_assert_cmpfloat (f[MCN_TASK_VOTES], ==, 0);

  /* The first epoch gives the scale; weights stay 1. */
  mcn_task_weights_update (&weights, &(McnLosses) { { 2, .5, 4, 9 }, { 10, 10, 0, 10 } });
  mcn_task_weights_get (&weights, f);
  g_assert_cmpfloat (weights.weight[MCN_TASK_SCORE], ==, 1);
  g_assert_cmpfloat_with_epsilon (f[MCN_TASK_SCORE], .5, 1e-12);
  g_assert_cmpfloat_with_epsilon (f[MCN_TASK_HIGH], 2, 1e-12);
  g_assert_cmpfloat (f[MCN_TASK_VOTES], ==, 0);

  /* Styles were not seen in the first epoch: not part of the sum yet. */
  mcn_task_weights_update (&weights, &(McnLosses) { { 1, .4, 3, 9 }, { 10, 10, 10, 10 } });
  a = exp (.5 / 2);
  b = exp (.8 / 2);
  g_assert_cmpfloat_with_epsilon (weights.weight[MCN_TASK_SCORE], 2 * a / (a + b), 1e-12);
  g_assert_cmpfloat_with_epsilon (weights.weight[MCN_TASK_HIGH], 2 * b / (a + b), 1e-12);
  g_assert_cmpfloat (weights.weight[MCN_TASK_STYLE], ==, 1);
  mcn_task_weights_get (&weights, f);
  g_assert_cmpfloat_with_epsilon (f[MCN_TASK_STYLE], 1 / 3., 1e-12);

  mcn_task_weights_init (&weights, MCN_ALL_TASKS, TRUE);
  for (guint i = 1; i < 4; i++)
    mcn_task_weights_update (&weights, &(McnLosses) { { 1. / i, 2. / i, 1, 1 }, { 1, 1, 1, 1 } });
  for (guint t = 0; t < MCN_N_TASKS; t++)
    g_assert_cmpfloat (weights.weight[t], ==, 1);
}

static void
test_schedule (void)
{
  g_assert_cmpfloat_with_epsilon (mcn_fit_schedule (0, 100, .1, FALSE), .1, 1e-12);
  g_assert_cmpfloat_with_epsilon (mcn_fit_schedule (50, 100, .1, FALSE), .5, 1e-12);
  g_assert_cmpfloat_with_epsilon (mcn_fit_schedule (50, 100, .1, TRUE), .5, 1e-12);
  g_assert_cmpfloat_with_epsilon (mcn_fit_schedule (75, 100, 0, TRUE), .25, 1e-12);
  g_assert_cmpfloat (mcn_fit_schedule (100, 100, .1, FALSE), <, 1e-9);
  g_assert_cmpfloat (mcn_fit_schedule (3, 0, .1, TRUE), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/optimizer/pytorch", test_pytorch);
  g_test_add_func ("/train/task-weights", test_task_weights);
  g_test_add_func ("/train/schedule", test_schedule);
  return g_test_run ();
}
