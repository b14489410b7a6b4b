/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CRITIC_PASS_RATE_WINDOW 64

/* Photographs a second over the last few; a zeroed one knows nothing. */
typedef struct
{
  gint64 times[CRITIC_PASS_RATE_WINDOW];    /* a ring, monotonic microseconds */
  guint  n, next;
} CriticPassRate;

void    critic_pass_rate_count (CriticPassRate *self, gint64 now);

/* After a pause: what was measured before it counts no more. */
void    critic_pass_rate_reset (CriticPassRate *self);
gdouble critic_pass_rate_get   (const CriticPassRate *self, gint64 now);    /* 0: unknown */

G_END_DECLS
