/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-database.h"

G_BEGIN_DECLS

/* "PhCr": in the file's header, so that file(1) and this program know whose it is. */
#define CRITIC_LIBRARY_APPLICATION_ID 0x50684372

/* What makes version i + 1 of version i stands at place i; an empty file is
 * version 0. Never change one that was released: add one. */
typedef struct
{
  const char *const *steps;
  guint              n;
} CriticMigrations;

extern const CriticMigrations critic_library_migrations;

gboolean critic_library_schema_prepare (CriticDatabase *database, const char *path,
                                        const CriticMigrations *migrations, guint busy_ms, GError **error);

G_END_DECLS
