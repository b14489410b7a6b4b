/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-item.h"
#include "critic-analyzer.h"
#include "critic-json-writer.h"

G_BEGIN_DECLS

/* Exit statuses. */
enum
{
  CLI_OK = 0,
  CLI_FAILED = 1,   /* some input failed */
  CLI_USAGE = 2,
};

/* Each takes the arguments after the command's name. */
int      cli_assess (GStrv arguments);
int      cli_model  (GStrv arguments);
int      cli_rank   (GStrv arguments);
int      cli_export (GStrv arguments);
int      cli_report (GStrv arguments);

/* "photo-critic-cli: message" and where to find help. */
int      cli_usage  (const char *message);

/* assess --pairs */
int      cli_pairs  (CriticAnalyzer *analyzer, guint long_side, const char *path, gboolean evidence);

/* The members of an item beside its assessment, then either of the two. */
void     cli_write_item (CriticJsonWriter *writer, const CliItem *item, CriticAssessment *assessment, const GError *error);

/* The assessment for people. */
void     cli_text_print (const CliItem *item, CriticAssessment *assessment);

G_END_DECLS
