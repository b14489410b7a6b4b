/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-filter.h"
#include "critic-order.h"
#include "critic-taste.h"
#include "critic-journal.h"
#include "critic-pass.h"

G_BEGIN_DECLS

/* One shown row as an object for a view; made when a view asks for it. Its
 * properties notify when the row changes: "row" only. Main thread. */
#define CRITIC_TYPE_SHOOT_ITEM (critic_shoot_item_get_type ())
G_DECLARE_FINAL_TYPE (CriticShootItem, critic_shoot_item, CRITIC, SHOOT_ITEM, GObject)

const CriticFacts *critic_shoot_item_get_facts (CriticShootItem *self);   /* until the row changes */
gint64             critic_shoot_item_get_file_id (CriticShootItem *self);

/* The photographs of some folders, filtered and sorted: a GListModel of
 * CriticShootItem for grid, table and film strip alike. 100,000 rows: opened in
 * under a second, sorted or filtered in under 100 ms, both on a worker; the old
 * list stays until the new one is there. Main thread; never blocks it.
 *
 * Properties: "n-rows" (all), "loading", "order" (string), "filter" (string),
 * "collapsed" (only the best of each burst), "undo-name", "redo-name".
 * Signals: "counted" (facets and histogram are new), "error" (a sentence). */
#define CRITIC_TYPE_SHOOT (critic_shoot_get_type ())
G_DECLARE_FINAL_TYPE (CriticShoot, critic_shoot, CRITIC, SHOOT, GObject)

CriticShoot *critic_shoot_new         (CriticLibrary *library, const char *model_id);
void         critic_shoot_open        (CriticShoot *self, const char *const *folders, gboolean recursive);
void         critic_shoot_watch       (CriticShoot *self, CriticPass *pass);      /* takes its changes in */
gboolean     critic_shoot_set_filter  (CriticShoot *self, const char *expression, GError **error);
gboolean     critic_shoot_set_order   (CriticShoot *self, const char *key, GError **error);
void         critic_shoot_set_collapsed (CriticShoot *self, gboolean collapsed);
void         critic_shoot_set_expanded  (CriticShoot *self, guint32 group, gboolean expanded);
void         critic_shoot_like        (CriticShoot *self, gint64 file_id);        /* 0: like nothing */
/* Position in the shown list or GTK_INVALID_LIST_POSITION-like G_MAXUINT. */
guint        critic_shoot_find        (CriticShoot *self, gint64 file_id);
guint        critic_shoot_get_n_rows  (CriticShoot *self);
const CriticTaste *critic_shoot_get_taste (CriticShoot *self);                   /* NULL: not enough stars */

#define CRITIC_SHOOT_BINS 45            /* of the score, 1 to 10 in steps of 0.2 */
typedef struct
{
  guint all, shown, style[MCN_N_STYLES] /* over one half */, stars[6], picked, rejected,
        label[CRITIC_LABEL_PURPLE + 1], disagree, with_words, failed, waiting;
  guint bins[CRITIC_SHOOT_BINS], bins_shown[CRITIC_SHOOT_BINS];
} CriticShootCounts;
const CriticShootCounts *critic_shoot_get_counts (CriticShoot *self);

/* Edits: shown at once, journalled on a worker; one step for all of @file_ids.
 * What is left alone in @rating is told by @what. */
typedef enum
{
  CRITIC_SET_FLAG  = 1 << 0,
  CRITIC_SET_STARS = 1 << 1,
  CRITIC_SET_LABEL = 1 << 2,
  CRITIC_SET_SCORE = 1 << 3,
  CRITIC_SET_HIGH  = 1 << 4,
  CRITIC_SET_STYLES = 1 << 5,
} CriticSet;
void         critic_shoot_rate        (CriticShoot *self, const gint64 *file_ids, gsize n, CriticSet what, const CriticRating *rating);
void         critic_shoot_undo        (CriticShoot *self);
void         critic_shoot_redo        (CriticShoot *self);

G_END_DECLS
