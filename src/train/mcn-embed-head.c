/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-embed-head.h"

#include <math.h>
#include <string.h>

#define TEMPERATURE .1

/**
 * mcn_embed_head_add:
 * @self: (out): the head
 * @params: the table it is added to
 * @d: length of the pooled image vector
 * @width: of an embedding
 */
void
mcn_embed_head_add (McnEmbedHead *self, McnParams *params, gsize d, gsize width)
{
  self->project = (McnLinear) { .n = width, .k = d };
  mcn_params_add_linear (params, "embed", width, d, &self->project.weight, &self->project.bias);
}

static gdouble
length (const gfloat *x, gsize n)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (gdouble) x[i] * x[i];
  return MAX (sqrt (sum), 1e-12);
}

/* The rows that have a target: what is known of them, and what comes out. */
typedef struct
{
  gsize          m, width;
  const gfloat **target;    /* m */
  gfloat        *said, *slope;      /* m x width: embeddings, and the gradient in them */
  gdouble       *cosine, *dcosine;  /* m x m: of what row i says and target j */
} Rows;

static void
compare (Rows *r)
{
  for (gsize i = 0; i < r->m; i++)
    for (gsize j = 0; j < r->m; j++)
      {
        gdouble sum = 0;

        for (gsize c = 0; c < r->width; c++)
          sum += (gdouble) r->said[i * r->width + c] * r->target[j][c];
        r->cosine[i * r->m + j] = sum / length (r->said + i * r->width, r->width) / length (r->target[j], r->width);
      }
}

/* Both losses, and their gradient in the cosines. */
static gdouble
losses (Rows *r)
{
  gsize m = r->m;
  gdouble sum = 0, unit = m > 1 ? 1 / log (m) : 0;

  for (gsize i = 0; i < m; i++)
    {
      const gdouble *cosine = r->cosine + i * m;
      gdouble *slope = r->dcosine + i * m, total = 0;

      for (gsize j = 0; j < m; j++)
        {
          slope[j] = j == i || r->target[j] != r->target[i] ? exp ((cosine[j] - cosine[i]) / TEMPERATURE) : 0;
          total += slope[j];
        }
      sum += (1 - cosine[i] + unit * log (total)) / m;
      for (gsize j = 0; j < m; j++)
        slope[j] *= unit / TEMPERATURE / total / m;
      slope[i] -= (1 + unit / TEMPERATURE) / m;
    }
  return sum;
}

/* From cosines to what was said: d cos (e, t) = (t / |t| - cos e / |e|) / |e| */
static void
spread (Rows *r, gdouble weight)
{
  for (gsize i = 0; i < r->m; i++)
    {
      const gfloat *said = r->said + i * r->width;
      gfloat *slope = r->slope + i * r->width;
      gdouble own = length (said, r->width), along = 0;

      memset (slope, 0, r->width * sizeof (gfloat));
      for (gsize j = 0; j < r->m; j++)
        {
          gdouble d = weight * r->dcosine[i * r->m + j] / own, factor = d / length (r->target[j], r->width);

          along += d * r->cosine[i * r->m + j];
          for (gsize c = 0; c < r->width; c++)
            slope[c] += factor * r->target[j][c];
        }
      for (gsize c = 0; c < r->width; c++)
        slope[c] -= along / own * said[c];
    }
}

/**
 * mcn_embed_head_run:
 * @self: the head
 * @step: the step
 * @n: samples
 * @z: n x ldz
 * @ldz: at least d
 * @target: n embeddings or %NULL
 * @weight: of the loss
 * @dz: (out): n x ldz
 *
 * Returns: the loss; 0 when nothing is known
 */
gdouble
mcn_embed_head_run (const McnEmbedHead *self, McnStep *step, gsize n, const gfloat *z, gsize ldz,
                    const gfloat *const *target, gdouble weight, gfloat *dz)
{
  McnTapeMark mark = mcn_tape_mark (step->tape);
  gsize d = self->project.k, m = 0;
  Rows r = { .width = self->project.n, .target = mcn_tape_take (step->tape, n * sizeof (gfloat *)) };
  gsize *row = mcn_tape_take (step->tape, n * sizeof (gsize));
  gfloat *x = mcn_tape_floats (step->tape, n * d), *dx = mcn_tape_floats (step->tape, n * d);
  gdouble loss;

  memset (dz, 0, n * ldz * sizeof (gfloat));
  for (gsize i = 0; i < n; i++)
    if (target[i] != NULL)
      {
        r.target[m] = target[i];
        row[m] = i;
        memcpy (x + m++ * d, z + i * ldz, d * sizeof (gfloat));
      }
  r.m = m;
  r.said = mcn_tape_floats (step->tape, m * r.width);
  r.slope = mcn_tape_floats (step->tape, m * r.width);
  r.cosine = mcn_tape_take (step->tape, m * m * sizeof (gdouble));
  r.dcosine = mcn_tape_take (step->tape, m * m * sizeof (gdouble));

  mcn_linear_forward (&self->project, step, m, x, r.said);
  compare (&r);
  loss = losses (&r);
  spread (&r, weight);
  mcn_linear_backward (&self->project, step, m, x, r.slope, dx, FALSE);
  for (gsize i = 0; i < m; i++)
    memcpy (dz + row[i] * ldz, dx + i * d, d * sizeof (gfloat));
  mcn_tape_rewind (step->tape, mark);
  return loss;
}
