/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-safetensors.h"

G_BEGIN_DECLS

/* Writes a safetensors file as model/modelfile.py does: widest type first, then
 * by name, the header padded to 8 bytes, so that the same tensors give the same
 * bytes. The file appears whole or not at all. */
typedef struct _McnSafetensorsWriter McnSafetensorsWriter;

McnSafetensorsWriter *mcn_safetensors_writer_new  (void);
void                  mcn_safetensors_writer_free (McnSafetensorsWriter *self);

/* Copies the name, not @data, which must stay until the file is written. At most 2 dimensions. */
void                  mcn_safetensors_writer_add     (McnSafetensorsWriter *self, const char *name, McnDtype dtype,
                                                      guint n_dims, const gsize *dims, gconstpointer data);
/* The same rounded to F16, which is kept here. FALSE with MCN_TRAIN_ERROR_DIVERGED
 * when a number does not fit. */
gboolean              mcn_safetensors_writer_add_half (McnSafetensorsWriter *self, const char *name,
                                                       guint n_dims, const gsize *dims, const gfloat *data, GError **error);
/* Into a temporary file beside @path, to the disk, then in its place. */
gboolean              mcn_safetensors_writer_save    (McnSafetensorsWriter *self, const char *path, GError **error);

/* Any bytes, in the same way: MCN_TRAIN_ERROR_WRITE, and what was there stays. */
gboolean              mcn_save_bytes                 (const char *path, gconstpointer data, gsize size, GError **error);
/* A folder to write into, with those that it lies in. MCN_TRAIN_ERROR_WRITE. */
gboolean              mcn_make_folder                (const char *folder, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnSafetensorsWriter, mcn_safetensors_writer_free)

G_END_DECLS
