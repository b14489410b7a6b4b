/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-evidence.h"

G_BEGIN_DECLS

/* One channel, row by row. */
typedef struct
{
  guint   width, height;
  gfloat *values;
} CriticPlane;

#define CRITIC_EVIDENCE_LEVELS 5

/**
 * CriticPlanes:
 * @light: L* at full size, 1/2, 1/4, 1/8, 1/16
 * @a: CIELAB's a* from level 1 on
 * @b: CIELAB's b* from level 1 on
 * @hue: HSV degrees at level 1
 *
 * The bounded picture, as the measures see it.
 */
typedef struct
{
  guint       width, height;
  CriticPlane light[CRITIC_EVIDENCE_LEVELS];
  CriticPlane a[CRITIC_EVIDENCE_LEVELS], b[CRITIC_EVIDENCE_LEVELS];
  CriticPlane hue;
} CriticPlanes;

/* An owned map, column by row. */
typedef struct
{
  guint   columns, rows;
  gfloat *values;
} CriticMap;

struct _CriticEvidence
{
  gatomicrefcount         ref_count;
  CriticEvidenceHues      hues;
  CriticEvidenceGround    ground;
  CriticEvidenceShape     shape;
  CriticEvidenceGrain     grain;
  CriticEvidenceMotion    motion;
  CriticEvidenceThirds    thirds;
  CriticEvidenceVanishing vanishing;
  CriticEvidenceFocus     focus;
  CriticMap               white, dark, salient, sharpness;
  gdouble                 strength[MCN_N_STYLES];
  gdouble                 noise[2];     /* at most, standard deviation at levels 0 and 1, L* */
};

/* critic-evidence-planes.c; NULL with G_IO_ERROR_CANCELLED. */
CriticPlanes *critic_planes_new   (CriticPhoto *photo, GCancellable *cancellable, GError **error);
void          critic_planes_free  (CriticPlanes *self);
void          critic_plane_blur   (const CriticPlane *self, guint radius, gfloat *out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticPlanes, critic_planes_free)

/* critic-evidence-blobs.c: parts of a mask that hang together. */
guint         critic_blobs_label  (const gboolean *mask, guint width, guint height, guint *labels);

/* Each fills its part of @self. */
void critic_evidence_measure_hues      (CriticEvidence *self, const CriticPlanes *planes);
void critic_evidence_measure_ground    (CriticEvidence *self, const CriticPlanes *planes);
void critic_evidence_measure_shape     (CriticEvidence *self, const CriticPlanes *planes);
void critic_evidence_measure_grain     (CriticEvidence *self, const CriticPlanes *planes);
void critic_evidence_measure_focus     (CriticEvidence *self, const CriticPlanes *planes);   /* after grain */
void critic_evidence_measure_motion    (CriticEvidence *self, const CriticPlanes *planes);   /* after grain */
void critic_evidence_measure_thirds    (CriticEvidence *self, const CriticPlanes *planes);
void critic_evidence_measure_vanishing (CriticEvidence *self, const CriticPlanes *planes);

/* 0 up to @low, 1 from @high on, straight between. */
static inline gdouble
critic_ramp (gdouble value, gdouble low, gdouble high)
{
  return CLAMP ((value - low) / (high - low), 0.0, 1.0);
}

G_END_DECLS
