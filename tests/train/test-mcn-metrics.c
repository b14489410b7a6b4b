/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every figure against scipy's or scikit-learn's; intervals; what is not defined. */
#include "mcn-mixture.h"
#include "mcn-safetensors.h"

#include <math.h>

static McnSafetensors *golden;

static gdouble *
load (const char *set, const char *name, gsize *n)
{
  g_autofree char *full = g_strconcat (set, ".", name, NULL);
  const McnTensorView *view = mcn_safetensors_find (golden, full);
  const gfloat *x;
  gdouble *wide;

  g_assert_nonnull (view);
  x = view->data;
  wide = g_new (gdouble, view->n_elements);
  for (gsize i = 0; i < view->n_elements; i++)
    wide[i] = x[i];
  *n = view->n_elements;
  return wide;
}

static void
check (const char *set, const McnMetric *metrics, gsize n_metrics)
{
  gsize n, n_y, n_figures;
  g_autofree gdouble *p = load (set, "p", &n), *y = load (set, "y", &n_y), *figures = load (set, "figures", &n_figures);

  g_assert_cmpuint (n, ==, n_y);
  g_assert_cmpuint (n_figures, ==, n_metrics);
  for (gsize i = 0; i < n_metrics; i++)
    g_assert_cmpfloat_with_epsilon (metrics[i] (n, p, y), figures[i], 1e-6);
}

static void
test_goldens (void)
{
  const McnMetric continuous[] = { mcn_metric_srcc, mcn_metric_plcc, mcn_metric_rmse, mcn_metric_mae, mcn_metric_accuracy, mcn_metric_balanced };
  const McnMetric binary[] = { mcn_metric_auc, mcn_metric_ap, mcn_metric_brier, mcn_metric_calibration };
  gsize n, n_figures;
  g_autofree gdouble *p = load ("votes", "p", &n), *y = load ("votes", "y", &n), *figures = load ("votes", "figures", &n_figures);
  g_autofree gdouble *x = load ("quantile", "x", &n), *quantiles = load ("quantile", "figures", &n_figures);
  const gdouble at[] = { 0, .025, .5, .975, 1 };

  check ("continuous", continuous, G_N_ELEMENTS (continuous));
  check ("binary", binary, G_N_ELEMENTS (binary));
  g_assert_cmpfloat_with_epsilon (mcn_metric_emd (30, 10, p, y), figures[0], 1e-6);
  for (guint i = 0; i < G_N_ELEMENTS (at); i++)
    g_assert_cmpfloat_with_epsilon (mcn_metric_quantile (n, x, at[i]), quantiles[i], 1e-6);
}

static void
test_undefined (void)
{
  const gdouble one[] = { 1, 1, 1 }, rising[] = { 1, 2, 3 }, none[] = { 0, 0, 0 };
  const gdouble same[] = { .1, .1, .1, .1, .1, .1 }, six[] = { 1, 2, 3, 4, 5, 6 };

  g_assert_true (isnan (mcn_metric_srcc (3, one, rising)));
  g_assert_true (isnan (mcn_metric_plcc (6, same, six)));
  g_assert_true (isnan (mcn_metric_rmse (0, one, rising)));
  g_assert_true (isnan (mcn_metric_auc (3, rising, one)));
  g_assert_true (isnan (mcn_metric_ap (3, rising, none)));
  g_assert_true (isnan (mcn_metric_balanced (3, rising, rising)));
}

/* Another function than the one that bootstraps know: its samples are sorted. */
static gdouble
sorting_srcc (gsize n, const gdouble *p, const gdouble *y)
{
  return mcn_metric_srcc (n, p, y);
}

/* Ranks by counting are those by sorting, to the bit, with ties as without. */
static void
check_places (gsize n, const gdouble *p, const gdouble *y, gdouble low, gdouble high)
{
  g_autofree gdouble *tied = g_new (gdouble, n), *places = NULL, *of_places = NULL, *unknown = NULL, *other = NULL;
  gdouble sorted_low, sorted_high, tied_low, tied_high;

  mcn_metric_bootstrap (sorting_srcc, n, p, y, 400, 3, &sorted_low, &sorted_high);
  g_assert_cmpfloat (sorted_low, ==, low);
  g_assert_cmpfloat (sorted_high, ==, high);

  for (gsize i = 0; i < n; i++)
    tied[i] = floor (2 * p[i]) / 2 - 1;
  other = mcn_metric_prepare (mcn_metric_plcc, n, tied);
  g_assert_cmpmem (other, n * sizeof *other, tied, n * sizeof *tied);
  places = mcn_metric_prepare (mcn_metric_srcc, n, tied);
  of_places = mcn_metric_prepare (mcn_metric_srcc, n, places);
  g_assert_cmpmem (places, n * sizeof *places, of_places, n * sizeof *places);
  for (gsize i = 0; i < n; i++)
    g_assert_true (places[i] >= 0 && (places[i] < places[0]) == (tied[i] < tied[0]) && (places[i] > places[0]) == (tied[i] > tied[0]));
  g_assert_cmpfloat (mcn_metric_srcc (n, places, y), ==, mcn_metric_srcc (n, tied, y));
  mcn_metric_bootstrap (sorting_srcc, n, tied, y, 100, 3, &sorted_low, &sorted_high);
  mcn_metric_bootstrap (mcn_metric_srcc, n, tied, y, 100, 3, &tied_low, &tied_high);
  g_assert_cmpfloat (tied_low, ==, sorted_low);
  g_assert_cmpfloat (tied_high, ==, sorted_high);

  tied[n / 2] = NAN;
  unknown = mcn_metric_prepare (mcn_metric_srcc, n, tied);
  g_assert_cmpmem (unknown, n * sizeof *unknown, tied, n * sizeof *tied);
}

/* An interval holds the figure, is the same again, and narrows with more samples;
 * the same predictions differ by nothing, better ones by something. */
static void
test_bootstrap (void)
{
  gsize n;
  g_autofree gdouble *p = load ("continuous", "p", &n), *y = load ("continuous", "y", &n), *worse = g_new (gdouble, n);
  gdouble figure = mcn_metric_srcc (n, p, y), low, high, again, end, few_low, few_high, difference;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  mcn_metric_bootstrap (mcn_metric_srcc, n, p, y, 400, 3, &low, &high);
  mcn_metric_bootstrap (mcn_metric_srcc, n, p, y, 400, 3, &again, &end);
  mcn_metric_bootstrap (mcn_metric_srcc, 40, p, y, 400, 3, &few_low, &few_high);
  check_places (n, p, y, low, high);
  g_assert_cmpfloat (low, ==, again);
  g_assert_cmpfloat (low, <, figure);
  g_assert_cmpfloat (high, >, figure);
  g_assert_cmpfloat (high - low, <, .2);
  g_assert_cmpfloat (few_high - few_low, >, high - low);

  mcn_metric_bootstrap_pair (mcn_metric_srcc, n, p, p, y, 50, 3, &difference, &low, &high);
  g_assert_cmpfloat (fabs (difference) + fabs (low) + fabs (high), ==, 0);
  for (gsize i = 0; i < n; i++)
    worse[i] = p[i] + g_rand_double_range (rand, -2, 2);
  mcn_metric_bootstrap_pair (mcn_metric_srcc, n, p, worse, y, 400, 3, &difference, &low, &high);
  g_assert_cmpfloat (difference, >, 0);
  g_assert_cmpfloat (low, >, 0);
}

/* The better of two predictors is preferred, two halves of the truth are both taken,
 * and the first stays alone where nothing is better. */
static void
test_mixture (void)
{
  gdouble a[40], b[40], c[40], y[40], p[40], q[40], share[3];
  guint fold[40];
  gboolean used[40];
  const gdouble *halves[] = { a, b }, *same[] = { y, a }, *three[] = { c, a, b };

  for (guint i = 0; i < 40; i++)
    {
      a[i] = i * 7 % 40;
      b[i] = i * 11 % 40;
      c[i] = -(gdouble) i;
      y[i] = a[i] + b[i];
      fold[i] = i % 4;
      used[i] = i % 4 == 1;
    }
  mcn_mixture_choose (40, 2, halves, y, mcn_metric_srcc, NULL, share);
  g_assert_cmpfloat (share[0], ==, .5);
  g_assert_cmpfloat (share[1], ==, .5);
  mcn_mixture_choose (40, 2, same, y, mcn_metric_srcc, used, share);
  g_assert_cmpfloat (share[0], ==, 1);
  mcn_mixture_choose (40, 3, three, y, mcn_metric_srcc, NULL, share);
  g_assert_cmpfloat (share[0], ==, 0);
  g_assert_cmpfloat (share[1] + share[2], ==, 1);
  mcn_mixture_choose (0, 3, three, y, mcn_metric_srcc, NULL, share);
  g_assert_cmpfloat (share[0], ==, 1);
  g_assert_cmpfloat (share[1], ==, 0);

  /* What is as good by one sight is chosen by the other. */
  {
    McnMixtureSight first = { 40, halves, y, mcn_metric_srcc, NULL, NULL }, second = { 40, halves, b, mcn_metric_srcc, NULL, NULL };

    mcn_mixture_choose_near (2, &first, 0, &second, share);
    g_assert_cmpfloat (share[0], ==, .5);
    /* Eight tenths rank them already as all ten do. */
    mcn_mixture_choose_near (2, &first, 2, &second, share);
    g_assert_cmpfloat (share[1], >=, .8);
    mcn_mixture_choose_near (2, &first, .05, &second, share);
    g_assert_cmpfloat (share[1], >, .5);
    g_assert_cmpfloat (share[1], <, 1);
    second.n = 0;
    mcn_mixture_choose_near (2, &first, 2, &second, share);
    g_assert_cmpfloat (share[0], ==, .5);
  }

  mcn_mixture_by_folds (40, 2, halves, y, mcn_metric_srcc, fold, 4, p);
  g_assert_cmpfloat (mcn_metric_srcc (40, p, y), >, .99);
  /* What a fold says does not depend on its own truth. */
  for (guint i = 0; i < 40; i++)
    y[i] = fold[i] == 2 ? -y[i] : y[i];
  mcn_mixture_by_folds (40, 2, halves, y, mcn_metric_srcc, fold, 4, q);
  for (guint i = 0; i < 40; i++)
    if (fold[i] == 2)
      g_assert_cmpfloat (p[i], ==, q[i]);
}

int
main (int argc, char *argv[])
{
  g_autofree char *path = NULL;

  g_test_init (&argc, &argv, NULL);
  path = g_test_build_filename (G_TEST_DIST, "golden", "metrics.safetensors", NULL);
  golden = mcn_safetensors_open (path, NULL);
  g_assert_nonnull (golden);
  g_test_add_func ("/train/metrics/goldens", test_goldens);
  g_test_add_func ("/train/metrics/undefined", test_undefined);
  g_test_add_func ("/train/metrics/bootstrap", test_bootstrap);
  g_test_add_func ("/train/metrics/mixture", test_mixture);
  return g_test_run ();
}
