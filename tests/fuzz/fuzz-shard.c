/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as a file of samples or of features. The checksum is made to fit, since
 * no fuzzer finds one, and so is the length; then what passes the checks is read
 * whole, which a sanitizer watches. */
#include "mcn-dataset-file.h"
#include "mcn-feature-shard.h"
#include "mcn-shard.h"

#include <string.h>

#define N_SETS 3
#define N_SOURCES 4

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static guint64
add_up (const guint8 *data, gsize n)
{
  guint64 sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += data[i];
  return sum;
}

static guint64
read_record (const McnRecord *record)
{
  McnSample sample;
  guint64 sum = 0;

  mcn_record_view (record, &sample);
  sum += strlen (sample.id) + (sample.group != NULL ? strlen (sample.group) : 0) + (sample.file != NULL ? strlen (sample.file) : 0);
  for (guint i = 0; i < sample.n_texts; i++)
    {
      const char *aspect;
      gsize length;
      const char *text = mcn_sample_get_text (&sample, i, &length, &aspect);

      g_assert_cmpuint (strlen (text), ==, length);
      sum += aspect != NULL ? strlen (aspect) : 0;
    }
  for (guint i = 0; i < sample.n_sentences; i++)
    {
      guint text, n;
      const guint16 *ids = mcn_sample_get_sentence (&sample, i, &text, &n);

      g_assert_cmpuint (text, <, sample.n_texts);
      sum += add_up ((const guint8 *) ids, n * sizeof *ids);
    }
  for (guint i = 0; i < sample.n_scores; i++)
    {
      McnScore score;

      mcn_sample_get_score (&sample, i, &score);
      g_assert_cmpuint (score.source, <, N_SOURCES);
      sum += add_up ((const guint8 *) score.votes, score.n_votes * sizeof *score.votes);
      sum += add_up ((const guint8 *) score.single, score.n_single * sizeof *score.single);
    }
  for (guint i = 0; i < sample.n_phrases; i++)
    {
      McnPhrase phrase;

      mcn_sample_get_phrase (&sample, i, &phrase);
      sum += strlen (phrase.phrase);
    }

  return sum;
}

static void
read_samples (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  McnShardHeader header;
  McnShard shard = { NULL };

  if (size >= sizeof header)
    {
      memcpy (&header, copy, sizeof header);
      header.n_bytes = size;
      header.checksum = mcn_checksum (copy + sizeof header, size - sizeof header);
      memcpy (copy, &header, sizeof header);
    }
  bytes = g_bytes_new_static (copy, size);
  if (mcn_shard_open (&shard, bytes, "fuzz", N_SETS, N_SOURCES, &error))
    for (guint32 i = 0; i < shard.header->n_samples; i++)
      read_record (mcn_shard_record (&shard, i));
  else
    g_assert_true (error->domain == MCN_DATASET_ERROR);
  mcn_shard_clear (&shard);
}

static void
read_features (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  McnFeatureHeader header;
  McnFeatureShard shard = { NULL };

  if (size >= sizeof header)
    {
      memcpy (&header, copy, sizeof header);
      header.n_bytes = size;
      memcpy (copy, &header, sizeof header);
    }
  bytes = g_bytes_new_static (copy, size);
  if (mcn_feature_shard_open (&shard, bytes, "fuzz", FALSE, &error))
    for (guint i = 0; i < shard.header->n_photographs; i++)
      for (guint view = 0; view < MCN_FEATURE_VIEWS; view++)
        {
          McnFeatures features;

          if (mcn_feature_shard_get (&shard, i, view, &features))
            {
              add_up ((const guint8 *) features.regions, (gsize) features.columns * features.rows * shard.header->region_channels * 2);
              add_up ((const guint8 *) features.pooled, (shard.header->n_pooled + MCN_PHOTOMETRY) * sizeof (gfloat));
            }
          else if (view == 0)
            g_assert_nonnull (mcn_feature_shard_message (&shard, i));
        }
  else
    g_assert_true (error->domain == MCN_DATASET_ERROR);
  mcn_feature_shard_clear (&shard);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  read_samples (data, size);
  read_features (data, size);

  return 0;
}
