/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What other programs do in the folders of the photograph and of the folder shown,
 * and those below it, also below folders that come later: GFileMonitors, made on a
 * worker, whose news are gathered until a moment of quiet. A file that is being
 * written to is told of when it is whole. Main thread.
 *
 * Signal "changed" (strv sidecars, strv photographs): files that came, went or were
 * written, absolute paths; among the photographs also folders that came or went. */
#define CRITIC_TYPE_FOLDER_WATCH (critic_folder_watch_get_type ())
G_DECLARE_FINAL_TYPE (CriticFolderWatch, critic_folder_watch, CRITIC, FOLDER_WATCH, GObject)

CriticFolderWatch *critic_folder_watch_new (void);
/* A photograph, with what lies in its folder; a folder with all below it. NULL: none. */
void               critic_folder_watch_set (CriticFolderWatch *self, const char *photo, const char *folder);

G_END_DECLS
