/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis-fixtures.h"

CriticPhoto *
fixture_photo (guint8 grey, guint width, guint height)
{
  g_autofree guint8 *pixels = g_malloc ((gsize) width * height * 3);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      for (int c = 0; c < 3; c++)
        pixels[((gsize) y * width + x) * 3 + c] = (guint8) MIN (255, grey + 20 * x / width + 10 * y / height);

  return critic_photo_new_from_pixels (pixels, width, height, (gsize) width * 3, FALSE);
}

CriticAnalyzer *
fixture_analyzer (CriticFakeEngine *fake)
{
  return critic_analyzer_new_with_engine (critic_fake_engine_share (fake), 1);
}

typedef struct
{
  Calls      *calls;
  const char *name;
} Call;

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Call *call = data;
  Calls *calls = call->calls;
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticAssessment) assessment = critic_analyzer_assess_finish (CRITIC_ANALYZER (source), result, &error);

  g_assert_true (g_thread_self () == calls->thread);
  g_assert_true ((assessment == NULL) == (error != NULL));

  if (assessment != NULL)
    {
      calls->n_ok++;
      calls->score = critic_assessment_get_judgement (assessment)->score;
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    calls->n_cancelled++;
  else
    calls->n_failed++;
  g_ptr_array_add (calls->order, (gpointer) call->name);
}

void
calls_init (Calls *calls, CriticAnalyzer *analyzer)
{
  *calls = (Calls) { .analyzer = analyzer, .thread = g_thread_self (), .order = g_ptr_array_new () };
}

void
calls_clear (Calls *calls)
{
  g_ptr_array_unref (calls->order);
}

void
calls_start (Calls *calls, const char *name, CriticPhoto *photo, const char *critique, gboolean live,
             GCancellable *cancellable)
{
  const char *critiques[] = { critique, NULL };
  CriticRequest request = { .photo = photo, .critiques = critique != NULL ? critiques : NULL, .live = live };
  Call *call = g_new (Call, 1);

  call->calls = calls;
  call->name = name;
  critic_analyzer_assess_async (calls->analyzer, &request, cancellable, on_answer, call);
}

void
calls_await (Calls *calls, guint n)
{
  while (calls->order->len < n)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  g_assert_cmpuint (calls->order->len, ==, n);
}
