/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Marks where the picture is sharp: white, the more opaque the more fine contrast
 * lies there (mean of the absolute Laplacian of the luma over 5 x 5 pixels, from
 * 6 levels of 255 up to 30). @rgb: @height rows of @width pixels, @stride bytes
 * apart. @rgba_out: @width * 4 bytes a row, not premultiplied. Blocks: on a worker
 * only. */
void critic_focus_render (const guint8 *rgb, guint width, guint height, gsize stride, guint8 *rgba_out);

G_END_DECLS
