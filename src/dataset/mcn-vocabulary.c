/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-vocabulary.h"

#include "mcn-dataset-file.h"

#include <glib/gi18n-lib.h>

McnWordpiece *
mcn_vocabulary_load (const char *path, char **sha256, GError **error)
{
  g_autoptr (GBytes) bytes = mcn_dataset_file_map (path, error);
  g_autoptr (McnWordpiece) wordpiece = NULL;

  if (bytes == NULL)
    return NULL;
  wordpiece = mcn_wordpiece_new (bytes, path, error);
  if (wordpiece == NULL)
    return NULL;
  if (mcn_wordpiece_get_size (wordpiece) > (gsize) G_MAXUINT16 + 1)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_UNSUPPORTED,
                   _("The vocabulary “%s” has more than 65536 word pieces. Name another model."), path);
      return NULL;
    }

  *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return g_steal_pointer (&wordpiece);
}
