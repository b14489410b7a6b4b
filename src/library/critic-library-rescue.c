/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A damaged library becomes a new one with all that can be read, and stays
 * beside it. The new one is made whole before it takes the old one's place, so
 * whenever the program is killed, one of them lies there. */
#include "critic-library-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "critic-library-salvage.h"

#define PAGE_SIZE 4096
#define PAGE_COUNT 28       /* where a header says it, big-endian */

static void
remove_database (const char *path)
{
  static const char *const parts[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = g_strconcat (path, parts[i], NULL);

      g_unlink (part);
    }
}

static gboolean
fail_file (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, CRITIC_LIBRARY_ERROR,
               errno == ENOSPC || errno == EDQUOT ? CRITIC_LIBRARY_ERROR_FULL : CRITIC_LIBRARY_ERROR_IO,
               _("The damaged library “%s” could not be rescued: %s. It is where it was; make room or check its folder, then try again."),
               name, g_strerror (errno));
  return FALSE;
}

static gboolean
copy_file (const char *path, const char *from, const char *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) trouble = NULL;

  if (g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &trouble))
    return TRUE;

  errno = g_error_matches (trouble, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? ENOSPC : EIO;
  return fail_file (path, error);
}

/* The first page holds the header and the list of tables, which are the same
 * in every library that this program made: where it is destroyed, that of an
 * empty library takes its place. Works on a copy, with its log, whose newer
 * pages come on top. */
static gboolean
make_grafted (const char *path, const char *empty, const char *grafted, GError **error)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *grafted_log = g_strconcat (grafted, "-wal", NULL);
  guint8 page[PAGE_SIZE];
  guint32 n_pages;
  GStatBuf info;
  FILE *file;
  gboolean done;

  if (!copy_file (path, path, grafted, error))
    return FALSE;
  if (g_file_test (log, G_FILE_TEST_EXISTS) && !copy_file (path, log, grafted_log, error))
    return FALSE;

  file = g_fopen (empty, "rbe");
  done = file != NULL && fread (page, sizeof page, 1, file) == 1;
  if (file != NULL)
    fclose (file);
  if (!done || g_stat (grafted, &info) != 0)
    return fail_file (path, error);

  n_pages = GUINT32_TO_BE ((guint32) MAX (info.st_size / PAGE_SIZE, 1));
  memcpy (page + PAGE_COUNT, &n_pages, sizeof n_pages);
  file = g_fopen (grafted, "r+be");
  done = file != NULL && fwrite (page, sizeof page, 1, file) == 1;
  if (file != NULL && fclose (file) != 0)
    done = FALSE;

  return done || fail_file (path, error);
}

static gboolean
make_empty (const char *path, GError **error)
{
  g_autoptr (CriticLibrary) library = NULL;

  remove_database (path);
  library = critic_library_open (path, error);
  return library != NULL;
}

/* Salvages from @source into a new library at @fresh. */
static gboolean
try_source (const char *source, const char *fresh, guint64 *n_found, guint64 *n_lost, GError **error)
{
  g_autoptr (CriticDatabase) from = critic_database_open (source, CRITIC_DATABASE_WRITE, CRITIC_LIBRARY_BUSY_MS, NULL);
  g_autoptr (CriticLibrary) to = NULL;

  *n_found = 0;
  *n_lost = 0;
  remove_database (fresh);
  to = critic_library_open (fresh, error);
  if (to == NULL)
    return FALSE;
  if (from == NULL)
    return TRUE;

  /* What is damaged is kept as it is. */
  sqlite3_db_config (critic_database_handle (from), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return critic_library_salvage (from, to, n_found, n_lost, error);
}

/* The file as it is, and where that loses anything its graft; the better one
 * ends up at @fresh. */
static gboolean
make_fresh (const char *path, const char *fresh, guint64 *n_lost, GError **error)
{
  g_autofree char *empty = g_strconcat (path, ".empty", NULL);
  g_autofree char *grafted = g_strconcat (path, ".grafted", NULL);
  g_autofree char *other = g_strconcat (path, ".other", NULL);
  guint64 n_found, n_other_found, n_other_lost;
  gboolean done;

  if (!try_source (path, fresh, &n_found, n_lost, error))
    return FALSE;
  if (n_found > 0 && *n_lost == 0)
    return TRUE;

  done = make_empty (empty, error) && make_grafted (path, empty, grafted, error) &&
         try_source (grafted, other, &n_other_found, &n_other_lost, error);
  if (done && n_other_found > n_found)
    {
      done = g_rename (other, fresh) == 0 || fail_file (path, error);
      n_found = n_other_found;
      *n_lost = n_other_lost;
    }

  remove_database (empty);
  remove_database (grafted);
  remove_database (other);
  if (n_found == 0)
    *n_lost = G_MAXUINT64;
  return done;
}

static char *
damaged_path (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d-%H%M%S");
  gsize stem = g_str_has_suffix (path, ".sqlite") ? strlen (path) - strlen (".sqlite") : strlen (path);

  for (guint i = 1;; i++)
    {
      g_autofree char *again = i > 1 ? g_strdup_printf ("-%u", i) : g_strdup ("");
      g_autofree char *damaged = g_strdup_printf ("%.*s-damaged-%s%s.sqlite", (int) stem, path, date, again);

      if (!g_file_test (damaged, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&damaged);
    }
}

/* The damaged file gets a second name first: so there is no moment at which
 * nothing lies at @path, and a starting program would make an empty library. */
static gboolean
exchange (const char *path, const char *fresh, GError **error)
{
  g_autofree char *damaged = damaged_path (path);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *damaged_log = g_strconcat (damaged, "-wal", NULL);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);

  if (link (path, damaged) != 0 && g_rename (path, damaged) != 0)
    return fail_file (path, error);
  if (g_rename (log, damaged_log) != 0 && errno != ENOENT)
    return fail_file (path, error);
  g_unlink (index);

  return g_rename (fresh, path) == 0 || fail_file (path, error);
}

/**
 * critic_library_rescue:
 * @path: a damaged library that no other program has open
 * @n_lost: (out) (optional): rows that were there and could not be read;
 *   %G_MAXUINT64: nothing could be
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Saves what can be read into a new library at @path and keeps the damaged
 * one as `library-damaged-DATE.sqlite` beside it. A photograph whose own row is
 * lost keeps its critiques and ratings as long as its hash can be read; a
 * history of undo with holes is forgotten. On failure the damaged library is
 * where it was. Blocks; needs as much space again.
 *
 * Returns: (transfer full): the new library, or %NULL
 */
CriticLibrary *
critic_library_rescue (const char *path, guint64 *n_lost, GError **error)
{
  g_autofree char *fresh = g_strconcat (path, ".rescued", NULL);
  guint64 lost = 0;

  if (!make_fresh (path, fresh, &lost, error) || !exchange (path, fresh, error))
    {
      remove_database (fresh);
      return NULL;
    }

  if (n_lost != NULL)
    *n_lost = lost;
  return critic_library_open (path, error);
}
