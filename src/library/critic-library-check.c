/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a library is whole, without making its owner wait. A look at the
 * header comes always; the pages are read when the library is small, when the
 * program did not end by itself the last time, and once a day. */
#include "critic-library-check.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "critic-library.h"

#define HEADER_SIZE 100
/* Reading the pages of such a library takes a few hundredths of a second. */
#define SMALL_BYTES (16 * 1024 * 1024)
#define CHECK_EVERY_MS (24 * G_TIME_SPAN_HOUR / 1000)

static gboolean
is_filled (const char *path, const char *suffix)
{
  g_autofree char *beside = g_strconcat (path, suffix, NULL);
  GStatBuf info;

  return g_stat (beside, &info) == 0 && info.st_size > 0;
}

/**
 * critic_library_left_open: (skip)
 * @path: a library
 *
 * Returns: whether its log holds anything: the last program to use it did not
 *   close it, or one is using it now
 */
gboolean
critic_library_left_open (const char *path)
{
  return is_filled (path, "-wal");
}

/* https://www.sqlite.org/fileformat2.html, 1.3 */
static gboolean
header_is_sane (const guint8 *header)
{
  guint page_size = header[16] << 8 | header[17];

  return memcmp (header, "SQLite format 3", 16) == 0 &&
         (page_size == 1 || (page_size >= 512 && (page_size & (page_size - 1)) == 0)) &&
         header[18] >= 1 && header[18] <= 2 && header[19] >= 1 && header[19] <= 2 &&
         header[20] == 0 &&
         header[21] == 64 && header[22] == 32 && header[23] == 32 &&
         header[56] == 0 && header[57] == 0 && header[58] == 0 && header[59] <= 1;
}

/**
 * critic_library_check_header: (skip)
 * @path: a file that may not be there yet
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * SQLite takes some damaged headers for files from the future or for the
 * reading only; what a library of ours never holds is told here. A file whose
 * last change is still to be taken back by SQLite is not looked at.
 *
 * Returns: whether the file can be a library: missing, empty or with a sane header
 */
gboolean
critic_library_check_header (const char *path, GError **error)
{
  guint8 header[HEADER_SIZE];
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gssize size;

  if (fd < 0)
    return TRUE;
  size = read (fd, header, sizeof header);
  g_close (fd, NULL);

  if (size <= 0 || is_filled (path, "-journal") || (size == sizeof header && header_is_sane (header)))
    return TRUE;

  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_DAMAGED,
               _("The library “%s” is damaged (%s). Let Photo Critic rescue what can be read, or put a copy in its place."),
               name, _("its beginning is not that of a library"));
  return FALSE;
}

static gboolean
is_due (CriticDatabase *database, gboolean *due, GError **error)
{
  gint64 pages, page_size, checked;
  gint64 now = g_get_real_time () / 1000;

  if (!critic_database_number (database, "PRAGMA page_count", &pages, error) ||
      !critic_database_number (database, "PRAGMA page_size", &page_size, error) ||
      !critic_database_number (database, "SELECT value FROM note WHERE name = 'checked'", &checked, error))
    return FALSE;

  *due = pages * page_size <= SMALL_BYTES || checked > now || now - checked >= CHECK_EVERY_MS;
  return TRUE;
}

static void
remember (CriticDatabase *database)
{
  g_autoptr (CriticQuery) query =
    critic_database_query (database, "INSERT OR REPLACE INTO note (name, value) VALUES ('checked', ?1)", NULL);

  /* A library that cannot be written now is read all the same. */
  if (query != NULL)
    {
      sqlite3_bind_int64 (query, 1, g_get_real_time () / 1000);
      critic_database_run (database, query, NULL);
    }
}

/**
 * critic_library_check_contents: (skip)
 * @database: a library of the newest version
 * @due: %TRUE: read all pages now; %FALSE: only when it is their time
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: whether no damage was found
 */
gboolean
critic_library_check_contents (CriticDatabase *database, gboolean due, GError **error)
{
  g_autoptr (CriticQuery) query = NULL;
  const char *answer;
  gboolean row;

  if (!due && !is_due (database, &due, error))
    return FALSE;
  if (!due)
    return TRUE;

  query = critic_database_query (database, "PRAGMA quick_check (1)", error);
  if (query == NULL || !critic_database_next (database, query, &row, error))
    return FALSE;

  answer = row ? (const char *) sqlite3_column_text (query, 0) : NULL;
  if (g_strcmp0 (answer, "ok") != 0)
    return critic_database_damaged (database, answer != NULL ? answer : "quick_check", error);

  sqlite3_reset (query);
  remember (database);
  return TRUE;
}
