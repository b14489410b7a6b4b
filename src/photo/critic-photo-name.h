/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* .jpg, .cr2, …: what the programs offer to open. */
gboolean critic_is_photo_name (const char *name);
gboolean critic_is_raw_name   (const char *name);

G_END_DECLS
