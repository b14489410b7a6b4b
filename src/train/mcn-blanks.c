/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-blanks.h"

#include "mcn-backbone.h"
#include "mcn-model-id.h"
#include "mcn-photometry.h"
#include "mcn-random.h"

#define WIDTH 320
#define HEIGHT 224

static const guint8 tones[][3] = {
  { 0, 0, 0 }, { 16, 16, 16 }, { 64, 64, 64 }, { 128, 128, 128 }, { 192, 192, 192 }, { 255, 255, 255 },
  { 160, 40, 40 }, { 40, 130, 50 }, { 40, 70, 160 },
};
/* Behind the tones: noise of three colours, and of one. */
#define N_NOISES 2
#define N_BLANKS (G_N_ELEMENTS (tones) + N_NOISES)

static void
paint (gsize i, guint8 *rgb)
{
  McnRandom random;

  mcn_random_init (&random, 1, MCN_RANDOM_BLANKS, i);
  for (gsize p = 0; p < WIDTH * HEIGHT; p++)
    {
      guint8 grey = i == N_BLANKS - 1 ? mcn_random_below (&random, 256) : 0;

      for (guint c = 0; c < 3; c++)
        rgb[3 * p + c] = i < G_N_ELEMENTS (tones) ? tones[i][c] : i == N_BLANKS - 1 ? grey : mcn_random_below (&random, 256);
    }
}

/**
 * mcn_blanks_new:
 * @model: a model's folder
 * @error: return location
 */
McnBlanks *
mcn_blanks_new (const char *model, GError **error)
{
  g_autofree char *path = g_build_filename (model, mcn_model_file_name (MCN_FILE_BACKBONE), NULL);
  g_autoptr (McnSafetensors) weights = mcn_safetensors_open (path, error);
  g_autoptr (McnBackbone) backbone = weights != NULL ? mcn_backbone_new (weights, error) : NULL;
  g_autoptr (McnArena) arena = mcn_arena_new ();
  g_autofree gfloat *regions = NULL;
  g_autofree guint8 *rgb = NULL;
  g_autoptr (McnBlanks) self = NULL;

  if (backbone == NULL || !mcn_arena_reserve (arena, mcn_backbone_plan (backbone, WIDTH, HEIGHT, 1), error))
    return NULL;
  self = g_new0 (McnBlanks, 1);
  self->n = N_BLANKS;
  self->n_global = mcn_backbone_get_pooled (backbone) + MCN_PHOTOMETRY;
  self->raw = g_new (gfloat, self->n * self->n_global);
  regions = g_new (gfloat, (WIDTH / MCN_STRIDE) * (HEIGHT / MCN_STRIDE) * mcn_backbone_get_region_channels (backbone));
  rgb = g_malloc (3 * WIDTH * HEIGHT);
  for (gsize i = 0; i < self->n; i++)
    {
      gfloat *global = self->raw + i * self->n_global;

      paint (i, rgb);
      if (!mcn_backbone_run (backbone, NULL, arena, rgb, 3 * WIDTH, WIDTH, HEIGHT, regions, global, NULL, error))
        return NULL;
      mcn_photometry (rgb, 3 * WIDTH, WIDTH, HEIGHT, global + self->n_global - MCN_PHOTOMETRY);
    }
  return g_steal_pointer (&self);
}

void
mcn_blanks_free (McnBlanks *self)
{
  g_free (self->raw);
  g_free (self);
}

/**
 * mcn_blanks_global:
 * @self: frames
 * @i: which
 * @scale: what standardises
 * @global: (out): n_global numbers
 */
void
mcn_blanks_global (const McnBlanks *self, gsize i, const McnFeatureScale *scale, gfloat *global)
{
  const gfloat *raw = self->raw + i * self->n_global;
  const McnFeatures features = { .pooled = raw, .photometry = raw + self->n_global - MCN_PHOTOMETRY };

  g_return_if_fail (self->n_global == scale->n_global);

  mcn_feature_scale_global (scale, &features, global);
}
