/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A photograph and what goes with it wherever it goes. */
typedef struct
{
  char      *stem;          /* what their names begin with, without the folder */
  GPtrArray *paths;         /* char *, the photograph first */
} CriticFileUnit;

/* @paths with their sidecars and, when asked for, RAW and JPEG partners: each
 * file in one unit, in the order of @paths. @leaving: the files go away from
 * where they are, so a sidecar stays with a partner that stays. Blocks.
 * (transfer full): GPtrArray of CriticFileUnit. */
GPtrArray *critic_file_companions_find (const char *const *paths, gboolean with_partners, gboolean leaving);

G_END_DECLS
