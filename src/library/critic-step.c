/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Steps and changes as they are handed about. */
#include "critic-step-private.h"

#include "critic-library-private.h"

static void
change_clear (gpointer data)
{
  CriticStepChange *change = data;

  g_clear_pointer (&change->entry, critic_critique_entry_free);
  g_free (change->from);
  g_free (change->to);
}

/**
 * critic_step_new:
 * @name: what the undo menu says, translated: "Three stars for 50 photographs"
 *
 * Any thread, one at a time.
 *
 * Returns: (transfer full): a step without changes
 */
CriticStep *
critic_step_new (const char *name)
{
  CriticStep *self = g_new0 (CriticStep, 1);

  self->name = g_utf8_make_valid (name, -1);
  self->changes = g_array_new (FALSE, TRUE, sizeof (CriticStepChange));
  g_array_set_clear_func (self->changes, change_clear);
  return self;
}

void
critic_step_free (CriticStep *self)
{
  g_free (self->name);
  g_array_unref (self->changes);
  g_free (self);
}

static CriticStepChange *
add_change (CriticStep *self, CriticChangeKind kind)
{
  CriticStepChange *change;

  g_array_set_size (self->changes, self->changes->len + 1);
  change = &g_array_index (self->changes, CriticStepChange, self->changes->len - 1);
  change->kind = kind;
  return change;
}

/**
 * critic_step_set_rating:
 * @self: a step that was not applied yet
 * @image_id: of which photograph
 * @rating: what is said of it from now on; what is out of range says nothing
 */
void
critic_step_set_rating (CriticStep *self, gint64 image_id, const CriticRating *rating)
{
  CriticStepChange *change = add_change (self, CRITIC_CHANGE_RATING);

  change->image_id = image_id;
  change->rating = *rating;
  critic_rating_tidy (&change->rating);
}

/**
 * critic_step_set_critique:
 * @self: a step that was not applied yet
 * @image_id: of which photograph
 * @entry: the critique from now on; its id 0: a new one
 */
void
critic_step_set_critique (CriticStep *self, gint64 image_id, const CriticCritiqueEntry *entry)
{
  CriticStepChange *change = add_change (self, CRITIC_CHANGE_CRITIQUE);

  change->image_id = image_id;
  change->critique_id = entry->id;
  change->entry = g_memdup2 (entry, sizeof *entry);
  change->entry->author = g_utf8_make_valid (entry->author != NULL ? entry->author : "", -1);
  change->entry->text = g_utf8_make_valid (entry->text != NULL ? entry->text : "", -1);
  change->entry->language = g_utf8_make_valid (entry->language != NULL ? entry->language : "", -1);
  change->entry->counts = entry->counts != FALSE;
}

/**
 * critic_step_delete_critique:
 * @self: a step that was not applied yet
 * @critique_id: which; one that is no longer there is no failure
 */
void
critic_step_delete_critique (CriticStep *self, gint64 critique_id)
{
  add_change (self, CRITIC_CHANGE_CRITIQUE)->critique_id = critique_id;
}

/**
 * critic_step_moved:
 * @self: a step that was not applied yet
 * @from: (nullable): absolute path as it was; %NULL: @to is a copy
 * @to: (nullable): absolute path as it is; %NULL: in the bin
 *
 * Applying the step moves the file's row along, undoing it moves the row back;
 * the file itself is the caller's.
 */
void
critic_step_moved (CriticStep *self, const char *from, const char *to)
{
  CriticStepChange *change = add_change (self, CRITIC_CHANGE_MOVED);

  change->from = g_strdup (from);
  change->to = g_strdup (to);
}

void
critic_change_free (CriticChange *self)
{
  g_free (self->name);
  g_array_unref (self->image_ids);
  g_ptr_array_unref (self->moves);
  g_free (self);
}
