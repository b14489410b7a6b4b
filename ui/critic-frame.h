/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"

G_BEGIN_DECLS

/* A file that is stepped through without a folder. Properties, notifying: "rating",
 * what the library says of it, once somebody has asked (critic-frame-marks.h);
 * "mtime", when the file was changed. */
#define CRITIC_TYPE_FRAME (critic_frame_get_type ())
G_DECLARE_FINAL_TYPE (CriticFrame, critic_frame, CRITIC, FRAME, GObject)

CriticFrame *critic_frame_new       (GFile *file, gint64 mtime);
GFile       *critic_frame_get_file  (CriticFrame *self);
const char  *critic_frame_get_path  (CriticFrame *self);      /* NULL: it has none here */
const char  *critic_frame_get_name  (CriticFrame *self);      /* for people */
gint64       critic_frame_get_mtime (CriticFrame *self);      /* when it was listed; nanoseconds since 1970; 0: it was not there */
void         critic_frame_set_mtime (CriticFrame *self, gint64 mtime);

/* All zero where nothing was said, or is not known yet. */
const CriticRating *critic_frame_get_rating   (CriticFrame *self);
gint64              critic_frame_get_image_id (CriticFrame *self);      /* 0: not known */
const CriticHash   *critic_frame_get_hash     (CriticFrame *self);      /* NULL: not known yet */
/* @hash: NULL: it cannot be read. */
void                critic_frame_take_rating  (CriticFrame *self, const CriticHash *hash, gint64 image_id, const CriticRating *rating);

G_END_DECLS
