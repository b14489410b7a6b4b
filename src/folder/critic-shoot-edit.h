/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-journal.h"
#include "critic-shoot-set.h"

G_BEGIN_DECLS

typedef enum
{
  CRITIC_EDIT_RATE,
  CRITIC_EDIT_STEP,
  CRITIC_EDIT_UNDO,
  CRITIC_EDIT_REDO,
} CriticShootEditKind;

/**
 * CriticShootEdit:
 * @images: RATE: set of gint64
 * @files: RATE: gint64, one of each image; STEP: those to look at again
 * @what: RATE: what of
 * @rating: RATE: this rating is set
 * @name: RATE: for the undo menu
 * @step: STEP: what to write; the worker's
 * @written: it is in the library; the main thread's
 *
 * Something that the user did, on its way into the journal. Reference counted.
 */
typedef struct
{
  gatomicrefcount     ref_count;
  CriticShootEditKind kind;
  GHashTable         *images;
  GArray             *files;
  CriticSet           what;
  CriticRating        rating;
  char               *name;
  CriticStep         *step;
  gboolean            written;
} CriticShootEdit;

/* With nothing in it but its kind; filled in before anybody else sees it. */
CriticShootEdit *critic_shoot_edit_new   (CriticShootEditKind kind);
CriticShootEdit *critic_shoot_edit_ref   (CriticShootEdit *self);
void             critic_shoot_edit_unref (CriticShootEdit *self);
gboolean         critic_shoot_edit_run   (CriticShootEdit *self, CriticLibrary *library, CriticChange **change, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticShootEdit, critic_shoot_edit_unref)

G_END_DECLS
