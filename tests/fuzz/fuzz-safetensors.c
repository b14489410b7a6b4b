/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as a safetensors file: an error, or tensors of which every byte can
 * be read and every number converted. */
#include <string.h>

#include "mcn-safetensors.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnSafetensors) file = mcn_safetensors_new_bytes (bytes, "fuzz", &error);
  gsize total = 0;

  g_assert_true ((file == NULL) == (error != NULL));
  if (file == NULL)
    {
      g_assert_true (error->domain == MCN_ERROR && g_utf8_validate (error->message, -1, NULL));
      return 0;
    }

  for (gsize i = 0; i < mcn_safetensors_get_n (file); i++)
    {
      const McnTensorView *view = mcn_safetensors_get (file, i);
      g_autoptr (GError) mismatch = NULL;
      g_autofree guint8 *copy = g_memdup2 (view->data, view->n_bytes);
      g_autofree gfloat *values = mcn_safetensors_copy_f32 (file, view->name, &mismatch, view->n_dims, view->dim);

      g_assert_true (mcn_safetensors_find (file, view->name) == view);
      g_assert_true (view->n_bytes > 0 && view->n_dims <= MCN_MAX_DIMS);
      g_assert_true ((values == NULL) == (view->dtype == MCN_DTYPE_I8 || view->dtype == MCN_DTYPE_I64));
      total += view->n_bytes;
    }
  g_assert_cmpuint (total, <, MAX (size, 1));
  return 0;
}
