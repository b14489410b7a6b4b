/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-view-private.h"

/* Words to rank by: the model reads them on a worker. What was asked for later
 * makes what is under way stale. */
typedef struct
{
  char *model_directory;
  char *text;
} Words;

static void
words_free (Words *words)
{
  g_free (words->model_directory);
  g_free (words->text);
  g_free (words);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Words *words = task_data;
  GError *error = NULL;
  CriticSearch *search = critic_search_new (words->model_directory, words->text, cancellable, &error);

  if (search != NULL)
    g_task_return_pointer (task, search, (GDestroyNotify) critic_search_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  CriticFolderView *self = CRITIC_FOLDER_VIEW (object);
  g_autoptr(GError) error = NULL;
  g_autoptr(CriticSearch) search = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->words_cancellable);
  if (search == NULL)
    {
      critic_folder_view_say (self, error->message, NULL, NULL);
      return;
    }

  g_clear_pointer (&self->search, critic_search_unref);
  self->search = g_steal_pointer (&search);
  _critic_folder_view_apply_words (self);
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "order", g_variant_new_string ("likeness"));
}

/* Lets go of words that are read or being read; the order stays. FALSE: there
 * were none. */
gboolean
_critic_folder_view_drop_words (CriticFolderView *self)
{
  gboolean had_words = self->search != NULL || self->words_cancellable != NULL;

  if (self->words_cancellable != NULL)
    g_cancellable_cancel (self->words_cancellable);
  g_clear_object (&self->words_cancellable);
  g_clear_pointer (&self->search, critic_search_unref);

  return had_words;
}

/* A folder that is opened later is ranked by the same words. */
void
_critic_folder_view_apply_words (CriticFolderView *self)
{
  if (self->shoot != NULL && self->search != NULL)
    critic_shoot_like_words (self->shoot, self->search);
}

/* The order that is remembered is never that of likeness. */
static void
end (CriticFolderView *self)
{
  g_autofree char *order = self->settings != NULL ? g_settings_get_string (self->settings, "folder-order") : g_strdup ("score");

  if (!_critic_folder_view_drop_words (self))
    return;

  if (self->shoot != NULL)
    critic_shoot_like_words (self->shoot, NULL);
  if (g_str_equal (self->order, "likeness"))
    g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "order", g_variant_new_string (order));
}

static void
words_cb (CriticFolderView *self,
          const char       *text)
{
  g_autoptr(GTask) task = NULL;
  Words *words;

  if (*text == '\0')
    {
      end (self);
      return;
    }
  if (self->shelf == NULL)
    return;

  if (self->words_cancellable != NULL)
    g_cancellable_cancel (self->words_cancellable);
  g_clear_object (&self->words_cancellable);
  self->words_cancellable = g_cancellable_new ();

  words = g_new0 (Words, 1);
  words->model_directory = g_strdup (critic_shelf_get_model_directory (self->shelf));
  words->text = g_strdup (text);
  task = g_task_new (self, self->words_cancellable, read_cb, NULL);
  g_task_set_source_tag (task, words_cb);
  g_task_set_task_data (task, words, (GDestroyNotify) words_free);
  g_task_run_in_thread (task, read_thread);
}

void
_critic_folder_view_init_words (CriticFolderView *self)
{
  g_signal_connect_object (self->filters, "words", G_CALLBACK (words_cb), self, G_CONNECT_SWAPPED);
}
