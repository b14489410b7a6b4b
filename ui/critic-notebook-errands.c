/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One errand at a time goes to the library, in the order in which the user did
 * things. A sheet is taken along as it is when its errand starts. An errand
 * that fails is tried again: what was typed is not given up. */
#include "critic-notebook-private.h"

#include <glib/gi18n-lib.h>

#include "critic-shoot-edit.h"

#define RETRY_MS 3000

CriticErrand *
_critic_errand_new (CriticErrandKind  kind,
                    CriticPage       *page)
{
  CriticErrand *errand = g_new0 (CriticErrand, 1);

  errand->kind = kind;
  errand->page = page != NULL ? g_rc_box_acquire (page) : NULL;
  errand->sheets = g_ptr_array_new_with_free_func (g_object_unref);
  errand->deleted = g_ptr_array_new_with_free_func (g_object_unref);

  return errand;
}

/* What the worker had. */
static void
clear_run (CriticErrand *errand)
{
  g_clear_object (&errand->library);
  g_clear_pointer (&errand->written, g_ptr_array_unref);
  g_clear_pointer (&errand->entries, g_ptr_array_unref);
  g_clear_pointer (&errand->edits, g_array_unref);
  g_clear_pointer (&errand->ids, g_array_unref);
  g_clear_pointer (&errand->new_ids, g_free);
  g_clear_pointer (&errand->found, g_ptr_array_unref);
  g_clear_pointer (&errand->change, critic_change_free);
  g_clear_pointer (&errand->undo_name, g_free);
  g_clear_pointer (&errand->redo_name, g_free);
}

void
_critic_errand_free (CriticErrand *errand)
{
  clear_run (errand);
  g_clear_pointer (&errand->page, critic_page_unref);
  g_ptr_array_unref (errand->sheets);
  g_ptr_array_unref (errand->deleted);
  g_strfreev (errand->texts);
  g_free (errand->model_id);
  g_free (errand->name);
  g_free (errand->path);
  g_clear_object (&errand->data);
  g_free (errand);
}

/* --- on the worker --- */

static gboolean
run_load (CriticErrand  *errand,
          GError       **error)
{
  if (errand->has_before
      ? !critic_library_follow (errand->library, errand->path, &errand->before, &errand->hash, &errand->image_id, error)
      : !critic_library_find_image (errand->library, &errand->hash, FALSE, &errand->image_id, error))
    return FALSE;

  errand->found = errand->image_id != 0 ? critic_library_critiques (errand->library, errand->image_id, error)
                                        : g_ptr_array_new ();

  return errand->found != NULL
         && (errand->image_id == 0
             || critic_library_read_rating (errand->library, errand->image_id, &errand->rating, error));
}

static gboolean
run_write (CriticErrand  *errand,
           GError       **error)
{
  g_autoptr(CriticStep) step = critic_step_new (errand->name);

  if (!critic_library_find_image (errand->library, &errand->hash, TRUE, &errand->image_id, error))
    return FALSE;

  for (guint i = 0; i < errand->entries->len; i++)
    critic_step_set_critique (step, errand->image_id, errand->entries->pdata[i]);
  for (guint i = 0; i < errand->ids->len; i++)
    critic_step_delete_critique (step, g_array_index (errand->ids, gint64, i));

  if (!errand->is_text)
    return critic_library_apply (errand->library, step, &errand->new_ids, error);

  errand->new_ids = g_new0 (gint64, 2);

  return critic_library_amend (errand->library, &errand->step_id, step, errand->new_ids, error);
}

static gboolean
run_walk (CriticErrand  *errand,
          GError       **error)
{
  g_autoptr(CriticShootEdit) edit =
    critic_shoot_edit_new (errand->kind == CRITIC_ERRAND_UNDO ? CRITIC_EDIT_UNDO : CRITIC_EDIT_REDO);

  return critic_shoot_edit_run (edit, errand->library, &errand->change, error);
}

static void
work (GTask        *task,
      gpointer      source,
      gpointer      task_data,
      GCancellable *cancellable)
{
  CriticErrand *errand = task_data;
  GError *error = NULL;
  gboolean done = FALSE;

  switch (errand->kind)
    {
    case CRITIC_ERRAND_LOAD:
      done = run_load (errand, &error);
      break;

    case CRITIC_ERRAND_WRITE:
      done = run_write (errand, &error);
      break;

    case CRITIC_ERRAND_UNDO:
    case CRITIC_ERRAND_REDO:
      done = run_walk (errand, &error);
      break;

    case CRITIC_ERRAND_JUDGE:
      done = critic_library_write_judgement (errand->library, errand->model_id, errand->image_id,
                                             (const char *const *) errand->texts, &errand->judgement, &error);
      break;

    case CRITIC_ERRAND_RATE:
      done = _critic_notebook_run_rate (errand, &error);
      break;

    case CRITIC_ERRAND_CALL:
    default:
      done = TRUE;
    }

  critic_library_peek (errand->library, &errand->undo_name, &errand->redo_name);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* --- back on the main thread --- */

static void
tell (CriticNotebook *self,
      gint64          image_id)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, image_id);
  critic_shelf_tell (self->shelf, G_OBJECT (self), ids);
}

static void
take_written (CriticNotebook *self,
              CriticErrand   *errand)
{
  const gint64 *new_id = errand->new_ids;

  errand->page->image_id = errand->image_id;
  errand->page->step_id = errand->is_text ? errand->step_id : 0;
  for (guint i = 0; i < errand->written->len; i++)
    {
      CriticSheet *sheet = errand->written->pdata[i];
      gint64 id = ((CriticCritiqueEntry *) errand->entries->pdata[i])->id;

      critic_sheet_set_saved (sheet, g_array_index (errand->edits, guint64, i), id != 0 ? id : *new_id++);
    }

  _critic_notebook_judge_soon (self, errand->page);
  tell (self, errand->image_id);
}

static void
take_walked (CriticNotebook *self,
             CriticErrand   *errand)
{
  if (errand->change == NULL)
    return;

  for (guint i = 0; i < errand->change->image_ids->len; i++)
    if (g_array_index (errand->change->image_ids, gint64, i) == self->page->image_id)
      {
        _critic_notebook_send (self, _critic_errand_new (CRITIC_ERRAND_LOAD, self->page));
        break;
      }
  critic_shelf_tell (self->shelf, G_OBJECT (self), errand->change->image_ids);
  critic_shelf_tell_walked (self->shelf, G_OBJECT (self), errand->change, errand->kind == CRITIC_ERRAND_REDO);
}

static void
take_result (CriticNotebook *self,
             CriticErrand   *errand)
{
  switch (errand->kind)
    {
    case CRITIC_ERRAND_LOAD:
      _critic_notebook_loaded (self, errand->page, errand->image_id, errand->found);
      _critic_notebook_take_rating (self, errand);
      if (errand->has_before && errand->page->before != NULL)
        {
          _critic_notebook_followed (self, errand->page);
          tell (self, errand->image_id);
        }
      break;

    case CRITIC_ERRAND_WRITE:
      take_written (self, errand);
      break;

    case CRITIC_ERRAND_UNDO:
    case CRITIC_ERRAND_REDO:
      take_walked (self, errand);
      break;

    case CRITIC_ERRAND_RATE:
      errand->page->image_id = errand->image_id;
      _critic_notebook_take_rating (self, errand);
      tell (self, errand->image_id);
      break;

    case CRITIC_ERRAND_JUDGE:
      tell (self, errand->image_id);
      break;

    case CRITIC_ERRAND_CALL:
    default:
      errand->call (errand->data, self);
    }
}

static gboolean
retry_cb (gpointer user_data)
{
  CriticNotebook *self = user_data;

  self->retry_source = 0;
  _critic_notebook_go (self);

  return G_SOURCE_REMOVE;
}

static void
fail (CriticNotebook *self,
      CriticErrand   *errand,
      const GError   *error)
{
  g_autofree char *problem = NULL;

  /* The list says of a judgement that it is old, which it is. */
  if (errand->kind == CRITIC_ERRAND_JUDGE)
    {
      _critic_errand_free (errand);
      return;
    }
  if (errand->kind == CRITIC_ERRAND_UNDO || errand->kind == CRITIC_ERRAND_REDO)
    {
      _critic_notebook_set_problem (self, error->message);
      _critic_errand_free (errand);
      return;
    }

  if (self->given_up)
    {
      _critic_errand_free (errand);
      return;
    }

  problem = g_strdup_printf (_("%s What you write stays here meanwhile, and can be copied."), error->message);
  _critic_notebook_set_problem (self, problem);
  clear_run (errand);
  g_queue_push_head (&self->errands, errand);
  if (self->retry_source == 0)
    {
      self->retry_source = g_timeout_add (RETRY_MS, retry_cb, self);
      g_source_set_name_by_id (self->retry_source, "[photo-critic] retry");
    }
}

static void
worked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  CriticErrand *errand = user_data;
  g_autoptr(CriticNotebook) self = g_steal_pointer (&errand->notebook);
  g_autoptr(GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  self->running = NULL;
  if (done)
    {
      _critic_notebook_set_problem (self, NULL);
      _critic_notebook_set_names (self, g_steal_pointer (&errand->undo_name), g_steal_pointer (&errand->redo_name));
      take_result (self, errand);
      _critic_errand_free (errand);
    }
  else
    fail (self, errand, error);

  _critic_notebook_go (self);
}

/* What an errand takes along; FALSE: there is nothing left to do. */
static gboolean
pack (CriticNotebook *self,
      CriticErrand   *errand)
{
  errand->library = g_object_ref (critic_shelf_get_library (self->shelf));
  if (errand->page != NULL)
    {
      errand->hash = errand->page->hash;
      errand->image_id = errand->page->image_id;
      errand->step_id = errand->page->step_id;
    }
  if (errand->kind == CRITIC_ERRAND_LOAD && errand->page->before != NULL)
    {
      errand->has_before = TRUE;
      errand->before = errand->page->before->hash;
      g_free (errand->path);
      errand->path = g_file_get_path (errand->page->file);
    }
  if (errand->kind != CRITIC_ERRAND_WRITE)
    return TRUE;

  errand->written = g_ptr_array_new_with_free_func (g_object_unref);
  errand->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_critique_entry_free);
  errand->edits = g_array_new (FALSE, FALSE, sizeof (guint64));
  errand->ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < errand->sheets->len; i++)
    {
      CriticSheet *sheet = errand->sheets->pdata[i];
      const CriticCritiqueEntry *entry = critic_sheet_get_entry (sheet);
      guint64 edits = critic_sheet_get_edits (sheet);

      /* An empty one that was never kept need not be; a text may be there already. */
      if ((entry->id == 0 && critic_sheet_is_empty (sheet)) || critic_sheet_is_saved (sheet))
        continue;
      g_ptr_array_add (errand->written, g_object_ref (sheet));
      g_ptr_array_add (errand->entries, critic_critique_entry_copy (entry));
      g_array_append_val (errand->edits, edits);
    }
  for (guint i = 0; i < errand->deleted->len; i++)
    {
      gint64 id = critic_sheet_get_entry (errand->deleted->pdata[i])->id;

      if (id != 0)
        g_array_append_val (errand->ids, id);
    }

  return errand->written->len > 0 || errand->ids->len > 0;
}

/* Until everything is written the program does not end. */
static void
hold (CriticNotebook *self,
      gboolean        held)
{
  GApplication *application = g_application_get_default ();

  if (self->held == held || application == NULL)
    return;

  self->held = held;
  if (held)
    {
      g_application_hold (application);
      g_object_ref (self);
    }
  else
    {
      g_application_release (application);
      g_object_unref (self);
    }
}

/* The next errand, if the library is open and nobody is on the way. */
void
_critic_notebook_go (CriticNotebook *self)
{
  g_autoptr(GTask) task = NULL;
  CriticErrand *errand = NULL;

  if (self->running != NULL || self->retry_source != 0)
    return;

  if (critic_shelf_get_state (self->shelf) == CRITIC_SHELF_OPEN)
    while (errand == NULL && (errand = g_queue_pop_head (&self->errands)) != NULL)
      if (!pack (self, errand))
        g_clear_pointer (&errand, _critic_errand_free);

  self->running = errand;
  if (errand == NULL)
    {
      hold (self, critic_shelf_get_state (self->shelf) == CRITIC_SHELF_OPENING && !g_queue_is_empty (&self->errands));
      return;
    }

  hold (self, TRUE);
  errand->notebook = g_object_ref (self);
  task = g_task_new (NULL, NULL, worked_cb, errand);
  g_task_set_source_tag (task, _critic_notebook_go);
  g_task_set_task_data (task, errand, NULL);
  g_task_run_in_thread (task, work);
}

void
_critic_notebook_send (CriticNotebook *self,
                       CriticErrand   *errand)
{
  g_queue_push_tail (&self->errands, errand);
  _critic_notebook_go (self);
}

/* A text that is being typed, unless it waits already. */
void
_critic_notebook_send_text (CriticNotebook *self,
                            CriticPage     *page,
                            CriticSheet    *sheet)
{
  CriticErrand *last = g_queue_peek_tail (&self->errands);
  CriticErrand *errand;

  if (!page->has_photo || (critic_sheet_get_entry (sheet)->id == 0 && critic_sheet_is_empty (sheet)))
    return;
  if (last != NULL && last->is_text && last->sheets->pdata[0] == sheet)
    {
      _critic_notebook_go (self);
      return;
    }

  errand = _critic_errand_new (CRITIC_ERRAND_WRITE, page);
  errand->is_text = TRUE;
  /* Translators: a step that can be undone */
  errand->name = g_strdup (_("Writing a critique"));
  g_ptr_array_add (errand->sheets, g_object_ref (sheet));
  _critic_notebook_send (self, errand);
}

/* Nothing is on the way any more, and nothing waits. */
void
_critic_notebook_forget_errands (CriticNotebook *self)
{
  self->given_up = TRUE;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_queue_clear_full (&self->errands, (GDestroyNotify) _critic_errand_free);
  g_queue_init (&self->errands);
  if (self->running == NULL)
    hold (self, FALSE);
}
