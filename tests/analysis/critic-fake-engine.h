/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-engine.h"

G_BEGIN_DECLS

/* A model without weights: scores from the picture's bytes and a small list of
 * words, the same every time. For tests of everything above the engine. */
typedef struct _CriticFakeEngine CriticFakeEngine;

/**
 * CriticFakeOptions:
 * @load_ms: how long loading takes
 * @image_ms: how long a photograph takes
 * @words_ms: how long a batch of sentences takes
 * @fuse_ms: how long a fusion takes
 * @explain_ms: how long an explanation takes
 * @fail_load: loading fails
 * @fail_session: no session can be had
 * @fail_image: encoding a photograph fails
 * @no_aspects: sentences speak of nothing known
 */
typedef struct
{
  guint    load_ms, image_ms, words_ms, fuse_ms, explain_ms;
  gboolean fail_load, fail_session, fail_image, no_aspects;
} CriticFakeOptions;

/* What was asked of the engine so far. */
typedef struct
{
  gint loads, frees, sessions, session_frees;
  gint images, sentences, fusions, explanations;
  gint live_images, live_words;     /* not yet given back */
} CriticFakeCounts;

CriticFakeEngine *critic_fake_engine_new      (const CriticFakeOptions *options);

/* Two references: the analyzer's is given back by the engine's free(). */
CriticEngine     *critic_fake_engine_share    (CriticFakeEngine *self);
void              critic_fake_engine_unref    (CriticFakeEngine *self);

void              critic_fake_engine_count    (CriticFakeEngine *self, CriticFakeCounts *counts);

/* Between hold and release every fusion stops at a gate (and looks at its
 * cancel flag there). */
void              critic_fake_engine_hold     (CriticFakeEngine *self);
/* As hold, but sessions that are made later pass. */
void              critic_fake_engine_hold_these (CriticFakeEngine *self);
void              critic_fake_engine_release  (CriticFakeEngine *self);
/* Blocks until @n sessions stand at the gate. */
void              critic_fake_engine_await    (CriticFakeEngine *self, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticFakeEngine, critic_fake_engine_unref)

G_END_DECLS
