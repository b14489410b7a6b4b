/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shoot-edit.h"

#include "critic-shoot-files.h"

#include <string.h>

CriticShootEdit *
critic_shoot_edit_new (CriticShootEditKind kind)
{
  CriticShootEdit *self = g_new0 (CriticShootEdit, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->images = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->files = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

CriticShootEdit *
critic_shoot_edit_ref (CriticShootEdit *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
critic_shoot_edit_unref (CriticShootEdit *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->images);
  g_array_unref (self->files);
  g_free (self->name);
  g_clear_pointer (&self->step, critic_step_free);
  g_free (self);
}

static gboolean
same_rating (const CriticRating *a, const CriticRating *b)
{
  return a->flag == b->flag && a->stars == b->stars && a->label == b->label && a->score == b->score &&
         a->high == b->high && memcmp (a->style, b->style, sizeof a->style) == 0;
}

/* The rest of a rating is taken from the library as it is now, not as it was
 * on screen: an edit before this one may have failed, another program may have
 * written. Nothing is written where nothing changes. */
static gboolean
rate (const CriticShootEdit *self, CriticLibrary *library, GError **error)
{
  g_autoptr (CriticStep) step = critic_step_new (self->name);
  g_autoptr (GPtrArray) rows = NULL;
  gboolean any = FALSE;

  rows = critic_library_rows_by_id (library, (const gint64 *) (gpointer) self->files->data, self->files->len, NULL, error);
  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const CriticRow *row = rows->pdata[i];
      CriticRating rating = row->rating;

      critic_rating_set (&rating, self->what, &self->rating);
      if (row->image_id == 0 || same_rating (&rating, &row->rating))
        continue;
      critic_step_set_rating (step, row->image_id, &rating);
      any = TRUE;
    }
  return !any || critic_library_apply (library, step, NULL, error);
}

/**
 * critic_shoot_edit_run:
 * @self: an edit that nobody has run yet
 * @library: a library
 * @change: (out) (transfer full) (nullable): what an undo or redo did
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Writes it. Blocks.
 *
 * Returns: whether it is in the library; otherwise nothing was changed
 */
gboolean
critic_shoot_edit_run (CriticShootEdit *self, CriticLibrary *library, CriticChange **change, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *change = NULL;
  switch (self->kind)
    {
    case CRITIC_EDIT_RATE:
      return rate (self, library, error);
    case CRITIC_EDIT_STEP:
      return critic_library_apply (library, self->step, NULL, error);
    case CRITIC_EDIT_UNDO:
      *change = critic_library_undo (library, &failure);
      break;
    case CRITIC_EDIT_REDO:
    default:
      *change = critic_library_redo (library, &failure);
    }

  if (*change != NULL && !critic_shoot_files_follow (*change, self->kind == CRITIC_EDIT_REDO, &failure))
    {
      /* The library says where the files are: back to what is true. */
      g_clear_pointer (change, critic_change_free);
      *change = self->kind == CRITIC_EDIT_UNDO ? critic_library_redo (library, NULL) : critic_library_undo (library, NULL);
      g_clear_pointer (change, critic_change_free);
    }

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}
