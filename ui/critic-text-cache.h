/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Layouts of short texts that many widgets of one kind show, as in a column of a
 * table: shaped once, shared, never changed by one of them alone. Main thread. */
typedef struct _CriticTextCache CriticTextCache;

/* @ellipsize: where a text that is too long is cut. */
CriticTextCache *critic_text_cache_new   (PangoEllipsizeMode ellipsize);
CriticTextCache *critic_text_cache_ref   (CriticTextCache *self);
void             critic_text_cache_unref (CriticTextCache *self);
/* (transfer full): the layout of @text in the font of @widget. */
PangoLayout     *critic_text_cache_get   (CriticTextCache *self, GtkWidget *widget, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticTextCache, critic_text_cache_unref)

G_END_DECLS
