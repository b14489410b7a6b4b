/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a screen reader calls a button whose label is a sign, a number or a key; to be
 * called again whenever the label is set. */
void critic_button_name (GtkWidget *button, const char *name);

G_END_DECLS
