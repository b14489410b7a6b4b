/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"

G_BEGIN_DECLS

/* One critique of a photograph as it stands in the window, whether or not the
 * library has it so. Main thread. Signal "changed". */
#define CRITIC_TYPE_SHEET (critic_sheet_get_type ())
G_DECLARE_FINAL_TYPE (CriticSheet, critic_sheet, CRITIC, SHEET, GObject)

CriticSheet               *critic_sheet_new       (const CriticCritiqueEntry *entry);
const CriticCritiqueEntry *critic_sheet_get_entry (CriticSheet *self);
/* No word in it. */
gboolean                   critic_sheet_is_blank  (CriticSheet *self);
/* Nor an own score: nothing that the library would have to keep. */
gboolean                   critic_sheet_is_empty  (CriticSheet *self);

/* As the library has it. */
void                       critic_sheet_take      (CriticSheet *self, const CriticCritiqueEntry *entry);
/* As the user wants it. */
void                       critic_sheet_edit      (CriticSheet *self, const CriticCritiqueEntry *entry);
/* How often it was edited; after so many edits it was written, as @id. */
guint64                    critic_sheet_get_edits (CriticSheet *self);
void                       critic_sheet_set_saved (CriticSheet *self, guint64 edits, gint64 id);
gboolean                   critic_sheet_is_saved  (CriticSheet *self);

G_END_DECLS
