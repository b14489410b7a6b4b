/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-config.h"

G_BEGIN_DECLS

/* model.json as mcn-config.c reads it, with the id of all files of @folder, which are there
 * already; the id in @config does not count. FALSE with MCN_TRAIN_ERROR_WRITE, or MCN_ERROR
 * of a file that is missing. */
gboolean mcn_model_json_write (const McnConfig *config, const char *folder, GError **error);
/* model.json of @folder. */
McnConfig *mcn_model_json_read (const char *folder, GError **error);

G_END_DECLS
