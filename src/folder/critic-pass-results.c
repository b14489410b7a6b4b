/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pass-run-private.h"

#include "critic-pass-write.h"

#define MAX_UNWRITTEN 256       /* results that wait for the library */
#define BATCH 64                /* results that are written at once without waiting for more */
#define WRITE_EVERY (G_TIME_SPAN_SECOND / 3)

/* Under the lock. */
static void
add_finished (CriticPassRun *self, CriticPoolItem *item)
{
  const gint64 now = g_get_monotonic_time ();

  if (item->error != NULL)
    self->progress.failed++;
  else
    self->progress.done++;
  critic_pass_rate_count (&self->rate, now);
  g_free (self->current);
  self->current = g_strdup (item->path);
  g_ptr_array_add (self->finished, item);
  g_cond_broadcast (&self->news);
}

void
critic_pass_run_on_done (CriticPoolItem *item, gpointer data)
{
  CriticPassRun *self = data;

  g_mutex_lock (&self->lock);
  while (self->finished->len >= MAX_UNWRITTEN && self->error == NULL)
    g_cond_wait (&self->news, &self->lock);
  add_finished (self, item);
  g_mutex_unlock (&self->lock);

  critic_pass_run_tell (self, NULL);
}

/* Whether tags turned or mirrored the picture since it was looked at. Of a row
 * that does not know how it lay then, only a turn by a quarter shows. */
static gboolean
is_turned (const CriticMeasured *before, const CriticMeasured *now)
{
  if (now->width != 0 && (now->width != before->width || now->height != before->height))
    return TRUE;
  return MAX (before->turned, 1) != MAX (now->turned, 1);
}

/* A photograph that was judged under another name, or before its file was
 * retagged, is not judged again: unless a tag turned it. */
gboolean
critic_pass_run_on_read (CriticPoolItem *item, gpointer data)
{
  CriticPassRun *self = data;
  g_autoptr (CriticRow) row = critic_library_row_of (self->plan.library, &item->measured.hash, self->model_id, NULL);
  CriticMeasured measured;
  gint64 image_id;

  /* No file of it was met, but a critique may have been written on the desk. */
  if (row == NULL)
    {
      if (critic_library_find_image (self->plan.library, &item->measured.hash, FALSE, &image_id, NULL) && image_id != 0)
        item->critiques = critic_pass_counting_critiques (self->plan.library, image_id);
      return FALSE;
    }
  if (row->n_critiques > 0 && (!row->assessed || row->stale))
    item->critiques = critic_pass_counting_critiques (self->plan.library, row->image_id);
  if (!row->assessed || row->stale || is_turned (&row->measured, &item->measured))
    return FALSE;

  measured = row->measured;
  measured.taken = item->measured.taken;
  item->measured = measured;
  item->photo_alone = row->photo_alone;
  item->judgement = row->judgement;
  return TRUE;
}

/* Waits until there is enough to write, or nothing more to wait for. NULL: the end. */
static GPtrArray *
next_batch (CriticPassRun *self)
{
  GPtrArray *batch = NULL;
  gint64 until;

  g_mutex_lock (&self->lock);
  while (self->finished->len == 0 && !self->closing)
    g_cond_wait (&self->news, &self->lock);
  until = g_get_monotonic_time () + WRITE_EVERY;
  while (self->finished->len > 0 && self->finished->len < BATCH && !self->closing && !self->paused)
    if (!g_cond_wait_until (&self->news, &self->lock, until))
      break;
  if (self->finished->len > 0)
    {
      batch = self->finished;
      self->finished = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_pool_item_free);
      g_cond_broadcast (&self->news);
    }
  g_mutex_unlock (&self->lock);

  return batch;
}

static void
let_go (CriticPassRun *self, GPtrArray *batch)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < batch->len; i++)
    g_hash_table_remove (self->in_hand, ((CriticPoolItem *) batch->pdata[i])->path);
  g_cond_broadcast (&self->news);
  g_mutex_unlock (&self->lock);
}

static void
look (CriticPassRun *self, GPtrArray *batch)
{
  g_autofree const char **paths = g_new (const char *, batch->len);

  for (guint i = 0; i < batch->len; i++)
    paths[i] = ((CriticPoolItem *) batch->pdata[i])->path;
  critic_pass_run_look (self, paths, batch->len);
}

gpointer
critic_pass_run_write (gpointer data)
{
  CriticPassRun *self = data;

  for (;;)
    {
      g_autoptr (GPtrArray) batch = next_batch (self);
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      GError *error = NULL;

      if (batch == NULL)
        return NULL;
      if (!critic_pass_write (self->plan.library, self->model_id,
                              (CriticPoolItem *const *) batch->pdata, batch->len, ids, &error))
        critic_pass_run_fail (self, error);
      else
        look (self, batch);
      let_go (self, batch);
      critic_pass_run_tell (self, ids);
    }
}
