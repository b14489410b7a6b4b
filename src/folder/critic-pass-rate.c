/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pass-rate.h"

#define FEWEST 3                /* below that many a rate is a guess */

/**
 * critic_pass_rate_count: (skip)
 * @self: a rate
 * @now: monotonic time, microseconds
 *
 * One more was finished.
 */
void
critic_pass_rate_count (CriticPassRate *self, gint64 now)
{
  self->times[self->next] = now;
  self->next = (self->next + 1) % CRITIC_PASS_RATE_WINDOW;
  self->n = MIN (self->n + 1, CRITIC_PASS_RATE_WINDOW);
}

void
critic_pass_rate_reset (CriticPassRate *self)
{
  self->n = 0;
}

/**
 * critic_pass_rate_get: (skip)
 * @self: a rate
 * @now: monotonic time, microseconds
 *
 * The time since the newest one counts as soon as it is longer than usual, so
 * that the rate falls while one photograph takes long.
 *
 * Returns: photographs a second, or 0 while it is unknown
 */
gdouble
critic_pass_rate_get (const CriticPassRate *self, gint64 now)
{
  const guint window = CRITIC_PASS_RATE_WINDOW;
  gint64 oldest, newest, span;
  gdouble rate;

  if (self->n < FEWEST)
    return 0.0;

  oldest = self->times[(self->next + window - self->n) % window];
  newest = self->times[(self->next + window - 1) % window];
  span = MAX (newest - oldest, 1);
  rate = (gdouble) (self->n - 1) / span;
  if ((now - newest) * rate > 1.0)
    rate = (gdouble) self->n / MAX (now - oldest, 1);
  return rate * G_TIME_SPAN_SECOND;
}
