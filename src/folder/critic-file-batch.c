/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copying, moving and binning photographs with what belongs to them: first
 * everything is planned and every collision known, then it happens as one
 * transaction. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>

#include "critic-file-batch.h"
#include "critic-file-companions.h"
#include "critic-file-transaction.h"
#include "critic-trash.h"

/* One file's way. */
typedef struct
{
  char    *from, *to;       /* @to NULL: the bin */
  gboolean replaces;        /* what is at @to goes to the bin first */
} Step;

typedef struct
{
  const CriticFileBatch *batch;
  char       *destination;  /* absolute */
  GPtrArray  *steps;        /* Step */
  GHashTable *targets;      /* what steps will put there, to what they take for it */
  GPtrArray  *collisions;   /* CriticFileCollision */
  guint       n_collisions; /* files */
  guint64     n_bytes;
} Plan;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->from);
  g_free (step->to);
  g_free (step);
}

static void
plan_clear (Plan *plan)
{
  g_free (plan->destination);
  g_clear_pointer (&plan->steps, g_ptr_array_unref);
  g_clear_pointer (&plan->targets, g_hash_table_unref);
  g_clear_pointer (&plan->collisions, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

/**
 * critic_file_move_free:
 * @self: (transfer full): a move
 *
 * What critic_file_batch_run()'s array is freed with. Any thread.
 */
void
critic_file_move_free (CriticFileMove *self)
{
  g_free (self->from);
  g_free (self->to);
  g_free (self);
}

static void
add_move (GPtrArray *moves, const char *from, const char *to)
{
  CriticFileMove *move = g_new (CriticFileMove, 1);

  *move = (CriticFileMove) { g_strdup (from), g_strdup (to) };
  g_ptr_array_add (moves, move);
}

/**
 * critic_file_collision_free:
 * @self: (transfer full): a collision
 *
 * What critic_file_batch_collisions()'s array is freed with. Any thread.
 */
void
critic_file_collision_free (CriticFileCollision *self)
{
  g_free (self->photo);
  g_free (self->from);
  g_free (self->to);
  g_free (self->other);
  g_free (self);
}

static GPtrArray *
find_units (const CriticFileBatch *batch)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  for (gsize i = 0; batch->paths[i] != NULL; i++)
    {
      g_autofree char *path = g_canonicalize_filename (batch->paths[i], NULL);

      g_strv_builder_add (builder, path);
    }
  paths = g_strv_builder_end (builder);
  return critic_file_companions_find ((const char *const *) paths, batch->with_partners, batch->kind != CRITIC_FILES_COPY);
}

/**
 * critic_file_batch_list:
 * @batch: what is to be done
 *
 * Everything that would be touched: the photographs, each followed by its
 * sidecars and its partner. Blocks: on a worker only. Any thread.
 *
 * Returns: (transfer full): absolute paths
 */
GStrv
critic_file_batch_list (const CriticFileBatch *batch)
{
  g_autoptr (GPtrArray) units = find_units (batch);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < units->len; i++)
    {
      const CriticFileUnit *unit = units->pdata[i];

      for (guint k = 0; k < unit->paths->len; k++)
        g_strv_builder_add (builder, unit->paths->pdata[k]);
    }
  return g_strv_builder_end (builder);
}

static gboolean
exists (const char *path)
{
  struct stat st;

  return lstat (path, &st) == 0;
}

/* Where a file of a unit comes to lie; @number: 0, or the one behind the stem. */
static char *
target_of (const Plan *plan, const CriticFileUnit *unit, const char *from, guint number)
{
  g_autofree char *name = g_path_get_basename (from);
  g_autofree char *numbered = NULL;

  if (number > 0)
    numbered = g_strdup_printf ("%s (%u)%s", unit->stem, number, name + strlen (unit->stem));
  return g_build_filename (plan->destination, number > 0 ? numbered : name, NULL);
}

static guint
count_collisions (const Plan *plan, const CriticFileUnit *unit, guint number)
{
  guint n = 0;

  for (guint i = 0; i < unit->paths->len; i++)
    {
      g_autofree char *to = target_of (plan, unit, unit->paths->pdata[i], number);

      n += exists (to) || g_hash_table_contains (plan->targets, to);
    }
  return n;
}

static void
look_at (const char *path, guint64 *size, gint64 *time)
{
  struct stat st;

  if (lstat (path, &st) != 0)
    return;
  *size = (guint64) st.st_size;
  *time = (gint64) st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
}

/* Somebody has to say what happens to @unit. */
static void
add_collision (Plan *plan, const CriticFileUnit *unit, gboolean stays)
{
  CriticFileCollision *collision = g_new0 (CriticFileCollision, 1);

  collision->photo = g_strdup (unit->paths->pdata[0]);
  collision->can_replace = !stays;
  for (guint i = 0; i < unit->paths->len; i++)
    {
      const char *from = unit->paths->pdata[i];
      g_autofree char *to = target_of (plan, unit, from, 0);
      const char *before = g_hash_table_lookup (plan->targets, to);

      if (before == NULL && !exists (to))
        continue;
      plan->n_collisions++;
      collision->can_replace &= before == NULL;
      if (collision->from != NULL)
        continue;
      collision->from = g_strdup (from);
      collision->other = g_strdup (before != NULL ? before : to);
      collision->to = g_steal_pointer (&to);
    }
  look_at (collision->from, &collision->from_size, &collision->from_time);
  look_at (collision->other, &collision->other_size, &collision->other_time);
  g_ptr_array_add (plan->collisions, collision);
}

static void
add_step (Plan *plan, const char *from, const char *to)
{
  Step *step = g_new0 (Step, 1);
  struct stat st;

  step->from = g_strdup (from);
  step->to = g_strdup (to);
  step->replaces = to != NULL && exists (to);
  if (to != NULL)
    g_hash_table_insert (plan->targets, g_strdup (to), g_strdup (from));
  if (stat (from, &st) == 0)
    plan->n_bytes += (guint64) st.st_size;
  g_ptr_array_add (plan->steps, step);
}

static CriticCollision
answer_for (const CriticFileBatch *batch, const char *photo)
{
  gpointer answer;

  return batch->answers != NULL && g_hash_table_lookup_extended (batch->answers, photo, NULL, &answer)
           ? (CriticCollision) GPOINTER_TO_INT (answer) : batch->collision;
}

static void
plan_unit (Plan *plan, const CriticFileUnit *unit)
{
  g_autofree char *folder = g_path_get_dirname (unit->paths->pdata[0]);
  const gboolean stays = g_str_equal (folder, plan->destination);
  const CriticCollision answer = answer_for (plan->batch, unit->paths->pdata[0]);
  guint number = 0;

  /* Moved to where it is, or in its own place. */
  if (stays && (plan->batch->kind == CRITIC_FILES_MOVE || answer == CRITIC_COLLISION_REPLACE))
    return;
  if (count_collisions (plan, unit, 0) > 0)
    switch (answer)
      {
      case CRITIC_COLLISION_ASK:
        add_collision (plan, unit, stays);
        return;
      case CRITIC_COLLISION_SKIP:
        return;
      case CRITIC_COLLISION_RENAME:
        for (number = 2; count_collisions (plan, unit, number) > 0; number++)
          ;
        break;
      case CRITIC_COLLISION_REPLACE:
        /* Two of one batch: the second must not replace the first. */
        for (guint i = 0; i < unit->paths->len; i++)
          {
            g_autofree char *to = target_of (plan, unit, unit->paths->pdata[i], 0);

            if (g_hash_table_contains (plan->targets, to))
              {
                add_collision (plan, unit, stays);
                return;
              }
          }
        break;
      default:
        g_return_if_reached ();
      }
  for (guint i = 0; i < unit->paths->len; i++)
    {
      g_autofree char *to = target_of (plan, unit, unit->paths->pdata[i], number);

      add_step (plan, unit->paths->pdata[i], to);
    }
}

static gboolean
make_plan (Plan *plan, const CriticFileBatch *batch, GError **error)
{
  g_autoptr (GPtrArray) units = NULL;

  *plan = (Plan) { .batch = batch };
  plan->steps = g_ptr_array_new_with_free_func (step_free);
  plan->targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  plan->collisions = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_file_collision_free);
  if (batch->kind != CRITIC_FILES_BIN)
    {
      plan->destination = g_canonicalize_filename (batch->destination, NULL);
      if (!g_file_test (plan->destination, G_FILE_TEST_IS_DIR))
        {
          g_autofree char *shown = g_filename_display_name (plan->destination);

          g_set_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED,
                       _("There is no folder “%s”. Choose another one."), shown);
          return FALSE;
        }
    }
  units = find_units (batch);
  for (guint i = 0; i < units->len; i++)
    {
      const CriticFileUnit *unit = units->pdata[i];

      if (batch->kind != CRITIC_FILES_BIN)
        plan_unit (plan, unit);
      else
        for (guint k = 0; k < unit->paths->len; k++)
          add_step (plan, unit->paths->pdata[k], NULL);
    }
  return TRUE;
}

/* Whether nobody has to be asked about @plan. */
static gboolean
is_clear (const Plan *plan, GError **error)
{
  if (plan->n_collisions > 0)
    {
      const CriticFileCollision *first = plan->collisions->pdata[0];
      g_autofree char *base = g_path_get_basename (first->to);
      g_autofree char *name = g_filename_display_name (base);
      g_autofree char *shown = g_filename_display_name (plan->destination);

      g_set_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_COLLISION,
                   ngettext ("“%s” is in “%s” already (%u file). Choose whether to skip, rename or replace it.",
                             "“%s” and others are in “%s” already (%u files). Choose whether to skip, rename or replace them.",
                             plan->n_collisions),
                   name, shown, plan->n_collisions);
      return FALSE;
    }
  return TRUE;
}

/**
 * critic_file_batch_collisions:
 * @batch: what is to be done, but for the bin
 * @error: return location for an error
 *
 * What critic_file_batch_run() would refuse with CRITIC_FILES_ERROR_COLLISION,
 * one by one. Answers may bring others up: photographs of one name from two
 * folders. Blocks: on a worker only. Any thread.
 *
 * Errors: CRITIC_FILES_ERROR.
 *
 * Returns: (transfer full) (element-type CriticFileCollision): in the order of
 *   the paths; %NULL with @error
 */
GPtrArray *
critic_file_batch_collisions (const CriticFileBatch *batch, GError **error)
{
  g_auto (Plan) plan = { 0 };

  g_return_val_if_fail (batch != NULL && batch->kind != CRITIC_FILES_BIN && batch->destination != NULL, NULL);

  return make_plan (&plan, batch, error) ? g_steal_pointer (&plan.collisions) : NULL;
}

static gboolean
do_step (CriticFileTransaction *transaction, CriticFilesKind kind, const Step *step, GPtrArray *moves, GError **error)
{
  if (step->replaces)
    {
      if (!critic_file_transaction_bin (transaction, step->to, error))
        return FALSE;
      add_move (moves, step->to, NULL);
    }
  if (step->to == NULL ? !critic_file_transaction_bin (transaction, step->from, error) :
      kind == CRITIC_FILES_COPY ? !critic_file_transaction_copy (transaction, step->from, step->to, error) :
      !critic_file_transaction_move (transaction, step->from, step->to, error))
    return FALSE;
  add_move (moves, step->from, step->to);
  return TRUE;
}

/**
 * critic_file_batch_run:
 * @batch: what is to be done
 * @progress: (nullable) (scope call): bytes done and in all, on this thread
 * @data: for @progress
 * @cancellable: (nullable): looked at between files and pieces of them
 * @error: return location for an error
 *
 * Does all of it or nothing. A copy is complete and on the disk before it has
 * its name; an original on another file system is removed when all are. Nothing
 * is ever replaced but what @batch says, and that goes to the bin. A photograph
 * that is moved to where it is stays. Blocks: on a worker only. Any thread, and
 * one batch at a time for the same files.
 *
 * Errors: CRITIC_FILES_ERROR, or %G_IO_ERROR_CANCELLED; then everything is as
 * it was, but for CRITIC_FILES_ERROR_NOT_ROLLED_BACK.
 *
 * Returns: (transfer full) (element-type CriticFileMove): what happened, in
 *   order; replaced files are among them. %NULL with @error
 */
GPtrArray *
critic_file_batch_run (const CriticFileBatch *batch,
                       GFileProgressCallback  progress,
                       gpointer               data,
                       GCancellable          *cancellable,
                       GError               **error)
{
  g_autoptr (GPtrArray) moves = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_file_move_free);
  g_autoptr (CriticFileTransaction) transaction = NULL;
  g_autoptr (GError) failure = NULL;
  g_auto (Plan) plan = { 0 };
  gboolean good = TRUE;

  g_return_val_if_fail (batch != NULL && batch->paths != NULL, NULL);
  g_return_val_if_fail (batch->kind == CRITIC_FILES_BIN || batch->destination != NULL, NULL);

  if (!make_plan (&plan, batch, error) || !is_clear (&plan, error))
    return NULL;
  transaction = critic_file_transaction_new (plan.n_bytes, progress, data, cancellable);
  for (guint i = 0; good && i < plan.steps->len; i++)
    good = do_step (transaction, batch->kind, plan.steps->pdata[i], moves, &failure);
  good = good && critic_file_transaction_commit (transaction, &failure);
  if (!good)
    {
      critic_file_transaction_roll_back (transaction, &failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&moves);
}

static gboolean
undo_move (CriticFileTransaction *transaction, CriticFilesKind kind, const CriticFileMove *move, GError **error)
{
  if (move->to == NULL)
    return critic_file_transaction_restore (transaction, move->from, error);
  if (kind == CRITIC_FILES_COPY)
    return critic_file_transaction_bin (transaction, move->to, error);
  return critic_file_transaction_move (transaction, move->to, move->from, error);
}

/**
 * critic_file_batch_undo:
 * @moves: (element-type CriticFileMove): as critic_file_batch_run() gave them
 * @kind: what was done
 * @cancellable: (nullable): looked at between files and pieces of them
 * @error: return location for an error
 *
 * Takes all of it back or nothing: moved files return, copies go to the bin
 * (they may have been worked on since), binned and replaced files come out of it.
 * A file that stands where one should return is never replaced. Blocks: on a
 * worker only. Any thread.
 *
 * Errors: as critic_file_batch_run().
 *
 * Returns: %TRUE, or %FALSE with @error
 */
gboolean
critic_file_batch_undo (GPtrArray *moves, CriticFilesKind kind, GCancellable *cancellable, GError **error)
{
  g_autoptr (CriticFileTransaction) transaction = critic_file_transaction_new (0, NULL, NULL, cancellable);
  g_autoptr (GError) failure = NULL;
  gboolean good = TRUE;

  /* A copy that goes to the bin must not come back in place of what it replaced. */
  for (guint i = 0; i < moves->len; i++)
    if (((const CriticFileMove *) moves->pdata[i])->to == NULL)
      critic_file_transaction_look_up (transaction, ((const CriticFileMove *) moves->pdata[i])->from);
  for (guint i = moves->len; good && i > 0; i--)
    good = undo_move (transaction, kind, moves->pdata[i - 1], &failure);
  good = good && critic_file_transaction_commit (transaction, &failure);
  if (!good)
    {
      critic_file_transaction_roll_back (transaction, &failure);
      g_propagate_error (error, g_steal_pointer (&failure));
    }
  return good;
}

/**
 * critic_file_batch_can_restore:
 * @path: a file that is there
 *
 * Whether critic_file_batch_undo() will find it in the bin: not in a sandbox,
 * and not where there is no bin. Blocks. Any thread.
 *
 * Returns: %TRUE if it will
 */
gboolean
critic_file_batch_can_restore (const char *path)
{
  return critic_trash_is_reachable (path);
}
