/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many photographs each of some filters would let through, beside the one
 * that is in force: counted behind it, so that nobody waits for it. */
#include "critic-shoot-private.h"

/* Until so long after a change nothing is counted, milliseconds: lists come in
 * several pieces. */
#define DELAY 150

typedef struct
{
  CriticLibrary    *library;
  CriticShootTable *table;
  GPtrArray        *filters;      /* CriticFilter, or NULL for what is none */
  guint64           asked;
} Tally;

static void
tally_free (Tally *self)
{
  g_object_unref (self->library);
  critic_shoot_table_unref (self->table);
  g_ptr_array_unref (self->filters);
  g_free (self);
}

static void
filter_free (gpointer filter)
{
  if (filter != NULL)
    critic_filter_unref (filter);
}

/* For each text of @filter the images that have it; NULL with @error. */
static GPtrArray *
find_texts (CriticLibrary *library, const CriticFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  const char *const *needles = critic_filter_get_texts (filter);

  for (guint i = 0; needles[i] != NULL; i++)
    {
      GHashTable *images = critic_library_images_with_text (library, needles[i], error);

      if (images == NULL)
        return NULL;
      g_ptr_array_add (texts, images);
    }
  return g_steal_pointer (&texts);
}

static gint64
count (const CriticShootTable *table, const CriticFilter *filter, GPtrArray *texts)
{
  gboolean with_gone = critic_filter_asks_for_gone (filter);
  gint64 n = 0;

  for (guint i = 0; i < table->n; i++)
    {
      CriticFacts facts = critic_shoot_table_facts (table, i);

      if (facts.row->state == CRITIC_ROW_GONE && !with_gone)
        continue;
      for (guint text = 0; text < texts->len; text++)
        if (g_hash_table_contains (texts->pdata[text], &facts.row->image_id))
          facts.texts |= G_GUINT64_CONSTANT (1) << text;
      n += critic_filter_matches (filter, &facts);
    }
  return n;
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Tally *tally = data;
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < tally->filters->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const CriticFilter *filter = tally->filters->pdata[i];
      g_autoptr (GPtrArray) texts = filter != NULL ? find_texts (tally->library, filter, NULL) : NULL;
      gint64 n = texts != NULL ? count (tally->table, filter, texts) : -1;

      g_array_append_val (counts, n);
    }
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&counts), (GDestroyNotify) g_array_unref);
}

static void start (CriticShoot *self);

static void
counted (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (CriticShoot) self = data;
  const Tally *tally = g_task_get_task_data (G_TASK (result));
  g_autoptr (GArray) counts = g_task_propagate_pointer (G_TASK (result), NULL);
  gboolean is_stale = tally->asked != self->tallied;

  g_clear_object (&self->tallying);
  if (counts != NULL && counts->len == self->tally_filters->len)
    {
      g_clear_pointer (&self->tally, g_array_unref);
      self->tally = g_steal_pointer (&counts);
      g_signal_emit_by_name (self, "tallied");
    }
  if (is_stale)
    start (self);
}

static gboolean
start_cb (gpointer data)
{
  CriticShoot *self = data;
  g_autoptr (GTask) task = NULL;
  Tally *tally;

  self->tally_timer = 0;
  tally = g_new0 (Tally, 1);
  tally->library = g_object_ref (self->library);
  tally->table = critic_shoot_table_ref (self->view->table);
  tally->filters = g_ptr_array_ref (self->tally_filters);
  tally->asked = self->tallied;
  self->tallying = g_cancellable_new ();
  task = g_task_new (NULL, self->tallying, counted, g_object_ref (self));
  g_task_set_task_data (task, tally, (GDestroyNotify) tally_free);
  g_task_run_in_thread (task, work);
  return G_SOURCE_REMOVE;
}

static void
start (CriticShoot *self)
{
  if (self->tally_timer == 0 && self->tallying == NULL && self->view != NULL && self->tally_filters->len > 0)
    self->tally_timer = g_timeout_add (DELAY, start_cb, self);
}

/* There are other rows: they are counted once the count under way is over. */
void
critic_shoot_update_tally (CriticShoot *self)
{
  self->tallied++;
  start (self);
}

/**
 * critic_shoot_set_tallied:
 * @self: a list
 * @expressions: (array zero-terminated=1): filters, see critic_filter_new()
 *
 * From now on these are counted: "tallied" tells when, and again whenever the
 * rows changed. Their order is that of critic_shoot_get_tally().
 */
void
critic_shoot_set_tallied (CriticShoot *self, const char *const *expressions)
{
  g_clear_pointer (&self->tally, g_array_unref);
  g_ptr_array_unref (self->tally_filters);
  self->tally_filters = g_ptr_array_new_with_free_func (filter_free);
  for (guint i = 0; expressions[i] != NULL; i++)
    g_ptr_array_add (self->tally_filters, critic_filter_new (expressions[i], NULL));
  critic_shoot_update_tally (self);
}

/**
 * critic_shoot_get_tally:
 * @self: a list
 * @index: of an expression of critic_shoot_set_tallied()
 *
 * Returns: how many photographs of the folders it fits, hidden in bursts or
 *   not; -1: not known yet, or no filter
 */
gint64
critic_shoot_get_tally (CriticShoot *self, guint index)
{
  return self->tally != NULL && index < self->tally->len ? g_array_index (self->tally, gint64, index) : -1;
}
