/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-draft.h"
#include "mcn-input.h"

G_BEGIN_DECLS

#define MCN_AVA_GRADES 10

/* A line of AVA.txt: index, id, ten counts, two tags, challenge. */
typedef struct
{
  guint   id;
  guint32 votes[MCN_AVA_GRADES];
  guint   tags[2];              /* 0: none */
  guint   challenge;
} McnAvaLine;

/* FALSE: it is no such line, or nobody voted. */
gboolean      mcn_ava_line_parse (const char *text, McnAvaLine *line);

/* What AVA's small lists say (tags.txt, style_image_lists, aesthetics_image_lists),
 * and which ids AVA.txt has. Immutable once open. */
typedef struct _McnAvaTables McnAvaTables;

/* Reads all lists, and AVA.txt once through: every line, that ids come once, that
 * tags have names, that it has the ids of the lists. MCN_DATASET_ERROR_MISSING,
 * _TABLE with file and line. Memory: a few megabytes. */
McnAvaTables *mcn_ava_tables_open  (const char *folder, GError **error);
void          mcn_ava_tables_free  (McnAvaTables *self);
guint         mcn_ava_tables_get_n (McnAvaTables *self);        /* lines of AVA.txt */
/* Whether AVA.txt has it. */
gboolean      mcn_ava_tables_has   (McnAvaTables *self, guint id);
/* All files of an AVA folder that are read, below it; NULL-terminated. */
const char *const *mcn_ava_tables_files (void);
/* The @i-th id that a list names and AVA.txt does not have, and the list; 0 behind the last. */
guint         mcn_ava_tables_get_stranger (McnAvaTables *self, guint i, const char **list);
/* Fills in all that the tables say of the photograph of @line: id, group (its
 * challenge), part, score, verdict, tags, styles. The part is AVA's own: test what
 * stands in generic_test.jpgl, and of the rest a twentieth of all challenges is
 * val. */
void          mcn_ava_tables_fill  (McnAvaTables *self, const McnAvaLine *line, McnDraft *draft);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnAvaTables, mcn_ava_tables_free)

G_END_DECLS
