/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-search.h"

#include <glib/gi18n-lib.h>

#include "critic-model-engine.h"
#include "mcn-session.h"

struct _CriticSearch
{
  gatomicrefcount ref_count;
  char           *text;
  McnModel       *model;
  gfloat         *place;        /* mcn_search_get_rank() numbers */
};

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_atomic_int_set ((McnCancel *) data, 1);
}

/* Where @self->text lies. */
static gboolean
locate (CriticSearch *self, GCancellable *cancellable, GError **error)
{
  const McnSearch *search = mcn_model_get_search (self->model);
  const char *texts[] = { self->text };
  g_autoptr (McnCritique) critique = NULL;
  g_autoptr (McnSession) session = NULL;
  McnCancel cancel = 0;
  gulong handler;
  gboolean done;

  if (search == NULL)
    {
      g_autofree char *folder = g_filename_display_name (mcn_model_get_directory (self->model));

      g_set_error (error, CRITIC_SEARCH_ERROR, CRITIC_SEARCH_ERROR_MODEL,
                   _("The model in “%s” cannot find photographs by words: nothing was fitted to its text encoder for that. Use another model."),
                   folder);
      return FALSE;
    }
  if (mcn_search_get_n_features (search) != CRITIC_N_FEATURES)
    {
      g_set_error (error, CRITIC_SEARCH_ERROR, CRITIC_SEARCH_ERROR_MODEL,
                   _("This model finds photographs by %zu features, and the library keeps %d. Install model and program of the same version."),
                   mcn_search_get_n_features (search), CRITIC_N_FEATURES);
      return FALSE;
    }
  critique = mcn_critique_new (mcn_model_get_wordpiece (self->model), texts, NULL, 1);
  if (critique->n_counted == 0 || critique->language != MCN_LANGUAGE_OK)
    {
      g_set_error (error, CRITIC_SEARCH_ERROR, CRITIC_SEARCH_ERROR_LANGUAGE,
                   _("The model does not know the words “%s”. Describe the photograph in English."), self->text);
      return FALSE;
    }

  session = mcn_session_new (self->model, 1, error);
  if (session == NULL)
    return FALSE;
  self->place = g_new (gfloat, mcn_search_get_rank (search));
  handler = cancellable != NULL ? g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), &cancel, NULL) : 0;
  done = mcn_session_encode_query (session, critique, self->place, &cancel, error);
  g_cancellable_disconnect (cancellable, handler);
  return done;
}

/**
 * critic_search_new:
 * @model_directory: (type filename): the model's folder
 * @text: what is looked for, in English
 * @cancellable: (nullable): to stop early
 * @error: return location
 *
 * Blocks: on a worker only. A model that is loaded already is shared.
 *
 * Returns: (transfer full): the words, or %NULL with #CriticSearchError,
 *   #McnError
 */
CriticSearch *
critic_search_new (const char *model_directory, const char *text, GCancellable *cancellable, GError **error)
{
  g_autoptr (CriticSearch) self = g_new0 (CriticSearch, 1);
  CriticEngine *engine = critic_model_engine_new (model_directory);
  gboolean done = engine->klass->load (engine, error);

  g_atomic_ref_count_init (&self->ref_count);
  self->text = g_utf8_make_valid (text, -1);
  if (done)
    {
      self->model = mcn_model_ref (engine->klass->get_model (engine));
      done = locate (self, cancellable, error);
    }
  engine->klass->free (engine);

  return done ? g_steal_pointer (&self) : NULL;
}

/**
 * critic_search_ref:
 * @self: words
 *
 * Returns: (transfer full): @self
 */
CriticSearch *
critic_search_ref (CriticSearch *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * critic_search_unref:
 * @self: (nullable) (transfer full): words
 */
void
critic_search_unref (CriticSearch *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->model, mcn_model_unref);
  g_free (self->text);
  g_free (self->place);
  g_free (self);
}

/**
 * critic_search_get_text:
 * @self: words
 *
 * Returns: (transfer none): the words
 */
const char *
critic_search_get_text (const CriticSearch *self)
{
  return self->text;
}

/**
 * critic_search_likeness:
 * @self: words
 * @measured: a photograph that was measured
 *
 * How near the photograph lies to what was written about photographs like it.
 * How often that finds the right one stands in the model card.
 *
 * Returns: -1 to 1; greater is nearer
 */
gdouble
critic_search_likeness (const CriticSearch *self, const CriticMeasured *measured)
{
  return mcn_search_likeness (mcn_model_get_search (self->model), measured->features, measured->scale, self->place);
}
