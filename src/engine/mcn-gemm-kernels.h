/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The micro-kernels of one CPU path: ROWS x 16 and 2 ROWS x 8 outputs stay in
 * registers while k runs. Included once by each mcn-kernels-*.c, after
 * mcn-simd.h and mcn-pointwise-kernels.h, with ROWS defined (1 .. 14). */

/* The activations with long polynomials, a tile at a time and out of the way. A
 * row's vectors do not wait for each other. */
static __attribute__ ((noinline)) void
activate (McnActivation activation, gfloat *c, gsize ldc, gint rows, gint vectors)
{
  for (gint r = 0; r < rows; r++, c += ldc)
    {
      vf x[16 / VL];

#pragma GCC unroll 4
      for (gint v = 0; v < 16 / VL; v++)
        x[v] = v < vectors ? v_load (c + v * VL) : v_set (0.f);

      if (activation == MCN_ACTIVATION_GELU)
#pragma GCC unroll 4
        for (gint v = 0; v < 16 / VL; v++)
          x[v] = v_gelu (x[v]);
      else
#pragma GCC unroll 4
        for (gint v = 0; v < 16 / VL; v++)
          x[v] = v_tanh (x[v]);

#pragma GCC unroll 4
      for (gint v = 0; v < 16 / VL; v++)
        if (v < vectors)
          v_store (c + v * VL, x[v]);
    }
}

/* @rows and @vectors are constants where this is used: the loops over them
 * unroll and what is used of acc lives in registers. */
SIMD_INLINE void
register_tile (const gint rows, const gint vectors, const gboolean unpack, const McnPanelProduct *p,
               const gfloat *a, const gfloat *init, const gfloat *residual, gsize ldr, gfloat *c, gsize ldc)
{
  const gsize lda = p->lda, ldb = p->ldb;
  const guint16 *half = p->half;
  gfloat *b = p->b;
  vf acc[2 * ROWS][16 / VL];

  for (gint r = 0; r < rows; r++)
    for (gint v = 0; v < vectors; v++)
      acc[r][v] = init != NULL ? v_load (init + r * p->ld_init + v * VL) : v_set (0.f);

  for (gsize s = p->segments; s > 0; s--, a += p->jump - p->k)
    for (gsize k = p->k; k > 0; k--, a++, b += ldb)
      {
        vf panel[16 / VL];

        for (gint v = 0; v < vectors; v++)
          if (unpack)
            {
              panel[v] = v_load_half (half + v * VL);
              v_store (b + v * VL, panel[v]);
            }
          else
            panel[v] = v_load (b + v * VL);
        half += unpack ? ldb : 0;
        for (gint r = 0; r < rows; r++)
          {
            vf x = v_set (a[r * lda]);

            for (gint v = 0; v < vectors; v++)
              acc[r][v] = v_fma (x, panel[v], acc[r][v]);
          }
      }

  if (residual != NULL)
    for (gint r = 0; r < rows; r++)
      for (gint v = 0; v < vectors; v++)
        acc[r][v] += v_load (residual + r * ldr + v * VL);

  if (p->activation == MCN_ACTIVATION_RELU6)
    for (gint r = 0; r < rows; r++)
      for (gint v = 0; v < vectors; v++)
        acc[r][v] = v_min (v_max (acc[r][v], v_set (0.f)), v_set (6.f));

  for (gint r = 0; r < rows; r++)
    for (gint v = 0; v < vectors; v++)
      v_store (c + r * ldc + v * VL, acc[r][v]);

  if (p->activation == MCN_ACTIVATION_GELU || p->activation == MCN_ACTIVATION_TANH)
    activate (p->activation, c, ldc, rows, vectors);
}

/* Every number of rows up to a full tile has its own unrolled code. */
#define CASE(n, vectors) case n: register_tile (n, vectors, unpack, p, a, init, residual, ldr, c, ldc); break;

SIMD_INLINE void
tile16 (gsize rows, const gboolean unpack, const McnPanelProduct *p,
        const gfloat *a, const gfloat *init, const gfloat *residual, gsize ldr, gfloat *c, gsize ldc)
{
  switch (rows)
    {
    CASE (1, 16 / VL)
#if ROWS >= 2
    CASE (2, 16 / VL)
#endif
#if ROWS >= 6
    CASE (3, 16 / VL) CASE (4, 16 / VL) CASE (5, 16 / VL) CASE (6, 16 / VL)
#endif
#if ROWS >= 14
    CASE (7, 16 / VL) CASE (8, 16 / VL) CASE (9, 16 / VL) CASE (10, 16 / VL)
    CASE (11, 16 / VL) CASE (12, 16 / VL) CASE (13, 16 / VL) CASE (14, 16 / VL)
#endif
    }
}

#if VL <= 8
SIMD_INLINE void
tile8 (gsize rows, const gboolean unpack, const McnPanelProduct *p,
       const gfloat *a, const gfloat *init, const gfloat *residual, gsize ldr, gfloat *c, gsize ldc)
{
  switch (rows)
    {
    CASE (1, 8 / VL) CASE (2, 8 / VL) CASE (3, 8 / VL) CASE (4, 8 / VL)
#if ROWS >= 6
    CASE (5, 8 / VL) CASE (6, 8 / VL) CASE (7, 8 / VL) CASE (8, 8 / VL)
    CASE (9, 8 / VL) CASE (10, 8 / VL) CASE (11, 8 / VL) CASE (12, 8 / VL)
#endif
    }
}
#endif
#undef CASE

/* Rows of the next tile. What is a little more than a tile is cut in half:
 * one or two rows alone would leave the multipliers waiting for their own sums. */
SIMD_INLINE gsize
next_rows (gsize left, gsize most)
{
  if (left > most && left < most + most / 2)
    return (left + 1) / 2;
  return MIN (left, most);
}

/* All rows of a product, tile by tile. Where the panel is wider than the matrix
 * has columns, tiles are made in a buffer and only what exists is copied. */
#define PANEL(name, tile, width, max_rows) \
static __attribute__ ((noinline)) void \
name##_unpacking (gsize rows, const McnPanelProduct *p, const gfloat *residual, gsize ldr, gfloat *c, gsize ldc) \
{ \
  tile (rows, TRUE, p, p->a, p->init, residual, ldr, c, ldc); \
} \
\
static void \
name (const McnPanelProduct *p) \
{ \
  gsize rows; \
\
  for (gsize i = 0; i < p->m; i += rows) \
    { \
      const gfloat *a = p->a + i * p->lda; \
      const gfloat *init = p->init != NULL ? p->init + i * p->ld_init : NULL; \
      const gfloat *residual = p->residual != NULL ? p->residual + i * p->ldr : NULL; \
      gfloat buffer[(max_rows) * (width)]; \
      gboolean whole = p->columns == (width); \
      gfloat *c = whole ? p->c + i * p->ldc : buffer; \
      gsize ldc = whole ? p->ldc : (width); \
      gsize ldr = p->ldr; \
\
      rows = next_rows (p->m - i, max_rows); \
\
      if (!whole && residual != NULL) \
        { \
          memset (buffer, 0, sizeof buffer); \
          for (gsize r = 0; r < rows; r++) \
            memcpy (buffer + r * (width), residual + r * ldr, p->columns * sizeof (gfloat)); \
          residual = buffer; \
          ldr = (width); \
        } \
\
      if (i == 0 && p->half != NULL) \
        name##_unpacking (rows, p, residual, ldr, c, ldc); \
      else \
        tile (rows, FALSE, p, a, init, residual, ldr, c, ldc); \
\
      if (!whole) \
        for (gsize r = 0; r < rows; r++) \
          memcpy (p->c + (i + r) * p->ldc, buffer + r * (width), p->columns * sizeof (gfloat)); \
    } \
}

PANEL (panel16, tile16, 16, ROWS)
#if VL <= 8
PANEL (panel8, tile8, 8, 2 * ROWS)
#endif
#undef PANEL
