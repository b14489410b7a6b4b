/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-spotlight.h"

#include "critic-evidence-draw.h"

struct _CriticSpotlight
{
  GObject        parent_instance;

  CriticDesk    *desk;
  CriticHeat     mode;
  gdouble        strength;
  McnStyle       style;
  gboolean       comparing;
  gboolean       measured;                /* evidence instead of the style's heat */

  gsize          word_first, word_n;      /* under the pointer */
  gsize          caret_first, caret_n;    /* under the caret */
  gint           place;
  McnAspect      aspect;                  /* whose sentences are pointed at */

  CriticHeatmap *heatmap;                 /* of what is shown; NULL: make it */
};

enum
{
  PROP_0,
  PROP_DESK,
  PROP_MODE,
  PROP_STRENGTH,
  PROP_STYLE,
  PROP_COMPARING,
  PROP_MEASURED,
  N_PROPS
};

enum
{
  CHANGED,
  PLACE_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticSpotlight, critic_spotlight, G_TYPE_OBJECT)

GType
critic_heat_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { CRITIC_HEAT_OFF, "CRITIC_HEAT_OFF", "off" },
        { CRITIC_HEAT_PHOTO, "CRITIC_HEAT_PHOTO", "photo" },
        { CRITIC_HEAT_STYLE, "CRITIC_HEAT_STYLE", "style" },
        { CRITIC_HEAT_WORD, "CRITIC_HEAT_WORD", "word" },
        { 0, NULL, NULL }
      };
      GType made = g_enum_register_static ("CriticHeat", values);

      g_once_init_leave (&type, made);
    }

  return type;
}

static void
changed (CriticSpotlight *self)
{
  g_clear_pointer (&self->heatmap, critic_heatmap_free);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
explained_cb (CriticSpotlight *self)
{
  /* The indices meant the words and the grid of another assessment. */
  self->word_n = self->caret_n = 0;
  self->place = -1;
  changed (self);
  g_signal_emit (self, signals[PLACE_CHANGED], 0);
}

static void
critic_spotlight_dispose (GObject *object)
{
  CriticSpotlight *self = (CriticSpotlight *) object;

  g_clear_pointer (&self->heatmap, critic_heatmap_free);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (critic_spotlight_parent_class)->dispose (object);
}

static void
critic_spotlight_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  CriticSpotlight *self = (CriticSpotlight *) object;

  switch (prop_id)
    {
    case PROP_MODE:
      g_value_set_enum (value, self->mode);
      break;

    case PROP_STRENGTH:
      g_value_set_double (value, self->strength);
      break;

    case PROP_STYLE:
      g_value_set_uint (value, self->style);
      break;

    case PROP_COMPARING:
      g_value_set_boolean (value, self->comparing);
      break;

    case PROP_MEASURED:
      g_value_set_boolean (value, self->measured);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_spotlight_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  CriticSpotlight *self = (CriticSpotlight *) object;

  switch (prop_id)
    {
    case PROP_DESK:
      self->desk = g_value_dup_object (value);
      g_signal_connect_object (self->desk, "notify::explained",
                               G_CALLBACK (explained_cb), self, G_CONNECT_SWAPPED);
      break;

    case PROP_MODE:
      critic_spotlight_set_mode (self, g_value_get_enum (value));
      break;

    case PROP_STRENGTH:
      if (self->strength != g_value_get_double (value))
        {
          self->strength = g_value_get_double (value);
          changed (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    case PROP_STYLE:
      critic_spotlight_set_style (self, g_value_get_uint (value));
      break;

    case PROP_COMPARING:
      critic_spotlight_set_comparing (self, g_value_get_boolean (value));
      break;

    case PROP_MEASURED:
      critic_spotlight_set_measured (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_spotlight_class_init (CriticSpotlightClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = critic_spotlight_dispose;
  object_class->get_property = critic_spotlight_get_property;
  object_class->set_property = critic_spotlight_set_property;

  properties[PROP_DESK] =
    g_param_spec_object ("desk", NULL, NULL, CRITIC_TYPE_DESK,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MODE] = g_param_spec_enum ("mode", NULL, NULL, CRITIC_TYPE_HEAT, CRITIC_HEAT_PHOTO, flags);
  properties[PROP_STRENGTH] = g_param_spec_double ("strength", NULL, NULL, 0, 1, 0.6, flags);
  properties[PROP_STYLE] = g_param_spec_uint ("style", NULL, NULL, 0, MCN_N_STYLES, MCN_N_STYLES, flags);
  properties[PROP_COMPARING] = g_param_spec_boolean ("comparing", NULL, NULL, FALSE, flags);
  properties[PROP_MEASURED] = g_param_spec_boolean ("measured", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CriticSpotlight::changed:
   *
   * The heat over the photograph is another one.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * CriticSpotlight::place-changed:
   *
   * Another place of the photograph is pointed at.
   */
  signals[PLACE_CHANGED] = g_signal_new ("place-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
critic_spotlight_init (CriticSpotlight *self)
{
  self->mode = CRITIC_HEAT_PHOTO;
  self->strength = 0.6;
  self->style = MCN_N_STYLES;
  self->place = -1;
  self->aspect = MCN_N_ASPECTS;
}

CriticSpotlight *
critic_spotlight_new (CriticDesk *desk)
{
  return g_object_new (CRITIC_TYPE_SPOTLIGHT, "desk", desk, NULL);
}

CriticDesk *
critic_spotlight_get_desk (CriticSpotlight *self)
{
  g_return_val_if_fail (CRITIC_IS_SPOTLIGHT (self), NULL);

  return self->desk;
}

CriticHeat
critic_spotlight_get_mode (CriticSpotlight *self)
{
  g_return_val_if_fail (CRITIC_IS_SPOTLIGHT (self), CRITIC_HEAT_OFF);

  return self->mode;
}

void
critic_spotlight_set_mode (CriticSpotlight *self,
                           CriticHeat       mode)
{
  g_return_if_fail (CRITIC_IS_SPOTLIGHT (self));

  if (self->mode == mode)
    return;

  self->mode = mode;
  changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);
}

gdouble
critic_spotlight_get_strength (CriticSpotlight *self)
{
  g_return_val_if_fail (CRITIC_IS_SPOTLIGHT (self), 0);

  return self->strength;
}

/* The style chosen in the list, or %MCN_N_STYLES. */
McnStyle
critic_spotlight_get_style (CriticSpotlight *self)
{
  g_return_val_if_fail (CRITIC_IS_SPOTLIGHT (self), MCN_N_STYLES);

  return self->style;
}

void
critic_spotlight_set_style (CriticSpotlight *self,
                            McnStyle         style)
{
  g_return_if_fail (CRITIC_IS_SPOTLIGHT (self));

  if (self->style == style)
    return;

  self->style = style;
  changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STYLE]);
}

gboolean
critic_spotlight_get_measured (CriticSpotlight *self)
{
  g_return_val_if_fail (CRITIC_IS_SPOTLIGHT (self), FALSE);

  return self->measured;
}

void
critic_spotlight_set_measured (CriticSpotlight *self,
                               gboolean         measured)
{
  g_return_if_fail (CRITIC_IS_SPOTLIGHT (self));

  if (self->measured == measured)
    return;

  self->measured = measured;
  changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MEASURED]);
}

/* While comparing, the photograph is shown without heat. */
void
critic_spotlight_set_comparing (CriticSpotlight *self,
                                gboolean         comparing)
{
  g_return_if_fail (CRITIC_IS_SPOTLIGHT (self));

  if (self->comparing == comparing)
    return;

  self->comparing = comparing;
  changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPARING]);
}

void
critic_spotlight_point_at_word (CriticSpotlight *self,
                                gsize            first,
                                gsize            n)
{
  g_return_if_fail (CRITIC_IS_SPOTLIGHT (self));

  if (self->word_n == n && (n == 0 || self->word_first == first))
    return;

  self->word_first = first;
  self->word_n = n;
  changed (self);
}

void
critic_spotlight_set_caret_word (CriticSpotlight *self,
                                 gsize            first,
                                 gsize            n)
{
  g_return_if_fail (CRITIC_IS_SPOTLIGHT (self));

  if (self->caret_n == n && (n == 0 || self->caret_first == first))
    return;

  self->caret_first = first;
  self->caret_n = n;
  if (self->word_n == 0)
    changed (self);
}

gboolean
critic_spotlight_get_word (CriticSpotlight *self,
                           gsize           *first,
                           gsize           *n)
{
  g_return_val_if_fail (CRITIC_IS_SPOTLIGHT (self), FALSE);

  *first = self->word_n > 0 ? self->word_first : self->caret_first;
  *n = self->word_n > 0 ? self->word_n : self->caret_n;

  return *n > 0;
}

void
critic_spotlight_point_at_place (CriticSpotlight *self,
                                 gint             region)
{
  g_return_if_fail (CRITIC_IS_SPOTLIGHT (self));

  if (self->place == region)
    return;

  self->place = region;
  g_signal_emit (self, signals[PLACE_CHANGED], 0);
}

gint
critic_spotlight_get_place (CriticSpotlight *self)
{
  g_return_val_if_fail (CRITIC_IS_SPOTLIGHT (self), -1);

  return self->place;
}

void
critic_spotlight_point_at_aspect (CriticSpotlight *self,
                                  McnAspect        aspect)
{
  g_return_if_fail (CRITIC_IS_SPOTLIGHT (self));

  if (self->aspect == aspect)
    return;

  self->aspect = aspect;
  g_signal_emit (self, signals[PLACE_CHANGED], 0);
}

McnAspect
critic_spotlight_get_aspect (CriticSpotlight *self)
{
  g_return_val_if_fail (CRITIC_IS_SPOTLIGHT (self), MCN_N_ASPECTS);

  return self->aspect;
}

/* A word whose places are known is pointed at. */
static gboolean
is_on_word (CriticSpotlight *self)
{
  CriticAssessment *explained = critic_desk_get_explained (self->desk);
  gsize first, n;

  return critic_spotlight_get_word (self, &first, &n) && critic_assessment_get_explanation (explained) != NULL
         && critic_assessment_get_explanation (explained)->token_region != NULL;
}

/**
 * critic_spotlight_get_evidence:
 * @self: a spotlight
 *
 * Returns: (transfer none) (nullable): what was measured, when it shall be drawn
 *   over the photograph for the style looked at; a word pointed at goes before it
 */
CriticEvidence *
critic_spotlight_get_evidence (CriticSpotlight *self)
{
  CriticAssessment *explained;
  CriticEvidence *evidence;

  g_return_val_if_fail (CRITIC_IS_SPOTLIGHT (self), NULL);

  explained = critic_desk_get_explained (self->desk);
  if (explained == NULL || self->comparing || !self->measured || self->mode != CRITIC_HEAT_STYLE
      || self->style == MCN_N_STYLES || is_on_word (self))
    return NULL;

  evidence = critic_assessment_get_evidence (explained);

  return evidence != NULL && !critic_evidence_is_wheel (self->style) && critic_evidence_has_drawing (evidence, self->style)
         ? evidence : NULL;
}

/**
 * critic_spotlight_get_shown:
 * @self: a spotlight
 *
 * Returns: the kind of heat that lies over the photograph. A word pointed at
 *   shows its places whatever the mode, but for off, which is off. Evidence that
 *   is drawn there takes the place of the style's heat.
 */
CriticHeat
critic_spotlight_get_shown (CriticSpotlight *self)
{
  CriticAssessment *explained;
  guint columns, rows;

  g_return_val_if_fail (CRITIC_IS_SPOTLIGHT (self), CRITIC_HEAT_OFF);

  explained = critic_desk_get_explained (self->desk);

  if (explained == NULL || self->comparing || self->mode == CRITIC_HEAT_OFF
      || critic_assessment_get_explanation (explained) == NULL
      || !critic_assessment_get_grid (explained, &columns, &rows))
    return CRITIC_HEAT_OFF;

  if (is_on_word (self))
    return CRITIC_HEAT_WORD;
  if (critic_spotlight_get_evidence (self) != NULL)
    return CRITIC_HEAT_OFF;

  if (self->mode == CRITIC_HEAT_WORD
      || (self->mode == CRITIC_HEAT_STYLE && self->style == MCN_N_STYLES))
    return CRITIC_HEAT_OFF;

  return self->mode;
}

/**
 * critic_spotlight_get_heatmap:
 * @self: a spotlight
 *
 * Returns: (transfer none) (nullable): the heat to draw, until #CriticSpotlight::changed
 */
const CriticHeatmap *
critic_spotlight_get_heatmap (CriticSpotlight *self)
{
  CriticAssessment *explained;
  gsize first, n;

  g_return_val_if_fail (CRITIC_IS_SPOTLIGHT (self), NULL);

  if (self->heatmap != NULL)
    return self->heatmap;

  explained = critic_desk_get_explained (self->desk);

  switch (critic_spotlight_get_shown (self))
    {
    case CRITIC_HEAT_PHOTO:
      self->heatmap = critic_heatmap_for_score (explained);
      break;

    case CRITIC_HEAT_STYLE:
      self->heatmap = critic_heatmap_for_style (explained, self->style);
      break;

    case CRITIC_HEAT_WORD:
      critic_spotlight_get_word (self, &first, &n);
      self->heatmap = critic_heatmap_for_tokens (explained, first, n);
      break;

    case CRITIC_HEAT_OFF:
    default:
      break;
    }

  return self->heatmap;
}

/* FALSE: the heat must be labelled "attention, not evidence". */
gboolean
critic_spotlight_is_evidence (CriticSpotlight *self)
{
  g_return_val_if_fail (CRITIC_IS_SPOTLIGHT (self), FALSE);

  CriticAssessment *explained = critic_desk_get_explained (self->desk);

  switch (critic_spotlight_get_shown (self))
    {
    case CRITIC_HEAT_PHOTO:
    case CRITIC_HEAT_STYLE:
      return critic_assessment_regions_are_evidence (explained);

    case CRITIC_HEAT_WORD:
      return critic_assessment_matrix_is_evidence (explained);

    case CRITIC_HEAT_OFF:
    default:
      return TRUE;
    }
}
