/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-sidecars.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "critic-folder-watch.h"
#include "critic-sidecar-job.h"

/* The last of several marks is waited for so long before they are saved. */
#define SAVE_MS 800

struct _CriticSidecars
{
  GObject            parent_instance;

  CriticShelf       *shelf;
  GSettings         *settings;
  GQueue             jobs;          /* CriticSidecarJob that wait */
  gboolean           is_busy;       /* one is on the worker */
  gboolean           is_holding;    /* the program, until all is done */

  char              *photo;         /* on the desk; NULL: none */
  char              *folder;        /* NULL: none */
  gboolean           is_desk;
  CriticFolderWatch *watch;
  GPtrArray         *differing;     /* CriticMarked */

  GHashTable        *changed;       /* set of gint64: images to be saved by themselves */
  guint              save_timer;
  char              *last_said;
};

enum { SAID, DIFFERING, ARRIVED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticSidecars, critic_sidecars, G_TYPE_OBJECT)

static void start (CriticSidecars *self);

/* What was marked is saved although the last window closes. */
static void
update_hold (CriticSidecars *self)
{
  GApplication *application = g_application_get_default ();
  const gboolean hold = self->is_busy || self->save_timer != 0;

  if (application == NULL || hold == self->is_holding)
    return;

  self->is_holding = hold;
  if (hold)
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

static void
say (CriticSidecars *self,
     const char     *text)
{
  g_free (self->last_said);
  self->last_said = g_strdup (text);
  g_signal_emit (self, signals[SAID], 0, text);
}

/* @automatic: only of what went wrong, and once. */
static void
say_saved (CriticSidecars         *self,
           const CriticSidecarJob *job)
{
  const CriticSidecarSaved *saved = &job->saved;
  g_autoptr(GString) text = g_string_new (NULL);

  if (job->changed == NULL && (saved->n_saved > 0 || (saved->n_differing == 0 && saved->n_failed == 0)))
    g_string_append_printf (text, ngettext ("The sidecar of %u photograph says what you do.",
                                            "The sidecars of %u photographs say what you do.", saved->n_saved), saved->n_saved);
  if (job->changed == NULL && job->n_veiled > 0 && text->len > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("What the model says of %u photograph is left out: you have not judged it yet.",
                                              "What the model says of %u photographs is left out: you have not judged them yet.",
                                              job->n_veiled), job->n_veiled);
    }
  if (saved->n_differing > 0)
    {
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("%u photograph was left out: its file says something else. Settle that first.",
                                              "%u photographs were left out: their files say something else. Settle that first.",
                                              saved->n_differing), saved->n_differing);
    }
  if (saved->trouble != NULL)
    {
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, saved->trouble);
    }
  if (text->len > 0 && (job->changed == NULL || g_strcmp0 (text->str, self->last_said) != 0))
    say (self, text->str);
}

static void
done_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  CriticSidecars *self = CRITIC_SIDECARS (object);
  CriticSidecarJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  self->is_busy = FALSE;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_clear_pointer (&self->differing, g_ptr_array_unref);
      self->differing = g_ptr_array_ref (job->differing);
      if (job->image_ids->len > 0)
        critic_shelf_tell (self->shelf, G_OBJECT (self), job->image_ids);
      if (job->kind == CRITIC_SIDECAR_JOB_SAVE)
        say_saved (self, job);
      if (job->troubles->len > 0 && g_strcmp0 (job->troubles->pdata[0], self->last_said) != 0)
        say (self, job->troubles->pdata[0]);
      g_signal_emit (self, signals[DIFFERING], 0);
    }
  else
    say (self, error->message);

  start (self);
  update_hold (self);
}

static void
run_thread (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  GError *error = NULL;

  if (critic_sidecar_job_run (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
pairs_cb (CriticSidecars *self)
{
  CriticLibrary *library = critic_shelf_get_library (self->shelf);

  if (library != NULL)
    critic_library_set_pairs (library, self->settings == NULL || g_settings_get_boolean (self->settings, "with-partners"));
}

/* The next job, once the library is open. */
static void
start (CriticSidecars *self)
{
  CriticLibrary *library = critic_shelf_get_library (self->shelf);
  g_autoptr(GTask) task = NULL;
  g_autoptr(GStrvBuilder) scope = NULL;
  CriticSidecarJob *job;

  if (self->is_busy || library == NULL)
    return;
  job = g_queue_pop_head (&self->jobs);
  if (job == NULL)
    return;

  scope = g_strv_builder_new ();
  if (self->is_desk && self->photo != NULL)
    g_strv_builder_add (scope, self->photo);
  if (!self->is_desk && self->folder != NULL)
    g_strv_builder_add (scope, self->folder);
  job->scope = g_strv_builder_end (scope);
  job->library = g_object_ref (library);
  job->model_id = g_strdup (critic_shelf_get_model_id (self->shelf));
  job->veil = critic_veil_get_default ();
  if (self->settings != NULL)
    {
      job->name = (CriticSidecarName) g_settings_get_enum (self->settings, "sidecar-name");
      job->subjects = g_settings_get_boolean (self->settings, "sidecar-subjects");
    }

  self->is_busy = TRUE;
  task = g_task_new (self, NULL, done_cb, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) critic_sidecar_job_free);
  g_task_run_in_thread (task, run_thread);
}

static void
push (CriticSidecars   *self,
      CriticSidecarJob *job)
{
  g_queue_push_tail (&self->jobs, job);
  start (self);
  update_hold (self);
}

/* --- by itself --- */

static gboolean
save_cb (gpointer data)
{
  CriticSidecars *self = data;
  CriticSidecarJob *job = critic_sidecar_job_new (CRITIC_SIDECAR_JOB_SAVE);
  GHashTableIter iter;
  gpointer id;

  self->save_timer = 0;
  job->changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_val (job->changed, *(gint64 *) id);
  g_hash_table_remove_all (self->changed);
  push (self, job);
  return G_SOURCE_REMOVE;
}

static void
written_cb (CriticSidecars *self,
            GObject        *who,
            GArray         *image_ids)
{
  if (CRITIC_IS_SIDECARS (who) || self->settings == NULL || !g_settings_get_boolean (self->settings, "sidecars-automatic"))
    return;

  for (guint i = 0; i < image_ids->len; i++)
    g_hash_table_add (self->changed, g_memdup2 (&g_array_index (image_ids, gint64, i), sizeof (gint64)));
  g_clear_handle_id (&self->save_timer, g_source_remove);
  self->save_timer = g_timeout_add (SAVE_MS, save_cb, self);
  update_hold (self);
}

static void
watched_cb (CriticSidecars    *self,
            const char *const *sidecars,
            const char *const *photos)
{
  const gsize length = self->folder != NULL ? strlen (self->folder) : 0;
  const gboolean is_opened = self->photo != NULL && g_strv_contains (photos, self->photo);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) paths = NULL;

  /* The folder's own are looked at by its pass. */
  g_strv_builder_addv (builder, (const char **) sidecars);
  for (gsize i = 0; photos[i] != NULL; i++)
    if (self->folder == NULL || strncmp (photos[i], self->folder, length) != 0 || photos[i][length] != '/')
      g_strv_builder_add (builder, photos[i]);
  paths = g_strv_builder_end (builder);

  if (*paths != NULL || is_opened)
    {
      CriticSidecarJob *job = critic_sidecar_job_new (CRITIC_SIDECAR_JOB_LOOK);

      job->paths = g_steal_pointer (&paths);
      job->opened = is_opened ? g_strdup (self->photo) : NULL;
      push (self, job);
    }
  if (*photos != NULL)
    g_signal_emit (self, signals[ARRIVED], 0, photos);
}

/* --- for the window --- */

void
critic_sidecars_show (CriticSidecars *self,
                      GFile          *photo,
                      const char     *folder,
                      gboolean        is_desk)
{
  g_autofree char *path = photo != NULL ? g_file_get_path (photo) : NULL;
  const gboolean is_other = path != NULL && g_strcmp0 (path, self->photo) != 0;

  g_return_if_fail (CRITIC_IS_SIDECARS (self));

  if (g_strcmp0 (path, self->photo) == 0 && g_strcmp0 (folder, self->folder) == 0 && is_desk == self->is_desk)
    return;

  g_free (self->photo);
  self->photo = g_steal_pointer (&path);
  if (g_strcmp0 (folder, self->folder) != 0)
    {
      g_free (self->folder);
      self->folder = g_strdup (folder);
    }
  self->is_desk = is_desk;
  critic_folder_watch_set (self->watch, self->photo, self->folder);

  if (is_other)
    {
      CriticSidecarJob *job = critic_sidecar_job_new (CRITIC_SIDECAR_JOB_LOOK);
      const char *const paths[] = { self->photo, NULL };

      job->paths = g_strdupv ((GStrv) paths);
      job->opened = g_strdup (self->photo);
      push (self, job);
    }
  else
    critic_sidecars_list (self);
}

void
critic_sidecars_list (CriticSidecars *self)
{
  g_return_if_fail (CRITIC_IS_SIDECARS (self));

  push (self, critic_sidecar_job_new (CRITIC_SIDECAR_JOB_LIST));
}

void
critic_sidecars_save (CriticSidecars    *self,
                      const char *const *paths)
{
  CriticSidecarJob *job = critic_sidecar_job_new (CRITIC_SIDECAR_JOB_SAVE);

  g_return_if_fail (CRITIC_IS_SIDECARS (self));

  job->paths = g_strdupv ((GStrv) paths);
  push (self, job);
}

void
critic_sidecars_settle (CriticSidecars *self,
                        gboolean        theirs,
                        gboolean        all)
{
  CriticSidecarJob *job = critic_sidecar_job_new (CRITIC_SIDECAR_JOB_SETTLE);
  g_autoptr(GStrvBuilder) paths = g_strv_builder_new ();

  g_return_if_fail (CRITIC_IS_SIDECARS (self));

  for (guint i = 0; i < self->differing->len && (all || i == 0); i++)
    g_strv_builder_add (paths, ((CriticMarked *) self->differing->pdata[i])->path);
  job->paths = g_strv_builder_end (paths);
  job->theirs = theirs;
  push (self, job);
}

GPtrArray *
critic_sidecars_get_differing (CriticSidecars *self)
{
  g_return_val_if_fail (CRITIC_IS_SIDECARS (self), NULL);

  return self->differing;
}

static void
critic_sidecars_finalize (GObject *object)
{
  CriticSidecars *self = CRITIC_SIDECARS (object);

  g_queue_clear_full (&self->jobs, (GDestroyNotify) critic_sidecar_job_free);
  g_clear_object (&self->watch);
  g_clear_object (&self->shelf);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->differing, g_ptr_array_unref);
  g_clear_pointer (&self->changed, g_hash_table_unref);
  g_clear_handle_id (&self->save_timer, g_source_remove);
  g_free (self->photo);
  g_free (self->folder);
  g_free (self->last_said);

  G_OBJECT_CLASS (critic_sidecars_parent_class)->finalize (object);
}

static void
critic_sidecars_class_init (CriticSidecarsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_sidecars_finalize;

  signals[SAID] = g_signal_new ("said", CRITIC_TYPE_SIDECARS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DIFFERING] = g_signal_new ("differing", CRITIC_TYPE_SIDECARS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ARRIVED] = g_signal_new ("arrived", CRITIC_TYPE_SIDECARS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRV);
}

static void
critic_sidecars_init (CriticSidecars *self)
{
  g_queue_init (&self->jobs);
  self->differing = g_ptr_array_new ();
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->watch = critic_folder_watch_new ();
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (watched_cb), self, G_CONNECT_SWAPPED);
}

CriticSidecars *
critic_sidecars_new (CriticShelf *shelf,
                     GSettings   *settings)
{
  CriticSidecars *self = g_object_new (CRITIC_TYPE_SIDECARS, NULL);

  self->shelf = g_object_ref (shelf);
  g_set_object (&self->settings, settings);
  g_signal_connect_object (shelf, "written", G_CALLBACK (written_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shelf, "notify::state", G_CALLBACK (pairs_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shelf, "notify::state", G_CALLBACK (start), self, G_CONNECT_SWAPPED);
  if (settings != NULL)
    g_signal_connect_object (settings, "changed::with-partners", G_CALLBACK (pairs_cb), self, G_CONNECT_SWAPPED);
  pairs_cb (self);
  return self;
}
