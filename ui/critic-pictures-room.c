/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bound of bytes. What somebody shows counts and stays, whatever else was used
 * since; it alone may go beyond the bound, with as many pixels as a window needs. */
#include "critic-pictures-private.h"

#define MIB (1024 * 1024)

gsize
_critic_pictures_get_most (CriticPictures *self)
{
  return (gsize) self->max_mib * MIB;
}

static gboolean
is_at_hand (CriticPictures *self,
            CriticPicture  *picture)
{
  GFile *file = critic_picture_get_file (picture);
  CriticPictureEntry *entry = file != NULL ? g_hash_table_lookup (self->entries, file) : NULL;

  return entry != NULL && entry->picture == picture;
}

gsize
critic_pictures_get_bytes (CriticPictures *self)
{
  gsize bytes = 0;
  GHashTableIter iter;
  gpointer picture;

  g_return_val_if_fail (CRITIC_IS_PICTURES (self), 0);

  for (GList *l = self->order.head; l != NULL; l = l->next)
    {
      CriticPictureEntry *entry = l->data;

      if (entry->picture != NULL)
        bytes += critic_picture_get_bytes (entry->picture);
    }
  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, &picture, NULL))
    if (!is_at_hand (self, picture))
      bytes += critic_picture_get_bytes (picture);

  return bytes;
}

/* The other photographs side by side lend theirs to the one that lies on the desk,
 * and to nobody else: else they would take it from one another for ever. */
static gboolean
may_coarsen (CriticPictures *self,
             CriticPicture  *picture,
             CriticPicture  *asker)
{
  return picture != self->current && picture != asker
         && (!g_hash_table_contains (self->held, picture) || (asker != NULL && asker == self->current));
}

/* Gives back what was used longest ago until there is room for @more: first the
 * pixels that only a close look needs, then whole photographs. */
gboolean
_critic_pictures_make_room (CriticPictures *self,
                            gsize           more,
                            CriticPicture  *asker)
{
  const gsize most = _critic_pictures_get_most (self);

  if (more > most)
    return FALSE;

  for (GList *l = self->order.tail; l != NULL && critic_pictures_get_bytes (self) > most - more; l = l->prev)
    {
      CriticPictureEntry *entry = l->data;

      if (entry->picture != NULL && may_coarsen (self, entry->picture, asker))
        critic_picture_coarsen (entry->picture);
    }

  for (GList *l = self->order.tail, *prev; l != NULL && critic_pictures_get_bytes (self) > most - more; l = prev)
    {
      CriticPictureEntry *entry = l->data;
      guint place;

      prev = l->prev;
      if (entry->picture == NULL || g_hash_table_contains (self->held, entry->picture))
        continue;
      /* It would only be decoded to be given back again. */
      if (_critic_pictures_is_expected (self, entry->file, &place))
        g_ptr_array_remove_index (self->expected, place);
      _critic_pictures_drop (self, entry);
    }

  return critic_pictures_get_bytes (self) <= most - more;
}

static void
wants_detail_cb (CriticPictures *self,
                 CriticPicture  *picture)
{
  if (_critic_pictures_make_room (self, critic_picture_get_refined_bytes (picture), picture))
    critic_picture_refine (picture);
}

static void
refined_cb (CriticPictures *self)
{
  _critic_pictures_make_room (self, 0, NULL);
  _critic_pictures_pump (self);
}

void
_critic_pictures_listen (CriticPictures *self,
                         CriticPicture  *picture)
{
  if (g_signal_handler_find (picture, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self) != 0)
    return;

  g_signal_connect_object (picture, "wants-detail", G_CALLBACK (wants_detail_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (picture, "refined", G_CALLBACK (refined_cb), self, G_CONNECT_SWAPPED);
}

void
_critic_pictures_leave (CriticPictures *self,
                        CriticPicture  *picture)
{
  if (!g_hash_table_contains (self->held, picture) && !is_at_hand (self, picture))
    g_signal_handlers_disconnect_by_data (picture, self);
}

gboolean
_critic_pictures_is_shown (CriticPictures *self,
                           GFile          *file)
{
  GHashTableIter iter;
  gpointer picture;

  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, &picture, NULL))
    if (critic_picture_get_file (picture) != NULL && g_file_equal (critic_picture_get_file (picture), file))
      return TRUE;

  return FALSE;
}

void
critic_pictures_hold (CriticPictures *self,
                      CriticPicture  *picture)
{
  guint n;

  g_return_if_fail (CRITIC_IS_PICTURES (self));
  g_return_if_fail (CRITIC_IS_PICTURE (picture));

  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->held, picture));
  g_hash_table_replace (self->held, g_object_ref (picture), GUINT_TO_POINTER (n + 1));
  _critic_pictures_listen (self, picture);
}

void
critic_pictures_let_go (CriticPictures *self,
                        CriticPicture  *picture)
{
  g_autoptr(CriticPicture) kept = NULL;
  guint n;

  g_return_if_fail (CRITIC_IS_PICTURES (self));

  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->held, picture));
  g_return_if_fail (n > 0);
  if (n > 1)
    {
      g_hash_table_replace (self->held, g_object_ref (picture), GUINT_TO_POINTER (n - 1));
      return;
    }

  kept = g_object_ref (picture);
  g_hash_table_remove (self->held, picture);
  _critic_pictures_leave (self, picture);
  _critic_pictures_make_room (self, 0, NULL);
}

void
critic_pictures_set_current (CriticPictures *self,
                             CriticPicture  *picture)
{
  g_autoptr(CriticPicture) before = NULL;

  g_return_if_fail (CRITIC_IS_PICTURES (self));

  if (self->current == picture)
    return;

  before = g_steal_pointer (&self->current);
  if (picture != NULL)
    {
      self->current = g_object_ref (picture);
      critic_pictures_hold (self, picture);
    }
  if (before != NULL)
    critic_pictures_let_go (self, before);
  _critic_pictures_make_room (self, 0, NULL);
}

/* Even of what somebody shows, only what a window needs. */
void
_critic_pictures_shrink (CriticPictures *self)
{
  GHashTableIter iter;
  gpointer picture;

  if (_critic_pictures_make_room (self, 0, self->current))
    return;

  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, &picture, NULL))
    critic_picture_coarsen (picture);
}

void
_critic_pictures_init_room (CriticPictures *self)
{
  self->held = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}
