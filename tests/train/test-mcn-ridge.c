/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The linear baselines against scikit-learn's Ridge and TfidfVectorizer. */
#include "mcn-safetensors.h"
#include "mcn-tfidf.h"

static McnSafetensors *golden;

static gfloat *
load (const char *name, gsize *n)
{
  const McnTensorView *view = mcn_safetensors_find (golden, name);

  g_assert_nonnull (view);
  *n = view->n_elements;
  return g_memdup2 (view->data, view->n_bytes);
}

static gdouble *
widen (const gfloat *x, gsize n)
{
  gdouble *wide = g_new (gdouble, n);

  for (gsize i = 0; i < n; i++)
    wide[i] = x[i];
  return wide;
}

static void
test_dense (void)
{
  gsize n_x, n, n_figures;
  g_autofree gfloat *x = load ("ridge.x", &n_x), *y = load ("ridge.y", &n), *figures = load ("ridge.figures", &n_figures);
  g_autofree gdouble *wide = widen (y, n), *p = g_new (gdouble, n);
  gsize k = n_x / n;
  g_autofree gfloat *w = g_new (gfloat, k);
  McnRidgeRows rows = { .n = n, .k = k, .dense = x };
  gdouble b;

  g_assert_cmpuint (n_figures, ==, k + 1);
  mcn_ridge_fit (&rows, wide, 7, w, &b);
  for (gsize j = 0; j < k; j++)
    g_assert_cmpfloat_with_epsilon (w[j], figures[j], 1e-4);
  g_assert_cmpfloat_with_epsilon (b, figures[k], 1e-4);
  mcn_ridge_predict (&rows, w, b, p);
  for (gsize i = 0; i < n; i++)
    {
      gdouble sum = b;

      for (gsize j = 0; j < k; j++)
        sum += (gdouble) w[j] * x[i * k + j];
      g_assert_cmpfloat_with_epsilon (p[i], sum, 1e-4);
    }
}

/* Weighed and learned as scikit-learn does it, texts that were not learned from too. */
static void
test_words (void)
{
  gsize n_pieces, n_first, n, n_all;
  g_autofree gfloat *pieces = load ("tfidf.pieces", &n_pieces), *first = load ("tfidf.first", &n_first);
  g_autofree gfloat *y = load ("tfidf.y", &n), *figures = load ("tfidf.figures", &n_all);
  g_autofree gdouble *wide = widen (y, n), *p = g_new (gdouble, n_all);
  g_autofree gint32 *ids = g_new (gint32, n_pieces);
  g_autofree gfloat *w = g_new (gfloat, MCN_TFIDF_COLUMNS);
  McnRidgeRows rows;
  McnTfidf words;
  gdouble b;

  g_assert_cmpuint (n_first, ==, n_all + 1);
  for (gsize i = 0; i < n_pieces; i++)
    ids[i] = pieces[i];
  mcn_tfidf_init (&words);
  for (gsize i = 0; i < n_all; i++)
    {
      if (i == n)
        mcn_tfidf_learn (&words);
      mcn_tfidf_add (&words, first[i + 1] - first[i], ids + (gsize) first[i]);
    }
  mcn_tfidf_weigh (&words, n);
  rows = mcn_tfidf_rows (&words, 0, n);
  mcn_ridge_fit (&rows, wide, .5, w, &b);
  rows = mcn_tfidf_rows (&words, 0, n_all);
  mcn_ridge_predict (&rows, w, b, p);
  for (gsize i = 0; i < n_all; i++)
    g_assert_cmpfloat_with_epsilon (p[i], figures[i], 1e-4);
  mcn_tfidf_clear (&words);
}

/* Nothing to learn from gives the mean, an empty text the offset. */
static void
test_empty (void)
{
  const gdouble y[] = { 1, 2, 6 };
  const gint32 none[] = { -1 };
  g_autofree gfloat *w = g_new (gfloat, MCN_TFIDF_COLUMNS);
  McnRidgeRows rows;
  McnTfidf words;
  gdouble b, p[3];

  mcn_tfidf_init (&words);
  for (guint i = 0; i < 3; i++)
    mcn_tfidf_add (&words, i == 0 ? 0 : 1, none);
  mcn_tfidf_learn (&words);
  rows = mcn_tfidf_rows (&words, 0, 3);
  mcn_ridge_fit (&rows, y, 1, w, &b);
  mcn_ridge_predict (&rows, w, b, p);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (p[i], 3, 1e-9);
  mcn_tfidf_clear (&words);
}

int
main (int argc, char *argv[])
{
  g_autofree char *path = NULL;

  g_test_init (&argc, &argv, NULL);
  path = g_test_build_filename (G_TEST_DIST, "golden", "metrics.safetensors", NULL);
  golden = mcn_safetensors_open (path, NULL);
  g_assert_nonnull (golden);
  g_test_add_func ("/train/ridge/dense", test_dense);
  g_test_add_func ("/train/ridge/words", test_words);
  g_test_add_func ("/train/ridge/empty", test_empty);
  return g_test_run ();
}
