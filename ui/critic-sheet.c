/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-sheet.h"

#include <math.h>

struct _CriticSheet
{
  GObject              parent_instance;

  CriticCritiqueEntry *entry;
  guint64              edits, saved;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticSheet, critic_sheet, G_TYPE_OBJECT)

static void
critic_sheet_finalize (GObject *object)
{
  critic_critique_entry_free (((CriticSheet *) object)->entry);

  G_OBJECT_CLASS (critic_sheet_parent_class)->finalize (object);
}

static void
critic_sheet_class_init (CriticSheetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_sheet_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
critic_sheet_init (CriticSheet *self)
{
}

static gboolean
is_same (const CriticCritiqueEntry *a,
         const CriticCritiqueEntry *b)
{
  return a->id == b->id && g_strcmp0 (a->author, b->author) == 0 && g_strcmp0 (a->text, b->text) == 0
         && (a->own_score == b->own_score || (isnan (a->own_score) && isnan (b->own_score)))
         && a->own_scale == b->own_scale && a->written == b->written && a->counts == b->counts
         && g_strcmp0 (a->language, b->language) == 0;
}

/**
 * critic_sheet_new:
 * @entry: what stands on it
 *
 * Returns: (transfer full): a sheet that was not edited
 */
CriticSheet *
critic_sheet_new (const CriticCritiqueEntry *entry)
{
  CriticSheet *self = g_object_new (CRITIC_TYPE_SHEET, NULL);

  self->entry = critic_critique_entry_copy (entry);

  return self;
}

/* Until it changes. */
const CriticCritiqueEntry *
critic_sheet_get_entry (CriticSheet *self)
{
  g_return_val_if_fail (CRITIC_IS_SHEET (self), NULL);

  return self->entry;
}

gboolean
critic_sheet_is_blank (CriticSheet *self)
{
  g_return_val_if_fail (CRITIC_IS_SHEET (self), TRUE);

  for (const char *c = self->entry->text; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      return FALSE;

  return TRUE;
}

gboolean
critic_sheet_is_empty (CriticSheet *self)
{
  g_return_val_if_fail (CRITIC_IS_SHEET (self), TRUE);

  return critic_sheet_is_blank (self) && isnan (self->entry->own_score);
}

static void
set_entry (CriticSheet               *self,
           const CriticCritiqueEntry *entry)
{
  CriticCritiqueEntry *old = self->entry;

  self->entry = critic_critique_entry_copy (entry);
  critic_critique_entry_free (old);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
critic_sheet_take (CriticSheet               *self,
                   const CriticCritiqueEntry *entry)
{
  g_return_if_fail (CRITIC_IS_SHEET (self));

  if (!is_same (self->entry, entry))
    set_entry (self, entry);
}

void
critic_sheet_edit (CriticSheet               *self,
                   const CriticCritiqueEntry *entry)
{
  g_return_if_fail (CRITIC_IS_SHEET (self));

  self->edits++;
  set_entry (self, entry);
}

guint64
critic_sheet_get_edits (CriticSheet *self)
{
  g_return_val_if_fail (CRITIC_IS_SHEET (self), 0);

  return self->edits;
}

void
critic_sheet_set_saved (CriticSheet *self,
                        guint64      edits,
                        gint64       id)
{
  g_return_if_fail (CRITIC_IS_SHEET (self));

  self->saved = MAX (self->saved, edits);
  self->entry->id = id;
}

gboolean
critic_sheet_is_saved (CriticSheet *self)
{
  g_return_val_if_fail (CRITIC_IS_SHEET (self), TRUE);

  return self->saved == self->edits;
}
