/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-desk.h"
#include "critic-folder-view.h"

G_BEGIN_DECLS

/* The window: only what holds the parts together. */
#define CRITIC_TYPE_WINDOW (critic_window_get_type ())
G_DECLARE_FINAL_TYPE (CriticWindow, critic_window, CRITIC, WINDOW, GtkApplicationWindow)

CriticWindow     *critic_window_new         (GtkApplication *application, CriticAnalyzer *analyzer, CriticShelf *shelf,
                                             GSettings *settings);
CriticDesk       *critic_window_get_desk    (CriticWindow *self);
CriticFolderView *critic_window_get_folder  (CriticWindow *self);
/* Nothing lies on the desk, no folder is open or about to be. */
gboolean          critic_window_is_free     (CriticWindow *self);
void              critic_window_restore      (CriticWindow *self);
void              critic_window_open        (CriticWindow *self, GFile *file, const char *critique);
void              critic_window_open_several (CriticWindow *self, GFile *const *files, guint n, const char *critique);
void              critic_window_open_folder (CriticWindow *self, GFile *folder);
/* A critique from the command line. */
void              critic_window_write       (CriticWindow *self, const char *critique);

/* The page of the help (critic-help-pages.h) that is about what is being done. */
const char *critic_window_get_help_page (CriticWindow *self);

G_END_DECLS
