/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A small file of the user's, from reading to being replaced at once by what
 * another program did not change meanwhile. Blocks; any thread. */
typedef struct
{
  char    *path;        /* with links followed */
  char    *name;        /* for people */
  char    *text;        /* NULL: it is not there */
  gsize    length;
  guint    mode;
  guint64  size;
  gint64   mtime;       /* nanoseconds */
  guint64  inode;
} CriticSidecarFile;

/* FALSE with an error of CRITIC_SIDECAR_ERROR: it is there and cannot be read. */
gboolean critic_sidecar_file_read    (CriticSidecarFile *self, const char *path, GError **error);
gboolean critic_sidecar_file_replace (CriticSidecarFile *self, const char *text, gsize length, GError **error);
void     critic_sidecar_file_clear   (CriticSidecarFile *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CriticSidecarFile, critic_sidecar_file_clear)

G_END_DECLS
