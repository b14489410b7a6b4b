/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-analyzer.h"
#include "critic-pictures.h"

G_BEGIN_DECLS

/* What lies on the desk: one photograph, one critique of it that is shown, the
 * others that count, and what the model says of all that. Widgets watch its properties; it knows no widget. Main thread. */
#define CRITIC_TYPE_DESK (critic_desk_get_type ())
G_DECLARE_FINAL_TYPE (CriticDesk, critic_desk, CRITIC, DESK, GObject)

CriticDesk       *critic_desk_new             (CriticAnalyzer *analyzer);

void              critic_desk_open            (CriticDesk *self, GFile *file, const char *critique);
void              critic_desk_open_bytes      (CriticDesk *self, GBytes *bytes, const char *name);
void              critic_desk_show            (CriticDesk *self, CriticPicture *picture, GFile *file);
void              critic_desk_fail            (CriticDesk *self, const char *message);
void              critic_desk_dismiss_error   (CriticDesk *self);
void              critic_desk_set_critique    (CriticDesk *self, const char *critique);
void              critic_desk_show_critique   (CriticDesk *self, const char *critique, gboolean counts, const char *const *others);
void              critic_desk_set_company     (CriticDesk *self, gboolean counts, const char *const *others);

CriticPicture    *critic_desk_get_picture     (CriticDesk *self);
GFile            *critic_desk_get_file        (CriticDesk *self);
CriticAnalyzer   *critic_desk_get_analyzer    (CriticDesk *self);
CriticPictures   *critic_desk_get_pictures    (CriticDesk *self);
gboolean          critic_desk_get_loading     (CriticDesk *self);
const char       *critic_desk_get_photo_error (CriticDesk *self);
const char       *critic_desk_get_critique    (CriticDesk *self);
/* It is among what is scored, as the first text. */
gboolean          critic_desk_scores_critique (CriticDesk *self);
/* Something is scored beside the photograph. */
gboolean          critic_desk_has_words       (CriticDesk *self);
/* What the model says is there, but not told: the user judges first. */
void              critic_desk_set_veiled      (CriticDesk *self, gboolean veiled);
gboolean          critic_desk_get_veiled      (CriticDesk *self);
CriticAssessment *critic_desk_get_assessment  (CriticDesk *self);
CriticAssessment *critic_desk_get_explained   (CriticDesk *self);
gboolean          critic_desk_is_explained    (CriticDesk *self);
gboolean          critic_desk_get_fresh       (CriticDesk *self);
const char       *critic_desk_get_model_error (CriticDesk *self);

G_END_DECLS
