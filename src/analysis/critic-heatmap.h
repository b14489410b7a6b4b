/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-assessment.h"

G_BEGIN_DECLS

/* A grid of numbers over a photograph and how they are coloured. No GTK.
 * Signed: orange raises, blue lowers, strength = how much (desk.md, "The
 * room"); unsigned: one grey-to-white ramp. */
typedef struct
{
  guint    columns, rows;
  gboolean is_signed;
  gfloat   peak;            /* largest |value|: the legend's end */
  gfloat  *values;          /* rows x columns */
} CriticHeatmap;

/* The two colours of the whole program, 0xrrggbb: far apart for every kind of
 * colour vision. Unsigned heat goes from this grey to white. */
#define CRITIC_HEAT_RAISES 0xe66100
#define CRITIC_HEAT_LOWERS 0x1a85ff
#define CRITIC_HEAT_GREY   0x606060

CriticHeatmap *critic_heatmap_new        (guint columns, guint rows, gboolean is_signed, const gfloat *values);
CriticHeatmap *critic_heatmap_for_score  (CriticAssessment *assessment);
CriticHeatmap *critic_heatmap_for_style  (CriticAssessment *assessment, McnStyle style);
/* Places of the tokens [first, first + n) (their rows of token_region added up). */
CriticHeatmap *critic_heatmap_for_tokens (CriticAssessment *assessment, gsize first, gsize n);
void           critic_heatmap_free       (CriticHeatmap *self);

/* Premultiplied BGRA (cairo's ARGB32) of width x height, bicubically
 * interpolated between region centres, alpha by strength (0 .. 1) and value. */
void           critic_heatmap_render     (const CriticHeatmap *self, guint width, guint height, gsize stride,
                                          gdouble strength, guint8 *pixels);

/* The colour of a value of -1 .. 1 (signed) or 0 .. 1, premultiplied BGRA as
 * above, for a legend. */
void           critic_heatmap_colour     (gboolean is_signed, gdouble value, gdouble strength, guint8 *pixel);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticHeatmap, critic_heatmap_free)

G_END_DECLS
