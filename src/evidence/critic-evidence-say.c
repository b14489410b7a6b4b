/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was measured, in a sentence. */
#include "critic-evidence-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FACING 150.0        /* degrees from which two hues face each other */

static int
round_to_int (gdouble v)
{
  return (int) lrint (v);
}

static int
percent (gdouble share)
{
  return round_to_int (100.0 * share);
}

static int
degrees (gdouble angle, int all)
{
  return round_to_int (angle) % all;
}

static const char *
name_hue (gdouble hue)
{
  static const struct { gdouble end; const char *name; } names[] = {
    { 15, N_("red") }, { 45, N_("orange") }, { 68, N_("yellow") }, { 95, N_("yellow-green") }, { 160, N_("green") },
    { 195, N_("cyan") }, { 255, N_("blue") }, { 290, N_("violet") }, { 335, N_("magenta") }, { 360, N_("red") },
  };
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (names) && hue >= names[i].end)
    i++;

  return _(names[i].name);
}

static char *
say_grey (const CriticEvidenceHues *hues)
{
  return g_strdup_printf (_("There is hardly any colour: its chroma is %.1f on average, where 100 is vivid."), hues->chroma);
}

static char *
say_complementary (const CriticEvidenceHues *hues)
{
  const char *first = name_hue (hues->peak[0]), *second = name_hue (hues->peak[1]);
  int at[2] = { degrees (hues->peak[0], 360), degrees (hues->peak[1], 360) };
  int share = percent (hues->share[0] + hues->share[1]);

  if (hues->n_peaks == 0)
    return say_grey (hues);
  if (hues->n_peaks == 1)
    return g_strdup_printf (_("One hue alone stands out: %s at %d°, with %d %% of the colour."), first, at[0], share);
  if (hues->angle >= FACING)
    return g_strdup_printf (_("Two hues face each other: %s at %d° and %s at %d°, %d° apart, with %d %% of the colour."),
                            first, at[0], second, at[1], round_to_int (hues->angle), share);
  if (hues->painters_angle >= FACING)
    return g_strdup_printf (_("Two hues face each other on the painters’ wheel: %s at %d° and %s at %d°, there %d° apart, with %d %% of the colour."),
                            first, at[0], second, at[1], round_to_int (hues->painters_angle), share);

  return g_strdup_printf (_("The two strongest hues do not face each other: %s at %d° and %s at %d° are %d° apart; they hold %d %% of the colour."),
                          first, at[0], second, at[1], round_to_int (hues->angle), share);
}

static char *
say_duotones (const CriticEvidenceHues *hues)
{
  int share = percent (hues->share[0] + hues->share[1]);

  if (hues->n_peaks == 0)
    return say_grey (hues);
  if (hues->n_peaks == 1)
    return g_strdup_printf (_("One hue holds %d %% of the colour: %s at %d°. How light a place is tells %d %% of its colour."),
                            share, name_hue (hues->peak[0]), degrees (hues->peak[0], 360), percent (hues->curve));

  return g_strdup_printf (_("Two hues hold %d %% of the colour: %s at %d° and %s at %d°. How light a place is tells %d %% of its colour."),
                          share, name_hue (hues->peak[0]), degrees (hues->peak[0], 360),
                          name_hue (hues->peak[1]), degrees (hues->peak[1], 360), percent (hues->curve));
}

static char *
say_ground (const CriticEvidenceGround *ground)
{
  if (ground->cover <= 0.0)
    return g_strdup (_("Nothing along the border is near white."));
  if (ground->cover >= 1.0)
    return g_strdup (_("All of the picture is near white; nothing stands before it."));

  return g_strdup_printf (_("White takes %d %% of the border and %d %% of the picture, with a lightness of %d of 100; the rest has %d."),
                          percent (ground->border), percent (ground->cover),
                          round_to_int (ground->lightness), round_to_int (ground->subject));
}

static char *
say_shape (const CriticEvidenceShape *shape)
{
  if (shape->area <= 0.0 || shape->around <= shape->lightness)
    return g_strdup (_("No dark shape stands before a brighter ground."));

  return g_strdup_printf (_("The largest dark shape takes %d %% of the picture; its lightness is %d of 100, and %d around it."),
                          percent (shape->area), round_to_int (shape->lightness), round_to_int (shape->around));
}

static char *
say_grain (const CriticEvidenceGrain *grain)
{
  if (grain->flat <= 0.0)
    return g_strdup (_("No area is flat enough to tell grain from detail."));

  return g_strdup_printf (_("In flat areas the lightness deviates by %.1f of 100; %d %% of the picture is flat."),
                          grain->sigma, percent (grain->flat));
}

static char *
say_motion (const CriticEvidenceMotion *motion)
{
  if (motion->detailed <= 0.0)
    return g_strdup (_("There is too little detail to tell motion by."));
  if (motion->share <= 0.0)
    return g_strdup (_("Fine detail is missing in no direction."));

  return g_strdup_printf (_("Fine detail is missing along %d° from level in %d %% of the detailed areas; across there is %.1f times as much."),
                          degrees (motion->direction, 180), percent (motion->share), motion->ratio);
}

static char *
say_thirds (const CriticEvidenceThirds *thirds)
{
  if (thirds->area <= 0.0)
    return g_strdup (_("Nothing stands out enough to be placed."));

  return g_strdup_printf (_("What stands out most has its middle %d %% from the left and %d %% from the top, %d %% of the frame off the nearest point of the thirds."),
                          percent (thirds->x), percent (thirds->y), percent (thirds->distance));
}

static char *
say_vanishing (const CriticEvidenceVanishing *vanishing)
{
  if (vanishing->n_found == 0)
    return g_strdup (_("No straight lines were found."));
  if (vanishing->n_lines == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u straight line was found, and no common point.",
                                         "%u straight lines were found, and no common point.", vanishing->n_found),
                            vanishing->n_found);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%u of %u line runs to a common point, %d %% from the left and %d %% from the top; that is %d %% of the length of all.",
                                       "%u of %u lines run to a common point, %d %% from the left and %d %% from the top; that is %d %% of the length of all.",
                                       vanishing->n_found),
                          vanishing->n_lines, vanishing->n_found,
                          percent (vanishing->x), percent (vanishing->y), percent (vanishing->support));
}

static char *
say_focus (const CriticEvidenceFocus *focus)
{
  if (focus->plain >= 1.0)
    return g_strdup (_("There is too little detail to compare sharpness."));

  return g_strdup_printf (_("Sharp on %d %% of the picture, soft on %d %%, plain on %d %%; the sharpest places are %.1f times as sharp as the softest."),
                          percent (focus->sharp), percent (focus->soft), percent (focus->plain), focus->ratio);
}

/**
 * critic_evidence_say:
 * @self: evidence
 * @style: a style
 *
 * Says what was measured, with its numbers, in the language of the moment.
 * Wherever it is shown, critic_evidence_label() has to stand beside it.
 *
 * Returns: (transfer full) (nullable): a sentence, or %NULL for styles of which nothing is measured
 */
char *
critic_evidence_say (const CriticEvidence *self, McnStyle style)
{
  switch (style)
    {
    case MCN_STYLE_COMPLEMENTARY_COLORS:
      return say_complementary (&self->hues);

    case MCN_STYLE_DUOTONES:
      return say_duotones (&self->hues);

    case MCN_STYLE_LIGHT_ON_WHITE:
      return say_ground (&self->ground);

    case MCN_STYLE_SILHOUETTES:
      return say_shape (&self->shape);

    case MCN_STYLE_IMAGE_GRAIN:
      return say_grain (&self->grain);

    case MCN_STYLE_MOTION_BLUR:
      return say_motion (&self->motion);

    case MCN_STYLE_RULE_OF_THIRDS:
      return say_thirds (&self->thirds);

    case MCN_STYLE_VANISHING_POINT:
      return say_vanishing (&self->vanishing);

    case MCN_STYLE_SHALLOW_DOF:
      return say_focus (&self->focus);

    case MCN_STYLE_HDR:
    case MCN_STYLE_LONG_EXPOSURE:
    case MCN_STYLE_MACRO:
    case MCN_STYLE_NEGATIVE_IMAGE:
    case MCN_STYLE_SOFT_FOCUS:
    case MCN_N_STYLES:
    default:
      return NULL;
    }
}

/**
 * critic_evidence_label:
 *
 * Returns: (transfer none): what has to stand beside every such sentence and drawing
 */
const char *
critic_evidence_label (void)
{
  return _("Measured in the pixels, not the network’s reason");
}
