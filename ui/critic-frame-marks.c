/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-frame-marks.h"

#include "critic-content-hash.h"

struct _CriticFrameMarks
{
  GObject      parent_instance;

  CriticShelf *shelf;
  GHashTable  *seen;        /* set of CriticFrame; owned */
  GQueue       waiting;     /* of @seen, the newest first */
  gboolean     running;
};

G_DEFINE_FINAL_TYPE (CriticFrameMarks, critic_frame_marks, G_TYPE_OBJECT)

typedef struct
{
  CriticFrame   *frame;     /* owned */
  CriticLibrary *library;   /* owned */
  gint64         mtime;
  gboolean       has_hash;
  CriticHash     hash;
  gint64         image_id;
  CriticRating   rating;
} Look;

static void
look_free (Look *look)
{
  g_clear_object (&look->frame);
  g_clear_object (&look->library);
  g_free (look);
}

static void
look_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Look *look = task_data;

  if (!look->has_hash)
    {
      g_autofree char *name = NULL;
      gint64 mtime;
      g_autoptr(GBytes) bytes = critic_photo_read (critic_frame_get_file (look->frame), &name, &mtime, NULL, NULL);

      if (bytes != NULL)
        critic_content_hash (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), look->hash.bytes);
      look->has_hash = bytes != NULL;
    }

  /* Whatever cannot be found out is not marked. */
  if (look->has_hash && critic_library_find_image (look->library, &look->hash, FALSE, &look->image_id, NULL)
      && look->image_id != 0)
    critic_library_read_rating (look->library, look->image_id, &look->rating, NULL);

  g_task_return_boolean (task, TRUE);
}

static void go (CriticFrameMarks *self);

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  CriticFrameMarks *self = CRITIC_FRAME_MARKS (object);
  Look *look = g_task_get_task_data (G_TASK (result));

  self->running = FALSE;
  /* It was changed meanwhile, and waits for another look. */
  if (look->mtime == critic_frame_get_mtime (look->frame))
    critic_frame_take_rating (look->frame, look->has_hash ? &look->hash : NULL, look->image_id, &look->rating);
  go (self);
}

static void
go (CriticFrameMarks *self)
{
  g_autoptr(GTask) task = NULL;
  const CriticHash *hash;
  CriticFrame *frame;
  Look *look;

  if (self->running || critic_shelf_get_state (self->shelf) != CRITIC_SHELF_OPEN)
    return;

  frame = g_queue_pop_head (&self->waiting);
  if (frame == NULL)
    return;

  look = g_new0 (Look, 1);
  look->frame = g_object_ref (frame);
  look->library = g_object_ref (critic_shelf_get_library (self->shelf));
  look->mtime = critic_frame_get_mtime (frame);
  hash = critic_frame_get_hash (frame);
  look->has_hash = hash != NULL;
  if (hash != NULL)
    look->hash = *hash;

  self->running = TRUE;
  task = g_task_new (self, NULL, looked_cb, NULL);
  g_task_set_source_tag (task, go);
  g_task_set_priority (task, G_PRIORITY_LOW);
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  g_task_run_in_thread (task, look_thread);
}

/* A photograph that the library did not know may be known by now. */
static void
written_cb (CriticFrameMarks *self,
            GObject          *who,
            GArray           *image_ids)
{
  GHashTableIter iter;
  gpointer frame;

  g_hash_table_iter_init (&iter, self->seen);
  while (g_hash_table_iter_next (&iter, &frame, NULL))
    {
      gint64 image_id = critic_frame_get_image_id (frame);
      gboolean is_one = image_id == 0;

      for (guint i = 0; i < image_ids->len && !is_one; i++)
        is_one = g_array_index (image_ids, gint64, i) == image_id;
      if (is_one && g_queue_find (&self->waiting, frame) == NULL)
        g_queue_push_head (&self->waiting, frame);
    }
  go (self);
}

static void
changed_cb (CriticFrameMarks *self,
            GParamSpec       *pspec,
            CriticFrame      *frame)
{
  if (g_queue_find (&self->waiting, frame) == NULL)
    g_queue_push_head (&self->waiting, frame);
  go (self);
}

static void
critic_frame_marks_finalize (GObject *object)
{
  CriticFrameMarks *self = (CriticFrameMarks *) object;

  g_queue_clear (&self->waiting);
  g_hash_table_unref (self->seen);
  g_clear_object (&self->shelf);

  G_OBJECT_CLASS (critic_frame_marks_parent_class)->finalize (object);
}

static void
critic_frame_marks_class_init (CriticFrameMarksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_frame_marks_finalize;
}

static void
critic_frame_marks_init (CriticFrameMarks *self)
{
  g_queue_init (&self->waiting);
  self->seen = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

CriticFrameMarks *
critic_frame_marks_new (CriticShelf *shelf)
{
  CriticFrameMarks *self = g_object_new (CRITIC_TYPE_FRAME_MARKS, NULL);

  self->shelf = g_object_ref (shelf);
  g_signal_connect_object (shelf, "written", G_CALLBACK (written_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shelf, "notify::state", G_CALLBACK (go), self, G_CONNECT_SWAPPED);

  return self;
}

void
critic_frame_marks_watch (CriticFrameMarks *self,
                          CriticFrame      *frame)
{
  g_return_if_fail (CRITIC_IS_FRAME_MARKS (self));

  if (!g_hash_table_add (self->seen, g_object_ref (frame)))
    return;

  g_signal_connect_object (frame, "notify::mtime", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_queue_push_head (&self->waiting, frame);
  go (self);
}

void
critic_frame_marks_forget (CriticFrameMarks *self,
                           CriticFrame      *frame)
{
  g_return_if_fail (CRITIC_IS_FRAME_MARKS (self));

  g_signal_handlers_disconnect_by_func (frame, changed_cb, self);
  g_queue_remove (&self->waiting, frame);
  g_hash_table_remove (self->seen, frame);
}
