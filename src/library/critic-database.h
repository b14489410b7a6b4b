/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* One connection to an SQLite file: its prepared statements, transactions that
 * are wholly there or not at all, and SQLite's answers as sentences in the
 * domain CRITIC_LIBRARY_ERROR. Blocks. Not locked: whoever owns it lets one
 * thread at a time near it. */
typedef struct _CriticDatabase CriticDatabase;

/* A prepared statement in use. Leaving its scope (g_autoptr) resets it and
 * gives it back to the connection, which keeps it for the next time. */
typedef sqlite3_stmt CriticQuery;

typedef enum
{
  CRITIC_DATABASE_READ,     /* must exist */
  CRITIC_DATABASE_WRITE,    /* must exist */
  CRITIC_DATABASE_MAKE,     /* made where it is missing, for its owner's eyes only */
} CriticDatabaseMode;

typedef enum
{
  CRITIC_TRANSACTION_READ,      /* one unchanging view */
  CRITIC_TRANSACTION_WRITE,     /* survives the program being killed */
  CRITIC_TRANSACTION_DURABLE,   /* survives the power being cut: synced before commit returns */
} CriticTransaction;

CriticDatabase *critic_database_open     (const char *path, CriticDatabaseMode mode, guint busy_ms, GError **error);
void            critic_database_free     (CriticDatabase *self);
sqlite3        *critic_database_handle   (CriticDatabase *self);
const char     *critic_database_name     (CriticDatabase *self);

gboolean        critic_database_exec     (CriticDatabase *self, const char *sql, GError **error);
gboolean        critic_database_number   (CriticDatabase *self, const char *sql, gint64 *number, GError **error);

CriticQuery    *critic_database_query    (CriticDatabase *self, const char *sql, GError **error);
gboolean        critic_database_next     (CriticDatabase *self, CriticQuery *query, gboolean *row, GError **error);
gboolean        critic_database_run      (CriticDatabase *self, CriticQuery *query, GError **error);

gboolean        critic_database_begin    (CriticDatabase *self, CriticTransaction kind, GError **error);
gboolean        critic_database_commit   (CriticDatabase *self, GError **error);
void            critic_database_rollback (CriticDatabase *self);
gboolean        critic_database_finish   (CriticDatabase *self, gboolean done, GError **error);

gboolean        critic_database_fail     (CriticDatabase *self, int code, GError **error);
gboolean        critic_database_damaged  (CriticDatabase *self, const char *what, GError **error);

void            critic_query_give_back   (CriticQuery *query);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticDatabase, critic_database_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticQuery, critic_query_give_back)

G_END_DECLS
