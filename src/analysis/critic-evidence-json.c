/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-evidence-json.h"

static void
put_peaks (const CriticEvidenceHues *hues, CriticJsonWriter *writer)
{
  critic_json_writer_put_number (writer, "chroma", hues->chroma);
  critic_json_writer_name (writer, "peaks");
  critic_json_writer_begin_array (writer);
  for (guint i = 0; i < hues->n_peaks; i++)
    {
      critic_json_writer_begin_object (writer);
      critic_json_writer_put_number (writer, "hue", hues->peak[i]);
      critic_json_writer_put_number (writer, "share", hues->share[i]);
      critic_json_writer_end_object (writer);
    }
  critic_json_writer_end_array (writer);
}

static void
put_hues (const CriticEvidenceHues *hues, CriticJsonWriter *writer)
{
  put_peaks (hues, writer);
  if (hues->n_peaks == 2)
    {
      critic_json_writer_put_number (writer, "angle", hues->angle);
      critic_json_writer_put_number (writer, "painters_angle", hues->painters_angle);
    }
  critic_json_writer_name (writer, "hues");
  critic_json_writer_begin_array (writer);
  for (int i = 0; i < CRITIC_EVIDENCE_N_HUES; i++)
    critic_json_writer_number (writer, hues->hue[i]);
  critic_json_writer_end_array (writer);
}

static void
put_tones (const CriticEvidenceHues *hues, CriticJsonWriter *writer)
{
  put_peaks (hues, writer);
  critic_json_writer_put_number (writer, "curve", hues->curve);
}

static void
put_ground (const CriticEvidenceGround *ground, CriticJsonWriter *writer)
{
  critic_json_writer_put_number (writer, "border", ground->border);
  critic_json_writer_put_number (writer, "cover", ground->cover);
  critic_json_writer_put_number (writer, "lightness", ground->lightness);
  critic_json_writer_put_number (writer, "subject", ground->subject);
}

static void
put_shape (const CriticEvidenceShape *shape, CriticJsonWriter *writer)
{
  critic_json_writer_put_number (writer, "area", shape->area);
  critic_json_writer_put_number (writer, "lightness", shape->lightness);
  critic_json_writer_put_number (writer, "around", shape->around);
  critic_json_writer_put_number (writer, "detail", shape->detail);
}

static void
put_motion (const CriticEvidenceMotion *motion, CriticJsonWriter *writer)
{
  if (motion->share > 0.0)
    critic_json_writer_put_number (writer, "direction", motion->direction);
  critic_json_writer_put_number (writer, "share", motion->share);
  critic_json_writer_put_number (writer, "ratio", motion->ratio);
  critic_json_writer_put_number (writer, "detailed", motion->detailed);
}

static void
put_thirds (const CriticEvidenceThirds *thirds, CriticJsonWriter *writer)
{
  critic_json_writer_put_number (writer, "area", thirds->area);
  if (thirds->area <= 0.0)
    return;
  critic_json_writer_put_number (writer, "x", thirds->x);
  critic_json_writer_put_number (writer, "y", thirds->y);
  critic_json_writer_put_number (writer, "point_x", thirds->point_x);
  critic_json_writer_put_number (writer, "point_y", thirds->point_y);
  critic_json_writer_put_number (writer, "distance", thirds->distance);
  critic_json_writer_put_number (writer, "line_distance", thirds->line_distance);
  critic_json_writer_put_number (writer, "near_lines", thirds->near_lines);
}

static void
put_vanishing (const CriticEvidenceVanishing *vanishing, CriticJsonWriter *writer)
{
  critic_json_writer_put_integer (writer, "lines_found", vanishing->n_found);
  critic_json_writer_put_integer (writer, "lines_met", vanishing->n_lines);
  if (vanishing->n_lines == 0)
    return;
  critic_json_writer_put_number (writer, "x", vanishing->x);
  critic_json_writer_put_number (writer, "y", vanishing->y);
  critic_json_writer_put_number (writer, "support", vanishing->support);
  critic_json_writer_put_number (writer, "spread", vanishing->spread);
  critic_json_writer_name (writer, "lines");
  critic_json_writer_begin_array (writer);
  for (guint i = 0; i < vanishing->n_kept; i++)
    {
      const CriticEvidenceLine *line = &vanishing->lines[i];
      const gdouble ends[] = { line->x0, line->y0, line->x1, line->y1 };

      critic_json_writer_begin_array (writer);
      for (guint k = 0; k < G_N_ELEMENTS (ends); k++)
        critic_json_writer_number (writer, ends[k]);
      critic_json_writer_end_array (writer);
    }
  critic_json_writer_end_array (writer);
}

static void
put_focus (const CriticEvidenceFocus *focus, CriticJsonWriter *writer)
{
  critic_json_writer_put_number (writer, "sharp", focus->sharp);
  critic_json_writer_put_number (writer, "soft", focus->soft);
  critic_json_writer_put_number (writer, "plain", focus->plain);
  critic_json_writer_put_number (writer, "ratio", focus->ratio);
}

static void
put_map (const CriticEvidence *self, McnStyle style, CriticJsonWriter *writer)
{
  CriticEvidenceMap map;

  if (!critic_evidence_get_map (self, style, &map))
    return;
  critic_json_writer_name (writer, "map");
  critic_json_writer_begin_object (writer);
  critic_json_writer_put_integer (writer, "columns", map.columns);
  critic_json_writer_put_integer (writer, "rows", map.rows);
  critic_json_writer_name (writer, "values");
  critic_json_writer_begin_array (writer);
  for (guint i = 0; i < map.columns * map.rows; i++)
    critic_json_writer_number (writer, map.values[i]);
  critic_json_writer_end_array (writer);
  critic_json_writer_end_object (writer);
}

static void
put_figures (const CriticEvidence *self, McnStyle style, CriticJsonWriter *writer)
{
  switch (style)
    {
    case MCN_STYLE_COMPLEMENTARY_COLORS:
      put_hues (critic_evidence_get_hues (self), writer);
      break;

    case MCN_STYLE_DUOTONES:
      put_tones (critic_evidence_get_hues (self), writer);
      break;

    case MCN_STYLE_LIGHT_ON_WHITE:
      put_ground (critic_evidence_get_ground (self), writer);
      break;

    case MCN_STYLE_SILHOUETTES:
      put_shape (critic_evidence_get_shape (self), writer);
      break;

    case MCN_STYLE_IMAGE_GRAIN:
      critic_json_writer_put_number (writer, "sigma", critic_evidence_get_grain (self)->sigma);
      critic_json_writer_put_number (writer, "flat", critic_evidence_get_grain (self)->flat);
      break;

    case MCN_STYLE_MOTION_BLUR:
      put_motion (critic_evidence_get_motion (self), writer);
      break;

    case MCN_STYLE_RULE_OF_THIRDS:
      put_thirds (critic_evidence_get_thirds (self), writer);
      break;

    case MCN_STYLE_VANISHING_POINT:
      put_vanishing (critic_evidence_get_vanishing (self), writer);
      break;

    case MCN_STYLE_SHALLOW_DOF:
      put_focus (critic_evidence_get_focus (self), writer);
      break;

    case MCN_STYLE_HDR:
    case MCN_STYLE_LONG_EXPOSURE:
    case MCN_STYLE_MACRO:
    case MCN_STYLE_NEGATIVE_IMAGE:
    case MCN_STYLE_SOFT_FOCUS:
    case MCN_N_STYLES:
    default:
      break;
    }
}

/**
 * critic_evidence_write_json: (skip)
 * @self: evidence
 * @writer: a writer inside an object
 *
 * Adds the member "evidence": an object with one member for each style of
 * which something is measured.
 */
void
critic_evidence_write_json (const CriticEvidence *self, CriticJsonWriter *writer)
{
  critic_json_writer_name (writer, "evidence");
  critic_json_writer_begin_object (writer);
  for (int i = 0; i < MCN_N_STYLES; i++)
    {
      g_autofree char *said = critic_evidence_say (self, i);

      if (said == NULL)
        continue;
      critic_json_writer_name (writer, mcn_style_info (i)->id);
      critic_json_writer_begin_object (writer);
      critic_json_writer_put_number (writer, "strength", critic_evidence_get_strength (self, i));
      critic_json_writer_put_string (writer, "sentence", said);
      put_figures (self, i, writer);
      put_map (self, i, writer);
      critic_json_writer_end_object (writer);
    }
  critic_json_writer_end_object (writer);
}
