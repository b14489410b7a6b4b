/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-feature-scale.h"
#include "mcn-goals.h"
#include "mcn-ridge.h"

G_BEGIN_DECLS

/* Linear experts for styles: for each a ridge on the standardised global vector of photographs whose styles are known
 * (shares of judges that say yes), without its constant and divided by how much it varies among them: a logit to be
 * added, in any amount, to the network's. */
typedef struct
{
  gsize   n_global;
  gfloat *weight;           /* styles x global; zero where nothing was to be learned */
} McnStyleRidge;

/* How they are mixed with the network's logits where there is a photograph: scale (net + share x ridge) + shift. */
typedef struct
{
  gdouble  share;
  gboolean mixed[MCN_N_STYLES];     /* the others are as the network says them: too few show them to choose by */
  gdouble  scale[MCN_N_STYLES], shift[MCN_N_STYLES];
} McnStyleMix;

/* Of train, and of val with @fold >= 0, without that one of @n_folds. */
void    mcn_style_ridge_fit   (McnStyleRidge *self, McnDataset *dataset, const McnFeatureScale *scale, gint fold, guint n_folds, gdouble penalty);
void    mcn_style_ridge_clear (McnStyleRidge *self);
gdouble mcn_style_ridge_say   (const McnStyleRidge *self, guint style, const gfloat *global);

G_END_DECLS
