/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The files that are dragged away from @widget; (transfer full) strv of paths,
 * NULL: nothing can be. */
typedef GStrv (*CriticDragOutFunc) (GtkWidget *widget);

/* Whatever is dragged from @widget goes to other programs as its files, to be copied. */
void critic_drag_out_add        (GtkWidget *widget, CriticDragOutFunc func);
/* The same for what is of the type @inner within @widget, seen before anything in it can keep
 * the pointer for itself: the rows of a table do. */
void critic_drag_out_add_within (GtkWidget *widget, GType inner, CriticDragOutFunc func);

G_END_DECLS
