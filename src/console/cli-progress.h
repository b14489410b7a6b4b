/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One line on standard error, where that is a terminal, that says how far the
 * work is: how many, how fast, how long still. Written over itself a few times
 * a second, erased at the end. One thread. */
typedef struct _CliProgress CliProgress;

/* NULL, which every function below takes, where nothing is to be shown: no
 * terminal, or @output_too and the result runs over the same one. */
CliProgress *cli_progress_new   (gboolean output_too);
/* Erases the line. */
void         cli_progress_free  (CliProgress *self);
/* @done of @all are done; @all 0: not known yet. @name: of the newest, or NULL. */
void         cli_progress_show  (CliProgress *self, guint64 done, guint64 all, const char *name);
/* Before something else is written there. */
void         cli_progress_erase (CliProgress *self);

G_END_DECLS
