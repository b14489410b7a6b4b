/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"

G_BEGIN_DECLS

/* Maps the regular file @path; never waits for a pipe. An empty file gives empty bytes.
 * MCN_DATASET_ERROR_MISSING, and _UNSUPPORTED when it is no regular file. */
GBytes  *mcn_dataset_file_map   (const char *path, GError **error);

/* Puts @n bytes at @path, whole or not at all: they are written beside it, under
 * its name with ".part" behind it, flushed to the disk and renamed. What stood
 * there is replaced. Blocks. MCN_DATASET_ERROR_WRITE when the disk is full or
 * refuses, or when another process is writing the same file. */
gboolean mcn_dataset_file_write (const char *path, gconstpointer data, gsize n, GError **error);

/* XXH3, 64 bits: the checksum of all that a dataset holds. */
guint64  mcn_checksum           (gconstpointer data, gsize n);

G_END_DECLS
