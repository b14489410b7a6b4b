/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-mcn.h"
#include "mcn-model.h"

G_BEGIN_DECLS

/* What moved the result. N counted tokens, S sentences, M regions, outputs
 * 0: score in AVA points (calibrated), 1 + style: style logits. A positive
 * number raises the output. */
typedef struct
{
  gsize    n_tokens, n_sentences, n_regions, n_layers;
  gfloat  *region;              /* (1 + 14) x M */
  gfloat  *token;               /* (1 + 14) x N */
  gfloat  *sentence;            /* (1 + 14) x S: leave-one-out, exact */
  gfloat  *token_region;        /* N x M: where a word looks; rows sum with nowhere_of_token to 1 */
  gfloat  *nowhere_of_token;    /* N: the share of "no photograph" and of the global token */
  gfloat  *nowhere_of_region;   /* M: share of "no critique" when the region asks the text */
} McnExplanation;

#define MCN_N_OUTPUTS (1 + MCN_N_STYLES)

typedef enum
{
  MCN_EXPLAIN_SENTENCES = 1 << 0,
  MCN_EXPLAIN_TOKENS    = 1 << 1,
  MCN_EXPLAIN_REGIONS   = 1 << 2,
  MCN_EXPLAIN_MATRIX    = 1 << 3,
  MCN_EXPLAIN_ALL       = 15,
} McnExplain;

/* One photograph and critique to explain, with the memory to do it in. */
typedef struct
{
  const McnMcn         *mcn;
  const McnCalibration *calibration;    /* MCN_N_MODES */
  McnTeam              *team;
  McnArena             *arena;          /* mcn_explain_plan() bytes: what all occlusions share */
  McnArena            **workers;        /* one a thread, mcn_explain_worker_plan() bytes each */

  const McnBranch      *image;
  const McnSkips       *skips;          /* NULL: no photograph */
  guint                 columns, rows;  /* of the regions, 0 without a photograph */

  const McnBranch      *text;
  gsize                 n_sentences;
  const gsize          *first;          /* n_sentences + 1: a sentence's first word, 0 the first of all */
} McnExplainTask;

McnExplanation *mcn_explain             (const McnExplainTask *task, McnExplain what, McnCancel *cancel, GError **error);
void            mcn_explanation_free    (McnExplanation *self);

/* For at most @m image tokens and @n text tokens. */
gsize           mcn_explain_plan        (const McnMcn *mcn, gsize m, gsize n, guint n_threads);
gsize           mcn_explain_worker_plan (const McnMcn *mcn, gsize m, gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnExplanation, mcn_explanation_free)

G_END_DECLS
