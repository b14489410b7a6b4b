/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-file-batch.h"
#include "critic-thumbnails.h"

G_BEGIN_DECLS

/* Asks what is to become of one photograph whose place is taken: both files are
 * shown, and the answer may be for all that follow. Modal. Signal "answered"
 * (int, a CriticCollision; boolean, for all that follow), once; ASK: nobody
 * answered, the dialog was closed. */
#define CRITIC_TYPE_COLLISION_DIALOG (critic_collision_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CriticCollisionDialog, critic_collision_dialog, CRITIC, COLLISION_DIALOG, GtkWindow)

/* @collision: only looked at now; @n_more: how many questions follow. */
GtkWidget *critic_collision_dialog_new (GtkWindow *parent, CriticFilesKind kind, const CriticFileCollision *collision,
                                        guint n_more, CriticThumbnails *thumbnails);

G_END_DECLS
