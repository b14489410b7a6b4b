/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-aspects.h"

#include <glib/gi18n-lib.h>

struct _McnAspects
{
  gsize   n_word;
  gfloat *weight;           /* MCN_N_ASPECTS x n_word */
  gfloat *bias;             /* MCN_N_ASPECTS */
};

/* Translators: the names stand in lists, and in sentences such as “speaks of composition” */
static const McnAspectInfo aspects[] = {
  { "composition", N_("composition"), N_("Framing, balance, lines, background and where things stand.") },
  { "light_and_colour", N_("light and colour"), N_("Brightness, contrast, shadows, tones and hues.") },
  { "depth_and_focus", N_("depth and focus"), N_("What is sharp and what is soft, and how deep it reaches.") },
  { "subject", N_("subject"), N_("What is shown: the thing, the person, the moment.") },
  { "use_of_camera", N_("use of camera"), N_("Exposure, shutter speed, aperture, lens and flash.") },
  { "general", N_("general"), N_("The impression as a whole.") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (aspects) == MCN_N_ASPECTS);

/**
 * mcn_aspect_info:
 * @aspect: an aspect, below %MCN_N_ASPECTS
 *
 * Returns: (transfer none): its row of the table
 */
const McnAspectInfo *
mcn_aspect_info (McnAspect aspect)
{
  g_return_val_if_fail (aspect < MCN_N_ASPECTS, NULL);

  return &aspects[aspect];
}

/**
 * mcn_aspects_new:
 * @weights: aspects.safetensors: "weight" (%MCN_N_ASPECTS x word width), "bias"
 * @error: return location
 *
 * Returns: (transfer full): the head, or %NULL with an error of
 *   mcn_safetensors_load_f32()
 */
McnAspects *
mcn_aspects_new (McnSafetensors *weights, GError **error)
{
  g_autoptr (McnAspects) self = g_new0 (McnAspects, 1);
  const gsize shape[] = { MCN_N_ASPECTS, 0 };
  const McnTensorView *weight = mcn_safetensors_require (weights, "weight", error, 2, shape);

  if (weight == NULL)
    return NULL;
  self->n_word = weight->dim[1];
  if ((self->weight = mcn_safetensors_load_f32 (weights, "weight", error, 2, MCN_N_ASPECTS, self->n_word)) == NULL ||
      (self->bias = mcn_safetensors_load_f32 (weights, "bias", error, 1, MCN_N_ASPECTS)) == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * mcn_aspects_free:
 * @self: (nullable) (transfer full): the head
 */
void
mcn_aspects_free (McnAspects *self)
{
  if (self == NULL)
    return;

  g_free (self->weight);
  g_free (self->bias);
  g_free (self);
}

/**
 * mcn_aspects_get_n_word:
 * @self: the head
 *
 * Returns: numbers of a word state
 */
gsize
mcn_aspects_get_n_word (const McnAspects *self)
{
  return self->n_word;
}

/**
 * mcn_aspects_run:
 * @self: the head
 * @states: (array): a sentence's word states, @n_tokens x mcn_aspects_get_n_word()
 *   numbers, as mcn_text_encoder_run() gives them
 * @n_tokens: its word pieces, at least 1
 * @logits: (array fixed-size=6) (out caller-allocates): one an aspect; above 0: the
 *   sentence speaks of it. They were fitted to be right about the sign, and are no
 *   probabilities.
 */
void
mcn_aspects_run (const McnAspects *self, const gfloat *states, gsize n_tokens, gfloat *logits)
{
  gsize n = self->n_word;

  for (guint a = 0; a < MCN_N_ASPECTS; a++)
    logits[a] = self->bias[a];
  for (gsize i = 0; i < n; i++)
    {
      gfloat mean = 0;

      for (gsize t = 0; t < n_tokens; t++)
        mean += states[t * n + i];
      mean /= n_tokens;
      for (guint a = 0; a < MCN_N_ASPECTS; a++)
        logits[a] += self->weight[a * n + i] * mean;
    }
}
