/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-tasks.h"

#include "mcn-censored.h"

#include <math.h>
#include <string.h>

static const char *const names[] = { "score", "high", "style", "votes" };
G_STATIC_ASSERT (G_N_ELEMENTS (names) == MCN_N_TASKS);

/**
 * mcn_task_name:
 * @task: a task
 *
 * Returns: its name in logs and options
 */
const char *
mcn_task_name (McnTask task)
{
  g_return_val_if_fail (task < MCN_N_TASKS, NULL);

  return names[task];
}

/**
 * mcn_outputs_take:
 * @self: (out): arrays, uninitialised
 * @tape: where they come from
 * @n: samples
 * @n_sources: of scores
 */
void
mcn_outputs_take (McnOutputs *self, McnTape *tape, gsize n, gsize n_sources)
{
  self->score = mcn_tape_floats (tape, n * n_sources);
  self->high = mcn_tape_floats (tape, n);
  self->style = mcn_tape_floats (tape, n * MCN_N_STYLES);
  self->votes = mcn_tape_floats (tape, n * MCN_N_VOTES);
}

/* sum w (k - t)^2 / sum w */
static void
score_loss (const McnTargets *t, const gfloat *k, gfloat *dk, McnLosses *losses)
{
  gdouble sum = 0, weight = 0, n = 0;

  for (gsize i = 0; i < t->n * t->n_sources; i++)
    if (!isnan (t->score[i]))
      {
        gdouble e = (gdouble) k[i] - t->score[i], w = t->source_weight[i % t->n_sources];

        sum += w * e * e;
        weight += w;
        n++;
      }
  for (gsize i = 0; i < t->n * t->n_sources; i++)
    dk[i] = isnan (t->score[i]) || !(weight > 0)
          ? 0 : 2 * t->source_weight[i % t->n_sources] / weight * ((gdouble) k[i] - t->score[i]);
  losses->loss[MCN_TASK_SCORE] = weight > 0 ? sum / weight : 0;
  losses->n[MCN_TASK_SCORE] = n;
}

/* Pairs closer than this, in deviations, are in no order. */
#define RANK_GAP .2

/* Adds to what score_loss() has filled. */
static void
rank_loss (const McnTargets *t, const gfloat *k, gfloat *dk, McnLosses *losses)
{
  gsize m = t->n_sources;
  gdouble sum = 0, weight = 0;

  /* The weights of all pairs first: gradients are of their mean. */
  for (guint pass = 0; pass < 2; pass++)
    for (gsize i = 0; i < t->n * m; i++)
      for (gsize j = i % m; j < t->n * m; j += m)
        {
          gdouble w = t->source_weight[i % m], ahead, slope;

          /* Comparisons with an unknown score are false. */
          if (!(t->score[i] > t->score[j] + RANK_GAP))
            continue;
          if (pass == 0)
            {
              weight += w;
              continue;
            }
          ahead = (gdouble) k[i] - k[j];
          sum += w * (MAX (-ahead, 0) + log1p (exp (-fabs (ahead))));
          slope = -t->ranks * w / weight / (1 + exp (ahead));
          dk[i] += slope;
          dk[j] -= slope;
        }
  if (weight > 0)
    losses->loss[MCN_TASK_SCORE] += t->ranks * sum / weight;
}

/* Binary cross entropy of @n logits, averaged over those that are known. */
static void
binary_loss (gsize n, const gfloat *target, const gfloat *logit, gfloat *gradient, gdouble *loss, gdouble *count)
{
  gdouble sum = 0, known = 0;

  for (gsize i = 0; i < n; i++)
    if (!isnan (target[i]))
      {
        sum += MAX (logit[i], 0) - logit[i] * (gdouble) target[i] + log1p (exp (-fabs (logit[i])));
        known++;
      }
  for (gsize i = 0; i < n; i++)
    gradient[i] = isnan (target[i]) ? 0 : (1 / (1 + exp (-(gdouble) logit[i])) - target[i]) / known;
  *loss = known > 0 ? sum / known : 0;
  *count = known;
}

/* NIMA's loss with r = 2 (Talebi and Milanfar 2018) without its root: mean over
 * the places of the squared difference of the cumulative distributions. */
static void
votes_loss (const McnTargets *t, const gfloat *logit, gfloat *gradient, McnLosses *losses)
{
  gdouble sum = 0, weight = 0;
  gsize known = 0;

  for (gsize i = 0; i < t->n; i++)
    if (!isnan (t->votes[i * MCN_N_VOTES]))
      {
        known++;
        weight += t->voters != NULL ? t->voters[i] : 1;
      }
  memset (gradient, 0, t->n * MCN_N_VOTES * sizeof (gfloat));

  for (gsize i = 0; i < t->n; i++)
    {
      const gfloat *target = t->votes + i * MCN_N_VOTES, *x = logit + i * MCN_N_VOTES;
      gdouble p[MCN_N_VOTES], dp[MCN_N_VOTES], top = x[0], total = 0, gap = 0, inner = 0, later = 0;
      gdouble share = t->voters != NULL ? t->voters[i] : 1;

      if (isnan (target[0]))
        continue;

      for (guint j = 1; j < MCN_N_VOTES; j++)
        top = MAX (top, x[j]);
      for (guint j = 0; j < MCN_N_VOTES; j++)
        total += p[j] = exp (x[j] - top);
      for (guint j = 0; j < MCN_N_VOTES; j++)
        {
          p[j] /= total;
          gap += p[j] - target[j];
          dp[j] = 2 * share * gap / MCN_N_VOTES / weight;
          sum += share * gap * gap / MCN_N_VOTES;
        }
      /* A place's share is part of its own and of all later sums. */
      for (guint j = MCN_N_VOTES; j-- > 0;)
        {
          later += dp[j];
          dp[j] = later;
          inner += p[j] * later;
        }
      for (guint j = 0; j < MCN_N_VOTES; j++)
        gradient[i * MCN_N_VOTES + j] = p[j] * (dp[j] - inner);
    }
  losses->loss[MCN_TASK_VOTES] = known > 0 ? sum / weight : 0;
  losses->n[MCN_TASK_VOTES] = known;
}

/**
 * mcn_tasks_losses:
 * @targets: what is known
 * @outputs: what the heads say
 * @gradients: (inout): arrays that are filled
 * @losses: (out): for each task its mean, 0 where nothing is known, and the
 *   number of targets in it
 */
void
mcn_tasks_losses (const McnTargets *targets, const McnOutputs *outputs, McnOutputs *gradients, McnLosses *losses)
{
  score_loss (targets, outputs->score, gradients->score, losses);
  if (targets->ranks > 0)
    rank_loss (targets, outputs->score, gradients->score, losses);
  if (targets->censored > 0)
    mcn_censored_loss (targets, outputs->score, gradients->score, losses);
  binary_loss (targets->n, targets->high, outputs->high, gradients->high,
               &losses->loss[MCN_TASK_HIGH], &losses->n[MCN_TASK_HIGH]);
  binary_loss (targets->n * MCN_N_STYLES, targets->style, outputs->style, gradients->style,
               &losses->loss[MCN_TASK_STYLE], &losses->n[MCN_TASK_STYLE]);
  votes_loss (targets, outputs->votes, gradients->votes, losses);
}
