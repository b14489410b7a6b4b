/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-rank.h"

#include "cli-commands.h"
#include "cli-output.h"
#include "cli-row-reader.h"

#include <glib/gi18n-lib.h>

/* Rankings are read twice: once to see that every row makes sense, that one
 * model judged them all, and whether each is sorted already as the result shall
 * be. Then, where all are, they are merged with one row of each in memory, and
 * otherwise read into memory and sorted. */
typedef struct
{
  const CliRankOptions *options;
  char                 *model;      /* of the first row that was judged */
  gboolean              sorted;     /* all that was looked at */
} Merge;

static gint
compare (const Merge *self, const CliRow *a, const CliRow *b)
{
  CriticFacts one = cli_row_get_facts (a), other = cli_row_get_facts (b);

  return critic_order_compare (self->options->order, &one, &other);
}

static gboolean
check_row (Merge *self, const CliRow *row, const char *path, GError **error)
{
  g_autofree char *name = NULL;

  if (row->model == NULL)
    return TRUE;
  if (self->model == NULL)
    self->model = g_strdup (row->model);
  if (g_str_equal (self->model, row->model))
    return TRUE;

  name = cli_output_name_input (path);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _("%s holds scores of another model than the rows before it. Rank again with one model."), name);
  return FALSE;
}

static gboolean
check_file (Merge *self, const char *path, GError **error)
{
  g_autoptr (CliRowReader) reader = cli_row_reader_open (path, error);
  g_autoptr (CliRow) last = NULL;
  g_autoptr (GError) local = NULL;
  CliRow *row;

  if (reader == NULL)
    return FALSE;

  while ((row = cli_row_reader_next (reader, &local)) != NULL)
    {
      if (last != NULL && compare (self, last, row) > 0)
        self->sorted = FALSE;
      g_clear_pointer (&last, cli_row_free);
      last = row;
      if (!check_row (self, row, path, error))
        return FALSE;
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Reads all rows of all files one after the other. */
static gboolean
collect (const Merge *self, CliSelection *selection, GError **error)
{
  g_autoptr (GError) local = NULL;

  for (gsize i = 0; self->options->paths[i] != NULL; i++)
    {
      g_autoptr (CliRowReader) reader = cli_row_reader_open (self->options->paths[i], error);
      CliRow *row;

      if (reader == NULL)
        return FALSE;
      while ((row = cli_row_reader_next (reader, &local)) != NULL)
        cli_selection_add (selection, row);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }

  return TRUE;
}

/* Of the rows that are next in their files the one that comes first; of equal
 * ones that of the first file, as a stable sort would have it. */
static gint
find_first (const Merge *self, GPtrArray *heads)
{
  gint first = -1;

  for (guint i = 0; i < heads->len; i++)
    if (heads->pdata[i] != NULL && (first < 0 || compare (self, heads->pdata[i], heads->pdata[first]) < 0))
      first = (gint) i;

  return first;
}

static void
clear_head (gpointer head)
{
  if (head != NULL)
    cli_row_free (head);
}

static gboolean
interleave (const Merge *self, CliSelection *selection, GError **error)
{
  g_autoptr (GPtrArray) readers = g_ptr_array_new_with_free_func ((GDestroyNotify) cli_row_reader_free);
  g_autoptr (GPtrArray) heads = g_ptr_array_new_with_free_func (clear_head);
  g_autoptr (GError) local = NULL;
  gint first;

  for (gsize i = 0; self->options->paths[i] != NULL; i++)
    {
      CliRowReader *reader = cli_row_reader_open (self->options->paths[i], error);

      if (reader == NULL)
        return FALSE;
      g_ptr_array_add (readers, reader);
      g_ptr_array_add (heads, cli_row_reader_next (reader, &local));
    }

  while (local == NULL && !cli_output_is_broken () && (first = find_first (self, heads)) >= 0)
    {
      cli_selection_add (selection, g_steal_pointer (&heads->pdata[first]));
      heads->pdata[first] = cli_row_reader_next (readers->pdata[first], &local);
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
run (Merge *self, CliSelection **selection, GError **error)
{
  const CliRankOptions *options = self->options;

  for (gsize i = 0; options->paths[i] != NULL; i++)
    if (!check_file (self, options->paths[i], error))
      return FALSE;

  *selection = cli_selection_new (options->format, options->timings, options->filter, options->order);
  if (self->sorted)
    {
      cli_selection_begin_sorted (*selection);
      return interleave (self, *selection, error);
    }

  cli_selection_begin (*selection);
  return collect (self, *selection, error);
}

int
cli_rank_merge (const CliRankOptions *options)
{
  Merge merge = { options, NULL, TRUE };
  g_autoptr (CliSelection) selection = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok = run (&merge, &selection, &error);

  g_free (merge.model);
  if (!ok)
    {
      cli_output_error (error->message);
      return CLI_FAILED;
    }
  cli_selection_end (selection);

  return cli_selection_get_n_failed (selection) > 0 ? CLI_FAILED : CLI_OK;
}
