/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-random.h"

#include <math.h>

/* SplitMix64's output function (Steele, Lea, Flood 2014). */
static guint64
mix (guint64 x)
{
  x ^= x >> 30;
  x *= G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x ^= x >> 27;
  x *= G_GUINT64_CONSTANT (0x94d049bb133111eb);
  x ^= x >> 31;
  return x;
}

#define GOLDEN G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

/**
 * mcn_random_init:
 * @self: (out): a stream at its first number
 * @seed: of the run
 * @stream: what it is for
 * @item: which of them
 */
void
mcn_random_init (McnRandom *self, guint64 seed, McnRandomStream stream, guint64 item)
{
  self->key = mix (mix (mix (seed + GOLDEN) + (guint64) stream * GOLDEN + GOLDEN) + item * GOLDEN + GOLDEN);
  self->counter = 0;
}

/**
 * mcn_random_bits:
 * @self: a stream
 *
 * Returns: 64 random bits
 */
guint64
mcn_random_bits (McnRandom *self)
{
  return mix (self->key + ++self->counter * GOLDEN);
}

/**
 * mcn_random_double:
 * @self: a stream
 *
 * Returns: uniform in 0 .. 1, 1 excluded
 */
gdouble
mcn_random_double (McnRandom *self)
{
  return (mcn_random_bits (self) >> 11) * 0x1p-53;
}

/**
 * mcn_random_normal:
 * @self: a stream
 *
 * Returns: normal, mean 0, deviation 1 (Box and Muller)
 */
gdouble
mcn_random_normal (McnRandom *self)
{
  gdouble radius = sqrt (-2 * log (1 - mcn_random_double (self)));

  return radius * cos (2 * G_PI * mcn_random_double (self));
}

/**
 * mcn_random_below:
 * @self: a stream
 * @n: at least 1
 *
 * Returns: uniform in 0 .. n - 1, without bias
 */
guint64
mcn_random_below (McnRandom *self, guint64 n)
{
  guint64 limit = G_MAXUINT64 - G_MAXUINT64 % n, bits;

  do
    bits = mcn_random_bits (self);
  while (bits >= limit);
  return bits % n;
}

/**
 * mcn_random_shuffle:
 * @self: a stream
 * @x: (inout): what to shuffle
 * @n: how many
 */
void
mcn_random_shuffle (McnRandom *self, guint32 *x, gsize n)
{
  for (gsize i = n; i > 1; i--)
    {
      gsize j = mcn_random_below (self, i);
      guint32 other = x[j];

      x[j] = x[i - 1];
      x[i - 1] = other;
    }
}
