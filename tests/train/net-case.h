/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gradient-check.h"
#include "mcn-net.h"

G_BEGIN_DECLS

/* A small network with a batch that has every kind of sample: photograph alone,
 * critique alone, both; and targets with gaps. The same numbers as those of
 * tests/tools/make-train-goldens.py. */
typedef struct
{
  McnParams  *params;
  McnNet     *net;
  McnNetBatch batch;
  McnTargets  targets;
  GPtrArray  *arrays;       /* what batch and targets point to */
} NetCase;

NetCase *net_case_new  (McnTrunk trunk);
void     net_case_free (NetCase *self);
/* Numbers in -1 .. 1 by a formula that Python can repeat. */
gfloat  *net_case_numbers (guint seed, gsize n);

/* Makes gaps in targets, and targets of random numbers. */
void     net_case_mask (guint n, guint n_sources, gfloat *score, gfloat *high, gfloat *style, gfloat *votes);

/* Forward, losses, backward: gradients are set; returns the losses. */
McnLosses net_case_run (NetCase *self, McnStep *step, const gdouble *weights, McnOutputs *outputs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetCase, net_case_free)

G_END_DECLS
