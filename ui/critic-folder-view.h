/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-shelf.h"
#include "critic-shoot.h"

G_BEGIN_DECLS

/* A folder: its photographs as tiles or as a table, ranked and filtered, and the
 * pass that judges them. Main thread.
 *
 * Signal "open" (file id as gint64): a photograph is to lie on the desk. Signal
 * "stepped": what critic_folder_view_get_current() says of itself changed. Signal
 * "selected": what critic_folder_view_get_targets() says may have changed. Signal
 * "said" (text, label, action, see critic_notice_say()): while the folder is not seen. Signal
 * "passed": a pass over it has ended.
 * Properties: "title", "subtitle" (for the window), "filters-visible". */
#define CRITIC_TYPE_FOLDER_VIEW (critic_folder_view_get_type ())
G_DECLARE_FINAL_TYPE (CriticFolderView, critic_folder_view, CRITIC, FOLDER_VIEW, GtkWidget)

void          critic_folder_view_set          (CriticFolderView *self, CriticShelf *shelf, GSettings *settings);
void          critic_folder_view_open         (CriticFolderView *self, GFile *folder);
/* Absolute path of the folder shown, or NULL. */
const char   *critic_folder_view_get_folder   (CriticFolderView *self);
CriticShoot  *critic_folder_view_get_shoot    (CriticFolderView *self);      /* NULL without a folder */
CriticPass   *critic_folder_view_get_pass     (CriticFolderView *self);      /* NULL without a folder */
/* The user's own, that lists may be sorted by; NULL: none. */
void          critic_folder_view_set_taste    (CriticFolderView *self, CriticTaste *taste);
/* "folder.…": for the window and its menus. */
GActionGroup *critic_folder_view_get_actions  (CriticFolderView *self);

/* The photograph that lies on the desk, 0: none. Marks go to it, else to the
 * selection. */
void          critic_folder_view_set_current  (CriticFolderView *self, gint64 file_id);
gint64        critic_folder_view_get_current  (CriticFolderView *self);
/* The current one's place in the list and how many there are; FALSE: not in it. */
gboolean      critic_folder_view_get_place    (CriticFolderView *self, guint *position, guint *n);
/* What is known of the current one; NULL: not in the list. Until it changes. */
const CriticFacts *critic_folder_view_get_facts (CriticFolderView *self);
/* File ids that marks and acts are for; (transfer full), gint64. */
GArray       *critic_folder_view_get_targets  (CriticFolderView *self);
/* What is hidden from who judges first. */
gboolean      critic_folder_view_has_veiled   (CriticFolderView *self, guint most);
void          critic_folder_view_refuse_veiled (CriticFolderView *self);
void          critic_folder_view_unveil       (CriticFolderView *self);
/* Their files; (transfer full) strv in the order shown. */
GStrv         critic_folder_view_get_paths    (CriticFolderView *self);
/* What is dragged away from a tile or a cell of it: the selection, when its photograph is
 * one of it, else that one; (transfer full) strv of paths, or NULL. */
GStrv         critic_folder_view_drag_out     (GtkWidget *tile);
CriticLibrary *critic_folder_view_get_library (CriticFolderView *self);      /* NULL unless it is open */
/* Back from the desk: the place where it was left, or where one stepped to. */
void          critic_folder_view_return       (CriticFolderView *self);
/* A file that is of no folder goes to the bin, as "folder.bin" would take it. */
void          critic_folder_view_bin_file     (CriticFolderView *self, const char *path);
/* Esc: closes the message. FALSE: there was nothing to step back from. */
gboolean      critic_folder_view_back         (CriticFolderView *self);
/* Files came, changed or went: a pass over what is new, after the one that runs. */
void          critic_folder_view_look_again   (CriticFolderView *self);
void          critic_folder_view_search       (CriticFolderView *self);
/* A sentence about something that went wrong or was done. */
void          critic_folder_view_say          (CriticFolderView *self, const char *text, const char *label, const char *action);

G_END_DECLS
