/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* .jpg, .cr2, …: what the programs offer to open. */
gboolean critic_is_photo_name (const char *name);
gboolean critic_is_raw_name   (const char *name);
/* .jpg, .heic, …: what cameras make beside a raw file. */
gboolean critic_is_developed_name (const char *name);
/* One is a raw file, the other may be the picture that the camera made of it: by
 * their suffixes, whatever stands before them. */
gboolean critic_are_partner_names (const char *a, const char *b);

G_END_DECLS
