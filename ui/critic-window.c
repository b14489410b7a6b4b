/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-window-private.h"

#include <glib/gi18n-lib.h>

#include "critic-evidence-overlay.h"
#include "critic-heat-overlay.h"
#include "critic-model-directory.h"

G_DEFINE_FINAL_TYPE (CriticWindow, critic_window, GTK_TYPE_APPLICATION_WINDOW)

/* What stands where the photograph would be. */
void
_critic_window_update_stage (CriticWindow *self)
{
  CriticPicture *picture = critic_desk_get_picture (self->desk);
  const char *error = critic_desk_get_photo_error (self->desk);
  gboolean is_desk = _critic_window_is_desk (self);
  gboolean comparing = picture != NULL && _critic_window_is_comparing (self);

  gtk_stack_set_visible_child_name (self->stack, comparing ? "compare" : picture != NULL ? "photo" : error != NULL ? "error" : "empty");
  gtk_widget_set_visible (GTK_WIDGET (self->heat_bar), picture != NULL && !self->alone);
  gtk_widget_set_visible (self->error_bar, picture != NULL && error != NULL);
  gtk_label_set_label (self->error_label, error != NULL ? error : "");
  gtk_label_set_label (self->error_bar_label, error != NULL ? error : "");

  /* The sentence can be selected, but it is not what one does next. */
  if (is_desk && picture == NULL && error != NULL)
    gtk_widget_grab_focus (self->error_button);
  else if (is_desk && picture == NULL && gtk_window_get_focus (GTK_WINDOW (self)) != GTK_WIDGET (self->editor))
    gtk_widget_grab_focus (GTK_WIDGET (self->empty_state));
}

void
_critic_window_grab_stage (CriticWindow *self)
{
  if (critic_desk_get_picture (self->desk) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->empty_state));
  else
    gtk_widget_grab_focus (_critic_window_is_comparing (self) ? GTK_WIDGET (self->compare) : GTK_WIDGET (self->view));
}

static void
hint_cb (CriticWindow *self)
{
  g_autofree char *hint = NULL;

  g_object_get (self->heat_bar, "hint", &hint, NULL);
  gtk_label_set_label (self->hint_label, hint);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), hint != NULL && critic_desk_get_picture (self->desk) != NULL);
}

static gboolean
is_in_strip (CriticWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->strip));
}

static void
picture_cb (CriticWindow *self)
{
  CriticPicture *picture = critic_desk_get_picture (self->desk);
  gboolean is_writing = gtk_window_get_focus (GTK_WINDOW (self)) == GTK_WIDGET (self->editor);

  _critic_window_update_stage (self);
  hint_cb (self);
  _critic_window_update_title (self);
  if (picture == NULL)
    return;

  /* Keys act on the photograph, unless somebody is writing or goes along the strip. */
  if (!is_writing && !is_in_strip (self) && _critic_window_is_desk (self))
    _critic_window_grab_stage (self);
}

static void
loading_cb (CriticWindow *self)
{
  gtk_spinner_set_spinning (self->spinner, critic_desk_get_loading (self->desk));
}

static void
sample_cb (CriticWindow *self,
           GFile        *file,
           const char   *critique)
{
  critic_folder_view_set_current (self->folder, 0);
  _critic_window_forget_frames (self);
  critic_photo_view_start_fit (self->view);
  critic_desk_open (self->desk, file, critique);
}

static gboolean
critic_window_close_request (GtkWindow *window)
{
  CriticWindow *self = CRITIC_WINDOW (window);
  int width, height;

  if (!_critic_window_may_close (self))
    return GDK_EVENT_STOP;

  _critic_window_save_session (self);
  gtk_window_get_default_size (window, &width, &height);
  if (self->settings != NULL && !self->alone)
    {
      g_settings_set_boolean (self->settings, "maximized", gtk_window_is_maximized (window));
      if (width > 0 && height > 0)
        {
          g_settings_set_int (self->settings, "window-width", width);
          g_settings_set_int (self->settings, "window-height", height);
        }
    }

  return GTK_WINDOW_CLASS (critic_window_parent_class)->close_request (window);
}

static void
critic_window_dispose (GObject *object)
{
  CriticWindow *self = CRITIC_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->listing != NULL)
    g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  g_clear_object (&self->frames);
  g_clear_pointer (&self->opened, g_ptr_array_unref);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (self->chooser);
  g_clear_object (&self->chooser);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->critique_actions);
  g_clear_object (&self->notebook);
  _critic_window_forget_keys (self);
  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_handle_id (&self->paper_source, g_source_remove);
  g_clear_object (&self->clipping);
  g_clear_object (&self->focus);
  g_clear_object (&self->spotlight);
  g_clear_object (&self->desk);
  g_clear_object (&self->shelf);
  g_clear_object (&self->sidecars);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (critic_window_parent_class)->dispose (object);
}

static void
critic_window_finalize (GObject *object)
{
  CriticWindow *self = CRITIC_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->waiting_marks, g_array_unref);
  g_clear_pointer (&self->binned, g_array_unref);
  g_clear_pointer (&self->returning, g_free);
  g_clear_pointer (&self->compared, g_ptr_array_unref);

  G_OBJECT_CLASS (critic_window_parent_class)->finalize (object);
}

static void
critic_window_class_init (CriticWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = critic_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = critic_window_close_request;

  g_type_ensure (CRITIC_TYPE_ROOM);
  g_type_ensure (CRITIC_TYPE_PHOTO_VIEW);
  g_type_ensure (CRITIC_TYPE_EMPTY_STATE);
  g_type_ensure (CRITIC_TYPE_HEAT_BAR);
  g_type_ensure (CRITIC_TYPE_FILM_STRIP);
  g_type_ensure (CRITIC_TYPE_JUDGEMENT_PANEL);
  g_type_ensure (CRITIC_TYPE_CRITIQUE_EDITOR);
  g_type_ensure (CRITIC_TYPE_STYLE_LIST);
  g_type_ensure (CRITIC_TYPE_INFO_PANEL);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, room);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, name_label);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, size_label);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, view);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, empty_state);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, heat_bar);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, hint_label);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, error_button);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, error_bar);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, error_bar_label);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, judgement);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, editor);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, note_label);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, styles);
  gtk_widget_class_bind_template_child (widget_class, CriticWindow, info);

  _critic_window_class_init_actions (widget_class);
  _critic_window_class_init_sidecars (widget_class);
  _critic_window_class_init_report (widget_class);
  _critic_window_class_init_folder (widget_class);
  _critic_window_class_init_critiques (widget_class);
  _critic_window_class_init_compare (widget_class);
  _critic_window_class_init_keys (widget_class);
  _critic_window_class_init_steps (widget_class);
  _critic_window_class_init_marks (widget_class);
  _critic_window_class_init_judge (widget_class);
  _critic_window_class_init_present (widget_class);
}

static void
critic_window_init (CriticWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Which part of the window remembers what. */
static void
bind_settings (CriticWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  g_settings_bind (self->settings, "panel-visible", self->room, "panel-visible", G_SETTINGS_BIND_GET);
  g_settings_bind (self->settings, "picture-memory", critic_desk_get_pictures (self->desk), "max-mib", G_SETTINGS_BIND_GET);
  g_settings_bind (self->settings, "heat-mode", self->spotlight, "mode", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "heat-strength", self->spotlight, "strength", G_SETTINGS_BIND_DEFAULT);
}

/**
 * critic_window_new:
 * @application: the application
 * @analyzer: who assesses
 * @shelf: the library, shared by all windows
 * @settings: (nullable): where the window remembers its size
 *
 * Returns: (transfer none): a window with an empty desk, not shown yet
 */
CriticWindow *
critic_window_new (GtkApplication *application,
                   CriticAnalyzer *analyzer,
                   CriticShelf    *shelf,
                   GSettings      *settings)
{
  CriticWindow *self = g_object_new (CRITIC_TYPE_WINDOW, "application", application, NULL);
  g_autofree char *samples = critic_data_path ("samples");
  g_autoptr(CriticHeatOverlay) heat = NULL;
  g_autoptr(CriticEvidenceOverlay) evidence = NULL;

  self->desk = critic_desk_new (analyzer);
  self->spotlight = critic_spotlight_new (self->desk);
  heat = critic_heat_overlay_new (self->spotlight);
  evidence = critic_evidence_overlay_new (self->spotlight);
  g_set_object (&self->settings, settings);

  critic_photo_view_set_spotlight (self->view, self->spotlight);
  critic_photo_view_add_overlay (self->view, CRITIC_OVERLAY (heat));
  critic_photo_view_add_overlay (self->view, CRITIC_OVERLAY (evidence));
  self->clipping = critic_pixel_overlay_new (CRITIC_PIXELS_CLIPPED, self->view);
  self->focus = critic_pixel_overlay_new (CRITIC_PIXELS_SHARP, self->view);
  critic_photo_view_add_overlay (self->view, CRITIC_OVERLAY (self->focus));
  critic_photo_view_add_overlay (self->view, CRITIC_OVERLAY (self->clipping));
  critic_heat_bar_set (self->heat_bar, self->spotlight, self->view);
  critic_judgement_panel_set_desk (self->judgement, self->desk);
  critic_critique_editor_set_spotlight (self->editor, self->spotlight);
  critic_info_panel_set_desk (self->info, self->desk);
  critic_style_list_set_spotlight (self->styles, self->spotlight);
  critic_aspect_row_set_spotlight (self->aspects, self->spotlight);
  if (samples != NULL)
    critic_empty_state_set_samples (self->empty_state, samples);

  g_object_bind_property (self->editor, "note", self->note_label, "label", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->heat_bar, "notify::hint", G_CALLBACK (hint_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::picture", G_CALLBACK (picture_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::photo-error", G_CALLBACK (_critic_window_update_stage), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::loading", G_CALLBACK (loading_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->empty_state, "open", G_CALLBACK (sample_cb), self, G_CONNECT_SWAPPED);

  if (settings != NULL)
    bind_settings (self);
  else
    gtk_window_set_default_size (GTK_WINDOW (self), 1280, 800);

  _critic_window_init_compare (self, shelf);
  _critic_window_init_strip (self);
  _critic_window_init_actions (self);
  _critic_window_init_folder (self, shelf);
  _critic_window_init_critiques (self, shelf);
  _critic_window_init_marks (self);
  _critic_window_watch_compare (self);
  _critic_window_init_judge (self);
  _critic_window_init_taste (self);
  _critic_window_init_steps (self);
  _critic_window_init_report (self);
  _critic_window_init_sidecars (self, shelf);
  _critic_window_init_drop (self);
  _critic_window_init_keys (self);
  _critic_window_init_session (self);
  _critic_window_update_stage (self);

  return self;
}

CriticDesk *
critic_window_get_desk (CriticWindow *self)
{
  g_return_val_if_fail (CRITIC_IS_WINDOW (self), NULL);

  return self->desk;
}

CriticFolderView *
critic_window_get_folder (CriticWindow *self)
{
  g_return_val_if_fail (CRITIC_IS_WINDOW (self), NULL);

  return self->folder;
}

gboolean
critic_window_is_free (CriticWindow *self)
{
  g_return_val_if_fail (CRITIC_IS_WINDOW (self), FALSE);

  return self->n_opening == 0 && critic_desk_get_picture (self->desk) == NULL && !critic_desk_get_loading (self->desk)
         && *critic_desk_get_critique (self->desk) == '\0' && critic_folder_view_get_folder (self->folder) == NULL;
}
