/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-shoot.h"

G_BEGIN_DECLS

/* How the scores of a shoot are spread, and a range of them between two
 * handles. Properties "low" and "high", 1 to 10. */
#define CRITIC_TYPE_SCORE_HISTOGRAM (critic_score_histogram_get_type ())
G_DECLARE_FINAL_TYPE (CriticScoreHistogram, critic_score_histogram, CRITIC, SCORE_HISTOGRAM, GtkWidget)

/* CRITIC_SHOOT_BINS numbers each. */
void    critic_score_histogram_set_bins  (CriticScoreHistogram *self, const guint *all, const guint *shown);
gdouble critic_score_histogram_get_low   (CriticScoreHistogram *self);
gdouble critic_score_histogram_get_high  (CriticScoreHistogram *self);
void    critic_score_histogram_set_range (CriticScoreHistogram *self, gdouble low, gdouble high);

G_END_DECLS
