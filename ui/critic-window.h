/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-desk.h"

G_BEGIN_DECLS

/* The window: only what holds the parts together. */
#define CRITIC_TYPE_WINDOW (critic_window_get_type ())
G_DECLARE_FINAL_TYPE (CriticWindow, critic_window, CRITIC, WINDOW, GtkApplicationWindow)

CriticWindow *critic_window_new      (GtkApplication *application, CriticAnalyzer *analyzer, GSettings *settings);
CriticDesk   *critic_window_get_desk (CriticWindow *self);

G_END_DECLS
