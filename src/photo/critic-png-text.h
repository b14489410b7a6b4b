/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a PNG says in its header and in its plain texts (tEXt), without
 * decoding it. Any bytes will do. */
gboolean critic_png_get_size (GBytes *png, guint *width, guint *height);
char    *critic_png_text_get (GBytes *png, const char *key);

G_END_DECLS
