/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole model against PyTorch: tests/golden/model.* of
 * tests/tools/make-goldens.py, with the weights that are shipped. */
#include "mcn-session-private.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "mcn-cpu.h"
#include "mcn-photometry.h"
#include "mcn-test.h"

/* Of the largest number of a tensor: a block, and the whole model's score. */
#define BLOCK 1e-4
#define SCORE 1e-3

static McnModel *model;
static McnSession *session;
static McnSafetensors *golden;
static JsonParser *answers;

static char *
golden_path (const char *name)
{
  return g_build_filename (g_getenv ("PHOTO_CRITIC_SOURCE"), "tests", "golden", name, NULL);
}

static guint8 *
load_picture (const char *name, McnPicture *picture)
{
  g_autofree char *key = g_strconcat (name, ".picture", NULL);
  const McnTensorView *view = mcn_safetensors_find (golden, key);
  guint8 *rgb;

  g_assert_nonnull (view);
  rgb = g_malloc (view->n_bytes);
  for (gsize i = 0; i < view->n_bytes; i++)
    rgb[i] = (guint8) (((const gint8 *) view->data)[i] + 128);
  *picture = (McnPicture) { rgb, view->dim[1] * 3, view->dim[1], view->dim[0], FALSE };
  return rgb;
}

static McnImage *
encode_picture (const char *name)
{
  g_autoptr (GError) error = NULL;
  McnPicture picture;
  g_autofree guint8 *rgb = load_picture (name, &picture);
  McnImage *image = mcn_session_encode_image (session, &picture, NULL, &error);

  g_assert_no_error (error);
  return image;
}

static void
free_words (gpointer words)
{
  mcn_words_unref (words);
}

static GPtrArray *
encode_critique (void)
{
  g_autoptr (GError) error = NULL;
  const char *text = json_object_get_string_member (json_node_get_object (json_parser_get_root (answers)), "critique");
  g_autoptr (McnCritique) critique = mcn_critique_new (mcn_model_get_wordpiece (model), &text, NULL, 1);
  GPtrArray *words = g_ptr_array_new_with_free_func (free_words);
  g_autofree gsize *which = g_new (gsize, critique->n_sentences);

  for (gsize i = 0; i < critique->n_sentences; i++)
    which[i] = i;
  g_ptr_array_set_size (words, critique->n_sentences);
  g_assert_true (mcn_session_encode_sentences (session, critique, which, critique->n_sentences,
                                               (McnWords **) words->pdata, NULL, &error));
  g_assert_no_error (error);
  return words;
}

static void
assert_tensor (const char *name, const gfloat *found, gsize n, gdouble tolerance)
{
  g_autoptr (GError) error = NULL;
  const McnTensorView *view = mcn_safetensors_find (golden, name);
  gdouble difference;

  g_assert_nonnull (view);
  g_assert_cmpuint (view->n_elements, ==, n);
  difference = mcn_test_difference (found, view->data, n);
  g_test_message ("%s: %.2g", name, difference);
  g_assert_cmpfloat (difference, <=, tolerance);
}

static void
test_photometry (void)
{
  static const char *const names[] = { "small", "photo" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *key = g_strconcat (names[i], ".photometry", NULL);
      McnPicture picture;
      g_autofree guint8 *rgb = load_picture (names[i], &picture);
      gfloat found[MCN_PHOTOMETRY];

      mcn_photometry (rgb, picture.stride, picture.width, picture.height, found);
      assert_tensor (key, found, MCN_PHOTOMETRY, BLOCK);
    }
}

/* What each sentence speaks of. */
static void
test_aspects (void)
{
  JsonArray *sentences = json_object_get_array_member (json_node_get_object (json_parser_get_root (answers)), "aspects");
  g_autoptr (GPtrArray) words = encode_critique ();

  g_assert_cmpuint (json_array_get_length (sentences), ==, words->len);
  for (guint i = 0; i < words->len; i++)
    {
      const gfloat *found = mcn_words_get_aspects (words->pdata[i]);

      g_assert_nonnull (found);
      for (guint a = 0; a < MCN_N_ASPECTS; a++)
        g_assert_cmpfloat_with_epsilon (found[a], json_array_get_double_element (json_array_get_array_element (sentences, i), a), BLOCK);
    }
}

/* The image branch up to its STRM. */
static void
test_image (void)
{
  g_autoptr (McnImage) image = encode_picture ("small");
  gsize d = mcn_mcn_get_width (mcn_model_get_mcn (model));

  assert_tensor ("small.global", image->global, image->n_global, BLOCK);
  assert_tensor ("small.photo.image_tokens", image->branch.tokens, image->branch.n * d, BLOCK);
  assert_tensor ("small.photo.strm_image", image->branch.strm, image->branch.n * d, BLOCK);
}

/* Attention of every layer: the last ones stand on everything before them. */
static void
test_attention (gconstpointer data)
{
  const char *mode = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (McnImage) image = strcmp (mode, "none.critique") == 0 ? NULL : encode_picture ("small");
  g_autoptr (GPtrArray) words = strcmp (mode, "small.photo") == 0 ? g_ptr_array_new () : encode_critique ();
  g_autoptr (GPtrArray) maps = mcn_session_attention (session, image, (McnWords **) words->pdata, words->len, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (maps->len, ==, 2 + 4 * mcn_mcn_get_n_layers (mcn_model_get_mcn (model)));
  for (guint i = 0; i < maps->len; i++)
    {
      const McnAttentionMap *map = g_ptr_array_index (maps, i);
      g_autofree char *key = g_strdup_printf ("%s.map.%s", mode, map->name);

      assert_tensor (key, map->weights, map->n_heads * map->n_queries * map->n_keys, BLOCK);
    }
}

static void
load (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("PHOTO_CRITIC_SOURCE"), "model", NULL);
  g_autoptr (GError) error = NULL;

  if ((model = mcn_model_load (folder, NULL, &error)) == NULL
      || (session = mcn_session_new (model, 2, &error)) == NULL)
    g_error ("%s", error->message);
}

static void
unload (void)
{
  mcn_session_free (session);
  mcn_model_unref (model);
}

/* On each path this CPU has: weights are packed for a path, so the model is
 * loaded for each. */
static void
test_scores (gconstpointer data)
{
  McnCpuPath path = GPOINTER_TO_UINT (data), usual = mcn_cpu_get_path ();
  JsonArray *cases = json_object_get_array_member (json_node_get_object (json_parser_get_root (answers)), "cases");

  if (!mcn_cpu_has_path (path))
    {
      g_test_skip ("this CPU has no such instructions");
      return;
    }

  unload ();
  mcn_cpu_set_path (path);
  load ();

  g_assert_cmpuint (json_array_get_length (cases), ==, 5);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *wanted = json_array_get_object_element (cases, i);
      const char *picture = json_object_get_string_member (wanted, "picture");
      const char *mode = json_object_get_string_member (wanted, "mode");
      JsonArray *styles = json_object_get_array_member (wanted, "styles");
      g_autoptr (GError) error = NULL;
      g_autoptr (McnImage) image = strcmp (picture, "none") == 0 ? NULL : encode_picture (picture);
      g_autoptr (GPtrArray) words = strcmp (mode, "photo") == 0 ? g_ptr_array_new () : encode_critique ();
      McnLogits found;

      g_assert_true (mcn_session_fuse (session, image, (McnWords **) words->pdata, words->len, NULL, &found, NULL, &error));
      g_assert_no_error (error);
      g_test_message ("%s, %s: score %.6f, PyTorch %.6f", picture, mode, found.score,
                      json_object_get_double_member (wanted, "score"));
      g_assert_cmpfloat_with_epsilon (found.score, json_object_get_double_member (wanted, "score"), SCORE);
      g_assert_cmpfloat_with_epsilon (found.high, json_object_get_double_member (wanted, "high"), 1e-2);
      for (guint s = 0; s < MCN_N_STYLES; s++)
        g_assert_cmpfloat_with_epsilon (found.style[s], json_array_get_double_element (styles, s), 1e-2);
    }

  unload ();
  mcn_cpu_set_path (usual);
  load ();
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *tensors = golden_path ("model.safetensors");
  g_autofree char *json = golden_path ("model.json");

  g_test_init (&argc, &argv, NULL);
  load ();
  if ((golden = mcn_safetensors_open (tensors, &error)) == NULL)
    g_error ("%s", error->message);
  answers = json_parser_new ();
  if (!json_parser_load_from_file (answers, json, &error))
    g_error ("%s", error->message);

  g_test_add_func ("/parity/photometry", test_photometry);
  g_test_add_func ("/parity/aspects", test_aspects);
  g_test_add_func ("/parity/image", test_image);
  g_test_add_data_func ("/parity/attention/photo", "small.photo", test_attention);
  g_test_add_data_func ("/parity/attention/both", "small.both", test_attention);
  g_test_add_data_func ("/parity/attention/critique", "none.critique", test_attention);
  for (McnCpuPath path = MCN_CPU_PORTABLE; path < MCN_N_CPU_PATHS; path++)
    {
      g_autofree char *name = g_strconcat ("/parity/scores/", mcn_cpu_path_name (path), NULL);

      g_test_add_data_func (name, GUINT_TO_POINTER (path), test_scores);
    }

  int status = g_test_run ();
  g_object_unref (answers);
  mcn_safetensors_free (golden);
  unload ();
  return status;
}
