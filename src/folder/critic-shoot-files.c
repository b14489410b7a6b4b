/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shoot-files.h"

#include "critic-file-batch.h"

/* As the journal tells them: copied without @from, binned without @to; what a
 * copy or a move replaced is binned among the others. */
static CriticFilesKind
kind_of (GPtrArray *moves)
{
  CriticFilesKind kind = CRITIC_FILES_BIN;

  for (guint i = 0; i + 1 < moves->len; i += 2)
    {
      if (moves->pdata[i] == NULL)
        return CRITIC_FILES_COPY;
      if (moves->pdata[i + 1] != NULL)
        kind = CRITIC_FILES_MOVE;
    }
  return kind;
}

static void
add (GPtrArray *moves, const char *from, const char *to)
{
  CriticFileMove *move = g_new0 (CriticFileMove, 1);

  move->from = g_strdup (from);
  move->to = g_strdup (to);
  g_ptr_array_add (moves, move);
}

/* Bins again what was binned, or made room for a moved file. Returns what
 * happened, or NULL. */
static GPtrArray *
bin (GPtrArray *moves, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; i + 1 < moves->len; i += 2)
    if (moves->pdata[i + 1] == NULL)
      g_ptr_array_add (paths, moves->pdata[i]);
  if (paths->len == 0)
    return g_ptr_array_new ();

  g_ptr_array_add (paths, NULL);
  return critic_file_batch_run (&(CriticFileBatch) {
                                  .kind = CRITIC_FILES_BIN,
                                  .paths = (const char *const *) paths->pdata,
                                }, NULL, NULL, NULL, error);
}

/**
 * critic_shoot_files_follow:
 * @change: what critic_library_undo() or critic_library_redo() did
 * @redo: which of the two
 * @error: return location for an error of %CRITIC_FILES_ERROR
 *
 * Undone: moved files return, copies go to the bin, binned ones come out of it.
 * Redone: the other way round. All of them or none. Blocks.
 *
 * Returns: %TRUE, also when no file was moved
 */
gboolean
critic_shoot_files_follow (const CriticChange *change, gboolean redo, GError **error)
{
  g_autoptr (GPtrArray) moves = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_file_move_free);
  g_autoptr (GPtrArray) binned = NULL;
  CriticFilesKind kind = kind_of (change->moves);

  if (change->moves->len == 0)
    return TRUE;
  if (redo && kind != CRITIC_FILES_COPY)
    {
      binned = bin (change->moves, error);
      if (binned == NULL || kind == CRITIC_FILES_BIN)
        return binned != NULL;
    }

  for (guint i = 0; i + 1 < change->moves->len; i += 2)
    {
      const char *from = change->moves->pdata[i], *to = change->moves->pdata[i + 1];

      if (!redo)
        add (moves, from, to);
      else if (to == NULL)
        continue;
      else if (kind == CRITIC_FILES_MOVE)
        add (moves, to, from);
      else
        /* Undoing a copy put it in the bin. */
        add (moves, to, NULL);
    }
  if (critic_file_batch_undo (moves, redo && kind == CRITIC_FILES_COPY ? CRITIC_FILES_BIN : kind, NULL, error))
    return TRUE;
  if (binned != NULL && binned->len > 0)
    critic_file_batch_undo (binned, CRITIC_FILES_BIN, NULL, NULL);
  return FALSE;
}
