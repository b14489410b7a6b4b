/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-exiv2.h"

#include <gexiv2/gexiv2.h>

static gpointer
initialize (gpointer unused)
{
  gboolean ready;

  /* What goes wrong is said by us, about a file. */
  gexiv2_log_set_level (GEXIV2_LOG_LEVEL_MUTE);
  ready = gexiv2_initialize () &&
          gexiv2_metadata_try_register_xmp_namespace (CRITIC_XMP_NAMESPACE, "photocritic", NULL);
  return GINT_TO_POINTER (ready);
}

gboolean
critic_exiv2_initialize (void)
{
  static GOnce once = G_ONCE_INIT;

  return GPOINTER_TO_INT (g_once (&once, initialize, NULL));
}

GMutex *
critic_exiv2_lock (void)
{
  static GMutex lock;

  return &lock;
}
