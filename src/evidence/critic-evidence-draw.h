/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "critic-evidence.h"

G_BEGIN_DECLS

/* What the drawing lies on: dark lines on white paper or light ones on dark,
 * for a small figure that stands by itself; or over the photograph, where light
 * lines have a dark edge, so that they are seen on everything. */
typedef enum
{
  CRITIC_EVIDENCE_ON_PAPER,
  CRITIC_EVIDENCE_ON_DARK,
  CRITIC_EVIDENCE_ON_PHOTO,
} CriticEvidenceSurface;

/* The wheel of hues is a figure of its own, square, and never lies over the
 * photograph; all others are drawn in the photograph's frame. */
gboolean critic_evidence_has_drawing (const CriticEvidence *self, McnStyle style);
gboolean critic_evidence_is_wheel    (McnStyle style);

/* Draws into (0, 0, width, height); any thread that owns @cr. */
void     critic_evidence_draw        (const CriticEvidence *self, McnStyle style, CriticEvidenceSurface surface,
                                      cairo_t *cr, gdouble width, gdouble height);

G_END_DECLS
