/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-assessment.h"

G_BEGIN_DECLS

/* What the analyzer needs of a model, as a table of functions: the real one
 * stands on McnModel and McnSession (critic-model-engine.c), the tests' one
 * computes scores from bytes and letters (tests/analysis/critic-fake-engine.c).
 *
 * An engine is shared by all workers; after load() its own functions may be
 * called on any thread. A session belongs to one thread. The opaque things
 * below are immutable, reference counted, and pass from thread to thread. */
typedef struct _CriticEngine        CriticEngine;
typedef struct _CriticEngineSession CriticEngineSession;
typedef struct _CriticEngineImage   CriticEngineImage;
typedef struct _CriticEngineWords   CriticEngineWords;

/**
 * CriticEngineFacts:
 * @id: the model id, 64 hex digits
 * @name: for people
 * @long_side: of the network's picture, in pixels
 * @deciles: nine scores, rising
 * @regions_are_evidence: the heat map passed the deletion test
 * @words_are_evidence: the words' effects passed it
 * @matrix_is_evidence: the word-by-region matrix passed it
 * @half_width: of each mode: people's means lie so near the score in 80 of 100 cases, AVA points; 0: not measured
 * @styles_not_measured: bit (1 << McnStyle): too few photographs of that style were held out to say how well it is told
 *
 * What does not change while the engine lives; strings and numbers are its own.
 */
typedef struct
{
  const char    *id;
  const char    *name;
  guint          long_side;
  const gdouble *deciles;
  gboolean       regions_are_evidence;
  gboolean       words_are_evidence;
  gboolean       matrix_is_evidence;
  gdouble        half_width[MCN_N_MODES];
  guint          styles_not_measured;
} CriticEngineFacts;

/**
 * CriticMeasure:
 * @score: calibrated AVA vote, 1 to 10
 * @error: mean absolute error of such scores, AVA points
 * @sigma: standard deviation of that error, AVA points
 * @spread: standard deviation of the votes of AVA photographs with this score
 * @percentile: share of AVA photographs below, 0 to 1
 *
 * A raw score put on the scale of people.
 */
typedef struct
{
  gdouble score, error, sigma, spread, percentile;
} CriticMeasure;

typedef struct
{
  /* Blocks; called once, before anything else, on a worker. */
  gboolean                 (*load)             (CriticEngine *self, GError **error);
  /* Called once, when the last worker is gone. */
  void                     (*free)             (CriticEngine *self);

  const CriticEngineFacts *(*get_facts)        (CriticEngine *self);
  /* (transfer none) (nullable): NULL for an engine without one */
  McnModel                *(*get_model)        (CriticEngine *self);
  McnCritique             *(*read_critiques)   (CriticEngine *self, const char *const *texts, gsize n_texts);
  void                     (*measure)          (CriticEngine *self, McnMode mode, gdouble raw, CriticMeasure *measure);

  CriticEngineSession     *(*session_new)      (CriticEngine *self, guint n_threads, GError **error);
  void                     (*session_free)     (CriticEngineSession *session);

  CriticEngineImage       *(*encode_image)     (CriticEngineSession *session, const McnPicture *picture,
                                                McnCancel *cancel, GError **error);
  gboolean                 (*encode_sentences) (CriticEngineSession *session, const McnCritique *critique,
                                                const gsize *which, gsize n, CriticEngineWords **words,
                                                McnCancel *cancel, GError **error);
  gboolean                 (*fuse)             (CriticEngineSession *session, CriticEngineImage *image,
                                                CriticEngineWords *const *words, gsize n_words,
                                                McnLogits *logits, McnCancel *cancel, GError **error);
  McnExplanation          *(*explain)          (CriticEngineSession *session, CriticEngineImage *image,
                                                CriticEngineWords *const *words, gsize n_words,
                                                McnExplain what, McnCancel *cancel, GError **error);
  void                     (*explanation_free) (McnExplanation *explanation);

  CriticEngineImage       *(*image_ref)        (CriticEngineImage *image);
  void                     (*image_unref)      (CriticEngineImage *image);
  gsize                    (*image_get_size)   (const CriticEngineImage *image);
  void                     (*image_get_grid)   (const CriticEngineImage *image, guint *columns, guint *rows);
  /* (transfer none): what the photograph looks like to the network, @n numbers
   * about zero; as many for every image of an engine */
  const gfloat            *(*image_get_features) (const CriticEngineImage *image, gsize *n);

  CriticEngineWords       *(*words_ref)        (CriticEngineWords *words);
  void                     (*words_unref)      (CriticEngineWords *words);
  gsize                    (*words_get_size)   (const CriticEngineWords *words);
  /* (transfer none) (nullable): MCN_N_ASPECTS logits; NULL: the model has no aspects */
  const gfloat            *(*words_get_aspects) (const CriticEngineWords *words);
} CriticEngineClass;

/* The first member of every engine. */
struct _CriticEngine
{
  const CriticEngineClass *klass;
};

G_END_DECLS
