/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-row-widget.h"

G_BEGIN_DECLS

/* Which rows of a list are on the screen: they get their pictures, first of
 * all, and the pass judges them first. Main thread. Signal "changed". */
#define CRITIC_TYPE_SEEN_ROWS (critic_seen_rows_get_type ())
G_DECLARE_FINAL_TYPE (CriticSeenRows, critic_seen_rows, CRITIC, SEEN_ROWS, GObject)

/* @frame: outlives it. */
CriticSeenRows     *critic_seen_rows_new       (GtkScrolledWindow *frame);
/* Until the row is no more. */
void                critic_seen_rows_add       (CriticSeenRows *self, CriticRowWidget *row);
void                critic_seen_rows_foreach   (CriticSeenRows *self, GFunc func, gpointer data);
/* Rows were bound anew. */
void                critic_seen_rows_queue     (CriticSeenRows *self);
/* The files on the screen in reading order. */
const char *const  *critic_seen_rows_get_paths (CriticSeenRows *self);
/* (nullable): the widget of a file, where there is one. */
CriticRowWidget    *critic_seen_rows_find      (CriticSeenRows *self, gint64 file_id);
/* Nothing was scrolled away above. */
gboolean            critic_seen_rows_is_at_top (CriticSeenRows *self);
/* File of the first row on the screen, 0: none. */
gint64              critic_seen_rows_get_first (CriticSeenRows *self);

G_END_DECLS
