/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-commands.h"
#include "cli-output.h"
#include "cli-progress.h"
#include "cli-report-entries.h"
#include "cli-sources.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

typedef struct
{
  GStrv               paths;
  char               *output;
  char               *format_name, *template_name, *paper;
  char               *title, *author, *date;
  char               *critiques;
  char               *library;
  char               *files_from;
  char               *model;
  gboolean            no_library, nul, no_names, with_paths, no_exif, with_place, keep_order;

  CriticReportOptions report;
} Options;

static void
options_clear (Options *options)
{
  char *strings[] = { options->output, options->format_name, options->template_name, options->paper, options->title,
                      options->author, options->date, options->critiques, options->library, options->files_from, options->model };

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (strings[i]);
  g_strfreev (options->paths);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (Options *options, GStrv arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_("Where to; its ending says the format"), N_("FILE") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->format_name, N_("pdf, html, card, csv, json, or folder for teaching"), N_("FORMAT") },
    { "template", 0, 0, G_OPTION_ARG_STRING, &options->template_name, N_("full (default), pages, contact or compare"), N_("TEMPLATE") },
    { "title", 0, 0, G_OPTION_ARG_STRING, &options->title, N_("On the cover"), N_("TEXT") },
    { "author", 0, 0, G_OPTION_ARG_STRING, &options->author, N_("Below it"), N_("TEXT") },
    { "date", 0, 0, G_OPTION_ARG_STRING, &options->date, N_("As it shall stand there (default: today)"), N_("TEXT") },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &options->paper, N_("a4 (default) or letter"), N_("PAPER") },
    { "critiques", 0, 0, G_OPTION_ARG_FILENAME, &options->critiques, N_("A table with the columns file, author, score, critique, true_score"), N_("FILE.csv") },
    { "keep-order", 0, 0, G_OPTION_ARG_NONE, &options->keep_order, N_("In the order given instead of the best first"), NULL },
    { "no-names", 0, 0, G_OPTION_ARG_NONE, &options->no_names, N_("Leave out the files’ names"), NULL },
    { "paths", 0, 0, G_OPTION_ARG_NONE, &options->with_paths, N_("Name the folders too"), NULL },
    { "no-exif", 0, 0, G_OPTION_ARG_NONE, &options->no_exif, N_("Leave out what the camera noted"), NULL },
    { "place", 0, 0, G_OPTION_ARG_NONE, &options->with_place, N_("Name the place where the camera noted one"), NULL },
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &options->library, N_("The library to use instead of the user’s own"), N_("FILE") },
    { "no-library", 0, 0, G_OPTION_ARG_NONE, &options->no_library, N_("Do not read stars and critiques from a library"), NULL },
    { "files-from", 0, 0, G_OPTION_ARG_FILENAME, &options->files_from, N_("A list of more photographs and folders, one a line (- is standard input)"), N_("FILE") },
    { "null", '0', 0, G_OPTION_ARG_NONE, &options->nul, N_("The list’s entries end with NUL, as find -print0 writes them"), NULL },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &options->model, N_("The model’s folder"), N_("DIR") },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("PATH…"));
  g_auto (GStrv) rest = g_new0 (char *, g_strv_length (arguments) + 2);

  rest[0] = g_strdup ("photo-critic-cli report");
  for (gsize i = 0; arguments[i] != NULL; i++)
    rest[i + 1] = g_strdup (arguments[i]);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Writes an annotated report of photographs, for a client, a student or a reviewer."));
  g_option_context_set_description (context, _("The output appears whole at the end, or, after Ctrl+C or an error, not at all.\n"
                                               "Exit status: 0; 1 when some input failed; 2 when the command was wrong."));
  if (!g_option_context_parse_strv (context, &rest, error))
    return FALSE;

  options->paths = g_strdupv (rest + (rest[1] != NULL && g_str_equal (rest[1], "--") ? 2 : 1));
  return TRUE;
}

static gint
find_name (const char *const *names, const char *name)
{
  for (gint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return i;

  return -1;
}

/* By the ending of the output; what has none is a folder. -1: nobody knows it. */
static gint
format_of_output (const char *output)
{
  static const char *const endings[] = { ".pdf", ".html", ".png", ".csv", ".json", NULL };
  g_autofree char *name = g_path_get_basename (output);
  const char *dot = strrchr (name, '.');

  return dot == NULL ? (gint) CRITIC_REPORT_FOLDER : find_name (endings, dot);
}

/* NULL, or what is wrong with the options. */
static char *
check_options (Options *options)
{
  static const char *const formats[] = { "pdf", "html", "card", "csv", "json", "folder", NULL };
  static const char *const templates[] = { "full", "pages", "contact", "compare", NULL };
  static const char *const papers[] = { "a4", "letter", NULL };
  gint format, template, paper;

  if (options->paths[0] == NULL && options->files_from == NULL)
    return g_strdup (_("There is nothing to report on. Name photographs or folders, or give a list with --files-from."));
  if (options->output == NULL)
    return g_strdup (_("Say where the report goes: --output with a name that ends with .pdf, .html, .png, .csv or .json, or with a folder."));
  if (options->nul && options->files_from == NULL)
    return g_strdup (_("-0 is about the list of --files-from, which is missing."));
  if (options->library != NULL && options->no_library)
    return g_strdup (_("--library and --no-library contradict each other; leave one out."));

  format = options->format_name != NULL ? find_name (formats, options->format_name) : format_of_output (options->output);
  if (format < 0)
    return g_strdup_printf (_("There is no format “%s”. Use pdf, html, card, csv, json or folder."),
                            options->format_name != NULL ? options->format_name : options->output);
  template = options->template_name != NULL ? find_name (templates, options->template_name) : 0;
  if (template < 0)
    return g_strdup_printf (_("There is no template “%s”. Use full, pages, contact or compare."), options->template_name);
  paper = options->paper != NULL ? find_name (papers, options->paper) : 0;
  if (paper < 0)
    return g_strdup_printf (_("There is no paper “%s”. Use a4 or letter."), options->paper);

  critic_report_options_init (&options->report);
  options->report.format = (CriticReportFormat) format;
  options->report.template = (CriticReportTemplate) template;
  options->report.letter = paper == 1;
  options->report.title = options->title;
  options->report.author = options->author;
  options->report.date = options->date;
  options->report.with_names = !options->no_names;
  options->report.with_paths = options->with_paths;
  options->report.with_exif = !options->no_exif;
  options->report.with_place = options->with_place;
  options->report.ranked = !options->keep_order;

  return NULL;
}

/* Everything a report needs; written on a thread of its own, so that the main
 * one can hear Ctrl+C. */
typedef struct
{
  const Options    *options;
  GPtrArray        *paths;
  CliCritiqueTable *table;          /* NULL: none */
  CriticLibrary    *library;        /* NULL: none */
  CriticAnalyzer   *analyzer;
  CliReportEntries *entries;
  CliProgress      *progress;
  CriticReportJob   job;
  GFile            *output;
  GCancellable     *cancellable;
  GMainLoop        *loop;
  gboolean          written;
  GError           *error;
} Report;

static gboolean
add_path (const char *path, const GError *trouble, gpointer data)
{
  Report *self = data;

  /* A folder that cannot be read has a page that says so. One more than a report
   * has is enough to say that they are too many. */
  g_ptr_array_add (self->paths, g_strdup (path));
  return self->paths->len <= CRITIC_REPORT_MOST && !g_cancellable_is_cancelled (self->cancellable);
}

static void
show_progress (guint done, guint all, gpointer data)
{
  Report *self = data;

  cli_progress_show (self->progress, done, all, NULL);
}

static gboolean
set_up (Report *self, GError **error)
{
  const Options *options = self->options;
  g_autofree char *directory = options->model != NULL ? g_strdup (options->model) : critic_model_directory ();
  g_autofree char *library = options->library != NULL ? g_strdup (options->library) : critic_library_default_path ();
  g_autoptr (CliSources) sources = cli_sources_new ((const char *const *) options->paths, options->files_from, options->nul, error);
  McnModel *model;

  if (sources == NULL || !cli_sources_walk (sources, add_path, self, error) ||
      g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
      !critic_report_check (self->paths->len, &options->report, error))
    return FALSE;
  if (options->critiques != NULL && (self->table = cli_critique_table_read (options->critiques, error)) == NULL)
    return FALSE;
  /* A report makes no library; one that was named must be there. */
  if (!options->no_library && (options->library != NULL || g_file_test (library, G_FILE_TEST_EXISTS)) &&
      (self->library = critic_library_open (library, error)) == NULL)
    return FALSE;

  self->analyzer = critic_analyzer_new (directory, 0);
  model = critic_analyzer_wait_model (self->analyzer, error);
  if (model == NULL)
    return FALSE;

  self->entries = cli_report_entries_new (self->paths, self->analyzer, mcn_model_get_id (model), self->table, self->library);
  self->progress = cli_progress_new (FALSE);
  self->job = (CriticReportJob) {
    .n_entries = self->paths->len,
    .get = cli_report_entries_get,
    .data = self->entries,
    .model_id = mcn_model_get_id (model),
    .model_name = mcn_model_get_name (model),
    .progress = show_progress,
    .progress_data = self,
  };
  return TRUE;
}

/* Named before anything is written. */
static gboolean
name_missing_characters (Report *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *missing = critic_report_missing_characters (&self->job, &self->options->report, self->cancellable, &local);

  /* Judging is done; writing begins to count anew. */
  cli_progress_free (self->progress);
  self->progress = cli_progress_new (FALSE);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (missing != NULL)
    {
      g_autofree char *message =
        g_strdup_printf (_("No font here draws %s; boxes will stand in their place. Install a font that has them."), missing);

      cli_output_error (message);
    }

  return TRUE;
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gpointer
report_thread (gpointer data)
{
  Report *self = data;

  self->written = set_up (self, &self->error) &&
                  critic_report_check_place (self->output, self->job.n_entries, &self->options->report, &self->error) &&
                  name_missing_characters (self, &self->error) &&
                  critic_report_write (&self->job, &self->options->report, self->output, self->cancellable, &self->error);
  g_idle_add (quit, self->loop);

  return NULL;
}

static gboolean
on_signal (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_CONTINUE;
}

static void
run (Report *self)
{
  guint interrupt = g_unix_signal_add (SIGINT, on_signal, self->cancellable);
  guint terminate = g_unix_signal_add (SIGTERM, on_signal, self->cancellable);
  GThread *thread = g_thread_new ("cli-report", report_thread, self);

  g_main_loop_run (self->loop);
  g_thread_join (thread);
  g_source_remove (interrupt);
  g_source_remove (terminate);
}

static void
clear (Report *self)
{
  g_clear_pointer (&self->entries, cli_report_entries_free);
  g_clear_pointer (&self->table, cli_critique_table_free);
  g_clear_object (&self->library);
  g_clear_object (&self->analyzer);
  g_ptr_array_unref (self->paths);
  g_object_unref (self->output);
  g_object_unref (self->cancellable);
  g_main_loop_unref (self->loop);
  g_clear_error (&self->error);
}

/* photo-critic-cli report ... */
int
cli_report (GStrv arguments)
{
  g_auto (Options) options = { NULL };
  Report self = { .options = &options };
  g_autoptr (GError) error = NULL;
  g_autofree char *wrong = NULL;
  int status = CLI_FAILED;

  if (!parse_options (&options, arguments, &error))
    return cli_usage (error->message);
  wrong = check_options (&options);
  if (wrong != NULL)
    return cli_usage (wrong);

  self.paths = g_ptr_array_new_with_free_func (g_free);
  self.output = g_file_new_for_path (options.output);
  self.cancellable = g_cancellable_new ();
  self.loop = g_main_loop_new (NULL, FALSE);
  run (&self);

  g_clear_pointer (&self.progress, cli_progress_free);
  if (self.written && cli_report_entries_get_n_failed (self.entries) == 0)
    status = CLI_OK;
  else if (!self.written)
    cli_output_error (g_error_matches (self.error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? _("The report was cancelled; nothing was written.")
                                                                                     : self.error->message);
  clear (&self);

  return status;
}
