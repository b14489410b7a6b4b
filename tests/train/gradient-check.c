/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gradient-check.h"

#include <float.h>
#include <math.h>

void
gradient_check (const char *what, GradientFunc func, gpointer data,
                gfloat *x, const gfloat *gradient, gsize n, gsize samples, gdouble by, gdouble tolerance)
{
  gsize stride = MAX (n / samples, 1);
  gdouble worst = 0, largest = 1e-3, noise = 0;
  gsize where = 0;

  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, fabs (gradient[i]));
  for (gsize i = 0; i < n; i += stride)
    {
      gfloat before = x[i];
      gdouble above, below, difference;
      volatile gfloat up = before + by, down = before - by;

      x[i] = up;
      above = func (data);
      x[i] = down;
      below = func (data);
      x[i] = before;
      /* Both are sums of floats: their difference knows no more digits than this. */
      noise = MAX (noise, FLT_EPSILON * fabs (above) / ((gdouble) up - down));
      difference = fabs ((above - below) / ((gdouble) up - down) - gradient[i]);
      if (!(difference <= worst))
        {
          worst = difference;
          where = i;
        }
    }
  g_test_message ("%s: %.1e of %.1e", what, worst, largest);
  if (!(worst < tolerance * largest + noise))
    {
      g_test_message ("%s: gradient %zu is %g, off by %g", what, where, gradient[where], worst);
      g_test_fail ();
    }
}

void
gradient_check_params (McnParams *params, GradientFunc func, gpointer data, gsize samples, gdouble by, gdouble tolerance)
{
  /* func may add to the gradients: compare with what they are now. */
  g_autofree gfloat *gradients = g_memdup2 (params->gradients, params->n * sizeof (gfloat));

  for (gsize i = 0; i < mcn_params_get_n (params); i++)
    {
      const McnParam *param = mcn_params_get (params, i);

      gradient_check (param->name, func, data, params->values + param->at, gradients + param->at, param->n,
                      samples, by, tolerance);
    }
}

gfloat *
gradient_random (guint seed, gsize n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  gfloat *x = g_new (gfloat, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    x[i] = g_rand_double_range (rand, -1, 1);
  return x;
}

gdouble
gradient_dot (const gfloat *a, const gfloat *b, gsize n)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (gdouble) a[i] * b[i];
  return sum;
}

McnStep *
gradient_step_new (McnParams *params, guint n_threads, gboolean training)
{
  McnStep *step = g_new0 (McnStep, 1);

  step->team = mcn_team_new (n_threads);
  step->tape = mcn_tape_new ();
  step->params = params;
  step->key = 77;
  step->training = training;
  return step;
}

void
gradient_step_free (McnStep *step)
{
  mcn_team_free (step->team);
  mcn_tape_free (step->tape);
  g_free (step);
}
