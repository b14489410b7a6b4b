/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-feature-scale.h"

G_BEGIN_DECLS

/* Frames with no picture in them, which nobody enters and no set has: one tone from black to
 * white, one colour, noise. What is linear on pooled features says anything of them unless it
 * is told, so the experts of AVA's vote learn that they get this vote, about the lowest
 * hundredth of AVA. */
#define MCN_BLANK_VOTE 4.0

/* Immutable. */
typedef struct
{
  gsize   n, n_global;
  gfloat *raw;              /* n x n_global, pooled features and photometry */
} McnBlanks;

/* (transfer full) (nullable) Features of the backbone in the folder @model. */
McnBlanks *mcn_blanks_new    (const char *model, GError **error);
void       mcn_blanks_free   (McnBlanks *self);
/* Frame @i, standardised, into @global: n_global. */
void       mcn_blanks_global (const McnBlanks *self, gsize i, const McnFeatureScale *scale, gfloat *global);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnBlanks, mcn_blanks_free)

G_END_DECLS
