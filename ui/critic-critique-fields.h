/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-notebook.h"

G_BEGIN_DECLS

/* Under the critique: who wrote it, and the own score on a scale. */
#define CRITIC_TYPE_CRITIQUE_FIELDS (critic_critique_fields_get_type ())
G_DECLARE_FINAL_TYPE (CriticCritiqueFields, critic_critique_fields, CRITIC, CRITIQUE_FIELDS, GtkWidget)

/* Set once. @settings (nullable) remembers the scale. */
void critic_critique_fields_set_notebook (CriticCritiqueFields *self, CriticNotebook *notebook, GSettings *settings);

G_END_DECLS
