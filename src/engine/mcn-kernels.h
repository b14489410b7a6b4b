/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-cpu.h"
#include "mcn-gemm.h"

G_BEGIN_DECLS

/* Private to the engine: what one CPU path implements. Contracts as in
 * mcn-gemm.h, mcn-pointwise.h, mcn-conv.h. */

#define MCN_PANEL 16        /* columns of a panel of packed weights; a last one of at most 8 is 8 wide */

/* A product of m rows with one panel: c (m x width) = act (init + a b + residual).
 * @segments: a row of a is so many pieces of @k numbers each, @jump floats from
 *   one to the next (a convolution reads k pixels in each of k rows); 1 as a rule
 * @b: segments x k rows of @ldb floats, of which width (8 or 16) count
 * @half: NULL, or @b is still to be filled: the first rows' tile unpacks the
 *   F16 weights there while it multiplies with them
 * @columns: how many of the panel exist in c and residual, 1 .. width */
typedef struct
{
  gsize          m, k, segments, jump, columns;
  const gfloat  *a;
  gsize          lda;
  gfloat        *b;
  gsize          ldb;
  const guint16 *half;
  const gfloat  *init;      /* width floats for each row, @ld_init from row to row (0: the bias); NULL: zero */
  gsize          ld_init;
  const gfloat  *residual;  /* or NULL */
  gsize          ldr;
  gfloat        *c;
  gsize          ldc;
  McnActivation  activation;
} McnPanelProduct;

/* One row of a depthwise convolution for one panel of 16 channels, with ReLU6.
 * @in: the row's first pixel under the kernel's upper left corner; 16 floats a
 *   pixel, zeros stand where the map ends
 * @ld_in: floats from row to row
 * @w: size x size taps of 16 weights
 * @n: outputs
 * @out: @columns channels of each, @ldo floats from pixel to pixel */
typedef struct
{
  guint         size;       /* 3 or 5 */
  guint         stride;     /* 1 or 2 */
  const gfloat *in;
  gsize         ld_in;
  const gfloat *w, *bias;
  gsize         n, columns;
  gfloat       *out;
  gsize         ldo;
} McnDepthwiseRow;

typedef struct
{
  McnCpuPath path;
  gsize      rows;      /* of a register tile: a multiple of it makes a good block */

  void   (*panel16)       (const McnPanelProduct *p);
  void   (*panel8)        (const McnPanelProduct *p);
  void   (*depthwise)     (const McnDepthwiseRow *p);
  /* Mean and, unless NULL, standard deviation (n - 1) of at most 16 channels over
   * rows x columns pixels, @ld floats from pixel to pixel. */
  void   (*moments)       (const gfloat *x, gsize ld, gsize rows, gsize columns, gsize channels, gfloat *mean, gfloat *sd);
  void   (*maximum)       (const gfloat *x, gsize ld, gsize pixels, gsize channels, gfloat *max);
  void   (*pixels)        (const guint8 *rgb, gsize n, gfloat *x);  /* (v - 127) / 128 */

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

/* Runs @p with @panel of @packed, from the weights of input @first_k on, which
 * it fills in: b, ldb, half, init if @first_k is 0, columns if they are 0. Where
 * the weights are F16, @unpacked (k x MCN_PANEL floats) takes them: with
 * @unpack, or as the call before left them. */
void  mcn_packed_product  (const McnPacked *packed, gsize panel, gsize first_k,
                           gfloat *unpacked, gboolean unpack, McnPanelProduct *p);
gsize mcn_packed_n_panels (const McnPacked *packed);

/* Half a register is enough for these: AVX-512 takes AVX2's. */
void mcn_avx2_panel8 (const McnPanelProduct *p);

G_END_DECLS
