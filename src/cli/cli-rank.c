/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-rank.h"

#include "cli-commands.h"
#include "cli-sources.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_JOBS 256

static void
options_clear (CliRankOptions *options)
{
  char *strings[] = { options->critiques, options->format_name, options->sort, options->filter_text, options->jobs_text,
                      options->library, options->files_from, options->shard_text, options->like, options->words,
                      options->model };

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (strings[i]);
  g_strfreev (options->paths);
  g_clear_pointer (&options->filter, critic_filter_unref);
  g_clear_pointer (&options->order, critic_order_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliRankOptions, options_clear)

static gboolean
parse_options (CliRankOptions *options, GStrv arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "critiques", 0, 0, G_OPTION_ARG_FILENAME, &options->critiques, N_("A table with the columns file, author, score, critique"), N_("FILE.csv") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->format_name, N_("table (default), csv, json or ndjson"), N_("FORMAT") },
    { "sort", 's', 0, G_OPTION_ARG_STRING, &options->sort, N_("What comes first, e.g. score, low, style:Macro, taken, -name"), N_("KEY") },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options->filter_text, N_("Only these, e.g. “score >= 5.5 and not failed”"), N_("EXPR") },
    { "jobs", 'j', 0, G_OPTION_ARG_STRING, &options->jobs_text, N_("How many photographs to judge at once (default: one fewer than processors)"), N_("N") },
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &options->library, N_("The library to use instead of the user’s own"), N_("FILE") },
    { "no-library", 0, 0, G_OPTION_ARG_NONE, &options->no_library, N_("Neither read nor write a library"), NULL },
    { "files-from", 0, 0, G_OPTION_ARG_FILENAME, &options->files_from, N_("A list of more photographs and folders, one a line (- is standard input)"), N_("FILE") },
    { "null", '0', 0, G_OPTION_ARG_NONE, &options->nul, N_("The list’s entries end with NUL, as find -print0 writes them"), NULL },
    { "shard", 0, 0, G_OPTION_ARG_STRING, &options->shard_text, N_("Only part I of N, by a hash of each path"), N_("I/N") },
    { "timings", 0, 0, G_OPTION_ARG_NONE, &options->timings, N_("Say how long each step took"), NULL },
    { "like", 0, 0, G_OPTION_ARG_FILENAME, &options->like, N_("The photograph that “likeness” compares with"), N_("PHOTO") },
    { "words", 0, 0, G_OPTION_ARG_STRING, &options->words, N_("What “likeness” compares with instead, in English, e.g. “misty mountains, soft light”"), N_("TEXT") },
    { "merge", 0, 0, G_OPTION_ARG_NONE, &options->merge, N_("The files are rankings (csv or ndjson); make one of them"), NULL },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &options->model, N_("The model’s folder"), N_("DIR") },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("PATH…"));
  g_auto (GStrv) rest = g_new0 (char *, g_strv_length (arguments) + 2);
  gsize first;

  rest[0] = g_strdup ("photo-critic-cli rank");
  for (gsize i = 0; arguments[i] != NULL; i++)
    rest[i + 1] = g_strdup (arguments[i]);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Scores all photographs of the files and folders given and ranks them."));
  g_option_context_set_description (context,
    _("csv and ndjson without --sort are written in the order of the input while the work goes on; all else comes at the end, "
      "the best first.\nExit status: 0; 1 when some input failed; 2 when the command was wrong."));
  if (!g_option_context_parse_strv (context, &rest, error))
    return FALSE;

  first = rest[1] != NULL && g_str_equal (rest[1], "--") ? 2 : 1;
  options->paths = g_strdupv (rest + first);
  return TRUE;
}

/* Whether a key of --sort is asked for. */
static gboolean
sorts_by (const CliRankOptions *options, const char *name)
{
  g_auto (GStrv) keys = g_strsplit (options->sort != NULL ? options->sort : "", ",", -1);

  for (gsize i = 0; keys[i] != NULL; i++)
    if (g_str_equal (g_strstrip (keys[i]) + (*keys[i] == '-'), name))
      return TRUE;

  return FALSE;
}

/* NULL, or what does not go together. */
static const char *
check_together (const CliRankOptions *options)
{
  gboolean likeness = sorts_by (options, "likeness");

  if (options->merge && (options->critiques != NULL || options->library != NULL || options->no_library || options->like != NULL ||
                         options->words != NULL ||
                         options->files_from != NULL || options->shard_text != NULL || options->jobs_text != NULL))
    return _("--merge takes finished rankings; leave --critiques, --library, --files-from, --shard, --like, --words and --jobs out.");
  if (options->merge && (likeness || sorts_by (options, "taste")))
    return _("Rankings do not say what a photograph looks like; --merge cannot sort by likeness or taste.");
  if (options->merge && options->paths[0] == NULL)
    return _("There is nothing to merge. Name files that “rank --format csv” or “rank --format ndjson” wrote.");
  if (options->library != NULL && options->no_library)
    return _("--library and --no-library contradict each other; leave one out.");
  if (options->nul && options->files_from == NULL)
    return _("-0 is about the list of --files-from, which is missing.");
  if (options->like != NULL && options->words != NULL)
    return _("“likeness” compares with one thing; leave --like or --words out.");
  if (likeness && options->like == NULL && options->words == NULL)
    return _("--sort likeness needs something to compare with; name a photograph with --like or say what is looked for with --words.");
  if (!options->merge && options->paths[0] == NULL && options->files_from == NULL)
    return _("There is nothing to rank. Name photographs or folders, or give a list with --files-from.");
  if (options->critiques != NULL && options->files_from != NULL &&
      g_str_equal (options->critiques, "-") && g_str_equal (options->files_from, "-"))
    return _("Standard input can be the list or the critiques, not both.");

  return NULL;
}

/* NULL, or why a filter cannot ask for bursts here: they are known once all
 * photographs are, by what these look like. */
static const char *
check_bursts (const CliRankOptions *options)
{
  if (options->filter == NULL || !critic_filter_asks_for_bursts (options->filter))
    return NULL;
  if (options->merge)
    return _("Rankings do not say what a photograph looks like; --merge cannot filter by “burst” or “best”.");
  if (options->n_shards > 1)
    return _("A burst may be spread over several parts; with --shard, do not filter by “burst” or “best”.");
  if (options->order == NULL)
    return _("Bursts are known when all photographs are; to filter by “burst” or “best”, say with --sort what comes first.");

  return NULL;
}

/* NULL, or what is wrong with a value. */
static char *
check_values (CliRankOptions *options)
{
  g_autoptr (GError) error = NULL;
  const char *sort = options->sort;
  guint64 n;

  if (options->format_name != NULL && !cli_ranking_format_parse (options->format_name, &options->format))
    return g_strdup_printf (_("There is no format “%s”. Use table, csv, json or ndjson."), options->format_name);
  if (options->jobs_text != NULL)
    {
      if (!g_ascii_string_to_unsigned (options->jobs_text, 10, 1, MAX_JOBS, &n, NULL))
        return g_strdup_printf (_("“%s” is not a number of jobs from 1 to %d."), options->jobs_text, MAX_JOBS);
      options->jobs = (guint) n;
    }
  options->taste = sorts_by (options, "taste") || (options->filter_text != NULL && strstr (options->filter_text, "taste") != NULL);
  options->shard = options->n_shards = 1;
  if (options->shard_text != NULL && !cli_shard_parse (options->shard_text, &options->shard, &options->n_shards))
    return g_strdup_printf (_("“%s” is no part of a whole. Write I/N, from 1/N to N/N."), options->shard_text);

  if (options->filter_text != NULL)
    {
      options->filter = critic_filter_new (options->filter_text, &error);
      if (options->filter == NULL)
        return g_strdup (error->message);
    }

  /* A table without an order would be no ranking. */
  if (sort == NULL && options->words != NULL)
    sort = "likeness";
  if (sort == NULL && (options->merge || options->format == CLI_RANKING_TABLE || options->format == CLI_RANKING_JSON))
    sort = "score";
  if (sort != NULL)
    {
      options->order = critic_order_new (sort, &error);
      if (options->order == NULL)
        return g_strdup (error->message);
    }

  return g_strdup (check_bursts (options));
}

/* photo-critic-cli rank ... */
int
cli_rank (GStrv arguments)
{
  g_auto (CliRankOptions) options = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *wrong = NULL;

  if (!parse_options (&options, arguments, &error))
    return cli_usage (error->message);

  wrong = g_strdup (check_together (&options));
  if (wrong == NULL)
    wrong = check_values (&options);
  if (wrong != NULL)
    return cli_usage (wrong);

  return options.merge ? cli_rank_merge (&options) : cli_rank_photographs (&options);
}
