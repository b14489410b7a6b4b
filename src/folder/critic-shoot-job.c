/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shoot-job.h"

#include "critic-shoot-ranges.h"

#include <string.h>

CriticShootJob *
critic_shoot_job_new (void)
{
  CriticShootJob *self = g_new0 (CriticShootJob, 1);

  self->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_shoot_edit_unref);
  return self;
}

void
critic_shoot_job_free (CriticShootJob *self)
{
  g_object_unref (self->library);
  g_free (self->model_id);
  g_strfreev (self->folders);
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_clear_pointer (&self->images, g_hash_table_unref);
  g_ptr_array_unref (self->edits);
  g_clear_pointer (&self->table, critic_shoot_table_unref);
  g_clear_pointer (&self->before, critic_shoot_view_unref);
  g_clear_pointer (&self->filter, critic_filter_unref);
  g_clear_pointer (&self->order, critic_order_unref);
  g_clear_pointer (&self->expanded, g_hash_table_unref);
  g_clear_pointer (&self->taste, critic_taste_unref);
  g_clear_pointer (&self->search, critic_search_unref);
  g_clear_object (&self->veil);
  g_clear_pointer (&self->new_table, critic_shoot_table_unref);
  g_clear_pointer (&self->view, critic_shoot_view_unref);
  g_clear_pointer (&self->ranges, g_array_unref);
  g_free (self);
}

/**
 * critic_shoot_holds:
 * @folders: (array zero-terminated=1): paths of folders, or of files
 * @recursive: what lies in folders below counts too
 * @path: a file
 *
 * Returns: whether it is listed
 */
gboolean
critic_shoot_holds (const char *const *folders, gboolean recursive, const char *path)
{
  for (guint i = 0; folders[i] != NULL; i++)
    {
      gsize length = strlen (folders[i]);

      while (length > 0 && folders[i][length - 1] == G_DIR_SEPARATOR)
        length--;
      if (strncmp (path, folders[i], length) != 0)
        continue;
      if (path[length] == '\0' ||
          (path[length] == G_DIR_SEPARATOR && (recursive || strchr (path + length + 1, G_DIR_SEPARATOR) == NULL)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
load (CriticShootJob *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) found =
    critic_library_rows (self->library, (const char *const *) self->folders, self->recursive, self->model_id, cancellable, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (found == NULL)
    return FALSE;

  rows = g_ptr_array_sized_new (found->len);
  for (guint i = 0; i < found->len; i++)
    {
      critic_veil_apply (self->veil, found->pdata[i]);
      g_ptr_array_add (rows, critic_shoot_row_new (g_steal_pointer (&found->pdata[i])));
    }
  g_ptr_array_set_free_func (found, NULL);      /* nothing in it is its own any more */
  self->new_table = critic_shoot_table_new (rows);
  return TRUE;
}

/* Bursts follow from what was measured and judged, not from marks. */
static gboolean
is_other_photograph (const CriticRow *a, const CriticRow *b)
{
  return a->state != b->state || a->assessed != b->assessed || a->judgement.score != b->judgement.score ||
         a->measured.taken != b->measured.taken ||
         memcmp (a->measured.hash.bytes, b->measured.hash.bytes, sizeof a->measured.hash.bytes) != 0;
}

/* The rows of @files and @images, read anew. */
static gboolean
look_again (CriticShootJob *self, GError **error)
{
  g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CriticShootTable) old = NULL;
  g_autoptr (GPtrArray) found = NULL;
  GHashTableIter iter;
  gpointer id;
  guint index, n;

  if (self->files != NULL)
    {
      g_hash_table_iter_init (&iter, self->files);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        g_array_append_val (asked, *(gint64 *) id);
    }
  if (self->images != NULL)
    {
      g_hash_table_iter_init (&iter, self->images);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        {
          const CriticShootId *entries = critic_shoot_table_find_image (self->new_table, *(gint64 *) id, &n);

          for (guint i = 0; i < n; i++)
            g_array_append_val (asked, self->new_table->rows[entries[i].index]->row->file_id);
        }
    }
  if (asked->len == 0)
    return TRUE;

  found = critic_library_rows_by_id (self->library, (const gint64 *) (gpointer) asked->data, asked->len, self->model_id, error);
  if (found == NULL)
    return FALSE;
  for (guint i = found->len; i-- > 0;)
    {
      CriticRow *row = found->pdata[i];

      if (!critic_shoot_holds ((const char *const *) self->folders, self->recursive, row->path))
        {
          g_ptr_array_remove_index_fast (found, i);
          continue;
        }
      critic_veil_apply (self->veil, row);
      self->stale_groups |= !critic_shoot_table_find (self->new_table, row->file_id, &index) ||
                            is_other_photograph (self->new_table->rows[index]->row, row);
    }

  old = g_steal_pointer (&self->new_table);
  self->new_table = critic_shoot_table_merge (old, (const gint64 *) (gpointer) asked->data, asked->len, found);
  return TRUE;
}

/* Calls @func for every row that @edit rates. */
static void
each_row (CriticShootJob *self, const CriticShootEdit *edit, void (*func) (CriticShootJob *, const CriticShootEdit *, guint, gpointer),
          gpointer data)
{
  GHashTableIter iter;
  gpointer id;
  guint n;

  g_hash_table_iter_init (&iter, edit->images);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      const CriticShootId *entries = critic_shoot_table_find_image (self->new_table, *(gint64 *) id, &n);

      for (guint i = 0; i < n; i++)
        func (self, edit, entries[i].index, data);
    }
}

/* What was written belongs to the table. */
static void
fold_in (CriticShootJob *self, const CriticShootEdit *edit, guint index, gpointer data)
{
  const CriticShootRow *row = self->new_table->rows[index];
  CriticRating rating = row->row->rating;
  CriticShootRow *rated;

  critic_rating_set (&rating, edit->what, &edit->rating);
  rated = critic_shoot_row_rated (row, &rating, self->veil);
  self->stale_groups |= rated->row->assessed != row->row->assessed;
  critic_shoot_table_set_row (self->new_table, index, rated);
}

/* Something else is hidden than before. */
static void
veil_rows (CriticShootJob *self)
{
  for (guint i = 0; i < self->new_table->n; i++)
    {
      const CriticShootRow *row = self->new_table->rows[i];
      CriticRow now = *row->row;

      if (critic_veil_apply (self->veil, &now))
        critic_shoot_table_set_row (self->new_table, i, critic_shoot_row_rated (row, &now.rating, self->veil));
    }
}

/* What was not is laid over it. */
static void
lay_over (CriticShootJob *self, const CriticShootEdit *edit, guint index, gpointer data)
{
  GHashTable *rows = data;
  gpointer key = GUINT_TO_POINTER (index + 1);
  const CriticShootRow *row = g_hash_table_lookup (rows, key);
  CriticRating rating;

  if (row == NULL)
    row = self->new_table->rows[index];
  rating = row->row->rating;
  critic_rating_set (&rating, edit->what, &edit->rating);
  g_hash_table_insert (rows, key, critic_shoot_row_rated (row, &rating, self->veil));
}

/* Whether the rows stay as they are, and only another question is asked about them. */
static gboolean
asks_only (const CriticShootJob *self)
{
  return self->n_written == 0 && !self->group && !self->reveil && self->table->undone == NULL && self->taste == self->table->taste_of &&
         self->like == self->table->like && self->search == self->table->search &&
         (self->files == NULL || g_hash_table_size (self->files) == 0) &&
         (self->images == NULL || g_hash_table_size (self->images) == 0);
}

static gboolean
make_table (CriticShootJob *self, GCancellable *cancellable, GError **error)
{
  if (self->load)
    {
      if (!load (self, cancellable, error))
        return FALSE;
      self->stale_groups = TRUE;
    }
  else if (asks_only (self))
    {
      self->new_table = critic_shoot_table_ref (self->table);
      return TRUE;
    }
  else
    self->new_table = critic_shoot_table_copy (self->table);

  if (self->reveil && !self->load)
    veil_rows (self);
  for (guint i = 0; i < self->n_written; i++)
    each_row (self, self->edits->pdata[i], fold_in, NULL);
  if (!self->load && !look_again (self, error))
    return FALSE;

  if (self->group)
    {
      critic_shoot_table_group (self->new_table);
      self->stale_groups = FALSE;
    }
  critic_shoot_table_fill (self->new_table, self->taste, self->like, self->search);
  return TRUE;
}

static gboolean
make_view (CriticShootJob *self, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  g_autoptr (GHashTable) rows = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) critic_shoot_row_unref);
  const char *const *needles = critic_filter_get_texts (self->filter);
  CriticShootQuery query = {
    .filter = self->filter,
    .order = self->order,
    .collapsed = self->collapsed,
    .paired = self->paired,
    .expanded = self->expanded,
    .texts = texts,
    .rows = rows,
  };

  for (guint i = 0; needles[i] != NULL; i++)
    {
      GHashTable *images = critic_library_images_with_text (self->library, needles[i], error);

      if (images == NULL)
        return FALSE;
      g_ptr_array_add (texts, images);
    }
  for (guint i = self->n_written; i < self->edits->len; i++)
    each_row (self, self->edits->pdata[i], lay_over, rows);

  self->view = critic_shoot_view_new (self->new_table, &query);
  return TRUE;
}

static void
make_ranges (CriticShootJob *self)
{
  const CriticShootView *before = self->before, *view = self->view;
  g_autofree guint32 *old_ids = g_new (guint32, before != NULL ? before->n_shown : 0);

  for (guint i = 0; before != NULL && i < before->n_shown; i++)
    {
      guint index = before->shown[i];
      gboolean found = before->table == view->table ||
                       critic_shoot_table_find (view->table, before->table->rows[before->shown[i]]->row->file_id, &index);

      old_ids[i] = found ? index : G_MAXUINT32;
    }
  self->ranges = critic_shoot_ranges (old_ids, before != NULL ? before->n_shown : 0, view->shown, view->n_shown,
                                      view->table->n);
}

/**
 * critic_shoot_job_run:
 * @self: a job
 * @cancellable: (nullable): ends it early
 * @error: return location for an error
 *
 * Blocks.
 *
 * Returns: whether its results are there
 */
gboolean
critic_shoot_job_run (CriticShootJob *self, GCancellable *cancellable, GError **error)
{
  if (!make_table (self, cancellable, error) || g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !make_view (self, error))
    return FALSE;

  make_ranges (self);
  return TRUE;
}
