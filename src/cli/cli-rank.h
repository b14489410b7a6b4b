/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-selection.h"

G_BEGIN_DECLS

/* What `rank` was asked for; its strings are as they were given. */
typedef struct
{
  GStrv            paths;           /* of --merge: its files */
  char            *critiques;
  char            *format_name;
  char            *sort;
  char            *filter_text;
  char            *jobs_text;
  char            *library;
  char            *files_from;
  char            *shard_text;
  char            *like;
  char            *words;
  char            *model;
  gboolean         no_library, nul, timings, merge;

  CliRankingFormat format;
  CriticFilter    *filter;          /* NULL: all */
  CriticOrder     *order;           /* NULL: as the input */
  gboolean         taste;           /* the order asks for the user's taste */
  guint            jobs;            /* 0: one fewer than processors */
  guint            shard, n_shards;
} CliRankOptions;

/* Each an exit status. */
int cli_rank_photographs (const CliRankOptions *options);
int cli_rank_merge       (const CliRankOptions *options);

G_END_DECLS
