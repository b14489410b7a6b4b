/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pass-run-private.h"

#include "critic-sidecar-sync.h"

/**
 * critic_pass_run_look: (skip)
 * @self: a run
 * @paths: (array length=n): files that are in the library
 * @n: how many
 *
 * Takes in the marks that their sidecars and the files themselves have, and tells
 * of those that are others now. On a thread of the run.
 */
void
critic_pass_run_look (CriticPassRun *self, const char *const *paths, gsize n)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *error = NULL;

  if (n > 0 && !critic_sidecar_look (self->plan.library, paths, n, ids, NULL, NULL, self->cancellable, &error))
    critic_pass_run_fail (self, error);
  else if (ids->len > 0)
    critic_pass_run_tell (self, ids);
}
