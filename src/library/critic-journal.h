/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"

G_BEGIN_DECLS

/* Every change a person makes goes through here, so that it can be taken back
 * in order, across views and after a restart. A step is a list of changes that
 * belong together (one key over fifty selected photographs is one step); it and
 * its place in the journal are written in one transaction. A new step forgets
 * the steps that were undone. Blocks; any thread but the main loop's. */
typedef struct _CriticStep CriticStep;

/* @name: what the undo menu says, translated: "Three stars for 50 photographs". */
CriticStep *critic_step_new             (const char *name);
void        critic_step_free            (CriticStep *self);
void        critic_step_set_rating      (CriticStep *self, gint64 image_id, const CriticRating *rating);
/* entry->id 0: a new one. */
void        critic_step_set_critique    (CriticStep *self, gint64 image_id, const CriticCritiqueEntry *entry);
void        critic_step_delete_critique (CriticStep *self, gint64 critique_id);
/* A file that was moved (copied: @from NULL; binned: @to NULL). The library
 * moves its row; the file is the caller's (src/folder/critic-file-batch.h),
 * also when the step is undone or redone. */
void        critic_step_moved           (CriticStep *self, const char *from, const char *to);

/* What a step, an undo or a redo changed: for views to look at again. */
typedef struct
{
  char   *name;
  GArray *image_ids;        /* gint64 */
  GPtrArray *moves;         /* from, to, from, to, … as first made, either may be NULL:
                             * files to put back (undo) or move again (redo) */
} CriticChange;
void        critic_change_free          (CriticChange *self);

gboolean      critic_library_apply (CriticLibrary *self, CriticStep *step, gint64 **new_critique_ids, GError **error);
/* For one critique that is being typed: makes the step written before end here
 * while it is the newest one, else a new one. */
gboolean      critic_library_amend (CriticLibrary *self, gint64 *step_id, CriticStep *step, gint64 *new_critique_id, GError **error);
/* NULL without error: nothing to undo or redo. */
CriticChange *critic_library_undo  (CriticLibrary *self, GError **error);
CriticChange *critic_library_redo  (CriticLibrary *self, GError **error);
/* (transfer full) (nullable): names of the next undo and redo. */
void          critic_library_peek  (CriticLibrary *self, char **undo, char **redo);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticStep, critic_step_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticChange, critic_change_free)

G_END_DECLS
