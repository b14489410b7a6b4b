/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-task.h"

typedef struct
{
  GObject                 *owner;
  CriticReportSubjects    *subjects;
  CriticReportOptions      options;     /* strings owned */
  GFile                   *output;
  CriticReportTaskProgress progress;
  GMutex                   lock;        /* of what follows */
  guint                    done, all;
  gboolean                 told;        /* the main thread will look */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->owner);
  critic_report_subjects_unref (work->subjects);
  g_clear_object (&work->output);
  g_free ((char *) work->options.title);
  g_free ((char *) work->options.author);
  g_free ((char *) work->options.date);
  g_mutex_clear (&work->lock);
  g_free (work);
}

static gboolean
tell_cb (gpointer user_data)
{
  GTask *task = user_data;
  Work *work = g_task_get_task_data (task);
  guint done, all;

  g_mutex_lock (&work->lock);
  done = work->done;
  all = work->all;
  work->told = FALSE;
  g_mutex_unlock (&work->lock);
  if (!g_task_get_completed (task))
    work->progress (done, all, work->owner);

  return G_SOURCE_REMOVE;
}

/* On the worker: 500 steps in a second are one look for the main thread. */
static void
progress_cb (guint    done,
             guint    all,
             gpointer data)
{
  GTask *task = data;
  Work *work = g_task_get_task_data (task);

  g_mutex_lock (&work->lock);
  work->done = done;
  work->all = all;
  if (!work->told)
    {
      work->told = TRUE;
      g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, tell_cb, g_object_ref (task), g_object_unref);
    }
  g_mutex_unlock (&work->lock);
}

static void
write_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Work *work = data;
  CriticReportJob job;
  GError *error = NULL;

  if (critic_report_subjects_fill (work->subjects, &job, &error))
    {
      job.progress = progress_cb;
      job.progress_data = task;
      critic_report_write (&job, &work->options, work->output, cancellable, &error);
    }

  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
missing_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Work *work = data;
  CriticReportJob job;
  GError *error = NULL;
  char *missing = NULL;

  if (critic_report_subjects_fill (work->subjects, &job, &error) &&
      critic_report_check_place (work->output, job.n_entries, &work->options, &error))
    {
      job.progress = progress_cb;
      job.progress_data = task;
      missing = critic_report_missing_characters (&job, &work->options, cancellable, &error);
    }

  if (error == NULL)
    g_task_return_pointer (task, missing, g_free);
  else
    g_task_return_error (task, error);
}

static GTask *
make_task (GObject                   *owner,
           CriticReportSubjects      *subjects,
           const CriticReportOptions *options,
           GFile                     *output,
           CriticReportTaskProgress   progress,
           GCancellable              *cancellable,
           GAsyncReadyCallback        callback,
           gpointer                   data)
{
  GTask *task = g_task_new (owner, cancellable, callback, data);
  Work *work = g_new0 (Work, 1);

  work->owner = g_object_ref (owner);
  work->subjects = critic_report_subjects_ref (subjects);
  work->options = *options;
  work->options.title = g_strdup (options->title);
  work->options.author = g_strdup (options->author);
  work->options.date = g_strdup (options->date);
  g_set_object (&work->output, output);
  work->progress = progress;
  g_mutex_init (&work->lock);
  g_task_set_task_data (task, work, work_free);

  return task;
}

void
critic_report_task_write (GObject                   *owner,
                          CriticReportSubjects      *subjects,
                          const CriticReportOptions *options,
                          GFile                     *output,
                          CriticReportTaskProgress   progress,
                          GCancellable              *cancellable,
                          GAsyncReadyCallback        callback,
                          gpointer                   data)
{
  g_autoptr(GTask) task = make_task (owner, subjects, options, output, progress, cancellable, callback, data);

  /* What was written whole is told as written, whatever was asked meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, critic_report_task_write);
  g_task_run_in_thread (task, write_thread);
}

gboolean
critic_report_task_write_finish (GAsyncResult *result,
                                 GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
critic_report_task_missing (GObject                   *owner,
                            CriticReportSubjects      *subjects,
                            const CriticReportOptions *options,
                            GFile                     *output,
                            CriticReportTaskProgress   progress,
                            GCancellable              *cancellable,
                            GAsyncReadyCallback        callback,
                            gpointer                   data)
{
  g_autoptr(GTask) task = make_task (owner, subjects, options, output, progress, cancellable, callback, data);

  g_task_set_source_tag (task, critic_report_task_missing);
  g_task_run_in_thread (task, missing_thread);
}

char *
critic_report_task_missing_finish (GAsyncResult *result,
                                   GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
