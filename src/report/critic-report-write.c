/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-formats.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MOST_COMPARED 4
#define FEWEST_COMPARED 2
#define TRIES 100           /* at a name that nobody has */

static const CriticReportWriter writers[] = {
  [CRITIC_REPORT_PDF] = critic_report_write_pdf,
  [CRITIC_REPORT_HTML] = critic_report_write_html,
  [CRITIC_REPORT_CARD] = critic_report_write_card,
  [CRITIC_REPORT_CSV] = critic_report_write_csv,
  [CRITIC_REPORT_JSON] = critic_report_write_json,
  [CRITIC_REPORT_FOLDER] = critic_report_write_folder,
};

/**
 * critic_report_set_write_error:
 * @error: return location
 * @path: the file or folder
 * @why: the system's or cairo's reason
 *
 * Sets %CRITIC_REPORT_ERROR_WRITE with a sentence that names @path.
 */
void
critic_report_set_write_error (GError **error, const char *path, const char *why)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_WRITE,
               _("The report “%s” could not be written: %s. Make room or choose another folder; nothing was left behind."),
               name, why);
}

static gboolean
writes_folder (guint n_entries, const CriticReportOptions *options)
{
  return options->format == CRITIC_REPORT_FOLDER || (options->format == CRITIC_REPORT_CARD && n_entries > 1);
}

/**
 * critic_report_check:
 * @n_entries: how many photographs
 * @options: format and template
 * @error: return location
 *
 * Whether a report can be written of so many; to be asked before they are judged.
 * critic_report_write() asks, too.
 *
 * Returns: %FALSE with %CRITIC_REPORT_ERROR_NOTHING or %CRITIC_REPORT_ERROR_COUNT
 */
gboolean
critic_report_check (guint n_entries, const CriticReportOptions *options, GError **error)
{
  gboolean has_pages = options->format == CRITIC_REPORT_PDF || options->format == CRITIC_REPORT_HTML;

  if (n_entries == 0)
    {
      g_set_error_literal (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_NOTHING,
                           _("There is no photograph to report on. Choose at least one."));
      return FALSE;
    }

  if (has_pages && options->template == CRITIC_TEMPLATE_COMPARE &&
      (n_entries < FEWEST_COMPARED || n_entries > MOST_COMPARED))
    {
      g_set_error (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_COUNT,
                   g_dngettext (GETTEXT_PACKAGE,
                                "A comparison shows two to four photographs, and %u was chosen. Choose others, or another template.",
                                "A comparison shows two to four photographs, and %u were chosen. Choose others, or another template.",
                                n_entries),
                   n_entries);
      return FALSE;
    }

  if (n_entries > CRITIC_REPORT_MOST)
    {
      g_set_error (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_COUNT,
                   _("A report is of %u photographs at most. Choose so many, and make another one of the others."),
                   CRITIC_REPORT_MOST);
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_empty_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);

  return folder != NULL && g_dir_read_name (folder) == NULL;
}

/* Where the report shall be in the end; a link leads to what it stands for. */
static char *
find_place (GFile *output, gboolean folder, GError **error)
{
  g_autofree char *path = g_file_get_path (output);
  g_autofree char *name = path != NULL ? g_filename_display_name (path) : g_file_get_uri (output);
  char *real;

  if (path == NULL)
    g_set_error (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_WRITE,
                 _("The report cannot be written to “%s”. Choose a folder on this computer."), name);
  else if (!folder && g_file_test (path, G_FILE_TEST_IS_DIR))
    g_set_error (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_WRITE,
                 _("“%s” is a folder. Give the report a file name."), name);
  else if (folder && g_file_test (path, G_FILE_TEST_EXISTS) && !is_empty_folder (path))
    g_set_error (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_WRITE,
                 _("“%s” is there already and not an empty folder. Choose a new name; nothing is written over."), name);
  else
    {
      real = realpath (path, NULL);
      if (real == NULL)
        return g_steal_pointer (&path);
      g_free (path);
      path = g_strdup (real);
      free (real);
      return g_steal_pointer (&path);
    }

  return NULL;
}

/* An empty file or folder that nobody else has, beside @place. */
static char *
make_temporary (const char *place, gboolean folder, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (place);

  for (int i = 0; i < TRIES; i++)
    {
      g_autofree char *name = g_strdup_printf (".photo-critic-%08x.tmp", g_random_int ());
      g_autofree char *path = g_build_filename (parent, name, NULL);
      int file = folder ? g_mkdir (path, 0777) : g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

      if (file >= 0)
        {
          if (!folder)
            close (file);
          return g_steal_pointer (&path);
        }
      if (errno != EEXIST)
        break;
    }

  critic_report_set_write_error (error, place, g_strerror (errno));
  return NULL;
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }

  g_remove (path);
}

static gboolean
sync_one (const char *path)
{
  int file = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean done;

  if (file < 0)
    return FALSE;
  /* A file system that cannot sync a folder says EINVAL; that is no failure. */
  done = fsync (file) == 0 || errno == EINVAL;
  close (file);
  return done;
}

/* Onto the disk, with everything in it. */
static gboolean
sync_all (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (!sync_all (child))
        return FALSE;
    }

  return sync_one (path);
}

static gboolean
put_in_place (const char *temporary, const char *place, GCancellable *cancellable, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (place);

  if (!sync_all (temporary))
    {
      critic_report_set_write_error (error, place, g_strerror (errno));
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (g_rename (temporary, place) != 0)
    {
      critic_report_set_write_error (error, place, g_strerror (errno));
      return FALSE;
    }

  /* The report stands; that its name may be lost in a power cut is not worth a failure. */
  sync_one (parent);
  return TRUE;
}

/**
 * critic_report_check_place:
 * @output: where the report shall be
 * @n_entries: how many photographs
 * @options: the format
 * @error: return location
 *
 * Whether something can be made there now, to be asked before minutes are spent on
 * judging; tried with a file that is gone again when this returns.
 * critic_report_write() finds out, too. Blocks; any thread but the main loop's.
 *
 * Returns: %FALSE with %CRITIC_REPORT_ERROR_WRITE
 */
gboolean
critic_report_check_place (GFile *output, guint n_entries, const CriticReportOptions *options, GError **error)
{
  gboolean folder = writes_folder (n_entries, options);
  g_autofree char *place = find_place (output, folder, error);
  g_autofree char *temporary = place != NULL ? make_temporary (place, folder, error) : NULL;

  if (temporary != NULL)
    g_remove (temporary);
  return temporary != NULL;
}

/* Nobody knows the temporary: what went wrong with it went wrong with the report. */
static void
name_place (GError *error, const char *temporary, const char *place)
{
  g_autofree char *there = g_filename_display_name (temporary);
  g_autofree char *name = g_filename_display_name (place);
  g_auto (GStrv) parts = g_strsplit (error->message, there, -1);

  g_free (error->message);
  error->message = g_strjoinv (name, parts);
}

/**
 * critic_report_write:
 * @job: the entries
 * @options: format, template, what may be told
 * @output: the file, or for %CRITIC_REPORT_FOLDER and the cards of several a
 *   folder that is new or empty; a file that is there is replaced in the end
 * @cancellable: (nullable): stops it; nothing is left behind then
 * @error: return location
 *
 * Writes a report wholly or not at all. Blocks for as long as that takes, on any
 * thread but the main loop's; @job's functions are called on the same thread.
 *
 * Returns: %FALSE with %CRITIC_REPORT_ERROR, %G_IO_ERROR_CANCELLED or what the
 *   source of entries gave
 */
gboolean
critic_report_write (const CriticReportJob *job, const CriticReportOptions *options, GFile *output,
                     GCancellable *cancellable, GError **error)
{
  gboolean folder = writes_folder (job->n_entries, options);
  g_autofree char *place = NULL, *temporary = NULL;
  GError *local = NULL;

  g_return_val_if_fail ((guint) options->format < G_N_ELEMENTS (writers), FALSE);

  if (!critic_report_check (job->n_entries, options, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  place = find_place (output, folder, error);
  if (place == NULL)
    return FALSE;
  temporary = make_temporary (place, folder, error);
  if (temporary == NULL)
    return FALSE;

  if (!writers[options->format] (job, options, temporary, cancellable, &local) ||
      !put_in_place (temporary, place, cancellable, &local))
    {
      name_place (local, temporary, place);
      g_propagate_error (error, local);
      remove_all (temporary);
      return FALSE;
    }

  return TRUE;
}
