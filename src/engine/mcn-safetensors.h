/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-error.h"

G_BEGIN_DECLS

/* A mapped safetensors file. Everything is checked when it is opened (header
 * length, JSON, dtypes, shapes, overflow of products, offsets inside the file,
 * no overlap, no hole); after that every pointer handed out is good for its
 * whole size. Immutable; any thread.
 *
 * The pointers lie inside the map, which lives as long as this object; McnModel
 * frees it when loading is done. Whatever keeps weights must therefore copy
 * them (most are converted to F32 or packed anyway): so nobody who truncates
 * a model file later can make a running program fault. */
typedef struct _McnSafetensors McnSafetensors;

typedef enum { MCN_DTYPE_F32, MCN_DTYPE_F16, MCN_DTYPE_I8, MCN_DTYPE_I64 } McnDtype;

#define MCN_MAX_DIMS 4

typedef struct
{
  const char    *name;      /* owned by the file; UTF-8 without control characters, 1 .. 255 bytes */
  McnDtype       dtype;
  guint          n_dims;    /* 0: a single number */
  gsize          dim[MCN_MAX_DIMS];   /* each at least 1 */
  gsize          n_elements;
  const void    *data;      /* aligned for the dtype */
  gsize          n_bytes;
} McnTensorView;

McnSafetensors      *mcn_safetensors_open       (const char *path, GError **error);
McnSafetensors      *mcn_safetensors_new_bytes  (GBytes *bytes, const char *display_name, GError **error);
void                 mcn_safetensors_free       (McnSafetensors *self);
const char          *mcn_safetensors_get_name   (McnSafetensors *self);   /* for messages */
const McnTensorView *mcn_safetensors_find       (McnSafetensors *self, const char *name);
gsize                mcn_safetensors_get_n      (McnSafetensors *self);   /* tensors */
const McnTensorView *mcn_safetensors_get        (McnSafetensors *self, gsize i);

/* The tensor @name in any dtype, its shape checked: @n_dims lengths in @dims, 0
 * matches any length. Wrong or missing: MCN_ERROR_MISMATCH naming file, tensor,
 * both shapes. */
const McnTensorView *mcn_safetensors_require    (McnSafetensors *self, const char *name, GError **error,
                                                 guint n_dims, const gsize *dims);

/* The same as F32 in a fresh array (F16 converted; free with g_free). */
gfloat              *mcn_safetensors_copy_f32   (McnSafetensors *self, const char *name, GError **error,
                                                 guint n_dims, const gsize *dims);

/* mcn_safetensors_load_f32 (file, "skip.weight", error, 2, 1, MCN_GLOBAL): the
 * lengths listed, whatever their integer type. */
#define mcn_safetensors_load_f32(self, name, error, n_dims, ...) \
  mcn_safetensors_copy_f32 ((self), (name), (error), (n_dims), (const gsize[]) { __VA_ARGS__ })

/* Largest file that is opened. */
#define MCN_MAX_WEIGHTS_FILE (G_GUINT64_CONSTANT (1) << 31)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnSafetensors, mcn_safetensors_free)

G_END_DECLS
