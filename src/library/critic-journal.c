/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Steps in the library: made, taken back, made again. For every change the
 * journal keeps the whole value before and after it. Steps are walked in
 * order, so the value that stands is always the one that the journal expects. */
#include "critic-library-private.h"

#include <string.h>

#include "critic-journal-values.h"
#include "critic-step-private.h"

/* Steps that are remembered; older ones are forgotten, what they did stays. */
#define MAX_STEPS "10000"

/* Both sides of one change. NULL: there was or is no such critique; there is
 * no such path. */
typedef struct
{
  CriticChangeKind kind;
  gint64           image_id, critique_id;
  GBytes          *before, *after;
} Record;

static void
record_clear (Record *self)
{
  g_clear_pointer (&self->before, g_bytes_unref);
  g_clear_pointer (&self->after, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Record, record_clear)

static char *
to_path (GBytes *bytes)
{
  return bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;
}

static GBytes *
from_path (const char *path)
{
  return path != NULL ? g_bytes_new (path, strlen (path)) : NULL;
}

static gboolean
put_move (CriticLibrary *self, const Record *record, gboolean forward, GError **error)
{
  g_autofree char *from = to_path (forward ? record->before : record->after);
  g_autofree char *to = to_path (forward ? record->after : record->before);

  if (from != NULL && to != NULL)
    return critic_library_rename_file (self, from, to, error);

  return (from == NULL || critic_library_set_gone (self, from, TRUE, error)) &&
         (to == NULL || critic_library_set_gone (self, to, FALSE, error));
}

static gboolean
put_critique (CriticLibrary *self, Record *record, GBytes *value, GError **error)
{
  CriticCritiqueEntry *entry;
  gboolean done;

  if (value == NULL)
    return critic_library_remove_critique (self, record->critique_id, record->image_id, error);

  entry = critic_critique_unpack (value, record->critique_id, record->kind == CRITIC_CHANGE_CRITIQUE);
  done = critic_library_put_critique (self, record->image_id, entry, error);
  record->critique_id = entry->id;
  critic_critique_entry_free (entry);
  return done;
}

/* Makes one side of a change stand. */
static gboolean
put (CriticLibrary *self, Record *record, gboolean forward, GError **error)
{
  GBytes *value = forward ? record->after : record->before;
  CriticRating rating;

  switch (record->kind)
    {
    case CRITIC_CHANGE_RATING:
      critic_rating_unpack (value, &rating);
      return critic_library_put_rating (self, record->image_id, &rating, error);

    case CRITIC_CHANGE_CRITIQUE:
    case CRITIC_CHANGE_CRITIQUE_1:
      return put_critique (self, record, value, error);

    case CRITIC_CHANGE_MOVED:
      return put_move (self, record, forward, error);

    default:
      return critic_database_damaged (self->database, "change", error);
    }
}

/* Looks at what stands and writes down both sides. */
static gboolean
fill_record (CriticLibrary *self, const CriticStepChange *change, Record *record, GError **error)
{
  CriticCritiqueEntry *entry = NULL;
  CriticRating rating;
  gint64 image_id;

  record->kind = change->kind;
  record->image_id = change->image_id;
  record->critique_id = change->critique_id;
  switch (change->kind)
    {
    case CRITIC_CHANGE_RATING:
      if (!critic_library_get_rating (self, change->image_id, &rating, error))
        return FALSE;
      record->before = critic_rating_pack (&rating);
      record->after = critic_rating_pack (&change->rating);
      return TRUE;

    case CRITIC_CHANGE_CRITIQUE:
      if (!critic_library_get_critique (self, change->critique_id, &image_id, &entry, error))
        return FALSE;
      if (entry != NULL)
        {
          record->image_id = image_id;
          record->before = critic_critique_pack (entry);
          critic_critique_entry_free (entry);
        }
      record->after = change->entry != NULL ? critic_critique_pack (change->entry) : NULL;
      return TRUE;

    case CRITIC_CHANGE_CRITIQUE_1:
    case CRITIC_CHANGE_MOVED:
    default:
      record->before = from_path (change->from);
      record->after = from_path (change->to);
      return TRUE;
    }
}

static void
bind_side (CriticQuery *query, int column, GBytes *bytes)
{
  if (bytes != NULL)
    critic_query_bind_gbytes (query, column, bytes);
  else
    sqlite3_bind_null (query, column);
}

static gboolean
write_record (CriticLibrary *self, gint64 step_id, guint number, const Record *record, GError **error)
{
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "INSERT INTO change (step_id, number, kind, image_id, critique_id, before, after)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", error);

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, step_id);
  sqlite3_bind_int (query, 2, number);
  sqlite3_bind_int (query, 3, record->kind);
  sqlite3_bind_int64 (query, 4, record->image_id);
  sqlite3_bind_int64 (query, 5, record->critique_id);
  bind_side (query, 6, record->before);
  bind_side (query, 7, record->after);
  return critic_database_run (self->database, query, error);
}

static gboolean
make_change (CriticLibrary *self, gint64 step_id, guint number, const CriticStepChange *change, GArray *new_ids, GError **error)
{
  g_auto (Record) record = { 0, };
  gboolean is_new = change->kind == CRITIC_CHANGE_CRITIQUE && change->critique_id == 0 && change->entry != NULL;

  if (!fill_record (self, change, &record, error) || !put (self, &record, TRUE, error))
    return FALSE;
  if (is_new)
    g_array_append_val (new_ids, record.critique_id);

  return write_record (self, step_id, number, &record, error);
}

static gboolean
is_rated_by (const CriticStep *step, gint64 image_id)
{
  for (guint i = 0; i < step->changes->len; i++)
    {
      const CriticStepChange *change = &g_array_index (step->changes, CriticStepChange, i);

      if (change->kind == CRITIC_CHANGE_RATING && change->image_id == image_id)
        return TRUE;
    }
  return FALSE;
}

/* What is said of one half of a pair is said of the other, in the same step. */
static gboolean
add_partners (CriticLibrary *self, CriticStep *step, GError **error)
{
  const guint n = step->changes->len;

  for (guint i = 0; i < n; i++)
    {
      const CriticStepChange change = g_array_index (step->changes, CriticStepChange, i);
      g_autoptr (GArray) partners = g_array_new (FALSE, FALSE, sizeof (gint64));

      if (change.kind != CRITIC_CHANGE_RATING)
        continue;
      if (!critic_library_find_partners (self, change.image_id, partners, error))
        return FALSE;
      for (guint j = 0; j < partners->len; j++)
        if (!is_rated_by (step, g_array_index (partners, gint64, j)))
          critic_step_set_rating (step, g_array_index (partners, gint64, j), &change.rating);
    }
  return TRUE;
}

/**
 * critic_library_write_step: (skip)
 * @self: a library, in a transaction
 * @step: what was done
 * @written: (out): its id
 * @new_ids: (element-type gint64): receives ids of new critiques
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Does the step and writes it down.
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_write_step (CriticLibrary *self, CriticStep *step, gint64 *written, GArray *new_ids, GError **error)
{
  g_autoptr (CriticQuery) add =
    critic_database_query (self->database, "INSERT INTO step (name, made) VALUES (?1, ?2)", error);
  gint64 step_id;

  if (add == NULL || !critic_database_exec (self->database, "DELETE FROM step WHERE undone", error))
    return FALSE;
  sqlite3_bind_text (add, 1, step->name, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (add, 2, g_get_real_time () / 1000);
  if (!critic_database_run (self->database, add, error))
    return FALSE;

  *written = step_id = sqlite3_last_insert_rowid (critic_database_handle (self->database));
  if (!add_partners (self, step, error))
    return FALSE;
  for (guint i = 0; i < step->changes->len; i++)
    if (!make_change (self, step_id, i, &g_array_index (step->changes, CriticStepChange, i), new_ids, error))
      return FALSE;

  return critic_database_exec (self->database,
                               "DELETE FROM step WHERE id <= (SELECT id FROM step ORDER BY id DESC LIMIT 1 OFFSET " MAX_STEPS ")",
                               error);
}

/**
 * critic_library_apply:
 * @self: a library
 * @step: what a person did
 * @new_critique_ids: (out) (optional) (array zero-terminated=1) (transfer full):
 *   ids of the new critiques in the order they were added to the step
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Does the step and writes it into the journal in one transaction, which is on
 * the disk when this returns. Steps that were undone are forgotten. Blocks.
 *
 * Returns: whether it was done; on failure nothing was
 */
gboolean
critic_library_apply (CriticLibrary *self, CriticStep *step, gint64 **new_critique_ids, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GArray) new_ids = g_array_new (TRUE, FALSE, sizeof (gint64));
  gint64 step_id;

  if (new_critique_ids != NULL)
    *new_critique_ids = NULL;
  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_DURABLE, error) ||
      !critic_database_finish (self->database, critic_library_write_step (self, step, &step_id, new_ids, error), error))
    return FALSE;

  if (new_critique_ids != NULL)
    *new_critique_ids = (gint64 *) g_array_free (g_steal_pointer (&new_ids), FALSE);
  return TRUE;
}

/* Whether the newest step is @step_id, was not undone, and is about that critique alone. */
static gboolean
can_amend (CriticLibrary *self, gint64 step_id, gint64 critique_id, gboolean *can, GError **error)
{
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "SELECT 1 FROM step WHERE id = ?1 AND NOT undone AND id = (SELECT max (id) FROM step)"
                           " AND (SELECT count (*) FROM change WHERE step_id = ?1) = 1"
                           " AND EXISTS (SELECT 1 FROM change WHERE step_id = ?1 AND kind = ?2 AND critique_id = ?3)", error);

  *can = FALSE;
  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, step_id);
  sqlite3_bind_int (query, 2, CRITIC_CHANGE_CRITIQUE);
  sqlite3_bind_int64 (query, 3, critique_id);
  return critic_database_next (self->database, query, can, error);
}

static gboolean
amend_step (CriticLibrary *self, gint64 step_id, const CriticStepChange *change, GError **error)
{
  g_autoptr (GBytes) after = critic_critique_pack (change->entry);
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database, "UPDATE change SET after = ?2 WHERE step_id = ?1", error);

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, step_id);
  critic_query_bind_gbytes (query, 2, after);
  return critic_database_run (self->database, query, error) &&
         critic_library_put_critique (self, change->image_id, change->entry, error);
}

static gboolean
amend_or_write (CriticLibrary *self, CriticStep *step, gint64 *step_id, GArray *new_ids, GError **error)
{
  const CriticStepChange *change = &g_array_index (step->changes, CriticStepChange, 0);
  gboolean can = FALSE;

  if (change->critique_id != 0 && *step_id != 0 && !can_amend (self, *step_id, change->critique_id, &can, error))
    return FALSE;

  return can ? amend_step (self, *step_id, change, error) : critic_library_write_step (self, step, step_id, new_ids, error);
}

/**
 * critic_library_amend:
 * @self: a library
 * @step_id: (inout): the step that an earlier call wrote, or 0; out: the step
 *   that holds the critique now
 * @step: one critique that was set and nothing else
 * @new_critique_id: (out): the id of a critique that is new, else 0
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * For a text that is being typed: as critic_library_apply(), but while the step
 * written before is still the newest one, and about this critique, that step
 * is made to end here, so that undo takes back what was written and not only
 * its last half second. A program that is killed afterwards loses nothing; an
 * amended step need not be on the disk when this returns. Blocks.
 *
 * Returns: whether it was done; on failure nothing was
 */
gboolean
critic_library_amend (CriticLibrary *self, gint64 *step_id, CriticStep *step, gint64 *new_critique_id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GArray) new_ids = g_array_new (TRUE, FALSE, sizeof (gint64));
  gint64 written = *step_id;

  g_return_val_if_fail (step->changes->len == 1 &&
                        g_array_index (step->changes, CriticStepChange, 0).entry != NULL, FALSE);

  *new_critique_id = 0;
  if (!critic_database_begin (self->database, written != 0 ? CRITIC_TRANSACTION_WRITE : CRITIC_TRANSACTION_DURABLE, error) ||
      !critic_database_finish (self->database, amend_or_write (self, step, &written, new_ids, error), error))
    return FALSE;

  *step_id = written;
  if (new_ids->len > 0)
    *new_critique_id = g_array_index (new_ids, gint64, 0);
  return TRUE;
}

#define NEXT_UNDO "SELECT id, name FROM step WHERE NOT undone ORDER BY id DESC LIMIT 1"
#define NEXT_REDO "SELECT id, name FROM step WHERE undone ORDER BY id LIMIT 1"

/* *name NULL: there is none. */
static gboolean
find_step (CriticLibrary *self, gboolean redo, gint64 *step_id, char **name, GError **error)
{
  g_autoptr (CriticQuery) query = critic_database_query (self->database, redo ? NEXT_REDO : NEXT_UNDO, error);
  gboolean row;

  *name = NULL;
  *step_id = 0;
  if (query == NULL || !critic_database_next (self->database, query, &row, error))
    return FALSE;
  if (row)
    {
      *step_id = sqlite3_column_int64 (query, 0);
      *name = critic_query_dup_text (query, 1);
    }
  return TRUE;
}

static GBytes *
take_side (CriticQuery *query, int column)
{
  if (sqlite3_column_type (query, column) == SQLITE_NULL)
    return NULL;

  return g_bytes_new (sqlite3_column_blob (query, column), sqlite3_column_bytes (query, column));
}

static GArray *
read_records (CriticLibrary *self, gint64 step_id, GError **error)
{
  g_autoptr (GArray) records = g_array_new (FALSE, TRUE, sizeof (Record));
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "SELECT kind, image_id, critique_id, before, after FROM change WHERE step_id = ?1 ORDER BY number", error);
  gboolean row;

  g_array_set_clear_func (records, (GDestroyNotify) record_clear);
  if (query == NULL)
    return NULL;
  sqlite3_bind_int64 (query, 1, step_id);
  for (;;)
    {
      Record record;

      if (!critic_database_next (self->database, query, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&records);

      record.kind = sqlite3_column_int (query, 0);
      record.image_id = sqlite3_column_int64 (query, 1);
      record.critique_id = sqlite3_column_int64 (query, 2);
      record.before = take_side (query, 3);
      record.after = take_side (query, 4);
      /* A rating always has both sides. */
      if (record.kind == CRITIC_CHANGE_RATING && (record.before == NULL || record.after == NULL))
        record.kind = 0;
      g_array_append_val (records, record);
    }
}

static void
tell (CriticChange *change, GHashTable *told, const Record *record)
{
  if (record->kind == CRITIC_CHANGE_MOVED)
    {
      g_ptr_array_add (change->moves, to_path (record->before));
      g_ptr_array_add (change->moves, to_path (record->after));
    }
  else if (g_hash_table_add (told, g_memdup2 (&record->image_id, sizeof record->image_id)))
    g_array_append_val (change->image_ids, record->image_id);
}

/* Undoing goes backwards through the changes of a step. */
static gboolean
walk_step (CriticLibrary *self, gint64 step_id, gboolean redo, CriticChange *change, GError **error)
{
  g_autoptr (GArray) records = read_records (self, step_id, error);
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (CriticQuery) mark = NULL;

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    if (!put (self, &g_array_index (records, Record, redo ? i : records->len - 1 - i), redo, error))
      return FALSE;
  for (guint i = 0; i < records->len; i++)
    tell (change, told, &g_array_index (records, Record, i));

  mark = critic_database_query (self->database, "UPDATE step SET undone = ?2 WHERE id = ?1", error);
  if (mark == NULL)
    return FALSE;
  sqlite3_bind_int64 (mark, 1, step_id);
  sqlite3_bind_int (mark, 2, !redo);
  return critic_database_run (self->database, mark, error);
}

static CriticChange *
walk (CriticLibrary *self, gboolean redo, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (CriticChange) change = g_new0 (CriticChange, 1);
  gint64 step_id;
  gboolean done;

  change->image_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  change->moves = g_ptr_array_new_with_free_func (g_free);
  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_DURABLE, error))
    return NULL;

  done = find_step (self, redo, &step_id, &change->name, error) &&
         (change->name == NULL || walk_step (self, step_id, redo, change, error));
  if (!critic_database_finish (self->database, done, error) || change->name == NULL)
    return NULL;

  return g_steal_pointer (&change);
}

/**
 * critic_library_undo:
 * @self: a library
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Takes the newest step back that was not. Rows of moved files go back too;
 * the files are the caller's, who, if that fails, calls critic_library_redo()
 * so that the library tells the truth. Blocks.
 *
 * Returns: (transfer full) (nullable): what changed; its moves as they were
 *   first made; %NULL without an error: there is nothing to undo
 */
CriticChange *
critic_library_undo (CriticLibrary *self, GError **error)
{
  return walk (self, FALSE, error);
}

/**
 * critic_library_redo:
 * @self: a library
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Makes the step again that was undone last. Blocks.
 *
 * Returns: (transfer full) (nullable): what changed; %NULL without an error:
 *   there is nothing to redo
 */
CriticChange *
critic_library_redo (CriticLibrary *self, GError **error)
{
  return walk (self, TRUE, error);
}

/**
 * critic_library_peek:
 * @self: a library
 * @undo: (out) (optional) (nullable) (transfer full): name of the step that undo would take back
 * @redo: (out) (optional) (nullable) (transfer full): name of the step that redo would make again
 *
 * %NULL where there is none, or where the library cannot be read. Blocks.
 */
void
critic_library_peek (CriticLibrary *self, char **undo, char **redo)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 step_id;

  if (undo != NULL)
    find_step (self, FALSE, &step_id, undo, NULL);
  if (redo != NULL)
    find_step (self, TRUE, &step_id, redo, NULL);
}
