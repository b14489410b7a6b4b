/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-view-private.h"

#include <glib/gi18n-lib.h>

#include "critic-order.h"

#define ZOOM 40

static void
set_enabled (CriticFolderView *self,
             const char       *name,
             gboolean          enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
remember (CriticFolderView *self,
          const char       *key,
          GVariant         *value)
{
  if (self->settings != NULL)
    g_settings_set_value (self->settings, key, value);
}

static char *
dup_order (CriticFolderView *self)
{
  return g_strconcat (self->is_reversed ? "-" : "", self->order, NULL);
}

/* But for what is only true of one folder. */
static void
remember_order (CriticFolderView *self)
{
  g_autofree char *key = dup_order (self);

  if (!g_str_equal (self->order, "likeness"))
    remember (self, "folder-order", g_variant_new_string (key));
}

void
_critic_folder_view_apply_order (CriticFolderView *self)
{
  g_autofree char *key = dup_order (self);
  g_autoptr(GError) error = NULL;

  critic_folder_table_set_order (self->table, key);
  if (self->shoot != NULL && !critic_shoot_set_order (self->shoot, key, &error))
    critic_folder_view_say (self, error->message, NULL, NULL);
}

static void
mode_cb (GSimpleAction *action,
         GVariant      *value,
         gpointer       user_data)
{
  CriticFolderView *self = user_data;
  gboolean is_table = g_str_equal (g_variant_get_string (value, NULL), "table");
  CriticSeenRows *seen = self->is_table ? critic_folder_table_get_seen (self->table) : critic_folder_grid_get_seen (self->grid);
  gint64 first = critic_seen_rows_get_first (seen);

  g_simple_action_set_state (action, g_variant_new_string (is_table ? "table" : "grid"));
  remember (self, "folder-mode", g_variant_new_string (is_table ? "table" : "grid"));
  if (is_table == self->is_table)
    return;

  self->is_table = is_table;
  _critic_folder_view_show_list (self);

  /* The other list shows what this one did. */
  if (self->shoot != NULL && first != 0)
    {
      guint position = critic_shoot_find (self->shoot, first);

      if (position < g_list_model_get_n_items (G_LIST_MODEL (self->shoot)))
        {
          if (is_table)
            critic_folder_table_scroll_to (self->table, position);
          else
            critic_folder_grid_scroll_to (self->grid, position);
        }
    }
}

static void
order_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       user_data)
{
  CriticFolderView *self = user_data;
  const char *key = g_variant_get_string (value, NULL);
  gboolean is_reversed = *key == '-';
  g_autoptr(CriticOrder) order = critic_order_new (key, NULL);

  /* What was remembered by another version, or is only true of one folder. */
  if (order == NULL)
    return;

  g_free (self->order);
  self->order = g_strdup (key + is_reversed);
  self->is_reversed = is_reversed;
  g_simple_action_set_state (action, g_variant_new_string (self->order));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "reversed")),
                             g_variant_new_boolean (is_reversed));
  remember_order (self);
  _critic_folder_view_apply_order (self);
}

static void
reversed_cb (GSimpleAction *action,
             GVariant      *value,
             gpointer       user_data)
{
  CriticFolderView *self = user_data;

  self->is_reversed = g_variant_get_boolean (value);
  g_simple_action_set_state (action, value);
  remember_order (self);
  _critic_folder_view_apply_order (self);
}

/* The list is as the settings say, whoever changed them. */
void
_critic_folder_view_settings_changed (CriticFolderView *self,
                                      const char       *key)
{
  g_autofree char *order = dup_order (self);
  g_autofree char *wanted_order = g_settings_get_string (self->settings, "folder-order");
  g_autofree char *mode = g_settings_get_string (self->settings, "folder-mode");
  GActionGroup *actions = G_ACTION_GROUP (self->actions);
  g_autoptr(GVariant) shown = g_action_group_get_action_state (actions, "mode");
  g_autoptr(GVariant) collapsed = g_action_group_get_action_state (actions, "collapsed");
  g_autoptr(GVariant) wanted_collapsed = g_settings_get_value (self->settings, "bursts-collapsed");

  if (g_str_equal (key, "folder-order") && !g_str_equal (order, wanted_order))
    g_action_group_change_action_state (actions, "order", g_variant_new_string (wanted_order));
  else if (g_str_equal (key, "folder-mode") && !g_str_equal (mode, g_variant_get_string (shown, NULL)))
    g_action_group_change_action_state (actions, "mode", g_variant_new_string (mode));
  else if (g_str_equal (key, "bursts-collapsed") && !g_variant_equal (collapsed, wanted_collapsed))
    g_action_group_change_action_state (actions, "collapsed", wanted_collapsed);
}

static void
header_order_cb (CriticFolderView *self,
                 const char       *key)
{
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "order", g_variant_new_string (key));
}

static void
taste_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  header_order_cb (user_data, "taste");
}

static void
like_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  CriticFolderView *self = user_data;
  gint64 id = _critic_folder_view_first (self);

  if (id == 0)
    return;

  _critic_folder_view_drop_words (self);
  critic_filter_bar_clear_words (self->filters);
  critic_shoot_like (self->shoot, id);
  header_order_cb (self, "likeness");
}

static void
collapsed_cb (GSimpleAction *action,
              GVariant      *value,
              gpointer       user_data)
{
  CriticFolderView *self = user_data;

  g_simple_action_set_state (action, value);
  remember (self, "bursts-collapsed", value);
  g_hash_table_remove_all (self->expanded);
  if (self->shoot != NULL)
    critic_shoot_set_collapsed (self->shoot, g_variant_get_boolean (value));
}

static void
toggle_burst_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  CriticFolderView *self = user_data;
  gpointer group = GUINT_TO_POINTER (g_variant_get_uint32 (parameter) + 1);
  gboolean expand = !g_hash_table_contains (self->expanded, group);

  if (self->shoot == NULL)
    return;

  if (expand)
    g_hash_table_add (self->expanded, group);
  else
    g_hash_table_remove (self->expanded, group);
  critic_shoot_set_expanded (self->shoot, g_variant_get_uint32 (parameter), expand);
}

static void
rate (CriticFolderView   *self,
      CriticSet           what,
      const CriticRating *rating)
{
  g_autoptr(GArray) ids = critic_folder_view_get_targets (self);

  if (self->shoot == NULL || ids->len == 0)
    return;

  _critic_folder_view_outdate_notice (self);
  critic_shoot_rate (self->shoot, (const gint64 *) ids->data, ids->len, what, rating);
  if (self->current != 0)
    g_signal_emit_by_name (self, "stepped");
}

static void
stars_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  rate (user_data, CRITIC_SET_STARS, &(CriticRating) { .stars = CLAMP (g_variant_get_int32 (parameter), 0, 5) });
}

static void
flag_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  rate (user_data, CRITIC_SET_FLAG, &(CriticRating) { .flag = CLAMP (g_variant_get_int32 (parameter), 0, CRITIC_FLAG_REJECT) });
}

/* A second time takes the label away. */
static void
label_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  CriticFolderView *self = user_data;
  CriticLabel label = CLAMP (g_variant_get_int32 (parameter), 0, CRITIC_LABEL_BLUE);
  g_autoptr(GArray) ids = critic_folder_view_get_targets (self);
  gboolean all = ids->len > 0;

  for (guint i = 0; i < ids->len && all; i++)
    {
      guint position = critic_shoot_find (self->shoot, g_array_index (ids, gint64, i));
      g_autoptr(CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (self->shoot), position);

      all = item != NULL && critic_shoot_item_get_facts (item)->row->rating.label == label;
    }
  rate (self, CRITIC_SET_LABEL, &(CriticRating) { .label = all ? CRITIC_LABEL_NONE : label });
}

static void
retry_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  CriticFolderView *self = user_data;

  if (self->pass != NULL)
    critic_pass_retry (self->pass, NULL);
}

static void
retry_one_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  CriticFolderView *self = user_data;
  guint position;

  if (self->pass == NULL)
    return;

  position = critic_shoot_find (self->shoot, g_variant_get_int64 (parameter));
  g_autoptr(CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (self->shoot), position);

  if (item != NULL)
    critic_pass_retry (self->pass, (const char *[]) { critic_shoot_item_get_facts (item)->row->path, NULL });
}

static void
open_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  CriticFolderView *self = user_data;
  gint64 id = _critic_folder_view_first (self);

  if (id != 0 && self->current == 0)
    g_signal_emit_by_name (self, "open", id);
}

static void
act_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  CriticFolderView *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));

  if (g_str_equal (name, "copy"))
    _critic_folder_view_copy (self);
  else if (g_str_equal (name, "move"))
    _critic_folder_view_move (self);
  else if (g_str_equal (name, "bin"))
    _critic_folder_view_bin (self);
  else if (g_str_equal (name, "export"))
    _critic_folder_view_export (self);
  else if (g_str_equal (name, "clear-filters"))
    critic_filter_bar_clear (self->filters);
  else if (g_str_equal (name, "ask-for-words"))
    {
      g_object_set (self, "filters-visible", TRUE, NULL);
      critic_filter_bar_ask_for_words (self->filters);
    }
  else if (g_str_equal (name, "restart"))
    _critic_folder_view_restart (self);
  else if (g_str_equal (name, "undo") && self->shoot != NULL)
    {
      _critic_folder_view_outdate_notice (self);
      critic_shoot_undo (self->shoot);
    }
  else if (g_str_equal (name, "redo") && self->shoot != NULL)
    {
      _critic_folder_view_outdate_notice (self);
      critic_shoot_redo (self->shoot);
    }
  else if (g_str_equal (name, "show-bin"))
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), "trash:///", GDK_CURRENT_TIME);
  else if (g_str_equal (name, "rescue"))
    critic_shelf_rescue (self->shelf);
  else if (g_str_equal (name, "try-again"))
    critic_shelf_open (self->shelf);
  else if (g_str_equal (name, "do-without"))
    critic_shelf_do_without (self->shelf);
  else if (g_str_equal (name, "select-all") && self->selection != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
  else if (g_str_equal (name, "select-none") && self->selection != NULL)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
}

static void
zoom_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  CriticFolderView *self = user_data;
  int width;

  g_object_get (self->grid, "tile-width", &width, NULL);
  g_object_set (self->grid, "tile-width",
                CLAMP (width + (g_str_equal (g_action_get_name (G_ACTION (action)), "larger") ? ZOOM : -ZOOM), 140, 480), NULL);
}

/* Which of them mean something now. */
void
_critic_folder_view_update_actions (CriticFolderView *self)
{
  static const char *const of_targets[] = { "stars", "flag", "label", "export" };
  static const char *const of_files[] = { "copy", "move", "bin" };
  gboolean has_targets = self->current != 0, has_one = self->current != 0, has_undo = FALSE, has_redo = FALSE;

  if (self->selection != NULL && self->current == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      g_autoptr(GtkBitset) bits = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

      has_targets = !gtk_bitset_is_empty (bits);
      has_one = gtk_bitset_get_size (bits) == 1;
    }
  if (self->shoot != NULL)
    {
      g_autofree char *undo = NULL, *redo = NULL;

      g_object_get (self->shoot, "undo-name", &undo, "redo-name", &redo, NULL);
      has_undo = undo != NULL && *undo != '\0';
      has_redo = redo != NULL && *redo != '\0';
    }

  for (guint i = 0; i < G_N_ELEMENTS (of_targets); i++)
    set_enabled (self, of_targets[i], has_targets);
  for (guint i = 0; i < G_N_ELEMENTS (of_files); i++)
    set_enabled (self, of_files[i], has_targets && !self->is_busy);
  set_enabled (self, "open", has_one && self->current == 0);
  set_enabled (self, "like", has_one);
  set_enabled (self, "ask-for-words", self->shoot != NULL && critic_shoot_get_n_rows (self->shoot) > 0);
  set_enabled (self, "undo", has_undo && !self->is_busy);
  set_enabled (self, "redo", has_redo && !self->is_busy);
  set_enabled (self, "select-all", self->selection != NULL);
  set_enabled (self, "select-none", has_targets);
  set_enabled (self, "retry", self->shoot != NULL && critic_shoot_get_counts (self->shoot)->failed > 0);
  set_enabled (self, "by-taste", self->shoot != NULL && critic_shoot_get_taste (self->shoot) != NULL);
  g_signal_emit_by_name (self, "selected");
}

static void
menu_cb (CriticFolderView *self,
         int               n_press,
         gdouble           x,
         gdouble           y)
{
  if (!gtk_widget_is_sensitive (GTK_WIDGET (self->lists)) || self->context_menu == NULL)
    return;

  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}

static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  CriticFolderView *self = CRITIC_FOLDER_VIEW (user_data);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  graphene_rect_t bounds;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->lists))
      || !gtk_widget_compute_bounds (focus, GTK_WIDGET (self), &bounds))
    return FALSE;

  menu_cb (self, 1, bounds.origin.x + bounds.size.width / 2, bounds.origin.y + bounds.size.height / 2);

  return TRUE;
}

static void
init_menu (CriticFolderView *self)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/photocritic/PhotoCritic/critic-folder-menu.ui");
  GMenuModel *menu = G_MENU_MODEL (gtk_builder_get_object (builder, "selection_menu"));
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->context_menu = GTK_POPOVER_MENU (gtk_popover_menu_new_from_model (menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->context_menu), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->context_menu), GTK_ALIGN_START);
  gtk_widget_set_parent (GTK_WIDGET (self->context_menu), GTK_WIDGET (self));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (click, "pressed", G_CALLBACK (menu_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_Menu, 0),
                                                                                       gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK)),
                                                          gtk_callback_action_new (menu_key_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
position_cb (CriticFolderView *self,
             guint             position)
{
  g_autoptr(CriticShootItem) item = self->shoot != NULL ? g_list_model_get_item (G_LIST_MODEL (self->shoot), position) : NULL;

  if (item != NULL)
    g_signal_emit_by_name (self, "open", critic_shoot_item_get_file_id (item));
}

void
_critic_folder_view_init_actions (CriticFolderView *self)
{
  static const GActionEntry entries[] = {
    { .name = "mode", .parameter_type = "s", .state = "'grid'", .change_state = mode_cb },
    { .name = "order", .parameter_type = "s", .state = "'score'", .change_state = order_cb },
    { .name = "reversed", .state = "false", .change_state = reversed_cb },
    { .name = "collapsed", .state = "true", .change_state = collapsed_cb },
    { .name = "by-taste", .activate = taste_cb },
    { .name = "like", .activate = like_cb },
    { .name = "toggle-burst", .parameter_type = "u", .activate = toggle_burst_cb },
    { .name = "stars", .parameter_type = "i", .activate = stars_cb },
    { .name = "flag", .parameter_type = "i", .activate = flag_cb },
    { .name = "label", .parameter_type = "i", .activate = label_cb },
    { .name = "retry", .activate = retry_cb },
    { .name = "retry-one", .parameter_type = "x", .activate = retry_one_cb },
    { .name = "open", .activate = open_cb },
    { .name = "copy", .activate = act_cb },
    { .name = "move", .activate = act_cb },
    { .name = "bin", .activate = act_cb },
    { .name = "export", .activate = act_cb },
    { .name = "clear-filters", .activate = act_cb },
    { .name = "ask-for-words", .activate = act_cb },
    { .name = "restart", .activate = act_cb },
    { .name = "undo", .activate = act_cb },
    { .name = "redo", .activate = act_cb },
    { .name = "show-bin", .activate = act_cb },
    { .name = "rescue", .activate = act_cb },
    { .name = "try-again", .activate = act_cb },
    { .name = "do-without", .activate = act_cb },
    { .name = "select-all", .activate = act_cb },
    { .name = "select-none", .activate = act_cb },
    { .name = "larger", .activate = zoom_cb },
    { .name = "smaller", .activate = zoom_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->table, "order", G_CALLBACK (header_order_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->grid, "open", G_CALLBACK (position_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "open", G_CALLBACK (position_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "map", G_CALLBACK (_critic_folder_view_update_actions), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self, "unmap", G_CALLBACK (_critic_folder_view_update_actions), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  init_menu (self);
  _critic_folder_view_update_actions (self);
}
