/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-shelf.h"
#include "critic-taste.h"

G_BEGIN_DECLS

typedef enum
{
  CRITIC_TASTE_LEARN,
  CRITIC_TASTE_FORGET,      /* marks stay, and teach nothing until they change */
  CRITIC_TASTE_REMEMBER,    /* all teach again */
} CriticTasteAct;

/* The user's taste, learnt on a worker from all marks in the library whenever
 * something is written there, as long as it is "on". Main thread.
 *
 * Property "on", notifying. Signal "changed": the taste, or why there is none. */
#define CRITIC_TYPE_TASTE_KEEPER (critic_taste_keeper_get_type ())
G_DECLARE_FINAL_TYPE (CriticTasteKeeper, critic_taste_keeper, CRITIC, TASTE_KEEPER, GObject)

CriticTasteKeeper *critic_taste_keeper_new             (CriticShelf *shelf);
gboolean           critic_taste_keeper_get_on          (CriticTasteKeeper *self);
/* NULL: off, not learnt yet, or too few marks; then critic_taste_keeper_get_problem(). */
CriticTaste       *critic_taste_keeper_get_taste       (CriticTasteKeeper *self);
const char        *critic_taste_keeper_get_problem     (CriticTasteKeeper *self);
guint              critic_taste_keeper_get_n_forgotten (CriticTasteKeeper *self);
void               critic_taste_keeper_act             (CriticTasteKeeper *self, CriticTasteAct act);

G_END_DECLS
