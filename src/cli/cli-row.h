/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-filter.h"
#include "critic-pool.h"

G_BEGIN_DECLS

/* Of data/ranking.schema.json. A reader of version n reads every output of
 * version n: members and columns are added, never changed or taken away. */
#define CLI_ROW_VERSION 1

/**
 * CliRow:
 * @row: what is known; its path is the one that was given, its numbers are what cli_number_shown() says
 * @model: id of the model that judged; NULL where nothing was judged
 * @number: place in the order of the input, from 0
 * @place: in a burst; NULL: not looked for
 * @texts: bit i: a critique holds text i of what the filter looks for
 * @taste: on the score's scale; NAN: not asked for
 * @likeness: -1 to 1; NAN: not asked for
 * @fresh: judged in this run, and not in the library yet
 * @with_table: the judgement knows critiques of --critiques, which no library keeps
 * @critiques: the library's, which the judgement knows; NULL: none
 * @timed: the seconds count
 * @seconds_read: to read the file
 * @seconds_decode: to hash and decode it
 * @seconds_model: for the network
 *
 * A line of a ranking.
 */
typedef struct
{
  CriticRow *row;
  char      *model;
  guint64    number;
  const CriticPlace *place;
  guint64    texts;
  gdouble    taste, likeness;
  gboolean   fresh, with_table;
  GStrv      critiques;
  gboolean   timed;
  gdouble    seconds_read, seconds_decode, seconds_model;
} CliRow;

/* (transfer full): a row without anything but the path. */
CliRow   *cli_row_new           (const char *path);
void      cli_row_free          (CliRow *self);
/* What a pool found out; the item stays the caller's. */
CliRow   *cli_row_of_item       (const CriticPoolItem *item, const char *model);
/* Takes the library's row; its path becomes the one given. */
CliRow   *cli_row_of_library    (CriticRow *row, const char *path, const char *model);
/* Takes it for what this row holds; the path stays. */
void      cli_row_replace       (CliRow *self, CriticRow *row);
CliRow   *cli_row_failed        (const char *path, const char *sentence);
gboolean  cli_row_has_failed    (const CliRow *self);
/* For filters and orders; good while the row is. */
CriticFacts cli_row_get_facts   (const CliRow *self);
/* Cuts its numbers to what the tables show. */
void      cli_row_round         (CliRow *self);

/* The path as UTF-8, U+FFFD for what is none; @bytes: base64 of the path where
 * that lost something, else NULL. Both (transfer full). */
char     *cli_row_path_text     (const CliRow *self, char **bytes);
/* The other way round. NULL: @bytes is no base64. */
char     *cli_row_path_parse    (const char *text, const char *bytes);
/* "2026-05-01T10:11:12.345", the camera's time; (transfer full) (nullable) */
char     *cli_row_taken_text    (const CliRow *self);
gboolean  cli_row_taken_parse   (const char *text, gint64 *taken);
char     *cli_row_hash_text     (const CliRow *self);   /* (transfer full): 32 hex digits */
gboolean  cli_row_hash_parse    (const char *text, CriticHash *hash);

/* The user said something of it. */
gboolean  cli_row_is_rated      (const CliRow *self);
/* "pick", "reject" or ""; "red" ... or "". Untranslated: they are data. */
const char *cli_row_flag_name   (CriticFlag flag);
gboolean    cli_row_flag_parse  (const char *name, CriticFlag *flag);
const char *cli_row_label_name  (CriticLabel label);
gboolean    cli_row_label_parse (const char *name, CriticLabel *label);
gint        cli_row_style_parse (const char *id);       /* -1: none */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRow, cli_row_free)

G_END_DECLS
