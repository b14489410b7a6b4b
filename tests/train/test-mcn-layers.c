/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every layer's way back against central differences, on every CPU path, with
 * and without dropout; masks and bits that depend on nothing they should not. */
#include "gradient-check.h"
#include "mcn-block.h"
#include "mcn-cpu.h"
#include "mcn-flat.h"
#include "mcn-products.h"
#include "mcn-test.h"

#include <math.h>
#include <string.h>

#define BY 1e-2
#define TOLERANCE 4e-3
#define SAMPLES 24

/* One layer under test: out = forward (x, y, parameters), checked as out . r. */
typedef struct _Case Case;
struct _Case
{
  McnStep     *step;
  McnParams   *params;
  McnLinear    linear;
  McnNorm      norm;
  McnBlock     block;
  McnFlat      flat;
  gsize        d, rows, out;
  gfloat      *x, *y, *r;
  McnRagged    xs, ys;
  gsize        n_x, n_y;
  const gfloat *(*forward) (Case *c);
  McnBlockPass pass;
  McnFlatPass  flat_pass;
  gfloat      *stats;
  guint32     *ids;
};

static gdouble
value (gpointer data)
{
  Case *c = data;
  McnTapeMark mark = mcn_tape_mark (c->step->tape);
  gdouble sum = gradient_dot (c->forward (c), c->r, c->out);

  mcn_tape_rewind (c->step->tape, mark);
  return sum;
}

static void
set_up (Case *c, gboolean training)
{
  mcn_params_allocate (c->params);
  mcn_params_randomise (c->params, 5);
  /* Ones and zeros would hide a factor that is missing. */
  for (gsize i = 0; i < mcn_params_get_n (c->params); i++)
    {
      const McnParam *param = mcn_params_get (c->params, i);
      g_autofree gfloat *more = gradient_random (i, param->n);

      for (gsize j = 0; j < param->n; j++)
        c->params->values[param->at + j] += .3f * more[j];
    }
  c->step = gradient_step_new (c->params, 2, training);
  c->r = gradient_random (99, c->out);
}

static void
tear_down (Case *c)
{
  gradient_step_free (c->step);
  mcn_params_free (c->params);
  g_free (c->x);
  g_free (c->y);
  g_free (c->r);
  g_free (c->ids);
}

static const gfloat *
linear (Case *c)
{
  gfloat *y = mcn_tape_floats (c->step->tape, c->out);

  mcn_linear_forward (&c->linear, c->step, c->rows, c->x, y);
  return y;
}

static void
test_linear (void)
{
  for (gsize i = 0; i < mcn_test_n_sizes; i++)
    {
      gsize n = mcn_test_sizes[i], k = mcn_test_sizes[(i + 3) % mcn_test_n_sizes];
      Case c = { .params = mcn_params_new (), .linear = { n, k }, .rows = 70, .out = 70 * n, .forward = linear };
      g_autofree gfloat *dx = g_new0 (gfloat, c.rows * k);

      mcn_params_add_linear (c.params, "l", n, k, &c.linear.weight, &c.linear.bias);
      c.x = gradient_random (1, c.rows * k);
      set_up (&c, FALSE);
      mcn_linear_backward (&c.linear, c.step, c.rows, c.x, c.r, dx, TRUE);
      gradient_check ("x", value, &c, c.x, dx, c.rows * k, SAMPLES, BY, TOLERANCE);
      gradient_check_params (c.params, value, &c, SAMPLES, BY, TOLERANCE);
      tear_down (&c);
    }
}

static const gfloat *
norm (Case *c)
{
  gfloat *y = mcn_tape_floats (c->step->tape, c->out);

  c->stats = mcn_tape_floats (c->step->tape, 2 * c->rows);
  mcn_norm_forward (&c->norm, c->step, c->rows, c->x, y, c->stats);
  return y;
}

static void
test_norm (void)
{
  for (gsize i = 2; i < mcn_test_n_sizes; i++)
    {
      gsize d = mcn_test_sizes[i];
      Case c = { .params = mcn_params_new (), .norm = { d, 0, 0, 1e-5f }, .rows = 130, .out = 130 * d, .forward = norm };
      g_autofree gfloat *dx = g_new (gfloat, c.out);

      mcn_params_add_norm (c.params, "n", d, &c.norm.weight, &c.norm.bias);
      c.x = gradient_random (2, c.out);
      set_up (&c, FALSE);
      norm (&c);
      mcn_norm_backward (&c.norm, c.step, c.rows, c.x, c.stats, c.r, dx);
      gradient_check ("x", value, &c, c.x, dx, c.out, SAMPLES, BY / 3, 2 * TOLERANCE);
      gradient_check_params (c.params, value, &c, SAMPLES, BY, TOLERANCE);

      /* In place: the same. */
      memset (c.params->gradients, 0, c.params->n * sizeof (gfloat));
      mcn_norm_backward (&c.norm, c.step, c.rows, c.x, c.stats, c.r, c.r);
      g_assert_cmpmem (c.r, c.out * sizeof (gfloat), dx, c.out * sizeof (gfloat));
      tear_down (&c);
    }
}

static const gfloat *
gelu (Case *c)
{
  gfloat *y = mcn_tape_floats (c->step->tape, c->out);

  mcn_gelu_forward (c->step, c->out, c->x, y);
  return y;
}

static const gfloat *
tangent (Case *c)
{
  gfloat *y = mcn_tape_floats (c->step->tape, c->out);

  mcn_tanh_forward (c->step, c->out, c->x, y);
  return y;
}

static void
test_activations (void)
{
  const gfloat *(*forward[]) (Case *) = { gelu, tangent };

  for (gsize i = 0; i < G_N_ELEMENTS (forward); i++)
    {
      Case c = { .params = mcn_params_new (), .out = 203, .forward = forward[i] };
      g_autofree gfloat *dx = g_new (gfloat, c.out);

      c.x = gradient_random (3, c.out);
      for (gsize j = 0; j < c.out; j++)
        c.x[j] *= 4;
      set_up (&c, FALSE);
      if (i == 0)
        mcn_gelu_backward (c.step, c.out, c.x, c.r, dx);
      else
        mcn_tanh_backward (c.step, c.out, tangent (&c), c.r, dx);
      gradient_check (i == 0 ? "gelu" : "tanh", value, &c, c.x, dx, c.out, c.out, BY, TOLERANCE);
      tear_down (&c);
    }
}

static const gfloat *
embedding (Case *c)
{
  gfloat *y = mcn_tape_floats (c->step->tape, c->out);

  mcn_embedding_forward (c->step, 0, c->d, c->rows, c->ids, y);
  return y;
}

static void
test_embedding (void)
{
  Case c = { .params = mcn_params_new (), .d = 7, .rows = 9, .out = 63, .forward = embedding };

  mcn_params_add (c.params, "we", 5, 7, MCN_INIT_SMALL, 0);
  c.ids = g_memdup2 (((const guint32[]) { 0, 4, 4, 1, 2, 4, 0, 1, 1 }), 9 * sizeof (guint32));
  set_up (&c, FALSE);
  mcn_embedding_backward (c.step, 0, c.d, c.rows, c.ids, c.r);
  gradient_check_params (c.params, value, &c, 35, BY, TOLERANCE);
  tear_down (&c);
}

static const gfloat *
block (Case *c)
{
  return mcn_block_forward (&c->block, c->step, c->xs, c->x, c->y != NULL ? c->ys : c->xs, c->y != NULL ? c->y : c->x, &c->pass);
}

static const gsize firsts[] = { 0, 1, 4, 21, 26 }, other_firsts[] = { 0, 7, 8, 10, 27 };

static void
check_block (gsize d, gsize heads, gboolean cross, gboolean layer, gboolean training)
{
  Case c = { .params = mcn_params_new (), .xs = { 4, firsts }, .ys = { 4, other_firsts }, .forward = block,
             .out = 26 * d, .n_x = 26 * d, .n_y = 27 * d };
  g_autofree gfloat *dx = g_new0 (gfloat, c.n_x), *dy = g_new0 (gfloat, c.n_y), *dout = NULL;

  if (layer)
    mcn_block_add_layer (&c.block, c.params, "layers.0", d, 2 * d, heads, 0);
  else
    mcn_block_add_strm (&c.block, c.params, "si", d, heads, 0);
  c.x = gradient_random (11, c.n_x);
  c.y = cross ? gradient_random (12, c.n_y) : NULL;
  set_up (&c, training);
  block (&c);
  dout = g_memdup2 (c.r, c.out * sizeof (gfloat));
  mcn_block_backward (&c.block, c.step, &c.pass, dout, dx, cross ? dy : dx);
  gradient_check ("x", value, &c, c.x, dx, c.n_x, SAMPLES, BY / 3, 3 * TOLERANCE);
  if (cross)
    gradient_check ("y", value, &c, c.y, dy, c.n_y, SAMPLES, BY / 3, 3 * TOLERANCE);
  gradient_check_params (c.params, value, &c, SAMPLES, BY / 3, 3 * TOLERANCE);
  tear_down (&c);
}

static void
test_block (void)
{
  check_block (16, 2, FALSE, FALSE, FALSE);
  check_block (16, 2, TRUE, FALSE, FALSE);
  check_block (32, 2, FALSE, TRUE, FALSE);
  check_block (12, 3, TRUE, FALSE, TRUE);
  check_block (32, 2, FALSE, TRUE, TRUE);
}

/* What one sample is, does not touch another: the same rows alone. */
static void
test_ragged (void)
{
  Case c = { .params = mcn_params_new (), .xs = { 4, firsts }, .ys = { 4, other_firsts }, .out = 26 * 16 };
  const gfloat *all, *alone;

  mcn_block_add_strm (&c.block, c.params, "ci.0", 16, 2, 0);
  c.x = gradient_random (11, 26 * 16);
  c.y = gradient_random (12, 27 * 16);
  set_up (&c, FALSE);
  all = block (&c);
  for (gsize i = 0; i < 4; i++)
    {
      gsize n = firsts[i + 1] - firsts[i];
      McnBlockPass pass;
      McnRagged xs = { 1, (const gsize[]) { 0, n } };
      McnRagged ys = { 1, (const gsize[]) { 0, other_firsts[i + 1] - other_firsts[i] } };

      alone = mcn_block_forward (&c.block, c.step, xs, c.x + firsts[i] * 16, ys, c.y + other_firsts[i] * 16, &pass);
      mcn_assert_close (alone, all + firsts[i] * 16, n * 16, 1e-6);
    }
  tear_down (&c);
}

static const gfloat *
flat (Case *c)
{
  gfloat *out = mcn_tape_floats (c->step->tape, c->out);

  mcn_flat_forward (&c->flat, c->step, c->xs, c->x, out, c->d, &c->flat_pass);
  return out;
}

static void
test_flat (void)
{
  Case c = { .params = mcn_params_new (), .d = 13, .xs = { 4, firsts }, .out = 4 * 13, .forward = flat };
  g_autofree gfloat *dx = g_new0 (gfloat, 26 * 13);

  mcn_flat_add (&c.flat, c.params, "qi.a", "qi.b", 13);
  c.x = gradient_random (13, 26 * 13);
  set_up (&c, FALSE);
  flat (&c);
  mcn_flat_backward (&c.flat, c.step, &c.flat_pass, c.r, c.d, dx);
  gradient_check ("x", value, &c, c.x, dx, 26 * 13, 26 * 13, BY, TOLERANCE);
  gradient_check_params (c.params, value, &c, SAMPLES, BY, 2 * TOLERANCE);
  tear_down (&c);
}

/* The share that is dropped, the scale of the rest, other masks elsewhere, the
 * same from the middle on, on every path. */
static void
test_dropout (void)
{
  gsize n = 40000;
  g_autoptr (McnStep) step = gradient_step_new (NULL, 3, TRUE);
  g_autofree gfloat *x = g_new (gfloat, n), *y = g_new (gfloat, n), *z = g_new (gfloat, n);
  gsize dropped = 0, differ = 0;

  for (gsize i = 0; i < n; i++)
    x[i] = 1;
  mcn_dropout (step, 3, .3f, n, x, y);
  mcn_dropout (step, 4, .3f, n, x, z);
  for (gsize i = 0; i < n; i++)
    {
      dropped += y[i] == 0;
      differ += (y[i] == 0) != (z[i] == 0);
      g_assert_true (y[i] == 0 || fabsf (y[i] - 1 / .7f) < 1e-6);
    }
  g_assert_cmpfloat (fabs (dropped / (gdouble) n - .3), <, .01);
  g_assert_cmpfloat (fabs (differ / (gdouble) n - .42), <, .01);

  step->key++;
  mcn_dropout (step, 3, .3f, n, x, z);
  g_assert_cmpint (memcmp (y, z, n * sizeof (gfloat)), !=, 0);
  step->key--;
  step->training = FALSE;
  mcn_dropout (step, 3, .3f, n, x, z);
  g_assert_cmpmem (x, n * sizeof (gfloat), z, n * sizeof (gfloat));
  step->training = TRUE;

  for (gint path = 0; path < MCN_N_CPU_PATHS; path++)
    if (mcn_cpu_has_path (path))
      {
        McnCpuPath before = mcn_cpu_get_path ();

        mcn_cpu_set_path (path);
        mcn_dropout (step, 3, .3f, n - 3, x, z);
        mcn_cpu_set_path (before);
        g_assert_cmpmem (y, (n - 3) * sizeof (gfloat), z, (n - 3) * sizeof (gfloat));
      }
}

/* Bits of a block, forward and backward, for 1, 2, 3 and 7 threads. */
static void
test_threads (void)
{
  g_autofree gfloat *first = NULL;
  static const gsize long_firsts[] = { 0, 90, 161, 300 };

  for (guint i = 0; i < 4; i++)
    {
      guint threads = ((const guint[]) { 1, 2, 3, 7 })[i];
      g_autoptr (McnParams) params = mcn_params_new ();
      g_autofree gfloat *x = gradient_random (1, 300 * 64), *dx = g_new0 (gfloat, 300 * 64);
      g_autofree gfloat *all = NULL;
      g_autoptr (McnStep) step = NULL;
      McnBlock b;
      McnBlockPass pass;
      McnRagged xs = { 3, long_firsts };
      gfloat *y;

      mcn_block_add_strm (&b, params, "si", 64, 2, 0);
      mcn_params_allocate (params);
      mcn_params_randomise (params, 3);
      step = gradient_step_new (params, threads, TRUE);
      y = mcn_block_forward (&b, step, xs, x, xs, x, &pass);
      mcn_block_backward (&b, step, &pass, y, dx, dx);
      all = g_new (gfloat, params->n + 300 * 64);
      memcpy (all, params->gradients, params->n * sizeof (gfloat));
      memcpy (all + params->n, dx, 300 * 64 * sizeof (gfloat));
      if (i == 0)
        first = g_steal_pointer (&all);
      else
        g_assert_cmpmem (first, (params->n + 300 * 64) * sizeof (gfloat), all, (params->n + 300 * 64) * sizeof (gfloat));
    }
}

/* Products against plain loops, with strides. */
static void
test_products (void)
{
  gsize m = 37, n = 19, k = 23, lda = 29, ldd = 21, ldc = 31;
  g_autofree gfloat *a = gradient_random (1, m * lda), *w = gradient_random (2, n * k), *d = gradient_random (3, m * ldd);
  g_autofree gfloat *c = g_new0 (gfloat, m * ldc), *g = g_new0 (gfloat, n * k), *sums = g_new0 (gfloat, n);
  g_autofree gfloat *wanted_c = g_new0 (gfloat, m * ldc), *wanted_g = g_new0 (gfloat, n * k);
  g_autoptr (McnTeam) team = mcn_team_new (2);

  mcn_product_rows (team, m, n, k, a, lda, w, NULL, c, ldc);
  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < n; j++)
      for (gsize l = 0; l < k; l++)
        wanted_c[i * ldc + j] += a[i * lda + l] * w[j * k + l];
  mcn_assert_close (c, wanted_c, m * ldc, 1e-6);

  for (guint twice = 0; twice < 2; twice++)
    mcn_product_input (team, m, n, k, d, ldd, w, c, ldc, twice > 0);
  for (gsize i = 0; i < m; i++)
    for (gsize l = 0; l < k; l++)
      {
        wanted_c[i * ldc + l] = 0;
        for (gsize j = 0; j < n; j++)
          wanted_c[i * ldc + l] += 2 * d[i * ldd + j] * w[j * k + l];
      }
  mcn_assert_close (c, wanted_c, m * ldc, 1e-6);

  mcn_product_weights (team, m, n, k, d, ldd, a, lda, g);
  mcn_product_columns (team, m, n, d, ldd, sums);
  for (gsize j = 0; j < n; j++)
    {
      gdouble sum = 0;

      for (gsize i = 0; i < m; i++)
        {
          sum += d[i * ldd + j];
          for (gsize l = 0; l < k; l++)
            wanted_g[j * k + l] += d[i * ldd + j] * a[i * lda + l];
        }
      g_assert_cmpfloat (fabs (sum - sums[j]), <, 1e-5);
    }
  mcn_assert_close (g, wanted_g, n * k, 1e-6);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  mcn_test_add_paths ("/train/linear", test_linear);
  mcn_test_add_paths ("/train/norm", test_norm);
  mcn_test_add_paths ("/train/activations", test_activations);
  mcn_test_add_paths ("/train/block", test_block);
  mcn_test_add_paths ("/train/flat", test_flat);
  g_test_add_func ("/train/embedding", test_embedding);
  g_test_add_func ("/train/ragged", test_ragged);
  g_test_add_func ("/train/dropout", test_dropout);
  g_test_add_func ("/train/threads", test_threads);
  g_test_add_func ("/train/products", test_products);
  return g_test_run ();
}
