/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The user's taste, fitted anew a while after marks have changed. */
#include "critic-shoot-private.h"

#define LATER 1000      /* milliseconds: many marks are given one after the other */

typedef struct
{
  CriticShoot      *shoot;      /* let go of on the main thread */
  CriticShootTable *table;
  CriticTaste      *taste;      /* NULL: there are too few stars */
} Learning;

static void
learning_free (gpointer data)
{
  Learning *learning = data;

  critic_shoot_table_unref (learning->table);
  g_clear_pointer (&learning->taste, critic_taste_unref);
  g_free (learning);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Learning *learning = data;
  g_autoptr (GPtrArray) rows = g_ptr_array_sized_new (learning->table->n);

  for (guint i = 0; i < learning->table->n; i++)
    g_ptr_array_add (rows, learning->table->rows[i]->row);
  learning->taste = critic_taste_fit (rows, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
learned (GObject *object, GAsyncResult *result, gpointer data)
{
  Learning *learning = data;
  g_autoptr (CriticShoot) self = g_steal_pointer (&learning->shoot);

  self->learning = FALSE;
  if (self->taste != NULL || learning->taste != NULL)
    {
      g_clear_pointer (&self->taste, critic_taste_unref);
      self->taste = g_steal_pointer (&learning->taste);
      self->must_answer = TRUE;
      critic_shoot_update (self);
    }
  learning_free (learning);
  if (self->must_learn)
    critic_shoot_learn (self);
}

static gboolean
start (gpointer data)
{
  CriticShoot *self = data;
  g_autoptr (GTask) task = NULL;
  Learning *learning;

  self->learn_timer = 0;
  /* What is about to be written counts too. */
  if (self->learning || !g_queue_is_empty (&self->edits))
    {
      critic_shoot_learn (self);
      return G_SOURCE_REMOVE;
    }

  self->must_learn = FALSE;
  self->learning = TRUE;
  learning = g_new0 (Learning, 1);
  learning->shoot = g_object_ref (self);
  learning->table = critic_shoot_table_ref (self->table);
  task = g_task_new (NULL, NULL, learned, learning);
  g_task_set_task_data (task, learning, NULL);
  g_task_run_in_thread (task, work);
  return G_SOURCE_REMOVE;
}

void
critic_shoot_learn (CriticShoot *self)
{
  if (self->table == NULL)
    return;

  self->must_learn = TRUE;
  if (!self->learning && self->learn_timer == 0)
    self->learn_timer = g_timeout_add (LATER, start, self);
}
