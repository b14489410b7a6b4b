/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-safetensors.h"

G_BEGIN_DECLS

/* All parameters of a network in one array, with a table of names and shapes:
 * the optimiser and the checkpoint see numbers, the export sees tensors. Names
 * are those of the model's files (model/README.md), so that what is trained
 * here is what the engine loads. */

typedef enum
{
  MCN_INIT_ZERO,
  MCN_INIT_ONE,
  MCN_INIT_SMALL,       /* normal, 0.02 */
  MCN_INIT_FAN_IN,      /* uniform in +- 1 / sqrt (fan): PyTorch's Linear */
  MCN_INIT_XAVIER,      /* uniform in +- sqrt (6 / (rows + columns)) */
} McnInit;

typedef struct
{
  char    *name;
  guint    n_dims;
  gsize    dim[2];
  gsize    n;           /* numbers */
  gsize    at;          /* of the first, in values and gradients */
  McnInit  init;
  gsize    fan;         /* of MCN_INIT_FAN_IN */
  gfloat   rate;        /* factor on the learning rate; 0: frozen */
  gfloat   decay;       /* weight decay */
} McnParam;

typedef struct
{
  GArray *table;        /* McnParam */
  gsize   n;            /* numbers in all, gaps of alignment (always zero) included */
  gfloat *values;       /* n, once mcn_params_allocate() was called */
  gfloat *gradients;    /* n */
} McnParams;

McnParams *mcn_params_new       (void);
void       mcn_params_free      (McnParams *self);

/* A tensor of 1 or 2 dimensions (@columns 0: a vector); its offset. */
gsize      mcn_params_add       (McnParams *self, const char *name, gsize rows, gsize columns, McnInit init, gsize fan);
/* "name.weight" (n x k) and "name.bias" (n) as PyTorch starts a Linear. */
void       mcn_params_add_linear (McnParams *self, const char *name, gsize n, gsize k, gsize *weight, gsize *bias);
/* "name.weight" of ones and "name.bias" of zeros. */
void       mcn_params_add_norm  (McnParams *self, const char *name, gsize n, gsize *weight, gsize *bias);

/* After the last was added: memory, zeros. */
void       mcn_params_allocate  (McnParams *self);
/* Starting values from @seed; each tensor's depend on its name alone. */
void       mcn_params_randomise (McnParams *self, guint64 seed);
McnParam  *mcn_params_find      (McnParams *self, const char *name);
McnParam  *mcn_params_get       (McnParams *self, gsize i);
gsize      mcn_params_get_n     (const McnParams *self);
/* Sets rate and decay of every tensor whose name begins with @prefix. */
void       mcn_params_set_group (McnParams *self, const char *prefix, gfloat rate, gfloat decay);
/* Values of every tensor whose name begins with @prefix, from a file; each must be there. */
gboolean   mcn_params_load      (McnParams *self, const char *prefix, McnSafetensors *file, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnParams, mcn_params_free)

G_END_DECLS
