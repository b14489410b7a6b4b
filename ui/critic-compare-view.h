/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-photo-view.h"
#include "critic-pixel-overlay.h"
#include "critic-shelf.h"

G_BEGIN_DECLS

/* Two to four photographs side by side, with zoom and place in step. One of them
 * has the focus: keys and marks are for it, the others are held. What lies over the
 * photograph on the desk, heat and marks of pixels, lies over each of them. Main thread.
 *
 * Signal "focused": another one has the focus, by a hand. */
#define CRITIC_TYPE_COMPARE_VIEW (critic_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (CriticCompareView, critic_compare_view, CRITIC, COMPARE_VIEW, GtkWidget)

#define CRITIC_COMPARE_LEAST 2
#define CRITIC_COMPARE_MOST 4

void             critic_compare_view_set_up       (CriticCompareView *self, CriticSpotlight *spotlight, CriticShelf *shelf,
                                                   GSettings *settings, CriticPixelOverlay *clipping, CriticPixelOverlay *focus);
/* How many; those that are no longer shown are forgotten. */
void             critic_compare_view_set_n        (CriticCompareView *self, guint n);
guint            critic_compare_view_get_n        (CriticCompareView *self);
/* Loads it on a worker, unless it is at hand; NULL: shows none. */
void             critic_compare_view_set_file     (CriticCompareView *self, guint index, GFile *file);
/* What stands below it. */
void             critic_compare_view_set_caption  (CriticCompareView *self, guint index, const char *caption);
void             critic_compare_view_set_focused  (CriticCompareView *self, guint index);
guint            critic_compare_view_get_focused  (CriticCompareView *self);
/* The one that has the focus; the others follow it. */
CriticPhotoView *critic_compare_view_get_view     (CriticCompareView *self);

G_END_DECLS
