/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a folder hides from who judges first. */
#include "critic-folder-view-private.h"

#include <glib/gi18n-lib.h>

static CriticShootItem *
get_target (CriticFolderView *self,
            GArray           *ids,
            guint             index)
{
  guint place = ids->len > 0 ? critic_shoot_find (self->shoot, g_array_index (ids, gint64, index)) : index;

  return g_list_model_get_item (G_LIST_MODEL (self->shoot), place);
}

/**
 * critic_folder_view_has_veiled:
 * @self: a folder
 * @most: how many are looked at
 *
 * Returns: whether what the model says of one of those is hidden that marks and acts are for, or
 *   of one that is shown where none is selected
 */
gboolean
critic_folder_view_has_veiled (CriticFolderView *self,
                               guint             most)
{
  g_autoptr(GArray) ids = NULL;
  guint n;

  g_return_val_if_fail (CRITIC_IS_FOLDER_VIEW (self), FALSE);

  if (self->shoot == NULL)
    return FALSE;

  ids = critic_folder_view_get_targets (self);
  n = ids->len > 0 ? ids->len : g_list_model_get_n_items (G_LIST_MODEL (self->shoot));
  for (guint i = 0; i < MIN (n, most); i++)
    {
      g_autoptr(CriticShootItem) item = get_target (self, ids, i);

      if (item != NULL && critic_shoot_item_get_facts (item)->row->veiled)
        return TRUE;
    }

  return FALSE;
}

/* Says why a file or a page is not written that would tell what is hidden. */
void
critic_folder_view_refuse_veiled (CriticFolderView *self)
{
  critic_folder_view_say (self, critic_veil_refusal (), _("Show What the Model Says"), "win.unveil");
}

/**
 * critic_folder_view_unveil:
 * @self: a folder
 *
 * The user asks what the model says of those that marks and acts are for.
 */
void
critic_folder_view_unveil (CriticFolderView *self)
{
  g_autoptr(GArray) hashes = g_array_new (FALSE, FALSE, sizeof (CriticHash));
  g_autoptr(GArray) ids = NULL;

  g_return_if_fail (CRITIC_IS_FOLDER_VIEW (self));

  ids = critic_folder_view_get_targets (self);
  for (guint i = 0; self->shoot != NULL && i < ids->len; i++)
    {
      g_autoptr(CriticShootItem) item = get_target (self, ids, i);

      if (item != NULL)
        g_array_append_val (hashes, critic_shoot_item_get_facts (item)->row->measured.hash);
    }

  if (hashes->len == 0 && self->shoot != NULL)
    critic_folder_view_say (self, _("Select the photographs of which you want to see what the model says."),
                            _("Select All"), "folder.select-all");
  critic_veil_lift (critic_veil_get_default (), (const CriticHash *) (gpointer) hashes->data, hashes->len);
}
