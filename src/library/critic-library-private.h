/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-database.h"
#include "critic-journal.h"
#include "critic-library-schema.h"
#include "critic-library.h"

G_BEGIN_DECLS

/* What the files of this folder share. None of it locks: a public function
 * takes the lock, what it calls has it. */
struct _CriticLibrary
{
  GObject         parent_instance;

  char           *path;         /* NULL: in memory */
  GMutex          lock;         /* guards the connection */
  CriticDatabase *database;
  gint            pairs;        /* atomic: a raw file and its picture are one */
};

/**
 * CriticLibraryOptions:
 * @migrations: instead of the program's own
 * @busy_ms: how long another program's lock is waited for, milliseconds
 * @max_bytes: what the file may grow to; 0: the disk decides
 * @check: read all pages, whether or not it is their time
 *
 * What tests do otherwise.
 */
typedef struct
{
  const CriticMigrations *migrations;
  guint                   busy_ms;
  guint64                 max_bytes;
  gboolean                check;
} CriticLibraryOptions;

#define CRITIC_LIBRARY_BUSY_MS 5000

CriticLibrary *critic_library_open_with (const char *path, const CriticLibraryOptions *options, GError **error);

/* critic-library-values.c: bytes and numbers of columns. */
void     critic_query_bind_bytes    (CriticQuery *query, int column, const char *bytes);
gdouble  critic_query_get_double    (CriticQuery *query, int column);
char    *critic_query_dup_bytes     (CriticQuery *query, int column);
void     critic_query_bind_gbytes   (CriticQuery *query, int column, GBytes *bytes);
char    *critic_query_dup_text      (CriticQuery *query, int column);
void     critic_query_bind_styles   (CriticQuery *query, int column, const gdouble *styles);
void     critic_query_get_styles    (CriticQuery *query, int column, gdouble *styles);
void     critic_query_bind_rating   (CriticQuery *query, int column, const CriticRating *rating);
void     critic_query_get_rating    (CriticQuery *query, int column, CriticRating *rating);
void     critic_rating_tidy         (CriticRating *rating);

/* critic-library-files.c: files and folders, their places and states. */
gboolean critic_library_find_file   (CriticLibrary *self, const char *path, gint64 *file_id, GError **error);
gboolean critic_library_find_folder (CriticLibrary *self, const char *folder, gboolean make, gint64 *folder_id, GError **error);
gboolean critic_library_find_model  (CriticLibrary *self, const char *model_id, gboolean make, gint64 *id, GError **error);
gboolean critic_library_rename_file (CriticLibrary *self, const char *from, const char *to, GError **error);
gboolean critic_library_set_gone    (CriticLibrary *self, const char *path, gboolean gone, GError **error);

void     critic_library_span_below  (const char *folder, char **below, char **beyond);

/* critic-library-follow.c */
gboolean critic_library_follow_file (CriticLibrary *self, const char *path, gint64 image_id, GError **error);

/* critic-library-pairs.c */
gboolean critic_library_find_partners (CriticLibrary *self, gint64 image_id, GArray *partners, GError **error);

/* critic-journal.c */
gboolean critic_library_write_step  (CriticLibrary *self, CriticStep *step, gint64 *written, GArray *new_ids, GError **error);

/* critic-library-ratings.c, critic-library-critiques.c */
gboolean critic_library_get_rating   (CriticLibrary *self, gint64 image_id, CriticRating *rating, GError **error);
gboolean critic_library_put_rating   (CriticLibrary *self, gint64 image_id, const CriticRating *rating, GError **error);
GBytes  *critic_library_critiques_key (const char *const *texts);
gboolean critic_library_get_image   (CriticLibrary *self, const CriticHash *hash, gboolean make, gint64 *image_id,
                                     gboolean *is_new, GError **error);
gboolean critic_library_count_again (CriticLibrary *self, gint64 image_id, GError **error);
gboolean critic_library_count_all_again (CriticLibrary *self, GError **error);
gboolean critic_library_get_critique (CriticLibrary *self, gint64 critique_id, gint64 *image_id, CriticCritiqueEntry **entry, GError **error);
gboolean critic_library_put_critique (CriticLibrary *self, gint64 image_id, CriticCritiqueEntry *entry, GError **error);
gboolean critic_library_remove_critique (CriticLibrary *self, gint64 critique_id, gint64 image_id, GError **error);

G_END_DECLS
