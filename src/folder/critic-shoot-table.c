/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shoot-table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const CriticPlace alone = { .group = G_MAXUINT32, .size = 1 };

static gint
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(CriticShootRow *const *) a)->row->path, (*(CriticShootRow *const *) b)->row->path);
}

static int
compare_ids (const void *a, const void *b)
{
  const CriticShootId *p = a, *q = b;

  return p->id != q->id ? (p->id < q->id ? -1 : 1) : (p->index > q->index) - (p->index < q->index);
}

static void
sort_ids (CriticShootTable *self, CriticShootId *ids, gboolean of_images)
{
  gboolean sorted = TRUE;

  for (guint i = 0; i < self->n; i++)
    {
      const CriticRow *row = self->rows[i]->row;

      ids[i] = (CriticShootId) { .id = of_images ? row->image_id : row->file_id, .index = i };
      sorted &= i == 0 || compare_ids (&ids[i - 1], &ids[i]) <= 0;
    }
  if (!sorted)
    qsort (ids, self->n, sizeof *ids, compare_ids);
}

static CriticShootTable *
table_alloc (guint n)
{
  CriticShootTable *self = g_new0 (CriticShootTable, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n = n;
  self->rows = g_new (CriticShootRow *, n);
  self->places = g_new (CriticPlace, n);
  self->taste = g_new (gdouble, n);
  self->likeness = g_new (gdouble, n);
  self->by_file = g_new (CriticShootId, n);
  self->by_image = g_new (CriticShootId, n);
  return self;
}

static void
set_undone (CriticShootTable *self, guint index)
{
  if (self->undone == NULL)
    self->undone = g_new0 (guint8, self->n);
  self->undone[index] = TRUE;
}

CriticShootTable *
critic_shoot_table_new (GPtrArray *rows)
{
  CriticShootTable *self = table_alloc (rows->len);
  gboolean sorted = TRUE;

  for (guint i = 1; i < rows->len && sorted; i++)
    sorted = compare_paths (&rows->pdata[i - 1], &rows->pdata[i]) <= 0;
  if (!sorted)
    g_ptr_array_sort (rows, compare_paths);

  for (guint i = 0; i < self->n; i++)
    {
      self->rows[i] = rows->pdata[i];
      rows->pdata[i] = NULL;
      self->places[i] = alone;
      self->taste[i] = self->likeness[i] = NAN;
      set_undone (self, i);
    }
  /* Nothing in it is its own any more. */
  g_ptr_array_set_free_func (rows, NULL);
  g_ptr_array_set_size (rows, 0);
  sort_ids (self, self->by_file, FALSE);
  sort_ids (self, self->by_image, TRUE);
  return self;
}

CriticShootTable *
critic_shoot_table_copy (const CriticShootTable *self)
{
  CriticShootTable *copy = table_alloc (self->n);

  /* An empty table has no arrays. */
  for (guint i = 0; i < self->n; i++)
    {
      copy->rows[i] = critic_shoot_row_ref (self->rows[i]);
      copy->places[i] = self->places[i];
      copy->taste[i] = self->taste[i];
      copy->likeness[i] = self->likeness[i];
      copy->by_file[i] = self->by_file[i];
      copy->by_image[i] = self->by_image[i];
    }
  copy->taste_of = self->taste_of != NULL ? critic_taste_ref (self->taste_of) : NULL;
  copy->like = self->like;
  copy->search = self->search != NULL ? critic_search_ref (self->search) : NULL;
  copy->undone = g_memdup2 (self->undone, self->undone != NULL ? self->n : 0);
  return copy;
}

CriticShootTable *
critic_shoot_table_ref (CriticShootTable *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
critic_shoot_table_unref (CriticShootTable *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < self->n; i++)
    critic_shoot_row_unref (self->rows[i]);
  g_free (self->rows);
  g_free (self->places);
  g_free (self->taste);
  g_free (self->likeness);
  g_clear_pointer (&self->search, critic_search_unref);
  g_free (self->by_file);
  g_free (self->by_image);
  g_free (self->undone);
  g_clear_pointer (&self->taste_of, critic_taste_unref);
  g_free (self);
}

void
critic_shoot_table_set_row (CriticShootTable *self, guint index, CriticShootRow *row)
{
  if (self->rows[index]->row->assessed != row->row->assessed)
    set_undone (self, index);
  critic_shoot_row_unref (self->rows[index]);
  self->rows[index] = row;
}

/* The first entry of sorted @ids that is not below @id. */
static guint
lower_bound (const CriticShootId *ids, guint n, gint64 id)
{
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (ids[middle].id < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

gboolean
critic_shoot_table_find (const CriticShootTable *self, gint64 file_id, guint *index)
{
  guint at = lower_bound (self->by_file, self->n, file_id);

  if (at == self->n || self->by_file[at].id != file_id)
    return FALSE;

  *index = self->by_file[at].index;
  return TRUE;
}

const CriticShootId *
critic_shoot_table_find_image (const CriticShootTable *self, gint64 image_id, guint *n)
{
  guint first = lower_bound (self->by_image, self->n, image_id), end = first;

  while (end < self->n && self->by_image[end].id == image_id)
    end++;
  *n = end - first;
  return self->by_image + first;
}

CriticFacts
critic_shoot_table_facts (const CriticShootTable *self, guint index)
{
  return (CriticFacts) {
    .row = self->rows[index]->row,
    .place = &self->places[index],
    .taste = self->taste[index],
    .likeness = self->likeness[index],
  };
}

/* The same files under the same names, only looked at again. */
static CriticShootTable *
merge_in_place (const CriticShootTable *self, GPtrArray *fresh)
{
  CriticShootTable *merged = critic_shoot_table_copy (self);
  gboolean images_moved = FALSE;

  for (guint i = 0; i < fresh->len; i++)
    {
      CriticRow *row = g_steal_pointer (&fresh->pdata[i]);
      guint index;

      critic_shoot_table_find (self, row->file_id, &index);
      images_moved |= merged->rows[index]->row->image_id != row->image_id;
      critic_shoot_table_set_row (merged, index, critic_shoot_row_new (row));
      set_undone (merged, index);
    }
  g_ptr_array_set_free_func (fresh, NULL);
  g_ptr_array_set_size (fresh, 0);
  if (images_moved)
    sort_ids (merged, merged->by_image, TRUE);
  return merged;
}

CriticShootTable *
critic_shoot_table_merge (const CriticShootTable *self, const gint64 *asked, gsize n_asked, GPtrArray *fresh)
{
  g_autoptr (GHashTable) replaced = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GPtrArray) rows = NULL;
  CriticShootTable *merged;
  gboolean in_place = TRUE;
  guint n_known = 0, index;

  for (gsize i = 0; i < n_asked; i++)
    if (g_hash_table_add (replaced, (gpointer) &asked[i]))
      n_known += critic_shoot_table_find (self, asked[i], &index);
  for (guint i = 0; i < fresh->len && in_place; i++)
    {
      const CriticRow *row = fresh->pdata[i];

      in_place = critic_shoot_table_find (self, row->file_id, &index) &&
                 strcmp (self->rows[index]->row->path, row->path) == 0;
    }
  if (in_place && fresh->len == n_known)
    return merge_in_place (self, fresh);

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_shoot_row_unref);
  for (guint i = 0; i < self->n; i++)
    if (!g_hash_table_contains (replaced, &self->rows[i]->row->file_id))
      g_ptr_array_add (rows, critic_shoot_row_ref (self->rows[i]));
  for (guint i = 0; i < fresh->len; i++)
    g_ptr_array_add (rows, critic_shoot_row_new (g_steal_pointer (&fresh->pdata[i])));
  g_ptr_array_set_free_func (fresh, NULL);
  g_ptr_array_set_size (fresh, 0);

  merged = critic_shoot_table_new (rows);
  merged->taste_of = self->taste_of != NULL ? critic_taste_ref (self->taste_of) : NULL;
  merged->like = self->like;
  merged->search = self->search != NULL ? critic_search_ref (self->search) : NULL;
  for (guint i = 0; i < merged->n; i++)
    if (critic_shoot_table_find (self, merged->rows[i]->row->file_id, &index))
      {
        merged->places[i] = self->places[index];
        merged->taste[i] = self->taste[index];
        merged->likeness[i] = self->likeness[index];
        merged->undone[i] = merged->rows[i] != self->rows[index] ||
                            (self->undone != NULL && self->undone[index]);
      }
  return merged;
}

void
critic_shoot_table_group (CriticShootTable *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_sized_new (self->n);

  for (guint i = 0; i < self->n; i++)
    g_ptr_array_add (rows, self->rows[i]->row);
  g_free (self->places);
  self->places = critic_groups_find (rows, CRITIC_BURST_SECONDS);
}

void
critic_shoot_table_fill (CriticShootTable *self, CriticTaste *taste, gint64 like, CriticSearch *search)
{
  gboolean new_taste = taste != self->taste_of, new_like = like != self->like || search != self->search;
  const CriticMeasured *chosen = NULL;
  guint index;

  if (like != 0 && critic_shoot_table_find (self, like, &index) && self->rows[index]->row->measured.width > 0)
    {
      chosen = &self->rows[index]->row->measured;
      new_like |= self->undone != NULL && self->undone[index];
    }

  for (guint i = 0; i < self->n && (new_taste || new_like || self->undone != NULL); i++)
    {
      const CriticRow *row = self->rows[i]->row;
      gboolean undone = self->undone != NULL && self->undone[i];

      if (new_taste || undone)
        self->taste[i] = taste != NULL && row->assessed
                           ? critic_taste_predict (taste, &row->measured, &row->photo_alone) : NAN;
      if (new_like || undone)
        self->likeness[i] = row->measured.width == 0 ? NAN
                            : search != NULL ? critic_search_likeness (search, &row->measured)
                            : chosen != NULL ? critic_likeness (chosen, &row->measured) : NAN;
    }

  g_clear_pointer (&self->undone, g_free);
  g_clear_pointer (&self->taste_of, critic_taste_unref);
  self->taste_of = taste != NULL ? critic_taste_ref (taste) : NULL;
  self->like = like;
  g_clear_pointer (&self->search, critic_search_unref);
  self->search = search != NULL ? critic_search_ref (search) : NULL;
}
