/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * McnError:
 * @MCN_ERROR_MISSING: a model file is not there or cannot be opened
 * @MCN_ERROR_CORRUPT: a model file is truncated, overlapping or inconsistent
 * @MCN_ERROR_UNSUPPORTED: the file is of a newer or foreign format
 * @MCN_ERROR_MISMATCH: names, shapes or the checksum are not the expected ones
 * @MCN_ERROR_INPUT: the photograph or the text given to the engine is unusable
 * @MCN_ERROR_CANCELLED: the caller set the cancel flag
 * @MCN_ERROR_MEMORY: the planned memory could not be had
 *
 * Codes of the engine's error domain. Messages are whole, translated
 * sentences which name the file and the tensor and say what to do.
 */
typedef enum
{
  MCN_ERROR_MISSING,
  MCN_ERROR_CORRUPT,
  MCN_ERROR_UNSUPPORTED,
  MCN_ERROR_MISMATCH,
  MCN_ERROR_INPUT,
  MCN_ERROR_CANCELLED,
  MCN_ERROR_MEMORY,
} McnError;

#define MCN_ERROR (mcn_error_quark ())
GQuark mcn_error_quark (void);

/**
 * McnCancel:
 *
 * A cancel flag: zero until somebody, on any thread, sets it to one with
 * g_atomic_int_set(). The engine looks at it between layers. May be %NULL
 * wherever it is taken.
 */
typedef gint McnCancel;

static inline gboolean
mcn_cancelled (McnCancel *cancel)
{
  return cancel != NULL && g_atomic_int_get (cancel) != 0;
}

gboolean mcn_check_cancel (McnCancel *cancel, GError **error);

G_END_DECLS
