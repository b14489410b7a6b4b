/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-commands.h"
#include "cli-output.h"
#include "cli-selection.h"

#include "critic-model-directory.h"
#include "critic-photo-name.h"
#include "critic-sidecar-sync.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  GStrv            paths;           /* none: the whole library */
  char            *format_name;
  char            *sort;
  char            *filter_text;
  char            *library;
  char            *output;          /* folder of sidecars */
  char            *settle;
  char            *model;
  gboolean         beside, subjects;

  gboolean         xmp;
  CliRankingFormat format;
  CriticFilter    *filter;
  CriticOrder     *order;
} Options;

static void
options_clear (Options *options)
{
  char *strings[] = { options->format_name, options->sort, options->filter_text, options->library, options->output, options->model,
                      options->settle };

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (strings[i]);
  g_strfreev (options->paths);
  g_clear_pointer (&options->filter, critic_filter_unref);
  g_clear_pointer (&options->order, critic_order_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (Options *options, GStrv arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->format_name, N_("csv (default), ndjson or xmp"), N_("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_("Write the XMP sidecars into this folder"), N_("DIR") },
    { "beside", 0, 0, G_OPTION_ARG_NONE, &options->beside, N_("Write the XMP sidecars beside the photographs"), NULL },
    { "subjects", 0, 0, G_OPTION_ARG_NONE, &options->subjects, N_("Write styles as keywords into the XMP sidecars too"), NULL },
    { "settle", 0, 0, G_OPTION_ARG_STRING, &options->settle, N_("Where a file says something else, who is right"), "library|file" },
    { "sort", 's', 0, G_OPTION_ARG_STRING, &options->sort, N_("What comes first, e.g. score, low, stars, taken"), N_("KEY") },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options->filter_text, N_("Only these, e.g. “stars >= 3”"), N_("EXPR") },
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &options->library, N_("The library to use instead of the user’s own"), N_("FILE") },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &options->model, N_("The folder of the model whose judgements are meant"), N_("DIR") },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("[PATH…]"));
  g_auto (GStrv) rest = g_new0 (char *, g_strv_length (arguments) + 2);

  rest[0] = g_strdup ("photo-critic-cli export");
  for (gsize i = 0; arguments[i] != NULL; i++)
    rest[i + 1] = g_strdup (arguments[i]);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Writes what the library knows of photographs: the model’s judgements and the user’s."));
  g_option_context_set_description (context,
    _("Without PATH all photographs of the library. XMP sidecars keep what stands in them; xmp:Rating and xmp:Label are the "
      "user’s alone.\nExit status: 0; 1 when something failed; 2 when the command was wrong."));
  if (!g_option_context_parse_strv (context, &rest, error))
    return FALSE;

  options->paths = g_strdupv (rest + (rest[1] != NULL && g_str_equal (rest[1], "--") ? 2 : 1));
  return TRUE;
}

/* NULL, or what is wrong with the options. */
static char *
check_options (Options *options)
{
  g_autoptr (GError) error = NULL;

  options->format = CLI_RANKING_CSV;
  options->xmp = g_strcmp0 (options->format_name, "xmp") == 0;
  if (options->format_name != NULL && !options->xmp &&
      (!cli_ranking_format_parse (options->format_name, &options->format) ||
       (options->format != CLI_RANKING_CSV && options->format != CLI_RANKING_NDJSON)))
    return g_strdup_printf (_("There is no format “%s”. Use csv, ndjson or xmp."), options->format_name);
  if (options->xmp && (options->output != NULL) == options->beside)
    return g_strdup (_("Say where the sidecars go: --output with a folder, or --beside."));
  if (!options->xmp && (options->output != NULL || options->beside || options->subjects))
    return g_strdup (_("--output, --beside and --subjects are about XMP sidecars; csv and ndjson go to standard output."));

  if (options->settle != NULL &&
      (!options->beside || (!g_str_equal (options->settle, "library") && !g_str_equal (options->settle, "file"))))
    return g_strdup (_("--settle goes with --beside, and is library or file."));

  if (options->filter_text != NULL && (options->filter = critic_filter_new (options->filter_text, &error)) == NULL)
    return g_strdup (error->message);
  if (options->sort != NULL && (options->order = critic_order_new (options->sort, &error)) == NULL)
    return g_strdup (error->message);

  return NULL;
}

/* Something is known of the photograph, or of why there is nothing. */
static gboolean
is_wanted (const Options *options, const CliRow *row)
{
  CriticRowState state = row->row->state;
  CriticFacts facts = cli_row_get_facts (row);

  if (state == CRITIC_ROW_GONE && (options->filter == NULL || !critic_filter_asks_for_gone (options->filter)))
    return FALSE;
  if (!row->row->assessed && !cli_row_is_rated (row) && (options->xmp || state != CRITIC_ROW_FAILED))
    return FALSE;

  return options->filter == NULL || critic_filter_matches (options->filter, &facts);
}

/* The folder that all the photographs are below. */
static char *
common_folder (GPtrArray *rows)
{
  g_autofree char *common = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const CliRow *row = rows->pdata[i];
      g_autofree char *folder = g_path_get_dirname (row->row->path);

      if (common == NULL)
        common = g_strdup (folder);
      while (!(g_str_has_prefix (folder, common) &&
               (strlen (common) == 1 || folder[strlen (common)] == '\0' || folder[strlen (common)] == '/')))
        {
          char *up = g_path_get_dirname (common);

          g_free (common);
          common = up;
        }
    }

  return common != NULL ? g_steal_pointer (&common) : g_strdup ("/");
}

/* Of a raw file that has a photo.xmp and no photo.raw.xmp, the former. */
static CriticSidecarName
name_beside (const char *photo)
{
  g_autofree char *full = critic_sidecar_path (photo, CRITIC_SIDECAR_FULL);
  g_autofree char *stem = critic_sidecar_path (photo, CRITIC_SIDECAR_STEM);
  g_autofree char *name = g_path_get_basename (photo);

  return critic_is_raw_name (name) && !g_file_test (full, G_FILE_TEST_EXISTS) && g_file_test (stem, G_FILE_TEST_EXISTS)
           ? CRITIC_SIDECAR_STEM : CRITIC_SIDECAR_FULL;
}

/* What a file says otherwise, in words. */
static gboolean
fail_differing (CriticLibrary *library, const char *photo, GError **error)
{
  g_autoptr (CriticMarked) marked = critic_library_marked_at (library, photo, NULL);
  const CriticSource source = marked != NULL ? critic_sidecar_differs (marked) : CRITIC_SOURCE_PHOTO;
  const CriticReading *reading = marked != NULL ? &marked->readings[source] : NULL;
  g_autofree char *path = critic_sidecar_source_path (photo, source);
  g_autofree char *shown = cli_output_name_input (path);
  g_autofree char *theirs = reading != NULL ? critic_rating_say (&reading->rating, reading->differ) : NULL;
  g_autofree char *ours = reading != NULL ? critic_rating_say (&marked->rating, reading->differ) : NULL;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               _("%s says “%s”, the library “%s”: nothing was written. Say which is right with --settle=library or --settle=file."),
               shown, theirs, ours);
  return FALSE;
}

static gboolean
write_beside (const Options *options, CriticLibrary *library, const CliRow *row, const char *model, GError **error)
{
  const char *photo = row->row->path;
  g_auto (CriticSidecarSaved) saved = { 0, };

  if (options->settle != NULL &&
      (!critic_sidecar_look (library, &photo, 1, NULL, NULL, NULL, NULL, error) ||
       !critic_sidecar_settle (library, photo, g_str_equal (options->settle, "file"), _("Marks taken from files"), NULL, NULL, error)))
    return FALSE;
  if (!critic_sidecar_save (library, &photo, 1, model, name_beside (photo), options->subjects, &saved, NULL, NULL, NULL, error))
    return FALSE;
  if (saved.n_differing > 0)
    return fail_differing (library, photo, error);
  if (saved.n_failed > 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, saved.trouble);
  return saved.n_failed == 0;
}

static gboolean
write_into_folder (const Options *options, const CliRow *row, const char *common, GError **error)
{
  g_autofree char *name = g_strconcat (row->row->path + strlen (common), ".xmp", NULL);
  g_autofree char *path = g_build_filename (options->output, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  CriticSidecarWords words;

  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      g_autofree char *shown = cli_output_name_input (folder);

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("The folder %s could not be made: %s. Check its permissions."),
                   shown, g_strerror (errno));
      return FALSE;
    }

  critic_sidecar_words_of (&words, row->row, row->model);
  words.subjects = options->subjects;
  return critic_sidecar_write (path, &words, error);
}

static int
write_sidecars (const Options *options, CriticLibrary *library, const char *model, GPtrArray *rows)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *common = common_folder (rows);
  int status = CLI_OK;

  for (guint i = 0; i < rows->len; i++)
    if (!(options->beside ? write_beside (options, library, rows->pdata[i], model, &error)
                          : write_into_folder (options, rows->pdata[i], common, &error)))
      {
        cli_output_error (error->message);
        g_clear_error (&error);
        status = CLI_FAILED;
      }

  return status;
}

static void
write_table (const Options *options, GPtrArray *rows)
{
  g_autoptr (CliSelection) selection = cli_selection_new (options->format, FALSE, NULL, options->order);

  cli_selection_begin (selection);
  for (guint i = 0; i < rows->len && !cli_output_is_broken (); i++)
    cli_selection_add (selection, g_steal_pointer (&rows->pdata[i]));
  cli_selection_end (selection);
}

static void
free_row (gpointer row)
{
  if (row != NULL)
    cli_row_free (row);
}

/* CliRow of what is asked for; NULL with an error. */
static GPtrArray *
read_rows (const Options *options, CriticLibrary *library, const char *model_id, GError **error)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) known = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);

  for (gsize i = 0; options->paths[i] != NULL; i++)
    g_ptr_array_add (folders, g_canonicalize_filename (options->paths[i], NULL));
  if (folders->len == 0)
    g_ptr_array_add (folders, g_strdup ("/"));
  g_ptr_array_add (folders, NULL);

  known = critic_library_rows (library, (const char *const *) folders->pdata, TRUE, model_id, NULL, error);
  if (known == NULL)
    return NULL;
  g_ptr_array_set_free_func (known, NULL);
  for (guint i = 0; i < known->len; i++)
    {
      CriticRow *row = known->pdata[i];
      g_autofree char *absolute = g_strdup (row->path);
      g_autoptr (CliRow) shown = cli_row_of_library (row, absolute, model_id);

      cli_row_round (shown);
      if (is_wanted (options, shown))
        g_ptr_array_add (rows, g_steal_pointer (&shown));
    }

  return g_steal_pointer (&rows);
}

/* photo-critic-cli export ... */
int
cli_export (GStrv arguments)
{
  g_auto (Options) options = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *directory = NULL;
  g_autofree char *path = NULL;
  g_autoptr (McnModel) model = NULL;
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (!parse_options (&options, arguments, &error))
    return cli_usage (error->message);
  wrong = check_options (&options);
  if (wrong != NULL)
    return cli_usage (wrong);

  directory = options.model != NULL ? g_strdup (options.model) : critic_model_directory ();
  path = options.library != NULL ? g_strdup (options.library) : critic_library_default_path ();
  model = mcn_model_load (directory, NULL, &error);
  library = model != NULL ? critic_library_open (path, &error) : NULL;
  rows = library != NULL ? read_rows (&options, library, mcn_model_get_id (model), &error) : NULL;
  if (rows == NULL)
    {
      cli_output_error (error->message);
      return CLI_FAILED;
    }
  if (options.xmp)
    return write_sidecars (&options, library, mcn_model_get_id (model), rows);

  write_table (&options, rows);
  return CLI_OK;
}
