/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-window-private.h"

#include <glib/gi18n-lib.h>

#include "critic-recent.h"

gboolean
_critic_window_is_desk (CriticWindow *self)
{
  return gtk_stack_get_visible_child (self->views) == GTK_WIDGET (self->room);
}

/* What lies on the desk, or which folder is open. */
void
_critic_window_update_title (CriticWindow *self)
{
  CriticPicture *picture = critic_desk_get_picture (self->desk);
  g_autofree char *name = NULL, *more = NULL, *title = NULL;

  if (!_critic_window_is_desk (self))
    g_object_get (self->folder, "title", &name, "subtitle", &more, NULL);
  else if (picture == NULL)
    {
      name = g_strdup (_("Photo Critic"));
      more = g_strdup ("");
    }
  else
    {
      guint position, n;

      name = g_strdup (critic_picture_get_name (picture));
      more = g_strdup_printf (_("%u × %u"), critic_picture_get_width (picture), critic_picture_get_height (picture));
      if (_critic_window_get_place (self, &position, &n))
        {
          /* Translators: the third photograph of 128 */
          g_autofree char *place = g_strdup_printf (_("%'u of %'u"), position + 1, n);
          g_autofree char *size = g_steal_pointer (&more);

          more = g_strdup_printf ("%s · %s", size, place);
        }
    }

  /* Translators: title of the window: the name of the photograph and of the program */
  title = g_str_equal (name, _("Photo Critic")) ? g_strdup (name) : g_strdup_printf (_("%s – Photo Critic"), name);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->size_label, more);
}

void
_critic_window_show_desk (CriticWindow *self,
                          gboolean      desk)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "view");

  if (!desk)
    _critic_window_end_compare (self);
  gtk_stack_set_visible_child (self->views, desk ? GTK_WIDGET (self->room) : GTK_WIDGET (self->folder));
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (desk ? "desk" : "folder"));
  gtk_widget_set_visible (self->list_button, !desk);
  gtk_widget_set_visible (self->filters_button, !desk);
  gtk_widget_set_visible (self->panel_button, desk);
  _critic_window_update_title (self);
}

gboolean
_critic_window_return (CriticWindow *self)
{
  if (critic_folder_view_get_current (self->folder) == 0)
    return FALSE;

  _critic_window_show_desk (self, FALSE);
  critic_folder_view_return (self->folder);

  return TRUE;
}

static void
view_cb (GSimpleAction *action,
         GVariant      *value,
         gpointer       user_data)
{
  CriticWindow *self = user_data;
  gboolean desk = g_str_equal (g_variant_get_string (value, NULL), "desk");

  if (desk == _critic_window_is_desk (self))
    return;

  if (self->alone)
    _critic_window_set_alone (self, FALSE);
  if (desk)
    {
      _critic_window_show_desk (self, TRUE);
      _critic_window_grab_stage (self);
    }
  else if (!_critic_window_return (self))
    {
      _critic_window_show_desk (self, FALSE);
      gtk_widget_grab_focus (GTK_WIDGET (self->folder));
    }
}

/* From the folder to the desk. */
void
_critic_window_open_row (CriticWindow *self,
                         gint64        file_id)
{
  const CriticFacts *facts;
  g_autoptr(GFile) file = NULL;

  critic_folder_view_set_current (self->folder, file_id);
  facts = critic_folder_view_get_facts (self->folder);
  if (facts == NULL)
    {
      critic_folder_view_set_current (self->folder, 0);
      return;
    }

  file = g_file_new_for_path (facts->row->path);
  _critic_window_show_desk (self, TRUE);
  critic_desk_open (self->desk, file, NULL);
  if (gtk_window_get_focus (GTK_WINDOW (self)) != GTK_WIDGET (self->editor))
    _critic_window_grab_stage (self);
}

static void
open_cb (CriticWindow *self,
         gint64        file_id)
{
  critic_photo_view_start_fit (self->view);
  _critic_window_open_row (self, file_id);
}

static void
open_folder_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  _critic_window_choose (CRITIC_WINDOW (widget), _("Open a Folder"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

static void
open_recent_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  g_autoptr(GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  critic_window_open (CRITIC_WINDOW (widget), file, NULL);
}

static void
recent_cb (CriticWindow *self)
{
  critic_recent_fill (self->settings, CRITIC_RECENT_FOLDERS, self->recent_menu);
  critic_recent_fill (self->settings, CRITIC_RECENT_FILES, self->recent_files_menu);
  critic_empty_state_set_recent (self->empty_state, self->settings);
}

static void
search_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);

  if (!_critic_window_is_desk (self))
    critic_folder_view_search (self->folder);
}

static void
selection_cb (CriticWindow *self)
{
  gboolean has = g_action_group_get_action_enabled (critic_folder_view_get_actions (self->folder), "stars");
  g_autoptr(GArray) ids = critic_folder_view_get_targets (self->folder);
  gboolean show = has && ids->len > 0 && !_critic_window_is_desk (self);

  gtk_widget_set_visible (GTK_WIDGET (self->selection_button), show);
  if (show)
    {
      g_autofree char *label = g_strdup_printf (ngettext ("%'u selected", "%'u selected", ids->len), ids->len);

      gtk_menu_button_set_label (self->selection_button, label);
    }
}

void
_critic_window_class_init_folder (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.open-folder", NULL, open_folder_cb);
  gtk_widget_class_install_action (klass, "win.open-recent", "s", open_recent_cb);
  gtk_widget_class_install_action (klass, "win.search", NULL, search_cb);

  g_type_ensure (CRITIC_TYPE_FOLDER_VIEW);
  gtk_widget_class_bind_template_child (klass, CriticWindow, views);
  gtk_widget_class_bind_template_child (klass, CriticWindow, folder);
  gtk_widget_class_bind_template_child (klass, CriticWindow, open_button);
  gtk_widget_class_bind_template_child (klass, CriticWindow, list_button);
  gtk_widget_class_bind_template_child (klass, CriticWindow, selection_button);
  gtk_widget_class_bind_template_child (klass, CriticWindow, panel_button);
  gtk_widget_class_bind_template_child (klass, CriticWindow, filters_button);
  gtk_widget_class_bind_template_child (klass, CriticWindow, recent_menu);
  gtk_widget_class_bind_template_child (klass, CriticWindow, recent_files_menu);
  gtk_widget_class_bind_template_child (klass, CriticWindow, style_menu);
}

void
_critic_window_init_folder (CriticWindow *self,
                            CriticShelf  *shelf)
{
  static const GActionEntry entries[] = {
    { .name = "view", .parameter_type = "s", .state = "'desk'", .change_state = view_cb },
  };
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/photocritic/PhotoCritic/critic-folder-menu.ui");
  GActionGroup *actions = critic_folder_view_get_actions (self->folder);
  g_autoptr(GPropertyAction) filters = g_property_action_new ("filters", self->folder, "filters-visible");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (filters));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "folder", actions);
  gtk_menu_button_set_menu_model (self->selection_button,
                                  G_MENU_MODEL (gtk_builder_get_object (builder, "selection_menu")));

  for (McnStyle style = 0; style < MCN_N_STYLES; style++)
    {
      g_autofree char *order = g_strdup_printf ("style:%s", mcn_style_info (style)->id);
      g_autoptr(GMenuItem) item = g_menu_item_new (_(mcn_style_info (style)->name), NULL);

      g_menu_item_set_action_and_target (item, "folder.order", "s", order);
      g_menu_append_item (self->style_menu, item);
    }

  critic_folder_view_set (self->folder, shelf, self->settings);
  g_signal_connect_object (self->folder, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folder, "stepped", G_CALLBACK (_critic_window_update_roll), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folder, "selected", G_CALLBACK (selection_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folder, "notify::title", G_CALLBACK (_critic_window_update_title), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folder, "notify::subtitle", G_CALLBACK (_critic_window_update_title), self, G_CONNECT_SWAPPED);
  if (self->settings != NULL)
    {
      g_signal_connect_object (self->settings, "changed::" CRITIC_RECENT_FOLDERS, G_CALLBACK (recent_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->settings, "changed::" CRITIC_RECENT_FILES, G_CALLBACK (recent_cb), self, G_CONNECT_SWAPPED);
      recent_cb (self);
    }
  _critic_window_show_desk (self, TRUE);
}

/**
 * critic_window_open_folder:
 * @self: a window
 * @folder: a folder
 *
 * Shows the folder and judges what is in it.
 */
void
critic_window_open_folder (CriticWindow *self,
                           GFile        *folder)
{
  g_return_if_fail (CRITIC_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (folder));

  if (self->alone)
    _critic_window_set_alone (self, FALSE);
  _critic_window_show_desk (self, FALSE);
  critic_folder_view_open (self->folder, folder);
  gtk_widget_grab_focus (GTK_WIDGET (self->folder));
}

static void
queried_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(CriticWindow) self = user_data;
  GFile *file = G_FILE (object);
  g_autoptr(GFileInfo) info = g_file_query_info_finish (file, result, NULL);
  g_autofree char *critique = g_strdup (g_object_get_data (object, "critique"));

  self->n_opening--;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      critic_window_open_folder (self, file);
      return;
    }

  /* What is no folder, or cannot be looked at, is the desk's to open or to say so. */
  if (info != NULL)
    critic_recent_remember (self->settings, CRITIC_RECENT_FILES, file);
  critic_folder_view_set_current (self->folder, 0);
  _critic_window_show_desk (self, TRUE);
  critic_photo_view_start_fit (self->view);
  if (g_object_get_data (object, "alone") == NULL)
    _critic_window_list_frames (self, &file, 1);
  critic_desk_open (self->desk, file, NULL);
  if (critique != NULL)
    critic_window_write (self, critique);
}

/* @alone: what is stepped through is known already. */
static void
query (CriticWindow *self,
       GFile        *file,
       const char   *critique,
       gboolean      alone)
{
  /* One of our own: it carries the critique. */
  g_autoptr(GFile) own = g_file_dup (file);

  self->n_opening++;
  g_object_set_data_full (G_OBJECT (own), "critique", g_strdup (critique), g_free);
  g_object_set_data (G_OBJECT (own), "alone", GINT_TO_POINTER (alone));
  g_file_query_info_async (own, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT,
                           self->cancellable, queried_cb, g_object_ref (self));
}

/**
 * critic_window_open:
 * @self: a window
 * @file: a photograph or a folder
 * @critique: (nullable): the critique to start with
 *
 * Looks which of the two it is and opens it where it belongs. From a photograph
 * one steps to those beside it.
 */
void
critic_window_open (CriticWindow *self,
                    GFile        *file,
                    const char   *critique)
{
  g_return_if_fail (CRITIC_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  query (self, file, critique, FALSE);
}

/**
 * critic_window_open_several:
 * @self: a window
 * @files: photographs
 * @n: how many, at least 1
 * @critique: (nullable): the critique to start with
 *
 * Opens the first; from it one steps through all of them.
 */
void
critic_window_open_several (CriticWindow *self,
                            GFile *const *files,
                            guint         n,
                            const char   *critique)
{
  g_return_if_fail (CRITIC_IS_WINDOW (self));
  g_return_if_fail (n > 0);

  if (n > 1)
    _critic_window_list_frames (self, files, n);
  query (self, files[0], critique, n > 1);
}
