/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The bin as the Trash specification 1.0 lays it out: which entry is the file
 * that was at a path. Reads folders once, when they are first asked for. One
 * thread at a time; blocks. */
typedef struct _CriticTrash CriticTrash;

typedef struct
{
  char  *file, *info;       /* absolute paths */
  gint64 binned;            /* orders entries of one path: nanoseconds */
} CriticTrashEntry;

CriticTrash            *critic_trash_new          (void);
void                    critic_trash_free         (CriticTrash *self);
/* The newest entry of that path; NULL: none. (transfer none) */
const CriticTrashEntry *critic_trash_find         (CriticTrash *self, const char *path);
/* Whether the bin of that existing file is one that we may look into. */
gboolean                critic_trash_is_reachable (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticTrash, critic_trash_free)

G_END_DECLS
