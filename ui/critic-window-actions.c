/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-window-private.h"

#include <glib/gi18n-lib.h>

#define ZOOM_STEP 1.25
/* Widget pixels. */
#define PAN_STEP 48

static void
chosen_cb (GtkNativeDialog *dialog,
           int              response,
           gpointer         user_data)
{
  CriticWindow *self = CRITIC_WINDOW (user_data);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (chooser);

      if (file != NULL && gtk_file_chooser_get_action (chooser) == GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER)
        critic_window_open_folder (self, file);
      else if (file != NULL)
        critic_window_open (self, file, NULL);
    }

  gtk_native_dialog_destroy (dialog);
  g_clear_object (&self->chooser);
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr(GtkFileFilter) images = gtk_file_filter_new ();
  g_autoptr(GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (images, _("Photographs"));
  gtk_file_filter_add_mime_type (images, "image/*");
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, images);
  gtk_file_chooser_add_filter (chooser, all);
}

/* Asks for a photograph or, as @action says, a folder, and opens it. One
 * question at a time: the one that stands there comes forward. */
void
_critic_window_choose (CriticWindow         *self,
                       const char           *title,
                       GtkFileChooserAction  action)
{
  if (self->chooser == NULL)
    {
      GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, _("_Open"), _("_Cancel"));

      if (action == GTK_FILE_CHOOSER_ACTION_OPEN)
        add_filters (GTK_FILE_CHOOSER (chooser));
      self->chooser = GTK_NATIVE_DIALOG (chooser);
      gtk_native_dialog_set_modal (self->chooser, TRUE);
      g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, 0);
    }

  gtk_native_dialog_show (self->chooser);
}

static void
open_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  _critic_window_choose (CRITIC_WINDOW (widget), _("Open a Photograph"), GTK_FILE_CHOOSER_ACTION_OPEN);
}

static void
paste_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);

  _critic_window_paste (self, g_str_equal (name, "win.paste-here")
                              || gtk_window_get_focus (GTK_WINDOW (self)) == GTK_WIDGET (self->editor));
}

static void
dismiss_error_cb (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  critic_desk_dismiss_error (CRITIC_WINDOW (widget)->desk);
}

/* The photograph that keys are for. */
static CriticPhotoView *
get_view (CriticWindow *self)
{
  return _critic_window_is_comparing (self) ? critic_compare_view_get_view (self->compare) : self->view;
}

static void
zoom_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);

  /* Larger and smaller are tiles where there is no photograph. */
  if (!_critic_window_is_desk (self))
    {
      if (g_str_equal (name, "win.zoom-in") || g_str_equal (name, "win.zoom-out"))
        gtk_widget_activate_action (widget, g_str_equal (name, "win.zoom-in") ? "folder.larger" : "folder.smaller", NULL);
      return;
    }

  if (g_str_equal (name, "win.zoom-fit"))
    critic_photo_view_set_fit (get_view (self));
  else if (g_str_equal (name, "win.zoom-full"))
    critic_photo_view_set_zoom (get_view (self), 1);
  else
    critic_photo_view_zoom_by (get_view (self), g_str_equal (name, "win.zoom-in") ? ZOOM_STEP : 1 / ZOOM_STEP);
}

/* One press of a key. */
static void
pan_cb (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  gint dx, dy;

  g_variant_get (parameter, "(ii)", &dx, &dy);
  critic_photo_view_pan_by (get_view (CRITIC_WINDOW (widget)), dx * PAN_STEP, dy * PAN_STEP);
}

/* Z: 100 %, and back. */
static void
toggle_full_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);

  if (critic_photo_view_get_fit (get_view (self)))
    critic_photo_view_set_zoom (get_view (self), 1);
  else
    critic_photo_view_set_fit (get_view (self));
}

static void
cycle_heat_cb (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);
  CriticHeat next = (critic_spotlight_get_mode (self->spotlight) + 1) % (CRITIC_HEAT_WORD + 1);

  if (next == CRITIC_HEAT_STYLE && critic_spotlight_get_style (self->spotlight) == MCN_N_STYLES)
    next = CRITIC_HEAT_WORD;
  critic_spotlight_set_mode (self->spotlight, next);
}

static void
to_critique_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);

  if (!_critic_window_is_desk (self))
    return;
  if (self->alone)
    _critic_window_set_alone (self, FALSE);
  critic_room_set_panel_visible (self->room, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static gboolean
is_in_critique (CriticWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && (focus == GTK_WIDGET (self->editor)
                           || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->critique_bar))
                           || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->critique_fields)));
}

/* Esc steps back one level: the message, the text, the photograph alone, those
 * beside it, the folder. */
static void
back_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);

  if (!_critic_window_is_desk (self))
    {
      if (!critic_folder_view_back (self->folder))
        gtk_widget_activate_action (widget, "folder.select-none", NULL);
    }
  else if (critic_desk_get_photo_error (self->desk) != NULL && critic_folder_view_get_current (self->folder) == 0)
    critic_desk_dismiss_error (self->desk);
  else if (is_in_critique (self))
    _critic_window_grab_stage (self);
  else if (critic_notice_close (self->desk_notice))
    return;
  else if (self->alone)
    _critic_window_set_alone (self, FALSE);
  else if (_critic_window_end_compare (self))
    return;
  else
    {
      critic_desk_dismiss_error (self->desk);
      _critic_window_return (self);
    }
}

/* Nothing but the photograph, over the whole screen. */
void
_critic_window_set_alone (CriticWindow *self,
                          gboolean      alone)
{
  if (self->alone == alone || (alone && !_critic_window_is_desk (self)))
    return;

  self->alone = alone;
  if (alone)
    {
      self->had_panel = critic_room_get_panel_visible (self->room);
      critic_room_set_panel_visible (self->room, FALSE);
      gtk_window_fullscreen (GTK_WINDOW (self));
    }
  else
    {
      critic_room_set_panel_visible (self->room, self->had_panel);
      gtk_window_unfullscreen (GTK_WINDOW (self));
    }

  gtk_widget_set_visible (GTK_WIDGET (self->heat_bar), !alone && critic_desk_get_picture (self->desk) != NULL);
  gtk_widget_set_visible (self->compare_bar, !alone && _critic_window_is_comparing (self));
  _critic_window_update_marks (self);
  _critic_window_update_roll (self);
  if (critic_desk_get_picture (self->desk) != NULL)
    _critic_window_grab_stage (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.zoom-fit", TRUE);
}

static void
alone_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);

  _critic_window_set_alone (self, !self->alone);
}

/* F9: the panel at the side, of the desk or of the folder. */
static void
toggle_panel_cb (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  gtk_widget_activate_action (widget, _critic_window_is_desk (CRITIC_WINDOW (widget)) ? "win.panel" : "win.filters", NULL);
}

/* The window manager may leave full screen on its own. */
static void
fullscreen_cb (CriticWindow *self)
{
  if (self->alone && !gtk_window_is_fullscreen (GTK_WINDOW (self))
      && gtk_widget_get_mapped (GTK_WIDGET (self)))
    _critic_window_set_alone (self, FALSE);
}

/* The panel as the user wants it, not as "photograph alone" hides it. */
static void
panel_cb (CriticWindow *self)
{
  if (self->settings != NULL && !self->alone)
    g_settings_set_boolean (self->settings, "panel-visible", critic_room_get_panel_visible (self->room));
}

static gboolean
key_pressed_cb (CriticWindow    *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  if (!_critic_window_is_desk (self) || !critic_keymap_matches (self->keymap, "without-heat", keyval, state))
    return GDK_EVENT_PROPAGATE;

  critic_spotlight_set_comparing (self->spotlight, TRUE);

  return GDK_EVENT_STOP;
}

static void
key_released_cb (CriticWindow *self,
                 guint         keyval)
{
  /* The modifiers may have been let go before. */
  if (critic_keymap_matches (self->keymap, "without-heat", keyval, 0))
    critic_spotlight_set_comparing (self->spotlight, FALSE);
}

static void
active_cb (CriticWindow *self)
{
  critic_spotlight_set_comparing (self->spotlight, FALSE);
}

void
_critic_window_class_init_actions (GtkWidgetClass *klass)
{
  static const struct
  {
    const char                *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.open", open_cb },
    { "win.paste", paste_cb },
    { "win.paste-here", paste_cb },
    { "win.dismiss-error", dismiss_error_cb },
    { "win.zoom-fit", zoom_cb },
    { "win.zoom-full", zoom_cb },
    { "win.zoom-in", zoom_cb },
    { "win.zoom-out", zoom_cb },
    { "win.toggle-full", toggle_full_cb },
    { "win.cycle-heat", cycle_heat_cb },
    { "win.to-critique", to_critique_cb },
    { "win.back", back_cb },
    { "win.alone", alone_cb },
    { "win.toggle-panel", toggle_panel_cb },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i].name, NULL, actions[i].activate);
  gtk_widget_class_install_action (klass, "win.pan", "(ii)", pan_cb);
}

void
_critic_window_init_actions (CriticWindow *self)
{
  g_autoptr(GPropertyAction) panel = g_property_action_new ("panel", self->room, "panel-visible");
  g_autoptr(GPropertyAction) heat = g_property_action_new ("heat", self->spotlight, "mode");
  g_autoptr(GPropertyAction) clipping = g_property_action_new ("clipping", self->clipping, "visible");
  g_autoptr(GPropertyAction) focus = g_property_action_new ("focus", self->focus, "visible");
  GtkEventController *controller;

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (clipping));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (focus));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (panel));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (heat));

  controller = gtk_event_controller_key_new ();
  g_signal_connect_swapped (controller, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  /* Whoever has the focus by then. */
  controller = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (controller, "key-released", G_CALLBACK (key_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_cb), NULL);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreen_cb), NULL);
  g_signal_connect_object (self->room, "notify::panel-visible", G_CALLBACK (panel_cb), self, G_CONNECT_SWAPPED);
}
