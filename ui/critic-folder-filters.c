/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-view-private.h"

#include <glib/gi18n-lib.h>

/* The saved filters live in the library: a worker reads and writes them. */
typedef struct
{
  CriticLibrary *library;
  char          *remove;          /* name, or NULL */
  char          *name;            /* to be saved, or NULL */
  char          *expression;
} Change;

static void
change_free (Change *change)
{
  g_clear_object (&change->library);
  g_free (change->remove);
  g_free (change->name);
  g_free (change->expression);
  g_free (change);
}

static void
change_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Change *change = task_data;
  GError *error = NULL;
  GPtrArray *saved = NULL;

  /* The new name first: whatever fails, the filter is not lost. */
  if ((change->name == NULL || critic_library_save_filter (change->library, change->name, change->expression, &error))
      && (change->remove == NULL || critic_library_delete_filter (change->library, change->remove, &error)))
    saved = critic_library_filters (change->library, &error);

  if (saved != NULL)
    g_task_return_pointer (task, saved, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* Beside each of them stands how many photographs it fits. */
static void
count_saved (CriticFolderView *self,
             GPtrArray        *saved)
{
  g_autoptr(GPtrArray) expressions = g_ptr_array_new ();

  if (self->shoot == NULL)
    return;

  for (guint i = 0; i + 1 < saved->len; i += 2)
    g_ptr_array_add (expressions, g_ptr_array_index (saved, i + 1));
  self->n_saved = expressions->len;
  g_ptr_array_add (expressions, NULL);
  critic_shoot_set_tallied (self->shoot, (const char *const *) expressions->pdata);
}

void
_critic_folder_view_show_tally (CriticFolderView *self)
{
  for (guint i = 0; i < self->n_saved; i++)
    critic_filter_bar_set_saved_count (self->filters, i, critic_shoot_get_tally (self->shoot, i));
}

static void
changed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  CriticFolderView *self = CRITIC_FOLDER_VIEW (object);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) saved = g_task_propagate_pointer (G_TASK (result), &error);

  if (saved != NULL && self->filters != NULL)
    {
      critic_filter_bar_set_saved (self->filters, saved);
      count_saved (self, saved);
    }
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    critic_folder_view_say (self, error->message, NULL, NULL);
}

static void
change (CriticFolderView *self,
        const char       *removed,
        const char       *name,
        const char       *expression)
{
  CriticLibrary *library = critic_shelf_get_library (self->shelf);
  g_autoptr(GTask) task = NULL;
  Change *data;

  if (library == NULL)
    return;

  data = g_new0 (Change, 1);
  data->library = g_object_ref (library);
  data->remove = g_strdup (removed);
  data->name = g_strdup (name);
  data->expression = g_strdup (expression);
  task = g_task_new (self, self->cancellable, changed_cb, NULL);
  g_task_set_source_tag (task, change);
  g_task_set_task_data (task, data, (GDestroyNotify) change_free);
  g_task_run_in_thread (task, change_thread);
}

void
_critic_folder_view_load_filters (CriticFolderView *self)
{
  change (self, NULL, NULL, NULL);
}

static void
save_cb (CriticFolderView *self,
         const char       *name,
         const char       *expression)
{
  change (self, NULL, name, expression);
}

static void
rename_cb (CriticFolderView *self,
           const char       *from,
           const char       *to,
           const char       *expression)
{
  change (self, from, to, expression);
}

static void
delete_cb (CriticFolderView *self,
           const char       *name)
{
  change (self, name, NULL, NULL);
}

static void
expression_cb (CriticFolderView *self)
{
  g_autoptr(GError) error = NULL;

  if (self->shoot == NULL)
    return;

  if (!critic_shoot_set_filter (self->shoot, critic_filter_bar_get_expression (self->filters), &error))
    critic_folder_view_say (self, error->message, NULL, NULL);
}

void
_critic_folder_view_init_filters (CriticFolderView *self)
{
  g_signal_connect_object (self->filters, "notify::expression", G_CALLBACK (expression_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filters, "left", G_CALLBACK (gtk_widget_grab_focus), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filters, "save", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filters, "rename", G_CALLBACK (rename_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filters, "delete", G_CALLBACK (delete_cb), self, G_CONNECT_SWAPPED);
}
