/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as model.json: an error, or a configuration within its limits. */
#include <string.h>

#include "mcn-config.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnConfig) config = mcn_config_new (bytes, "fuzz", &error);

  g_assert_true ((config == NULL) == (error != NULL));
  if (config == NULL)
    {
      g_assert_true (error->domain == MCN_ERROR && g_utf8_validate (error->message, -1, NULL));
      return 0;
    }

  g_assert_cmpuint (strlen (config->id), ==, 64);
  g_assert_true (config->long_side % MCN_STRIDE == 0);
  for (guint i = 0; i < MCN_N_MODES; i++)
    g_assert_true (config->calibration[i].slope > 0 && config->calibration[i].sigma > 0);
  for (guint i = 1; i < MCN_N_QUANTILES; i++)
    g_assert_true (config->quantiles[i - 1] <= config->quantiles[i]);
  return 0;
}
