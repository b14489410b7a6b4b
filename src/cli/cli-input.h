/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file's bytes, or standard input's for "-"; (transfer full). The error is a
 * sentence that names the input. */
GInputStream *cli_input_open (const char *path, GError **error);

G_END_DECLS
