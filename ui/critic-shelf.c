/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shelf.h"

#include <glib/gi18n-lib.h>

#include "mcn-config.h"
#include "mcn-model-id.h"

struct _CriticShelf
{
  GObject           parent_instance;

  char             *model_directory;
  CriticShelfState  state;
  CriticLibrary    *library;
  char             *model_id;
  char             *notice;
  GError           *error;
  CriticThumbnails *thumbnails;
};

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS
};

enum
{
  WRITTEN,
  WALKED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticShelf, critic_shelf, G_TYPE_OBJECT)

typedef enum
{
  OPENING,
  RESCUING,
  WITHOUT,
} How;

typedef struct
{
  How            how;
  char          *model_directory;
  CriticLibrary *library;
  char          *model_id;
  guint64        n_lost;
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_object (&opening->library);
  g_free (opening->model_directory);
  g_free (opening->model_id);
  g_free (opening);
}

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Opening *opening = task_data;
  g_autofree char *path = critic_library_default_path ();
  g_autoptr(McnModelFiles) files = NULL;
  g_autoptr(McnConfig) config = NULL;
  GError *error = NULL;

  opening->library = opening->how == RESCUING ? critic_library_rescue (path, &opening->n_lost, &error)
                     : critic_library_open (opening->how == WITHOUT ? NULL : path, &error);
  if (opening->library == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* A model that cannot be read is the pass's to report. */
  files = mcn_model_files_open (opening->model_directory, NULL);
  if (files != NULL)
    config = mcn_config_new (files->bytes[MCN_FILE_CONFIG], files->name[MCN_FILE_CONFIG], NULL);
  opening->model_id = g_strdup (config != NULL ? config->id : "");
  g_task_return_boolean (task, TRUE);
}

static void
set_state (CriticShelf      *self,
           CriticShelfState  state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  CriticShelf *self = CRITIC_SHELF (object);
  Opening *opening = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), &self->error))
    {
      set_state (self, CRITIC_SHELF_FAILED);
      return;
    }

  g_set_object (&self->library, opening->library);
  g_free (self->model_id);
  self->model_id = g_strdup (opening->model_id);
  g_clear_pointer (&self->notice, g_free);
  if (opening->how == RESCUING)
    self->notice = opening->n_lost == 0
      ? g_strdup (_("The library was damaged; everything in it was saved into a new one."))
      : g_strdup_printf (ngettext ("The library was damaged; all but %zu entry was saved into a new one. The damaged file lies beside it.",
                                   "The library was damaged; all but %zu entries were saved into a new one. The damaged file lies beside it.",
                                   opening->n_lost), (gsize) opening->n_lost);
  else if (opening->how == WITHOUT)
    self->notice = g_strdup (_("Working without the library: stars, flags and critiques are forgotten when Photo Critic ends."));
  set_state (self, CRITIC_SHELF_OPEN);
}

static void
start (CriticShelf *self,
       How          how)
{
  g_autoptr(GTask) task = NULL;
  Opening *opening;

  if (self->state == CRITIC_SHELF_OPENING || self->state == CRITIC_SHELF_OPEN)
    return;

  g_clear_error (&self->error);
  set_state (self, CRITIC_SHELF_OPENING);

  opening = g_new0 (Opening, 1);
  opening->how = how;
  opening->model_directory = g_strdup (self->model_directory);
  task = g_task_new (self, NULL, opened_cb, NULL);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  g_task_run_in_thread (task, open_thread);
}

static void
critic_shelf_finalize (GObject *object)
{
  CriticShelf *self = (CriticShelf *) object;

  g_clear_object (&self->library);
  g_clear_object (&self->thumbnails);
  g_clear_error (&self->error);
  g_free (self->model_directory);
  g_free (self->model_id);
  g_free (self->notice);

  G_OBJECT_CLASS (critic_shelf_parent_class)->finalize (object);
}

static void
critic_shelf_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, ((CriticShelf *) object)->state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_shelf_class_init (CriticShelfClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = critic_shelf_finalize;
  object_class->get_property = critic_shelf_get_property;

  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, CRITIC_SHELF_CLOSED, CRITIC_SHELF_FAILED, CRITIC_SHELF_CLOSED,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CriticShelf::written:
   * @who: (type GObject): who wrote it
   * @image_ids: (element-type gint64): photographs of which something else is said now
   *
   * The library changed; whoever shows it and is not @who looks again.
   */
  signals[WRITTEN] = g_signal_new ("written", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_OBJECT, G_TYPE_ARRAY);

  /**
   * CriticShelf::walked:
   * @who: (type GObject): who asked for it
   * @change: (type gpointer): a CriticChange; its name is NULL when files were moved
   *   just now, by a new step
   * @redo: whether it was made again rather than taken back
   *
   * A step was taken back or made again, or files were moved.
   */
  signals[WALKED] = g_signal_new ("walked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 3, G_TYPE_OBJECT, G_TYPE_POINTER, G_TYPE_BOOLEAN);
}

static void
critic_shelf_init (CriticShelf *self)
{
  self->model_id = g_strdup ("");
  self->thumbnails = critic_thumbnails_new ();
}

CriticShelf *
critic_shelf_new (const char *model_directory)
{
  CriticShelf *self = g_object_new (CRITIC_TYPE_SHELF, NULL);

  self->model_directory = g_strdup (model_directory);

  return self;
}

void
critic_shelf_open (CriticShelf *self)
{
  g_return_if_fail (CRITIC_IS_SHELF (self));

  start (self, OPENING);
}

void
critic_shelf_rescue (CriticShelf *self)
{
  g_return_if_fail (CRITIC_IS_SHELF (self));

  start (self, RESCUING);
}

void
critic_shelf_do_without (CriticShelf *self)
{
  g_return_if_fail (CRITIC_IS_SHELF (self));

  start (self, WITHOUT);
}

CriticShelfState
critic_shelf_get_state (CriticShelf *self)
{
  g_return_val_if_fail (CRITIC_IS_SHELF (self), CRITIC_SHELF_CLOSED);

  return self->state;
}

const GError *
critic_shelf_get_error (CriticShelf *self)
{
  g_return_val_if_fail (CRITIC_IS_SHELF (self), NULL);

  return self->error;
}

const char *
critic_shelf_get_notice (CriticShelf *self)
{
  g_return_val_if_fail (CRITIC_IS_SHELF (self), NULL);

  return self->notice;
}

CriticLibrary *
critic_shelf_get_library (CriticShelf *self)
{
  g_return_val_if_fail (CRITIC_IS_SHELF (self), NULL);

  return self->library;
}

const char *
critic_shelf_get_model_id (CriticShelf *self)
{
  g_return_val_if_fail (CRITIC_IS_SHELF (self), NULL);

  return self->model_id;
}

const char *
critic_shelf_get_model_directory (CriticShelf *self)
{
  g_return_val_if_fail (CRITIC_IS_SHELF (self), NULL);

  return self->model_directory;
}

CriticThumbnails *
critic_shelf_get_thumbnails (CriticShelf *self)
{
  g_return_val_if_fail (CRITIC_IS_SHELF (self), NULL);

  return self->thumbnails;
}

void
critic_shelf_tell (CriticShelf *self,
                   GObject     *who,
                   GArray      *image_ids)
{
  g_return_if_fail (CRITIC_IS_SHELF (self));

  g_signal_emit (self, signals[WRITTEN], 0, who, image_ids);
}

void
critic_shelf_tell_walked (CriticShelf        *self,
                          GObject            *who,
                          const CriticChange *change,
                          gboolean            redo)
{
  g_return_if_fail (CRITIC_IS_SHELF (self));

  g_signal_emit (self, signals[WALKED], 0, who, change, redo);
}
