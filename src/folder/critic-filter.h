/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-facts.h"

G_BEGIN_DECLS

/**
 * CriticFilter:
 *
 * A condition on rows, made from an expression that people write:
 *
 *     score >= 5.5 and stars >= 3 and not rejected
 *     style "Shallow DOF" > 0.5 or label = red
 *     failed or critique ~ "horizon" or name ~ DSC_* or taken >= 2026-05
 *
 * The whole language stands in critic-filter.c. Immutable, reference counted,
 * any thread.
 */
typedef struct _CriticFilter CriticFilter;

#define CRITIC_FILTER_ERROR (critic_filter_error_quark ())
GQuark critic_filter_error_quark (void);
typedef enum { CRITIC_FILTER_ERROR_SYNTAX } CriticFilterError;

CriticFilter      *critic_filter_new       (const char *expression, GError **error);
CriticFilter      *critic_filter_ref       (CriticFilter *self);
void               critic_filter_unref     (CriticFilter *self);
gboolean           critic_filter_matches   (const CriticFilter *self, const CriticFacts *facts);
char              *critic_filter_to_string (const CriticFilter *self);
const char *const *critic_filter_get_texts (const CriticFilter *self);
gboolean           critic_filter_asks_for_gone (const CriticFilter *self);
gboolean           critic_filter_asks_for_bursts (const CriticFilter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticFilter, critic_filter_unref)

G_END_DECLS
