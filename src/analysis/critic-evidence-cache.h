/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-evidence.h"

G_BEGIN_DECLS

/* What was measured in photographs seen lately, shared by all workers. It
 * depends on the photograph's content and the size it was decoded at, on no
 * model. Any thread. */
typedef struct _CriticEvidenceCache CriticEvidenceCache;

CriticEvidenceCache *critic_evidence_cache_new    (gsize max_bytes);
void                 critic_evidence_cache_free   (CriticEvidenceCache *self);
CriticEvidence      *critic_evidence_cache_lookup (CriticEvidenceCache *self, const CriticPhoto *photo);
void                 critic_evidence_cache_insert (CriticEvidenceCache *self, const CriticPhoto *photo, CriticEvidence *evidence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticEvidenceCache, critic_evidence_cache_free)

G_END_DECLS
