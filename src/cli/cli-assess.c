/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-commands.h"
#include "cli-output.h"
#include "cli-pipeline.h"

#include "critic-annotate.h"
#include "critic-assessment-json.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_THREADS 64
#define LARGEST_CRITIQUE (64u << 20)    /* bytes of a critique file; more is a mistake */

typedef enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_NDJSON } Format;

typedef struct
{
  char  **critiques;        /* raw bytes, as the shell gave them */
  char  **critique_files;
  char   *pairs;
  char   *format_name;
  char   *heatmap;
  gboolean evidence;
  gboolean check_heat;
  char   *model;
  char   *threads_text;
  GStrv   photos;

  Format  format;
  guint   threads;          /* 0: one for each processor */
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->critiques);
  g_strfreev (options->critique_files);
  g_free (options->pairs);
  g_free (options->format_name);
  g_free (options->heatmap);
  g_free (options->model);
  g_free (options->threads_text);
  g_strfreev (options->photos);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (Options *options, GStrv arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "critique", 'c', 0, G_OPTION_ARG_FILENAME_ARRAY, &options->critiques, N_("A critique; may be given several times"), N_("TEXT") },
    { "critique-file", 'f', 0, G_OPTION_ARG_FILENAME_ARRAY, &options->critique_files, N_("A file with a critique (- is standard input)"), N_("FILE") },
    { "pairs", 'p', 0, G_OPTION_ARG_FILENAME, &options->pairs, N_("Answer each line {\"id\", \"photo\", \"critique\"} of a file (- is standard input)"), N_("FILE") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->format_name, N_("text (default), json or ndjson"), N_("FORMAT") },
    { "heatmap", 0, 0, G_OPTION_ARG_FILENAME, &options->heatmap, N_("Write the photograph with its heat map as PNG"), N_("FILE") },
    { "evidence", 0, 0, G_OPTION_ARG_NONE, &options->evidence, N_("Measure in the pixels what speaks for the styles"), NULL },
    { "check-heat", 0, 0, G_OPTION_ARG_NONE, &options->check_heat, N_("Blur the hottest region of the heat map, and random ones, and see what the score does"), NULL },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &options->model, N_("The model’s folder"), N_("DIR") },
    { "threads", 't', 0, G_OPTION_ARG_STRING, &options->threads_text, N_("How many threads to use, 1 to 64 (default: one for each processor)"), N_("N") },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("[PHOTO…]"));
  g_auto (GStrv) rest = g_new0 (char *, g_strv_length (arguments) + 2);

  rest[0] = g_strdup ("photo-critic-cli assess");
  for (gsize i = 0; arguments[i] != NULL; i++)
    rest[i + 1] = g_strdup (arguments[i]);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Scores photographs together with a critique. Without PHOTO the critique alone is assessed."));
  g_option_context_set_description (context, _("Several critiques are all about each of the photographs; their order does not matter.\n"
                                               "Exit status: 0; 1 when some input failed; 2 when the command was wrong."));
  if (!g_option_context_parse_strv (context, &rest, error))
    return FALSE;

  options->photos = g_strdupv (rest + 1);
  if (options->photos[0] != NULL && g_str_equal (options->photos[0], "--"))
    {
      g_free (options->photos[0]);
      memmove (options->photos, options->photos + 1, g_strv_length (options->photos + 1) * sizeof (char *) + sizeof (char *));
    }
  return TRUE;
}

/* NULL, or what is wrong with the options. */
static char *
check_options (Options *options)
{
  gboolean alone = options->critiques == NULL && options->critique_files == NULL;
  guint n_photos = g_strv_length (options->photos);

  if (options->format_name == NULL)
    options->format = options->pairs != NULL ? FORMAT_NDJSON : FORMAT_TEXT;
  else if (g_str_equal (options->format_name, "text"))
    options->format = FORMAT_TEXT;
  else if (g_str_equal (options->format_name, "json"))
    options->format = FORMAT_JSON;
  else if (g_str_equal (options->format_name, "ndjson"))
    options->format = FORMAT_NDJSON;
  else
    return g_strdup_printf (_("There is no format “%s”. Use text, json or ndjson."), options->format_name);

  if (options->threads_text != NULL)
    {
      guint64 n;

      if (!g_ascii_string_to_unsigned (options->threads_text, 10, 1, MAX_THREADS, &n, NULL))
        return g_strdup_printf (_("“%s” is not a number of threads from 1 to %d."), options->threads_text, MAX_THREADS);
      options->threads = (guint) n;
    }

  if (options->pairs != NULL && (n_photos > 0 || !alone || options->heatmap != NULL))
    return g_strdup (_("With --pairs, photographs and critiques come from its file; leave PHOTO, --critique, --critique-file and --heatmap out."));
  if (options->check_heat && (options->pairs != NULL || n_photos == 0))
    return g_strdup (_("--check-heat checks the heat map of a PHOTO; give one, and leave --pairs out."));
  if (options->pairs != NULL && options->format != FORMAT_NDJSON)
    return g_strdup (_("--pairs always answers in ndjson; leave --format out."));
  if (options->pairs == NULL && n_photos == 0 && alone)
    return g_strdup (_("There is nothing to assess. Give a PHOTO, a --critique, or both."));
  if (options->heatmap != NULL && n_photos != 1)
    return g_strdup (_("--heatmap needs exactly one PHOTO."));

  return NULL;
}

/* Text as people type it into a shell: UTF-8, or else what their locale says. */
static char *
text_of_argument (const char *argument)
{
  char *converted;

  if (g_utf8_validate (argument, -1, NULL) || g_get_charset (NULL))
    return g_strdup (argument);

  converted = g_locale_to_utf8 (argument, -1, NULL, NULL, NULL);
  return converted != NULL ? converted : g_strdup (argument);
}

/* The bytes of a critique file. A NUL would end the text: it becomes a space. */
static char *
read_critique (const char *path, GError **error)
{
  gboolean standard = g_str_equal (path, "-");
  g_autofree char *name = cli_output_name_input (path);
  int fd = standard ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (GString) text = g_string_new (NULL);
  char block[65536];
  gssize n = fd < 0 ? -1 : 0;
  int code;

  while (fd >= 0 && text->len <= LARGEST_CRITIQUE && ((n = read (fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR)))
    g_string_append_len (text, block, MAX (n, 0));

  code = errno;
  if (fd >= 0 && !standard)
    close (fd);
  if (n < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _("%s could not be read: %s. Check its name and its permissions."), name, g_strerror (code));
      return NULL;
    }
  if (text->len > LARGEST_CRITIQUE)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _("%s is larger than %u MiB. Is it really a critique?"), name, LARGEST_CRITIQUE >> 20);
      return NULL;
    }

  for (gsize i = 0; i < text->len; i++)
    if (text->str[i] == '\0')
      text->str[i] = ' ';

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GStrv
read_critiques (const Options *options, GError **error)
{
  g_autoptr (GStrvBuilder) critiques = g_strv_builder_new ();

  for (gsize i = 0; options->critiques != NULL && options->critiques[i] != NULL; i++)
    {
      g_autofree char *text = text_of_argument (options->critiques[i]);

      g_strv_builder_add (critiques, text);
    }
  for (gsize i = 0; options->critique_files != NULL && options->critique_files[i] != NULL; i++)
    {
      g_autofree char *text = read_critique (options->critique_files[i], error);

      if (text == NULL)
        return NULL;
      g_strv_builder_add (critiques, text);
    }

  return g_strv_builder_end (critiques);
}

typedef struct
{
  GStrv       photos;
  GStrv       critiques;
  CliDecoder *decoder;
  gsize       next;
} Source;

/* Each photograph with all the critiques; without one, the critiques alone. */
static CliItem *
produce (gpointer data)
{
  Source *source = data;
  CliItem *item;

  if (source->next >= MAX (g_strv_length (source->photos), 1))
    return NULL;

  item = cli_item_new ();
  item->path = g_strdup (source->photos[source->next]);
  item->critiques = g_strdupv (source->critiques);
  source->next++;
  cli_decoder_load (source->decoder, item);

  return item;
}

void
cli_write_item (CriticJsonWriter *writer, const CliItem *item, CriticAssessment *assessment, const GError *error)
{
  if (item->id != NULL)
    {
      critic_json_writer_name (writer, "id");
      critic_json_writer_raw (writer, item->id);
    }
  else if (item->line > 0)
    {
      critic_json_writer_put_integer (writer, "line", item->line);
    }
  if (item->line == 0 && item->path != NULL)
    {
      g_autofree char *name = g_filename_display_name (item->path);

      critic_json_writer_put_string (writer, "photo", name);
    }

  if (assessment != NULL)
    critic_assessment_write_json (assessment, writer);
  else
    {
      critic_json_writer_put_string (writer, "error", error->message);
    }
}

static gboolean
write_heatmap (const CliItem *item, CriticAssessment *assessment, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (item->path);
  /* Decoded again, larger: the score must not depend on whether a picture was wanted. */
  g_autoptr (CriticPhoto) photo = critic_photo_load (file, CRITIC_ANNOTATE_LONG_SIDE, NULL, error);

  return photo != NULL && critic_annotate_save (photo, assessment, path, error);
}

static void
begin_document (CriticJsonWriter *writer)
{
  critic_json_writer_begin_object (writer);
  critic_json_writer_put_string (writer, "format", "photo-critic-assessments");
  critic_json_writer_put_integer (writer, "version", CRITIC_JSON_VERSION);
  critic_json_writer_put_string (writer, "program", "photo-critic-cli " PACKAGE_VERSION);
  critic_json_writer_name (writer, "assessments");
  critic_json_writer_begin_array (writer);
}

static void
write_and_flush (CriticJsonWriter *writer)
{
  g_autofree char *text = critic_json_writer_take (writer);

  cli_output_write (text);
  cli_output_flush ();
}

static gboolean
assess_item (const Options *options, CriticAnalyzer *analyzer, CriticJsonWriter *writer, const CliItem *item, gboolean first)
{
  CriticRequest request = {
    .photo = item->photo,
    .critiques = (const char *const *) item->critiques,
    .explain = MCN_EXPLAIN_SENTENCES | MCN_EXPLAIN_TOKENS | MCN_EXPLAIN_REGIONS,
    .evidence = options->evidence,
    .praise = TRUE,
    .check_heat = options->check_heat,
  };
  g_autoptr (CriticAssessment) assessment = NULL;
  g_autoptr (GError) error = item->error != NULL ? g_error_copy (item->error) : NULL;
  gboolean ok;

  if (error == NULL)
    assessment = critic_analyzer_assess (analyzer, &request, NULL, &error);
  ok = assessment != NULL;

  if (options->format == FORMAT_TEXT)
    {
      if (!first)
        cli_output_write ("\n");
      if (ok)
        cli_text_print (item, assessment);
      else
        cli_output_error (error->message);
      cli_output_flush ();
    }
  else
    {
      critic_json_writer_begin_object (writer);
      cli_write_item (writer, item, assessment, error);
      critic_json_writer_end_object (writer);
      if (options->format == FORMAT_NDJSON)
        write_and_flush (writer);
    }

  if (ok && options->heatmap != NULL && !write_heatmap (item, assessment, options->heatmap, &error))
    {
      cli_output_error (error->message);
      ok = FALSE;
    }

  return ok;
}

static int
assess_all (const Options *options, CriticAnalyzer *analyzer, guint long_side, GStrv critiques)
{
  g_autoptr (CliDecoder) decoder = cli_decoder_new (long_side);
  g_autoptr (CriticJsonWriter) writer = critic_json_writer_new (options->format == FORMAT_JSON);
  Source source = { options->photos, critiques, decoder, 0 };
  g_autoptr (CliPipeline) pipeline = NULL;
  gboolean first = TRUE;
  CliItem *item;
  int status = CLI_OK;

  if (options->format == FORMAT_JSON)
    begin_document (writer);

  pipeline = cli_pipeline_new (produce, &source);
  while (!cli_output_is_broken () && (item = cli_pipeline_next (pipeline)) != NULL)
    {
      if (!assess_item (options, analyzer, writer, item, first))
        status = CLI_FAILED;
      cli_item_free (item);
      first = FALSE;
    }

  if (options->format == FORMAT_JSON)
    {
      critic_json_writer_end_array (writer);
      critic_json_writer_end_object (writer);
      write_and_flush (writer);
    }

  return status;
}

/* photo-critic-cli assess ... */
int
cli_assess (GStrv arguments)
{
  g_auto (Options) options = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *directory = NULL;
  g_autoptr (CriticAnalyzer) analyzer = NULL;
  g_auto (GStrv) critiques = NULL;
  McnModel *model;

  if (!parse_options (&options, arguments, &error))
    return cli_usage (error->message);
  wrong = check_options (&options);
  if (wrong != NULL)
    return cli_usage (wrong);

  directory = options.model != NULL ? g_strdup (options.model) : critic_model_directory ();
  analyzer = critic_analyzer_new (directory, options.threads);
  critiques = read_critiques (&options, &error);
  model = critiques != NULL ? critic_analyzer_wait_model (analyzer, &error) : NULL;
  if (model == NULL)
    {
      cli_output_error (error->message);
      return CLI_FAILED;
    }

  if (options.pairs != NULL)
    return cli_pairs (analyzer, mcn_model_get_long_side (model), options.pairs, options.evidence);

  return assess_all (&options, analyzer, mcn_model_get_long_side (model), critiques);
}
