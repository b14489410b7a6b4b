/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-safetensors.h"

G_BEGIN_DECLS

/* One tensor as the header describes it; view.data is not set yet. */
typedef struct
{
  McnTensorView view;
  gsize         begin, end;     /* bytes within the data */
  gsize         item;           /* bytes an element */
} McnTensorEntry;

/* The JSON header of a safetensors file, @length bytes before @data_size bytes
 * of data. Appends a McnTensorEntry for each tensor to @entries, in the order
 * of the header, and its name, which the views point to, to @names. Every
 * entry is checked by itself (dtype, shape, offsets within the data), no name
 * comes twice; overlaps and holes are the caller's. @file: for messages. */
gboolean mcn_safetensors_read_header (const char *file, const char *header, gsize length, gsize data_size,
                                      GArray *entries, GPtrArray *names, GError **error);

G_END_DECLS
