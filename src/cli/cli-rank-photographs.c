/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-rank.h"

#include "cli-asked.h"
#include "cli-commands.h"
#include "cli-counter.h"
#include "cli-critique-table.h"
#include "cli-output.h"
#include "cli-progress.h"
#include "cli-rank-library.h"
#include "cli-sources.h"
#include "cli-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LOOK_AHEAD 256          /* rows between the one that is due and the one read last */
#define BATCH      128          /* rows in a transaction of the library, at most */
#define PATIENCE   (G_TIME_SPAN_SECOND / 2) /* how long a judged row may wait for it */

/* Three kinds of threads: the reader walks the input and pushes what must be
 * judged into the pool, the pool's workers judge, and the main thread takes the
 * rows in the input's order, stores and writes them. */
typedef struct
{
  const CliRankOptions *options;
  CliSources           *sources;
  CliCritiqueTable     *table;      /* NULL: none */
  CriticLibrary        *library;    /* NULL: none */
  CriticPool           *pool;
  char                 *model;      /* its id */
  CliWindow            *window;
  CliAsked             *asked;
  CliSelection         *selection;
  CliProgress          *progress;
  CliCounter           *counter;

  GPtrArray            *waiting;    /* CliRow, in order, not yet written */
  guint                 n_fresh;    /* of them */
  gint64                since;      /* when the first fresh one came, monotonic */

  GError               *list_error; /* the reader's; read after it was joined */
  guint64               n_judged, n_known;
} Ranking;

static void
put (Ranking *self, CliRow *row, guint64 number)
{
  row->number = number;
  cli_window_put (self->window, row);
}

/* A worker's thread. */
static void
on_done (CriticPoolItem *item, gpointer data)
{
  Ranking *self = data;
  CliRow *row = cli_row_of_item (item, self->model);

  row->fresh = TRUE;
  row->with_table = item->data != NULL;
  if (!row->with_table)
    row->critiques = g_steal_pointer (&item->critiques);
  put (self, row, item->number);
  critic_pool_item_free (item);
}

/* The reader's thread. */
static gboolean
on_source (const char *path, const GError *trouble, gpointer data)
{
  Ranking *self = data;
  CriticPoolItem *item;
  GStrv critiques = NULL;
  gboolean with_table;
  guint64 number;

  if (!cli_window_reserve (self->window, &number))
    return FALSE;
  if (trouble != NULL)
    {
      put (self, cli_row_failed (path, trouble->message), number);
      return TRUE;
    }

  if (self->table != NULL)
    critiques = cli_critique_table_texts (self->table, path);
  with_table = critiques != NULL;
  if (self->library != NULL && !with_table)
    {
      CliRow *row = cli_rank_library_look_up (self->library, path, self->model, &critiques);

      if (row != NULL)
        {
          put (self, row, number);
          return TRUE;
        }
    }

  item = critic_pool_item_new (path);
  item->number = number;
  item->critiques = critiques;
  item->data = with_table ? self->table : NULL;
  return critic_pool_push (self->pool, item);
}

static gpointer
reader_thread (gpointer data)
{
  Ranking *self = data;

  cli_sources_walk (self->sources, on_source, self, &self->list_error);
  cli_window_close (self->window);

  return NULL;
}

/* Stores and writes what waits. */
static gboolean
write_waiting (Ranking *self, GError **error)
{
  if (self->library != NULL && self->n_fresh > 0 &&
      !cli_rank_library_save (self->library, self->model, self->waiting, error))
    return FALSE;

  for (guint i = 0; i < self->waiting->len; i++)
    {
      cli_asked_fill (self->asked, self->waiting->pdata[i]);
      cli_selection_add (self->selection, g_steal_pointer (&self->waiting->pdata[i]));
    }
  g_ptr_array_set_size (self->waiting, 0);
  self->n_fresh = 0;

  /* Who reads along gets what is due, not what fills a block. */
  if (cli_selection_streams (self->selection) && !cli_window_is_ready (self->window))
    cli_output_flush ();
  return TRUE;
}

static void
take (Ranking *self, CliRow *row)
{
  cli_progress_show (self->progress, self->n_judged + self->n_known, cli_counter_get (self->counter), row->row->path);
  if (row->fresh)
    self->n_judged++;
  else
    self->n_known++;

  if (row->fresh && self->n_fresh++ == 0)
    self->since = g_get_monotonic_time ();
  g_ptr_array_add (self->waiting, row);
}

/* Whether what waits has waited long enough. Without a library nothing waits. */
static gboolean
is_time (const Ranking *self)
{
  return self->library == NULL || self->n_fresh == 0 || self->n_fresh >= BATCH ||
         g_get_monotonic_time () >= self->since + PATIENCE;
}

static gboolean
take_rows (Ranking *self, GError **error)
{
  while (!cli_output_is_broken ())
    {
      gint64 until = self->n_fresh > 0 ? self->since + PATIENCE : 0;
      CliRow *row = cli_window_next (self->window, until);

      if (row != NULL)
        take (self, row);
      else if (cli_window_is_over (self->window))
        break;
      if (is_time (self) && !write_waiting (self, error))
        return FALSE;
    }

  return cli_output_is_broken () || write_waiting (self, error);
}

static gboolean
run (Ranking *self, GError **error)
{
  GThread *reader = g_thread_new ("cli-reader", reader_thread, self);
  gboolean ok;

  cli_selection_begin (self->selection);
  ok = take_rows (self, error);

  cli_window_stop (self->window);
  cli_sources_stop (self->sources);
  critic_pool_cancel (self->pool);
  g_thread_join (reader);
  if (ok && self->list_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->list_error));
      ok = FALSE;
    }

  return ok;
}

static gboolean
set_up (Ranking *self, GError **error)
{
  const CliRankOptions *options = self->options;
  g_autofree char *directory = options->model != NULL ? g_strdup (options->model) : critic_model_directory ();
  g_autofree char *library = options->library != NULL ? g_strdup (options->library) : critic_library_default_path ();
  const char *const *paths = (const char *const *) options->paths;

  self->waiting = g_ptr_array_new ();
  self->window = cli_window_new (LOOK_AHEAD);
  self->selection = cli_selection_new (options->format, options->timings, options->filter, options->order);
  self->progress = cli_progress_new (options->order == NULL);
  if (self->progress != NULL && options->files_from == NULL)
    self->counter = cli_counter_new (paths, options->shard, options->n_shards);

  self->sources = cli_sources_new (paths, options->files_from, options->nul, error);
  if (self->sources == NULL)
    return FALSE;
  cli_sources_set_shard (self->sources, options->shard, options->n_shards);

  if (options->critiques != NULL && (self->table = cli_critique_table_read (options->critiques, error)) == NULL)
    return FALSE;
  if (!options->no_library && (self->library = critic_library_open (library, error)) == NULL)
    return FALSE;

  self->pool = critic_pool_new (directory, options->jobs, on_done, self, error);
  if (self->pool == NULL)
    return FALSE;
  critic_pool_keep_priority (self->pool);
  self->model = g_strdup (critic_pool_get_model_id (self->pool));
  self->asked = cli_asked_new (options->filter, options->like, options->words, options->taste, directory, self->model,
                               self->table, self->library, error);

  return self->asked != NULL;
}

static void
clear (Ranking *self)
{
  g_clear_pointer (&self->progress, cli_progress_free);
  g_clear_pointer (&self->counter, cli_counter_free);
  g_clear_pointer (&self->pool, critic_pool_free);
  g_clear_pointer (&self->sources, cli_sources_free);
  g_clear_pointer (&self->asked, cli_asked_free);
  g_clear_pointer (&self->table, cli_critique_table_free);
  g_clear_pointer (&self->selection, cli_selection_free);
  g_clear_pointer (&self->window, cli_window_free);
  g_clear_object (&self->library);
  g_clear_error (&self->list_error);
  for (guint i = 0; self->waiting != NULL && i < self->waiting->len; i++)
    cli_row_free (self->waiting->pdata[i]);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_free (self->model);
}

static void
print_timings (const Ranking *self, gint64 begin)
{
  gdouble seconds = (gdouble) (g_get_monotonic_time () - begin) / G_TIME_SPAN_SECOND;
  g_autofree char *message =
    g_strdup_printf (_("%.2f s: %zu judged, %zu known already, %zu failed."),
                     seconds, (gsize) self->n_judged, (gsize) self->n_known, (gsize) cli_selection_get_n_failed (self->selection));

  cli_output_error (message);
}

int
cli_rank_photographs (const CliRankOptions *options)
{
  Ranking self = { .options = options };
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  gboolean ok = set_up (&self, &error) && run (&self, &error);
  int status = CLI_FAILED;

  g_clear_pointer (&self.progress, cli_progress_free);
  if (self.selection != NULL && (ok || self.list_error != NULL || cli_selection_streams (self.selection)))
    cli_selection_end (self.selection);
  if (!ok)
    cli_output_error (error->message);
  else if (cli_selection_get_n_failed (self.selection) == 0)
    status = CLI_OK;
  if (ok && options->timings)
    print_timings (&self, begin);

  clear (&self);
  return status;
}
