/* SPDX-License-Identifier: GPL-3.0-or-later */
/* STRM, CTRM and MTRL against their naive twin, odd sizes included. */
#include "mcn-mtrl.h"
#include "naive-mcn.h"

#include <string.h>

#define D 16
#define HEADS 2
#define TOLERANCE 1e-5

typedef struct
{
  McnSafetensors *weights;
  McnTeam        *team;
  McnArena       *arena;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  McnMcnConfig config;

  fixture->weights = naive_tiny_weights (&config);
  fixture->team = mcn_team_new (GPOINTER_TO_UINT (data));
  fixture->arena = mcn_arena_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (mcn_arena_mark (fixture->arena), ==, 0);
  mcn_arena_free (fixture->arena);
  mcn_team_free (fixture->team);
  mcn_safetensors_free (fixture->weights);
}

static gdouble *
widen (const gfloat *x, gsize n)
{
  gdouble *y = g_new (gdouble, n);

  for (gsize i = 0; i < n; i++)
    y[i] = x[i];
  return y;
}

static const gsize sizes[] = { 1, 2, 3, 7, 13, 16, 33, 71 };

static void
test_strm (Fixture *fixture, gconstpointer data)
{
  McnStrm strm;
  g_autoptr (GError) error = NULL;

  g_assert_true (mcn_strm_load (&strm, fixture->weights, "ki.1", D, HEADS, &error));
  g_assert_no_error (error);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gsize n = sizes[i];
      g_autofree gfloat *x = naive_random (i, n * D, 1.5);
      g_autofree gfloat *projected = g_new (gfloat, n * 3 * D);
      g_autofree gfloat *y = g_new (gfloat, n * D);
      g_autofree gfloat *attention = g_new (gfloat, HEADS * n * n);
      g_autofree gdouble *wide = widen (x, n * D);
      g_autofree gdouble *shares = g_new (gdouble, HEADS * n * n);
      g_autofree gdouble *wanted = naive_block (fixture->weights, "ki.1", D, HEADS, n, wide, n, wide, shares);

      g_assert_true (mcn_arena_reserve (fixture->arena, mcn_strm_plan (&strm, n, GPOINTER_TO_UINT (data)), NULL));
      mcn_strm_project (&strm, fixture->team, n, x, projected);
      mcn_strm_attend (&strm, fixture->team, fixture->arena, n, x, projected, y, attention);
      g_assert_cmpfloat (naive_error (y, wanted, n * D), <, TOLERANCE);
      g_assert_cmpfloat (naive_error (attention, shares, HEADS * n * n), <, TOLERANCE);

      /* In place, and without the weights: the same bits. */
      mcn_strm_attend (&strm, fixture->team, fixture->arena, n, x, projected, x, NULL);
      g_assert_cmpmem (x, n * D * sizeof (gfloat), y, n * D * sizeof (gfloat));
    }

  mcn_strm_clear (&strm);
}

/* One row projected alone is the row of the whole, bit by bit: what occlusion
 * and typing live on. */
static void
test_rows (Fixture *fixture, gconstpointer data)
{
  McnStrm strm;
  McnCtrm ctrm;
  gsize n = 37;
  g_autofree gfloat *x = naive_random (9, n * D, 1);
  g_autofree gfloat *all = g_new (gfloat, n * 3 * D);
  gfloat row[3 * D];

  g_assert_true (mcn_strm_load (&strm, fixture->weights, "si", D, HEADS, NULL));
  g_assert_true (mcn_ctrm_load (&ctrm, fixture->weights, "ci.0", "ct.0", D, HEADS, NULL));

  mcn_strm_project (&strm, fixture->team, n, x, all);
  for (gsize i = 0; i < n; i++)
    {
      mcn_strm_project (&strm, NULL, 1, x + i * D, row);
      g_assert_cmpmem (row, sizeof row, all + i * 3 * D, sizeof row);
    }

  mcn_ctrm_project_text (&ctrm, fixture->team, n, x, all);
  for (gsize i = 0; i < n; i++)
    {
      mcn_ctrm_project_text (&ctrm, NULL, 1, x + i * D, row);
      g_assert_cmpmem (row, sizeof row, all + i * 3 * D, sizeof row);
    }

  mcn_strm_clear (&strm);
  mcn_ctrm_clear (&ctrm);
}

static void
test_ctrm (Fixture *fixture, gconstpointer data)
{
  McnCtrm ctrm;
  g_autoptr (GError) error = NULL;

  g_assert_true (mcn_ctrm_load (&ctrm, fixture->weights, "ci.0", "ct.0", D, HEADS, &error));
  g_assert_no_error (error);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gsize m = sizes[i], n = sizes[(i + 3) % G_N_ELEMENTS (sizes)];
      g_autofree gfloat *x = naive_random (20 + i, m * D, 1), *t = naive_random (40 + i, n * D, 1);
      g_autofree gfloat *px = g_new (gfloat, m * 3 * D), *pt = g_new (gfloat, n * 3 * D);
      g_autofree gfloat *x_out = g_new (gfloat, m * D), *t_out = g_new (gfloat, n * D);
      g_autofree gfloat *ci = g_new (gfloat, HEADS * m * n), *ct = g_new (gfloat, HEADS * m * n);
      g_autofree gdouble *wide_x = widen (x, m * D), *wide_t = widen (t, n * D);
      g_autofree gdouble *ci_shares = g_new (gdouble, HEADS * m * n), *ct_shares = g_new (gdouble, HEADS * m * n);
      g_autofree gdouble *wanted_x = naive_block (fixture->weights, "ci.0", D, HEADS, m, wide_x, n, wide_t, ci_shares);
      g_autofree gdouble *wanted_t = naive_block (fixture->weights, "ct.0", D, HEADS, n, wide_t, m, wide_x, ct_shares);

      g_assert_true (mcn_arena_reserve (fixture->arena, mcn_ctrm_plan (&ctrm, m, n, GPOINTER_TO_UINT (data)), NULL));
      mcn_ctrm_project_image (&ctrm, fixture->team, m, x, px);
      mcn_ctrm_project_text (&ctrm, fixture->team, n, t, pt);
      mcn_ctrm_attend (&ctrm, fixture->team, fixture->arena, m, x, px, n, t, pt, x_out, t_out, ci, ct);

      g_assert_cmpfloat (naive_error (x_out, wanted_x, m * D), <, TOLERANCE);
      g_assert_cmpfloat (naive_error (t_out, wanted_t, n * D), <, TOLERANCE);
      g_assert_cmpfloat (naive_error (ci, ci_shares, HEADS * m * n), <, TOLERANCE);
      g_assert_cmpfloat (naive_error (ct, ct_shares, HEADS * m * n), <, TOLERANCE);
    }

  mcn_ctrm_clear (&ctrm);
}

static void
test_mtrl (Fixture *fixture, gconstpointer data)
{
  McnMtrl mtrl;
  gsize m = 41, n = 11;
  g_autofree gfloat *x = naive_random (1, m * D, 1), *t = naive_random (2, n * D, 1);
  g_autofree gfloat *px = g_new (gfloat, m * 3 * D), *pt = g_new (gfloat, n * 3 * D);
  g_autofree gdouble *wide_x = widen (x, m * D), *wide_t = widen (t, n * D);
  g_autofree gdouble *crossed_x = naive_block (fixture->weights, "ci.1", D, HEADS, m, wide_x, n, wide_t, NULL);
  g_autofree gdouble *crossed_t = naive_block (fixture->weights, "ct.1", D, HEADS, n, wide_t, m, wide_x, NULL);
  g_autofree gdouble *wanted_x = naive_block (fixture->weights, "ki.1", D, HEADS, m, crossed_x, m, crossed_x, NULL);
  g_autofree gdouble *wanted_t = naive_block (fixture->weights, "kt.1", D, HEADS, n, crossed_t, n, crossed_t, NULL);

  g_assert_true (mcn_mtrl_load (&mtrl, fixture->weights, 1, D, HEADS, NULL));
  g_assert_true (mcn_arena_reserve (fixture->arena, mcn_mtrl_plan (&mtrl, m, n, GPOINTER_TO_UINT (data)), NULL));
  mcn_ctrm_project_image (&mtrl.cross, fixture->team, m, x, px);
  mcn_ctrm_project_text (&mtrl.cross, fixture->team, n, t, pt);
  mcn_mtrl_run (&mtrl, fixture->team, fixture->arena, m, x, px, n, t, pt, x, t, NULL);

  g_assert_cmpfloat (naive_error (x, wanted_x, m * D), <, TOLERANCE);
  g_assert_cmpfloat (naive_error (t, wanted_t, n * D), <, TOLERANCE);
  mcn_mtrl_clear (&mtrl);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  McnMtrl mtrl;
  g_autoptr (GError) error = NULL;

  /* A layer beyond the last, and a width that is not the file's. */
  g_assert_false (mcn_mtrl_load (&mtrl, fixture->weights, 2, D, HEADS, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "ci.2"));
  mcn_mtrl_clear (&mtrl);

  g_clear_error (&error);
  g_assert_false (mcn_mtrl_load (&mtrl, fixture->weights, 0, 2 * D, HEADS, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_MISMATCH);
  mcn_mtrl_clear (&mtrl);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (Fixture *fixture, gconstpointer data); } tests[] = {
    { "/mcn/strm/naive", test_strm },
    { "/mcn/strm/rows", test_rows },
    { "/mcn/ctrm/naive", test_ctrm },
    { "/mcn/mtrl/naive", test_mtrl },
    { "/mcn/mtrl/missing", test_missing },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint n_threads = 1; n_threads <= 3; n_threads += 2)
    for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
      {
        g_autofree char *path = g_strdup_printf ("%s/%u-threads", tests[i].path, n_threads);

        g_test_add (path, Fixture, GUINT_TO_POINTER (n_threads), set_up, tests[i].test, tear_down);
      }

  return g_test_run ();
}
