/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole of stage 2: gradients against central differences for every shape of
 * the trunk, and against PyTorch by name; whose loss moves what. */
#include "mcn-censored.h"
#include "net-case.h"
#include "train-golden.h"

#include <math.h>
#include <string.h>

static const gdouble even[MCN_N_TASKS] = { 1, 1, 1, 1 };

typedef struct
{
  NetCase *c;
  McnStep *step;
  const gdouble *weights;
} Value;

static gdouble
value (gpointer data)
{
  Value *v = data;
  McnTapeMark mark = mcn_tape_mark (v->step->tape);
  McnOutputs outputs;
  McnLosses losses = net_case_run (v->c, v->step, even, &outputs);
  gdouble sum = 0;

  for (guint i = 0; i < MCN_N_TASKS; i++)
    sum += v->weights[i] * losses.loss[i];
  mcn_tape_rewind (v->step->tape, mark);
  return sum;
}

static void
test_differences (gconstpointer data)
{
  g_autoptr (NetCase) c = net_case_new (GPOINTER_TO_INT (data));

  for (guint training = 0; training < 2; training++)
    {
      g_autoptr (McnStep) step = gradient_step_new (c->params, 2, training);
      Value v = { c, step, even };
      McnOutputs outputs;

      net_case_run (c, step, even, &outputs);
      gradient_check_params (c->params, value, &v, 6, 4e-3, 2e-2);
    }
}

/* The loss of ranks: its gradient, and that it falls as the better one's score rises. */
static void
test_ranks (void)
{
  g_autoptr (NetCase) c = net_case_new (MCN_TRUNK_MCN);
  g_autoptr (McnStep) step = gradient_step_new (c->params, 1, FALSE);
  Value v = { c, step, even };
  McnOutputs outputs;
  McnTargets two = c->targets;
  gfloat score[] = { 1, -1 }, k[] = { 0, 0 }, dk[2], zeros[2 * MCN_N_STYLES] = { 0 }, d[2 * MCN_N_STYLES], unknown[2 * MCN_N_STYLES], weight = 1;
  McnOutputs say = { k, zeros, zeros, zeros }, gradients = { dk, d, d, d };
  McnLosses losses;

  c->targets.ranks = 1.5;
  net_case_run (c, step, even, &outputs);
  gradient_check_params (c->params, value, &v, 6, 4e-3, 2e-2);

  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    unknown[i] = NAN;
  two = (McnTargets) { .n = 2, .n_sources = 1, .score = score, .source_weight = &weight, .high = unknown, .style = unknown, .votes = unknown, .ranks = 2 };
  mcn_tasks_losses (&two, &say, &gradients, &losses);
  /* Squares: 1 each; one pair that is not told apart: 2 ln 2. */
  g_assert_cmpfloat_with_epsilon (losses.loss[MCN_TASK_SCORE], 1 + 2 * log (2), 1e-6);
  g_assert_cmpfloat_with_epsilon (dk[0], -1 - 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (dk[1], 1 + 1, 1e-6);
  score[1] = .9;
  mcn_tasks_losses (&two, &say, &gradients, &losses);
  g_assert_cmpfloat_with_epsilon (losses.loss[MCN_TASK_SCORE], .905, 1e-6);   /* too close to be in an order */
}

/* Bounds of the first score: the gradient, and that only what lies beyond one costs anything. */
static void
test_censored (void)
{
  g_autoptr (NetCase) c = net_case_new (MCN_TRUNK_MCN);
  g_autoptr (McnStep) step = gradient_step_new (c->params, 1, FALSE);
  Value v = { c, step, even };
  McnOutputs outputs;
  const gfloat far[] = { 3, NAN, NAN, 2.5f, NAN }, near[] = { NAN, -3, NAN, NAN, -2.5f };
  const gfloat k[] = { 1, 0, 2, 0, 3, 0 }, least[] = { 3, NAN, NAN }, most[] = { NAN, 5, NAN };
  McnTargets three = { .n = 3, .n_sources = 2, .least = least, .most = most, .censored = 2 };
  McnLosses losses = { 0 };
  gfloat dk[6] = { 0 };

  c->targets.least = far;
  c->targets.most = near;
  c->targets.censored = .7;
  net_case_run (c, step, even, &outputs);
  gradient_check_params (c->params, value, &v, 6, 4e-3, 2e-2);

  /* The first is 2 short; the second within; the third has no bound and counts for nothing. */
  mcn_censored_loss (&three, k, dk, &losses);
  g_assert_cmpfloat_with_epsilon (losses.loss[MCN_TASK_SCORE], 2 * 4 / 2., 1e-6);
  g_assert_cmpfloat_with_epsilon (dk[0], 2 * 2 * -2 / 2., 1e-6);
  for (guint i = 1; i < G_N_ELEMENTS (dk); i++)
    g_assert_cmpfloat (dk[i], ==, 0);
}

/* Distributions of more votes count for more; all of one number are as none. */
static void
test_voters (void)
{
  g_autoptr (NetCase) c = net_case_new (MCN_TRUNK_MCN);
  g_autoptr (McnStep) step = gradient_step_new (c->params, 1, FALSE);
  Value v = { c, step, even };
  McnOutputs outputs;
  const gfloat same[] = { 4, 4, 4, 4, 4 }, one[] = { 50, 0, 0, 200, 0 }, some[] = { 9, 100, 250, 80, 300 };
  gdouble plain = net_case_run (c, step, even, &outputs).loss[MCN_TASK_VOTES], alone;

  c->targets.voters = same;
  g_assert_cmpfloat_with_epsilon (net_case_run (c, step, even, &outputs).loss[MCN_TASK_VOTES], plain, 1e-12);
  c->targets.voters = one;
  alone = net_case_run (c, step, even, &outputs).loss[MCN_TASK_VOTES];
  for (guint i = 0; i < 5 * MCN_N_VOTES; i++)
    if (i / MCN_N_VOTES != 3)
      ((gfloat *) c->targets.votes)[i] = NAN;
  c->targets.voters = NULL;
  g_assert_cmpfloat_with_epsilon (net_case_run (c, step, even, &outputs).loss[MCN_TASK_VOTES], alone, 1e-12);

  net_case_free (g_steal_pointer (&c));
  c = net_case_new (MCN_TRUNK_MCN);
  v.c = c;
  step->params = c->params;
  c->targets.voters = some;
  net_case_run (c, step, even, &outputs);
  gradient_check_params (c->params, value, &v, 6, 4e-3, 2e-2);
}

/* The trunk follows the weighted sum, a head its own loss whatever its weight. */
static void
test_weights (void)
{
  static const gdouble weights[] = { .5, 2, 3, 0 };
  g_autoptr (NetCase) c = net_case_new (MCN_TRUNK_MCN);
  g_autoptr (McnStep) step = gradient_step_new (c->params, 1, FALSE);
  Value v = { c, step, weights };
  McnOutputs outputs;
  g_autofree gfloat *weighted = NULL, *plain = NULL;
  static const char *const heads[] = { "score.weight", "high.bias", "style.weight", "votes.weight", "skip.weight",
                                       "styskip.weight", "a", "b", "u.weight", "uskip.weight" };

  net_case_run (c, step, weights, &outputs);
  weighted = g_memdup2 (c->params->gradients, c->params->n * sizeof (gfloat));
  net_case_run (c, step, even, &outputs);
  plain = g_memdup2 (c->params->gradients, c->params->n * sizeof (gfloat));
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      const McnParam *param = mcn_params_find (c->params, heads[i]);

      g_assert_nonnull (param);
      g_assert_cmpmem (weighted + param->at, param->n * sizeof (gfloat), plain + param->at, param->n * sizeof (gfloat));
    }
  for (guint i = 0; i < 3; i++)
    {
      const McnParam *param = mcn_params_find (c->params, ((const char *[]) { "ci.1.f1.weight", "region.weight", "none_t" })[i]);

      gradient_check (param->name, value, &v, c->params->values + param->at, weighted + param->at, param->n, 6, 4e-3, 2e-2);
    }
}

/* Unknown targets have no part in any loss, and nothing known is no loss at all. */
static void
test_masks (void)
{
  g_autoptr (NetCase) c = net_case_new (MCN_TRUNK_MCN);
  g_autoptr (McnStep) step = gradient_step_new (c->params, 1, FALSE);
  McnOutputs outputs;
  McnLosses losses = net_case_run (c, step, even, &outputs);
  gfloat *nothing[] = { (gfloat *) c->targets.score, (gfloat *) c->targets.high, (gfloat *) c->targets.style, (gfloat *) c->targets.votes };
  gsize n[] = { c->targets.n * c->targets.n_sources, c->targets.n, c->targets.n * MCN_N_STYLES, c->targets.n * MCN_N_VOTES };
  gdouble known[] = { 13, 4, 4 * 11, 4 };

  for (guint i = 0; i < MCN_N_TASKS; i++)
    {
      g_assert_cmpfloat (losses.n[i], ==, known[i]);
      g_assert_cmpfloat (losses.loss[i], >, 0);
      for (gsize j = 0; j < n[i]; j++)
        nothing[i][j] = NAN;
    }
  losses = net_case_run (c, step, even, &outputs);
  for (guint i = 0; i < MCN_N_TASKS; i++)
    {
      g_assert_cmpfloat (losses.n[i], ==, 0);
      g_assert_cmpfloat (losses.loss[i], ==, 0);
    }
  for (gsize i = 0; i < c->params->n; i++)
    g_assert_cmpfloat (c->params->gradients[i], ==, 0);
}

/* Losses, outputs and the gradient of every tensor, by name. */
static void
test_pytorch (void)
{
  g_autoptr (McnSafetensors) golden = train_golden_open ();
  g_autoptr (NetCase) c = net_case_new (MCN_TRUNK_MCN);
  g_autoptr (McnStep) step = gradient_step_new (c->params, 2, FALSE);
  McnOutputs outputs;
  McnLosses losses = net_case_run (c, step, even, &outputs);
  gfloat loss[MCN_N_TASKS];

  for (guint i = 0; i < MCN_N_TASKS; i++)
    loss[i] = losses.loss[i];
  train_golden_compare (golden, "net.loss", loss, MCN_N_TASKS, 1e-5);
  train_golden_compare (golden, "net.score", outputs.score, c->targets.n * c->targets.n_sources, 1e-5);
  train_golden_compare (golden, "net.high", outputs.high, c->targets.n, 1e-5);
  train_golden_compare (golden, "net.style", outputs.style, c->targets.n * MCN_N_STYLES, 1e-5);
  train_golden_compare (golden, "net.votes", outputs.votes, c->targets.n * MCN_N_VOTES, 1e-5);
  train_golden_compare_gradients (golden, "net", c->params, 1e-4);
}

/* Bounds of the score, and votes by voters. */
static void
test_pytorch_bounds (void)
{
  const gfloat least[] = { .9f, NAN, -.9f, NAN, NAN }, most[] = { NAN, -.8f, NAN, NAN, .9f }, voters[] = { 9, 100, 250, 80, 300 };
  g_autoptr (McnSafetensors) golden = train_golden_open ();
  g_autoptr (NetCase) c = net_case_new (MCN_TRUNK_MCN);
  g_autofree gfloat *k = net_case_numbers (50, 5 * 4), *logits = net_case_numbers (51, 5 * MCN_N_VOTES);
  gfloat zeros[5 * MCN_N_STYLES] = { 0 }, dk[5 * 4], d[5 * MCN_N_STYLES], dvotes[5 * MCN_N_VOTES], loss[2];
  McnOutputs say = { k, zeros, zeros, logits }, gradients = { dk, d, d, dvotes };
  McnLosses losses;

  for (gsize i = 0; i < 5 * 4; i++)
    ((gfloat *) c->targets.score)[i] = NAN;
  c->targets.least = least;
  c->targets.most = most;
  c->targets.censored = .7;
  c->targets.voters = voters;
  mcn_tasks_losses (&c->targets, &say, &gradients, &losses);
  loss[0] = losses.loss[MCN_TASK_SCORE];
  loss[1] = losses.loss[MCN_TASK_VOTES];
  train_golden_compare (golden, "bounds.loss", loss, 2, 1e-5);
  train_golden_compare (golden, "bounds.grad.score", dk, 5 * 4, 1e-5);
  train_golden_compare (golden, "bounds.grad.votes", dvotes, 5 * MCN_N_VOTES, 1e-5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/train/net/differences/mcn", GINT_TO_POINTER (MCN_TRUNK_MCN), test_differences);
  g_test_add_data_func ("/train/net/differences/concat", GINT_TO_POINTER (MCN_TRUNK_CONCAT), test_differences);
  g_test_add_data_func ("/train/net/differences/no-strm", GINT_TO_POINTER (MCN_TRUNK_NO_STRM), test_differences);
  g_test_add_data_func ("/train/net/differences/no-ctrm", GINT_TO_POINTER (MCN_TRUNK_NO_CTRM), test_differences);
  g_test_add_func ("/train/net/ranks", test_ranks);
  g_test_add_func ("/train/net/censored", test_censored);
  g_test_add_func ("/train/net/voters", test_voters);
  g_test_add_func ("/train/net/weights", test_weights);
  g_test_add_func ("/train/net/masks", test_masks);
  g_test_add_func ("/train/net/pytorch", test_pytorch);
  g_test_add_func ("/train/net/pytorch-bounds", test_pytorch_bounds);
  return g_test_run ();
}
