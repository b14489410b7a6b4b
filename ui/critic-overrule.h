/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-notebook.h"

G_BEGIN_DECLS

/* The user's own verdict and score beside the model's, and what the two do not
 * agree on. */
#define CRITIC_TYPE_OVERRULE (critic_overrule_get_type ())
G_DECLARE_FINAL_TYPE (CriticOverrule, critic_overrule, CRITIC, OVERRULE, GtkWidget)

void critic_overrule_set (CriticOverrule *self, CriticDesk *desk, CriticNotebook *notebook);

G_END_DECLS
