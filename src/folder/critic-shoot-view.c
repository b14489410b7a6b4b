/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shoot-view.h"

#include <string.h>

#include "critic-photo-name.h"

static gboolean
in_burst (const CriticPlace *place)
{
  return place->group != G_MAXUINT32;
}

static CriticFacts *
gather_facts (const CriticShootTable *table, const CriticShootQuery *query)
{
  CriticFacts *facts = g_new (CriticFacts, table->n);
  GHashTableIter iter;
  gpointer key, row;

  for (guint i = 0; i < table->n; i++)
    facts[i] = critic_shoot_table_facts (table, i);

  if (query->rows != NULL)
    {
      g_hash_table_iter_init (&iter, query->rows);
      while (g_hash_table_iter_next (&iter, &key, &row))
        facts[GPOINTER_TO_UINT (key) - 1].row = ((CriticShootRow *) row)->row;
    }

  for (guint text = 0; query->texts != NULL && text < query->texts->len; text++)
    for (guint i = 0; i < table->n; i++)
      if (g_hash_table_contains (query->texts->pdata[text], &facts[i].row->image_id))
        facts[i].texts |= G_GUINT64_CONSTANT (1) << text;

  return facts;
}

/* Rows lie in the order of their paths: what has the stem is near. Of a picture that
 * went or cannot be shown the raw file is shown. */
static gboolean
has_picture (const CriticShootTable *table, guint index)
{
  const char *path = table->rows[index]->row->path;
  const char *dot = strrchr (path, '.'), *slash = strrchr (path, '/');
  gsize stem;

  if (dot == NULL || slash == NULL || dot < slash || !critic_is_raw_name (slash + 1))
    return FALSE;
  stem = (gsize) (dot - path) + 1;
  for (gint step = -1; step <= 1; step += 2)
    for (guint i = index + (guint) step; i < table->n && strncmp (table->rows[i]->row->path, path, stem) == 0; i += (guint) step)
      {
        const CriticRow *row = table->rows[i]->row;

        if (row->state != CRITIC_ROW_GONE && row->state != CRITIC_ROW_FAILED && strchr (row->path + stem, '/') == NULL &&
            strchr (row->path + stem, '.') == NULL && critic_are_partner_names (slash + 1, strrchr (row->path, '/') + 1))
          return TRUE;
      }
  return FALSE;
}

/* Fills @shown with what fits and returns how much that is. */
static guint
filter (const CriticShootTable *table, const CriticShootQuery *query, const CriticFacts *facts, guint32 *shown,
        CriticShootCounts *counts)
{
  gboolean with_gone = critic_filter_asks_for_gone (query->filter);
  guint n = 0;

  for (guint i = 0; i < table->n; i++)
    {
      gboolean fits;

      if (query->paired && has_picture (table, i))
        continue;
      fits = (with_gone || facts[i].row->state != CRITIC_ROW_GONE) &&
             critic_filter_matches (query->filter, &facts[i]);

      critic_shoot_counts_add (counts, facts[i].row, fits);
      if (fits)
        shown[n++] = i;
    }
  return n;
}

static gint
compare_ranks (gconstpointer a, gconstpointer b, gpointer data)
{
  const CriticFacts *facts = data;
  const CriticPlace *p = facts[*(const guint32 *) a].place, *q = facts[*(const guint32 *) b].place;

  return (p->rank > q->rank) - (p->rank < q->rank);
}

/* Of each burst in sorted @shown keeps the best; where it is expanded the
 * others follow it, best first. Returns how many are left. */
static guint
collapse (const CriticShootTable *table, const CriticShootQuery *query, const CriticFacts *facts, guint32 *shown, guint n)
{
  g_autofree guint32 *sorted = g_memdup2 (shown, n * sizeof *shown);
  g_autofree guint32 *best = g_new (guint32, table->n);     /* by burst: an index + 1 */
  g_autoptr (GHashTable) whole = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  GHashTableIter iter;
  gpointer file_id;
  guint index, left = 0;

  if (query->expanded != NULL)
    {
      g_hash_table_iter_init (&iter, query->expanded);
      while (g_hash_table_iter_next (&iter, &file_id, NULL))
        if (critic_shoot_table_find (table, *(gint64 *) file_id, &index) && in_burst (facts[index].place))
          g_hash_table_insert (whole, GUINT_TO_POINTER (facts[index].place->group),
                               g_array_new (FALSE, FALSE, sizeof (guint32)));
    }

  for (guint i = 0; i < table->n; i++)
    best[i] = 0;
  for (guint i = 0; i < n; i++)
    {
      const CriticPlace *place = facts[sorted[i]].place;

      if (!in_burst (place))
        continue;
      if (best[place->group] == 0 || place->rank < facts[best[place->group] - 1].place->rank)
        best[place->group] = sorted[i] + 1;

      GArray *others = g_hash_table_lookup (whole, GUINT_TO_POINTER (place->group));
      if (others != NULL)
        g_array_append_val (others, sorted[i]);
    }

  for (guint i = 0; i < n; i++)
    {
      const CriticPlace *place = facts[sorted[i]].place;
      GArray *others;

      if (in_burst (place) && best[place->group] != sorted[i] + 1)
        continue;
      others = in_burst (place) ? g_hash_table_lookup (whole, GUINT_TO_POINTER (place->group)) : NULL;
      if (others == NULL)
        {
          shown[left++] = sorted[i];
          continue;
        }
      g_array_sort_with_data (others, compare_ranks, (gpointer) facts);
      for (guint j = 0; j < others->len; j++)
        shown[left++] = g_array_index (others, guint32, j);
    }
  return left;
}

/**
 * critic_shoot_view_new:
 * @table: the rows
 * @query: what to show of them
 *
 * Blocks: tens of milliseconds for 100,000 rows.
 *
 * Returns: (transfer full): what is shown
 */
CriticShootView *
critic_shoot_view_new (CriticShootTable *table, const CriticShootQuery *query)
{
  CriticShootView *self = g_new0 (CriticShootView, 1);
  g_autofree CriticFacts *facts = gather_facts (table, query);

  g_atomic_ref_count_init (&self->ref_count);
  self->table = critic_shoot_table_ref (table);
  self->shown = g_new (guint32, table->n);
  self->n_shown = filter (table, query, facts, self->shown, &self->counts);
  critic_order_sort (query->order, facts, TRUE, self->shown, self->n_shown);
  if (query->collapsed)
    self->n_shown = collapse (table, query, facts, self->shown, self->n_shown);
  return self;
}

CriticShootView *
critic_shoot_view_ref (CriticShootView *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
critic_shoot_view_unref (CriticShootView *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  critic_shoot_table_unref (self->table);
  g_free (self->shown);
  g_free (self);
}
