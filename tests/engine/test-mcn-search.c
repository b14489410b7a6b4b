/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "mcn-session.h"

static McnModel *
load (void)
{
  g_autoptr (GError) error = NULL;
  McnModel *model = mcn_model_load (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), NULL, &error);

  g_assert_no_error (error);
  return model;
}

static void
query (McnModel *model, McnSession *session, const char *text, gfloat *out)
{
  const char *texts[] = { text };
  g_autoptr (McnCritique) critique = mcn_critique_new (mcn_model_get_wordpiece (model), texts, NULL, 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (mcn_session_encode_query (session, critique, out, NULL, &error));
  g_assert_no_error (error);
}

static void
test_text (void)
{
  g_autoptr (McnModel) model = load ();
  g_autoptr (McnSession) one = mcn_session_new (model, 1, NULL);
  g_autoptr (McnSession) three = mcn_session_new (model, 3, NULL);
  gsize rank = mcn_search_get_rank (mcn_model_get_search (model));
  g_autofree gfloat *a = g_new (gfloat, rank), *b = g_new (gfloat, rank), *c = g_new (gfloat, rank);
  g_autoptr (GString) lengthy = g_string_new (NULL);
  gdouble square = 0;

  query (model, one, "misty mountains, soft light", a);
  query (model, three, "Misty mountains, soft light", b);
  g_assert_cmpmem (a, rank * sizeof *a, b, rank * sizeof *b);
  for (gsize i = 0; i < rank; i++)
    square += (gdouble) a[i] * a[i];
  g_assert_cmpfloat_with_epsilon (square, 1, 1e-5);

  query (model, one, "a dog at a street corner", c);
  g_assert_cmpint (memcmp (a, c, rank * sizeof *a), !=, 0);

  /* More than one batch, and more words than count. */
  for (guint i = 0; i < 200; i++)
    g_string_append (lengthy, "Soft light on the water. ");
  query (model, one, lengthy->str, b);
  query (model, three, lengthy->str, c);
  g_assert_cmpmem (b, rank * sizeof *b, c, rank * sizeof *c);

  query (model, one, "", a);
  for (gsize i = 0; i < rank; i++)
    g_assert_cmpfloat (a[i], ==, 0);
}

static void
test_cancel (void)
{
  g_autoptr (McnModel) model = load ();
  g_autoptr (McnSession) session = mcn_session_new (model, 1, NULL);
  const char *texts[] = { "misty mountains" };
  g_autoptr (McnCritique) critique = mcn_critique_new (mcn_model_get_wordpiece (model), texts, NULL, 1);
  g_autofree gfloat *out = g_new (gfloat, mcn_search_get_rank (mcn_model_get_search (model)));
  g_autoptr (GError) error = NULL;
  McnCancel cancel = 1;

  g_assert_false (mcn_session_encode_query (session, critique, out, &cancel, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_CANCELLED);
}

/* The cosine by hand, from the file's own tensors. */
static void
test_likeness (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), "search.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnSafetensors) file = mcn_safetensors_open (path, &error);
  g_autoptr (McnSearch) search = mcn_search_new (file, &error);
  g_autofree gfloat *photo = NULL, *mean = NULL, *text = NULL;
  g_autofree gint8 *features = NULL;
  gdouble along = 0, square = 0, found;
  gsize rank, n;

  g_assert_no_error (error);
  rank = mcn_search_get_rank (search);
  n = mcn_search_get_n_features (search);
  photo = mcn_safetensors_load_f32 (file, "photo", &error, 2, rank, n);
  mean = mcn_safetensors_load_f32 (file, "photo_mean", &error, 1, n);
  text = g_new0 (gfloat, rank);
  features = g_new (gint8, n);
  for (gsize i = 0; i < n; i++)
    features[i] = (gint8) (i * 37 % 255 - 127);
  text[1] = 0.6f;
  text[rank - 1] = -0.8f;

  for (gsize k = 0; k < rank; k++)
    {
      gdouble sum = 0;

      for (gsize i = 0; i < n; i++)
        sum += photo[k * n + i] * (features[i] * 0.02 - mean[i]);
      along += sum * text[k];
      square += sum * sum;
    }

  found = mcn_search_likeness (search, features, 0.02f, text);
  g_assert_cmpfloat_with_epsilon (found, along / sqrt (square), 1e-4);
  g_assert_cmpfloat (fabs (found), >, 1e-3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/text", test_text);
  g_test_add_func ("/search/cancel", test_cancel);
  g_test_add_func ("/search/likeness", test_likeness);
  return g_test_run ();
}
