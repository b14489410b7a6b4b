/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One worker at a time answers what the list was asked; what is asked meanwhile
 * waits for the next round, and an answer to an older question is not shown. */
#include "critic-shoot-job.h"
#include "critic-shoot-private.h"

/* At least so long between two rounds that nobody asked for, and between two
 * searches for bursts; microseconds. */
#define ROUNDS  250000
#define GROUPS 2000000

/* The list is held here and let go of on the main thread; as the task's source it
 * might be freed by the worker. */
typedef struct
{
  CriticShoot    *shoot;
  CriticShootJob *job;
  guint64         asked;        /* the question it answers */
} Round;

static void
round_free (gpointer data)
{
  Round *round = data;

  critic_shoot_job_free (round->job);
  g_free (round);
}

static void start (CriticShoot *self);

static gboolean
start_later (gpointer data)
{
  CriticShoot *self = data;

  self->timer = 0;
  critic_shoot_update (self);
  return G_SOURCE_REMOVE;
}

/* There may be something to do: when the time for it has come, and nothing runs. */
void
critic_shoot_update (CriticShoot *self)
{
  gint64 now = g_get_monotonic_time (), due = G_MAXINT64;

  if (self->running != NULL)
    return;
  if (self->table == NULL && !self->must_load)
    {
      /* Nothing was opened: there is no list that could be behind. */
      critic_shoot_set_busy (self, !g_queue_is_empty (&self->edits));
      return;
    }

  if (self->must_load || self->must_answer)
    due = now;
  else if (g_queue_is_empty (&self->edits) && !(self->must_group && self->grouped < 0))
    critic_shoot_set_busy (self, FALSE);
  if (g_hash_table_size (self->files) > 0 || g_hash_table_size (self->images) > 0)
    due = MIN (due, self->started + ROUNDS);
  if (self->must_group)
    due = MIN (due, self->grouped < 0 ? now : MAX (self->started + ROUNDS, self->grouped + GROUPS));

  /* What was planned may be too late for what is asked now. */
  g_clear_handle_id (&self->timer, g_source_remove);
  if (due <= now)
    start (self);
  else if (due < G_MAXINT64)
    self->timer = g_timeout_add ((guint) ((due - now + 999) / 1000), start_later, self);
}

void
critic_shoot_ask (CriticShoot *self)
{
  self->asked++;
  self->must_answer = TRUE;
  critic_shoot_set_busy (self, TRUE);
  critic_shoot_update (self);
}

static void
add_id (GHashTable *set, gint64 id)
{
  g_hash_table_add (set, g_memdup2 (&id, sizeof id));
}

void
critic_shoot_look_at_file (CriticShoot *self, gint64 file_id)
{
  add_id (self->files, file_id);
}

void
critic_shoot_look_at_image (CriticShoot *self, gint64 image_id)
{
  add_id (self->images, image_id);
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static GHashTable *
steal_set (GHashTable **set)
{
  GHashTable *stolen = *set;

  *set = new_set ();
  return stolen;
}

static GHashTable *
copy_set (GHashTable *set)
{
  GHashTable *copy = new_set ();
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    add_id (copy, *(gint64 *) id);
  return copy;
}

/* What an unfinished round was to look at is to be looked at still. */
static void
give_back_set (GHashTable *set, GHashTable *from)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    add_id (set, *(gint64 *) id);
}

/* Rows by the hundred thousand take long to be freed. */
static void
free_elsewhere (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_set_task_data (task, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
let_go (gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GTask) task = NULL;

  if (data == NULL)
    return;
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, data, destroy);
  g_task_run_in_thread (task, free_elsewhere);
}

/* The edits at the front that the new table holds. */
static void
drop_written (CriticShoot *self, const CriticShootJob *job)
{
  for (guint i = 0; i < job->n_written; i++)
    {
      g_queue_remove (&self->edits, job->edits->pdata[i]);
      critic_shoot_edit_unref (job->edits->pdata[i]);
    }
}

static void
take_answer (CriticShoot *self, Round *round)
{
  CriticShootJob *job = round->job;

  let_go (self->table, (GDestroyNotify) critic_shoot_table_unref);
  self->table = critic_shoot_table_ref (job->new_table);
  self->must_group |= job->stale_groups;
  if (job->group || job->load)
    self->grouped = job->group ? g_get_monotonic_time () : -GROUPS;

  /* An older question's answer is not shown; the table is true all the same. */
  if (round->asked == self->asked)
    {
      CriticShootView *old = self->view != NULL ? critic_shoot_view_ref (self->view) : NULL;

      drop_written (self, job);
      critic_shoot_set_view (self, job->view, job->ranges);
      let_go (old, (GDestroyNotify) critic_shoot_view_unref);
    }
  else
    self->must_answer = TRUE;

  if (job->load && !self->must_load)
    critic_shoot_set_loading (self, FALSE);
}

static void
fail (CriticShoot *self, const CriticShootJob *job, const GError *error)
{
  give_back_set (self->files, job->files);
  give_back_set (self->images, job->images);
  self->must_group |= job->group && !job->load;
  self->must_veil |= job->reveil;
  if (job->load && !self->must_load)
    critic_shoot_set_loading (self, FALSE);
  if (!self->must_load && !self->must_answer)
    critic_shoot_set_busy (self, FALSE);
  critic_shoot_fail (self, error);
}

static void
finished (GObject *object, GAsyncResult *result, gpointer data)
{
  Round *round = data;
  g_autoptr (CriticShoot) self = g_steal_pointer (&round->shoot);
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);
  gboolean cancelled = g_cancellable_is_cancelled (self->running);

  g_clear_object (&self->running);
  if (done && !cancelled)
    take_answer (self, round);
  else if (!cancelled)
    fail (self, round->job, error);

  /* After a failure only what was asked since is tried. */
  if (done || cancelled || self->must_load || self->must_answer)
    critic_shoot_update (self);
  let_go (round, round_free);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Round *round = data;
  GError *error = NULL;

  if (critic_shoot_job_run (round->job, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
start (CriticShoot *self)
{
  g_autoptr (GTask) task = NULL;
  CriticShootJob *job;
  Round *round;

  job = critic_shoot_job_new ();
  job->library = g_object_ref (self->library);
  job->model_id = g_strdup (self->model_id);
  job->folders = g_strdupv (self->folders);
  job->recursive = self->recursive;
  job->load = self->must_load;
  /* A list is shown before its bursts are found, unless it is made of them. */
  job->group = self->must_load ? self->collapsed
                               : self->must_veil || (self->must_group && g_get_monotonic_time () >= self->grouped + GROUPS);
  job->files = steal_set (&self->files);
  job->images = steal_set (&self->images);
  job->table = self->table != NULL ? critic_shoot_table_ref (self->table) : NULL;
  job->before = self->view != NULL ? critic_shoot_view_ref (self->view) : NULL;
  job->filter = critic_filter_ref (self->filter);
  job->order = critic_order_ref (self->order);
  job->collapsed = self->collapsed;
  job->paired = self->paired;
  job->expanded = copy_set (self->expanded);
  job->taste = self->taste != NULL ? critic_taste_ref (self->taste) : NULL;
  job->like = self->like;
  job->search = self->search != NULL ? critic_search_ref (self->search) : NULL;
  g_set_object (&job->veil, self->veil);
  job->reveil = self->must_veil;
  for (GList *l = self->edits.head; l != NULL; l = l->next)
    {
      CriticShootEdit *edit = l->data;

      if (edit->kind != CRITIC_EDIT_RATE)
        continue;
      job->n_written += edit->written;
      g_ptr_array_add (job->edits, critic_shoot_edit_ref (edit));
    }

  self->must_load = self->must_answer = self->must_veil = FALSE;
  if (job->group)
    self->must_group = FALSE;
  self->started = g_get_monotonic_time ();
  self->running = g_cancellable_new ();

  round = g_new (Round, 1);
  round->shoot = g_object_ref (self);
  round->job = job;
  round->asked = self->asked;
  task = g_task_new (NULL, self->running, finished, round);
  g_task_set_task_data (task, round, NULL);
  g_task_run_in_thread (task, work);
}

/**
 * critic_shoot_open:
 * @self: a list
 * @folders: (array zero-terminated=1): absolute paths of folders, or of files
 * @recursive: with what lies in folders below
 *
 * Lists what the library knows of them; what was listed stays until that is
 * read. The same folders again: reads them anew.
 */
void
critic_shoot_open (CriticShoot *self, const char *const *folders, gboolean recursive)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_strfreev (self->folders);
  self->folders = g_strdupv ((GStrv) folders);
  self->recursive = recursive;
  self->must_load = TRUE;
  critic_shoot_set_loading (self, TRUE);
  /* Somebody else may have made steps since. */
  critic_shoot_read_names (self);
  critic_shoot_ask (self);
}

/**
 * critic_shoot_look_again:
 * @self: a list
 * @file_ids: (array length=n): files that may have changed in the library, or
 *   that may be new there
 * @n: how many
 *
 * Reads them anew, soon, together with others.
 */
void
critic_shoot_look_again (CriticShoot *self, const gint64 *file_ids, gsize n)
{
  for (gsize i = 0; i < n; i++)
    critic_shoot_look_at_file (self, file_ids[i]);
  critic_shoot_update (self);
}

/**
 * critic_shoot_look_at_images:
 * @self: a list
 * @image_ids: (array length=n): photographs of which somebody else wrote
 *   something in the library
 * @n: how many
 *
 * Reads the rows that show them anew, soon, and what can be undone.
 */
void
critic_shoot_look_at_images (CriticShoot *self, const gint64 *image_ids, gsize n)
{
  for (gsize i = 0; i < n; i++)
    critic_shoot_look_at_image (self, image_ids[i]);
  critic_shoot_read_names (self);
  critic_shoot_update (self);
}

static void
pass_changed (CriticPass *pass, GArray *file_ids, CriticShoot *self)
{
  critic_shoot_look_again (self, (const gint64 *) (gpointer) file_ids->data, file_ids->len);
}

/**
 * critic_shoot_watch:
 * @self: a list
 * @pass: (nullable): a pass; %NULL: none any more
 *
 * Takes in what the pass writes, a few times a second, instead of the pass that
 * was watched before.
 */
void
critic_shoot_watch (CriticShoot *self, CriticPass *pass)
{
  if (self->pass == pass)
    return;

  if (self->pass != NULL)
    g_signal_handlers_disconnect_by_func (self->pass, pass_changed, self);
  g_set_object (&self->pass, pass);
  if (pass != NULL)
    g_signal_connect (pass, "changed", G_CALLBACK (pass_changed), self);
}
