/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-share-choice.h"
#include "mcn-style-choice.h"

G_BEGIN_DECLS

/* What a model says, put on the scale of people: a straight line for each mode, how far off
 * its scores are on what it has not seen, and AVA's own distribution (recipe.md). */

/* Share of people's means that should lie within the half-width around the score. */
#define MCN_COVERAGE .8

typedef struct
{
  McnShareOptions  asked;       /* of whom, on what */
  const McnShares *shares;      /* how a photograph is scored */
  McnStyleChoice  *styles;      /* NULL, or gets what linear experts have to say of styles, which are told with them then */
  gdouble          words_share; /* of the ridges on words in the score of a critique alone; 0: none */
} McnCalibrateOptions;

/* Fills calibration (what the dataset has anything for), percentiles, spread and styles of @config. What
 * is said of errors comes from lines that were fitted without the sample's fold. FALSE with
 * MCN_TRAIN_ERROR_DATA or MCN_ERROR_CANCELLED. */
gboolean mcn_calibrate      (const McnCalibrateOptions *options, McnConfig *config, GError **error);

/* The share of the ridges on words in the score of a critique alone: with the largest rank
 * correlation over one random comment and all comments together. @gain: what it was worth there on
 * folds that did not choose it; 0 where there is nothing to choose by. */
gboolean mcn_calibrate_words (const McnShareOptions *options, gdouble *share, gdouble *gain, GError **error);

/* One mode: @raw and @truth of @n samples, @fold of each under @n_folds. @line: NULL, or one whose slope and offset are
 * taken. FALSE: the line would be flat or falling. */
gboolean mcn_calibrate_mode (gsize n, const gdouble *raw, const gdouble *truth, const guint *fold, guint n_folds, const McnCalibration *line,
                             McnCalibration *calibration);

G_END_DECLS
