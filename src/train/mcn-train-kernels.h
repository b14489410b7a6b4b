/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-cpu.h"

G_BEGIN_DECLS

/* One step of AdamW for parameters that share a rate and a decay
 * (Loshchilov and Hutter 2019; the arithmetic is PyTorch's). */
typedef struct
{
  gfloat clip;              /* factor on every gradient */
  gfloat beta1, beta2;
  gfloat shrink;            /* 1 - rate * decay */
  gfloat rate;              /* rate / (1 - beta1^t) */
  gfloat root;              /* sqrt (1 - beta2^t) */
  gfloat eps;
} McnAdamStep;

/* Private to src/train: what one CPU path implements of the backward passes.
 * Contracts as in mcn-norm.h, mcn-activations.h, mcn-dropout.h, mcn-optimizer.h. */
typedef struct
{
  void    (*norm_forward)     (const gfloat *x, gsize rows, gsize d, const gfloat *gamma, const gfloat *beta, gfloat eps,
                               gfloat *y, gfloat *stats);
  void    (*norm_backward)    (const gfloat *x, const gfloat *stats, const gfloat *dy, gsize rows, gsize d, const gfloat *gamma,
                               gfloat *dx, gfloat *dgamma, gfloat *dbeta);
  void    (*gelu_backward)    (const gfloat *x, const gfloat *dy, gsize n, gfloat *dx);
  void    (*tanh_backward)    (const gfloat *y, const gfloat *dy, gsize n, gfloat *dx);
  void    (*softmax_backward) (const gfloat *p, gfloat *dp, gsize n, gfloat scale);
  void    (*dropout)          (const gfloat *x, gsize n, guint64 key, guint64 first, gfloat rate, gfloat *y);
  void    (*adamw)            (const McnAdamStep *step, gsize n, gfloat *w, const gfloat *g, gfloat *m, gfloat *v);
  void    (*add_product)      (const gfloat *a, const gfloat *b, gsize n, gfloat *y);      /* y += a b */
  gdouble (*squares)          (const gfloat *x, gsize n);
} McnTrainKernels;

extern const McnTrainKernels mcn_train_kernels_portable;
extern const McnTrainKernels mcn_train_kernels_avx2;
extern const McnTrainKernels mcn_train_kernels_avx512;

/* The table of the path that the engine uses. */
const McnTrainKernels *mcn_train_kernels (void);

G_END_DECLS
