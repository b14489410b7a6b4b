/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "naive-mcn.h"

#include <math.h>
#include <string.h>

gdouble *
naive_tensor (McnSafetensors *weights, const char *name)
{
  const McnTensorView *view = mcn_safetensors_find (weights, name);
  g_autofree gfloat *f = NULL;
  gdouble *x;

  g_assert_nonnull (view);
  f = mcn_safetensors_copy_f32 (weights, name, NULL, view->n_dims, view->dim);
  x = g_new (gdouble, view->n_elements);
  for (gsize i = 0; i < view->n_elements; i++)
    x[i] = f[i];
  return x;
}

static gdouble *
part (McnSafetensors *weights, const char *name, const char *suffix)
{
  g_autofree char *full = g_strconcat (name, suffix, NULL);

  return naive_tensor (weights, full);
}

/* x w' + b */
static gdouble *
product (gsize rows, const gdouble *x, gsize k, const gdouble *w, const gdouble *b, gsize n)
{
  gdouble *y = g_new (gdouble, rows * n);

  for (gsize i = 0; i < rows; i++)
    for (gsize j = 0; j < n; j++)
      {
        gdouble sum = b != NULL ? b[j] : 0;

        for (gsize c = 0; c < k; c++)
          sum += x[i * k + c] * w[j * k + c];
        y[i * n + j] = sum;
      }
  return y;
}

gdouble *
naive_linear (McnSafetensors *weights, const char *name, gsize rows, const gdouble *x, gsize k, gsize n)
{
  g_autofree gdouble *w = part (weights, name, ".weight");
  g_autofree gdouble *b = part (weights, name, ".bias");

  return product (rows, x, k, w, b, n);
}

void
naive_norm (McnSafetensors *weights, const char *name, gsize rows, gdouble *x, gsize d)
{
  g_autofree gdouble *w = part (weights, name, ".weight");
  g_autofree gdouble *b = part (weights, name, ".bias");

  for (gsize i = 0; i < rows; i++)
    {
      gdouble *row = x + i * d, mean = 0, variance = 0;

      for (gsize j = 0; j < d; j++)
        mean += row[j] / d;
      for (gsize j = 0; j < d; j++)
        variance += (row[j] - mean) * (row[j] - mean) / d;
      for (gsize j = 0; j < d; j++)
        row[j] = (row[j] - mean) / sqrt (variance + 1e-5) * w[j] + b[j];
    }
}

static void
softmax (gdouble *x, gsize n)
{
  gdouble most = x[0], sum = 0;

  for (gsize i = 1; i < n; i++)
    most = MAX (most, x[i]);
  for (gsize i = 0; i < n; i++)
    sum += x[i] = exp (x[i] - most);
  for (gsize i = 0; i < n; i++)
    x[i] /= sum;
}

static void
add_norm (McnSafetensors *weights, const char *block, const char *name, gsize rows, gdouble *x, const gdouble *residual, gsize d)
{
  g_autofree char *full = g_strconcat (block, name, NULL);

  for (gsize i = 0; i < rows * d; i++)
    x[i] += residual[i];
  naive_norm (weights, full, rows, x, d);
}

gdouble *
naive_block (McnSafetensors *weights, const char *name, gsize d, gsize n_heads,
             gsize n, const gdouble *x, gsize m, const gdouble *y, gdouble *attention)
{
  g_autofree gdouble *w = part (weights, name, ".at.in_proj_weight");
  g_autofree gdouble *b = part (weights, name, ".at.in_proj_bias");
  g_autofree gdouble *q = product (n, x, d, w, b, d);
  g_autofree gdouble *k = product (m, y, d, w + d * d, b + d, d);
  g_autofree gdouble *v = product (m, y, d, w + 2 * d * d, b + 2 * d, d);
  g_autofree gdouble *mix = g_new0 (gdouble, n * d);
  g_autofree gdouble *share = g_new (gdouble, m);
  g_autofree char *out_name = g_strconcat (name, ".at.out_proj", NULL);
  g_autofree char *f1 = g_strconcat (name, ".f1", NULL);
  g_autofree char *f2 = g_strconcat (name, ".f2", NULL);
  g_autofree gdouble *attended = NULL, *hidden = NULL;
  gsize d_head = d / n_heads;
  gdouble *out;

  for (gsize h = 0; h < n_heads; h++)
    for (gsize i = 0; i < n; i++)
      {
        for (gsize j = 0; j < m; j++)
          {
            share[j] = 0;
            for (gsize c = h * d_head; c < (h + 1) * d_head; c++)
              share[j] += q[i * d + c] * k[j * d + c] / sqrt (d_head);
          }
        softmax (share, m);
        if (attention != NULL)
          memcpy (attention + (h * n + i) * m, share, m * sizeof (gdouble));
        for (gsize j = 0; j < m; j++)
          for (gsize c = h * d_head; c < (h + 1) * d_head; c++)
            mix[i * d + c] += share[j] * v[j * d + c];
      }

  attended = naive_linear (weights, out_name, n, mix, d, d);
  add_norm (weights, name, ".n1", n, attended, x, d);

  hidden = naive_linear (weights, f1, n, attended, d, 4 * d);
  for (gsize i = 0; i < n * 4 * d; i++)
    hidden[i] = hidden[i] / 2 * (1 + erf (hidden[i] / sqrt (2)));
  out = naive_linear (weights, f2, n, hidden, 4 * d, d);
  add_norm (weights, name, ".n2", n, out, attended, d);
  return out;
}

static void
standardise (McnSafetensors *weights, const char *mean_name, const char *sd_name, const gfloat *x, gsize n, gdouble *y)
{
  g_autofree gdouble *mean = naive_tensor (weights, mean_name);
  g_autofree gdouble *sd = naive_tensor (weights, sd_name);

  for (gsize i = 0; i < n; i++)
    {
      gdouble value = (x[i] - mean[i]) / sd[i];

      y[i] = value < -6 ? -6 : value > 6 ? 6 : value;
    }
}

static gdouble *
image_tokens (McnSafetensors *weights, gsize d, const gdouble *global, gsize n_global,
              const gfloat *regions, gsize n_region, guint columns, guint rows)
{
  g_autofree gdouble *none = naive_tensor (weights, "none_i");
  g_autofree gdouble *token = naive_linear (weights, "globe", 1, global, n_global, d);
  gdouble *x = g_new (gdouble, (2 + columns * rows) * d);

  naive_norm (weights, "gn", 1, token, d);
  memcpy (x, none, d * sizeof (gdouble));
  memcpy (x + d, token, d * sizeof (gdouble));

  for (guint row = 0; row < rows; row++)
    for (guint column = 0; column < columns; column++)
      {
        gsize i = row * columns + column;
        g_autofree gdouble *r = g_new (gdouble, n_region);
        g_autofree gdouble *r_token = NULL, *place = NULL;
        gdouble code[17], at_x = (column + .5) / columns, at_y = (row + .5) / rows;

        for (guint k = 0; k < 4; k++)
          {
            code[4 * k] = sin (pow (2, k) * G_PI * at_x);
            code[4 * k + 1] = cos (pow (2, k) * G_PI * at_x);
            code[4 * k + 2] = sin (pow (2, k) * G_PI * at_y);
            code[4 * k + 3] = cos (pow (2, k) * G_PI * at_y);
          }
        code[16] = log ((gdouble) columns / rows);

        standardise (weights, "g_mu", "g_sd", regions + i * n_region, n_region, r);
        r_token = naive_linear (weights, "region", 1, r, n_region, d);
        naive_norm (weights, "rn", 1, r_token, d);
        place = naive_linear (weights, "pos", 1, code, 17, d);
        for (gsize j = 0; j < d; j++)
          x[(2 + i) * d + j] = r_token[j] + place[j];
      }

  return x;
}

static gdouble *
text_tokens (McnSafetensors *weights, gsize d, const gfloat *words, gsize n, gsize n_word)
{
  g_autofree gdouble *none = naive_tensor (weights, "none_t");
  g_autofree gdouble *w = g_new (gdouble, n * n_word + 1);
  g_autofree gdouble *token = NULL;
  gdouble *t = g_new (gdouble, (1 + n) * d);

  for (gsize i = 0; i < n * n_word; i++)
    w[i] = words[i];
  token = naive_linear (weights, "word", n, w, n_word, d);
  naive_norm (weights, "wn", n, token, d);
  memcpy (t, none, d * sizeof (gdouble));
  for (gsize i = 0; i < n * d; i++)
    t[d + i] = token[i];
  return t;
}

static void
pool (McnSafetensors *weights, const char *name, gsize n, const gdouble *x, gsize d, gdouble *out)
{
  g_autofree char *a = g_strconcat (name, ".a", NULL);
  g_autofree char *b = g_strconcat (name, ".b", NULL);
  g_autofree gdouble *hidden = naive_linear (weights, a, n, x, d, d);
  g_autofree gdouble *share = NULL;

  for (gsize i = 0; i < n * d; i++)
    hidden[i] = tanh (hidden[i]);
  share = naive_linear (weights, b, n, hidden, d, 1);
  softmax (share, n);
  for (gsize j = 0; j < d; j++)
    {
      out[j] = 0;
      for (gsize i = 0; i < n; i++)
        out[j] += share[i] * x[i * d + j];
    }
}

static gdouble
dot (const gdouble *a, const gdouble *b, gsize n)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

static void
heads (McnSafetensors *weights, const McnMcnConfig *config, const gdouble *z, gsize d,
       const gdouble *global, gsize n_global, gdouble share, McnLogits *logits)
{
  g_autofree gdouble *score = naive_linear (weights, "score", 1, z, 2 * d, 1);
  g_autofree gdouble *high = naive_linear (weights, "high", 1, z, 2 * d, 1);
  g_autofree gdouble *style = naive_linear (weights, "style", 1, z, 2 * d, MCN_N_STYLES);
  g_autofree gdouble *a = naive_tensor (weights, "a");
  g_autofree gdouble *b = naive_tensor (weights, "b");
  g_autofree gdouble *skip = naive_tensor (weights, "skip.weight");
  g_autofree gdouble *style_skip = naive_tensor (weights, "styskip.weight");
  g_autofree gdouble *ridge = naive_tensor (weights, "ridge_w");
  g_autofree gdouble *ridge_bias = naive_tensor (weights, "ridge_b");
  gdouble k;

  k = a[0] * (score[0] + (global != NULL ? dot (skip, global, n_global) : 0)) + b[0];
  if (global != NULL)
    k = (1 - share) * k + share * (dot (ridge, global, n_global) + ridge_bias[0]);

  logits->score = config->ava_mean + config->ava_sd * k;
  logits->high = high[0];
  for (guint i = 0; i < MCN_N_STYLES; i++)
    logits->style[i] = style[i] + (global != NULL ? dot (style_skip + i * n_global, global, n_global) : 0);
}

static void
replace (gdouble **x, gdouble *with)
{
  g_free (*x);
  *x = with;
}

void
naive_mcn (McnSafetensors *weights, const McnMcnConfig *config,
           const gfloat *raw_global, gboolean no_photometry, const gfloat *regions, guint columns, guint rows,
           const gfloat *words, gsize n_words, McnLogits *logits)
{
  gsize d = mcn_safetensors_find (weights, "none_i")->dim[0], h = config->n_heads;
  gsize n_global = mcn_safetensors_find (weights, "globe.weight")->dim[1];
  gsize n_region = mcn_safetensors_find (weights, "region.weight")->dim[1];
  gsize n_word = mcn_safetensors_find (weights, "word.weight")->dim[1];
  gsize m = raw_global != NULL ? 2 + (gsize) columns * rows : 1, n = 1 + n_words;
  g_autofree gdouble *global = NULL, *x = NULL, *t = text_tokens (weights, d, words, n_words, n_word);
  g_autofree gdouble *x0 = NULL, *t0 = NULL, *z = g_new (gdouble, 2 * d);

  if (raw_global != NULL)
    {
      global = g_new (gdouble, n_global);
      standardise (weights, "x_mu", "x_sd", raw_global, n_global, global);
      for (gsize i = n_global - MCN_PHOTOMETRY; no_photometry && i < n_global; i++)
        global[i] = 0;
      x = image_tokens (weights, d, global, n_global, regions, n_region, columns, rows);
    }
  else
    x = naive_tensor (weights, "none_i");

  x0 = naive_block (weights, "si", d, h, m, x, m, x, NULL);
  t0 = naive_block (weights, "st", d, h, n, t, n, t, NULL);
  replace (&x, g_memdup2 (x0, m * d * sizeof (gdouble)));
  replace (&t, g_memdup2 (t0, n * d * sizeof (gdouble)));

  for (guint l = 0; l < config->n_layers; l++)
    {
      g_autofree char *ci = g_strdup_printf ("ci.%u", l), *ct = g_strdup_printf ("ct.%u", l);
      g_autofree char *ki = g_strdup_printf ("ki.%u", l), *kt = g_strdup_printf ("kt.%u", l);
      gdouble *crossed_x = naive_block (weights, ci, d, h, m, x, n, t, NULL);
      gdouble *crossed_t = naive_block (weights, ct, d, h, n, t, m, x, NULL);

      replace (&x, crossed_x);
      replace (&t, crossed_t);
      replace (&x, naive_block (weights, ki, d, h, m, x, m, x, NULL));
      replace (&t, naive_block (weights, kt, d, h, n, t, n, t, NULL));
    }

  for (gsize i = 0; i < m * d; i++)
    x[i] += x0[i];
  for (gsize i = 0; i < n * d; i++)
    t[i] += t0[i];
  naive_norm (weights, "ni", m, x, d);
  naive_norm (weights, "nt", n, t, d);
  pool (weights, "qi", m, x, d, z);
  pool (weights, "qt", n, t, d, z + d);
  heads (weights, config, z, d, global, n_global, n_words > 0 ? config->beta_both : config->beta_photo, logits);
}

gdouble
naive_error (const gfloat *a, const gdouble *b, gsize n)
{
  gdouble error = 0, most = 0;

  for (gsize i = 0; i < n; i++)
    {
      gdouble e = fabs (a[i] - b[i]);

      if (!(e <= error))        /* a NaN counts */
        error = e;
      most = MAX (most, fabs (b[i]));
    }
  return error / most;
}

McnSafetensors *
naive_tiny_weights (McnMcnConfig *config)
{
  g_autofree char *path = g_build_filename (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), "mcn.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  McnSafetensors *weights = mcn_safetensors_open (path, &error);

  g_assert_no_error (error);
  *config = (McnMcnConfig) {
    .n_heads = 2, .n_layers = 2, .ava_mean = 5.4, .ava_sd = .75, .beta_photo = .2, .beta_both = .3,
  };
  return weights;
}

gfloat *
naive_random (guint32 seed, gsize n, gdouble sd)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  gfloat *x = g_new (gfloat, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      gdouble u = 1 - g_rand_double (rand), v = g_rand_double (rand);

      x[i] = sd * sqrt (-2 * log (u)) * cos (2 * G_PI * v);
    }
  return x;
}
