/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-desk-private.h"

#include <glib/gi18n-lib.h>

/* Counted tokens above which the reasons come in two steps. */
#define LONG_CRITIQUE 96

enum
{
  PROP_0,
  PROP_ANALYZER,
  PROP_PICTURE,
  PROP_LOADING,
  PROP_PHOTO_ERROR,
  PROP_CRITIQUE,
  PROP_ASSESSMENT,
  PROP_EXPLAINED,
  PROP_FRESH,
  PROP_MODEL_ERROR,
  N_PROPS
};

enum
{
  FLUSH,
  TURNED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticDesk, critic_desk, G_TYPE_OBJECT)

static void critic_desk_request (CriticDesk *self, McnExplain explain);

void
_critic_desk_cancel (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    {
      g_cancellable_cancel (*cancellable);
      g_clear_object (cancellable);
    }
}

void
_critic_desk_set_message (CriticDesk  *self,
                          char       **message,
                          const char  *text,
                          const char  *property)
{
  if (g_strcmp0 (*message, text) == 0)
    return;

  g_free (*message);
  *message = g_strdup (text);
  g_object_notify (G_OBJECT (self), property);
}

static void
set_fresh (CriticDesk *self,
           gboolean    fresh)
{
  if (self->fresh == fresh)
    return;

  self->fresh = fresh;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRESH]);
}

static void
set_assessment (CriticDesk       *self,
                CriticAssessment *assessment)
{
  if (g_set_object (&self->assessment, assessment))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ASSESSMENT]);
}

void
_critic_desk_set_explained (CriticDesk       *self,
                            CriticAssessment *explained)
{
  if (g_set_object (&self->explained, explained))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPLAINED]);
}

typedef struct
{
  CriticDesk   *desk;           /* owned */
  GCancellable *cancellable;    /* owned: which request this is */
  McnExplain    explain;
} Request;

static void
request_free (Request *request)
{
  g_clear_object (&request->desk);
  g_clear_object (&request->cancellable);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

/* The effect of each word is one fusion a word: of a long critique, sentences
 * and places are told first. */
static McnExplain
first_reasons (CriticAssessment *assessment)
{
  McnCritique *critique = critic_assessment_get_critique (assessment);

  return critique != NULL && critique->n_counted > LONG_CRITIQUE
         ? MCN_EXPLAIN_ALL & ~MCN_EXPLAIN_TOKENS : MCN_EXPLAIN_ALL;
}

static void
assessed_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Request) request = user_data;
  CriticDesk *self = request->desk;
  g_autoptr(GError) error = NULL;
  g_autoptr(CriticAssessment) assessment = NULL;

  assessment = critic_analyzer_assess_finish (CRITIC_ANALYZER (object), result, &error);

  /* Only the answer to the question asked last is shown. */
  if (request->cancellable != self->pending)
    return;

  if (assessment == NULL)
    {
      g_clear_object (&self->pending);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          set_assessment (self, NULL);
          _critic_desk_set_explained (self, NULL);
          _critic_desk_set_message (self, &self->model_error, error->message, "model-error");
        }
      return;
    }

  _critic_desk_set_message (self, &self->model_error, NULL, "model-error");
  set_assessment (self, assessment);
  set_fresh (self, TRUE);

  if (request->explain == 0)
    {
      critic_desk_request (self, first_reasons (assessment));
      return;
    }

  self->is_explained = TRUE;
  _critic_desk_set_explained (self, assessment);
  if (request->explain != MCN_EXPLAIN_ALL)
    critic_desk_request (self, MCN_EXPLAIN_ALL);
  else
    g_clear_object (&self->pending);
}

static void
critic_desk_request (CriticDesk *self,
                     McnExplain  explain)
{
  g_autofree const char **critiques = _critic_desk_gather (self);
  Request *request = g_new0 (Request, 1);

  _critic_desk_cancel (&self->pending);
  self->pending = g_cancellable_new ();

  request->desk = g_object_ref (self);
  request->cancellable = g_object_ref (self->pending);
  request->explain = explain;

  critic_analyzer_assess_async (self->analyzer,
                                &(CriticRequest) {
                                  .photo = self->picture != NULL ? critic_picture_get_photo (self->picture) : NULL,
                                  .critiques = critiques,
                                  .explain = explain,
                                  .evidence = explain != 0,
                                  .praise = explain != 0,
                                  .live = TRUE,
                                },
                                self->pending, assessed_cb, request);
}

/* The score first, the reasons after it. */
void
_critic_desk_assess (CriticDesk *self)
{
  self->is_explained = FALSE;
  set_fresh (self, FALSE);

  if (self->picture == NULL && !critic_desk_has_words (self))
    {
      _critic_desk_cancel (&self->pending);
      set_assessment (self, NULL);
      _critic_desk_set_explained (self, NULL);
      _critic_desk_set_message (self, &self->model_error, NULL, "model-error");
      return;
    }

  critic_desk_request (self, 0);
}

static void
critic_desk_dispose (GObject *object)
{
  CriticDesk *self = (CriticDesk *) object;

  _critic_desk_cancel (&self->loading);
  _critic_desk_cancel (&self->pending);
  g_clear_object (&self->analyzer);
  if (self->pictures != NULL)
    {
      critic_pictures_expect (self->pictures, NULL, 0);
      critic_pictures_set_current (self->pictures, NULL);
    }
  g_clear_object (&self->pictures);
  g_clear_object (&self->picture);
  g_clear_object (&self->file);
  g_clear_object (&self->assessment);
  g_clear_object (&self->explained);

  G_OBJECT_CLASS (critic_desk_parent_class)->dispose (object);
}

static void
critic_desk_finalize (GObject *object)
{
  CriticDesk *self = (CriticDesk *) object;

  g_clear_pointer (&self->others, g_strfreev);
  g_clear_pointer (&self->critique, g_free);
  g_clear_pointer (&self->photo_error, g_free);
  g_clear_pointer (&self->model_error, g_free);

  G_OBJECT_CLASS (critic_desk_parent_class)->finalize (object);
}

static void
critic_desk_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  CriticDesk *self = (CriticDesk *) object;

  switch (prop_id)
    {
    case PROP_PICTURE:
      g_value_set_object (value, self->picture);
      break;

    case PROP_LOADING:
      g_value_set_boolean (value, self->loading != NULL);
      break;

    case PROP_PHOTO_ERROR:
      g_value_set_string (value, self->photo_error);
      break;

    case PROP_CRITIQUE:
      g_value_set_string (value, self->critique);
      break;

    case PROP_ASSESSMENT:
      g_value_set_object (value, critic_desk_get_assessment (self));
      break;

    case PROP_EXPLAINED:
      g_value_set_object (value, critic_desk_get_explained (self));
      break;

    case PROP_FRESH:
      g_value_set_boolean (value, self->fresh);
      break;

    case PROP_MODEL_ERROR:
      g_value_set_string (value, self->model_error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_desk_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  CriticDesk *self = (CriticDesk *) object;

  switch (prop_id)
    {
    case PROP_ANALYZER:
      self->analyzer = g_value_dup_object (value);
      break;

    case PROP_CRITIQUE:
      critic_desk_set_critique (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_desk_class_init (CriticDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = critic_desk_dispose;
  object_class->finalize = critic_desk_finalize;
  object_class->get_property = critic_desk_get_property;
  object_class->set_property = critic_desk_set_property;

  properties[PROP_ANALYZER] =
    g_param_spec_object ("analyzer", NULL, NULL, CRITIC_TYPE_ANALYZER,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PICTURE] = g_param_spec_object ("picture", NULL, NULL, CRITIC_TYPE_PICTURE, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_PHOTO_ERROR] = g_param_spec_string ("photo-error", NULL, NULL, NULL, flags);
  properties[PROP_CRITIQUE] = g_param_spec_string ("critique", NULL, NULL, "", flags | G_PARAM_WRITABLE);
  properties[PROP_ASSESSMENT] = g_param_spec_object ("assessment", NULL, NULL, CRITIC_TYPE_ASSESSMENT, flags);
  properties[PROP_EXPLAINED] = g_param_spec_object ("explained", NULL, NULL, CRITIC_TYPE_ASSESSMENT, flags);
  properties[PROP_FRESH] = g_param_spec_boolean ("fresh", NULL, NULL, FALSE, flags);
  properties[PROP_MODEL_ERROR] = g_param_spec_string ("model-error", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CriticDesk::flush:
   *
   * The photograph is about to change: who holds back a text that is being
   * typed hands it over now.
   */
  signals[FLUSH] = g_signal_new ("flush", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * CriticDesk::turned:
   * @critique: (nullable): what to start with where nothing was written yet
   *
   * Another photograph lies there, and is not assessed yet: who keeps critiques
   * says now which one is shown and which ones count.
   */
  signals[TURNED] = g_signal_new ("turned", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
critic_desk_init (CriticDesk *self)
{
  self->critique = g_strdup ("");
  self->others = g_new0 (char *, 1);
  self->counts = TRUE;
  self->pictures = critic_pictures_new ();
  g_signal_connect_object (self->pictures, "stale", G_CALLBACK (_critic_desk_open_again), self, G_CONNECT_SWAPPED);
}

/**
 * critic_desk_new:
 * @analyzer: who assesses
 *
 * Returns: (transfer full): an empty desk
 */
CriticDesk *
critic_desk_new (CriticAnalyzer *analyzer)
{
  return g_object_new (CRITIC_TYPE_DESK, "analyzer", analyzer, NULL);
}

/* A photograph that could not even be fetched. */
void
critic_desk_fail (CriticDesk *self,
                  const char *message)
{
  g_return_if_fail (CRITIC_IS_DESK (self));

  _critic_desk_set_message (self, &self->photo_error, message, "photo-error");
}

void
critic_desk_dismiss_error (CriticDesk *self)
{
  g_return_if_fail (CRITIC_IS_DESK (self));

  _critic_desk_set_message (self, &self->photo_error, NULL, "photo-error");
}

CriticPicture *
critic_desk_get_picture (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), NULL);

  return self->picture;
}

gboolean
critic_desk_get_loading (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), FALSE);

  return self->loading != NULL;
}

const char *
critic_desk_get_photo_error (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), NULL);

  return self->photo_error;
}

void
critic_desk_set_veiled (CriticDesk *self,
                        gboolean    veiled)
{
  g_return_if_fail (CRITIC_IS_DESK (self));

  if (self->veiled == veiled)
    return;

  self->veiled = veiled;
  /* What is there may still be of the photograph before, which was hidden. */
  if (!veiled && (self->turning || !self->fresh))
    g_clear_object (&self->assessment);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ASSESSMENT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPLAINED]);
}

gboolean
critic_desk_get_veiled (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), FALSE);

  return self->veiled;
}

CriticAssessment *
critic_desk_get_assessment (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), NULL);

  return self->veiled ? NULL : self->assessment;
}

/* With explanation; of the photograph shown, but perhaps of a text a moment
 * ago: see critic_desk_is_explained(). */
CriticAssessment *
critic_desk_get_explained (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), NULL);

  return self->veiled ? NULL : self->explained;
}

/* Whether the explained assessment is of the photograph and the text shown. */
gboolean
critic_desk_is_explained (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), FALSE);

  return self->is_explained;
}

/* Whether the assessment is of the photograph and the text shown. */
gboolean
critic_desk_get_fresh (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), FALSE);

  return self->fresh;
}

const char *
critic_desk_get_model_error (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), NULL);

  return self->model_error;
}

/**
 * critic_desk_get_file:
 * @self: a desk
 *
 * Returns: (transfer none) (nullable): the file of the photograph, or %NULL
 *   without photograph or when it came from memory
 */
GFile *
critic_desk_get_file (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), NULL);

  return self->file;
}

/**
 * critic_desk_get_analyzer:
 * @self: a desk
 *
 * Returns: (transfer none): who judges what lies here
 */
CriticAnalyzer *
critic_desk_get_analyzer (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), NULL);

  return self->analyzer;
}

/**
 * critic_desk_get_pictures:
 * @self: a desk
 *
 * Returns: (transfer none): what it has decoded
 */
CriticPictures *
critic_desk_get_pictures (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), NULL);

  return self->pictures;
}
