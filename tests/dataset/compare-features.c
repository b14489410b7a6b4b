/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests: the features of a dataset against the engine's own, computed anew from
 * the files: floats to the bit, halves to the nearest.
 *
 * usage: compare-features DATASET PHOTOGRAPHS MODEL */
#include <math.h>
#include <string.h>

#include "critic-preprocess.h"
#include "mcn-dataset.h"
#include "mcn-model.h"

/* Half to float by its definition. */
static gfloat
from_f16 (guint16 half)
{
  gint exponent = (half >> 10) & 0x1f;
  gdouble mantissa = half & 0x3ff;
  gdouble value = exponent == 0 ? ldexp (mantissa, -24) : ldexp (mantissa + 1024, exponent - 25);

  return (gfloat) (half & 0x8000 ? -value : value);
}

/* No other half is nearer; of two as near, the even one. */
static void
assert_nearest (guint16 half, gfloat value)
{
  gdouble off = fabs ((gdouble) from_f16 (half) - value);

  for (gint step = -1; step <= 1; step += 2)
    {
      guint16 other = (guint16) (half + step);
      gdouble other_off;

      if ((half & 0x7fff) == 0 && step < 0)
        continue;
      other_off = fabs ((gdouble) from_f16 (other) - value);
      g_assert_true (off < other_off || (off == other_off && (half & 1) == 0));
    }
}

static void
mirror (CriticNetworkPicture *picture)
{
  for (guint y = 0; y < picture->height; y++)
    for (guint x = 0; x < picture->width / 2; x++)
      {
        guint8 *a = picture->rgb + 3 * ((gsize) y * picture->width + x);
        guint8 *b = picture->rgb + 3 * ((gsize) y * picture->width + picture->width - 1 - x), kept[3];

        memcpy (kept, a, 3);
        memcpy (a, b, 3);
        memcpy (b, kept, 3);
      }
}

static void
compare (McnDataset *dataset, gsize photograph, gboolean mirrored, const CriticNetworkPicture *picture, McnModel *model)
{
  const McnBackbone *backbone = mcn_model_get_backbone (model);
  gsize n_pooled = mcn_backbone_get_pooled (backbone), channels = mcn_backbone_get_region_channels (backbone);
  gsize n = (gsize) (picture->width / MCN_STRIDE) * (picture->height / MCN_STRIDE) * channels;
  g_autofree gfloat *regions = g_new (gfloat, n), *pooled = g_new (gfloat, n_pooled);
  g_autoptr (McnArena) arena = mcn_arena_new ();
  g_autoptr (GError) error = NULL;
  gfloat photometry[MCN_PHOTOMETRY];
  McnFeatures features;

  mcn_arena_reserve (arena, mcn_backbone_plan (backbone, picture->width, picture->height, 1), &error);
  g_assert_no_error (error);
  mcn_backbone_run (backbone, NULL, arena, picture->rgb, 3 * (gsize) picture->width, picture->width, picture->height,
                    regions, pooled, NULL, &error);
  g_assert_no_error (error);
  mcn_photometry (picture->rgb, 3 * (gsize) picture->width, picture->width, picture->height, photometry);

  g_assert_true (mcn_dataset_get_features (dataset, photograph, mirrored, &features));
  g_assert_cmpuint (features.columns, ==, picture->width / MCN_STRIDE);
  g_assert_cmpuint (features.rows, ==, picture->height / MCN_STRIDE);
  g_assert_cmpint (features.tiny, ==, picture->tiny);
  g_assert_true (memcmp (features.pooled, pooled, n_pooled * sizeof *pooled) == 0);
  g_assert_true (memcmp (features.photometry, photometry, sizeof photometry) == 0);
  for (gsize i = 0; i < n; i++)
    assert_nearest (features.regions[i], regions[i]);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McnDataset) dataset = mcn_dataset_open (argv[1], &error);
  g_autoptr (McnModel) model = NULL;

  g_assert_no_error (error);
  model = mcn_model_load (argv[3], NULL, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < mcn_dataset_get_n_photographs (dataset); i++)
    {
      McnSample sample;
      g_autofree char *path = NULL;
      g_autoptr (GFile) file = NULL;
      g_autoptr (CriticPhoto) photo = NULL;
      g_autoptr (CriticNetworkPicture) picture = NULL;

      mcn_dataset_get_sample (dataset, mcn_dataset_get_photograph (dataset, i), &sample);
      path = g_build_filename (argv[2], sample.file, NULL);
      file = g_file_new_for_path (path);
      photo = critic_photo_load (file, mcn_model_get_long_side (model), NULL, &error);
      g_assert_no_error (error);
      picture = critic_preprocess_for_network (photo, mcn_model_get_long_side (model), NULL, &error);
      g_assert_no_error (error);
      compare (dataset, i, FALSE, picture, model);
      mirror (picture);
      compare (dataset, i, TRUE, picture, model);
    }
  g_print ("%zu photographs\n", mcn_dataset_get_n_photographs (dataset));

  return 0;
}
