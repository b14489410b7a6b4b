/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-library-private.h"

#include "critic-library-check.h"

G_DEFINE_FINAL_TYPE (CriticLibrary, critic_library, G_TYPE_OBJECT)

#define RETRY_US 10000

static void
critic_library_finalize (GObject *object)
{
  CriticLibrary *self = CRITIC_LIBRARY (object);

  g_clear_pointer (&self->database, critic_database_free);
  g_mutex_clear (&self->lock);
  g_free (self->path);

  G_OBJECT_CLASS (critic_library_parent_class)->finalize (object);
}

static void
critic_library_class_init (CriticLibraryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_library_finalize;
}

static void
critic_library_init (CriticLibrary *self)
{
  g_mutex_init (&self->lock);
}

/**
 * critic_library_default_path:
 *
 * Returns: (transfer full): `photo-critic/library.sqlite` in the user's data folder
 */
char *
critic_library_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "photo-critic", "library.sqlite", NULL);
}

/* Readers and one writer at a time, and a program that is killed loses nothing
 * that was committed. Where the file lies on a file system that cannot do
 * that, SQLite keeps its older ways, which are as safe and let readers wait.
 * SQLite does not wait for its turn here by itself. */
static gboolean
use_log (CriticDatabase *database, guint busy_ms, GError **error)
{
  gint64 end = g_get_monotonic_time () + busy_ms * G_GINT64_CONSTANT (1000);
  int code;

  while (((code = sqlite3_exec (critic_database_handle (database), "PRAGMA journal_mode = WAL", NULL, NULL, NULL)) & 0xff) ==
           SQLITE_BUSY && g_get_monotonic_time () < end)
    g_usleep (RETRY_US);

  return code == SQLITE_OK || critic_database_fail (database, code, error);
}

static gboolean
limit_bytes (CriticDatabase *database, guint64 max_bytes, GError **error)
{
  gint64 page_size;
  g_autofree char *sql = NULL;

  if (!critic_database_number (database, "PRAGMA page_size", &page_size, error))
    return FALSE;

  sql = g_strdup_printf ("PRAGMA max_page_count = %" G_GUINT64_FORMAT, MAX (max_bytes / page_size, 1));
  return critic_database_exec (database, sql, error);
}

/**
 * critic_library_open_with: (skip)
 * @path: (nullable): see critic_library_open()
 * @options: what to do otherwise
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: (transfer full): see critic_library_open()
 */
CriticLibrary *
critic_library_open_with (const char *path, const CriticLibraryOptions *options, GError **error)
{
  g_autoptr (CriticLibrary) self = g_object_new (CRITIC_TYPE_LIBRARY, NULL);
  gboolean left_open = path != NULL && critic_library_left_open (path);

  if (path != NULL && !critic_library_check_header (path, error))
    return NULL;

  self->path = g_strdup (path);
  self->database = critic_database_open (path, CRITIC_DATABASE_MAKE, options->busy_ms, error);
  if (self->database == NULL ||
      !critic_library_schema_prepare (self->database, path, options->migrations, options->busy_ms, error) ||
      !use_log (self->database, options->busy_ms, error) ||
      !critic_library_check_contents (self->database, left_open || options->check, error))
    return NULL;

  if (options->max_bytes > 0 && !limit_bytes (self->database, options->max_bytes, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * critic_library_open:
 * @path: (nullable): a file, in the file system's own bytes; %NULL: a library
 *   in memory, which nobody else sees and which ends with the object
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Opens the library, or makes it and its folder where there is none. A library
 * of an older version is copied to `library-vN.sqlite` beside it and brought
 * to this one. A damaged, a newer or another program's file is left untouched.
 * Blocks: a few milliseconds, and once a day, after a kill or with another
 * program at the same library as long as it takes to read all of it. Any
 * thread but the main loop's.
 *
 * Returns: (transfer full): the library, or %NULL
 */
CriticLibrary *
critic_library_open (const char *path, GError **error)
{
  const CriticLibraryOptions options = {
    .migrations = &critic_library_migrations,
    .busy_ms = CRITIC_LIBRARY_BUSY_MS,
  };

  return critic_library_open_with (path, &options, error);
}

/**
 * critic_library_get_path:
 * @self: a library
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): its file; %NULL: it is in memory
 */
const char *
critic_library_get_path (CriticLibrary *self)
{
  return self->path;
}
