/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trainer-commands.h"

G_BEGIN_DECLS

#define TRAINER_MADE_BY "photo-critic-train " PACKAGE_VERSION

/* The actions of `dataset` that have a file of their own. */
int  trainer_dataset_build (GStrv arguments);

/* A McnDatasetProgress whose @data is a CliProgress. */
void trainer_show_progress (guint64 done, guint64 all, gpointer data);
/* Says what the dataset in @folder consists of; an exit status. */
int  trainer_print_dataset (const char *folder);

G_END_DECLS
