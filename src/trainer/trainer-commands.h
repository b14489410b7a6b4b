/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exit statuses. */
enum
{
  TRAINER_OK = 0,
  TRAINER_FAILED = 1,   /* the sentence on standard error says why */
  TRAINER_USAGE = 2,
};

/* Each takes the arguments after the command's name and gives an exit status. */
int      trainer_dataset (GStrv arguments);
/* Only where it was built with -Dtrain=true. */
int      trainer_fit     (GStrv arguments);
int      trainer_evaluate (GStrv arguments);
int      trainer_ablate  (GStrv arguments);
int      trainer_calibrate (GStrv arguments);
int      trainer_experiment (GStrv arguments);

/* The message, and where to find help. TRAINER_USAGE. */
int      trainer_usage   (const char *message);
/* The message. TRAINER_FAILED. */
int      trainer_failed  (const char *message);
/* Parses the options of "photo-critic-train @name"; @rest: what is left, a
 * NULL-terminated vector. FALSE: said already. */
gboolean trainer_parse   (const char *name, const char *summary, const GOptionEntry *entries, GStrv arguments, GStrv *rest);

G_END_DECLS
