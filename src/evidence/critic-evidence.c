/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-evidence-private.h"

/**
 * critic_evidence_measure:
 * @photo: a photograph, decoded at any size; at %CRITIC_EVIDENCE_LONG_SIDE or more nothing is lost
 * @cancellable: (nullable): looked at between the measures
 * @error: return location
 *
 * Measures what is said of every style that can be measured. The same pixels
 * give the same numbers. Blocks; any thread.
 *
 * Returns: (transfer full): the evidence, or %NULL with %G_IO_ERROR_CANCELLED
 */
CriticEvidence *
critic_evidence_measure (CriticPhoto *photo, GCancellable *cancellable, GError **error)
{
  static void (*const measures[]) (CriticEvidence *, const CriticPlanes *) = {
    critic_evidence_measure_hues,
    critic_evidence_measure_ground,
    critic_evidence_measure_shape,
    critic_evidence_measure_grain,
    critic_evidence_measure_focus,
    critic_evidence_measure_motion,
    critic_evidence_measure_thirds,
    critic_evidence_measure_vanishing,
  };
  g_autoptr (CriticPlanes) planes = critic_planes_new (photo, cancellable, error);
  g_autoptr (CriticEvidence) self = NULL;

  if (planes == NULL)
    return NULL;

  self = g_new0 (CriticEvidence, 1);
  g_atomic_ref_count_init (&self->ref_count);
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      measures[i] (self, planes);
    }

  return g_steal_pointer (&self);
}

CriticEvidence *
critic_evidence_ref (CriticEvidence *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
critic_evidence_unref (CriticEvidence *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->white.values);
  g_free (self->dark.values);
  g_free (self->salient.values);
  g_free (self->sharpness.values);
  g_free (self);
}

static gsize
map_bytes (const CriticMap *map)
{
  return (gsize) map->columns * map->rows * sizeof *map->values;
}

/**
 * critic_evidence_get_bytes:
 * @self: evidence
 *
 * Returns: the memory that it takes, for caches
 */
gsize
critic_evidence_get_bytes (const CriticEvidence *self)
{
  return sizeof *self + map_bytes (&self->white) + map_bytes (&self->dark)
         + map_bytes (&self->salient) + map_bytes (&self->sharpness);
}

/**
 * critic_evidence_is_measured:
 * @style: a style
 *
 * Returns: %FALSE for the styles of which nothing is measured in the pixels
 */
gboolean
critic_evidence_is_measured (McnStyle style)
{
  switch (style)
    {
    case MCN_STYLE_COMPLEMENTARY_COLORS:
    case MCN_STYLE_DUOTONES:
    case MCN_STYLE_IMAGE_GRAIN:
    case MCN_STYLE_LIGHT_ON_WHITE:
    case MCN_STYLE_MOTION_BLUR:
    case MCN_STYLE_RULE_OF_THIRDS:
    case MCN_STYLE_SHALLOW_DOF:
    case MCN_STYLE_SILHOUETTES:
    case MCN_STYLE_VANISHING_POINT:
      return TRUE;

    case MCN_STYLE_HDR:
    case MCN_STYLE_LONG_EXPOSURE:
    case MCN_STYLE_MACRO:
    case MCN_STYLE_NEGATIVE_IMAGE:
    case MCN_STYLE_SOFT_FOCUS:
    case MCN_N_STYLES:
    default:
      return FALSE;
    }
}

/**
 * critic_evidence_get_strength:
 * @self: evidence
 * @style: a style
 *
 * How clearly the pixels show what the style is named after. It is no
 * probability: nothing was learnt, and the thresholds are set by hand.
 *
 * Returns: 0 (not at all, or nothing measured) to 1 (clearly)
 */
gdouble
critic_evidence_get_strength (const CriticEvidence *self, McnStyle style)
{
  g_return_val_if_fail (style < MCN_N_STYLES, 0.0);

  return self->strength[style];
}

const CriticEvidenceHues *
critic_evidence_get_hues (const CriticEvidence *self)
{
  return &self->hues;
}

const CriticEvidenceGround *
critic_evidence_get_ground (const CriticEvidence *self)
{
  return &self->ground;
}

const CriticEvidenceShape *
critic_evidence_get_shape (const CriticEvidence *self)
{
  return &self->shape;
}

const CriticEvidenceGrain *
critic_evidence_get_grain (const CriticEvidence *self)
{
  return &self->grain;
}

const CriticEvidenceMotion *
critic_evidence_get_motion (const CriticEvidence *self)
{
  return &self->motion;
}

const CriticEvidenceThirds *
critic_evidence_get_thirds (const CriticEvidence *self)
{
  return &self->thirds;
}

const CriticEvidenceVanishing *
critic_evidence_get_vanishing (const CriticEvidence *self)
{
  return &self->vanishing;
}

const CriticEvidenceFocus *
critic_evidence_get_focus (const CriticEvidence *self)
{
  return &self->focus;
}

/**
 * critic_evidence_get_map:
 * @self: evidence
 * @style: a style
 * @map: (out caller-allocates): receives its map; values belong to @self
 *
 * Returns: %FALSE for styles without a map, and where there is nothing to show
 */
gboolean
critic_evidence_get_map (const CriticEvidence *self, McnStyle style, CriticEvidenceMap *map)
{
  const CriticMap *own = style == MCN_STYLE_SHALLOW_DOF ? &self->sharpness
                         : style == MCN_STYLE_SILHOUETTES ? &self->dark
                         : style == MCN_STYLE_LIGHT_ON_WHITE ? &self->white
                         : style == MCN_STYLE_RULE_OF_THIRDS ? &self->salient : NULL;

  if (own == NULL || own->values == NULL)
    return FALSE;

  *map = (CriticEvidenceMap) { own->columns, own->rows, own->values };
  return TRUE;
}
