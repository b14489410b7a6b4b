/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-database.h"

G_BEGIN_DECLS


gboolean critic_library_check_header   (const char *path, GError **error);
gboolean critic_library_left_open      (const char *path);
gboolean critic_library_check_contents (CriticDatabase *database, gboolean due, GError **error);

G_END_DECLS
