/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-step.h"

G_BEGIN_DECLS

/* Where in a network something is dropped: each place has its own masks. */
typedef guint McnSite;

/* y = x / (1 - rate) where kept, 0 elsewhere; y may be x. The backward pass is
 * the same call on the gradient. Copies when nothing is dropped. */
void    mcn_dropout      (McnStep *step, McnSite site, gfloat rate, gsize n, const gfloat *x, gfloat *y);

/* The key of a place's masks, for a kernel that makes parts of them. */
guint64 mcn_dropout_key  (const McnStep *step, McnSite site);

G_END_DECLS
