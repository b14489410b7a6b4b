/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MCN_PHOTOMETRY 95   /* checked against len(photometric(a)) by the goldens */

/* Lightness, chroma, hue, gradient and sharpness statistics of the network's
 * picture (recipe.md; photometric() in features.py, in double precision).
 * @rgb: height x width x 3 bytes, rows @stride apart. @out: MCN_PHOTOMETRY floats.
 * Width and height 8 or more. Allocates its own working memory, 48 bytes a pixel
 * (it is not part of the planned run). */
void mcn_photometry (const guint8 *rgb, gsize stride, guint width, guint height, gfloat *out);

G_END_DECLS
