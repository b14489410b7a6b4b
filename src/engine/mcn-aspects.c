/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-aspects.h"

#include <glib/gi18n-lib.h>

/* Word pieces of a keyword. */
#define MOST_PIECES 4
#define KEYWORD (1 + MOST_PIECES)

struct _McnAspects
{
  gsize   n_word;
  gfloat *weight;           /* MCN_N_ASPECTS x n_word */
  gfloat *bias;             /* MCN_N_ASPECTS */
  gfloat *keyword_weight;   /* MCN_N_ASPECTS x MCN_N_ASPECTS: logit, whose keyword */
  gsize   n_keywords;
  gint64 *keywords;         /* n_keywords x (1 + MOST_PIECES): whose, then word pieces, -1 behind the last */
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

static gboolean
load_keywords (McnAspects *self, McnSafetensors *weights, GError **error)
{
  const gsize shape[] = { 0, KEYWORD };
  const McnTensorView *view = mcn_safetensors_require (weights, "keywords", error, 2, shape);
  const gint64 *row;

  if (view == NULL)
    return FALSE;
  row = view->data;
  for (gsize i = 0; i < view->dim[0]; i++, row += KEYWORD)
    if (view->dtype != MCN_DTYPE_I64 || row[0] < 0 || row[0] >= MCN_N_ASPECTS || row[1] < 0)
      {
        g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                     _("The tensor “keywords” of “%s” holds something else than keywords. Install the model again."),
                     mcn_safetensors_get_name (weights));
        return FALSE;
      }
  self->n_keywords = view->dim[0];
  self->keywords = g_memdup2 (view->data, view->n_bytes);
  return TRUE;
}

/**
 * mcn_aspects_new:
 * @weights: aspects.safetensors: "weight" (%MCN_N_ASPECTS x word width), "bias",
 *   "keyword_weight" (%MCN_N_ASPECTS x %MCN_N_ASPECTS), "keywords" (any number x 5, I64:
 *   the aspect and up to four word pieces, -1 for none)
 * @error: return location
 *
 * Returns: (transfer full): the head, or %NULL with %MCN_ERROR_CORRUPT or an error of
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
      (self->bias = mcn_safetensors_load_f32 (weights, "bias", error, 1, MCN_N_ASPECTS)) == NULL ||
      (self->keyword_weight = mcn_safetensors_load_f32 (weights, "keyword_weight", error, 2, MCN_N_ASPECTS, MCN_N_ASPECTS)) == NULL ||
      !load_keywords (self, weights, error))
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
  g_free (self->keyword_weight);
  g_free (self->keywords);
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

/* One bit for each aspect of which a keyword stands among @ids. */
static guint
find_keywords (const McnAspects *self, const guint32 *ids, gsize n_tokens)
{
  guint found = 0;

  for (gsize i = 0; i < self->n_keywords; i++)
    {
      const gint64 *keyword = self->keywords + i * KEYWORD;

      for (gsize t = 0; t < n_tokens && !(found >> keyword[0] & 1); t++)
        {
          gsize n = 0;

          while (n < MOST_PIECES && keyword[1 + n] >= 0 && t + n < n_tokens && ids[t + n] == keyword[1 + n])
            n++;
          if (n == MOST_PIECES || keyword[1 + n] < 0)
            found |= 1u << keyword[0];
        }
    }
  return found;
}

/**
 * mcn_aspects_run:
 * @self: the head
 * @states: (array): a sentence's word states, @n_tokens x mcn_aspects_get_n_word()
 *   numbers, as mcn_text_encoder_run() gives them
 * @ids: (array length=n_tokens): its word pieces
 * @n_tokens: how many, at least 1
 * @logits: (array fixed-size=6) (out caller-allocates): one an aspect; above 0: the
 *   sentence speaks of it. They were fitted to be right about the sign, and are no
 *   probabilities.
 */
void
mcn_aspects_run (const McnAspects *self, const gfloat *states, const guint32 *ids, gsize n_tokens, gfloat *logits)
{
  guint found = find_keywords (self, ids, n_tokens);
  gsize n = self->n_word;

  for (guint a = 0; a < MCN_N_ASPECTS; a++)
    {
      logits[a] = self->bias[a];
      for (guint k = 0; k < MCN_N_ASPECTS; k++)
        if (found >> k & 1)
          logits[a] += self->keyword_weight[a * MCN_N_ASPECTS + k];
    }
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
