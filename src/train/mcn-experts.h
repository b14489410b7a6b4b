/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-blanks.h"
#include "mcn-goals.h"
#include "mcn-ridge.h"

G_BEGIN_DECLS

/* How much of a score the expert has depends on what else is read. */
enum { MCN_SHARE_PHOTO, MCN_SHARE_BOTH, MCN_N_SHARES };

/* Linear experts: for each source a ridge on the standardised global vector of
 * photographs (recipe.md, "Contract": ridge (global)). The AVA vote of a
 * photograph is learned from AVA's own photographs where their pictures are there; else from
 * the machine ratings. */
typedef struct
{
  gsize    n_sources, n_global;
  gfloat  *weight;          /* sources x global; zero where nothing was known */
  gfloat  *bias;            /* sources */
  gdouble  penalty[MCN_MAX_SOURCES];    /* 0: nothing was learned */
  gdouble  share[MCN_N_SHARES][MCN_MAX_SOURCES];    /* of each source's score, 0 .. 1 */
} McnExperts;

/* What the prototype chose, and what is taken where nothing was chosen. */
#define MCN_EXPERT_SHARE .2

/* Of the photographs of the training part, and of val with @fold >= 0, without
 * that one of @n_folds. The penalty of each source is chosen on a fifth of its
 * photographs that is left out for it. Shares are MCN_EXPERT_SHARE of what was learned. @blanks:
 * NULL, or frames that the experts of AVA's vote learn, too. */
void mcn_experts_fit     (McnExperts *self, McnDataset *dataset, const McnGoals *goals, const McnFeatureScale *scale,
                          const McnBlanks *blanks, gint fold, guint n_folds);
void mcn_experts_clear   (McnExperts *self);
/* What source @k of a photograph's standardised global vector gets, in deviations. */
gdouble mcn_experts_say  (const McnExperts *self, guint k, const gfloat *global);

G_END_DECLS
