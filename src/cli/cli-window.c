/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-window.h"

struct _CliWindow
{
  GMutex   lock;
  GCond    changed;
  guint    n;           /* slots */
  CliRow **slots;       /* row of number i in slot i % n */
  guint64  reserved;    /* numbers given out */
  guint64  taken;       /* the next one due */
  gboolean closed, stopped;
};

CliWindow *
cli_window_new (guint look_ahead)
{
  CliWindow *self = g_new0 (CliWindow, 1);

  self->n = look_ahead;
  self->slots = g_new0 (CliRow *, look_ahead);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  return self;
}

void
cli_window_free (CliWindow *self)
{
  for (guint i = 0; i < self->n; i++)
    g_clear_pointer (&self->slots[i], cli_row_free);
  g_free (self->slots);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

gboolean
cli_window_reserve (CliWindow *self, guint64 *number)
{
  gboolean ok;

  g_mutex_lock (&self->lock);
  while (!self->stopped && self->reserved - self->taken >= self->n)
    g_cond_wait (&self->changed, &self->lock);
  ok = !self->stopped;
  if (ok)
    *number = self->reserved++;
  g_mutex_unlock (&self->lock);

  return ok;
}

void
cli_window_close (CliWindow *self)
{
  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
cli_window_put (CliWindow *self, CliRow *row)
{
  g_mutex_lock (&self->lock);
  self->slots[row->number % self->n] = row;
  if (row->number == self->taken)
    g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static gboolean
is_over (const CliWindow *self)
{
  return self->stopped || (self->closed && self->taken == self->reserved);
}

CliRow *
cli_window_next (CliWindow *self, gint64 until)
{
  CliRow *row = NULL;

  g_mutex_lock (&self->lock);
  while (!is_over (self) && self->slots[self->taken % self->n] == NULL)
    {
      if (until == 0)
        g_cond_wait (&self->changed, &self->lock);
      else if (!g_cond_wait_until (&self->changed, &self->lock, until))
        break;
    }
  if (!self->stopped)
    row = g_steal_pointer (&self->slots[self->taken % self->n]);
  if (row != NULL)
    {
      self->taken++;
      g_cond_broadcast (&self->changed);
    }
  g_mutex_unlock (&self->lock);

  return row;
}

gboolean
cli_window_is_over (CliWindow *self)
{
  gboolean over;

  g_mutex_lock (&self->lock);
  over = is_over (self);
  g_mutex_unlock (&self->lock);

  return over;
}

gboolean
cli_window_is_ready (CliWindow *self)
{
  gboolean ready;

  g_mutex_lock (&self->lock);
  ready = is_over (self) || self->slots[self->taken % self->n] != NULL;
  g_mutex_unlock (&self->lock);

  return ready;
}

void
cli_window_stop (CliWindow *self)
{
  g_mutex_lock (&self->lock);
  self->stopped = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}
