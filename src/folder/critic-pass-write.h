/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-pool.h"

G_BEGIN_DECLS

/* Finished items into the library, in one transaction; @ids receives the file
 * id of each. FALSE with an error of the library: nothing was written. */
gboolean critic_pass_write (CriticLibrary *library, const char *model_id,
                            CriticPoolItem *const *items, gsize n, GArray *ids, GError **error);
/* The critiques of a photograph that count now, NULL for none. */
GStrv    critic_pass_counting_critiques (CriticLibrary *library, gint64 image_id);

G_END_DECLS
