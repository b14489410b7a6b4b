/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-progress.h"

#include "cli-output.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define PERIOD  (G_TIME_SPAN_SECOND / 5)
#define SMOOTH  20.0    /* seconds over which the rate is a mean */
#define COLUMNS 80      /* of a terminal that does not say */

struct _CliProgress
{
  gint64  last;         /* when the line was written, monotonic microseconds */
  guint64 last_done;
  gdouble rate;         /* a second; NAN: not known yet */
  gboolean shown;
};

CliProgress *
cli_progress_new (gboolean output_too)
{
  CliProgress *self;

  if (!isatty (STDERR_FILENO) || (output_too && isatty (STDOUT_FILENO)))
    return NULL;

  self = g_new0 (CliProgress, 1);
  self->rate = NAN;
  self->last = g_get_monotonic_time ();

  return self;
}

void
cli_progress_free (CliProgress *self)
{
  if (self != NULL)
    cli_progress_erase (self);
  g_free (self);
}

void
cli_progress_erase (CliProgress *self)
{
  if (self == NULL || !self->shown)
    return;

  fputs ("\r\033[K", stderr);
  fflush (stderr);
  self->shown = FALSE;
}

/* An exponential mean whose weights do not depend on how often it is asked. */
static void
measure (CliProgress *self, gint64 now, guint64 done)
{
  gdouble seconds = (gdouble) (now - self->last) / G_TIME_SPAN_SECOND;
  gdouble rate = (gdouble) (done - self->last_done) / seconds;
  gdouble weight = exp (-seconds / SMOOTH);

  self->rate = isnan (self->rate) ? rate : weight * self->rate + (1.0 - weight) * rate;
  self->last = now;
  self->last_done = done;
}

static char *
time_text (gdouble seconds)
{
  guint whole = (guint) MIN (ceil (seconds), 1e9);

  if (whole < 60)
    return g_strdup_printf (_("%u s left"), whole);
  if (whole < 3600)
    return g_strdup_printf (_("%u min left"), (whole + 59) / 60);

  return g_strdup_printf (_("%u h %02u min left"), whole / 3600, whole % 3600 / 60);
}

static char *
line_text (const CliProgress *self, guint64 done, guint64 all, const char *name)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (all > 0)
    g_string_append_printf (line, _("%zu of %zu"), (gsize) done, (gsize) MAX (all, done));
  else
    g_string_append_printf (line, "%" G_GUINT64_FORMAT, done);
  if (self->rate > 0.0)
    {
      g_string_append (line, " \u00b7 ");
      g_string_append_printf (line, _("%.1f a second"), self->rate);
    }
  if (all > done && self->rate > 0.0)
    {
      g_autofree char *left = time_text ((gdouble) (all - done) / self->rate);

      g_string_append_printf (line, " \u00b7 %s", left);
    }
  if (name != NULL)
    g_string_append_printf (line, " \u00b7 %s", name);

  return g_string_free (g_steal_pointer (&line), FALSE);
}

void
cli_progress_show (CliProgress *self, guint64 done, guint64 all, const char *name)
{
  gint64 now = g_get_monotonic_time ();
  struct winsize size;
  g_autofree char *line = NULL;
  g_autofree char *clean = NULL;
  g_autofree char *local = NULL;

  if (self == NULL || now - self->last < PERIOD)
    return;

  measure (self, now, done);
  line = line_text (self, done, all, name);
  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    size.ws_col = COLUMNS;
  clean = cli_output_clean (line, -1, size.ws_col - 1);
  local = cli_output_localise (clean);
  fprintf (stderr, "\r%s\033[K", local);
  fflush (stderr);
  self->shown = TRUE;
}
