/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the image branch says of critiques: gradients against central differences and
 * PyTorch; what it is compared with; that it can be learned. */
#include "gradient-check.h"
#include "mcn-embed-head.h"
#include "mcn-stage2.h"
#include "mcn-text-means.h"
#include "net-case.h"
#include "tiny-data.h"
#include "train-golden.h"

#include <math.h>
#include <string.h>

#define N 6
#define D 5
#define LDZ 9
#define WIDTH 7

/* The numbers of make-train-goldens.py. */
typedef struct
{
  McnParams   *params;
  McnEmbedHead head;
  McnStep     *step;
  gfloat      *z, *targets, dz[N * LDZ];
  const gfloat *target[N];
  gdouble      weight;
} Case;

static void
set_up (Case *c)
{
  g_autofree gfloat *weight = net_case_numbers (42, WIDTH * D), *bias = net_case_numbers (43, WIDTH);

  *c = (Case) { .params = mcn_params_new (), .z = net_case_numbers (40, N * LDZ), .targets = net_case_numbers (41, N * WIDTH), .weight = .7 };
  mcn_embed_head_add (&c->head, c->params, D, WIDTH);
  mcn_params_allocate (c->params);
  memcpy (c->params->values + c->head.project.weight, weight, WIDTH * D * sizeof (gfloat));
  memcpy (c->params->values + c->head.project.bias, bias, WIDTH * sizeof (gfloat));
  for (guint i = 0; i < N; i++)
    c->target[i] = c->targets + (i == 4 ? 1 : i) * WIDTH;
  c->target[2] = NULL;
  c->step = gradient_step_new (c->params, 1, TRUE);
}

static void
tear_down (Case *c)
{
  gradient_step_free (c->step);
  mcn_params_free (c->params);
  g_free (c->z);
  g_free (c->targets);
}

static gdouble
value (gpointer data)
{
  Case *c = data;

  return c->weight * mcn_embed_head_run (&c->head, c->step, N, c->z, LDZ, c->target, c->weight, c->dz);
}

static void
test_gradients (void)
{
  Case c;
  gfloat dz[N * LDZ];

  set_up (&c);
  value (&c);
  memcpy (dz, c.dz, sizeof dz);
  gradient_check_params (c.params, value, &c, 20, 1e-3, 4e-3);
  gradient_check ("z", value, &c, c.z, dz, N * LDZ, N * LDZ, 1e-3, 4e-3);
  for (guint i = 0; i < N; i++)
    for (guint j = 0; j < LDZ; j++)
      if (j >= D || i == 2)
        g_assert_cmpfloat (dz[i * LDZ + j], ==, 0);
  tear_down (&c);
}

static void
test_pytorch (void)
{
  g_autoptr (McnSafetensors) golden = train_golden_open ();
  Case c;
  gfloat loss;

  set_up (&c);
  loss = value (&c) / c.weight;
  train_golden_compare (golden, "embed.loss", &loss, 1, 1e-5);
  train_golden_compare (golden, "embed.grad.z", c.dz, N * LDZ, 1e-4);
  train_golden_compare (golden, "embed.grad.weight", c.params->gradients + c.head.project.weight, WIDTH * D, 1e-4);
  train_golden_compare (golden, "embed.grad.bias", c.params->gradients + c.head.project.bias, WIDTH, 1e-4);
  tear_down (&c);
}

/* Nothing known, and one alone: no loss, and a cosine without any contrast. */
static void
test_few (void)
{
  Case c;

  set_up (&c);
  for (guint i = 1; i < N; i++)
    c.target[i] = NULL;
  g_assert_cmpfloat (value (&c), <, 2 * c.weight);
  c.target[0] = NULL;
  memset (c.params->gradients, 0, c.params->n * sizeof (gfloat));
  g_assert_cmpfloat (value (&c), ==, 0);
  for (gsize i = 0; i < c.params->n; i++)
    g_assert_cmpfloat (c.params->gradients[i], ==, 0);
  tear_down (&c);
}

static gint
any_encoder (gpointer data, const McnSample *sample)
{
  return 0;
}

static McnStage2 *
make_stage (TinyData *data, const char *name, gdouble embedding)
{
  const McnTextEncoder *encoders[] = { mcn_model_get_text_encoder (data->model) };
  g_autofree char *folder = tiny_data_path (data, name), *path = g_build_filename (folder, "words.f16", NULL);
  g_autoptr (GError) error = NULL;
  McnWordStore *words = mcn_word_store_open (data->dataset, path, "a", encoders, any_encoder, NULL, 1, NULL, NULL, NULL, &error);
  McnStage2 *stage = mcn_stage2_new (data->dataset, words, &(McnStage2Options) {
    .seed = 1, .d = 16, .n_heads = 2, .n_layers = 2, .batch = 12, .fold = -1, .inputs = MCN_INPUTS_PHOTOGRAPH, .change = { .embedding = embedding },
  }, &error);

  g_assert_no_error (error);
  return stage;
}

/* Centred; nothing for what is not asked or has no text; and the stage learns with it. */
static void
test_stage (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  const McnTextEncoder *encoders[] = { mcn_model_get_text_encoder (data->model) };
  g_autofree char *folder = tiny_data_path (data, "means"), *path = g_build_filename (folder, "words.f16", NULL);
  g_autoptr (McnWordStore) words = mcn_word_store_open (data->dataset, path, "a", encoders, any_encoder, NULL, 1, NULL, NULL, NULL, NULL);
  g_autoptr (GArray) which = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (McnStage2) stage = make_stage (data, "with", .3), plain = make_stage (data, "without", 0);
  g_autoptr (GError) error = NULL;
  McnFitProblem problem = mcn_stage2_problem (stage);
  McnFitOptions fit = {
    .n_epochs = 2, .rate = 1e-3, .max_norm = 1, .seed = 1, .n_threads = 1, .tasks = MCN_ALL_TASKS, .folder = folder, .config = "a", .save_seconds = 1e9,
  };
  McnParams *params = mcn_stage2_get_params (stage);
  McnParam *embed = mcn_params_find (params, "embed.weight");
  g_autofree gfloat *before = g_memdup2 (params->values + embed->at, embed->n * sizeof (gfloat));
  McnTextMeans means;
  gdouble sum = 0;

  for (gsize i = 0; i < 10; i++)
    g_array_append_val (which, i);
  mcn_text_means_measure (&means, data->dataset, words, which);
  for (gsize i = 0; i < 10; i++)
    sum += mcn_text_means_get (&means, i)[3];
  g_assert_cmpfloat (fabs (sum), <, 1e-4);
  g_assert_null (mcn_text_means_get (&means, 10));
  g_assert_true (mcn_text_means_get (&means, 2) == mcn_text_means_get (&means, 2));
  mcn_text_means_clear (&means);

  g_assert_null (mcn_params_find (mcn_stage2_get_params (plain), "embed.weight"));
  problem.validate = NULL;
  g_assert_true (mcn_fit_run (&problem, &fit, &error));
  g_assert_no_error (error);
  g_assert_cmpint (memcmp (before, params->values + embed->at, embed->n * sizeof (gfloat)), !=, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/embed-head/gradients", test_gradients);
  g_test_add_func ("/train/embed-head/pytorch", test_pytorch);
  g_test_add_func ("/train/embed-head/few", test_few);
  g_test_add_func ("/train/embed-head/stage", test_stage);
  return g_test_run ();
}
