/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-photo.h"

G_BEGIN_DECLS

/* Resizes with Pillow's antialiased bicubic (within 1 level of it): the one
 * function for screen, model, command line, training and reports. @rgb_out has
 * height rows of width * 3 bytes. Blocks; cancellable between strips.
 * FALSE with G_IO_ERROR_CANCELLED. */
gboolean critic_preprocess_resize (const guint8 *rgb, guint width, guint height, gsize stride,
                                   guint new_width, guint new_height, guint8 *rgb_out,
                                   GCancellable *cancellable, GError **error);

/* The network's size for a photograph of this size (recipe.md, "photograph
 * in"): long side @long_side, both rounded (half to even) to multiples of 32,
 * at least 64. */
void     critic_preprocess_network_size (guint full_width, guint full_height, guint long_side, guint *width, guint *height);

/* The photograph as the network sees it. The size follows the full size, not
 * the decoded one. */
typedef struct
{
  guint8  *rgb;         /* height * width * 3 */
  guint    width, height;
  gboolean tiny;        /* the source's long side is under 160 px */
} CriticNetworkPicture;

CriticNetworkPicture *critic_preprocess_for_network  (CriticPhoto *photo, guint long_side, GCancellable *cancellable, GError **error);
void                  critic_network_picture_free    (CriticNetworkPicture *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticNetworkPicture, critic_network_picture_free)

G_END_DECLS
