/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-safetensors.h"

G_BEGIN_DECLS

/* What a sentence of a critique can speak of: the six qualities by which
 * critiques are sorted in DPC-Captions and PCCD, focus and depth of field being
 * one. A sentence speaks of several, or of none. */
typedef enum
{
  MCN_ASPECT_COMPOSITION,
  MCN_ASPECT_LIGHT,
  MCN_ASPECT_FOCUS,
  MCN_ASPECT_SUBJECT,
  MCN_ASPECT_CAMERA,
  MCN_ASPECT_GENERAL,
  MCN_N_ASPECTS
} McnAspect;

/**
 * McnAspectInfo:
 * @id: the key in JSON and in data
 * @name: name for people, untranslated (translate with _())
 * @sentence: one line of explanation, untranslated (translate with _())
 */
typedef struct
{
  const char *id;
  const char *name;
  const char *sentence;
} McnAspectInfo;

const McnAspectInfo *mcn_aspect_info (McnAspect aspect);

/* A linear head, one logit an aspect, on what a sentence is and says: the mean of its
 * word states (mcn-text-encoder.h), and for each aspect whether one of its keywords
 * stands there. model/aspects.py fits it. Immutable, any thread. */
typedef struct _McnAspects McnAspects;

McnAspects *mcn_aspects_new        (McnSafetensors *weights, GError **error);
void        mcn_aspects_free       (McnAspects *self);
gsize       mcn_aspects_get_n_word (const McnAspects *self);      /* of a word state */

/* @logits: MCN_N_ASPECTS numbers; above 0: the sentence speaks of it. */
void        mcn_aspects_run        (const McnAspects *self, const gfloat *states, const guint32 *ids, gsize n_tokens,
                                    gfloat *logits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnAspects, mcn_aspects_free)

G_END_DECLS
