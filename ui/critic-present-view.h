/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-keymap.h"
#include "critic-notebook.h"

G_BEGIN_DECLS

/* "Present": what lies on the desk, full screen, for a room: the photograph,
 * and all critics' words in large type. Who wrote them, their scores with mean
 * and spread, the model's score and the file's name are hidden until a key reveals
 * them, and hidden again with the next photograph. Signal "step" (int): another
 * photograph is wanted, so many further on. */
#define CRITIC_TYPE_PRESENT_VIEW (critic_present_view_get_type ())
G_DECLARE_FINAL_TYPE (CriticPresentView, critic_present_view, CRITIC, PRESENT_VIEW, GtkWindow)

CriticPresentView *critic_present_view_new (GtkWindow *parent, CriticDesk *desk, CriticNotebook *notebook,
                                            CriticKeymap *keymap);

G_END_DECLS
