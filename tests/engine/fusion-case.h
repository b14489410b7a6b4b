/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-mcn.h"

G_BEGIN_DECLS

/* A made-up photograph and critique on the tiny model, brought as far as its
 * branches; columns 0: no photograph. */
typedef struct
{
  McnSafetensors *weights;
  McnMcnConfig    config;
  McnMcn         *mcn;
  McnTeam        *team;
  McnArena       *arena;
  guint           columns, rows;
  gsize           n_words;
  gfloat         *raw_global, *regions, *words;     /* inputs, not standardised */
  gfloat         *global;
  McnSkips        skips;
  McnBranch       image, text;
} FusionCase;

FusionCase     *fusion_case_new  (guint n_threads, guint columns, guint rows, gsize n_words, guint32 seed);
void            fusion_case_free (FusionCase *self);
const McnSkips *fusion_case_skips (FusionCase *self);     /* NULL without a photograph */
void            fusion_case_run  (FusionCase *self, McnLogits *logits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FusionCase, fusion_case_free)

G_END_DECLS
