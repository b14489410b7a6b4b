/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-input.h"

G_BEGIN_DECLS

/* Comments from tables, found by id in any order: JSON as DPC-Captions has it,
 *
 *   { "11170.jpg": ["a comment", "another"], ... }
 *
 * one file for each aspect if one likes, or comma-separated values with the columns
 * "id" and "comment", a comment a row. The texts lie in a file
 * without a name in the folder given; memory is 24 bytes a comment. */
typedef struct _McnComments McnComments;

/* @folder: for the file without a name. */
McnComments *mcn_comments_new    (const char *folder, GError **error);
void         mcn_comments_free   (McnComments *self);
/* Reads one table, .json or .csv by its name (.gz behind it or not for .csv).
 * MCN_DATASET_ERROR_TABLE with the line or the id where it is wrong. */
gboolean     mcn_comments_read   (McnComments *self, const char *path, GError **error);
/* After the last table. */
gboolean     mcn_comments_finish (McnComments *self, GError **error);
/* Ids that have comments, rising. @i: under the number of them; 0 behind it. */
guint        mcn_comments_get_id (McnComments *self, guint i);
/* Appends what was written about @id to @texts, in the order of the tables. */
void         mcn_comments_find   (McnComments *self, guint id, GPtrArray *texts);

/**
 * McnEntryFunc:
 * @id: the number the key begins with; 0: it does not begin with one
 * @key: the key as it stands there, in quotes
 * @value: (array length=n): the JSON value
 * @n: its bytes
 * @data: the closure
 * @error: return location
 *
 * Returns: whether to go on; %FALSE with @error set
 */
typedef gboolean (*McnEntryFunc) (guint id, const char *key, const char *value, gsize n, gpointer data, GError **error);

/* The members of one large JSON object, one after the other, never all at once.
 * @path: for messages. */
gboolean     mcn_json_entries    (const char *data, gsize n, const char *path, McnEntryFunc func, gpointer user, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnComments, mcn_comments_free)

G_END_DECLS
