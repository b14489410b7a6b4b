/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"
#include "critic-database.h"

G_BEGIN_DECLS

gboolean critic_library_salvage (CriticDatabase *from, CriticLibrary *to, guint64 *n_found, guint64 *n_lost, GError **error);

G_END_DECLS
