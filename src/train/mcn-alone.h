/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-experts.h"
#include "mcn-params.h"

G_BEGIN_DECLS

/* The score of a photograph alone as a mixture of what is known of photographs: the AVA
 * vote's own head, that of appeal, and both ridges. All are linear in the pooled vector
 * and in the global one, so the mixture is one more head of the same kind ("alone"). */
enum { MCN_ALONE_VOTE, MCN_ALONE_APPEAL, MCN_ALONE_VOTE_RIDGE, MCN_ALONE_APPEAL_RIDGE, MCN_N_ALONE };

extern const char *const mcn_alone_names[MCN_N_ALONE];

typedef struct
{
  gsize   n_z, n_global;
  gfloat *weight;           /* n_z */
  gfloat  bias;
  gfloat *skip;             /* n_global */
} McnAlone;

/* @params: a network's, with the heads of all sources; @appeal: which source that is. */
void     mcn_alone_fold  (McnAlone *self, McnParams *params, const McnExperts *experts, guint n_shared, guint appeal, const gdouble *share);
void     mcn_alone_clear (McnAlone *self);
/* A copy of the file @from with the head in it, in place of one that it has. MCN_TRAIN_ERROR_WRITE or _DIVERGED. */
gboolean mcn_alone_write (const McnAlone *self, McnSafetensors *from, const char *path, GError **error);
/* FALSE without an error: the file has none. */
gboolean mcn_alone_load  (McnAlone *self, McnSafetensors *file, gsize n_z, gsize n_global, GError **error);
/* In deviations of the AVA vote. */
gdouble  mcn_alone_say   (const McnAlone *self, const gfloat *z, const gfloat *global);

G_END_DECLS
