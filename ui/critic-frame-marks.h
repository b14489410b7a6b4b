/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-frame.h"
#include "critic-shelf.h"

G_BEGIN_DECLS

/* Finds out, on a worker and one after the other, what the library says of the
 * frames that are seen: each photograph is known by its image data. What is
 * written meanwhile is read again. Main thread. */
#define CRITIC_TYPE_FRAME_MARKS (critic_frame_marks_get_type ())
G_DECLARE_FINAL_TYPE (CriticFrameMarks, critic_frame_marks, CRITIC, FRAME_MARKS, GObject)

CriticFrameMarks *critic_frame_marks_new    (CriticShelf *shelf);
/* It is seen from now on; its "rating" follows. */
void              critic_frame_marks_watch  (CriticFrameMarks *self, CriticFrame *frame);
/* It is seen no longer. */
void              critic_frame_marks_forget (CriticFrameMarks *self, CriticFrame *frame);

G_END_DECLS
