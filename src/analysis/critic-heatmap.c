/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-heatmap.h"

#include <math.h>
#include <string.h>

/* Values are coloured in this many steps of each sign. */
#define STEPS 255

/**
 * critic_heatmap_new:
 * @columns: regions in a row
 * @rows: rows of regions
 * @is_signed: whether the values have a sign that means something
 * @values: @rows times @columns numbers, from the top left; those below zero
 *   count as zero when @is_signed is false; copied
 *
 * Returns: (transfer full): a grid of heat, for critic_heatmap_free()
 */
CriticHeatmap *
critic_heatmap_new (guint columns, guint rows, gboolean is_signed, const gfloat *values)
{
  CriticHeatmap *self = g_new0 (CriticHeatmap, 1);
  gsize n = (gsize) columns * rows;

  self->columns = columns;
  self->rows = rows;
  self->is_signed = is_signed;
  self->values = g_new (gfloat, n);
  for (gsize i = 0; i < n; i++)
    {
      self->values[i] = is_signed ? values[i] : MAX (values[i], 0.0f);
      self->peak = MAX (self->peak, fabsf (self->values[i]));
    }

  return self;
}

static CriticHeatmap *
for_output (CriticAssessment *assessment, gsize output)
{
  const McnExplanation *explanation = critic_assessment_get_explanation (assessment);
  guint columns, rows;

  if (explanation == NULL || explanation->region == NULL ||
      !critic_assessment_get_grid (assessment, &columns, &rows) ||
      explanation->n_regions != (gsize) columns * rows)
    return NULL;

  return critic_heatmap_new (columns, rows, TRUE, explanation->region + output * explanation->n_regions);
}

/**
 * critic_heatmap_for_score:
 * @assessment: an assessment
 *
 * What each place does to the score, in AVA points. Where
 * [method@Assessment.regions_are_evidence] is false, label it "attention, not
 * evidence".
 *
 * Returns: (transfer full) (nullable): the heat, or %NULL when there is no
 *   photograph or the request did not ask for %MCN_EXPLAIN_REGIONS
 */
CriticHeatmap *
critic_heatmap_for_score (CriticAssessment *assessment)
{
  return for_output (assessment, 0);
}

/**
 * critic_heatmap_for_style:
 * @assessment: an assessment
 * @style: a style
 *
 * What each place does to the style's logit.
 *
 * Returns: (transfer full) (nullable): as [func@Heatmap.for_score]
 */
CriticHeatmap *
critic_heatmap_for_style (CriticAssessment *assessment, McnStyle style)
{
  g_return_val_if_fail ((guint) style < MCN_N_STYLES, NULL);

  return for_output (assessment, 1 + style);
}

/**
 * critic_heatmap_for_tokens:
 * @assessment: an assessment
 * @first: index of a counted token
 * @n: how many tokens from there; those that do not count are left out
 *
 * Where the tokens look: their rows of the word-by-region matrix added up. What
 * they look at "nowhere" belongs to no place and is not shown.
 *
 * Returns: (transfer full) (nullable): the heat, without sign, or %NULL when
 *   there is no photograph, none of the tokens counts or the request did not
 *   ask for %MCN_EXPLAIN_MATRIX
 */
CriticHeatmap *
critic_heatmap_for_tokens (CriticAssessment *assessment, gsize first, gsize n)
{
  const McnExplanation *explanation = critic_assessment_get_explanation (assessment);
  g_autofree gfloat *sum = NULL;
  guint columns, rows;

  if (explanation == NULL || explanation->token_region == NULL || n == 0 || first >= explanation->n_tokens ||
      !critic_assessment_get_grid (assessment, &columns, &rows) ||
      explanation->n_regions != (gsize) columns * rows)
    return NULL;

  sum = g_new0 (gfloat, explanation->n_regions);
  n = MIN (n, explanation->n_tokens - first);
  for (gsize i = first; i < first + n; i++)
    for (gsize j = 0; j < explanation->n_regions; j++)
      sum[j] += explanation->token_region[i * explanation->n_regions + j];

  return critic_heatmap_new (columns, rows, FALSE, sum);
}

void
critic_heatmap_free (CriticHeatmap *self)
{
  g_free (self->values);
  g_free (self);
}

/**
 * critic_heatmap_colour:
 * @is_signed: whether @value has a sign
 * @value: share of the peak, -1 to 1, or 0 to 1 without a sign
 * @strength: 0 to 1, the opacity at the peak
 * @pixel: (out) (array fixed-size=4): premultiplied BGRA
 */
void
critic_heatmap_colour (gboolean is_signed, gdouble value, gdouble strength, guint8 *pixel)
{
  gdouble share = CLAMP (fabs (value), 0.0, 1.0);
  gdouble alpha = share * CLAMP (strength, 0.0, 1.0);
  guint colour = !is_signed ? CRITIC_HEAT_GREY : value > 0.0 ? CRITIC_HEAT_RAISES : CRITIC_HEAT_LOWERS;

  for (int i = 0; i < 3; i++)
    {
      gdouble channel = (colour >> (8 * i)) & 0xff;

      if (!is_signed)
        channel += (255.0 - channel) * share;
      pixel[i] = (guint8) lround (channel * alpha);
    }
  pixel[3] = (guint8) lround (255.0 * alpha);
}

/* The four centres round a pixel and their weights. */
typedef struct
{
  guint  index[4];
  gfloat weight[4];
} Taps;

/* Catmull-Rom: passes through the values at the centres of the @n_regions
 * regions; beyond the outer centres the border's value goes on. */
static Taps *
find_taps (guint n_pixels, guint n_regions)
{
  Taps *taps = g_new (Taps, n_pixels);

  for (guint i = 0; i < n_pixels; i++)
    {
      gdouble place = (i + 0.5) / n_pixels * n_regions - 0.5;
      gdouble left = floor (place);
      gfloat t = (gfloat) (place - left);

      for (int k = 0; k < 4; k++)
        taps[i].index[k] = (guint) CLAMP ((gint64) left + k - 1, 0, (gint64) n_regions - 1);
      taps[i].weight[0] = ((-0.5f * t + 1.0f) * t - 0.5f) * t;
      taps[i].weight[1] = (1.5f * t - 2.5f) * t * t + 1.0f;
      taps[i].weight[2] = ((-1.5f * t + 2.0f) * t + 0.5f) * t;
      taps[i].weight[3] = (0.5f * t - 0.5f) * t * t;
    }

  return taps;
}

/**
 * critic_heatmap_render:
 * @self: a grid of heat
 * @width: of the picture, in pixels
 * @height: of the picture, in pixels
 * @stride: bytes from one row to the next, at least four times @width, a multiple of four
 * @strength: 0 (nothing) to 1 (opaque at the peak)
 * @pixels: (out): @height rows; premultiplied BGRA in the byte order of
 *   little-endian cairo
 *
 * Draws the heat as a picture to lay over the photograph. Pure; any thread.
 */
void
critic_heatmap_render (const CriticHeatmap *self, guint width, guint height, gsize stride,
                       gdouble strength, guint8 *pixels)
{
  g_autofree Taps *across = find_taps (width, self->columns);
  g_autofree Taps *down = find_taps (height, self->rows);
  g_autofree gfloat *lines = g_new (gfloat, (gsize) width * self->rows);
  guint8 colours[2 * STEPS + 1][4];
  gfloat scale = self->peak > 0.0f ? STEPS / self->peak : 0.0f;

  for (int i = 0; i <= 2 * STEPS; i++)
    critic_heatmap_colour (self->is_signed, (gdouble) (i - STEPS) / STEPS, strength, colours[i]);

  for (guint row = 0; row < self->rows; row++)
    for (guint x = 0; x < width; x++)
      {
        const gfloat *values = self->values + (gsize) row * self->columns;
        const Taps *taps = &across[x];

        lines[(gsize) row * width + x] = taps->weight[0] * values[taps->index[0]] +
                                         taps->weight[1] * values[taps->index[1]] +
                                         taps->weight[2] * values[taps->index[2]] +
                                         taps->weight[3] * values[taps->index[3]];
      }

  for (guint y = 0; y < height; y++)
    {
      const Taps *taps = &down[y];
      const gfloat *line[4];
      guint8 *pixel = pixels + y * stride;

      for (int k = 0; k < 4; k++)
        line[k] = lines + (gsize) taps->index[k] * width;

      for (guint x = 0; x < width; x++, pixel += 4)
        {
          gfloat value = (taps->weight[0] * line[0][x] + taps->weight[1] * line[1][x] +
                          taps->weight[2] * line[2][x] + taps->weight[3] * line[3][x]) * scale;
          /* The curve may swing a little past the peak, or, without a sign, below zero. */
          int step = (int) lrintf (CLAMP (value, self->is_signed ? -(gfloat) STEPS : 0.0f, (gfloat) STEPS));

          memcpy (pixel, colours[step + STEPS], 4);
        }
    }
}
