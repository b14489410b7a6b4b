/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file that is stepped through and of which no library is asked. Immutable. */
#define CRITIC_TYPE_FRAME (critic_frame_get_type ())
G_DECLARE_FINAL_TYPE (CriticFrame, critic_frame, CRITIC, FRAME, GObject)

CriticFrame *critic_frame_new       (GFile *file, gint64 mtime);
GFile       *critic_frame_get_file  (CriticFrame *self);
const char  *critic_frame_get_path  (CriticFrame *self);      /* NULL: it has none here */
const char  *critic_frame_get_name  (CriticFrame *self);      /* for people */
gint64       critic_frame_get_mtime (CriticFrame *self);      /* when it was listed */

G_END_DECLS
