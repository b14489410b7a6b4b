/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long a cell has taken that is not done yet, runs that were broken off included: a file in its folder,
 * so that a budget counts them. */
typedef struct
{
  char   *path;
  gdouble before;           /* seconds */
  gint64  began, kept;
} McnSpent;

void    mcn_spent_begin (McnSpent *self, const char *folder);
/* Seconds in all, up to now. */
gdouble mcn_spent_now   (const McnSpent *self);
/* Writes it down when half a minute has passed: whoever is killed loses no more. */
void    mcn_spent_keep  (McnSpent *self);
/* @done: the cell is, and its own file says how long it took; else it is written down. */
void    mcn_spent_end   (McnSpent *self, gboolean done);
/* Of a cell that is not done, seconds; 0: never begun. */
gdouble mcn_spent_read  (const char *folder);

G_END_DECLS
