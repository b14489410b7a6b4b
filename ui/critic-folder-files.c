/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-view-private.h"

#include <glib/gi18n-lib.h>

#include "critic-collision-dialog.h"
#include "critic-file-batch.h"

/* One act on files: done on a worker, in the journal afterwards. */
typedef struct
{
  CriticFilesKind  kind;
  GStrv            paths;
  char            *destination;       /* NULL: the bin */
  gboolean         with_partners;
  GHashTable      *answers;           /* of critic_file_batch_run() */
  CriticLibrary   *library;
  gint64           next;              /* what lies on the desk afterwards, 0: as before */

  gboolean         can_restore;       /* out: the bin gives it back */
  guint            n_done;            /* out: of @paths; others were skipped */
  GPtrArray       *collisions;        /* out: CriticFileCollision that are to be asked about */
  CriticChange     change;            /* out: for whoever steps through these files */
} Act;

static void
act_free (Act *act)
{
  g_strfreev (act->paths);
  g_free (act->destination);
  g_hash_table_unref (act->answers);
  g_clear_pointer (&act->collisions, g_ptr_array_unref);
  g_clear_pointer (&act->change.moves, g_ptr_array_unref);
  g_clear_object (&act->library);
  g_free (act);
}

/* As the undo menu says it. */
static char *
name_of (const Act *act)
{
  guint n = act->n_done;

  switch (act->kind)
    {
    case CRITIC_FILES_COPY:
      return g_strdup_printf (ngettext ("%u photograph copied", "%u photographs copied", n), n);

    case CRITIC_FILES_MOVE:
      return g_strdup_printf (ngettext ("%u photograph moved", "%u photographs moved", n), n);

    case CRITIC_FILES_BIN:
    default:
      return g_strdup_printf (ngettext ("%u photograph moved to the bin", "%u photographs moved to the bin", n), n);
    }
}

static guint
count_done (const Act *act,
            GPtrArray *moves)
{
  g_autoptr(GHashTable) moved = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (guint i = 0; i < moves->len; i++)
    g_hash_table_add (moved, ((CriticFileMove *) g_ptr_array_index (moves, i))->from);
  for (guint i = 0; act->paths[i] != NULL; i++)
    n += g_hash_table_contains (moved, act->paths[i]);

  return n;
}

static CriticStep *
make_step (const Act *act,
           GPtrArray *moves)
{
  g_autofree char *name = name_of (act);
  CriticStep *step = critic_step_new (name);

  for (guint i = 0; i < moves->len; i++)
    {
      const CriticFileMove *move = g_ptr_array_index (moves, i);

      critic_step_moved (step, act->kind == CRITIC_FILES_COPY && move->to != NULL ? NULL : move->from, move->to);
    }

  return step;
}

static void
act_thread (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  Act *act = task_data;
  const CriticFileBatch batch = {
    .kind = act->kind,
    .paths = (const char *const *) act->paths,
    .destination = act->destination,
    .with_partners = act->with_partners,
    .answers = act->answers,
  };
  g_autoptr(GPtrArray) moves = NULL;
  g_autoptr(CriticStep) step = NULL;
  GError *error = NULL;

  act->can_restore = act->kind != CRITIC_FILES_BIN || act->paths[0] == NULL || critic_file_batch_can_restore (act->paths[0]);
  moves = critic_file_batch_run (&batch, NULL, NULL, cancellable, &error);
  if (moves == NULL)
    {
      /* What can be asked about is no error yet. */
      if (g_error_matches (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_COLLISION))
        act->collisions = critic_file_batch_collisions (&batch, NULL);
      g_task_return_error (task, error);
      return;
    }

  act->n_done = count_done (act, moves);
  if (moves->len == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  step = make_step (act, moves);
  if (!critic_library_apply (act->library, step, NULL, &error))
    {
      /* What the journal does not know could not be taken back later. */
      g_autoptr(GError) worse = NULL;

      if (!critic_file_batch_undo (moves, act->kind, NULL, &worse))
        g_prefix_error (&error, "%s ", worse->message);
      g_task_return_error (task, error);
      return;
    }

  act->change.moves = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < moves->len; i++)
    {
      const CriticFileMove *move = g_ptr_array_index (moves, i);

      g_ptr_array_add (act->change.moves, act->kind == CRITIC_FILES_COPY ? NULL : g_strdup (move->from));
      g_ptr_array_add (act->change.moves, g_strdup (move->to));
    }
  g_task_return_boolean (task, TRUE);
}

static void act_start (CriticFolderView *self, Act *act);

static void ask_next (CriticFolderView *self, Act *act);

/* Settles the question at @index. */
static void
take_answer (Act             *act,
             guint            index,
             CriticCollision  answer)
{
  const CriticFileCollision *collision = g_ptr_array_index (act->collisions, index);

  g_hash_table_insert (act->answers, g_strdup (collision->photo), GINT_TO_POINTER (answer));
  g_ptr_array_remove_index (act->collisions, index);
}

static void
answered_cb (CriticCollisionDialog *dialog,
             int                    answer,
             gboolean               all,
             gpointer               user_data)
{
  Act *act = user_data;
  g_autoptr(CriticFolderView) self = g_object_ref (g_object_get_data (G_OBJECT (dialog), "view"));

  if (answer == CRITIC_COLLISION_ASK)
    {
      act_free (act);
      return;
    }

  take_answer (act, 0, answer);
  /* What cannot be replaced is asked about all the same. */
  for (guint i = act->collisions->len; all && i > 0; i--)
    if (answer != CRITIC_COLLISION_REPLACE
        || ((CriticFileCollision *) g_ptr_array_index (act->collisions, i - 1))->can_replace)
      take_answer (act, i - 1, answer);
  ask_next (self, act);
}

/* Takes @act. Nothing has happened yet: all of it does once all is answered. */
static void
ask_next (CriticFolderView *self,
          Act              *act)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog;

  if (self->grid == NULL || root == NULL)
    {
      act_free (act);
      return;
    }
  if (act->collisions->len == 0)
    {
      act_start (self, act);
      return;
    }

  dialog = critic_collision_dialog_new (GTK_WINDOW (root), act->kind, g_ptr_array_index (act->collisions, 0),
                                        act->collisions->len - 1, critic_shelf_get_thumbnails (self->shelf));
  g_object_set_data_full (G_OBJECT (dialog), "view", g_object_ref (self), g_object_unref);
  g_signal_connect (dialog, "answered", G_CALLBACK (answered_cb), act);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The list without what left it, or with what came back. */
static void
look_again (CriticFolderView *self)
{
  const char *folders[] = { self->folder, NULL };

  if (self->shoot != NULL)
    critic_shoot_open (self->shoot, folders, TRUE);
}

/* The same again, with the questions it came back with. */
static Act *
act_again (Act *act)
{
  Act *copy = g_new0 (Act, 1);

  copy->answers = g_hash_table_ref (act->answers);
  copy->collisions = g_steal_pointer (&act->collisions);
  copy->kind = act->kind;
  copy->paths = g_strdupv (act->paths);
  copy->destination = g_strdup (act->destination);
  copy->with_partners = act->with_partners;
  copy->library = g_object_ref (act->library);
  copy->next = act->next;

  return copy;
}

static void
acted_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  CriticFolderView *self = CRITIC_FOLDER_VIEW (object);
  Act *act = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;

  self->is_busy = FALSE;
  if (self->grid == NULL)
    return;

  _critic_folder_view_update_actions (self);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (act->collisions != NULL && act->collisions->len > 0)
        ask_next (self, act_again (act));
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        critic_folder_view_say (self, error->message, NULL, NULL);
      return;
    }

  name = name_of (act);
  if (act->n_done == 0)
    critic_folder_view_say (self, act->kind == CRITIC_FILES_COPY ? _("No photograph was copied") : _("No photograph was moved"),
                            NULL, NULL);
  else if (act->can_restore)
    critic_folder_view_say (self, name, _("Undo"), self->shoot != NULL ? "folder.undo" : "win.undo-step");
  else
    critic_folder_view_say (self, name, _("Show in Bin"), "folder.show-bin");

  if (act->next != 0)
    g_signal_emit_by_name (self, "open", act->next);
  if (act->change.moves != NULL)
    critic_shelf_tell_walked (self->shelf, G_OBJECT (self), &act->change, TRUE);
  look_again (self);
}

/* Takes @act. */
static void
act_start (CriticFolderView *self,
           Act              *act)
{
  /* What is begun is finished, also when the window closes. */
  g_autoptr(GTask) task = g_task_new (self, NULL, acted_cb, NULL);

  self->is_busy = TRUE;
  _critic_folder_view_update_actions (self);
  g_task_set_source_tag (task, act_start);
  g_clear_pointer (&act->collisions, g_ptr_array_unref);
  g_task_set_task_data (task, act, (GDestroyNotify) act_free);
  g_task_run_in_thread (task, act_thread);
}

/* The neighbour of what leaves the desk. */
static gint64
next_of_current (CriticFolderView *self)
{
  guint position, n;

  if (!critic_folder_view_get_place (self, &position, &n) || n < 2)
    return 0;

  g_autoptr(CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (self->shoot),
                                                           position + 1 < n ? position + 1 : position - 1);

  return item != NULL ? critic_shoot_item_get_file_id (item) : 0;
}

static Act *
act_new (CriticFolderView *self,
         CriticFilesKind   kind)
{
  Act *act = g_new0 (Act, 1);

  act->kind = kind;
  act->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  act->paths = critic_folder_view_get_paths (self);
  act->with_partners = self->settings == NULL || g_settings_get_boolean (self->settings, "with-partners");
  act->library = g_object_ref (critic_shelf_get_library (self->shelf));
  if (kind != CRITIC_FILES_COPY)
    act->next = next_of_current (self);

  return act;
}

static gboolean
has_targets (CriticFolderView *self)
{
  g_autoptr(GArray) ids = critic_folder_view_get_targets (self);

  return self->shoot != NULL && ids->len > 0 && !self->is_busy;
}

static void
chosen_cb (GtkNativeDialog *dialog,
           int              response,
           gpointer         user_data)
{
  CriticFolderView *self = CRITIC_FOLDER_VIEW (user_data);
  CriticFilesKind kind = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), "kind"));
  g_autoptr(GFile) folder = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = folder != NULL ? g_file_get_path (folder) : NULL;

  if (path != NULL && has_targets (self))
    {
      Act *act = act_new (self, kind);

      act->destination = g_steal_pointer (&path);
      act_start (self, act);
    }

  gtk_native_dialog_destroy (dialog);
  g_clear_object (&self->chooser);
}

static void
choose_folder (CriticFolderView *self,
               CriticFilesKind   kind)
{
  GtkFileChooserNative *chooser;

  if (!has_targets (self) || self->chooser != NULL)
    return;

  chooser = gtk_file_chooser_native_new (kind == CRITIC_FILES_COPY ? _("Copy To") : _("Move To"),
                                         GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                         GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                         kind == CRITIC_FILES_COPY ? _("_Copy") : _("_Move"), _("_Cancel"));
  self->chooser = GTK_NATIVE_DIALOG (chooser);
  gtk_native_dialog_set_modal (self->chooser, TRUE);
  g_object_set_data (G_OBJECT (chooser), "kind", GINT_TO_POINTER (kind));
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (self->chooser);
}

void
_critic_folder_view_copy (CriticFolderView *self)
{
  choose_folder (self, CRITIC_FILES_COPY);
}

void
_critic_folder_view_move (CriticFolderView *self)
{
  choose_folder (self, CRITIC_FILES_MOVE);
}

/* Without a question: it can be taken back, or the button says where it is. */
void
_critic_folder_view_bin (CriticFolderView *self)
{
  if (has_targets (self))
    act_start (self, act_new (self, CRITIC_FILES_BIN));
}

void
critic_folder_view_bin_file (CriticFolderView *self,
                             const char       *path)
{
  Act *act;

  g_return_if_fail (CRITIC_IS_FOLDER_VIEW (self));

  if (self->is_busy || self->shelf == NULL || critic_shelf_get_library (self->shelf) == NULL)
    return;

  act = act_new (self, CRITIC_FILES_BIN);
  g_strfreev (act->paths);
  act->paths = g_strdupv ((char *[]) { (char *) path, NULL });
  act->next = 0;
  act_start (self, act);
}
