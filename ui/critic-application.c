/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-application.h"

#include <glib/gi18n-lib.h>

#include "critic-analyzer.h"
#include "critic-help-window.h"
#include "critic-keymap.h"
#include "critic-menu-focus.h"
#include "critic-menu-names.h"
#include "critic-model-directory.h"
#include "critic-motion.h"
#include "critic-preferences.h"
#include "critic-shade.h"
#include "critic-shortcuts-window.h"
#include "critic-window.h"

struct _CriticApplication
{
  GtkApplication  parent_instance;

  CriticAnalyzer *analyzer;
  CriticShelf    *shelf;
  CriticShade    *shade;
  GSettings      *settings;     /* NULL: there is no schema, nothing is remembered */
  CriticKeymap   *keymap;
  char           *model;        /* --model */
  GtkWidget      *help;         /* NULL: not open */
};

G_DEFINE_FINAL_TYPE (CriticApplication, critic_application, GTK_TYPE_APPLICATION)

static CriticAnalyzer *
get_analyzer (CriticApplication *self)
{
  if (self->analyzer == NULL)
    {
      g_autofree char *directory = self->model != NULL ? g_strdup (self->model) : critic_model_directory ();
      guint n = g_get_num_processors ();

      /* One core stays with the window. */
      self->analyzer = critic_analyzer_new (directory, n > 1 ? n - 1 : 1);
    }

  return self->analyzer;
}

static CriticShelf *
get_shelf (CriticApplication *self)
{
  if (self->shelf == NULL)
    {
      g_autofree char *directory = self->model != NULL ? g_strdup (self->model) : critic_model_directory ();

      self->shelf = critic_shelf_new (directory);
    }

  return self->shelf;
}

static CriticWindow *
new_window (CriticApplication *self)
{
  CriticWindow *window = critic_window_new (GTK_APPLICATION (self), get_analyzer (self), get_shelf (self),
                                            self->settings);

  gtk_window_present (GTK_WINDOW (window));

  return window;
}

/* A window with an empty desk and no folder is used before a new one is opened. */
static CriticWindow *
free_window (CriticApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (CRITIC_IS_WINDOW (window) && critic_window_is_free (CRITIC_WINDOW (window)))
    {
      gtk_window_present (window);
      return CRITIC_WINDOW (window);
    }

  return new_window (self);
}

typedef struct
{
  CriticApplication *application;     /* owned */
  GPtrArray         *photographs;     /* GFile */
  GPtrArray         *folders;         /* GFile */
  char              *critique;
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_object (&opening->application);
  g_ptr_array_unref (opening->photographs);
  g_ptr_array_unref (opening->folders);
  g_free (opening->critique);
  g_free (opening);
}

static void
sort_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Opening *opening = task_data;

  for (guint i = 0; i < opening->photographs->len;)
    {
      GFile *file = g_ptr_array_index (opening->photographs, i);

      if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY)
        g_ptr_array_add (opening->folders, g_ptr_array_steal_index (opening->photographs, i));
      else
        i++;
    }
  g_task_return_boolean (task, TRUE);
}

/* The photographs into one window, each folder into one of its own. */
static void
sorted_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Opening *opening = g_task_get_task_data (G_TASK (result));
  CriticApplication *self = opening->application;

  g_application_release (G_APPLICATION (self));
  if (opening->photographs->len > 0)
    critic_window_open_several (free_window (self), (GFile *const *) opening->photographs->pdata, opening->photographs->len,
                                opening->critique);
  for (guint i = 0; i < opening->folders->len; i++)
    critic_window_open_folder (free_window (self), g_ptr_array_index (opening->folders, i));
}

static void
open_files (CriticApplication *self,
            GFile *const      *files,
            guint              n,
            const char        *critique)
{
  Opening *opening;
  g_autoptr(GTask) task = NULL;

  if (n == 1)
    {
      critic_window_open (free_window (self), files[0], critique);
      return;
    }

  opening = g_new0 (Opening, 1);
  opening->application = g_object_ref (self);
  opening->photographs = g_ptr_array_new_with_free_func (g_object_unref);
  opening->folders = g_ptr_array_new_with_free_func (g_object_unref);
  opening->critique = g_strdup (critique);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (opening->photographs, g_object_ref (files[i]));
  g_application_hold (G_APPLICATION (self));
  task = g_task_new (NULL, NULL, sorted_cb, NULL);
  g_task_set_source_tag (task, open_files);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  g_task_run_in_thread (task, sort_thread);
}

static void
critic_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    critic_window_restore (new_window (CRITIC_APPLICATION (application)));
}

static void
critic_application_open (GApplication  *application,
                         GFile        **files,
                         int            n_files,
                         const char    *hint)
{
  open_files (CRITIC_APPLICATION (application), files, n_files, NULL);
}

static int
critic_application_command_line (GApplication            *application,
                                 GApplicationCommandLine *command_line)
{
  CriticApplication *self = CRITIC_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_auto(GStrv) arguments = g_application_command_line_get_arguments (command_line, NULL);
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  const char *critique = NULL, *model = NULL;

  g_variant_dict_lookup (options, "critique", "&s", &critique);
  if (g_variant_dict_lookup (options, "model", "^&ay", &model))
    {
      if (self->analyzer == NULL)
        {
          g_autoptr(GFile) file = g_application_command_line_create_file_for_arg (command_line, model);

          g_free (self->model);
          self->model = g_file_get_path (file);
        }
      else
        g_application_command_line_printerr (command_line, "%s\n",
                                             _("Photo Critic is already running and keeps its model; close its windows first."));
    }

  if (arguments[0] == NULL || arguments[1] == NULL)
    {
      if (critique != NULL)
        critic_window_write (free_window (self), critique);
      else
        g_application_activate (application);
    }

  for (guint i = 1; arguments[0] != NULL && arguments[i] != NULL; i++)
    g_ptr_array_add (files, g_application_command_line_create_file_for_arg (command_line, arguments[i]));
  if (files->len > 0)
    open_files (self, (GFile *const *) files->pdata, files->len, critique);

  return 0;
}

static int
critic_application_handle_local_options (GApplication *application,
                                         GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("photo-critic %s\n", PACKAGE_VERSION);
      return 0;
    }

  return G_APPLICATION_CLASS (critic_application_parent_class)->handle_local_options (application, options);
}

/* Shows a window that goes when it is closed. None of ours is only hidden: asked by a screen
 * reader for a window that has just gone, GTK 4.8 answers with the last one of its list, and
 * ends in a critical message if that one is hidden. */
static void
present (CriticApplication *self,
         GtkWindow         *dialog)
{
  gtk_window_set_transient_for (dialog, gtk_application_get_active_window (GTK_APPLICATION (self)));
  gtk_window_set_modal (dialog, TRUE);
  gtk_window_set_destroy_with_parent (dialog, TRUE);
  gtk_window_present (dialog);
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  present (user_data,
           g_object_new (GTK_TYPE_ABOUT_DIALOG,
                         "program-name", _("Photo Critic"),
                         "version", PACKAGE_VERSION,
                         "logo-icon-name", APP_ID,
                         "comments", _("Scores a photograph together with a written critique, and shows which words and which places moved the score."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "copyright", _("© The Photo Critic authors"),
                         NULL));
}

static void
shortcuts_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  present (user_data, critic_shortcuts_window_new (CRITIC_APPLICATION (user_data)->keymap));
}

/* At the page of what is being done. */
static void
help_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  CriticApplication *self = user_data;
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));
  const char *page = "first-steps";

  if (CRITIC_IS_HELP_WINDOW (active))
    return;

  if (CRITIC_IS_WINDOW (active))
    page = critic_window_get_help_page (CRITIC_WINDOW (active));
  else if (CRITIC_IS_PREFERENCES (active))
    page = "preferences";

  if (self->help == NULL)
    {
      self->help = critic_help_window_new ();
      g_object_add_weak_pointer (G_OBJECT (self->help), (gpointer *) &self->help);
      g_object_set (self->help, "application", self, "transient-for", active, "destroy-with-parent", TRUE, NULL);
    }
  critic_help_window_show (CRITIC_HELP_WINDOW (self->help), page);
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  g_autoptr(GList) windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *w = windows; w != NULL; w = w->next)
    gtk_window_close (w->data);
}

static void
load_settings (CriticApplication *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = source != NULL ? g_settings_schema_source_lookup (source, APP_ID, TRUE) : NULL;

  if (schema == NULL)
    {
      g_message ("The settings schema %s is not installed: nothing will be remembered.", APP_ID);
      return;
    }

  self->settings = g_settings_new (APP_ID);
  g_settings_bind (self->settings, "style-variant", self->shade, "variant", G_SETTINGS_BIND_GET);
  g_settings_bind (self->settings, "contrast", self->shade, "contrast", G_SETTINGS_BIND_GET);

  g_autoptr(GAction) variant = g_settings_create_action (self->settings, "style-variant");
  g_autoptr(GAction) contrast = g_settings_create_action (self->settings, "contrast");

  g_action_map_add_action (G_ACTION_MAP (self), variant);
  g_action_map_add_action (G_ACTION_MAP (self), contrast);
}

static void
critic_application_startup (GApplication *application)
{
  CriticApplication *self = CRITIC_APPLICATION (application);
  const GActionEntry actions[] = {
    { .name = "about", .activate = about_cb },
    { .name = "help", .activate = help_cb },
    { .name = "quit", .activate = quit_cb },
    { .name = "shortcuts", .activate = shortcuts_cb },
  };

  G_APPLICATION_CLASS (critic_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APP_ID);
  critic_menu_names_watch ();
  critic_menu_focus_watch ();
  critic_motion_watch ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);

  self->shade = critic_shade_new ();
  load_settings (self);
  self->keymap = critic_keymap_new (self->settings);
  g_signal_connect_object (self->keymap, "changed", G_CALLBACK (critic_keymap_fill_program), self, 0);
  critic_keymap_fill_program (self->keymap, GTK_APPLICATION (self));
}

static void
critic_application_shutdown (GApplication *application)
{
  CriticApplication *self = CRITIC_APPLICATION (application);

  G_APPLICATION_CLASS (critic_application_parent_class)->shutdown (application);

  if (self->analyzer != NULL)
    critic_analyzer_shutdown (self->analyzer);
  g_clear_object (&self->analyzer);
  g_clear_object (&self->shelf);
  g_clear_object (&self->shade);
  g_clear_object (&self->keymap);
  g_clear_object (&self->settings);
}

static void
critic_application_finalize (GObject *object)
{
  CriticApplication *self = CRITIC_APPLICATION (object);

  g_clear_pointer (&self->model, g_free);

  G_OBJECT_CLASS (critic_application_parent_class)->finalize (object);
}

static void
critic_application_class_init (CriticApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = critic_application_finalize;
  application_class->startup = critic_application_startup;
  application_class->shutdown = critic_application_shutdown;
  application_class->activate = critic_application_activate;
  application_class->open = critic_application_open;
  application_class->command_line = critic_application_command_line;
  application_class->handle_local_options = critic_application_handle_local_options;
}

static void
critic_application_init (CriticApplication *self)
{
  const GOptionEntry options[] = {
    { "critique", 'c', 0, G_OPTION_ARG_STRING, NULL, N_("The critique to start with"), N_("TEXT") },
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, NULL, N_("Folder of the model"), N_("DIR") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[PHOTOGRAPH|FOLDER…]"));
  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _("Scores a photograph together with a written critique."));
}

CriticApplication *
critic_application_new (void)
{
  return g_object_new (CRITIC_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/io/github/photocritic/PhotoCritic",
                       NULL);
}
