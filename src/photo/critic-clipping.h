/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @pixel: RGB. Whether a channel has reached its end, so that there is no
 * drawing in it any more. */
static inline gboolean
critic_clipping_is_burnt (const guint8 *pixel)
{
  return MAX (MAX (pixel[0], pixel[1]), pixel[2]) >= 254;
}

/* Whether nothing is left of any. */
static inline gboolean
critic_clipping_is_black (const guint8 *pixel)
{
  return MAX (MAX (pixel[0], pixel[1]), pixel[2]) <= 1;
}

/* Marks what is burnt out by stripes of black on white and what is black by
 * stripes of white: shapes, no colours. @rgb: @height rows of @width pixels,
 * @stride bytes apart; the first pixel is (@x, @y) of the picture, so that
 * stripes go on from part to part. @rgba_out: @width * 4 bytes a row, not
 * premultiplied. Blocks: on a worker only. */
void critic_clipping_render (const guint8 *rgb, guint width, guint height, gsize stride,
                             guint x, guint y, guint8 *rgba_out);

G_END_DECLS
