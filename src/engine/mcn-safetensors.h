/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-error.h"

G_BEGIN_DECLS

/* A mapped safetensors file. Everything is checked when it is opened (header
 * length, JSON, dtypes, shapes, overflow of products, offsets inside the file,
 * no overlap, no hole); after that every pointer handed out is good for its
 * whole size. Immutable; any thread. */
typedef struct _McnSafetensors McnSafetensors;

typedef enum { MCN_DTYPE_F32, MCN_DTYPE_F16, MCN_DTYPE_I8, MCN_DTYPE_I64, MCN_DTYPE_OTHER } McnDtype;

#define MCN_MAX_DIMS 4

typedef struct
{
  const char    *name;      /* owned by the file */
  McnDtype       dtype;
  guint          n_dims;
  gsize          dim[MCN_MAX_DIMS];
  gsize          n_elements;
  const void    *data;      /* inside the map; alignment of the dtype guaranteed */
  gsize          n_bytes;
} McnTensorView;

McnSafetensors      *mcn_safetensors_open       (const char *path, GError **error);
McnSafetensors      *mcn_safetensors_new_bytes  (GBytes *bytes, const char *display_name, GError **error);
void                 mcn_safetensors_free       (McnSafetensors *self);
const McnTensorView *mcn_safetensors_find       (McnSafetensors *self, const char *name);
gsize                mcn_safetensors_get_n      (McnSafetensors *self);
const McnTensorView *mcn_safetensors_get        (McnSafetensors *self, gsize i);

/* The tensor @name as F32 in a fresh array (F16 converted; free with g_free),
 * its shape checked: dims follow, n_dims of them; a 0 dim matches anything.
 * Wrong or missing: MCN_ERROR_MISMATCH naming file, tensor, both shapes. */
gfloat              *mcn_safetensors_load_f32   (McnSafetensors *self, const char *name, GError **error,
                                                 guint n_dims, ...);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnSafetensors, mcn_safetensors_free)

G_END_DECLS
