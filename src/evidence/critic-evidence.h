/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "critic-photo.h"
#include "mcn-styles.h"

G_BEGIN_DECLS

/* What a photograph's pixels themselves say about the styles: measured by plain
 * arithmetic, without the network, and so never the network's reason for a
 * probability. Immutable, reference counted, any thread; holds no pixels.
 *
 * Measured on the photograph with a long side of at most
 * %CRITIC_EVIDENCE_LONG_SIDE pixels, never enlarged: grain and blur that are
 * finer than that are not seen here, as they are not on a screen. Lightness and
 * chroma are CIELAB's (D65), hues the degrees of the HSV circle (0 red, 120
 * green, 240 blue). Places are shares of the picture's width and height from the
 * upper left. Directions are degrees from level, counterclockwise, 0 to 180. */
typedef struct _CriticEvidence CriticEvidence;

#define CRITIC_EVIDENCE_LONG_SIDE 1024
#define CRITIC_EVIDENCE_N_HUES      36
#define CRITIC_EVIDENCE_MOST_LINES  64

/**
 * CriticEvidenceHues:
 * @hue: share of the picture's chroma in each 10 degrees from 0 on; the sum is 1, or 0 without colour
 * @chroma: mean C*ab
 * @n_peaks: hues that stand out, 0 to 2
 * @peak: where, degrees, the stronger one first
 * @share: of the chroma within 25 degrees of each
 * @angle: between the two, 0 to 180
 * @painters_angle: the same on the painters' wheel, where green faces red, blue orange, and violet yellow
 * @curve: share of the variation of colour that the lightness alone explains, 0 to 1: near 1, the
 *   colours lie on one curve from black to white, as in a toned print
 *
 * For Complementary colors and Duotones.
 */
typedef struct
{
  gfloat  hue[CRITIC_EVIDENCE_N_HUES];
  gdouble chroma;
  guint   n_peaks;
  gdouble peak[2], share[2];
  gdouble angle, painters_angle;
  gdouble curve;
} CriticEvidenceHues;

/**
 * CriticEvidenceGround:
 * @border: share of the border that is near white (L* above 86, C*ab below 10)
 * @cover: share of the picture that white covers from the border inwards
 * @lightness: mean L* of that white, 0 without
 * @subject: mean L* of the rest, 0 without a rest
 *
 * For Light on white.
 */
typedef struct
{
  gdouble border, cover, lightness, subject;
} CriticEvidenceGround;

/**
 * CriticEvidenceShape:
 * @area: share of the picture that the largest dark shape takes, 0: there is none
 * @lightness: its mean L*
 * @around: mean L* of what lies along its outline
 * @detail: standard deviation of L* inside it
 *
 * For Silhouettes.
 */
typedef struct
{
  gdouble area, lightness, around, detail;
} CriticEvidenceShape;

/**
 * CriticEvidenceGrain:
 * @sigma: standard deviation of the noise in the flat areas, in L*
 * @flat: share of the picture that is flat enough to tell, 0: nowhere
 *
 * For Image grain.
 */
typedef struct
{
  gdouble sigma, flat;
} CriticEvidenceGrain;

/**
 * CriticEvidenceMotion:
 * @direction: along which fine detail is missing
 * @share: of the detailed areas that are smeared that way
 * @ratio: how many times more fine detail there is across than along, in those; at most 50
 * @detailed: share of the picture with detail enough to tell
 *
 * For Motion blur.
 */
typedef struct
{
  gdouble direction, share, ratio, detailed;
} CriticEvidenceMotion;

/**
 * CriticEvidenceThirds:
 * @x: where what stands out most has its middle
 * @y: from the top
 * @area: share of the picture that it takes, 0: nothing stands out
 * @point_x: the nearest of the four points of the thirds
 * @point_y: from the top
 * @distance: between the two, in shares of width and height
 * @line_distance: of the middle from the nearest line of the thirds
 * @near_lines: share of all that stands out within a twentieth of a line
 *
 * For Rule of thirds.
 */
typedef struct
{
  gdouble x, y, area;
  gdouble point_x, point_y, distance, line_distance, near_lines;
} CriticEvidenceThirds;

typedef struct
{
  gdouble x0, y0, x1, y1;
} CriticEvidenceLine;

/**
 * CriticEvidenceVanishing:
 * @x: the best common point of the lines; may lie outside the picture
 * @y: from the top
 * @support: share of the length of all lines that runs towards it
 * @n_found: lines found in the picture
 * @n_lines: those that meet, 0: no common point
 * @lines: the longest of them
 * @spread: degrees between the two that differ most in direction
 *
 * For Vanishing point.
 */
typedef struct
{
  gdouble            x, y, support, spread;
  guint              n_found, n_lines;
  guint              n_kept;    /* of @lines */
  CriticEvidenceLine lines[CRITIC_EVIDENCE_MOST_LINES];
} CriticEvidenceVanishing;

/**
 * CriticEvidenceFocus:
 * @sharp: share of the picture that is at least half as sharp as the sharpest places
 * @soft: share that has detail but less than about a third (0.35) of that sharpness
 * @ratio: sharpness of the sharpest places over that of the softest tenth of what has detail, at most 50
 * @plain: share without detail, of which nothing can be told
 *
 * For Shallow DOF. Sharpness is the steepest slope over the contrast of a place.
 */
typedef struct
{
  gdouble sharp, soft, ratio, plain;
} CriticEvidenceFocus;

/**
 * CriticEvidenceMap:
 * @columns: cells from left to right
 * @rows: cells from the top
 * @values: row by row, 0 to 1
 *
 * Shallow DOF: how sharp, 0 where there is no detail. Silhouettes: the shape.
 * Light on white: the white. Rule of thirds: what stands out.
 */
typedef struct
{
  guint         columns, rows;
  const gfloat *values;
} CriticEvidenceMap;

/* Blocks for some tens of milliseconds; any thread. NULL only with
 * %G_IO_ERROR_CANCELLED. */
CriticEvidence *critic_evidence_measure      (CriticPhoto *photo, GCancellable *cancellable, GError **error);
CriticEvidence *critic_evidence_ref          (CriticEvidence *self);
void            critic_evidence_unref        (CriticEvidence *self);
gsize           critic_evidence_get_bytes    (const CriticEvidence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticEvidence, critic_evidence_unref)

gboolean        critic_evidence_is_measured  (McnStyle style);
gdouble         critic_evidence_get_strength (const CriticEvidence *self, McnStyle style);
char           *critic_evidence_say          (const CriticEvidence *self, McnStyle style);
const char     *critic_evidence_label        (void);

/* All (transfer none), as long as @self. */
const CriticEvidenceHues      *critic_evidence_get_hues      (const CriticEvidence *self);
const CriticEvidenceGround    *critic_evidence_get_ground    (const CriticEvidence *self);
const CriticEvidenceShape     *critic_evidence_get_shape     (const CriticEvidence *self);
const CriticEvidenceGrain     *critic_evidence_get_grain     (const CriticEvidence *self);
const CriticEvidenceMotion    *critic_evidence_get_motion    (const CriticEvidence *self);
const CriticEvidenceThirds    *critic_evidence_get_thirds    (const CriticEvidence *self);
const CriticEvidenceVanishing *critic_evidence_get_vanishing (const CriticEvidence *self);
const CriticEvidenceFocus     *critic_evidence_get_focus     (const CriticEvidence *self);
gboolean                       critic_evidence_get_map       (const CriticEvidence *self, McnStyle style, CriticEvidenceMap *map);

G_END_DECLS
