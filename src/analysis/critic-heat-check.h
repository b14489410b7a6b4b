/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-preprocess.h"

G_BEGIN_DECLS

/* Regions of equal size that the hottest one is compared with. */
#define CRITIC_HEAT_CHECK_RANDOM 20

/**
 * CriticHeatCheck:
 * @column: of the map's hottest region, from the left
 * @row: of it, from the top
 * @effect: what the map says the region does to the score, AVA points
 * @change: what blurring the region does to the score, AVA points
 * @mean: what blurring one of @n random regions of its size does, on average
 * @spread: standard deviation of that
 * @n: random regions
 * @explains: @change lies further on the side that the map names than @mean
 *   by more than @spread: where the map says that the region raises the score,
 *   the score falls without it
 *
 * Whether the heat of the score means something for this photograph: the
 * deletion test of src/evaluation/mcn-explanation-test.h, for one photograph and in its pixels.
 * Plain value.
 */
typedef struct
{
  guint    column, row;
  gdouble  effect, change, mean, spread;
  guint    n;
  gboolean explains;
} CriticHeatCheck;

/**
 * CriticHeatScore:
 * @picture: a picture for the network
 * @score: (out): its calibrated score, AVA points
 * @data: as given
 * @error: return location
 *
 * Returns: %FALSE with @error
 */
typedef gboolean (*CriticHeatScore) (const CriticNetworkPicture *picture, gdouble *score, gpointer data, GError **error);

gboolean critic_heat_check_run (CriticHeatCheck *self, const CriticNetworkPicture *picture,
                                const gfloat *effects, guint columns, guint rows, gdouble score, guint32 seed,
                                CriticHeatScore score_func, gpointer data, GError **error);
/* (transfer full): what came out, in two sentences, translated. */
char    *critic_heat_check_say (const CriticHeatCheck *self);

G_END_DECLS
