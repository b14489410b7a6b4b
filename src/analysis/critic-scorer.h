/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-analyzer.h"
#include "critic-photo-cache.h"
#include "critic-words-cache.h"

G_BEGIN_DECLS

/* One worker's way from a request to an assessment: its session, and the
 * caches it shares with the other workers. Belongs to one thread. */
typedef struct _CriticScorer CriticScorer;

/**
 * CriticScore:
 * @photo_alone: of the photograph
 * @judgement: with the critiques, where they count; else @photo_alone once more
 * @has_critique: they count
 * @features: the photograph as CriticEngineClass.image_get_features() gives it
 * @n_features: of them
 *
 * An assessment for whoever goes through thousands: numbers, no object.
 */
typedef struct
{
  CriticJudgement photo_alone, judgement;
  gboolean        has_critique;
  const gfloat   *features;         /* until the next run */
  gsize           n_features;
} CriticScore;

CriticScorer     *critic_scorer_new  (CriticEngine *engine, guint n_threads,
                                      CriticPhotoCache *images, CriticWordsCache *words,
                                      CriticPhotoCache *evidence);
void              critic_scorer_free (CriticScorer *self);
CriticAssessment *critic_scorer_run  (CriticScorer *self, const CriticRequest *request,
                                      McnCancel *cancel, GCancellable *cancellable, GError **error);
gboolean          critic_scorer_prepare (CriticScorer *self, GError **error);
gboolean          critic_scorer_judge  (CriticScorer *self, CriticPhoto *photo, const char *const *critiques,
                                        CriticScore *score,
                                        McnCancel *cancel, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticScorer, critic_scorer_free)

G_END_DECLS
