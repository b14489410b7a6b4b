/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-error.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (mcn-error-quark, mcn_error)

/**
 * mcn_check_cancel:
 * @cancel: (nullable): the flag
 * @error: return location
 *
 * Returns: %TRUE to go on, %FALSE with %MCN_ERROR_CANCELLED when the flag is set
 */
gboolean
mcn_check_cancel (McnCancel *cancel, GError **error)
{
  if (!mcn_cancelled (cancel))
    return TRUE;

  g_set_error_literal (error, MCN_ERROR, MCN_ERROR_CANCELLED, _("The assessment was cancelled."));
  return FALSE;
}
