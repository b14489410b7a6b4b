/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-overlay.h"
#include "critic-spotlight.h"

G_BEGIN_DECLS

/* What was measured in the pixels for the style looked at, over the photograph:
 * the lines of the thirds, lines that meet, what is sharp, which way things moved. */
#define CRITIC_TYPE_EVIDENCE_OVERLAY (critic_evidence_overlay_get_type ())
G_DECLARE_FINAL_TYPE (CriticEvidenceOverlay, critic_evidence_overlay, CRITIC, EVIDENCE_OVERLAY, GObject)

CriticEvidenceOverlay *critic_evidence_overlay_new           (CriticSpotlight *spotlight);
void                   critic_evidence_overlay_set_spotlight (CriticEvidenceOverlay *self, CriticSpotlight *spotlight);

G_END_DECLS
