/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-dropout.h"

#include "mcn-random.h"
#include "mcn-train-kernels.h"

#include <string.h>

#define GRAIN 16384

typedef struct
{
  guint64       key;
  gfloat        rate;
  const gfloat *x;
  gfloat       *y;
} Dropout;

static void
drop (gpointer data, gsize begin, gsize end, guint worker)
{
  const Dropout *d = data;

  mcn_train_kernels ()->dropout (d->x + begin, end - begin, d->key, begin, d->rate, d->y + begin);
}

/**
 * mcn_dropout:
 * @step: the step
 * @site: the place
 * @rate: share of numbers that become 0, below 1
 * @n: numbers
 * @x: n numbers
 * @y: (out): n numbers, may be @x
 *
 * y = mask x / (1 - rate) (Srivastava et al. 2014).
 */
void
mcn_dropout (McnStep *step, McnSite site, gfloat rate, gsize n, const gfloat *x, gfloat *y)
{
  Dropout d = { mcn_dropout_key (step, site), rate, x, y };

  if (step->training && rate > 0)
    mcn_team_run (step->team, n, GRAIN, drop, &d);
  else if (x != y)
    memcpy (y, x, n * sizeof (gfloat));
}

/**
 * mcn_dropout_key:
 * @step: the step
 * @site: the place
 *
 * Returns: what the masks of this place in this step are made from
 */
guint64
mcn_dropout_key (const McnStep *step, McnSite site)
{
  McnRandom random;

  mcn_random_init (&random, step->key, MCN_RANDOM_DROPOUT, site);
  return mcn_random_bits (&random);
}
