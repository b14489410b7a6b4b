/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-share-choice.h"
#include "mcn-style-ridge.h"

G_BEGIN_DECLS

/* How much linear experts have to say of a photograph's styles (mcn-style-ridge.h): so much of each of them is added to
 * the network's logits, the same for all, with the largest mean average precision over the styles that at least
 * MCN_LEAST_POSITIVES photographs show; then each style's logits are calibrated by a straight line (Platt 1999). */
typedef struct
{
  gsize       n;                /* photographs; 0: nothing to choose by */
  guint       n_styles;         /* that are measured */
  McnStyleMix mix;
  gdouble     penalty;
  gdouble     before, after;    /* mean average precision, @after by folds that did not choose */
  gdouble     low, high;        /* 95 % interval of after - before */
  gdouble     loss_before, loss_after;  /* mean binary cross-entropy, in the same way */
  gfloat     *logits;           /* n x MCN_N_STYLES: what is said then, in the order of the question */
} McnStyleChoice;

/* Of one that is zero, too. */
void     mcn_style_choice_clear (McnStyleChoice *self);
/* @question: of styles of photographs alone. MCN_ERROR_CANCELLED. */
gboolean mcn_style_choose       (const McnShareOptions *options, const McnQuestion *question, McnStyleChoice *choice, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (McnStyleChoice, mcn_style_choice_clear)

G_END_DECLS
