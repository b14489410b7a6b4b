/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-histogram.h"

G_BEGIN_DECLS

/* A histogram without colours: luminance as an area, red, green and blue as three
 * kinds of lines. */
#define CRITIC_TYPE_HISTOGRAM_VIEW (critic_histogram_view_get_type ())
G_DECLARE_FINAL_TYPE (CriticHistogramView, critic_histogram_view, CRITIC, HISTOGRAM_VIEW, GtkWidget)

GtkWidget *critic_histogram_view_new (void);
/* @histogram: copied; NULL: none. */
void       critic_histogram_view_set (CriticHistogramView *self, const CriticHistogram *histogram);

G_END_DECLS
