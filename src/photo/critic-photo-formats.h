/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-photo.h"

G_BEGIN_DECLS

const char *const *critic_photo_get_mime_types (void);
const char *const *critic_photo_get_extensions (void);
const char *const *critic_photo_get_raw_extensions (void);
gboolean           critic_photo_is_supported   (const char *content_type);
gboolean           critic_photo_is_raw         (GBytes *bytes, const char *display_name);
GError            *critic_photo_guess_error    (GBytes *bytes, const char *display_name);

G_END_DECLS
