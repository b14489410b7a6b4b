/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocks of the shipped trunk, each on the input PyTorch gave it
 * (tests/tools/make-goldens.py): no error is handed from one to the next. */
#include "mcn-mtrl.h"

#include <math.h>

#define BLOCK_TOLERANCE 1e-4
#define HEADS 4     /* model.json */
#define LAYERS 2

static McnSafetensors *golden;
static McnSafetensors *weights;

static const McnTensorView *
tensor (const char *stem, const char *name)
{
  g_autofree char *full = g_strconcat (stem, ".", name, NULL);
  const McnTensorView *view = mcn_safetensors_find (golden, full);

  if (view == NULL)
    g_error ("the goldens lack %s", full);
  return view;
}

static const gfloat *
floats (const char *stem, const char *name)
{
  return tensor (stem, name)->data;
}

/* max |a - b| / max |b| of the golden stem.name. */
static void
assert_block (const gfloat *a, const char *stem, const char *name)
{
  const McnTensorView *view = tensor (stem, name);
  const gfloat *b = view->data;
  gdouble error = 0, most = 0;

  for (gsize i = 0; i < view->n_elements; i++)
    {
      gdouble e = fabs ((gdouble) a[i] - b[i]);

      if (!(e <= error))        /* a NaN counts */
        error = e;
      most = MAX (most, fabs (b[i]));
    }
  g_test_message ("%s.%s: %.2g", stem, name, error / most);
  g_assert_cmpfloat (error, <=, BLOCK_TOLERANCE * most);
}

/* Every block of the trunk on the golden input of that block. */
static void
test_blocks (void)
{
  const char *stem = "small.both";
  gsize d = tensor (stem, "image_tokens")->dim[1], heads = HEADS;
  gsize m = tensor (stem, "image_tokens")->dim[0], n = tensor (stem, "text_tokens")->dim[0];
  g_autofree gfloat *x = g_new (gfloat, m * d), *t = g_new (gfloat, n * d);
  g_autofree gfloat *px = g_new (gfloat, m * 3 * d), *pt = g_new (gfloat, n * 3 * d);
  g_autofree gfloat *ci = g_new (gfloat, heads * m * n), *ct = g_new (gfloat, heads * m * n);
  g_autofree gfloat *ki = g_new (gfloat, heads * m * m), *kt = g_new (gfloat, heads * n * n);
  g_autoptr (McnTeam) team = mcn_team_new (2);
  g_autoptr (McnArena) arena = mcn_arena_new ();
  McnStrm si, st;

  g_assert_true (mcn_strm_load (&si, weights, "si", d, heads, NULL));
  g_assert_true (mcn_strm_load (&st, weights, "st", d, heads, NULL));
  g_assert_true (mcn_arena_reserve (arena, mcn_strm_plan (&si, MAX (m, n), 2), NULL));

  mcn_strm_project (&si, team, m, floats (stem, "image_tokens"), px);
  mcn_strm_attend (&si, team, arena, m, floats (stem, "image_tokens"), px, x, ki);
  assert_block (x, stem, "strm_image");
  assert_block (ki, stem, "map.si");
  mcn_strm_project (&st, team, n, floats (stem, "text_tokens"), pt);
  mcn_strm_attend (&st, team, arena, n, floats (stem, "text_tokens"), pt, t, kt);
  assert_block (t, stem, "strm_text");
  assert_block (kt, stem, "map.st");

  for (guint l = 0; l < LAYERS; l++)
    {
      g_autofree char *before_x = l == 0 ? g_strdup ("strm_image") : g_strdup_printf ("mtrl_%u_image", l - 1);
      g_autofree char *before_t = l == 0 ? g_strdup ("strm_text") : g_strdup_printf ("mtrl_%u_text", l - 1);
      g_autofree char *after_x = g_strdup_printf ("mtrl_%u_image", l), *after_t = g_strdup_printf ("mtrl_%u_text", l);
      g_autofree char *map_ci = g_strdup_printf ("map.ci.%u", l), *map_ct = g_strdup_printf ("map.ct.%u", l);
      g_autofree char *map_ki = g_strdup_printf ("map.ki.%u", l), *map_kt = g_strdup_printf ("map.kt.%u", l);
      const gfloat *in_x = floats (stem, before_x), *in_t = floats (stem, before_t);
      McnMtrlAttention attention = { .ci = ci, .ct = ct, .ki = ki, .kt = kt };
      McnMtrl layer;

      g_assert_true (mcn_mtrl_load (&layer, weights, l, d, heads, NULL));
      g_assert_true (mcn_arena_reserve (arena, mcn_mtrl_plan (&layer, m, n, 2), NULL));
      mcn_ctrm_project_image (&layer.cross, team, m, in_x, px);
      mcn_ctrm_project_text (&layer.cross, team, n, in_t, pt);
      mcn_mtrl_run (&layer, team, arena, m, in_x, px, n, in_t, pt, x, t, &attention);
      assert_block (x, stem, after_x);
      assert_block (t, stem, after_t);
      assert_block (ci, stem, map_ci);
      assert_block (ct, stem, map_ct);
      assert_block (ki, stem, map_ki);
      assert_block (kt, stem, map_kt);
      mcn_mtrl_clear (&layer);
    }

  mcn_strm_clear (&si);
  mcn_strm_clear (&st);
}

int
main (int argc, char **argv)
{
  g_autofree char *tensors = g_build_filename (g_getenv ("PHOTO_CRITIC_SOURCE"), "tests", "golden", "model.safetensors", NULL);
  g_autofree char *mcn = g_build_filename (g_getenv ("PHOTO_CRITIC_SOURCE"), "model", "mcn.safetensors", NULL);
  GError *error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);

  golden = mcn_safetensors_open (tensors, &error);
  g_assert_no_error (error);
  weights = mcn_safetensors_open (mcn, &error);
  g_assert_no_error (error);

  g_test_add_func ("/mcn/trunk/blocks", test_blocks);

  status = g_test_run ();
  mcn_safetensors_free (weights);
  mcn_safetensors_free (golden);
  return status;
}
