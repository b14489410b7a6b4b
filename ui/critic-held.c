/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-held.h"

#include "critic-veil.h"

struct _CriticHeld
{
  GObject          parent_instance;

  CriticDesk      *desk;
  CriticNotebook  *notebook;
  CriticSpotlight *spotlight;
};

G_DEFINE_FINAL_TYPE (CriticHeld, critic_held, G_TYPE_OBJECT)

/* Who judges first sees nothing here either. */
static void
veil (CriticHeld *self)
{
  CriticPicture *picture = critic_desk_get_picture (self->desk);
  CriticHash hash;

  if (picture == NULL)
    return;

  memcpy (hash.bytes, critic_photo_get_content_hash (critic_picture_get_photo (picture)), sizeof hash.bytes);
  critic_desk_set_veiled (self->desk, critic_veil_hides (critic_veil_get_default (), &hash,
                                                         critic_notebook_get_rating (self->notebook)));
}

static void
critic_held_dispose (GObject *object)
{
  CriticHeld *self = CRITIC_HELD (object);

  g_clear_object (&self->notebook);
  g_clear_object (&self->spotlight);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (critic_held_parent_class)->dispose (object);
}

static void
critic_held_class_init (CriticHeldClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = critic_held_dispose;
}

static void
critic_held_init (CriticHeld *self)
{
}

CriticHeld *
critic_held_new (CriticSpotlight *leader,
                 CriticShelf     *shelf,
                 GSettings       *settings)
{
  static const char *const alike[] = { "mode", "strength", "style", "comparing", "measured" };
  CriticHeld *self = g_object_new (CRITIC_TYPE_HELD, NULL);
  /* Nobody types there. */
  g_autoptr(GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);

  self->desk = critic_desk_new (critic_desk_get_analyzer (critic_spotlight_get_desk (leader)));
  self->notebook = critic_notebook_new (self->desk, shelf, settings, buffer);
  self->spotlight = critic_spotlight_new (self->desk);
  for (guint i = 0; i < G_N_ELEMENTS (alike); i++)
    g_object_bind_property (leader, alike[i], self->spotlight, alike[i], G_BINDING_SYNC_CREATE);

  g_signal_connect_object (critic_veil_get_default (), "changed", G_CALLBACK (veil), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notebook, "rated", G_CALLBACK (veil), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::picture", G_CALLBACK (veil), self, G_CONNECT_SWAPPED);

  return self;
}

void
critic_held_show (CriticHeld    *self,
                  CriticPicture *picture,
                  GFile         *file)
{
  g_return_if_fail (CRITIC_IS_HELD (self));

  if (critic_desk_get_picture (self->desk) != picture)
    critic_desk_show (self->desk, picture, file);
}

CriticSpotlight *
critic_held_get_spotlight (CriticHeld *self)
{
  g_return_val_if_fail (CRITIC_IS_HELD (self), NULL);

  return self->spotlight;
}
