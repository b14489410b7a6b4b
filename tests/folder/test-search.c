/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "critic-search.h"
#include "mcn-error.h"

static const char *
model_directory (void)
{
  return g_getenv ("PHOTO_CRITIC_TINY_MODEL");
}

static CriticSearch *
search_for (const char *text)
{
  g_autoptr (GError) error = NULL;
  CriticSearch *search = critic_search_new (model_directory (), text, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (critic_search_get_text (search), ==, text);
  return search;
}

/* A photograph as no other @seed gives it. */
static CriticMeasured
photograph (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  CriticMeasured measured = { .width = 1, .height = 1, .scale = 0.01f };

  for (gsize i = 0; i < CRITIC_N_FEATURES; i++)
    measured.features[i] = (gint8) g_rand_int_range (rand, -127, 128);
  return measured;
}

static void
test_likeness (void)
{
  g_autoptr (CriticSearch) misty = search_for ("misty mountains, soft light");
  g_autoptr (CriticSearch) again = search_for ("Misty mountains, soft light");
  g_autoptr (CriticSearch) other = search_for ("a dog at a street corner");
  gboolean differs = FALSE;

  for (guint32 seed = 0; seed < 50; seed++)
    {
      const CriticMeasured measured = photograph (seed);
      gdouble likeness = critic_search_likeness (misty, &measured);

      g_assert_cmpfloat (fabs (likeness), <=, 1.0 + 1e-6);
      g_assert_cmpfloat (likeness, ==, critic_search_likeness (again, &measured));
      differs |= likeness != critic_search_likeness (other, &measured);
    }
  g_assert_true (differs);
}

static void
test_language (void)
{
  static const char *const unknown[] = { "", "  \n", "雾中的山", "туманные горы", "\xff\xfe" };

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (critic_search_new (model_directory (), unknown[i], NULL, &error));
      g_assert_error (error, CRITIC_SEARCH_ERROR, CRITIC_SEARCH_ERROR_LANGUAGE);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (critic_search_new (model_directory (), "misty mountains", cancellable, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_CANCELLED);

  /* What is not cancelled in the end is as without. */
  g_clear_error (&error);
  g_cancellable_reset (cancellable);
  g_autoptr (CriticSearch) search = critic_search_new (model_directory (), "misty mountains", cancellable, &error);
  g_autoptr (CriticSearch) plain = search_for ("misty mountains");
  const CriticMeasured measured = photograph (7);

  g_assert_no_error (error);
  g_assert_cmpfloat (critic_search_likeness (search, &measured), ==, critic_search_likeness (plain, &measured));
}

static void
test_no_model (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (critic_search_new ("/no/model/here", "misty mountains", NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "/no/model/here"));
}

static gpointer
search_thread (gpointer data)
{
  return search_for (data);
}

/* Several at once share the model, which lives as long as any of them does. */
static void
test_shared (void)
{
  static const char *const texts[] = { "misty mountains", "a dog at a street corner", "soft light", "misty mountains" };
  const CriticMeasured measured = photograph (3);
  GThread *threads[G_N_ELEMENTS (texts)];
  CriticSearch *searches[G_N_ELEMENTS (texts)];
  gdouble likeness[G_N_ELEMENTS (texts)];

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    threads[i] = g_thread_new ("search", search_thread, (gpointer) texts[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    searches[i] = g_thread_join (threads[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      CriticSearch *kept = critic_search_ref (searches[i]);

      critic_search_unref (searches[i]);
      likeness[i] = critic_search_likeness (kept, &measured);
      critic_search_unref (kept);
    }
  g_assert_cmpfloat (likeness[0], ==, likeness[3]);
  g_assert_cmpfloat (likeness[0], !=, likeness[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/search/likeness", test_likeness);
  g_test_add_func ("/search/language", test_language);
  g_test_add_func ("/search/cancelled", test_cancelled);
  g_test_add_func ("/search/no-model", test_no_model);
  g_test_add_func ("/search/shared", test_shared);

  return g_test_run ();
}
