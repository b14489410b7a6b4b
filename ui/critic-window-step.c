/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-window-private.h"

/* Photographs a page key steps by on the desk. */
#define PAGE 10

static gboolean
step_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   user_data)
{
  CriticWindow *self = CRITIC_WINDOW (gtk_widget_get_root (widget));
  gint by = g_variant_get_int32 (args);
  guint position, n, next;

  if (!critic_folder_view_get_place (self->folder, &position, &n))
    return FALSE;

  next = by == G_MININT32 ? 0 : by == G_MAXINT32 ? n - 1 : (guint) CLAMP ((gint64) position + by, 0, (gint64) n - 1);
  self->steps_back = next < position;
  if (next != position)
    {
      g_autoptr(CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (critic_folder_view_get_shoot (self->folder)), next);

      if (item != NULL)
        _critic_window_open_row (self, critic_shoot_item_get_file_id (item));
    }

  return TRUE;
}

/* The neighbours are decoded ahead: the one further on in the direction of the
 * last step first. */
static void
expect_neighbours (CriticWindow *self)
{
  GListModel *model = G_LIST_MODEL (critic_folder_view_get_shoot (self->folder));
  guint position, n;
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  if (critic_folder_view_get_place (self->folder, &position, &n))
    {
      const gint forward = self->steps_back ? -1 : 1;
      const gint order[] = { forward, -forward, 2 * forward };

      for (guint i = 0; i < G_N_ELEMENTS (order); i++)
        {
          g_autoptr(CriticShootItem) item = g_list_model_get_item (model, position + order[i]);

          if (item != NULL)
            g_ptr_array_add (files, g_file_new_for_path (critic_shoot_item_get_facts (item)->row->path));
        }
    }

  critic_pictures_expect (critic_desk_get_pictures (self->desk), (GFile *const *) files->pdata, files->len);
}

/* On the desk the arrows step, unless something that has the focus needs them. */
void
_critic_window_init_steps (CriticWindow *self)
{
  static const struct
  {
    guint keyval, keypad;
    gint  by;
  } keys[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, -1 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 1 },
    { GDK_KEY_space, GDK_KEY_KP_Space, 1 },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, -PAGE },
    { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, PAGE },
    { GDK_KEY_Home, GDK_KEY_KP_Home, G_MININT32 },
    { GDK_KEY_End, GDK_KEY_KP_End, G_MAXINT32 },
  };
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcutTrigger *trigger = gtk_alternative_trigger_new (gtk_keyval_trigger_new (keys[i].keyval, 0),
                                                                 gtk_keyval_trigger_new (keys[i].keypad, 0));
      GtkShortcut *shortcut = gtk_shortcut_new (trigger, gtk_callback_action_new (step_cb, NULL, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (keys[i].by));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts), shortcut);
    }
  gtk_widget_add_controller (GTK_WIDGET (self->room), shortcuts);
  g_signal_connect_object (self->desk, "notify::picture", G_CALLBACK (expect_neighbours), self, G_CONNECT_SWAPPED);
}
