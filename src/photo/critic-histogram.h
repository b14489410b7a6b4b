/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-pyramid.h"

G_BEGIN_DECLS

/* How many pixels have which value, 0 to 255. */
typedef struct
{
  guint32 red[256], green[256], blue[256];
  guint32 luminance[256];       /* Rec. 709 luma of the sRGB values */
  guint32 n;                    /* pixels */
  guint32 n_burnt, n_black;     /* as critic_clipping_render() marks them */
} CriticHistogram;

/* Blocks: on a worker only. */
void critic_histogram_compute (const CriticLevel *level, CriticHistogram *histogram);

G_END_DECLS
