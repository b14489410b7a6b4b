/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backbone's blocks behind stride 16: one block against central differences, all of them against PyTorch by
 * name and against the engine, the gradient that the trunk hands down, and a run that trains them. */
#include "mcn-features.h"
#include "mcn-pointwise.h"
#include "mcn-stage2.h"
#include "mcn-train-error.h"
#include "net-case.h"
#include "tiny-data.h"
#include "train-golden.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* ---- a block ----------------------------------------------------------------- */

typedef struct
{
  McnBottleneck block;
  McnStep      *step;
  McnMaps       maps;
  gfloat       *x;
  const gfloat *by;
} BlockCase;

static gdouble
block_value (gpointer data)
{
  BlockCase *c = data;
  McnTapeMark mark = mcn_tape_mark (c->step->tape);
  McnBottleneckPass pass;
  const gfloat *y = mcn_bottleneck_forward (&c->block, c->step, &c->maps, c->x, &pass);
  gdouble sum = gradient_dot (y, c->by, pass.to.first[pass.to.n] * c->block.project.n);

  mcn_tape_rewind (c->step->tape, mark);
  return sum;
}

/* Odd sizes, too, where padding is not the same on both sides. */
static void
test_block (void)
{
  static const guint width[] = { 5, 4 }, height[] = { 3, 6 };
  static const gsize first[] = { 0, 15, 39 };
  static const struct { gsize in, wide, out; guint size, stride; gboolean residual; } cases[] = {
    { 4, 10, 6, 3, 1, FALSE }, { 6, 10, 6, 5, 1, TRUE }, { 4, 150, 6, 5, 2, FALSE }, { 4, 10, 4, 3, 2, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (McnParams) params = mcn_params_new ();
      g_autoptr (McnStep) step = NULL;
      g_autofree gfloat *x = gradient_random (1, 39 * cases[i].in), *by = gradient_random (2, 39 * cases[i].out), *dx = NULL;
      BlockCase c = { .maps = { 2, width, height, first }, .x = x, .by = by };
      McnBottleneckPass pass;

      mcn_bottleneck_add (&c.block, params, "block.11", cases[i].in, cases[i].wide, cases[i].out, cases[i].size, cases[i].stride);
      g_assert_cmpint (c.block.residual, ==, cases[i].residual);
      mcn_params_allocate (params);
      mcn_params_randomise (params, 3);
      /* Where nothing comes in, the bias alone must not stand at the bend of ReLU6. */
      for (gsize j = 0; j < cases[i].wide; j++)
        params->values[c.block.bias + j] = j % 2 ? .4f : 1.1f;
      step = c.step = gradient_step_new (params, 3, FALSE);
      dx = g_new (gfloat, 39 * cases[i].in);
      mcn_bottleneck_forward (&c.block, step, &c.maps, x, &pass);
      g_assert_cmpuint (pass.to.first[2], ==, cases[i].stride == 1 ? 39 : 3 * 2 + 2 * 3);
      mcn_bottleneck_backward (&c.block, step, &pass, by, dx);
      gradient_check_params (params, block_value, &c, 8, 5e-4, 3e-2);
      gradient_check ("x", block_value, &c, x, dx, 39 * cases[i].in, 20, 5e-4, 3e-2);
    }
}

/* ---- all of them ------------------------------------------------------------- */

#define IN 8
#define HEAD 24
#define LAST 16
#define N_POOLED (10 + 2 * LAST + 2 * HEAD)
#define N_GLOBAL (N_POOLED + MCN_PHOTOMETRY)
#define N_REGION (IN + HEAD)
#define N_ROWS (4 * 3 + 2 * 5)

/* What tests/tools/make-top-goldens.py has. */
typedef struct
{
  McnParams      *params;
  McnTop          top;
  McnFeatureScale scale;
  McnFeatures     maps[2];
  GPtrArray      *arrays;
  gfloat         *by_global, *by_regions, global[2 * N_GLOBAL], regions[N_ROWS * N_REGION];
  McnStep        *step;
} TopCase;

static gfloat *
keep (TopCase *c, gfloat *x)
{
  g_ptr_array_add (c->arrays, x);
  return x;
}

static gfloat *
spread (TopCase *c, guint seed, gsize n, gfloat add)
{
  gfloat *x = keep (c, net_case_numbers (seed, n));

  for (gsize i = 0; i < n; i++)
    x[i] = x[i] * .2f + add;
  return x;
}

static McnSafetensors *
open_golden (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", "top.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  McnSafetensors *golden = mcn_safetensors_open (path, &error);

  g_assert_no_error (error);
  return golden;
}

static void
top_case_init (TopCase *c, guint n_threads)
{
  static const guint columns[] = { 8, 4 }, rows[] = { 6, 10 };
  g_autoptr (GError) error = NULL;

  memset (c, 0, sizeof *c);
  c->params = mcn_params_new ();
  c->arrays = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (mcn_top_add (&c->top, c->params, open_golden (), &error));
  g_assert_no_error (error);
  mcn_params_allocate (c->params);
  g_assert_true (mcn_top_start (&c->top, c->params, .1f, &error));
  c->scale = (McnFeatureScale) {
    .n_pooled = N_POOLED, .n_global = N_GLOBAL, .n_region = N_REGION, .global_mean = spread (c, 70, N_GLOBAL, 0),
    .global_sd = spread (c, 71, N_GLOBAL, .4f), .region_mean = spread (c, 72, N_REGION, 0), .region_sd = spread (c, 73, N_REGION, .4f),
  };
  for (guint i = 0; i < 2; i++)
    {
      gsize n = (gsize) columns[i] * rows[i] * IN;
      guint16 *half = g_new (guint16, n);
      g_autofree gfloat *x = net_case_numbers (50 + i, n);
      gfloat *pooled = keep (c, net_case_numbers (60 + i, N_GLOBAL));

      g_ptr_array_add (c->arrays, half);
      mcn_float_to_half (x, n, half);
      c->maps[i] = (McnFeatures) { half, pooled, pooled + N_POOLED, columns[i], rows[i], FALSE };
    }
  c->by_global = keep (c, net_case_numbers (80, 2 * N_GLOBAL));
  c->by_regions = keep (c, net_case_numbers (81, N_ROWS * N_REGION));
  c->step = gradient_step_new (c->params, n_threads, FALSE);
}

static void
top_case_clear (TopCase *c)
{
  mcn_top_clear (&c->top);
  gradient_step_free (c->step);
  mcn_params_free (c->params);
  g_ptr_array_unref (c->arrays);
}

static void
top_run (TopCase *c)
{
  g_autofree gfloat *dglobal = g_memdup2 (c->by_global, 2 * N_GLOBAL * sizeof (gfloat));
  g_autofree gfloat *dregions = g_memdup2 (c->by_regions, N_ROWS * N_REGION * sizeof (gfloat));

  mcn_top_forward (&c->top, c->step, &c->scale, 2, c->maps, c->global, c->regions);
  mcn_top_backward (&c->top, c->step, &c->scale, dglobal, dregions);
}

static void
test_pytorch (void)
{
  g_autoptr (McnSafetensors) golden = open_golden ();
  TopCase c, other;

  top_case_init (&c, 1);
  top_run (&c);
  train_golden_compare (golden, "pooled", c.global, 2 * N_GLOBAL, 1e-5);
  train_golden_compare (golden, "regions", c.regions, N_ROWS * N_REGION, 1e-5);
  for (gsize i = 0; i < mcn_params_get_n (c.params); i++)
    {
      const McnParam *param = mcn_params_get (c.params, i);
      g_autofree char *name = g_strconcat ("grad.", param->name, NULL);

      train_golden_compare (golden, name, c.params->gradients + param->at, param->n, 1e-4);
      g_assert_cmpfloat (param->rate, ==, .1f);
    }

  /* Any number of threads: the same bits. */
  top_case_init (&other, 3);
  top_run (&other);
  g_assert_cmpmem (other.params->gradients, other.params->n * sizeof (gfloat), c.params->gradients, c.params->n * sizeof (gfloat));
  top_case_clear (&c);
  top_case_clear (&other);
}

static gdouble
top_value (gpointer data)
{
  TopCase *c = data;
  McnTapeMark mark = mcn_tape_mark (c->step->tape);

  mcn_top_forward (&c->top, c->step, &c->scale, 2, c->maps, c->global, c->regions);
  mcn_tape_rewind (c->step->tape, mark);
  return gradient_dot (c->global, c->by_global, 2 * N_GLOBAL) + gradient_dot (c->regions, c->by_regions, N_ROWS * N_REGION);
}

static void
test_differences (void)
{
  TopCase c;

  top_case_init (&c, 2);
  top_run (&c);
  gradient_check_params (c.params, top_value, &c, 4, 1e-3, 5e-2);
  top_case_clear (&c);
}

/* ---- the trunk hands gradients down ------------------------------------------ */

static gdouble
net_value (gpointer data)
{
  static const gdouble weights[MCN_N_TASKS] = { 1, .5, 2, 1 };
  gpointer *both = data;
  NetCase *c = both[0];
  McnStep *step = both[1];
  McnTapeMark mark = mcn_tape_mark (step->tape);
  McnOutputs outputs;
  McnLosses losses = net_case_run (c, step, weights, &outputs);
  gdouble sum = 0;

  for (guint i = 0; i < MCN_N_TASKS; i++)
    sum += weights[i] * losses.loss[i];
  mcn_tape_rewind (step->tape, mark);
  return sum;
}

static void
test_inputs (void)
{
  for (guint training = 0; training < 2; training++)
    {
      g_autoptr (NetCase) c = net_case_new (MCN_TRUNK_MCN);
      g_autoptr (McnStep) step = gradient_step_new (c->params, 2, training);
      gsize n_global = c->batch.n_photos * mcn_net_get_config (c->net)->n_global;
      gsize n_regions = c->batch.region_first[c->batch.n_photos] * mcn_net_get_config (c->net)->n_region;
      g_autofree gfloat *dglobal = g_new (gfloat, n_global), *dregions = g_new (gfloat, n_regions);
      gpointer both[] = { c, step };

      c->batch.dglobal = dglobal;
      c->batch.dregions = dregions;
      net_value (both);
      c->batch.dglobal = c->batch.dregions = NULL;
      gradient_check ("global", net_value, both, (gfloat *) c->batch.global, dglobal, n_global, 40, 4e-3, 2e-2);
      gradient_check ("regions", net_value, both, (gfloat *) c->batch.regions, dregions, n_regions, 40, 4e-3, 2e-2);
    }
}

/* ---- from photographs -------------------------------------------------------- */

static McnDataset *
make_maps (TinyData *data)
{
  McnFeaturesResult result;
  g_autoptr (GError) error = NULL;
  McnDataset *maps;

  g_assert_true (mcn_dataset_make_features (&(McnFeaturesOptions) {
    .folder = data->data, .model = data->model, .n_threads = 2, .n_views = 2, .part = 1, .n_parts = 1, .maps = TRUE,
  }, &result, &error));
  g_assert_no_error (error);
  maps = mcn_dataset_open_maps (data->data, &error);
  g_assert_no_error (error);
  return maps;
}

static char *
backbone_path (void)
{
  return g_test_build_filename (G_TEST_BUILT, "tiny-model", "backbone.safetensors", NULL);
}

/* What is not trained yet says what the frozen backbone said, but for the rounding of the map; the third view differs. */
static void
test_engine (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnDataset) maps = make_maps (data);
  g_autofree char *path = backbone_path ();
  g_autoptr (McnParams) params = mcn_params_new ();
  g_autoptr (McnStep) step = NULL;
  g_autoptr (GError) error = NULL;
  McnFeatureScale scale;
  McnTop top;

  g_assert_true (mcn_top_open (&top, params, path, data->dataset, maps, &error));
  g_assert_no_error (error);
  mcn_params_allocate (params);
  g_assert_true (mcn_top_start (&top, params, 1, &error));
  g_assert_true (mcn_feature_scale_measure (&scale, data->dataset, &error));
  step = gradient_step_new (params, 2, FALSE);
  for (gsize i = 0; i < 6; i++)
    for (guint view = 0; view < MCN_TOP_VIEWS; view++)
      {
        g_autofree gfloat *global = g_new (gfloat, 2 * scale.n_global), *regions = NULL;
        gsize n_regions, n_off = 0;
        McnFeatures frozen, map;

        g_assert_true (mcn_dataset_get_view (maps, i, view, &map));
        g_assert_true (mcn_dataset_get_features (data->dataset, i, view == 1, &frozen));
        g_assert_cmpuint (map.columns, ==, 2 * frozen.columns);
        g_assert_cmpuint (map.rows, ==, 2 * frozen.rows);
        g_assert_cmpint (map.tiny, ==, view == 2 || frozen.tiny);
        n_regions = (gsize) frozen.columns * frozen.rows * scale.n_region;
        regions = g_new (gfloat, 2 * n_regions);
        mcn_top_forward (&top, step, &scale, 1, &map, global, regions);
        mcn_feature_scale_global (&scale, &frozen, global + scale.n_global);
        mcn_feature_scale_regions (&scale, &frozen, regions + n_regions);
        for (gsize j = 0; j < scale.n_pooled; j++)
          n_off += fabsf (global[j] - global[scale.n_global + j]) > .02f;
        for (gsize j = 0; j < n_regions; j++)
          n_off += fabsf (regions[j] - regions[n_regions + j]) > .02f;
        if (view < 2)
          g_assert_cmpuint (n_off, <, (scale.n_pooled + n_regions) / 100);
        else
          g_assert_cmpuint (n_off, >, (scale.n_pooled + n_regions) / 4);
      }
  mcn_top_clear (&top);
  mcn_feature_scale_clear (&scale);
}

static gint
nothing (gpointer data, const McnSample *sample)
{
  return -1;
}

static McnStage2 *
make_stage (TinyData *data, McnDataset *maps, const char *backbone, const char *folder, GError **error)
{
  const McnTextEncoder *encoders[] = { mcn_model_get_text_encoder (data->model) };
  g_autofree char *path = g_build_filename (folder, "words.f16", NULL);
  McnWordStore *words = mcn_word_store_open (data->dataset, path, "none", encoders, nothing, NULL, 1, NULL, NULL, NULL, error);

  return mcn_stage2_new (data->dataset, words, &(McnStage2Options) {
    .seed = 1, .d = 16, .n_heads = 2, .n_layers = 1, .batch = 12, .fold = -1, .inputs = MCN_INPUTS_PHOTOGRAPH, .change = { .top = .3 },
    .maps = maps, .backbone = backbone,
  }, error);
}

/* The blocks learn, and what is asked afterwards is asked of them; the same bits on any threads; errors. */
static void
test_stage (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *backbone = backbone_path ();
  g_autofree gfloat *values = NULL;
  g_autoptr (McnDataset) none = mcn_dataset_open_maps (data->data, NULL), maps = NULL;
  g_autoptr (GError) error = NULL;

  for (guint run = 0; run < 2; run++)
    {
      g_autofree char *folder = tiny_data_path (data, run ? "b" : "a"), *start = NULL;
      g_autoptr (McnStage2) stage = make_stage (data, none, backbone, folder, &error);
      g_autoptr (McnTape) tape = mcn_tape_new ();
      McnQuery query = { 0, TRUE, 0, MCN_TEXT_NONE };
      gfloat before[MCN_MAX_SOURCES], after[MCN_MAX_SOURCES];
      McnFitProblem problem;
      McnParams *params;
      McnParam *moved;

      g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA);
      g_clear_error (&error);
      if (maps == NULL)
        maps = make_maps (data);
      g_assert_null (make_stage (data, maps, "/nowhere", folder, &error));
      g_clear_error (&error);
      stage = make_stage (data, maps, backbone, folder, &error);
      g_assert_no_error (error);
      params = mcn_stage2_get_params (stage);
      moved = mcn_params_find (params, "block.13.depthwise.weight");
      start = g_memdup2 (params->values + moved->at, moved->n * sizeof (gfloat));
      problem = mcn_stage2_problem (stage);
      problem.validate = NULL;
      g_assert_true (mcn_fit_run (&problem, &(McnFitOptions) {
        .n_epochs = 2, .rate = 1e-3, .warm_up = .1, .max_norm = 1, .seed = 1, .n_threads = 1 + 2 * run, .tasks = MCN_ALL_TASKS, .folder = folder,
        .config = "test", .save_seconds = 1e9,
      }, &error));
      g_assert_no_error (error);
      g_assert_cmpint (memcmp (start, params->values + moved->at, moved->n * sizeof (gfloat)), !=, 0);
      if (run == 0)
        values = g_memdup2 (params->values, params->n * sizeof (gfloat));
      else
        g_assert_cmpmem (params->values, params->n * sizeof (gfloat), values, params->n * sizeof (gfloat));

      mcn_stage2_predict (stage, &(McnStep) { .tape = tape, .params = params }, 1, &query, &(McnOutputs) { .score = before }, NULL);
      memcpy (params->values + moved->at, start, moved->n * sizeof (gfloat));
      mcn_stage2_predict (stage, &(McnStep) { .tape = tape, .params = params }, 1, &query, &(McnOutputs) { .score = after }, NULL);
      g_assert_cmpfloat (before[0], !=, after[0]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/top/block", test_block);
  g_test_add_func ("/train/top/pytorch", test_pytorch);
  g_test_add_func ("/train/top/differences", test_differences);
  g_test_add_func ("/train/top/inputs", test_inputs);
  g_test_add_func ("/train/top/engine", test_engine);
  g_test_add_func ("/train/top/stage", test_stage);
  return g_test_run ();
}
