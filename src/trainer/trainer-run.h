/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-error.h"
#include "mcn-fit.h"

G_BEGIN_DECLS

/* What commands that run for long share. */

/* Set by the first signal that asks to end; a second one ends the program. */
extern McnCancel trainer_stop;
void     trainer_catch_signals (void);

/* On a terminal one line that is written over; else a line a minute. */
void     trainer_show_line     (const char *text);
/* Takes the line away again. */
void     trainer_erase_line    (void);
/* The same for word features: McnWordStore's report. */
void     trainer_report_words  (gpointer data, gdouble share);
/* The same for a cell, one of many; @data: its name. "photo-critic-train fit" says more. */
void     trainer_report_cell   (gpointer data, const McnFitState *state);

/* What is wrong with the options: FALSE, and it is said; NULL: nothing. */
gboolean trainer_may_run       (const char *message);

/* NAME.md and NAME.json. MCN_TRAIN_ERROR_WRITE. */
gboolean trainer_save_figures  (const char *folder, const char *name, const char *table, const char *json, GError **error);
/* "I/N", from 1/N to N/N. */
gboolean trainer_parse_part    (const char *text, guint *part, guint *n_parts);
/* SHA-256 of a file; NULL: the error says why. */
char    *trainer_hash_file     (const char *path, GError **error);

G_END_DECLS
