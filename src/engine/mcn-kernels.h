/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-cpu.h"
#include "mcn-gemm.h"

G_BEGIN_DECLS

/* Private to the engine: what one CPU path implements. Contracts as in
 * mcn-gemm.h, mcn-pointwise.h, mcn-conv.h. */

#define MCN_PANEL 16        /* columns of a panel of packed weights; a last one of at most 8 is 8 wide */

/* A product of m rows with one panel: c (m x width) = act (a b + bias + residual).
 * @b: k rows of @ldb floats, of which width (8 or 16) count
 * @columns: how many of them exist in c and residual, 1 .. width */
typedef struct
{
  gsize         m, k, columns;
  const gfloat *a;
  gsize         lda;
  const gfloat *b;
  gsize         ldb;
  const gfloat *bias;       /* width floats, or NULL: zero */
  const gfloat *residual;   /* or NULL */
  gsize         ldr;
  gfloat       *c;
  gsize         ldc;
  McnActivation activation;
} McnPanelProduct;

typedef struct
{
  McnCpuPath path;
  gsize      rows;      /* of a register tile: a multiple of it makes a good block */

  void   (*panel16)       (const McnPanelProduct *p);
  void   (*panel8)        (const McnPanelProduct *p);

  void   (*layer_norm)    (const gfloat *x, gsize rows, gsize d, const gfloat *gamma, const gfloat *beta, gfloat eps, gfloat *y);
  void   (*softmax)       (gfloat *x, gsize n);
  void   (*gelu)          (gfloat *x, gsize n);
  void   (*tanh)          (gfloat *x, gsize n);
  gfloat (*dot)           (const gfloat *a, const gfloat *b, gsize n);
  void   (*add)           (const gfloat *a, const gfloat *b, gsize n, gfloat *y);
  void   (*half_to_float) (const guint16 *h, gsize n, gfloat *f);
  void   (*float_to_half) (const gfloat *f, gsize n, guint16 *h);
} McnKernels;

extern const McnKernels mcn_kernels_portable;
extern const McnKernels mcn_kernels_avx2;
extern const McnKernels mcn_kernels_avx512;

const McnKernels *mcn_kernels (void);

/* Half a register is enough for these: AVX-512 takes AVX2's. */
void mcn_avx2_panel8 (const McnPanelProduct *p);

G_END_DECLS
