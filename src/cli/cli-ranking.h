/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-row.h"

G_BEGIN_DECLS

typedef enum
{
  CLI_RANKING_TABLE,    /* for people */
  CLI_RANKING_CSV,
  CLI_RANKING_JSON,
  CLI_RANKING_NDJSON,
} CliRankingFormat;

/* "table", "csv", "json", "ndjson". FALSE: none of them. */
gboolean cli_ranking_format_parse (const char *name, CliRankingFormat *format);

/* Writes a ranking to standard output, row by row in the order they are given:
 * of each format its beginning, its rows, its end. Keeps nothing. */
typedef struct
{
  CliRankingFormat format;
  gboolean         timings;
  const char      *order;       /* what it is sorted by; NULL: the order of the input */
  guint64          n_rows;      /* written so far */
} CliRanking;

/* @n_rows is 0 before the first. */
void cli_ranking_begin (CliRanking *self);
void cli_ranking_put   (CliRanking *self, const CliRow *row);
void cli_ranking_end   (CliRanking *self);

/* The table's lines: cli-ranking-table.c. */
void cli_ranking_table_head (void);
void cli_ranking_table_row  (const CliRow *row, guint64 number);

G_END_DECLS
