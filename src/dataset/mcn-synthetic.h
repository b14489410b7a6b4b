/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-styles.h"

G_BEGIN_DECLS

/* Pictures that show a style because they were made so: of the styles of which hardly
 * a photograph is known, the six that pixels alone can make. What is learned from them
 * is judged on real photographs only. */

#define MCN_N_SYNTHETIC 6

/* How a picture is made. Sides and lengths in pixels of the network's picture, values
 * in sRGB, 0 .. 255. What a style does not need is zero. */
typedef struct
{
  McnStyle style;
  guint32  seed;                /* of the grain */
  gdouble  dark[3], light[3];   /* duotones: what black and white become */
  gdouble  angle, length;       /* motion blur: radians from the rows, of the path */
  gdouble  radius;              /* soft focus, HDR: of the Gaussian; grain: of a speck */
  gdouble  amount;              /* soft focus: share of the blurred picture; grain: deviation in the middle tones;
                                 * HDR: what is left of the large differences of light */
  gdouble  gain;                /* soft focus: of the glow; HDR: of the detail */
  gdouble  saturation;          /* HDR: factor on the colours */
} McnSynthetic;

/* @i under MCN_N_SYNTHETIC. */
McnStyle mcn_synthetic_style  (guint i);
/* Draws how, within what passes for the style; the same for the same @seed. @style: one of these. */
void     mcn_synthetic_choose (McnSynthetic *self, McnStyle style, guint32 seed);
/* @rgb: height rows of width * 3 bytes, changed where they lie. */
void     mcn_synthetic_apply  (const McnSynthetic *self, guint8 *rgb, guint width, guint height);

G_END_DECLS
