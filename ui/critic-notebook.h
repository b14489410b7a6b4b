/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-desk.h"
#include "critic-sheet.h"
#include "critic-shelf.h"
#include "critic-shoot-set.h"

G_BEGIN_DECLS

/* Which critiques of a photograph are scored. */
typedef enum
{
  CRITIC_COUNTS_THIS,       /* the one shown */
  CRITIC_COUNTS_AUTHOR,     /* all by its author */
  CRITIC_COUNTS_ALL,
  CRITIC_COUNTS_SOME,       /* others; cannot be chosen */
} CriticCounting;

/* The critiques of one photograph: for work that comes back when perhaps another one lies on the desk.
 * Main thread; reference counted. */
typedef struct _CriticPage CriticPage;

void            critic_page_unref            (CriticPage *page);
/* NULL: it came from memory, or there is none. */
GFile          *critic_page_get_file         (CriticPage *page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticPage, critic_page_unref)

/* The critiques of the photograph on the desk: a GListModel of CriticSheet, one
 * of which is shown and edited. They are read from the library by the
 * photograph's hash and kept there the moment they are typed, in order, on a
 * worker; what cannot be written stays here, and is tried again. Says to the
 * desk which critique is shown and which ones are scored. Knows no widget.
 * Main thread; never blocks it.
 *
 * Properties, notifying: "problem" (string: why nothing is kept, or NULL),
 * "undo-name", "redo-name" (string or NULL). Signals: "changed" (which one is
 * shown, which are scored, or what one of them says), "flush" (hand over what
 * was typed about the one that is shown), "rated" (the user's word on the
 * photograph is another one), "said" (string: what was done and can
 * be undone), "followed" (string: another program wrote to the file, and what
 * became of what was said of it). */
#define CRITIC_TYPE_NOTEBOOK (critic_notebook_get_type ())
G_DECLARE_FINAL_TYPE (CriticNotebook, critic_notebook, CRITIC, NOTEBOOK, GObject)

CriticNotebook *critic_notebook_new          (CriticDesk *desk, CriticShelf *shelf, GSettings *settings, GtkTextBuffer *buffer);

CriticSheet    *critic_notebook_get_current  (CriticNotebook *self);
/* Those that say something, as they stand; (transfer full) CriticCritiqueEntry. */
GPtrArray      *critic_notebook_dup_entries  (CriticNotebook *self);
void            critic_notebook_select       (CriticNotebook *self, CriticSheet *sheet);
/* From elsewhere than the editor: the command line. */
void            critic_notebook_write        (CriticNotebook *self, const char *text);
void            critic_notebook_add          (CriticNotebook *self);
/* That of the photograph on the desk; (transfer full). */
CriticPage     *critic_notebook_ref_page     (CriticNotebook *self);
/* Whether it still is. */
gboolean        critic_notebook_is_at        (CriticNotebook *self, CriticPage *page);
/* A critique from elsewhere, whichever photograph lies on the desk by now. */
void            critic_notebook_put          (CriticNotebook *self, CriticPage *page, const char *text);
void            critic_notebook_delete       (CriticNotebook *self);
/* Everything but the text; @name: of the step, for the undo menu. */
void            critic_notebook_edit         (CriticNotebook *self, const CriticCritiqueEntry *entry, const char *name);
CriticCounting  critic_notebook_get_counting (CriticNotebook *self);
void            critic_notebook_set_counting (CriticNotebook *self, CriticCounting counting);
/* The best that can be given, unless the critique says otherwise. */
gdouble         critic_notebook_get_scale    (CriticNotebook *self);

/* What the user says of the photograph itself; signal "rated" when it is another word. */
const CriticRating *critic_notebook_get_rating (CriticNotebook *self);
/* Those parts of it that @what names; nothing without a photograph. */
void            critic_notebook_rate         (CriticNotebook *self, CriticSet what, const CriticRating *rating);

void            critic_notebook_undo         (CriticNotebook *self);
void            critic_notebook_redo         (CriticNotebook *self);
const char     *critic_notebook_get_undo_name (CriticNotebook *self);
const char     *critic_notebook_get_redo_name (CriticNotebook *self);
/* Calls @done when all that was typed so far is in the library. */
void            critic_notebook_after        (CriticNotebook *self, GFunc done, GObject *data);

const char     *critic_notebook_get_problem  (CriticNotebook *self);
void            critic_notebook_retry        (CriticNotebook *self);
/* What is typed is written now; TRUE: there is something that could not be. */
gboolean        critic_notebook_flush        (CriticNotebook *self);
/* What was not written is lost. */
void            critic_notebook_give_up      (CriticNotebook *self);

G_END_DECLS
