/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/stat.h>

#include "mcn-error.h"

G_BEGIN_DECLS

/* The files of a model folder, in the order of their names, which is the order
 * in which the model id takes them. */
typedef enum
{
  MCN_FILE_ASPECTS,         /* a folder may be without it */
  MCN_FILE_BACKBONE,
  MCN_FILE_MCN,
  MCN_FILE_CONFIG,
  MCN_FILE_SEARCH,          /* a folder may be without it */
  MCN_FILE_TEXT,
  MCN_FILE_VOCABULARY,
  MCN_N_FILES
} McnFile;

const char *mcn_model_file_name (McnFile file);
/* Whether the folder is without a file that it may be without. */
gboolean    mcn_model_may_lack  (const char *directory, McnFile file);

/* One folder's files as they are now: mapped, with the state of each. */
typedef struct
{
  char        *directory;
  char        *name[MCN_N_FILES];       /* for messages: the whole path */
  GBytes      *bytes[MCN_N_FILES];      /* NULL: not there */
  struct stat  state[MCN_N_FILES];
} McnModelFiles;

McnModelFiles *mcn_model_files_open     (const char *directory, GError **error);    /* model.json */
gboolean       mcn_model_files_map_rest (McnModelFiles *self, GError **error);
void           mcn_model_files_free     (McnModelFiles *self);

/* The id (mcn-model.h) of the files; @id: what model.json says, blanked before
 * it is hashed. */
char          *mcn_model_files_hash     (McnModelFiles *self, const char *id);

/* Whether @state_file says that these very files (size, inode, times) were
 * verified with @id before; and how to make it say so. Not being able to write
 * it only means that they are verified again next time. */
gboolean       mcn_model_files_known    (McnModelFiles *self, const char *state_file, const char *id);
void           mcn_model_files_remember (McnModelFiles *self, const char *state_file, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnModelFiles, mcn_model_files_free)

G_END_DECLS
