/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "aspects-file.h"
#include "mcn-session.h"

static McnAspects *
open_bytes (const guint8 *data, gsize size, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (McnSafetensors) file = mcn_safetensors_new_bytes (bytes, "aspects.safetensors", error);

  return file != NULL ? mcn_aspects_new (file, error) : NULL;
}

/* The mean of the states, times the rows, and the keywords that are there, by hand. */
static void
test_run (void)
{
  g_autoptr (GByteArray) data = make_aspects (MCN_N_ASPECTS, 5, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnAspects) aspects = open_bytes (data->data, data->len, &error);
  const gfloat states[] = { 1, 2, 3, 4, 5, 3, 2, 1, 0, -1, -1, 5, 2, 2, 5 };
  const gdouble mean[] = { 1, 3, 2, 2, 3 };
  const struct { guint32 ids[3]; gboolean first, second; } cases[] = {
    { { 1, 2, 3 }, FALSE, FALSE }, { { 1, 7, 3 }, TRUE, FALSE }, { { 7, 8, 9 }, TRUE, TRUE },
    { { 8, 7, 9 }, TRUE, FALSE }, { { 9, 9, 8 }, FALSE, FALSE }, { { 8, 8, 9 }, FALSE, TRUE },
  };

  g_assert_no_error (error);
  g_assert_cmpuint (mcn_aspects_get_n_word (aspects), ==, 5);
  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      gfloat logits[MCN_N_ASPECTS];

      mcn_aspects_run (aspects, states, cases[c].ids, 3, logits);
      for (guint a = 0; a < MCN_N_ASPECTS; a++)
        {
          gdouble expected = -(gdouble) a + (cases[c].first ? a * 6 * .25 : 0) + (cases[c].second ? (a * 6 + 1) * .25 : 0);

          for (guint i = 0; i < 5; i++)
            expected += (a * 5 + i) / 64. * mean[i];
          g_assert_cmpfloat_with_epsilon (logits[a], expected, 1e-5);
        }
    }
}

/* Every file that is none, or another one, is refused with its name. */
static void
test_attacks (void)
{
  const struct { gsize n_aspects, n_word; gint64 owner; } shapes[] = {
    { 0, 8, 1 }, { 5, 8, 1 }, { 7, 8, 1 }, { 6, 0, 1 }, { 6, 8, -1 }, { 6, 8, 6 }, { 6, 8, G_MAXINT64 },
  };
  const char *const names[] = { "bias", "keywords", "keyword_weight" };
  g_autoptr (GByteArray) good = make_aspects (MCN_N_ASPECTS, 8, 1);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GByteArray) data = make_aspects (shapes[i].n_aspects, shapes[i].n_word, shapes[i].owner);
      g_autoptr (GError) error = NULL;

      g_assert_null (open_bytes (data->data, data->len, &error));
      g_assert_true (error->domain == MCN_ERROR);
      g_assert_nonnull (strstr (error->message, "aspects.safetensors"));
    }
  for (gsize size = 0; size < good->len; size += size < 16 ? 1 : 13)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (open_bytes (good->data, size, &error));
      g_assert_true (error->domain == MCN_ERROR);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GByteArray) data = make_aspects (MCN_N_ASPECTS, 8, 1);
      g_autoptr (GError) error = NULL;
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", names[i]);

      strstr ((char *) data->data + 8, quoted)[1] = 'X';
      g_assert_null (open_bytes (data->data, data->len, &error));
      g_assert_error (error, MCN_ERROR, MCN_ERROR_MISMATCH);
    }
}

static void
encode (McnSession *session, McnCritique *critique, const gsize *which, gsize n, McnWords **words)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mcn_session_encode_sentences (session, critique, which, n, words, NULL, &error));
  g_assert_no_error (error);
}

/* A sentence has the same aspects alone and among others, with any threads, and
 * those that its own word states give. */
static void
test_sentences (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McnModel) model = mcn_model_load (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), NULL, &error);
  g_autoptr (McnSession) one = mcn_session_new (model, 1, NULL);
  g_autoptr (McnSession) three = mcn_session_new (model, 3, NULL);
  const char *text = "Soft light on the water. The crop is tight, and the sky is empty! A dog.";
  g_autoptr (McnCritique) critique = mcn_critique_new (mcn_model_get_wordpiece (model), &text, NULL, 1);
  const gsize all[] = { 0, 1, 2 };
  McnWords *words[3], *alone;
  guint n_spoken = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (critique->n_sentences, ==, 3);
  encode (three, critique, all, 3, words);
  for (guint i = 0; i < 3; i++)
    {
      const gfloat *aspects = mcn_words_get_aspects (words[i]);

      g_assert_nonnull (aspects);
      encode (one, critique, &all[i], 1, &alone);
      g_assert_cmpmem (aspects, MCN_N_ASPECTS * sizeof *aspects, mcn_words_get_aspects (alone), MCN_N_ASPECTS * sizeof *aspects);
      mcn_words_unref (alone);
      for (guint a = 0; a < MCN_N_ASPECTS; a++)
        n_spoken += aspects[a] > 0;
    }
  g_assert_cmpint (memcmp (mcn_words_get_aspects (words[0]), mcn_words_get_aspects (words[1]), MCN_N_ASPECTS * sizeof (gfloat)), !=, 0);
  /* The tiny model is made so that tests see both. */
  g_assert_cmpuint (n_spoken, >, 0);
  g_assert_cmpuint (n_spoken, <, 3 * MCN_N_ASPECTS);
  for (guint i = 0; i < 3; i++)
    mcn_words_unref (words[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/aspects/run", test_run);
  g_test_add_func ("/aspects/attacks", test_attacks);
  g_test_add_func ("/aspects/sentences", test_sentences);
  return g_test_run ();
}
