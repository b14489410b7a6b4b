/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One analyzer, the settings, the windows. */
#define CRITIC_TYPE_APPLICATION (critic_application_get_type ())
G_DECLARE_FINAL_TYPE (CriticApplication, critic_application, CRITIC, APPLICATION, GtkApplication)

CriticApplication *critic_application_new (void);

G_END_DECLS
