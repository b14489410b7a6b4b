/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-selection.h"

#include "cli-output.h"

#include <glib/gi18n-lib.h>

struct _CliSelection
{
  CliRanking    ranking;
  CriticFilter *filter;
  CriticOrder  *order;
  char         *order_name;
  GPtrArray    *rows;           /* collected; CliRow */
  gboolean      asks_for_bursts; /* the filter waits for all rows */
  CriticPlace  *places;         /* of @rows; NULL: not looked for */
  gboolean      streams;        /* rows are written as they come */
  guint64       n_failed;
  guint64       n_hidden;       /* failed, and not let through by the filter */
};

CliSelection *
cli_selection_new (CliRankingFormat format, gboolean timings, CriticFilter *filter, CriticOrder *order)
{
  CliSelection *self = g_new0 (CliSelection, 1);

  self->filter = filter != NULL ? critic_filter_ref (filter) : NULL;
  self->asks_for_bursts = filter != NULL && critic_filter_asks_for_bursts (filter);
  self->order = order != NULL ? critic_order_ref (order) : NULL;
  self->order_name = order != NULL ? critic_order_to_string (order) : NULL;
  self->ranking.format = format;
  self->ranking.timings = timings;
  self->ranking.order = self->order_name;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) cli_row_free);

  return self;
}

void
cli_selection_free (CliSelection *self)
{
  g_clear_pointer (&self->filter, critic_filter_unref);
  g_clear_pointer (&self->order, critic_order_unref);
  g_free (self->order_name);
  g_ptr_array_unref (self->rows);
  g_free (self->places);
  g_free (self);
}

void
cli_selection_begin (CliSelection *self)
{
  self->streams = self->order == NULL;
  if (self->streams)
    cli_ranking_begin (&self->ranking);
}

void
cli_selection_begin_sorted (CliSelection *self)
{
  self->streams = TRUE;
  cli_ranking_begin (&self->ranking);
}

/* Whether the filter lets the row through; counts what failed and is hidden. */
static gboolean
lets_through (CliSelection *self, const CliRow *row)
{
  CriticFacts facts = cli_row_get_facts (row);
  gboolean through = self->filter == NULL || critic_filter_matches (self->filter, &facts);

  self->n_hidden += !through && cli_row_has_failed (row);
  return through;
}

void
cli_selection_add (CliSelection *self, CliRow *row)
{
  g_autoptr (CliRow) owned = row;

  /* By what is shown, here and in a merge alike. */
  cli_row_round (row);
  self->n_failed += cli_row_has_failed (row);
  if (!self->asks_for_bursts && !lets_through (self, row))
    return;

  if (self->streams)
    cli_ranking_put (&self->ranking, row);
  else
    g_ptr_array_add (self->rows, g_steal_pointer (&owned));
}

static void
find_bursts (CliSelection *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_sized_new (self->rows->len);

  for (guint i = 0; i < self->rows->len; i++)
    g_ptr_array_add (rows, ((CliRow *) self->rows->pdata[i])->row);
  self->places = critic_groups_find (rows, CRITIC_BURST_SECONDS);
  for (guint i = 0; i < self->rows->len; i++)
    ((CliRow *) self->rows->pdata[i])->place = &self->places[i];
}

static void
write_sorted (CliSelection *self)
{
  g_autofree CriticFacts *facts = g_new0 (CriticFacts, self->rows->len);
  g_autofree guint32 *indices = g_new (guint32, self->rows->len);
  guint n = 0;

  if (self->asks_for_bursts)
    find_bursts (self);
  for (guint i = 0; i < self->rows->len; i++)
    {
      facts[i] = cli_row_get_facts (self->rows->pdata[i]);
      if (!self->asks_for_bursts || lets_through (self, self->rows->pdata[i]))
        indices[n++] = i;
    }
  critic_order_sort (self->order, facts, FALSE, indices, n);

  cli_ranking_begin (&self->ranking);
  for (guint i = 0; i < n && !cli_output_is_broken (); i++)
    cli_ranking_put (&self->ranking, self->rows->pdata[indices[i]]);
}

void
cli_selection_end (CliSelection *self)
{
  if (!self->streams)
    write_sorted (self);
  cli_ranking_end (&self->ranking);

  if (self->n_hidden > 0)
    {
      g_autofree char *message =
        g_strdup_printf (ngettext ("%zu photograph could not be judged; --filter failed says why.",
                                   "%zu photographs could not be judged; --filter failed says why.",
                                   self->n_hidden), (gsize) self->n_hidden);

      cli_output_error (message);
    }
}

gboolean
cli_selection_streams (const CliSelection *self)
{
  return self->streams;
}

guint64
cli_selection_get_n_failed (const CliSelection *self)
{
  return self->n_failed;
}
