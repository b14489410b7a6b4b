/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-text-means.h"

#include "mcn-pointwise.h"

/* FALSE: nothing was written. */
static gboolean
mean_of (McnTextMeans *self, McnDataset *dataset, McnWordStore *words, gsize number, gfloat *mean)
{
  g_autofree gdouble *sum = g_new0 (gdouble, self->width);
  g_autofree gfloat *row = g_new (gfloat, self->width);
  const guint16 *at = mcn_word_store_get (words, number, 0);
  McnSample sample;
  gsize n = 0;

  if (at == NULL)
    return FALSE;
  mcn_dataset_get_sample (dataset, number, &sample);
  for (guint s = 0; s < sample.n_sentences; s++)
    {
      guint text, length;

      mcn_sample_get_sentence (&sample, s, &text, &length);
      for (guint i = 0; i < length; i++, n++)
        {
          mcn_half_to_float (at + n * self->width, self->width, row);
          for (gsize c = 0; c < self->width; c++)
            sum[c] += row[c];
        }
    }
  for (gsize c = 0; c < self->width; c++)
    mean[c] = sum[c] / n;
  return TRUE;
}

/**
 * mcn_text_means_measure:
 * @self: (out): the embeddings
 * @dataset: whose texts
 * @words: their features
 * @which: (element-type gsize): samples
 */
void
mcn_text_means_measure (McnTextMeans *self, McnDataset *dataset, McnWordStore *words, const GArray *which)
{
  g_autofree gdouble *mean = NULL;
  gsize n = 0;

  *self = (McnTextMeans) { .width = mcn_word_store_get_width (words), .n = mcn_dataset_get_n_samples (dataset) };
  self->row = g_new0 (guint32, MAX (self->n, 1));
  self->values = g_new (gfloat, MAX (which->len, 1) * self->width);
  mean = g_new0 (gdouble, self->width);
  for (guint i = 0; i < which->len; i++)
    {
      gsize number = g_array_index (which, gsize, i);

      if (!mean_of (self, dataset, words, number, self->values + n * self->width))
        continue;
      for (gsize c = 0; c < self->width; c++)
        mean[c] += self->values[n * self->width + c];
      self->row[number] = ++n;
    }
  for (gsize i = 0; i < n * self->width; i++)
    self->values[i] -= mean[i % self->width] / n;
}

void
mcn_text_means_clear (McnTextMeans *self)
{
  g_clear_pointer (&self->row, g_free);
  g_clear_pointer (&self->values, g_free);
}

/**
 * mcn_text_means_get:
 * @self: the embeddings
 * @sample: a sample of the dataset
 *
 * Returns: (transfer none) (nullable): its embedding
 */
const gfloat *
mcn_text_means_get (const McnTextMeans *self, gsize sample)
{
  return self->row[sample] > 0 ? self->values + (self->row[sample] - 1) * self->width : NULL;
}

/**
 * mcn_text_mean_word:
 * @dataset: whose texts
 * @words: their features
 * @n_lists: number of @lists
 * @lists: (element-type gsize): samples
 * @mean: (out): a word feature
 */
void
mcn_text_mean_word (McnDataset *dataset, McnWordStore *words, gsize n_lists, const GArray *const *lists, gfloat *mean)
{
  gsize width = mcn_word_store_get_width (words), n = 0;
  g_autofree gdouble *sum = g_new0 (gdouble, width);
  g_autofree gfloat *row = g_new (gfloat, width);

  for (gsize l = 0; l < n_lists; l++)
    for (gsize i = 0; i < lists[l]->len; i++)
      {
        gsize number = g_array_index (lists[l], gsize, i);
        const guint16 *at = mcn_word_store_get (words, number, 0);
        guint text, length;
        McnSample sample;

        if (at == NULL)
          continue;
        mcn_dataset_get_sample (dataset, number, &sample);
        mcn_sample_get_sentence (&sample, 0, &text, &length);
        for (guint j = 0; j < length; j++, n++)
          {
            mcn_half_to_float (at + j * width, width, row);
            for (gsize c = 0; c < width; c++)
              sum[c] += row[c];
          }
      }
  for (gsize c = 0; c < width; c++)
    mean[c] = n > 0 ? sum[c] / n : 0;
}
