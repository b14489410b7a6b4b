/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two to four photographs side by side on the desk. The one that has the focus is
 * the one that lies on the desk, so marks, critique and judgement are its own; the
 * arrows step it, and the others are held. */
#include "critic-window-private.h"

#include <glib/gi18n-lib.h>

#include "critic-frame.h"
#include "critic-row-text.h"

static GFile *
dup_file (GObject *item)
{
  if (CRITIC_IS_FRAME (item))
    return g_object_ref (critic_frame_get_file (CRITIC_FRAME (item)));

  return g_file_new_for_path (critic_shoot_item_get_facts (CRITIC_SHOOT_ITEM (item))->row->path);
}

/* Name and marks. */
static void
update_caption (CriticWindow *self,
                guint         index)
{
  GObject *item = g_ptr_array_index (self->compared, index);
  gboolean is_row = CRITIC_IS_SHOOT_ITEM (item);
  const CriticRow *row = is_row ? critic_shoot_item_get_facts (CRITIC_SHOOT_ITEM (item))->row : NULL;
  const CriticRating *rating = index == critic_compare_view_get_focused (self->compare)
                               ? critic_notebook_get_rating (self->notebook)
                               : is_row ? &row->rating : critic_frame_get_rating (CRITIC_FRAME (item));
  g_autofree char *name = is_row ? critic_row_text_name (row) : g_strdup (critic_frame_get_name (CRITIC_FRAME (item)));
  g_autofree char *stars = critic_row_text_stars (rating->stars);
  const char *const parts[] = { stars, critic_row_text_flag (rating->flag), critic_row_text_label (rating->label) };
  g_autoptr(GString) caption = g_string_new (name);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0')
      g_string_append_printf (caption, " · %s", parts[i]);
  critic_compare_view_set_caption (self->compare, index, caption->str);
}

static void
update_captions (CriticWindow *self)
{
  for (guint i = 0; i < self->compared->len; i++)
    update_caption (self, i);
}

static void
set_item (CriticWindow *self,
          guint         index,
          GObject      *item)
{
  g_autoptr(GFile) file = dup_file (item);
  gpointer *place = &g_ptr_array_index (self->compared, index);

  if (*place != item)
    {
      g_signal_handlers_disconnect_by_data (*place, self);
      g_object_unref (*place);
      *place = g_object_ref (item);
      g_signal_connect_object (item, CRITIC_IS_FRAME (item) ? "notify::rating" : "notify::row",
                               G_CALLBACK (update_captions), self, G_CONNECT_SWAPPED);
    }
  critic_compare_view_set_file (self->compare, index, file);
}

static void
add_item (CriticWindow *self,
          GObject      *item)
{
  g_ptr_array_add (self->compared, g_object_ref (item));
  g_signal_connect_object (item, CRITIC_IS_FRAME (item) ? "notify::rating" : "notify::row",
                           G_CALLBACK (update_captions), self, G_CONNECT_SWAPPED);
}

gboolean
_critic_window_is_comparing (CriticWindow *self)
{
  return self->compared->len > 0;
}

/* Whether it is held: not the one that steps. */
gboolean
_critic_window_holds (CriticWindow *self,
                      gpointer      item)
{
  for (guint i = 0; i < self->compared->len; i++)
    if (i != critic_compare_view_get_focused (self->compare) && g_ptr_array_index (self->compared, i) == item)
      return TRUE;

  return FALSE;
}

static void
update_view (CriticWindow *self)
{
  gboolean comparing = _critic_window_is_comparing (self);
  GAction *count = g_action_map_lookup_action (G_ACTION_MAP (self), "compare-count");

  gtk_widget_set_visible (self->compare_bar, comparing && !self->alone);
  critic_heat_bar_set_view (self->heat_bar, comparing ? critic_compare_view_get_view (self->compare) : self->view);
  if (comparing)
    g_simple_action_set_state (G_SIMPLE_ACTION (count), g_variant_new_int32 ((gint) self->compared->len));
  _critic_window_update_stage (self);
}

static void
forget (CriticWindow *self)
{
  for (guint i = 0; i < self->compared->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->compared, i), update_captions, self);
  g_ptr_array_set_size (self->compared, 0);
  critic_compare_view_set_n (self->compare, 0);
}

/* FALSE: nothing is compared. */
gboolean
_critic_window_end_compare (CriticWindow *self)
{
  if (!_critic_window_is_comparing (self))
    return FALSE;

  forget (self);
  update_view (self);
  if (_critic_window_is_desk (self))
    _critic_window_grab_stage (self);

  return TRUE;
}

/* The photographs of @compared, of which number @focused lies on the desk. */
static void
show (CriticWindow *self,
      guint         focused)
{
  critic_compare_view_set_n (self->compare, self->compared->len);
  critic_compare_view_set_focused (self->compare, focused);
  for (guint i = 0; i < self->compared->len; i++)
    set_item (self, i, g_ptr_array_index (self->compared, i));
  update_captions (self);
  update_view (self);
  _critic_window_grab_stage (self);
}

/* The nearest in the list that is not compared already, behind @position first. */
static GObject *
find_next (CriticWindow *self,
           GListModel   *roll,
           guint         position)
{
  guint n = g_list_model_get_n_items (roll);

  for (guint i = 1; i < n; i++)
    {
      guint at = position + i < n ? position + i : n - 1 - i;
      g_autoptr(GObject) item = g_list_model_get_item (roll, at);

      if (item != NULL && !g_ptr_array_find (self->compared, item, NULL))
        return g_steal_pointer (&item);
    }

  return NULL;
}

/* As many more as there shall be; FALSE: there are too few. */
static gboolean
fill (CriticWindow *self,
      guint         n)
{
  guint position, all;
  GListModel *roll = _critic_window_get_roll (self, &position, &all);

  while (roll != NULL && self->compared->len < n)
    {
      g_autoptr(GObject) item = find_next (self, roll, position);

      if (item == NULL)
        break;
      add_item (self, item);
    }

  return self->compared->len >= CRITIC_COMPARE_LEAST;
}

/* The photograph on the desk is held, the one after it steps. */
static void
begin_on_desk (CriticWindow *self)
{
  guint position, n;
  GListModel *roll = _critic_window_get_roll (self, &position, &n);
  g_autoptr(GObject) item = roll != NULL ? g_list_model_get_item (roll, position) : NULL;

  if (critic_desk_get_picture (self->desk) == NULL)
    return;

  if (item != NULL)
    add_item (self, item);
  if (item == NULL || !fill (self, CRITIC_COMPARE_LEAST))
    {
      forget (self);
      critic_notice_say (self->desk_notice, _("There is no other photograph to compare with. Open a folder, or several photographs."),
                         NULL, NULL);
      return;
    }

  show (self, 1);
  _critic_window_open_item (self, g_ptr_array_index (self->compared, 1));
}

/* What is selected in the folder; one alone is compared with the next. */
static void
begin_in_folder (CriticWindow *self)
{
  CriticShoot *shoot = critic_folder_view_get_shoot (self->folder);
  g_autoptr(GArray) ids = critic_folder_view_get_targets (self->folder);

  if (shoot == NULL || ids->len == 0 || ids->len > CRITIC_COMPARE_MOST)
    {
      critic_folder_view_say (self->folder, _("Select two to four photographs to compare them."), NULL, NULL);
      return;
    }

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (shoot), critic_shoot_find (shoot, g_array_index (ids, gint64, i)));

      if (item != NULL)
        add_item (self, item);
    }
  critic_photo_view_start_fit (self->view);
  _critic_window_open_row (self, g_array_index (ids, gint64, 0));
  if (!fill (self, CRITIC_COMPARE_LEAST))
    {
      forget (self);
      return;
    }
  show (self, ids->len == 1 ? 1 : 0);
  if (ids->len == 1)
    _critic_window_open_item (self, g_ptr_array_index (self->compared, 1));
}

static void
compare_cb (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);

  if (_critic_window_end_compare (self))
    return;
  if (_critic_window_is_desk (self))
    begin_on_desk (self);
  else
    begin_in_folder (self);
}

static void
count_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       user_data)
{
  CriticWindow *self = user_data;
  guint n = CLAMP (g_variant_get_int32 (value), CRITIC_COMPARE_LEAST, CRITIC_COMPARE_MOST);
  guint focused = critic_compare_view_get_focused (self->compare);

  if (!_critic_window_is_comparing (self))
    return;

  /* The one that has the focus stays. */
  while (self->compared->len > n)
    {
      guint last = self->compared->len - 1 == focused ? self->compared->len - 2 : self->compared->len - 1;

      g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->compared, last), update_captions, self);
      g_ptr_array_remove_index (self->compared, last);
      if (last < focused)
        focused--;
    }
  fill (self, n);
  show (self, focused);
}

/* Another one has the focus: it lies on the desk from now on. */
static void
focused_cb (CriticWindow *self)
{
  if (!_critic_window_is_comparing (self))
    return;

  critic_heat_bar_set_view (self->heat_bar, critic_compare_view_get_view (self->compare));
  _critic_window_open_item (self, g_ptr_array_index (self->compared, critic_compare_view_get_focused (self->compare)));
}

/* What lies on the desk stands where the focus is. */
static void
picture_cb (CriticWindow *self)
{
  guint position, n;
  GListModel *roll;
  g_autoptr(GObject) item = NULL;

  if (!_critic_window_is_comparing (self))
    return;

  roll = _critic_window_get_roll (self, &position, &n);
  item = roll != NULL ? g_list_model_get_item (roll, position) : NULL;
  if (item == NULL)
    {
      _critic_window_end_compare (self);
      return;
    }

  if (!_critic_window_holds (self, item))
    set_item (self, critic_compare_view_get_focused (self->compare), item);
  update_captions (self);
}

void
_critic_window_class_init_compare (GtkWidgetClass *klass)
{
  g_type_ensure (CRITIC_TYPE_COMPARE_VIEW);
  gtk_widget_class_bind_template_child (klass, CriticWindow, compare);
  gtk_widget_class_bind_template_child (klass, CriticWindow, compare_bar);
  gtk_widget_class_install_action (klass, "win.compare", NULL, compare_cb);
}

/* Before the rest of the window is set up. */
void
_critic_window_init_compare (CriticWindow *self,
                             CriticShelf  *shelf)
{
  static const GActionEntry entries[] = {
    { .name = "compare-count", .parameter_type = "i", .state = "2", .change_state = count_cb },
  };

  self->compared = g_ptr_array_new_with_free_func (g_object_unref);
  critic_compare_view_set_up (self->compare, self->spotlight, shelf, self->settings, self->clipping, self->focus);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->compare, "focused", G_CALLBACK (focused_cb), self, G_CONNECT_SWAPPED);
}

/* Once there is a notebook. */
void
_critic_window_watch_compare (CriticWindow *self)
{
  g_signal_connect_object (self->desk, "notify::picture", G_CALLBACK (picture_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notebook, "rated", G_CALLBACK (update_captions), self, G_CONNECT_SWAPPED);
}
