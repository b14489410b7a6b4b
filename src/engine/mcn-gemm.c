/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-gemm.h"
#include "mcn-kernels.h"
#include "mcn-pointwise.h"

#include <string.h>

struct _McnPacked
{
  gsize    n, k;
  /* Panel after panel, each k rows of its width; one of the two. Weights which
   * F16 holds exactly are kept so: half the memory to read, and unpacking costs
   * nothing while the multipliers are busy. */
  guint16 *half;
  gfloat  *panels;
  gfloat  *bias;        /* n, zeros up to the last panel's width */
};

/* Rows of A one worker takes through a panel at a time, and inputs: what they
 * touch stays in the second-level cache, the panel's part in the first. They
 * cut the work the same way for any team. */
#define BLOCK_ROWS 96
#define BLOCK_K 256

static gsize
n_panels (gsize n)
{
  return n / MCN_PANEL + (n % MCN_PANEL != 0);
}

static gsize
panel_width (gsize n, gsize panel)
{
  return n - panel * MCN_PANEL > MCN_PANEL / 2 ? MCN_PANEL : MCN_PANEL / 2;
}

/* n up to whole panels. */
static gsize
padded (gsize n)
{
  return (n + MCN_PANEL / 2 - 1) / (MCN_PANEL / 2) * (MCN_PANEL / 2);
}

static McnPacked *
packed_new (const gfloat *bias, gsize n, gsize k)
{
  McnPacked *packed = g_new0 (McnPacked, 1);

  packed->n = n;
  packed->k = k;
  packed->bias = g_aligned_alloc0 (padded (n), sizeof (gfloat), 64);
  if (bias != NULL)
    memcpy (packed->bias, bias, n * sizeof (gfloat));
  return packed;
}

/* The lines of both mcn_packed_new(), for two types of weights. */
#define PACK(to, w, n, k) G_STMT_START { \
  for (gsize panel = 0; panel < n_panels (n); panel++) \
    { \
      gsize width = panel_width (n, panel); \
      gsize columns = MIN ((n) - panel * MCN_PANEL, width); \
\
      for (gsize i = 0; i < (k); i++) \
        for (gsize j = 0; j < columns; j++) \
          (to)[panel * MCN_PANEL * (k) + i * width + j] = (w)[(panel * MCN_PANEL + j) * (k) + i]; \
    } \
} G_STMT_END

/* Whether F16 holds all the numbers exactly. */
static gboolean
to_half_exactly (const gfloat *x, gsize n, guint16 *half)
{
  gfloat back[1024];

  for (gsize i = 0; i < n; i += G_N_ELEMENTS (back))
    {
      gsize some = MIN (n - i, G_N_ELEMENTS (back));

      mcn_float_to_half (x + i, some, half + i);
      mcn_half_to_float (half + i, some, back);
      if (memcmp (back, x + i, some * sizeof (gfloat)) != 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * mcn_packed_new:
 * @w: n x k weights, row-major
 * @bias: (nullable): n numbers
 * @n: outputs, at least 1
 * @k: inputs, at least 1
 *
 * Returns: (transfer full): the weights in the micro-kernels' order: for
 *   every 16 outputs one panel which holds their k-th weights side by side
 */
McnPacked *
mcn_packed_new (const gfloat *w, const gfloat *bias, gsize n, gsize k)
{
  McnPacked *packed = packed_new (bias, n, k);
  gsize size = padded (n) * k;

  packed->panels = g_aligned_alloc0 (size, sizeof (gfloat), 64);
  PACK (packed->panels, w, n, k);

  packed->half = g_aligned_alloc (size, sizeof (guint16), 64);
  if (to_half_exactly (packed->panels, size, packed->half))
    g_clear_pointer (&packed->panels, g_aligned_free);
  else
    g_clear_pointer (&packed->half, g_aligned_free);

  return packed;
}

/**
 * mcn_packed_new_f16:
 * @w: n x k weights in IEEE binary16, row-major
 * @bias: (nullable): n numbers
 * @n: outputs, at least 1
 * @k: inputs, at least 1
 *
 * mcn_packed_new() without the way through F32.
 *
 * Returns: (transfer full): the packed weights
 */
McnPacked *
mcn_packed_new_f16 (const guint16 *w, const gfloat *bias, gsize n, gsize k)
{
  McnPacked *packed = packed_new (bias, n, k);

  packed->half = g_aligned_alloc0 (padded (n) * k, sizeof (guint16), 64);
  PACK (packed->half, w, n, k);
  return packed;
}

/**
 * mcn_packed_free:
 * @packed: (nullable) (transfer full): the weights
 */
void
mcn_packed_free (McnPacked *packed)
{
  if (packed == NULL)
    return;

  g_aligned_free (packed->half);
  g_aligned_free (packed->panels);
  g_aligned_free (packed->bias);
  g_free (packed);
}

/**
 * mcn_packed_get_n:
 * @packed: the weights
 *
 * Returns: outputs
 */
gsize
mcn_packed_get_n (const McnPacked *packed)
{
  return packed->n;
}

/**
 * mcn_packed_get_k:
 * @packed: the weights
 *
 * Returns: inputs
 */
gsize
mcn_packed_get_k (const McnPacked *packed)
{
  return packed->k;
}

/* Private, see mcn-kernels.h. */
gsize
mcn_packed_n_panels (const McnPacked *packed)
{
  return n_panels (packed->n);
}

void
mcn_packed_product (const McnPacked *packed, gsize panel, gsize first_k,
                    gfloat *unpacked, gboolean unpack, McnPanelProduct *p)
{
  const McnKernels *kernels = mcn_kernels ();
  gsize column = panel * MCN_PANEL;
  gsize width = panel_width (packed->n, panel);
  gsize offset = column * packed->k + first_k * width;

  p->ldb = width;
  if (packed->half != NULL)
    {
      p->b = unpacked;
      p->half = unpack ? packed->half + offset : NULL;
    }
  else
    p->b = packed->panels + offset;

  if (first_k == 0)
    {
      p->init = packed->bias + column;
      p->ld_init = 0;
    }
  if (p->columns == 0)
    p->columns = MIN (packed->n - column, width);

  if (width == MCN_PANEL)
    kernels->panel16 (p);
  else
    kernels->panel8 (p);
}

typedef struct
{
  const McnPacked *packed;
  gsize            m;
  const gfloat    *a;
  gsize            lda;
  const gfloat    *residual;
  gsize            ldr;
  gfloat          *c;
  gsize            ldc;
  McnActivation    activation;
} Product;

/* At most BLOCK_ROWS rows of one panel. Sums wait in @partial from one part of
 * k to the next: storing and loading a float changes nothing. */
static void
rows_by_panel (const Product *g, gsize row, gsize rows, gsize panel)
{
  _Alignas (64) gfloat unpacked[BLOCK_K * MCN_PANEL];
  _Alignas (64) gfloat partial[BLOCK_ROWS * MCN_PANEL];
  gsize k = g->packed->k;
  gsize n_parts = (k + BLOCK_K - 1) / BLOCK_K;
  gsize column = panel * MCN_PANEL;
  gsize width = panel_width (g->packed->n, panel);

  for (gsize part = 0; part < n_parts; part++)
    {
      gsize first_k = k * part / n_parts;
      McnPanelProduct p = {
        .m = rows, .k = k * (part + 1) / n_parts - first_k, .segments = 1,
        .a = g->a + row * g->lda + first_k, .lda = g->lda,
        .init = partial, .ld_init = width,
        .c = partial, .ldc = width, .columns = width,
      };

      if (part == n_parts - 1)
        {
          p.residual = g->residual != NULL ? g->residual + row * g->ldr + column : NULL;
          p.ldr = g->ldr;
          p.c = g->c + row * g->ldc + column;
          p.ldc = g->ldc;
          p.columns = 0;
          p.activation = g->activation;
        }
      mcn_packed_product (g->packed, panel, first_k, unpacked, TRUE, &p);
    }
}

/**
 * mcn_gemm:
 * @packed: W and bias
 * @m: rows, may be 0
 * @a: m x k
 * @lda: floats from row to row of @a
 * @residual: (nullable): m x n
 * @ldr: floats from row to row of @residual
 * @c: (out): m x n; may be @residual, not @a
 * @ldc: floats from row to row of @c
 * @activation: applied last
 *
 * C = activation (A W' + bias + residual), on the calling thread.
 */
void
mcn_gemm (const McnPacked *packed, gsize m,
          const gfloat *a, gsize lda,
          const gfloat *residual, gsize ldr,
          gfloat *c, gsize ldc,
          McnActivation activation)
{
  Product g = { packed, m, a, lda, residual, ldr, c, ldc, activation };

  for (gsize row = 0; row < m; row += BLOCK_ROWS)
    for (gsize panel = 0; panel < n_panels (packed->n); panel++)
      rows_by_panel (&g, row, MIN (m - row, BLOCK_ROWS), panel);
}

/* Items are panels within blocks of rows: item = block * panels + panel. */
static void
gemm_items (gpointer data, gsize begin, gsize end, guint worker)
{
  const Product *g = data;
  gsize panels = n_panels (g->packed->n);

  for (gsize item = begin; item < end; item++)
    {
      gsize row = item / panels * BLOCK_ROWS;

      rows_by_panel (g, row, MIN (g->m - row, BLOCK_ROWS), item % panels);
    }
}

/**
 * mcn_gemm_parallel:
 * @team: (nullable): who works
 * @packed: W and bias
 * @m: rows, may be 0
 * @a: m x k
 * @lda: floats from row to row of @a
 * @residual: (nullable): m x n
 * @ldr: floats from row to row of @residual
 * @c: (out): m x n; may be @residual, not @a
 * @ldc: floats from row to row of @c
 * @activation: applied last
 *
 * As mcn_gemm(), with blocks of rows and panels of columns shared out.
 */
void
mcn_gemm_parallel (McnTeam *team, const McnPacked *packed, gsize m,
                   const gfloat *a, gsize lda,
                   const gfloat *residual, gsize ldr,
                   gfloat *c, gsize ldc,
                   McnActivation activation)
{
  Product g = { packed, m, a, lda, residual, ldr, c, ldc, activation };
  gsize items = ((m + BLOCK_ROWS - 1) / BLOCK_ROWS) * n_panels (packed->n);
  gsize work = MIN (m, BLOCK_ROWS) * packed->k * MCN_PANEL;

  /* A tile is worth waking somebody for: about 2^18 multiply-adds. */
  mcn_team_run (team, items, CLAMP ((1 << 18) / MAX (work, 1), 1, 64), gemm_items, &g);
}

/**
 * mcn_product:
 * @m: rows, may be 0
 * @n: columns of @b
 * @k: columns of @a
 * @a: m x k
 * @lda: floats from row to row of @a
 * @b: k x n, readable up to the next multiple of 16 columns in its last row, too
 * @ldb: floats from row to row of @b
 * @c: (out): m x n
 * @ldc: floats from row to row of @c
 */
void
mcn_product (gsize m, gsize n, gsize k,
             const gfloat *a, gsize lda, const gfloat *b, gsize ldb, gfloat *c, gsize ldc)
{
  for (gsize j = 0; j < n; j += MCN_PANEL)
    mcn_kernels ()->panel16 (&(McnPanelProduct) {
      .m = m, .k = k, .segments = 1, .columns = MIN (n - j, MCN_PANEL),
      .a = a, .lda = lda,
      .b = (gfloat *) b + j, .ldb = ldb,
      .c = c + j, .ldc = ldc,
    });
}
