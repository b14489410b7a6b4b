/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/stat.h>

#include "mcn-error.h"

G_BEGIN_DECLS

/* Maps the regular file @path read-only; never blocks on a pipe or a device.
 * @max_size: files larger than this are refused.
 * @st: NULL, or where the state of the very file that was mapped is put.
 *
 * An empty file gives empty bytes. The pages belong to the file: should someone
 * truncate it in place while the map lives, reading faults (replacing it by
 * rename is safe). Keep maps short-lived and copy what must last.
 *
 * MCN_ERROR_MISSING when it cannot be opened, MCN_ERROR_UNSUPPORTED when it is
 * no regular file or too large, MCN_ERROR_MEMORY when it cannot be mapped. */
GBytes *mcn_file_map (const char *path, guint64 max_size, struct stat *st, GError **error);

G_END_DECLS
