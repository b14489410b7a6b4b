/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"
#include "mcn-explain.h"
#include "mcn-session.h"

G_BEGIN_DECLS

/* The engine with one photograph and one critique before it, any part of which may
 * be hidden: a region or word in whose place stands the mean of the training. One
 * thread at a time. */
typedef struct _McnScene McnScene;

McnScene *mcn_scene_new          (McnModel *model, guint n_threads, GError **error);
void      mcn_scene_free         (McnScene *self);

/* The photograph: a dataset's features, a picture, or none. */
void      mcn_scene_set_features (McnScene *self, const McnFeatures *features);
void      mcn_scene_set_picture  (McnScene *self, const McnPicture *picture);
void      mcn_scene_set_none     (McnScene *self);
/* The critique; NULL: none. A text that cannot be counted (mcn-critique.h, "language") is none. */
void      mcn_scene_set_text     (McnScene *self, const char *text);

/* Regions stand row by row; without a photograph there are none. */
gsize     mcn_scene_get_n_regions (const McnScene *self);
gsize     mcn_scene_get_n_words   (const McnScene *self);       /* of the critique that count */
void      mcn_scene_get_grid      (const McnScene *self, guint *columns, guint *rows);  /* of the regions */
/* (transfer none) (nullable) */
const McnCritique *mcn_scene_get_critique (const McnScene *self);

/* The calibrated score, as the program shows it. @regions, @words: NULL, or a byte each: 1 hides it. */
gdouble   mcn_scene_score        (McnScene *self, const guint8 *regions, const guint8 *words);
/* As the program explains it. */
McnExplanation *mcn_scene_explain (McnScene *self, McnExplain what);
/* Raw attention: what each region (n_regions) and word (n_words) got, mean over layers,
 * heads and queries of all attention that could go there. */
void      mcn_scene_attention    (McnScene *self, gfloat *regions, gfloat *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnScene, mcn_scene_free)

G_END_DECLS
