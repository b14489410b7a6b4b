/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"

G_BEGIN_DECLS

#define CRITIC_TASTE_NEEDS 30       /* photographs with stars, an own score or a verdict */

#define CRITIC_TASTE_ERROR (critic_taste_error_quark ())
GQuark critic_taste_error_quark (void);
typedef enum { CRITIC_TASTE_ERROR_TOO_FEW } CriticTasteError;

/* The user's own taste: a ridge on the photographs' features toward the model's
 * own answer, fitted to the user's stars, own scores and verdicts in milliseconds;
 * strength and worth by cross-validation over groups of like photographs.
 * Immutable, reference counted, any thread. */
typedef struct _CriticTaste CriticTaste;

/* @rows: CriticRow; those with stars, an own score, a verdict or a reject flag count. NULL with an error that
 * says how many are missing when there are fewer than CRITIC_TASTE_NEEDS. */
CriticTaste *critic_taste_fit       (GPtrArray *rows, GError **error);
/* What the marks of a library teach, of all its folders. */
CriticTaste *critic_taste_learn     (CriticLibrary *library, const char *model_id, GError **error);
CriticTaste *critic_taste_ref       (CriticTaste *self);
void         critic_taste_unref     (CriticTaste *self);
/* On the score's scale, 1 to 10. */
gdouble      critic_taste_predict   (const CriticTaste *self, const CriticMeasured *measured, const CriticJudgement *photo_alone);
/* Rank correlation with the user's held-out stars, and the model's own with them. */
void         critic_taste_get_worth (const CriticTaste *self, guint *n, gdouble *srcc, gdouble *srcc_of_model);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticTaste, critic_taste_unref)

G_END_DECLS
