/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train-golden.h"

#include <math.h>

McnSafetensors *
train_golden_open (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", "train.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  McnSafetensors *golden = mcn_safetensors_open (path, &error);

  g_assert_no_error (error);
  return golden;
}

void
train_golden_compare (McnSafetensors *golden, const char *name, const gfloat *x, gsize n, gdouble tolerance)
{
  const McnTensorView *view = mcn_safetensors_find (golden, name);
  g_autofree gfloat *wanted = NULL;
  gdouble worst = 0, largest = 1e-3;

  g_assert_nonnull (view);
  g_assert_cmpuint (view->n_elements, ==, n);
  wanted = mcn_safetensors_copy_f32 (golden, name, NULL, view->n_dims, view->dim);
  for (gsize i = 0; i < n; i++)
    {
      gdouble difference = fabs ((gdouble) x[i] - wanted[i]);

      worst = difference <= worst ? worst : difference;
      largest = MAX (largest, fabs (wanted[i]));
    }
  g_test_message ("%s: %.1e of %.1e", name, worst, largest);
  if (!(worst / largest < tolerance))
    {
      g_test_message ("%s differs from PyTorch's by %g", name, worst / largest);
      g_test_fail ();
    }
}

void
train_golden_compare_gradients (McnSafetensors *golden, const char *prefix, McnParams *params, gdouble tolerance)
{
  for (gsize i = 0; i < mcn_params_get_n (params); i++)
    {
      const McnParam *param = mcn_params_get (params, i);
      g_autofree char *name = g_strconcat (prefix, ".grad.", param->name, NULL);

      train_golden_compare (golden, name, params->gradients + param->at, param->n, tolerance);
    }
}
