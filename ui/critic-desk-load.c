/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-desk-private.h"

typedef struct
{
  CriticDesk   *desk;           /* owned */
  GCancellable *cancellable;    /* owned: which loading this is */
  GFile        *file;           /* owned; NULL: from memory */
  char         *critique;       /* owned: to start with; of a photograph only */
} Load;

static void
load_free (Load *load)
{
  g_clear_object (&load->desk);
  g_clear_object (&load->cancellable);
  g_clear_object (&load->file);
  g_free (load->critique);
  g_free (load);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Load, load_free)

/* The photograph is another one from now on. */
static void
take_picture (CriticDesk    *self,
              CriticPicture *picture,
              GFile         *file,
              const char    *critique)
{
  g_object_freeze_notify (G_OBJECT (self));

  /* What is being typed belongs to the photograph that leaves. */
  g_signal_emit_by_name (self, "flush");
  g_set_object (&self->picture, picture);
  g_set_object (&self->file, file);
  self->turning = TRUE;
  g_signal_emit_by_name (self, "turned", critique);
  self->turning = FALSE;

  _critic_desk_set_message (self, &self->photo_error, NULL, "photo-error");
  _critic_desk_set_explained (self, NULL);
  _critic_desk_assess (self);
  g_object_notify (G_OBJECT (self), "picture");

  g_object_thaw_notify (G_OBJECT (self));
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Load) load = user_data;
  CriticDesk *self = load->desk;
  g_autoptr(GError) error = NULL;
  g_autoptr(CriticPicture) picture = load->file != NULL
    ? critic_pictures_load_finish (CRITIC_PICTURES (object), result, &error)
    : critic_picture_load_finish (result, &error);

  if (load->cancellable != self->loading)
    return;

  g_clear_object (&self->loading);
  g_object_freeze_notify (G_OBJECT (self));

  if (picture != NULL)
    {
      critic_pictures_set_current (self->pictures, picture);
      take_picture (self, picture, load->file, load->critique);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    _critic_desk_set_message (self, &self->photo_error, error->message, "photo-error");

  g_object_notify (G_OBJECT (self), "loading");
  g_object_thaw_notify (G_OBJECT (self));
}

static void
load_picture (CriticDesk *self,
              GFile      *file,
              GBytes     *bytes,
              const char *name,
              const char *critique)
{
  CriticPicture *picture = file != NULL ? critic_pictures_peek (self->pictures, file) : NULL;
  Load *load;

  _critic_desk_cancel (&self->loading);
  if (picture != NULL)
    {
      critic_pictures_set_current (self->pictures, picture);
      take_picture (self, picture, file, critique);
      g_object_notify (G_OBJECT (self), "loading");
      return;
    }

  self->loading = g_cancellable_new ();
  load = g_new0 (Load, 1);
  load->desk = g_object_ref (self);
  load->cancellable = g_object_ref (self->loading);
  load->file = file != NULL ? g_object_ref (file) : NULL;
  load->critique = g_strdup (critique);

  if (file != NULL)
    critic_pictures_load_async (self->pictures, file, self->loading, loaded_cb, load);
  else
    critic_picture_load_async (bytes, name, self->loading, loaded_cb, load);
  g_object_notify (G_OBJECT (self), "loading");
}

/* The file is another one than what was shown of it. */
void
_critic_desk_open_again (CriticDesk *self,
                         GFile      *file)
{
  if (self->loading == NULL && self->file != NULL && g_file_equal (self->file, file))
    load_picture (self, file, NULL, NULL, NULL);
}

/**
 * critic_desk_open:
 * @self: a desk
 * @file: the photograph
 * @critique: (nullable): what to start with when nothing was written about it yet
 *
 * Loads @file on a worker; the photograph shown stays until the new one is
 * there. One that is decoded already is there at once. A photograph still being loaded is forgotten. Errors arrive in
 * #CriticDesk:photo-error.
 */
void
critic_desk_open (CriticDesk *self,
                  GFile      *file,
                  const char *critique)
{
  g_return_if_fail (CRITIC_IS_DESK (self));
  g_return_if_fail (G_IS_FILE (file));

  load_picture (self, file, NULL, NULL, critique);
}

/**
 * critic_desk_open_bytes:
 * @self: a desk
 * @bytes: an image file in memory: a paste, a drop from a browser
 * @name: its name for people
 *
 * As critic_desk_open().
 */
void
critic_desk_open_bytes (CriticDesk *self,
                        GBytes     *bytes,
                        const char *name)
{
  g_return_if_fail (CRITIC_IS_DESK (self));
  g_return_if_fail (bytes != NULL);

  load_picture (self, NULL, bytes, name, NULL);
}

/**
 * critic_desk_show:
 * @self: a desk
 * @picture: a photograph that somebody else decoded and keeps in its full size
 * @file: (nullable): where it came from
 *
 * It lies there at once.
 */
void
critic_desk_show (CriticDesk    *self,
                  CriticPicture *picture,
                  GFile         *file)
{
  g_return_if_fail (CRITIC_IS_DESK (self));
  g_return_if_fail (CRITIC_IS_PICTURE (picture));

  _critic_desk_cancel (&self->loading);
  take_picture (self, picture, file, NULL);
}
