/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-search.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_RANK 512

struct _McnSearch
{
  gsize   rank, n_features, n_word;
  gfloat *photo;            /* rank x n_features */
  gfloat *photo_mean;       /* of the features, through @photo: rank */
  gfloat *text;             /* rank x n_word */
  gfloat *text_mean;        /* n_word */
};

static gfloat
product (const gfloat *row, const gfloat *x, gsize n)
{
  gfloat sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += row[i] * x[i];
  return sum;
}

/**
 * mcn_search_new:
 * @weights: search.safetensors: "photo" (rank x features), "photo_mean",
 *   "text" (rank x word width), "text_mean"
 * @error: return location
 *
 * Returns: (transfer full): the maps, or %NULL with %MCN_ERROR_CORRUPT or an
 *   error of mcn_safetensors_load_f32()
 */
McnSearch *
mcn_search_new (McnSafetensors *weights, GError **error)
{
  g_autoptr (McnSearch) self = g_new0 (McnSearch, 1);
  g_autofree gfloat *mean = NULL;
  const McnTensorView *photo, *text;
  const gsize any[] = { 0, 0 };

  photo = mcn_safetensors_require (weights, "photo", error, 2, any);
  text = photo != NULL ? mcn_safetensors_require (weights, "text", error, 2, any) : NULL;
  if (text == NULL)
    return NULL;
  self->rank = photo->dim[0];
  self->n_features = photo->dim[1];
  self->n_word = text->dim[1];
  if (self->rank > MAX_RANK)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                   _("The tensor “photo” of “%s” has %zu rows; between 1 and %d are possible. Install the model again."),
                   mcn_safetensors_get_name (weights), self->rank, MAX_RANK);
      return NULL;
    }

  if ((self->photo = mcn_safetensors_load_f32 (weights, "photo", error, 2, self->rank, self->n_features)) == NULL ||
      (mean = mcn_safetensors_load_f32 (weights, "photo_mean", error, 1, self->n_features)) == NULL ||
      (self->text = mcn_safetensors_load_f32 (weights, "text", error, 2, self->rank, self->n_word)) == NULL ||
      (self->text_mean = mcn_safetensors_load_f32 (weights, "text_mean", error, 1, self->n_word)) == NULL)
    return NULL;

  self->photo_mean = g_new (gfloat, self->rank);
  for (gsize k = 0; k < self->rank; k++)
    self->photo_mean[k] = product (self->photo + k * self->n_features, mean, self->n_features);
  return g_steal_pointer (&self);
}

/**
 * mcn_search_free:
 * @self: (nullable) (transfer full): the maps
 */
void
mcn_search_free (McnSearch *self)
{
  if (self == NULL)
    return;

  g_free (self->photo);
  g_free (self->photo_mean);
  g_free (self->text);
  g_free (self->text_mean);
  g_free (self);
}

/**
 * mcn_search_get_rank:
 * @self: the maps
 *
 * Returns: numbers in the common space
 */
gsize
mcn_search_get_rank (const McnSearch *self)
{
  return self->rank;
}

/**
 * mcn_search_get_n_features:
 * @self: the maps
 *
 * Returns: numbers of a photograph
 */
gsize
mcn_search_get_n_features (const McnSearch *self)
{
  return self->n_features;
}

/**
 * mcn_search_get_n_word:
 * @self: the maps
 *
 * Returns: numbers of a word feature
 */
gsize
mcn_search_get_n_word (const McnSearch *self)
{
  return self->n_word;
}

/**
 * mcn_search_text:
 * @self: the maps
 * @word: (array): the mean word feature of a text, mcn_search_get_n_word() numbers
 * @out: (array) (out caller-allocates): where the text lies, mcn_search_get_rank()
 *   numbers of length 1 (0 where @word is the mean of all texts)
 */
void
mcn_search_text (const McnSearch *self, const gfloat *word, gfloat *out)
{
  g_autofree gfloat *centred = g_new (gfloat, self->n_word);
  gfloat length;

  for (gsize i = 0; i < self->n_word; i++)
    centred[i] = word[i] - self->text_mean[i];
  for (gsize k = 0; k < self->rank; k++)
    out[k] = product (self->text + k * self->n_word, centred, self->n_word);

  length = sqrtf (product (out, out, self->rank));
  for (gsize k = 0; k < self->rank && length > 0; k++)
    out[k] /= length;
}

/**
 * mcn_search_likeness:
 * @self: the maps
 * @features: (array): a photograph, mcn_search_get_n_features() bytes
 * @scale: what they are to be multiplied by
 * @text: (array): of mcn_search_text()
 *
 * Returns: the cosine between the photograph and the text, -1 to 1; 0 for a
 *   photograph that lies at the mean of all
 */
gdouble
mcn_search_likeness (const McnSearch *self, const gint8 *features, gfloat scale, const gfloat *text)
{
  gdouble along = 0, square = 0;

  for (gsize k = 0; k < self->rank; k++)
    {
      const gfloat *row = self->photo + k * self->n_features;
      gfloat sum = 0;

      for (gsize i = 0; i < self->n_features; i++)
        sum += row[i] * features[i];
      sum = sum * scale - self->photo_mean[k];
      along += (gdouble) sum * text[k];
      square += (gdouble) sum * sum;
    }

  return square > 0 ? CLAMP (along / sqrt (square), -1.0, 1.0) : 0;
}
