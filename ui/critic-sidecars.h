/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "critic-reading.h"
#include "critic-shelf.h"

G_BEGIN_DECLS

/* What a window knows of the marks that files have: looks at them when a photograph
 * is opened and when another program writes beside it, saves them when asked to, or
 * by itself after each change when the preference says so, and keeps the list of
 * those that say something else than the library. Files and the library are read
 * and written on a worker, one job at a time; the program stays until they are
 * done. Main thread.
 *
 * Signals: "said" (string: what was done or went wrong), "differing" (who differs is
 * another list), "arrived" (strv: photographs came to the folders of what is shown,
 * changed or went; also folders with photographs that did). */
#define CRITIC_TYPE_SIDECARS (critic_sidecars_get_type ())
G_DECLARE_FINAL_TYPE (CriticSidecars, critic_sidecars, CRITIC, SIDECARS, GObject)

/* @settings: NULL: as they come. */
CriticSidecars *critic_sidecars_new      (CriticShelf *shelf, GSettings *settings);
/* What is shown: the photograph on the desk, or a folder; NULL: none. It is watched,
 * and the photograph looked at. */
void            critic_sidecars_show     (CriticSidecars *self, GFile *photo, const char *folder, gboolean is_desk);
/* Asks the library again who differs. */
void            critic_sidecars_list     (CriticSidecars *self);
void            critic_sidecars_save     (CriticSidecars *self, const char *const *paths);
/* Of what is shown: the first that differs, or all. */
void            critic_sidecars_settle   (CriticSidecars *self, gboolean theirs, gboolean all);
/* CriticMarked, of what is shown. */
GPtrArray      *critic_sidecars_get_differing (CriticSidecars *self);

G_END_DECLS
