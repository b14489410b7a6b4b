/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One end of a range, moved with the keys: a round knob that has the focus and
 * says its value. Whoever owns it places it. Property "value". */
#define CRITIC_TYPE_RANGE_HANDLE (critic_range_handle_get_type ())
G_DECLARE_FINAL_TYPE (CriticRangeHandle, critic_range_handle, CRITIC, RANGE_HANDLE, GtkWidget)

GtkWidget *critic_range_handle_new        (const char *label, gdouble lowest, gdouble highest, gdouble step);
gdouble    critic_range_handle_get_value  (CriticRangeHandle *self);
void       critic_range_handle_set_value  (CriticRangeHandle *self, gdouble value);

G_END_DECLS
