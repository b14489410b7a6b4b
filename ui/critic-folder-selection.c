/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-view-private.h"

/* Frames to wait for the tile that takes the focus. */
#define MAX_TRIES 60

static CriticShootItem *
item_at (CriticFolderView *self,
         guint             position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->shoot), position);
}

static gint64 *
copy_id (gint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

static void
stepped (CriticFolderView *self)
{
  g_signal_emit_by_name (self, "stepped");
}

/* What a person selected, by the photographs' own numbers. */
static void
selection_cb (CriticFolderView *self)
{
  g_autoptr(GtkBitset) bits = NULL;
  GtkBitsetIter iter;
  guint position;

  if (self->is_restoring || self->shoot == NULL)
    return;

  g_hash_table_remove_all (self->selected);
  bits = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  for (gboolean more = gtk_bitset_iter_init_first (&iter, bits, &position); more; more = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr(CriticShootItem) item = item_at (self, position);

      if (item != NULL)
        g_hash_table_add (self->selected, copy_id (critic_shoot_item_get_file_id (item)));
    }
  _critic_folder_view_update_actions (self);
}

/* The list moved: the same photographs are selected, wherever they are now. */
static void
restore_selection (CriticFolderView *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->shoot));
  g_autoptr(GtkBitset) bits = NULL, mask = NULL;
  GHashTableIter iter;
  gpointer id;

  if (g_hash_table_size (self->selected) == 0)
    return;

  bits = gtk_bitset_new_empty ();
  mask = gtk_bitset_new_range (0, n);
  g_hash_table_iter_init (&iter, self->selected);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      guint position = critic_shoot_find (self->shoot, *(gint64 *) id);

      if (position < n)
        gtk_bitset_add (bits, position);
    }

  self->is_restoring = TRUE;
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), bits, mask);
  self->is_restoring = FALSE;
}

static void
scroll_to (CriticFolderView *self,
           guint             position)
{
  if (self->is_table)
    critic_folder_table_scroll_to (self->table, position);
  else
    critic_folder_grid_scroll_to (self->grid, position);
}

/* Before the views take the change in: whoever looks at the best goes on doing
 * so, rather than following the photograph that was the first so far. */
static void
before_cb (CriticFolderView *self)
{
  CriticSeenRows *seen = self->is_table ? critic_folder_table_get_seen (self->table) : critic_folder_grid_get_seen (self->grid);

  self->is_at_top = critic_seen_rows_is_at_top (seen);
}

static void
items_cb (CriticFolderView *self)
{
  if (self->shoot == NULL)
    return;

  if (self->is_at_top && g_list_model_get_n_items (G_LIST_MODEL (self->shoot)) > 0)
    scroll_to (self, 0);

  restore_selection (self);
  _critic_folder_view_update_actions (self);
  _critic_folder_view_update_page (self);
  if (self->current != 0)
    stepped (self);
}

/* Only the list that is seen has a model: the other would follow every change
 * with hundreds of rows for nobody. */
void
_critic_folder_view_show_list (CriticFolderView *self)
{
  GtkSelectionModel *model = self->selection != NULL ? GTK_SELECTION_MODEL (self->selection) : NULL;

  critic_folder_grid_set_model (self->grid, self->is_table ? NULL : model);
  critic_folder_table_set_model (self->table, self->is_table ? model : NULL);
  gtk_stack_set_visible_child_name (self->lists, self->is_table ? "table" : "grid");
}

/* @shoot NULL: none. */
void
_critic_folder_view_set_model (CriticFolderView *self,
                               CriticShoot      *shoot)
{
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  critic_folder_grid_set_model (self->grid, NULL);
  critic_folder_table_set_model (self->table, NULL);
  g_clear_object (&self->selection);
  g_hash_table_remove_all (self->selected);

  if (shoot != NULL)
    {
      self->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (shoot)));
      g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (before_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (items_cb), self,
                               G_CONNECT_SWAPPED | G_CONNECT_AFTER);
    }
  _critic_folder_view_show_list (self);
  _critic_folder_view_update_actions (self);
}

static gboolean
focus_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  CriticFolderView *self = CRITIC_FOLDER_VIEW (widget);
  gboolean is_done = self->is_table ? critic_folder_table_focus (self->table, self->focus_id)
                                    : critic_folder_grid_focus (self->grid, self->focus_id);

  if (!is_done && ++self->focus_tries < MAX_TRIES && gtk_widget_get_mapped (widget))
    return G_SOURCE_CONTINUE;

  self->focus_tick = 0;

  return G_SOURCE_REMOVE;
}

/* A row has no widget before it was scrolled to and laid out. */
void
_critic_folder_view_focus (CriticFolderView *self,
                           gint64            file_id)
{
  self->focus_id = file_id;
  self->focus_tries = 0;
  if (self->focus_tick == 0)
    self->focus_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_cb, NULL, NULL);
}

void
critic_folder_view_set_current (CriticFolderView *self,
                                gint64            file_id)
{
  g_return_if_fail (CRITIC_IS_FOLDER_VIEW (self));

  if (self->current == 0)
    self->left = file_id;
  self->current = file_id;
  _critic_folder_view_update_actions (self);
  stepped (self);
}

gint64
critic_folder_view_get_current (CriticFolderView *self)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_VIEW (self), 0);

  return self->current;
}

gboolean
critic_folder_view_get_place (CriticFolderView *self,
                              guint            *position,
                              guint            *n)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_VIEW (self), FALSE);

  if (self->current == 0 || self->shoot == NULL)
    return FALSE;

  *position = critic_shoot_find (self->shoot, self->current);
  *n = g_list_model_get_n_items (G_LIST_MODEL (self->shoot));

  return *position < *n;
}

const CriticFacts *
critic_folder_view_get_facts (CriticFolderView *self)
{
  g_autoptr(CriticShootItem) item = NULL;
  guint position, n;

  if (!critic_folder_view_get_place (self, &position, &n))
    return NULL;

  item = item_at (self, position);

  return item != NULL ? critic_shoot_item_get_facts (item) : NULL;
}

GArray *
critic_folder_view_get_targets (CriticFolderView *self)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_VIEW (self), NULL);

  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GtkBitset) bits = NULL;
  GtkBitsetIter iter;
  guint position;

  if (self->current != 0)
    {
      g_array_append_val (ids, self->current);
      return ids;
    }
  /* A selection nobody sees is not meant. */
  if (self->selection == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return ids;

  /* In the order shown: a selection is exported as it is seen. */
  bits = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  for (gboolean more = gtk_bitset_iter_init_first (&iter, bits, &position); more; more = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr(CriticShootItem) item = item_at (self, position);

      if (item != NULL)
        {
          gint64 id = critic_shoot_item_get_file_id (item);

          g_array_append_val (ids, id);
        }
    }

  return ids;
}

GStrv
critic_folder_view_get_paths (CriticFolderView *self)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_VIEW (self), NULL);

  g_autoptr(GArray) ids = critic_folder_view_get_targets (self);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < ids->len; i++)
    {
      guint position = critic_shoot_find (self->shoot, g_array_index (ids, gint64, i));
      g_autoptr(CriticShootItem) item = item_at (self, position);

      if (item != NULL)
        g_strv_builder_add (builder, critic_shoot_item_get_facts (item)->row->path);
    }

  return g_strv_builder_end (builder);
}

/* The only one selected, 0: none or several. */
gint64
_critic_folder_view_first (CriticFolderView *self)
{
  g_autoptr(GArray) ids = critic_folder_view_get_targets (self);

  return ids->len == 1 ? g_array_index (ids, gint64, 0) : 0;
}

void
critic_folder_view_return (CriticFolderView *self)
{
  g_return_if_fail (CRITIC_IS_FOLDER_VIEW (self));

  gint64 current = self->current;
  guint position, n;
  gboolean is_there = critic_folder_view_get_place (self, &position, &n);

  self->current = 0;
  _critic_folder_view_update_actions (self);
  if (!is_there)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self));
      return;
    }

  /* Where one left, unless one stepped to another photograph meanwhile. */
  if (current != self->left)
    {
      gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
      scroll_to (self, position);
    }
  _critic_folder_view_focus (self, current);
}

GStrv
critic_folder_view_drag_out (GtkWidget *tile)
{
  CriticShootItem *item = critic_row_widget_get_item (CRITIC_ROW_WIDGET (tile));
  GtkWidget *view = gtk_widget_get_ancestor (tile, CRITIC_TYPE_FOLDER_VIEW);
  g_autoptr(GArray) ids = NULL;

  if (item == NULL || view == NULL)
    return NULL;

  ids = critic_folder_view_get_targets (CRITIC_FOLDER_VIEW (view));
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == critic_shoot_item_get_file_id (item))
      return critic_folder_view_get_paths (CRITIC_FOLDER_VIEW (view));

  return g_strdupv ((char *[]) { critic_shoot_item_get_facts (item)->row->path, NULL });
}
