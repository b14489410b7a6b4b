/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A few thousand numbers become CRITIC_N_FEATURES bytes that keep the cosine:
 * a sparse random projection (Kane and Nelson, "Sparser Johnson-Lindenstrauss
 * Transforms", 2014). Each number is added to, or taken from, one output in
 * each of N_BLOCKS blocks; which one, and the sign, are bits of splitmix64 of
 * its index, so no table is stored. The sums are float additions in one order
 * on every machine, so the bytes are the same on all of them. The cosine of
 * two projections has a standard deviation of at most 1 / sqrt (256) = 0.06
 * round the true one. */
#include "critic-features.h"

#include <math.h>

#define SEED G_GUINT64_CONSTANT (0x70686f746f637269)
#define N_BLOCKS 8
#define BLOCK (CRITIC_N_FEATURES / N_BLOCKS)
#define BITS_OF_BLOCK 5
#define LARGEST 127

G_STATIC_ASSERT (BLOCK == 1 << BITS_OF_BLOCK);
G_STATIC_ASSERT (N_BLOCKS * (BITS_OF_BLOCK + 1) <= 64);

static guint64
splitmix64 (guint64 index)
{
  guint64 z = SEED + (index + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/**
 * critic_features_project:
 * @features: @n numbers about zero
 * @n: how many
 * @measured: its features and scale are set
 *
 * Any thread.
 */
void
critic_features_project (const gfloat *features, gsize n, CriticMeasured *measured)
{
  gfloat sums[CRITIC_N_FEATURES] = { 0 };
  gfloat largest = 0.0f;

  for (gsize i = 0; i < n; i++)
    {
      guint64 bits = splitmix64 (i);

      for (guint b = 0; b < N_BLOCKS; b++, bits >>= BITS_OF_BLOCK + 1)
        sums[b * BLOCK + (bits & (BLOCK - 1))] += bits >> BITS_OF_BLOCK & 1 ? features[i] : -features[i];
    }

  for (guint i = 0; i < CRITIC_N_FEATURES; i++)
    largest = MAX (largest, fabsf (sums[i]));

  measured->scale = largest / LARGEST;
  for (guint i = 0; i < CRITIC_N_FEATURES; i++)
    measured->features[i] = largest > 0.0f ? (gint8) lrintf (sums[i] / largest * LARGEST) : 0;
}
