/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-layers.h"
#include "mcn-styles.h"

G_BEGIN_DECLS

/* The tasks that share the trunk (mcn-mtl.md, "What it computes"). */
typedef enum
{
  MCN_TASK_SCORE,           /* mean squared error */
  MCN_TASK_HIGH,            /* binary cross entropy */
  MCN_TASK_STYLE,           /* 14 times binary cross entropy */
  MCN_TASK_VOTES,           /* squared earth mover's distance of the distribution of votes */
  MCN_N_TASKS
} McnTask;

#define MCN_N_VOTES 10      /* places of AVA's scale */

const char *mcn_task_name (McnTask task);

/* What is known of the samples of a batch; NAN: unknown, and no part of any loss. */
typedef struct
{
  gsize         n;          /* samples */
  gsize         n_sources;
  const gfloat *score;      /* n x sources, standardised */
  const gfloat *source_weight;  /* sources: share of each in the score's loss */
  const gfloat *high;       /* n: 0 .. 1 */
  const gfloat *style;      /* n x MCN_N_STYLES: 0 .. 1 */
  const gfloat *votes;      /* n x MCN_N_VOTES: shares of sum 1; the first NAN: unknown */
  const gfloat *voters;     /* NULL: each distribution of votes counts the same; else n numbers by which it counts */
  const gfloat *least, *most;   /* n: bounds of the first source's score; NAN: none */
  gdouble       censored;   /* beside the score's squared error: so much of what lies beyond those bounds, mcn-censored.h */
  gdouble       ranks;      /* beside the score's squared error: so much of ln (1 + exp (-difference)), averaged over pairs
                             * of samples that a source rates differently, the better one's score less the other's */
} McnTargets;

/* What the heads say, or the gradient of the losses in it. */
typedef struct
{
  gfloat *score;            /* n x sources, in deviations of each */
  gfloat *high;             /* n logits */
  gfloat *style;            /* n x MCN_N_STYLES logits */
  gfloat *votes;            /* n x MCN_N_VOTES logits */
} McnOutputs;

/* Arrays for @n samples from @tape. */
void mcn_outputs_take (McnOutputs *self, McnTape *tape, gsize n, gsize n_sources);

/* Means over what contributes, and its number. */
typedef struct
{
  gdouble loss[MCN_N_TASKS];
  gdouble n[MCN_N_TASKS];
} McnLosses;

/* Losses of a batch and their unweighted gradients in the outputs; parts of
 * @gradients for a task that nothing is known of become zero. */
void mcn_tasks_losses (const McnTargets *targets, const McnOutputs *outputs, McnOutputs *gradients, McnLosses *losses);

G_END_DECLS
