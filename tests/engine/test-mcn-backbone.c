/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-backbone.h"
#include "mcn-cpu.h"
#include "mcn-test.h"

#include <string.h>

#define N_BLOCKS 16

static McnBackbone *
load (const char *folder, McnSafetensors **file)
{
  g_autofree char *path = g_build_filename (folder, "backbone.safetensors", NULL);
  g_autoptr (McnSafetensors) weights = NULL;
  g_autoptr (GError) error = NULL;
  McnBackbone *backbone;

  weights = mcn_safetensors_open (path, &error);
  g_assert_no_error (error);
  backbone = mcn_backbone_new (weights, &error);
  g_assert_no_error (error);
  if (file != NULL)
    *file = g_steal_pointer (&weights);
  return backbone;
}

static McnBackbone *
load_tiny (void)
{
  return load (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), NULL);
}

/* A picture with @padding bytes after each row. */
static guint8 *
make_picture (guint width, guint height, gsize padding)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (width * 10000 + height);
  gsize stride = width * 3 + padding;
  guint8 *rgb = g_malloc (stride * height);

  memset (rgb, 0xee, stride * height);
  for (gsize y = 0; y < height; y++)
    for (gsize i = 0; i < width * 3; i++)
      rgb[y * stride + i] = (g_rand_int (rand) & 63) + (y * 2 + i) % 192;
  return rgb;
}

typedef struct
{
  gsize       n_regions, n_pooled;
  McnGuarded *regions, *pooled;
} Result;

static void
result_clear (Result *result)
{
  g_clear_pointer (&result->regions, mcn_guarded_free);
  g_clear_pointer (&result->pooled, mcn_guarded_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

static Result
run (McnBackbone *backbone, const guint8 *rgb, gsize stride, guint width, guint height, guint threads)
{
  g_autoptr (McnTeam) team = mcn_team_new (threads);
  g_autoptr (McnArena) arena = mcn_arena_new ();
  g_autoptr (GError) error = NULL;
  gsize mark;
  Result result = {
    .n_regions = (width / 32) * (height / 32) * mcn_backbone_get_region_channels (backbone),
    .n_pooled = mcn_backbone_get_pooled (backbone),
  };

  result.regions = mcn_guarded_new (result.n_regions);
  result.pooled = mcn_guarded_new (result.n_pooled);
  mcn_arena_reserve (arena, mcn_backbone_plan (backbone, width, height, threads), &error);
  g_assert_no_error (error);
  mark = mcn_arena_mark (arena);
  mcn_backbone_run (backbone, team, arena, rgb, stride, width, height, result.regions->x, result.pooled->x, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mcn_arena_mark (arena), ==, mark);
  mcn_guarded_check (result.regions);
  mcn_guarded_check (result.pooled);
  return result;
}

static const guint shapes[][2] = { { 64, 64 }, { 96, 64 }, { 64, 160 }, { 320, 224 } };

static void
test_threads (void)
{
  g_autoptr (McnBackbone) backbone = load_tiny ();
  guint threads[] = { 2, 3, 7 };

  for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      guint width = shapes[s][0], height = shapes[s][1];
      g_autofree guint8 *rgb = make_picture (width, height, 0);
      g_auto (Result) one = run (backbone, rgb, width * 3, width, height, 1);

      for (gsize t = 0; t < G_N_ELEMENTS (threads); t++)
        {
          g_auto (Result) other = run (backbone, rgb, width * 3, width, height, threads[t]);

          g_assert_cmpmem (other.regions->x, other.n_regions * sizeof (gfloat), one.regions->x, one.n_regions * sizeof (gfloat));
          g_assert_cmpmem (other.pooled->x, other.n_pooled * sizeof (gfloat), one.pooled->x, one.n_pooled * sizeof (gfloat));
        }
    }
}

static void
test_stride (void)
{
  g_autoptr (McnBackbone) backbone = load_tiny ();
  g_autofree guint8 *tight = make_picture (96, 64, 0);
  g_autofree guint8 *loose = make_picture (96, 64, 5);
  g_auto (Result) a = run (backbone, tight, 96 * 3, 96, 64, 1);
  g_auto (Result) b = run (backbone, loose, 96 * 3 + 5, 96, 64, 1);

  g_assert_cmpmem (a.regions->x, a.n_regions * sizeof (gfloat), b.regions->x, b.n_regions * sizeof (gfloat));
  g_assert_cmpmem (a.pooled->x, a.n_pooled * sizeof (gfloat), b.pooled->x, b.n_pooled * sizeof (gfloat));
}

static void
test_paths_agree (void)
{
  g_autoptr (McnBackbone) backbone = load_tiny ();
  g_autofree guint8 *rgb = make_picture (160, 96, 0);
  McnCpuPath before = mcn_cpu_get_path ();
  g_auto (Result) portable = { 0 };

  mcn_cpu_set_path (MCN_CPU_PORTABLE);
  portable = run (backbone, rgb, 160 * 3, 160, 96, 1);
  for (gint path = MCN_CPU_PORTABLE + 1; path < MCN_N_CPU_PATHS; path++)
    if (mcn_cpu_has_path (path))
      {
        g_auto (Result) other = { 0 };

        mcn_cpu_set_path (path);
        other = run (backbone, rgb, 160 * 3, 160, 96, 1);
        mcn_assert_close (other.regions->x, portable.regions->x, portable.n_regions, 1e-5);
        mcn_assert_close (other.pooled->x, portable.pooled->x, portable.n_pooled, 1e-5);
      }
  mcn_cpu_set_path (before);
}

static void
set_cancel (gpointer data, guint block, const gfloat *map, gsize width, gsize height, gsize channels, gsize ld)
{
  g_assert_cmpuint (block, <=, 3);
  if (block == 3)
    g_atomic_int_set ((gint *) data, 1);
}

static void
test_cancel (void)
{
  g_autoptr (McnBackbone) backbone = load_tiny ();
  g_autoptr (McnArena) arena = mcn_arena_new ();
  g_autofree guint8 *rgb = make_picture (64, 64, 0);
  g_autoptr (McnGuarded) regions = mcn_guarded_new (4 * mcn_backbone_get_region_channels (backbone));
  g_autoptr (McnGuarded) pooled = mcn_guarded_new (mcn_backbone_get_pooled (backbone));
  g_autoptr (GError) error = NULL;
  McnCancel cancel = 0;

  g_assert_true (mcn_arena_reserve (arena, mcn_backbone_plan (backbone, 64, 64, 1), NULL));
  g_assert_false (mcn_backbone_run_looking (backbone, NULL, arena, rgb, 64 * 3, 64, 64, regions->x, pooled->x,
                                            set_cancel, (gpointer) &cancel, &cancel, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_CANCELLED);
  g_assert_cmpuint (mcn_arena_mark (arena), ==, 0);
}

static void
test_sizes_refused (void)
{
  g_autoptr (McnBackbone) backbone = load_tiny ();
  g_autoptr (McnArena) arena = mcn_arena_new ();
  guint bad[][2] = { { 0, 0 }, { 32, 64 }, { 64, 32 }, { 65, 64 }, { 64, 100 }, { 4128, 64 }, { 64, 1 << 30 } };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mcn_backbone_run (backbone, NULL, arena, NULL, 0, bad[i][0], bad[i][1], NULL, NULL, NULL, &error));
      g_assert_error (error, MCN_ERROR, MCN_ERROR_INPUT);
    }
}

/* A file that lacks the network's tensors is named, not used. */
static void
test_foreign_weights (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), "text.safetensors", NULL);
  g_autoptr (McnSafetensors) weights = mcn_safetensors_open (path, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (weights);
  g_assert_null (mcn_backbone_new (weights, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "stem.weight"));
}

typedef struct
{
  McnSafetensors *golden;
  guint           n_seen;
} Parity;

static void
compare_map (gpointer data, guint block, const gfloat *map, gsize width, gsize height, gsize channels, gsize ld)
{
  Parity *parity = data;
  g_autofree char *name = block < N_BLOCKS ? g_strdup_printf ("block.%u", block) : g_strdup ("head");
  g_autofree gfloat *made = g_new (gfloat, width * height * channels);
  g_autofree gfloat *expected = NULL;
  g_autoptr (GError) error = NULL;
  gdouble difference;

  for (gsize i = 0; i < width * height; i++)
    memcpy (made + i * channels, map + i * ld, channels * sizeof (gfloat));
  expected = mcn_safetensors_load_f32 (parity->golden, name, &error, 3, height, width, channels);
  g_assert_no_error (error);
  difference = mcn_test_difference (made, expected, width * height * channels);
  g_test_message ("%s: %.2g", name, difference);
  g_assert_cmpfloat (difference, <=, 1e-4);
  parity->n_seen++;
}

/* Against PyTorch (tests/tools/make-backbone-golden.py), every block. */
static void
test_parity (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("PHOTO_CRITIC_SOURCE"), "model", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("PHOTO_CRITIC_SOURCE"), "tests", "golden", "backbone.safetensors", NULL);
  g_autoptr (McnBackbone) backbone = load (folder, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnSafetensors) golden = mcn_safetensors_open (path, &error);
  const McnTensorView *picture;
  g_autofree guint8 *rgb = NULL;
  g_autofree gfloat *expected = NULL;
  g_autoptr (McnArena) arena = mcn_arena_new ();
  g_autofree gfloat *regions = NULL;
  g_autofree gfloat *pooled = g_new (gfloat, mcn_backbone_get_pooled (backbone));
  guint width, height;
  Parity parity = { golden, 0 };

  g_assert_no_error (error);
  g_assert_cmpuint (mcn_backbone_get_region_channels (backbone), ==, MCN_REGION_CHANNELS);
  g_assert_cmpuint (mcn_backbone_get_pooled (backbone), ==, MCN_POOLED);

  picture = mcn_safetensors_find (golden, "picture");
  g_assert_nonnull (picture);
  g_assert_cmpint (picture->dtype, ==, MCN_DTYPE_I8);
  height = picture->dim[0];
  width = picture->dim[1];
  rgb = g_new (guint8, picture->n_elements);
  for (gsize i = 0; i < picture->n_elements; i++)
    rgb[i] = ((const gint8 *) picture->data)[i] + 128;

  regions = g_new (gfloat, width / 32 * (height / 32) * MCN_REGION_CHANNELS);
  mcn_arena_reserve (arena, mcn_backbone_plan (backbone, width, height, 1), &error);
  g_assert_no_error (error);
  mcn_backbone_run_looking (backbone, NULL, arena, rgb, width * 3, width, height, regions, pooled, compare_map, &parity, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (parity.n_seen, ==, N_BLOCKS + 1);

  expected = mcn_safetensors_load_f32 (golden, "pooled", &error, 1, MCN_POOLED);
  g_assert_no_error (error);
  mcn_assert_close (pooled, expected, MCN_POOLED, 1e-4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  mcn_test_add_paths ("/backbone/threads", test_threads);
  mcn_test_add_paths ("/backbone/parity", test_parity);
  g_test_add_func ("/backbone/stride", test_stride);
  g_test_add_func ("/backbone/paths-agree", test_paths_agree);
  g_test_add_func ("/backbone/cancel", test_cancel);
  g_test_add_func ("/backbone/sizes-refused", test_sizes_refused);
  g_test_add_func ("/backbone/foreign-weights", test_foreign_weights);

  return g_test_run ();
}
