/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether what @widget shows belongs to what was there before: greyed, unless the answer
 * comes at once. Style class "stale". */
void critic_stale_set (GtkWidget *widget, gboolean stale);

G_END_DECLS
