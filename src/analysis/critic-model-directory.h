/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *critic_model_directory (void);
char    *critic_data_path       (const char *name);
gboolean critic_is_uninstalled  (void);

G_END_DECLS
