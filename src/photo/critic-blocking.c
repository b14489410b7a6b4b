/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-blocking.h"

static gint n_on_main;

void
critic_blocking_begin (const char *what)
{
  /* Only true while a main loop runs it: a program without one may wait. */
  if (!g_main_context_is_owner (g_main_context_default ()))
    return;

  g_atomic_int_inc (&n_on_main);
  g_critical ("%s on the main loop", what);
}

guint
critic_blocking_get_on_main (void)
{
  return (guint) g_atomic_int_get (&n_on_main);
}
