/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Vanishing point: straight lines, and the point at which most of them meet. */
#include "critic-evidence-private.h"

#include <math.h>
#include <stdlib.h>

#define LEVEL           1
#define STEEP         3.0f      /* slope that a line has at least, L* a pixel */
#define TURN          0.38f     /* radians by which the slope may turn along a line: 22 degrees */
#define SHORTEST     0.04       /* of the longer side */
#define MOST_SEGMENTS 200
#define MOST_TRIED     60       /* whose crossings are tried */
#define OFF_ANGLE    0.044      /* sine of 2.5 degrees: the line points past the point */
#define OFF_PLACE    0.015      /* of the diagonal: it passes it */
#define OUTSIDE      0.15       /* of the sides, that the point may lie outside */
#define TURNED       0.2        /* sine of 11.5 degrees: another direction */
#define WAYS            3       /* directions that must meet; two families of parallels cross anywhere */

/**
 * Segment:
 * @x: middle, pixels
 * @y: from the top
 * @dx: direction, of length 1
 * @dy: downwards
 * @length: pixels
 */
typedef struct
{
  gdouble x, y, dx, dy, length;
} Segment;

typedef struct
{
  guint   width, height;
  gfloat *slope;        /* 0: taken, or none */
  gfloat *angle;        /* of the slope, radians */
} Field;

static void
field_init (Field *field, const CriticPlane *light, gfloat least)
{
  field->width = light->width;
  field->height = light->height;
  field->slope = g_new0 (gfloat, (gsize) light->width * light->height);
  field->angle = g_new0 (gfloat, (gsize) light->width * light->height);
  for (guint y = 1; y + 1 < light->height; y++)
    for (guint x = 1; x + 1 < light->width; x++)
      {
        gsize at = (gsize) y * light->width + x;
        const gfloat *v = light->values + at;
        gfloat dx = 0.5f * (v[1] - v[-1]), dy = 0.5f * (v[light->width] - v[-(gssize) light->width]);
        gfloat slope = sqrtf (dx * dx + dy * dy);

        if (slope < least)
          continue;
        field->slope[at] = slope;
        field->angle[at] = atan2f (dy, dx);
      }
}

static gfloat
turn (gfloat a, gfloat b)
{
  gfloat angle = fabsf (a - b);

  return angle > (gfloat) G_PI ? 2.0f * (gfloat) G_PI - angle : angle;
}

/* Takes what hangs together with @seed and slopes the same way (after Grompone
 * von Gioi et al. 2010, without its test against chance). */
static gsize
grow (Field *field, gsize seed, gsize *region, gfloat *weights)
{
  gsize n = 0;
  gfloat angle = field->angle[seed];
  gdouble c = 0.0, s = 0.0;

  region[n] = seed;
  weights[n++] = field->slope[seed];
  field->slope[seed] = 0.0f;
  for (gsize i = 0; i < n; i++)
    {
      guint x = region[i] % field->width, y = region[i] / field->width;

      c += cosf (field->angle[region[i]]);
      s += sinf (field->angle[region[i]]);
      angle = (gfloat) atan2 (s, c);
      for (guint v = y - 1; v <= y + 1; v++)
        for (guint u = x - 1; u <= x + 1; u++)
          {
            gsize at = (gsize) v * field->width + u;

            if (field->slope[at] <= 0.0f || turn (field->angle[at], angle) > TURN)
              continue;
            region[n] = at;
            weights[n++] = field->slope[at];
            field->slope[at] = 0.0f;
          }
    }

  return n;
}

/* The axis of a region; FALSE: too short, or not slim. */
static gboolean
fit (const Field *field, const gsize *region, const gfloat *weights, gsize n, gdouble shortest, Segment *segment)
{
  gdouble sum = 0.0, x = 0.0, y = 0.0, xx = 0.0, xy = 0.0, yy = 0.0, angle, first = 0.0, last = 0.0, wide = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      sum += weights[i];
      x += weights[i] * (region[i] % field->width);
      y += weights[i] * (region[i] / field->width);
    }
  x /= sum;
  y /= sum;
  for (gsize i = 0; i < n; i++)
    {
      gdouble dx = region[i] % field->width - x, dy = region[i] / field->width - y;

      xx += weights[i] * dx * dx;
      xy += weights[i] * dx * dy;
      yy += weights[i] * dy * dy;
    }
  angle = 0.5 * atan2 (2.0 * xy, xx - yy);
  segment->dx = cos (angle);
  segment->dy = sin (angle);
  for (gsize i = 0; i < n; i++)
    {
      gdouble dx = region[i] % field->width - x, dy = region[i] / field->width - y;
      gdouble along = dx * segment->dx + dy * segment->dy;

      first = MIN (first, along);
      last = MAX (last, along);
      wide = MAX (wide, fabs (dy * segment->dx - dx * segment->dy));
    }

  segment->length = last - first;
  segment->x = x + 0.5 * (first + last) * segment->dx + 0.5;
  segment->y = y + 0.5 * (first + last) * segment->dy + 0.5;
  return segment->length >= shortest && 2.0 * wide <= MAX (4.0, segment->length / 8.0);
}

static int
compare_length (gconstpointer a, gconstpointer b)
{
  const Segment *x = a, *y = b;

  if (x->length != y->length)
    return x->length > y->length ? -1 : 1;
  return x->y != y->y ? (x->y < y->y ? -1 : 1) : x->x < y->x ? -1 : x->x > y->x;
}

static GArray *
find_segments (const CriticPlane *light, gfloat least)
{
  gsize n = (gsize) light->width * light->height, n_seeds = 0;
  GArray *segments = g_array_new (FALSE, FALSE, sizeof (Segment));
  g_autofree gsize *region = g_new (gsize, n), *seeds = g_new (gsize, n), *next = NULL;
  g_autofree gfloat *weights = g_new (gfloat, n);
  gsize starts[102] = { 0 };
  Field field;

  /* Steepest first: seeds sorted into steps of one L*. */
  field_init (&field, light, least);
  for (gsize i = 0; i < n; i++)
    starts[field.slope[i] > 0.0f ? 101 - MIN ((int) field.slope[i], 100) : 0]++;
  starts[0] = 0;
  for (int i = 1; i < 102; i++)
    starts[i] += starts[i - 1];
  n_seeds = starts[101];
  next = g_memdup2 (starts, sizeof starts);
  for (gsize i = 0; i < n; i++)
    if (field.slope[i] > 0.0f)
      seeds[next[100 - MIN ((int) field.slope[i], 100)]++] = i;

  for (gsize i = 0; i < n_seeds; i++)
    {
      Segment segment;
      gsize n_region;

      if (field.slope[seeds[i]] <= 0.0f)
        continue;
      n_region = grow (&field, seeds[i], region, weights);
      if (n_region >= 10 && fit (&field, region, weights, n_region, SHORTEST * MAX (light->width, light->height), &segment))
        g_array_append_val (segments, segment);
    }
  g_free (field.slope);
  g_free (field.angle);
  g_array_sort (segments, compare_length);
  if (segments->len > MOST_SEGMENTS)
    g_array_set_size (segments, MOST_SEGMENTS);

  return segments;
}

/* Whether a line runs towards a point, and not through it. */
static gboolean
meets (const Segment *segment, gdouble x, gdouble y, gdouble diagonal)
{
  gdouble dx = x - segment->x, dy = y - segment->y, distance = sqrt (dx * dx + dy * dy);
  gdouble off = fabs (dx * segment->dy - dy * segment->dx);

  return distance > 0.45 * segment->length && off <= OFF_PLACE * diagonal && off <= OFF_ANGLE * distance;
}

static gboolean
is_another_way (const Segment *a, const Segment *b)
{
  return fabs (a->dx * b->dy - a->dy * b->dx) > TURNED;
}

/* Length of all lines that meet at a point; 0 where they come from too few sides. */
static gdouble
weigh (const Segment *segments, guint n, gdouble x, gdouble y, gdouble diagonal)
{
  const Segment *ways[WAYS];
  gdouble sum = 0.0;
  guint n_ways = 0;

  for (guint i = 0; i < n; i++)
    {
      gboolean another = n_ways < WAYS;

      if (!meets (&segments[i], x, y, diagonal))
        continue;
      sum += segments[i].length;
      for (guint k = 0; k < n_ways && another; k++)
        another = is_another_way (ways[k], &segments[i]);
      if (another)
        ways[n_ways++] = &segments[i];
    }

  return n_ways == WAYS ? sum : 0.0;
}

/* Where the lines of two segments cross; FALSE: nearly parallel. */
static gboolean
cross (const Segment *a, const Segment *b, gdouble *x, gdouble *y)
{
  gdouble turned = a->dx * b->dy - a->dy * b->dx, t;

  if (fabs (turned) < 0.05)
    return FALSE;
  t = ((b->x - a->x) * b->dy - (b->y - a->y) * b->dx) / turned;
  *x = a->x + t * a->dx;
  *y = a->y + t * a->dy;

  return TRUE;
}

/* The point nearest to the lines that meet at (x, y), by least squares. */
static void
refine (const Segment *segments, guint n, gdouble diagonal, gdouble *x, gdouble *y)
{
  gdouble xx = 0.0, xy = 0.0, yy = 0.0, bx = 0.0, by = 0.0, det;

  for (guint i = 0; i < n; i++)
    {
      const Segment *s = &segments[i];
      gdouble nx = -s->dy, ny = s->dx, c = nx * s->x + ny * s->y, w = s->length;

      if (!meets (s, *x, *y, diagonal))
        continue;
      xx += w * nx * nx;
      xy += w * nx * ny;
      yy += w * ny * ny;
      bx += w * nx * c;
      by += w * ny * c;
    }
  det = xx * yy - xy * xy;
  if (det <= 1e-9 * (xx + yy) * (xx + yy))
    return;
  *x = (yy * bx - xy * by) / det;
  *y = (xx * by - xy * bx) / det;
}

/* Takes down what meets at the point found. */
static void
take_down (CriticEvidenceVanishing *vanishing, const Segment *segments, guint n, gdouble x, gdouble y,
           gdouble width, gdouble height)
{
  gdouble diagonal = hypot (width, height), all = 0.0, sum = 0.0, widest = 0.0;

  for (guint i = 0; i < n; i++)
    {
      const Segment *s = &segments[i];

      all += s->length;
      if (!meets (s, x, y, diagonal))
        continue;
      sum += s->length;
      vanishing->n_lines++;
      for (guint k = 0; k < i; k++)
        if (meets (&segments[k], x, y, diagonal))
          widest = MAX (widest, fabs (s->dx * segments[k].dy - s->dy * segments[k].dx));
      if (vanishing->n_kept < CRITIC_EVIDENCE_MOST_LINES)
        vanishing->lines[vanishing->n_kept++] = (CriticEvidenceLine) {
          (s->x - 0.5 * s->length * s->dx) / width, (s->y - 0.5 * s->length * s->dy) / height,
          (s->x + 0.5 * s->length * s->dx) / width, (s->y + 0.5 * s->length * s->dy) / height,
        };
    }

  vanishing->x = x / width;
  vanishing->y = y / height;
  vanishing->support = sum / all;
  vanishing->spread = asin (MIN (widest, 1.0)) * 180.0 / G_PI;
}

/* critic-evidence-private.h */
void
critic_evidence_measure_vanishing (CriticEvidence *self, const CriticPlanes *planes)
{
  const CriticPlane *light = &planes->light[LEVEL];
  gdouble width = light->width, height = light->height, diagonal = hypot (width, height);
  g_autoptr (GArray) found = find_segments (light, MAX (STEEP, (gfloat) (3.0 * self->noise[1])));
  const Segment *segments = (const Segment *) found->data;
  CriticEvidenceVanishing *vanishing = &self->vanishing;
  gdouble best = 0.0, best_x = 0.0, best_y = 0.0, x, y;
  guint n_tried = MIN (found->len, MOST_TRIED);

  vanishing->n_found = found->len;
  for (guint i = 0; i < n_tried; i++)
    for (guint k = i + 1; k < n_tried; k++)
      {
        gdouble weight;

        if (!cross (&segments[i], &segments[k], &x, &y)
            || x < -OUTSIDE * width || x > (1.0 + OUTSIDE) * width || y < -OUTSIDE * height || y > (1.0 + OUTSIDE) * height)
          continue;
        weight = weigh (segments, found->len, x, y, diagonal);
        if (weight > best)
          {
            best = weight;
            best_x = x;
            best_y = y;
          }
      }
  if (best <= 0.0)
    return;

  x = best_x;
  y = best_y;
  refine (segments, found->len, diagonal, &x, &y);
  if (weigh (segments, found->len, x, y, diagonal) < best)
    {
      x = best_x;
      y = best_y;
    }
  take_down (vanishing, segments, found->len, x, y, width, height);
  self->strength[MCN_STYLE_VANISHING_POINT] = critic_ramp (vanishing->support, 0.2, 0.55)
                                              * critic_ramp (vanishing->n_lines, 3.0, 7.0);
}
