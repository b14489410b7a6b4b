/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Edits are written one after the other, in the order they were made. Until the
 * table of a list holds one it is laid over the rows (critic_shoot_shown_row());
 * if writing it fails it is only taken away again. */
#include "critic-shoot-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  CriticShoot     *shoot;           /* let go of on the main thread */
  CriticLibrary   *library;
  CriticShootEdit *edit;            /* NULL: only the names are read */
  CriticChange    *change;
  char            *undo_name, *redo_name;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_object_unref (writing->library);
  g_clear_pointer (&writing->edit, critic_shoot_edit_unref);
  g_clear_pointer (&writing->change, critic_change_free);
  g_free (writing->undo_name);
  g_free (writing->redo_name);
  g_free (writing);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Writing *writing = data;
  GError *error = NULL;
  gboolean done = writing->edit == NULL || critic_shoot_edit_run (writing->edit, writing->library, &writing->change, &error);

  critic_library_peek (writing->library, &writing->undo_name, &writing->redo_name);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
take_back (CriticShoot *self, CriticShootEdit *edit)
{
  g_queue_remove (&self->edits, edit);
  critic_shoot_edit_unref (edit);
}

/* What is in the library now is to be seen in the list. */
static void
look (CriticShoot *self, Writing *writing)
{
  CriticShootEdit *edit = writing->edit;

  if (edit->kind == CRITIC_EDIT_RATE)
    {
      edit->written = TRUE;
      return;
    }

  if (writing->change != NULL)
    critic_shoot_tell_written (self, writing->change->image_ids);
  for (guint i = 0; i < edit->files->len; i++)
    critic_shoot_look_at_file (self, g_array_index (edit->files, gint64, i));
  if (writing->change != NULL)
    {
      for (guint i = 0; i < writing->change->image_ids->len; i++)
        critic_shoot_look_at_image (self, g_array_index (writing->change->image_ids, gint64, i));
      /* Files may have come from anywhere. */
      self->must_load |= writing->change->moves->len > 0 && self->table != NULL;
      critic_shoot_tell_walked (self, writing->change, edit->kind == CRITIC_EDIT_REDO);
    }
  take_back (self, edit);
}

static void
written (GObject *object, GAsyncResult *result, gpointer data)
{
  Writing *writing = data;
  g_autoptr (CriticShoot) self = g_steal_pointer (&writing->shoot);
  g_autoptr (GError) error = NULL;

  self->writing = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      take_back (self, writing->edit);
      critic_shoot_update_items (self);
      critic_shoot_fail (self, error);
    }
  else if (writing->edit != NULL)
    look (self, writing);

  critic_shoot_set_names (self, g_steal_pointer (&writing->undo_name), g_steal_pointer (&writing->redo_name));
  if (writing->edit != NULL)
    {
      self->must_answer = TRUE;
      critic_shoot_update (self);
    }
  writing_free (writing);
  critic_shoot_write (self);
  if (self->must_read_names)
    critic_shoot_read_names (self);
}

static void
run (CriticShoot *self, CriticShootEdit *edit)
{
  g_autoptr (GTask) task = NULL;
  Writing *writing = g_new0 (Writing, 1);

  writing->shoot = g_object_ref (self);
  writing->library = g_object_ref (self->library);
  writing->edit = edit != NULL ? critic_shoot_edit_ref (edit) : NULL;
  self->writing = TRUE;
  task = g_task_new (NULL, NULL, written, writing);
  g_task_set_task_data (task, writing, NULL);
  g_task_run_in_thread (task, work);
}

void
critic_shoot_write (CriticShoot *self)
{
  if (self->writing)
    return;

  for (GList *l = self->edits.head; l != NULL; l = l->next)
    {
      CriticShootEdit *edit = l->data;

      if (!edit->written)
        {
          run (self, edit);
          return;
        }
    }
}

/* What can be undone, before anything was done. */
void
critic_shoot_read_names (CriticShoot *self)
{
  self->must_read_names = self->writing;
  if (!self->writing)
    run (self, NULL);
}

static void
add (CriticShoot *self, CriticShootEdit *edit)
{
  g_queue_push_tail (&self->edits, edit);
  critic_shoot_set_busy (self, TRUE);
  critic_shoot_write (self);
}

/**
 * critic_shoot_rate:
 * @self: a list
 * @file_ids: (array length=n): files of this list
 * @n: how many
 * @what: which marks to set
 * @rating: their new values
 *
 * Marks the photographs in the user's name: shown at once, journalled by a worker
 * as one step for all of them. Marks belong to a photograph: a copy of it
 * elsewhere in the list shows them too. If they cannot be written they go back,
 * and "error" says why; also if none of the files has been read so far, because
 * then it is not known which photographs they are.
 */
void
critic_shoot_rate (CriticShoot *self, const gint64 *file_ids, gsize n, CriticSet what, const CriticRating *rating)
{
  g_autoptr (CriticShootEdit) edit = critic_shoot_edit_new (CRITIC_EDIT_RATE);
  guint index, n_images;

  if (n == 0 || what == 0 || self->view == NULL)
    return;

  for (gsize i = 0; i < n; i++)
    {
      gint64 image_id;

      if (!critic_shoot_table_find (self->table, file_ids[i], &index))
        continue;
      image_id = self->table->rows[index]->row->image_id;
      if (image_id != 0 && g_hash_table_add (edit->images, g_memdup2 (&image_id, sizeof image_id)))
        g_array_append_val (edit->files, file_ids[i]);
    }

  n_images = g_hash_table_size (edit->images);
  if (n_images == 0)
    {
      g_autoptr (GError) error =
        g_error_new_literal (CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_IO,
                             _("A photograph that could not be read yet cannot be marked. Wait until it was looked at, "
                               "or have it read again."));
      critic_shoot_fail (self, error);
      return;
    }

  edit->what = what;
  edit->rating = *rating;
  edit->name = critic_rating_name (what, rating, n_images);
  add (self, g_steal_pointer (&edit));

  self->must_answer = TRUE;
  critic_shoot_update_items (self);
  critic_shoot_update (self);
}

/**
 * critic_shoot_apply:
 * @self: a list
 * @step: (transfer full): something else that the user did, such as a critique
 * @file_ids: (array length=n): files whose rows are others then
 * @n: how many
 *
 * Writes it in its turn among the other edits; then looks at the files again. If
 * that fails "error" says why.
 */
void
critic_shoot_apply (CriticShoot *self, CriticStep *step, const gint64 *file_ids, gsize n)
{
  CriticShootEdit *edit = critic_shoot_edit_new (CRITIC_EDIT_STEP);

  edit->step = step;
  g_array_append_vals (edit->files, file_ids, n);
  add (self, edit);
}

/**
 * critic_shoot_undo:
 * @self: a list
 *
 * Takes the newest step back, whoever made it, and looks at its photographs again.
 */
void
critic_shoot_undo (CriticShoot *self)
{
  add (self, critic_shoot_edit_new (CRITIC_EDIT_UNDO));
}

/**
 * critic_shoot_redo:
 * @self: a list
 *
 * Makes the step again that was taken back last.
 */
void
critic_shoot_redo (CriticShoot *self)
{
  add (self, critic_shoot_edit_new (CRITIC_EDIT_REDO));
}
