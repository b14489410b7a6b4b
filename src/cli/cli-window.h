/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-row.h"

G_BEGIN_DECLS

/* Puts rows that are finished in any order back into that of the input, with a
 * bounded number of them between the one that is due and the one read last.
 * Three kinds of threads: one that reads the input, those that finish rows,
 * one that takes them. */
typedef struct _CliWindow CliWindow;

/* @look_ahead: rows between the one that is due and the one read last, at most. */
CliWindow *cli_window_new     (guint look_ahead);
void       cli_window_free    (CliWindow *self);      /* nobody uses it any more */

/* The reader: a number for the next row; blocks while too many are under way.
 * FALSE: stopped, read no more. */
gboolean   cli_window_reserve (CliWindow *self, guint64 *number);
/* The reader: no more rows are reserved. */
void       cli_window_close   (CliWindow *self);
/* Anybody: the row of a reserved number; (transfer full). */
void       cli_window_put     (CliWindow *self, CliRow *row);
/* The taker: rows in order, (transfer full). NULL at the end, when stopped, and
 * when @until (monotonic microseconds; 0: never) has come: see cli_window_is_over(). */
CliRow    *cli_window_next    (CliWindow *self, gint64 until);
gboolean   cli_window_is_over (CliWindow *self);
/* Whether cli_window_next() would not block. */
gboolean   cli_window_is_ready (CliWindow *self);
void       cli_window_stop    (CliWindow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliWindow, cli_window_free)

G_END_DECLS
