/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Stars, flags, labels and the bin, on the desk as in the folder, and what is said
 * about them. */
#include "critic-window-private.h"

#include <glib/gi18n-lib.h>

#include "critic-frame.h"

/* A key that was pressed while the next photograph was still on its way: it is
 * meant for that one, and so is a step after it. */
typedef struct
{
  const char *action;       /* NULL: a step */
  gint        value;        /* how far */
} Mark;

/* A photograph that was binned, and where it stood. */
typedef struct
{
  CriticFrame *frame;       /* owned */
  guint        position;
} Binned;

static void
binned_clear (Binned *binned)
{
  g_clear_object (&binned->frame);
}

void
_critic_window_update_marks (CriticWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->mark_bar), critic_desk_get_picture (self->desk) != NULL && !self->alone);
  critic_mark_bar_show (self->mark_bar, critic_notebook_get_rating (self->notebook));
}

static gboolean
advances (CriticWindow *self)
{
  return self->settings != NULL && g_settings_get_boolean (self->settings, "auto-advance");
}

static void
rate (CriticWindow *self,
      const char   *action,
      gint          value)
{
  CriticRating rating = *critic_notebook_get_rating (self->notebook);
  CriticSet what;

  if (g_str_equal (action, "win.stars"))
    {
      what = CRITIC_SET_STARS;
      rating.stars = CLAMP (value, 0, 5);
    }
  else if (g_str_equal (action, "win.flag"))
    {
      what = CRITIC_SET_FLAG;
      rating.flag = CLAMP (value, 0, CRITIC_FLAG_REJECT);
    }
  else
    {
      /* A key pressed a second time takes the label away. */
      gboolean again = g_str_equal (action, "win.label") && (gint) rating.label == value;

      what = CRITIC_SET_LABEL;
      rating.label = again ? CRITIC_LABEL_NONE : CLAMP (value, 0, CRITIC_LABEL_BLUE);
    }

  critic_notice_close (self->desk_notice);
  critic_notebook_rate (self->notebook, what, &rating);
  if (advances (self))
    _critic_window_step_now (self, 1);
}

/* Those that waited, as long as the photograph they are for lies there. */
static void
loading_cb (CriticWindow *self)
{
  if (critic_desk_get_loading (self->desk))
    return;

  /* It did not come: nothing is said about the one before. */
  while (critic_desk_get_photo_error (self->desk) != NULL && self->waiting_marks->len > 0
         && g_array_index (self->waiting_marks, Mark, 0).action != NULL)
    g_array_remove_index (self->waiting_marks, 0);
  while (self->waiting_marks->len > 0 && !critic_desk_get_loading (self->desk))
    {
      Mark mark = g_array_index (self->waiting_marks, Mark, 0);

      g_array_remove_index (self->waiting_marks, 0);
      if (mark.action != NULL)
        rate (self, mark.action, mark.value);
      else
        _critic_window_step_now (self, mark.value);
    }
}

/* FALSE: there is nothing to step through. */
gboolean
_critic_window_step_by (CriticWindow *self,
                        gint          by)
{
  const Mark step = { NULL, by };

  critic_notice_close (self->desk_notice);
  if (self->waiting_marks->len == 0)
    return _critic_window_step_now (self, by);

  g_array_append_val (self->waiting_marks, step);

  return TRUE;
}

static void
mark_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);
  gint value = g_variant_get_int32 (parameter);

  if (!_critic_window_is_desk (self))
    gtk_widget_activate_action (widget, g_str_equal (name, "win.stars") ? "folder.stars" : g_str_equal (name, "win.flag")
                                        ? "folder.flag" : "folder.label", "i", value);
  else if (critic_desk_get_loading (self->desk) && critic_desk_get_picture (self->desk) != NULL)
    {
      const Mark mark = { g_intern_string (name), value };

      g_array_append_val (self->waiting_marks, mark);
    }
  else if (critic_desk_get_picture (self->desk) != NULL)
    rate (self, name, value);
}

static void
bin_cb (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);
  GFile *file = critic_desk_get_file (self->desk);
  g_autofree char *path = NULL;

  if (!_critic_window_is_desk (self) || critic_folder_view_get_current (self->folder) != 0)
    {
      gtk_widget_activate_action (widget, "folder.bin", NULL);
      return;
    }
  if (critic_desk_get_picture (self->desk) == NULL || critic_desk_get_loading (self->desk))
    return;

  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path != NULL)
    critic_folder_view_bin_file (self->folder, path);
  else
    critic_notice_say (self->desk_notice, _("A pasted photograph has no file that could go to the bin."), NULL, NULL);
}

static void
said_cb (CriticWindow *self,
         const char   *text,
         const char   *label,
         const char   *action)
{
  critic_notice_say (self->desk_notice, text, label, action);
}

/* --- files that left the strip, and those that came back --- */

static gboolean
find_frame (CriticWindow *self,
            const char   *path,
            guint        *position)
{
  for (guint i = 0; self->frames != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->frames)); i++)
    {
      g_autoptr(CriticFrame) frame = g_list_model_get_item (G_LIST_MODEL (self->frames), i);

      if (g_strcmp0 (critic_frame_get_path (frame), path) == 0)
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

static void
leave (CriticWindow *self,
       const char   *path)
{
  Binned binned;
  gboolean on_desk;
  guint n;

  if (!find_frame (self, path, &binned.position))
    return;

  on_desk = binned.position == self->frame && critic_folder_view_get_current (self->folder) == 0;
  binned.frame = g_list_model_get_item (G_LIST_MODEL (self->frames), binned.position);
  g_array_append_val (self->binned, binned);
  g_list_store_remove (self->frames, binned.position);
  if (binned.position < self->frame)
    self->frame--;

  n = g_list_model_get_n_items (G_LIST_MODEL (self->frames));
  if (on_desk && n > 0)
    _critic_window_open_frame (self, MIN (binned.position, n - 1));
  else
    _critic_window_update_roll (self);
}

static void
come_back (CriticWindow *self,
           const char   *path)
{
  for (guint i = 0; self->frames != NULL && i < self->binned->len; i++)
    {
      Binned *binned = &g_array_index (self->binned, Binned, i);
      guint n = g_list_model_get_n_items (G_LIST_MODEL (self->frames));
      guint position = MIN (binned->position, n);

      if (g_strcmp0 (critic_frame_get_path (binned->frame), path) != 0)
        continue;

      /* It may have been seen to come back. */
      if (!find_frame (self, path, &position))
        g_list_store_insert (self->frames, position, binned->frame);
      g_array_remove_index (self->binned, i);
      if (critic_folder_view_get_current (self->folder) == 0 && _critic_window_is_desk (self))
        _critic_window_open_frame (self, position);
      else if (position <= self->frame)
        self->frame++;
      return;
    }
}

/* Whoever asked for it is told what was done. */
static void
walked_cb (CriticWindow       *self,
           GObject            *who,
           const CriticChange *change,
           gboolean            redo)
{
  for (guint i = 0; i + 1 < change->moves->len; i += 2)
    {
      const char *from = g_ptr_array_index (change->moves, i), *to = g_ptr_array_index (change->moves, i + 1);
      const char *gone = redo ? from : to, *back = redo ? to : from;

      if (gone != NULL)
        leave (self, gone);
      if (back != NULL)
        come_back (self, back);
    }

  if (change->name != NULL && (who == G_OBJECT (self->notebook) || who == G_OBJECT (self->folder)))
    {
      /* Translators: %s is what was done, for example "Three stars" */
      g_autofree char *text = g_strdup_printf (redo ? _("Done again: %s") : _("Undone: %s"), change->name);
      const char *label = redo ? _("Undo") : _("Redo"), *action = redo ? "win.undo-step" : "win.redo-step";

      if (_critic_window_is_desk (self))
        critic_notice_say (self->desk_notice, text, label, action);
      else
        critic_folder_view_say (self->folder, text, label, action);
    }
}

/* What is stepped through is something else: nothing comes back into it. */
void
_critic_window_forget_binned (CriticWindow *self)
{
  g_array_set_size (self->binned, 0);
}

void
_critic_window_class_init_marks (GtkWidgetClass *klass)
{
  g_type_ensure (CRITIC_TYPE_MARK_BAR);
  gtk_widget_class_bind_template_child (klass, CriticWindow, mark_bar);
  gtk_widget_class_bind_template_child (klass, CriticWindow, desk_notice);

  gtk_widget_class_install_action (klass, "win.stars", "i", mark_cb);
  gtk_widget_class_install_action (klass, "win.flag", "i", mark_cb);
  gtk_widget_class_install_action (klass, "win.label", "i", mark_cb);
  gtk_widget_class_install_action (klass, "win.set-label", "i", mark_cb);
  gtk_widget_class_install_action (klass, "win.bin", NULL, bin_cb);
}

void
_critic_window_init_marks (CriticWindow *self)
{
  self->waiting_marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  self->binned = g_array_new (FALSE, FALSE, sizeof (Binned));
  g_array_set_clear_func (self->binned, (GDestroyNotify) binned_clear);

  critic_film_strip_set_shelf (self->strip, self->shelf);
  g_signal_connect_object (self->notebook, "rated", G_CALLBACK (_critic_window_update_marks), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::picture", G_CALLBACK (_critic_window_update_marks), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::loading", G_CALLBACK (loading_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->folder, "said", G_CALLBACK (said_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shelf, "walked", G_CALLBACK (walked_cb), self, G_CONNECT_SWAPPED);
  _critic_window_update_marks (self);
}
