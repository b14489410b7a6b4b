/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-gemm.h"
#include "mcn-kernels.h"

#include <string.h>

struct _McnPacked
{
  gsize   n, k;
  gfloat *panels;       /* panel after panel, each k rows of its width */
  gfloat *bias;         /* n, zeros up to the last panel's width */
};

/* Rows of A one worker takes through a panel at a time; with the tile's rows it
 * cuts the work the same way for any team. */
#define BLOCK_ROWS 96

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
  McnPacked *packed = g_new0 (McnPacked, 1);

  packed->n = n;
  packed->k = k;
  packed->panels = g_aligned_alloc0 (padded (n) * k, sizeof (gfloat), 64);
  packed->bias = g_aligned_alloc0 (padded (n), sizeof (gfloat), 64);
  if (bias != NULL)
    memcpy (packed->bias, bias, n * sizeof (gfloat));

  for (gsize panel = 0; panel < n_panels (n); panel++)
    {
      gsize width = panel_width (n, panel);
      gsize columns = MIN (n - panel * MCN_PANEL, width);
      gfloat *to = packed->panels + panel * MCN_PANEL * k;

      for (gsize j = 0; j < columns; j++)
        for (gsize i = 0; i < k; i++)
          to[i * width + j] = w[(panel * MCN_PANEL + j) * k + i];
    }

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
mcn_packed_product (const McnPacked *packed, gsize panel, McnPanelProduct *p)
{
  const McnKernels *kernels = mcn_kernels ();
  gsize column = panel * MCN_PANEL;

  p->ldb = panel_width (packed->n, panel);
  p->columns = MIN (packed->n - column, p->ldb);
  p->b = packed->panels + column * packed->k;
  p->bias = packed->bias + column;

  if (p->ldb == MCN_PANEL)
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

static void
rows_by_panel (const Product *g, gsize row, gsize rows, gsize panel)
{
  gsize column = panel * MCN_PANEL;

  mcn_packed_product (g->packed, panel, &(McnPanelProduct) {
    .m = rows, .k = g->packed->k, .segments = 1,
    .a = g->a + row * g->lda, .lda = g->lda,
    .residual = g->residual != NULL ? g->residual + row * g->ldr + column : NULL, .ldr = g->ldr,
    .c = g->c + row * g->ldc + column, .ldc = g->ldc,
    .activation = g->activation,
  });
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
