/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that were written anew. What is shown of one stays until the new photograph
 * is decoded: another program may be in the middle of writing it, so a failure is
 * told only when some more tries have failed, too. */
#include "critic-pictures-private.h"

#define AGAIN_MS 1000
#define MOST_TRIES 6

typedef struct
{
  CriticPictures *owner;
  GFile          *file;
  guint           n_tries;      /* since somebody wrote to it */
  guint           timer;        /* until the next one; 0: it is being decoded */
} Renewal;

static void
renewal_free (Renewal *renewal)
{
  g_clear_handle_id (&renewal->timer, g_source_remove);
  g_object_unref (renewal->file);
  g_free (renewal);
}

static void
tell (CriticPictures *self,
      GFile          *file)
{
  g_signal_emit_by_name (self, "stale", file);
}

static void
try (CriticPictures *self,
     Renewal        *renewal)
{
  renewal->n_tries++;
  if (g_hash_table_lookup (self->entries, renewal->file) == NULL)
    _critic_pictures_begin (self, renewal->file);
}

static gboolean
again_cb (gpointer data)
{
  Renewal *renewal = data;
  CriticPictures *self = renewal->owner;

  renewal->timer = 0;
  if (_critic_pictures_is_shown (self, renewal->file))
    try (self, renewal);
  else
    g_hash_table_remove (self->renewals, renewal->file);

  return G_SOURCE_REMOVE;
}

gboolean
_critic_pictures_renews (CriticPictures *self,
                         GFile          *file)
{
  return g_hash_table_contains (self->renewals, file);
}

void
_critic_pictures_renewed (CriticPictures *self,
                          GFile          *file,
                          CriticPicture  *picture)
{
  Renewal *renewal = g_hash_table_lookup (self->renewals, file);
  g_autoptr(GFile) kept = g_object_ref (file);

  if (renewal == NULL)
    return;

  if (picture == NULL && renewal->n_tries < MOST_TRIES)
    {
      renewal->timer = g_timeout_add (AGAIN_MS, again_cb, renewal);
      return;
    }

  g_hash_table_remove (self->renewals, file);
  tell (self, kept);
  /* It may have been written to while it was read. */
  if (picture != NULL)
    _critic_pictures_glance (self, kept);
}

static void
renew (CriticPictures *self,
       GFile          *file)
{
  Renewal *renewal = g_hash_table_lookup (self->renewals, file);

  if (renewal != NULL)
    {
      /* Somebody is still writing: as if it were new. */
      renewal->n_tries = 0;
      return;
    }

  renewal = g_new0 (Renewal, 1);
  renewal->owner = self;
  renewal->file = g_object_ref (file);
  g_hash_table_insert (self->renewals, renewal->file, renewal);
  try (self, renewal);
}

static gboolean
is_other (CriticPictures *self,
          GFile          *file,
          GFileInfo      *info)
{
  GHashTableIter iter;
  gpointer picture;

  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, &picture, NULL))
    if (critic_picture_get_file (picture) != NULL && g_file_equal (critic_picture_get_file (picture), file)
        && !critic_picture_is_of (picture, info))
      return TRUE;

  return FALSE;
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CriticPictures) self = user_data;
  g_autoptr(GFile) file = g_object_ref (G_FILE (object));
  g_autoptr(GFileInfo) info = g_file_query_info_finish (file, result, NULL);
  CriticPictureEntry *entry = g_hash_table_lookup (self->entries, file);
  gboolean was_at_hand = FALSE;

  /* Gone is not another: it can still be looked at. */
  if (info == NULL)
    return;

  if (entry != NULL && entry->picture != NULL && !critic_picture_is_of (entry->picture, info))
    {
      was_at_hand = TRUE;
      _critic_pictures_drop (self, entry);
    }
  if (is_other (self, file, info))
    {
      if (entry == NULL || was_at_hand || entry->loading != NULL || _critic_pictures_renews (self, file))
        renew (self, file);
      else
        tell (self, file);
    }
  else if (was_at_hand)
    _critic_pictures_pump (self);
}

void
_critic_pictures_glance (CriticPictures *self,
                         GFile          *file)
{
  g_file_query_info_async (file, CRITIC_PICTURE_ATTRIBUTES, G_FILE_QUERY_INFO_NONE, G_PRIORITY_LOW, NULL, looked_cb,
                           g_object_ref (self));
}

/**
 * critic_pictures_look:
 * @self: pictures
 * @file: a file to which another program may have written
 *
 * Whatever was decoded of other contents is given up. When somebody shows it, the
 * new photograph is decoded, and "stale" emitted once it is there: then
 * critic_pictures_peek() has it. It is emitted as well when the file could not be
 * decoded for some seconds: then critic_pictures_load_async() says why.
 */
void
critic_pictures_look (CriticPictures *self,
                      GFile          *file)
{
  g_return_if_fail (CRITIC_IS_PICTURES (self));
  g_return_if_fail (G_IS_FILE (file));

  if (g_hash_table_contains (self->entries, file) || _critic_pictures_is_shown (self, file))
    _critic_pictures_glance (self, file);
}

void
_critic_pictures_init_renew (CriticPictures *self)
{
  self->renewals = g_hash_table_new_full (g_file_hash, (GEqualFunc) g_file_equal, NULL, (GDestroyNotify) renewal_free);
}
