/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-products.h"

#include <cblas.h>
#include <string.h>

/* What a tile should cost at least, in multiply-adds: OpenBLAS packs the whole
 * other factor for each. */
#define TILE_WORK ((gsize) 1 << 21)

typedef struct
{
  gsize         m, n, k;
  const gfloat *a, *b, *bias;
  gsize         lda, ldb, ldc;
  gfloat       *c;
  gfloat        beta;
} Product;

static void
pin (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      openblas_set_num_threads (1);
      g_once_init_leave (&once, 1);
    }
}

/* Of @n items which cost @work each: about eight tiles, each worth its while. */
static gsize
grain (gsize n, gsize work, gsize multiple)
{
  gsize wanted = MAX (n / 8, TILE_WORK / MAX (work, 1));

  return MAX ((wanted + multiple - 1) / multiple * multiple, multiple);
}

static void
rows (gpointer data, gsize begin, gsize end, guint worker)
{
  const Product *p = data;
  gfloat *c = p->c + begin * p->ldc;

  if (p->bias != NULL)
    for (gsize i = 0; i < end - begin; i++)
      memcpy (c + i * p->ldc, p->bias, p->n * sizeof (gfloat));
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, end - begin, p->n, p->k, 1.f,
               p->a + begin * p->lda, p->lda, p->b, p->k, p->bias != NULL ? 1.f : 0.f, c, p->ldc);
}

/**
 * mcn_product_rows:
 * @team: (nullable): who works
 * @m: rows of @a, may be 0
 * @n: rows of @w
 * @k: columns of both
 * @a: m x k, @lda floats from row to row
 * @lda: see @a
 * @w: n x k
 * @bias: (nullable): n
 * @c: (out): m x n, @ldc floats from row to row
 * @ldc: see @c
 */
void
mcn_product_rows (McnTeam *team, gsize m, gsize n, gsize k,
                  const gfloat *a, gsize lda, const gfloat *w, const gfloat *bias, gfloat *c, gsize ldc)
{
  Product p = { .m = m, .n = n, .k = k, .a = a, .lda = lda, .b = w, .bias = bias, .c = c, .ldc = ldc };

  pin ();
  mcn_team_run (team, m, grain (m, n * k, 16), rows, &p);
}

static void
input_rows (gpointer data, gsize begin, gsize end, guint worker)
{
  const Product *p = data;

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, end - begin, p->k, p->n, 1.f,
               p->a + begin * p->lda, p->lda, p->b, p->k, p->beta, p->c + begin * p->ldc, p->ldc);
}

/**
 * mcn_product_input:
 * @team: (nullable): who works
 * @m: rows of @d, may be 0
 * @n: columns of @d, rows of @w
 * @k: columns of @w
 * @d: m x n, @ldd floats from row to row
 * @ldd: see @d
 * @w: n x k
 * @c: (inout): m x k, @ldc floats from row to row
 * @ldc: see @c
 * @add: whether what stands in @c counts
 */
void
mcn_product_input (McnTeam *team, gsize m, gsize n, gsize k,
                   const gfloat *d, gsize ldd, const gfloat *w, gfloat *c, gsize ldc, gboolean add)
{
  Product p = { .m = m, .n = n, .k = k, .a = d, .lda = ldd, .b = w, .c = c, .ldc = ldc, .beta = add ? 1.f : 0.f };

  pin ();
  mcn_team_run (team, m, grain (m, n * k, 16), input_rows, &p);
}

static void
weight_rows (gpointer data, gsize begin, gsize end, guint worker)
{
  const Product *p = data;

  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, end - begin, p->k, p->m, 1.f,
               p->a + begin, p->lda, p->b, p->ldb, 1.f, p->c + begin * p->k, p->k);
}

static void
weight_columns (gpointer data, gsize begin, gsize end, guint worker)
{
  const Product *p = data;

  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, p->n, end - begin, p->m, 1.f,
               p->a, p->lda, p->b + begin, p->ldb, 1.f, p->c + begin, p->k);
}

/**
 * mcn_product_weights:
 * @team: (nullable): who works
 * @m: rows of @d and @a, may be 0
 * @n: columns of @d
 * @k: columns of @a
 * @d: m x n, @ldd floats from row to row
 * @ldd: see @d
 * @a: m x k, @lda floats from row to row
 * @lda: see @a
 * @g: (inout): n x k
 */
void
mcn_product_weights (McnTeam *team, gsize m, gsize n, gsize k,
                     const gfloat *d, gsize ldd, const gfloat *a, gsize lda, gfloat *g)
{
  Product p = { .m = m, .n = n, .k = k, .a = d, .lda = ldd, .b = a, .ldb = lda, .c = g };

  if (m == 0)
    return;
  pin ();
  if (n >= k)
    mcn_team_run (team, n, grain (n, m * k, 16), weight_rows, &p);
  else
    mcn_team_run (team, k, grain (k, m * n, 16), weight_columns, &p);
}

static void
column_sums (gpointer data, gsize begin, gsize end, guint worker)
{
  const Product *p = data;

  for (gsize i = 0; i < p->m; i++)
    for (gsize j = begin; j < end; j++)
      p->c[j] += p->a[i * p->lda + j];
}

/**
 * mcn_product_columns:
 * @team: (nullable): who works
 * @m: rows
 * @n: columns
 * @d: m x n, @ldd floats from row to row
 * @ldd: see @d
 * @sums: (inout): n
 */
void
mcn_product_columns (McnTeam *team, gsize m, gsize n, const gfloat *d, gsize ldd, gfloat *sums)
{
  Product p = { .m = m, .a = d, .lda = ldd, .c = sums };

  mcn_team_run (team, n, 64, column_sums, &p);
}
