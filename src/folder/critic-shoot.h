/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-pass.h"
#include "critic-shoot-counts.h"
#include "critic-shoot-item.h"
#include "critic-shoot-set.h"
#include "critic-journal.h"
#include "critic-search.h"
#include "critic-taste.h"
#include "critic-veil.h"

G_BEGIN_DECLS

/* The photographs of some folders, filtered and sorted: a GListModel of
 * CriticShootItem for grid, table and film strip alike. All reading, writing,
 * filtering and sorting is done on workers; the old list stays until the new one
 * is there, and changes by the narrowest ranges. A row that moves keeps its item and
 * leaves and comes back within one range, so that selections and views that
 * scroll with it find it again. Main thread; never blocks it.
 *
 * Properties, all notifying, "collapsed" writable too: "n-rows" (uint, all photographs), "loading" (boolean,
 * while folders are opened), "busy" (boolean, while the list is behind what was
 * asked for), "order" (string), "filter" (string, plain form), "collapsed"
 * (boolean, only the best of each burst), "undo-name", "redo-name" (string or
 * NULL: nothing to undo).
 * Signals: "counted" (counts are new), "tallied" (those of the filters beside),
 * "walked" (CriticChange, boolean redo: a step was taken back or made again),
 * "error" (string: a sentence), "written" (GArray of gint64: images of which this
 * list changed something in the library). */
#define CRITIC_TYPE_SHOOT (critic_shoot_get_type ())
G_DECLARE_FINAL_TYPE (CriticShoot, critic_shoot, CRITIC, SHOOT, GObject)

CriticShoot *critic_shoot_new         (CriticLibrary *library, const char *model_id);
void         critic_shoot_open        (CriticShoot *self, const char *const *folders, gboolean recursive);
void         critic_shoot_watch       (CriticShoot *self, CriticPass *pass);
void         critic_shoot_look_again  (CriticShoot *self, const gint64 *file_ids, gsize n);
void         critic_shoot_look_at_images (CriticShoot *self, const gint64 *image_ids, gsize n);

gboolean     critic_shoot_set_filter  (CriticShoot *self, const char *expression, GError **error);
gboolean     critic_shoot_set_order   (CriticShoot *self, const char *keys, GError **error);
void         critic_shoot_set_collapsed (CriticShoot *self, gboolean collapsed);
void         critic_shoot_set_paired   (CriticShoot *self, gboolean paired);
void         critic_shoot_set_expanded  (CriticShoot *self, guint32 group, gboolean expanded);
void         critic_shoot_like        (CriticShoot *self, gint64 file_id);
void         critic_shoot_like_words  (CriticShoot *self, CriticSearch *search);

guint        critic_shoot_find        (CriticShoot *self, gint64 file_id);
guint        critic_shoot_get_n_rows  (CriticShoot *self);
void         critic_shoot_set_veil    (CriticShoot *self, CriticVeil *veil);
void         critic_shoot_set_taste   (CriticShoot *self, CriticTaste *taste);
const CriticTaste *critic_shoot_get_taste (CriticShoot *self);
const CriticShootCounts *critic_shoot_get_counts (CriticShoot *self);
void         critic_shoot_set_tallied (CriticShoot *self, const char *const *expressions);
gint64       critic_shoot_get_tally   (CriticShoot *self, guint index);

void         critic_shoot_rate        (CriticShoot *self, const gint64 *file_ids, gsize n, CriticSet what, const CriticRating *rating);
void         critic_shoot_apply       (CriticShoot *self, CriticStep *step, const gint64 *file_ids, gsize n);
void         critic_shoot_undo        (CriticShoot *self);
void         critic_shoot_redo        (CriticShoot *self);

G_END_DECLS
