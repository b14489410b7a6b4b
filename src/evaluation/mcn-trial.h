/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What one way of doing it said of samples that it had not seen: the result of a cell
 * of an experiment, kept as a file so that cells are compared without being run again. */
typedef struct
{
  guint   width;            /* numbers a sample */
  GArray *sample;           /* gsize: of the dataset */
  GHashTable *place;        /* of a sample in the arrays, from 1 */
  GArray *said;             /* gdouble: width each; NAN: nothing */
} McnTrial;

McnTrial      *mcn_trial_new   (guint width);
void           mcn_trial_free  (McnTrial *self);
void           mcn_trial_add   (McnTrial *self, gsize sample, const gdouble *said);
/* NULL: the sample was not asked about. */
const gdouble *mcn_trial_find  (const McnTrial *self, gsize sample);
/* MCN_TRAIN_ERROR_WRITE. Text, a line a sample, whatever the locale. */
gboolean       mcn_trial_write (const McnTrial *self, const char *path, GError **error);
/* Adds what the file holds. FALSE: there is none, or it is no such file. */
gboolean       mcn_trial_read  (McnTrial *self, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnTrial, mcn_trial_free)

G_END_DECLS
