/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The critiques of what lies on the desk: actions, messages, undo, and what
 * would be lost. */
#include "critic-window-private.h"

#include <glib/gi18n-lib.h>

#include "critic-spelling-dictionary.h"

/* Of the side panel's height: the least room of a critique, and the most that a long
 * one takes before it scrolls. */
#define PAPER_LEAST 0.16
#define PAPER_MOST 0.5
/* Widget pixels. */
#define PAPER_MIN 104

static gboolean
size_paper_cb (gpointer data)
{
  CriticWindow *self = data;
  gdouble height = gtk_adjustment_get_page_size (gtk_scrolled_window_get_vadjustment (self->panel));
  int least = MAX (PAPER_MIN, (int) (height * PAPER_LEAST)), most = MAX (least, (int) (height * PAPER_MOST));

  self->paper_source = 0;
  /* The least may never be above the most. */
  gtk_scrolled_window_set_max_content_height (self->paper, -1);
  gtk_scrolled_window_set_min_content_height (self->paper, least);
  gtk_scrolled_window_set_max_content_height (self->paper, most);

  return G_SOURCE_REMOVE;
}

/* A size is not asked for while sizes are given. */
static void
panel_cb (CriticWindow *self)
{
  if (self->paper_source != 0)
    return;

  self->paper_source = g_idle_add_full (GTK_PRIORITY_RESIZE, size_paper_cb, self, NULL);
  g_source_set_name_by_id (self->paper_source, "[photo-critic] paper");
}

static gboolean
is_writing (CriticWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus);
}

static void
undo_folder_cb (gpointer data,
                gpointer user_data)
{
  CriticShoot *shoot = critic_folder_view_get_shoot (CRITIC_WINDOW (data)->folder);

  if (shoot != NULL)
    critic_shoot_undo (shoot);
}

static void
redo_folder_cb (gpointer data,
                gpointer user_data)
{
  CriticShoot *shoot = critic_folder_view_get_shoot (CRITIC_WINDOW (data)->folder);

  if (shoot != NULL)
    critic_shoot_redo (shoot);
}

/* The folder has a queue of its own: it goes on when what was typed is written. */
static void
undo_step_cb (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);
  gboolean redo = g_str_equal (name, "win.redo-step");

  critic_notice_close (self->critique_notice);
  critic_notice_close (self->desk_notice);
  if (critic_folder_view_get_shoot (self->folder) != NULL)
    critic_notebook_after (self->notebook, redo ? redo_folder_cb : undo_folder_cb, G_OBJECT (self));
  else if (redo)
    critic_notebook_redo (self->notebook);
  else
    critic_notebook_undo (self->notebook);
}

/* A text that has the focus undoes itself, also when it has nothing to undo. */
static void
undo_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  if (!is_writing (CRITIC_WINDOW (widget)))
    undo_step_cb (widget, g_str_equal (name, "win.undo") ? "win.undo-step" : "win.redo-step", NULL);
}

static void
update_undo (CriticWindow *self)
{
  GActionGroup *folder = critic_folder_view_get_actions (self->folder);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo-step",
                                 critic_notebook_get_undo_name (self->notebook) != NULL
                                   || g_action_group_get_action_enabled (folder, "undo"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.redo-step",
                                 critic_notebook_get_redo_name (self->notebook) != NULL
                                   || g_action_group_get_action_enabled (folder, "redo"));
}

static void
add_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  CriticWindow *self = user_data;

  critic_notebook_add (self->notebook);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
delete_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  critic_notebook_delete (CRITIC_WINDOW (user_data)->notebook);
}

static void
copy_text (CriticWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
copy_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  copy_text (user_data);
}

static void
retry_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  critic_notebook_retry (CRITIC_WINDOW (user_data)->notebook);
}

static const char *const countings[] = { "this", "author", "all", "" };

static void
count_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       user_data)
{
  for (CriticCounting i = CRITIC_COUNTS_THIS; i < CRITIC_COUNTS_SOME; i++)
    if (g_str_equal (g_variant_get_string (value, NULL), countings[i]))
      critic_notebook_set_counting (CRITIC_WINDOW (user_data)->notebook, i);
}

static void
ask_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  critic_prompts_ask (CRITIC_WINDOW (user_data)->prompts, g_variant_get_string (parameter, NULL));
}

static void
find_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  critic_critique_editor_find_aspect (CRITIC_WINDOW (user_data)->editor, g_variant_get_uint32 (parameter));
}

/* The answer is a paragraph of its own, at the end. */
static void
asked_cb (CriticWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
  GtkTextIter end, before;

  gtk_text_buffer_get_end_iter (buffer, &end);
  before = end;
  gtk_text_buffer_place_cursor (buffer, &end);
  if (gtk_text_iter_backward_char (&before) && gtk_text_iter_get_char (&before) != '\n')
    {
      gtk_text_buffer_begin_user_action (buffer);
      gtk_text_buffer_insert_at_cursor (buffer, "\n\n", -1);
      gtk_text_buffer_end_user_action (buffer);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->editor), gtk_text_buffer_get_insert (buffer));
}

static void
language_cb (GSimpleAction *action,
             GVariant      *value,
             gpointer       user_data)
{
  CriticWindow *self = user_data;
  CriticCritiqueEntry entry = *critic_sheet_get_entry (critic_notebook_get_current (self->notebook));

  entry.language = (char *) g_variant_get_string (value, NULL);
  critic_notebook_edit (self->notebook, &entry, _("Language of a critique"));
}

static void
add_language (GMenu      *menu,
              const char *label,
              const char *language)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (NULL, NULL);

  g_menu_item_set_label (item, label);
  g_menu_item_set_action_and_target (item, "critique.language", "s", language);
  g_menu_append_item (menu, item);
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CriticWindow) self = user_data;
  g_auto(GStrv) languages = critic_spelling_dictionary_list_finish (result, NULL);
  GMenu *menu;

  if (languages == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  menu = critic_critique_bar_get_language_menu (self->critique_bar);
  if (languages[0] == NULL)
    {
      g_autofree char *package = critic_spelling_dictionary_package ("");
      /* Translators: %s is the name of a package */
      g_autofree char *label = g_strdup_printf (_("No dictionary: install %s"), package);

      g_menu_append (menu, label, "critique.nothing");
      return;
    }

  add_language (menu, _("As the _Desktop"), "");
  for (guint i = 0; languages[i] != NULL; i++)
    {
      /* A name is no mnemonic. */
      g_autofree char *label = g_strdelimit (g_strdup (languages[i]), "_", '-');

      add_language (menu, label, languages[i]);
    }
  add_language (menu, _("_Off"), "-");
}

static void
notebook_cb (CriticWindow *self)
{
  CriticCounting counting = critic_notebook_get_counting (self->notebook);
  const char *language = critic_sheet_get_entry (critic_notebook_get_current (self->notebook))->language;

  critic_spelling_set_language (self->spelling, language != NULL ? language : "");
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->critique_actions), "language")),
                             g_variant_new_string (language != NULL ? language : ""));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->critique_actions), "count")),
                             g_variant_new_string (countings[counting]));
}

/* What went wrong stands where the text is; it goes when it is over. */
static void
problem_cb (CriticWindow *self)
{
  const char *problem = critic_notebook_get_problem (self->notebook);
  const GError *error = critic_shelf_get_error (self->shelf);

  if (problem != NULL && g_error_matches (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_DAMAGED))
    critic_notice_say (self->critique_notice, problem, _("Rescue"), "folder.rescue");
  else if (problem != NULL)
    critic_notice_say (self->critique_notice, problem, _("Try Again"), "critique.retry");
  else if (self->has_problem)
    critic_notice_close (self->critique_notice);
  self->has_problem = problem != NULL;
}

static void
said_cb (CriticWindow *self,
         const char   *text)
{
  if (!self->has_problem)
    critic_notice_say (self->critique_notice, text, _("Undo"), "win.undo-step");
}

static void
followed_cb (CriticWindow *self,
             const char   *text)
{
  critic_notice_say (self->desk_notice, text, NULL, NULL);
}

static void
written_cb (CriticWindow *self,
            GObject      *who,
            GArray       *image_ids)
{
  CriticShoot *shoot = critic_folder_view_get_shoot (self->folder);

  if (shoot != NULL && who != G_OBJECT (shoot))
    critic_shoot_look_at_images (shoot, (const gint64 *) image_ids->data, image_ids->len);
}

static void
answered_cb (CriticWindow *self,
             int           response,
             GtkWindow    *dialog)
{
  /* The dialog outlives this, and perhaps the window. */
  gtk_window_set_transient_for (dialog, NULL);
  gtk_window_destroy (dialog);
  if (response == GTK_RESPONSE_APPLY)
    copy_text (self);
  else if (response == GTK_RESPONSE_REJECT)
    {
      critic_notebook_give_up (self->notebook);
      gtk_window_destroy (GTK_WINDOW (self));
    }
}

gboolean
_critic_window_may_close (CriticWindow *self)
{
  GtkWidget *dialog;

  if (!critic_notebook_flush (self->notebook))
    return TRUE;

  dialog = gtk_message_dialog_new (GTK_WINDOW (self), GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                   GTK_MESSAGE_WARNING, GTK_BUTTONS_NONE, "%s",
                                   _("What you wrote could not be kept, and is lost when the window closes."));
  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s",
                                            critic_notebook_get_problem (self->notebook));
  gtk_dialog_add_buttons (GTK_DIALOG (dialog), _("_Close and Lose It"), GTK_RESPONSE_REJECT,
                          _("Co_py the Text"), GTK_RESPONSE_APPLY, _("_Stay"), GTK_RESPONSE_CANCEL, NULL);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));

  return FALSE;
}

void
_critic_window_class_init_critiques (GtkWidgetClass *klass)
{
  g_type_ensure (CRITIC_TYPE_ASPECT_ROW);
  g_type_ensure (CRITIC_TYPE_CRITIQUE_BAR);
  g_type_ensure (CRITIC_TYPE_CRITIQUE_FIELDS);
  g_type_ensure (CRITIC_TYPE_NOTICE);
  g_type_ensure (CRITIC_TYPE_PROMPTS);
  gtk_widget_class_bind_template_child (klass, CriticWindow, aspects);
  gtk_widget_class_bind_template_child (klass, CriticWindow, critique_bar);
  gtk_widget_class_bind_template_child (klass, CriticWindow, critique_notice);
  gtk_widget_class_bind_template_child (klass, CriticWindow, critique_fields);
  gtk_widget_class_bind_template_child (klass, CriticWindow, prompts);
  gtk_widget_class_bind_template_child (klass, CriticWindow, panel);
  gtk_widget_class_bind_template_child (klass, CriticWindow, paper);

  gtk_widget_class_install_action (klass, "win.undo", NULL, undo_cb);
  gtk_widget_class_install_action (klass, "win.redo", NULL, undo_cb);
  gtk_widget_class_install_action (klass, "win.undo-step", NULL, undo_step_cb);
  gtk_widget_class_install_action (klass, "win.redo-step", NULL, undo_step_cb);
}

void
_critic_window_init_critiques (CriticWindow *self,
                               CriticShelf  *shelf)
{
  static const GActionEntry entries[] = {
    { .name = "add", .activate = add_cb },
    { .name = "delete", .activate = delete_cb },
    { .name = "copy", .activate = copy_cb },
    { .name = "retry", .activate = retry_cb },
    { .name = "ask", .parameter_type = "s", .activate = ask_cb },
    { .name = "find", .parameter_type = "u", .activate = find_cb },
    { .name = "language", .parameter_type = "s", .state = "''", .change_state = language_cb },
    { .name = "count", .parameter_type = "s", .state = "'all'", .change_state = count_cb },
  };
  GActionGroup *folder = critic_folder_view_get_actions (self->folder);

  self->shelf = g_object_ref (shelf);
  self->notebook = critic_notebook_new (self->desk, shelf, self->settings,
                                        gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor)));
  self->critique_actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->critique_actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "critique", G_ACTION_GROUP (self->critique_actions));

  self->spelling = critic_spelling_new (GTK_TEXT_VIEW (self->editor));
  _critic_window_init_import (self);
  critic_spelling_dictionary_list_async (self->cancellable, listed_cb, g_object_ref (self));
  g_signal_connect_object (self->prompts, "asked", G_CALLBACK (asked_cb), self, G_CONNECT_SWAPPED);

  critic_judgement_panel_set_notebook (self->judgement, self->notebook);
  critic_style_list_set_notebook (self->styles, self->notebook);
  critic_critique_bar_set_notebook (self->critique_bar, self->notebook);
  critic_critique_fields_set_notebook (self->critique_fields, self->notebook, self->settings);
  g_signal_connect_object (self->notebook, "changed", G_CALLBACK (notebook_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notebook, "said", G_CALLBACK (said_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notebook, "followed", G_CALLBACK (followed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notebook, "notify::problem", G_CALLBACK (problem_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notebook, "notify::undo-name", G_CALLBACK (update_undo), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notebook, "notify::redo-name", G_CALLBACK (update_undo), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (folder, "action-enabled-changed::undo", G_CALLBACK (update_undo), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (folder, "action-enabled-changed::redo", G_CALLBACK (update_undo), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shelf, "written", G_CALLBACK (written_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->panel), "notify::page-size", G_CALLBACK (panel_cb), self,
                           G_CONNECT_SWAPPED);
  update_undo (self);
  notebook_cb (self);
}

/**
 * critic_window_write:
 * @self: a window
 * @critique: a text
 *
 * As if it had been typed into the critique that is shown.
 */
void
critic_window_write (CriticWindow *self,
                     const char   *critique)
{
  g_return_if_fail (CRITIC_IS_WINDOW (self));

  critic_notebook_write (self->notebook, critique);
}
