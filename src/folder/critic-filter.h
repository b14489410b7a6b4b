/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-groups.h"
#include "critic-taste.h"

G_BEGIN_DECLS

/* What a filter or an order may ask about one row besides the row itself. */
typedef struct
{
  const CriticRow   *row;
  const CriticPlace *place;         /* NULL: not grouped */
  gdouble            taste;         /* NAN: no personal head */
  gdouble            likeness;      /* NAN: to nothing */
  gboolean           text_matches;  /* of the last text asked for in critiques */
} CriticFacts;

/**
 * CriticFilter:
 *
 * A condition on rows, made from an expression that people write:
 *
 *     score >= 5.5 and stars >= 3 and not rejected
 *     style "Shallow DOF" > 0.5 or label = red
 *     failed | critique ~ "horizon" | name ~ "DSC_*" | taken >= 2026-05-01
 *
 * Words: and or not ( ) = != < <= > >= ~ ; fields score photo error low spread
 * percentile p_high high stars flag (pick, reject, none) picked rejected label
 * style "NAME" critiques critique ~ "text" name path folder taken width height
 * sharpness clipped taste likeness disagrees failed waiting gone burst best.
 * The grammar stands in critic-filter.c. Immutable, reference counted, any thread.
 */
typedef struct _CriticFilter CriticFilter;

/* NULL with an error whose sentence says at which character and what was expected. */
CriticFilter *critic_filter_new       (const char *expression, GError **error);
CriticFilter *critic_filter_ref       (CriticFilter *self);
void          critic_filter_unref     (CriticFilter *self);
gboolean      critic_filter_matches   (const CriticFilter *self, const CriticFacts *facts);
/* NULL or the text that `critique ~` asks for; the caller looks it up. */
const char   *critic_filter_get_text  (const CriticFilter *self);

#define CRITIC_FILTER_ERROR (critic_filter_error_quark ())
GQuark critic_filter_error_quark (void);
typedef enum { CRITIC_FILTER_ERROR_SYNTAX } CriticFilterError;

/* The user's verdict, score or styles say otherwise than the model's. */
gboolean      critic_row_disagrees    (const CriticRow *row);

/* Orders: NAME or -NAME (falling): score, low (score - error), photo, percentile,
 * style:NAME, stars, label, flag, name, path, taken, size, critiques, taste,
 * likeness, disagreement, sharpness, state. Ties by path, so that an order is
 * always the same. Default direction: best first, names rising. */
typedef struct _CriticOrder CriticOrder;
CriticOrder  *critic_order_new        (const char *key, GError **error);
void          critic_order_free       (CriticOrder *self);
gint          critic_order_compare    (const CriticOrder *self, const CriticFacts *a, const CriticFacts *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticFilter, critic_filter_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticOrder, critic_order_free)

G_END_DECLS
