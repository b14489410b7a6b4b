/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-desk.h"
#include "critic-heatmap.h"

G_BEGIN_DECLS

typedef enum
{
  CRITIC_HEAT_OFF,
  CRITIC_HEAT_PHOTO,    /* what raises and lowers the score */
  CRITIC_HEAT_STYLE,    /* what speaks for the style chosen */
  CRITIC_HEAT_WORD,     /* where the word pointed at looks */
} CriticHeat;

#define CRITIC_TYPE_HEAT (critic_heat_get_type ())
GType critic_heat_get_type (void);

/* What is being looked at on the desk, and so which heat lies over the
 * photograph and which words are lit. Main thread. */
#define CRITIC_TYPE_SPOTLIGHT (critic_spotlight_get_type ())
G_DECLARE_FINAL_TYPE (CriticSpotlight, critic_spotlight, CRITIC, SPOTLIGHT, GObject)

CriticSpotlight     *critic_spotlight_new            (CriticDesk *desk);
CriticDesk          *critic_spotlight_get_desk       (CriticSpotlight *self);

CriticHeat           critic_spotlight_get_mode       (CriticSpotlight *self);
void                 critic_spotlight_set_mode       (CriticSpotlight *self, CriticHeat mode);
gdouble              critic_spotlight_get_strength   (CriticSpotlight *self);
McnStyle             critic_spotlight_get_style      (CriticSpotlight *self);
void                 critic_spotlight_set_style      (CriticSpotlight *self, McnStyle style);
void                 critic_spotlight_set_comparing  (CriticSpotlight *self, gboolean comparing);
/* Whether what was measured for the style stands over the photograph instead of its heat. */
gboolean             critic_spotlight_get_measured   (CriticSpotlight *self);
void                 critic_spotlight_set_measured   (CriticSpotlight *self, gboolean measured);

/* A word of critic_desk_get_explained(): n tokens from first; n 0: none.
 * The pointer's word goes before the caret's. */
void                 critic_spotlight_point_at_word  (CriticSpotlight *self, gsize first, gsize n);
void                 critic_spotlight_set_caret_word (CriticSpotlight *self, gsize first, gsize n);
/* A region of the photograph, -1: none. */
void                 critic_spotlight_point_at_place (CriticSpotlight *self, gint region);
gint                 critic_spotlight_get_place      (CriticSpotlight *self);
/* Whose sentences are lit in the text; MCN_N_ASPECTS: none. */
void                 critic_spotlight_point_at_aspect (CriticSpotlight *self, McnAspect aspect);
McnAspect            critic_spotlight_get_aspect     (CriticSpotlight *self);
gboolean             critic_spotlight_get_word       (CriticSpotlight *self, gsize *first, gsize *n);

/* What is shown now; OFF also when there is nothing to show. */
CriticHeat           critic_spotlight_get_shown      (CriticSpotlight *self);
const CriticHeatmap *critic_spotlight_get_heatmap    (CriticSpotlight *self);
gboolean             critic_spotlight_is_evidence    (CriticSpotlight *self);
/* (transfer none): what to draw of critic_spotlight_get_style(); NULL: nothing. */
CriticEvidence      *critic_spotlight_get_evidence   (CriticSpotlight *self);

G_END_DECLS
