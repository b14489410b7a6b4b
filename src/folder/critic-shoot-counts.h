/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-facts.h"

G_BEGIN_DECLS

#define CRITIC_SHOOT_BINS 45    /* of the score, 1 to 10 in steps of 0.2 */

/**
 * CriticShootCounts:
 * @all: photographs in the folders, without those that are gone
 * @shown: of them those that the filter lets through, in collapsed bursts too
 * @style: have that style, see critic_row_has_style()
 * @stars: have exactly so many
 * @picked: by their flag
 * @rejected: by their flag
 * @label: have that colour label
 * @high: see critic_row_is_high()
 * @disagree: see critic_row_disagrees()
 * @with_words: have a critique
 * @failed: could not be judged
 * @waiting: were not looked at yet
 * @gone: were there and are no longer; not in any other number
 * @bins: by their score
 * @bins_shown: of those shown
 *
 * Numbers beside the filters: of all photographs, whatever the filter, so that
 * they stand still while one filters.
 */
typedef struct
{
  guint all, shown, style[MCN_N_STYLES], stars[6], picked, rejected, label[CRITIC_LABEL_PURPLE + 1],
        high, disagree, with_words, failed, waiting, gone;
  guint bins[CRITIC_SHOOT_BINS], bins_shown[CRITIC_SHOOT_BINS];
} CriticShootCounts;

/* Counts one row in. */
void critic_shoot_counts_add (CriticShootCounts *self, const CriticRow *row, gboolean shown);

G_END_DECLS
