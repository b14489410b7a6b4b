/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-spent.h"

#include "mcn-safetensors-writer.h"

#include <glib/gstdio.h>
#include <string.h>

#define NAME "spent.txt"
#define EVERY (30 * G_USEC_PER_SEC)

/**
 * mcn_spent_read:
 * @folder: of a cell that is not done
 *
 * Returns: seconds that it has taken; 0 when it was never begun
 */
gdouble
mcn_spent_read (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, NAME, NULL), *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? MAX (g_ascii_strtod (text, NULL), 0) : 0;
}

/**
 * mcn_spent_begin:
 * @self: (out): end it
 * @folder: of the cell
 */
void
mcn_spent_begin (McnSpent *self, const char *folder)
{
  gint64 now = g_get_monotonic_time ();

  *self = (McnSpent) { g_build_filename (folder, NAME, NULL), mcn_spent_read (folder), now, now };
}

/**
 * mcn_spent_now:
 * @self: a clock
 *
 * Returns: seconds in all, runs that were broken off included
 */
gdouble
mcn_spent_now (const McnSpent *self)
{
  return self->before + (g_get_monotonic_time () - self->began) / (gdouble) G_USEC_PER_SEC;
}

/* A disk that is full stops the run itself; this is only its clock. */
static void
write_down (McnSpent *self)
{
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (seconds, sizeof seconds, mcn_spent_now (self));
  mcn_save_bytes (self->path, seconds, strlen (seconds), NULL);
  self->kept = g_get_monotonic_time ();
}

/**
 * mcn_spent_keep:
 * @self: a clock
 */
void
mcn_spent_keep (McnSpent *self)
{
  if (g_get_monotonic_time () - self->kept > EVERY)
    write_down (self);
}

/**
 * mcn_spent_end:
 * @self: a clock
 * @done: whether the cell is
 */
void
mcn_spent_end (McnSpent *self, gboolean done)
{
  if (done)
    g_unlink (self->path);
  else
    write_down (self);
  g_clear_pointer (&self->path, g_free);
}
