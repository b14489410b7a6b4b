/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "critic-photo-name.h"

G_BEGIN_DECLS

/* One file met on the way. @path in the file system's own bytes. */
typedef struct
{
  const char *path;
  guint64     size;
  gint64      mtime;        /* nanoseconds */
} CriticMet;

typedef gboolean (*CriticMetFunc) (const CriticMet *met, gpointer data);          /* FALSE: stop */
typedef void     (*CriticTroubleFunc) (const char *path, const GError *error, gpointer data);

/* Walks files and folders, each folder's names in byte order, folders after
 * files; hidden ones are left out; a folder met twice (symlink loops, bind
 * mounts: device and inode) is walked once. Names that are known to be no
 * photograph (by suffix) are left out unless named as a root. A folder that
 * cannot be read is reported and does not stop the walk. Memory: one folder's
 * names at a time. Blocks. */
gboolean critic_discover (const char *const *roots, gboolean recursive,
                          CriticMetFunc met, CriticTroubleFunc trouble, gpointer data,
                          GCancellable *cancellable, GError **error);

G_END_DECLS
