/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * McnTrainError:
 * @MCN_TRAIN_ERROR_WRITE: nothing can be written there (full, no permission)
 * @MCN_TRAIN_ERROR_EXISTS: another run lies there, which shall not be overwritten
 * @MCN_TRAIN_ERROR_MISMATCH: a checkpoint of another configuration
 * @MCN_TRAIN_ERROR_CORRUPT: a file of a run is damaged
 * @MCN_TRAIN_ERROR_DIVERGED: a loss is no number or has exploded
 * @MCN_TRAIN_ERROR_INTERRUPTED: somebody asked to stop; all is saved
 * @MCN_TRAIN_ERROR_DATA: the dataset lacks what is to be learned
 *
 * Messages are whole translated sentences which name the file and say what to do.
 */
typedef enum
{
  MCN_TRAIN_ERROR_WRITE,
  MCN_TRAIN_ERROR_EXISTS,
  MCN_TRAIN_ERROR_MISMATCH,
  MCN_TRAIN_ERROR_CORRUPT,
  MCN_TRAIN_ERROR_DIVERGED,
  MCN_TRAIN_ERROR_INTERRUPTED,
  MCN_TRAIN_ERROR_DATA,
} McnTrainError;

#define MCN_TRAIN_ERROR (mcn_train_error_quark ())
GQuark mcn_train_error_quark (void);

G_END_DECLS
