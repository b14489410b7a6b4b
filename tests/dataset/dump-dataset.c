/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests: every sample of a dataset as a line of JSON, read as the trainer
 * reads it. Features as their shape and first numbers. */
#include <json-glib/json-glib.h>
#include <math.h>
#include <stdio.h>

#include "mcn-dataset.h"

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder, const char *name, gdouble value)
{
  if (name != NULL)
    json_builder_set_member_name (builder, name);
  if (isnan (value))
    json_builder_add_null_value (builder);
  else if (value == floor (value) && fabs (value) < 1e9)
    json_builder_add_int_value (builder, (gint64) value);
  else
    json_builder_add_double_value (builder, round (value * 1e6) / 1e6);
}

static void
begin_array (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

static void
add_texts (JsonBuilder *builder, const McnSample *sample)
{
  begin_array (builder, "texts");
  for (guint i = 0; i < sample->n_texts; i++)
    json_builder_add_string_value (builder, mcn_sample_get_text (sample, i, NULL, NULL));
  json_builder_end_array (builder);
  begin_array (builder, "aspects");
  for (guint i = 0; i < sample->n_texts; i++)
    {
      const char *aspect;

      mcn_sample_get_text (sample, i, NULL, &aspect);
      json_builder_add_string_value (builder, aspect != NULL ? aspect : "");
    }
  json_builder_end_array (builder);
  begin_array (builder, "sentences");
  for (guint i = 0; i < sample->n_sentences; i++)
    {
      guint text, n;
      const guint16 *ids = mcn_sample_get_sentence (sample, i, &text, &n);

      json_builder_begin_array (builder);
      json_builder_add_int_value (builder, text);
      for (guint j = 0; j < n; j++)
        json_builder_add_int_value (builder, ids[j]);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

static void
add_scores (JsonBuilder *builder, McnDataset *dataset, const McnSample *sample)
{
  json_builder_set_member_name (builder, "scores");
  json_builder_begin_object (builder);
  for (guint i = 0; i < sample->n_scores; i++)
    {
      McnScore score;

      mcn_sample_get_score (sample, i, &score);
      json_builder_set_member_name (builder, mcn_dataset_get_source_name (dataset, score.source));
      json_builder_begin_object (builder);
      add_number (builder, "value", score.value);
      add_number (builder, "sd", score.sd);
      add_number (builder, "lowest", score.lowest);
      add_number (builder, "highest", score.highest);
      add_number (builder, "raters", score.n_raters);
      begin_array (builder, "votes");
      for (guint j = 0; j < score.n_votes; j++)
        json_builder_add_int_value (builder, score.votes[j]);
      json_builder_end_array (builder);
      begin_array (builder, "single");
      for (guint j = 0; j < score.n_single; j++)
        add_number (builder, NULL, score.single[j]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
add_phrases (JsonBuilder *builder, const McnSample *sample)
{
  begin_array (builder, "phrases");
  for (guint i = 0; i < sample->n_phrases; i++)
    {
      McnPhrase phrase;

      mcn_sample_get_phrase (sample, i, &phrase);
      json_builder_begin_object (builder);
      add_string (builder, "phrase", phrase.phrase);
      add_number (builder, "text", phrase.text);
      add_number (builder, "start", phrase.start);
      add_number (builder, "cells", phrase.cells);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_features (JsonBuilder *builder, McnDataset *dataset, gsize photograph)
{
  begin_array (builder, "features");
  for (guint view = 0; view < 2; view++)
    {
      McnFeatures features;

      if (!mcn_dataset_get_features (dataset, photograph, view == 1, &features))
        continue;
      json_builder_begin_object (builder);
      add_number (builder, "columns", features.columns);
      add_number (builder, "rows", features.rows);
      add_number (builder, "tiny", features.tiny);
      begin_array (builder, "regions");
      for (gsize i = 0; i < features.columns * features.rows * mcn_dataset_get_region_channels (dataset); i++)
        json_builder_add_int_value (builder, features.regions[i]);
      json_builder_end_array (builder);
      begin_array (builder, "global");
      for (gsize i = 0; i < mcn_dataset_get_n_pooled (dataset) + MCN_PHOTOMETRY; i++)
        add_number (builder, NULL, features.pooled[i]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static char *
to_json (McnDataset *dataset, const McnSample *sample)
{
  static const char *const parts[] = { "none", "train", "val", "test" };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_string (builder, "id", sample->id);
  add_string (builder, "set", mcn_dataset_get_set_name (dataset, sample->set));
  add_string (builder, "part", parts[sample->part]);
  add_string (builder, "group", sample->group);
  add_string (builder, "file", sample->file);
  add_number (builder, "photograph", sample->photograph);
  add_number (builder, "ava_id", sample->ava_id);
  add_number (builder, "texts_from", sample->texts_from);
  add_number (builder, "high", sample->high);
  add_number (builder, "tail", sample->tail);
  add_number (builder, "styles_from", sample->styles_from);
  add_number (builder, "judges", sample->n_judges);
  begin_array (builder, "tags");
  json_builder_add_int_value (builder, sample->tags[0]);
  json_builder_add_int_value (builder, sample->tags[1]);
  json_builder_end_array (builder);
  begin_array (builder, "styles");
  for (guint i = 0; i < MCN_N_STYLES; i++)
    add_number (builder, NULL, sample->styles[i]);
  json_builder_end_array (builder);
  add_texts (builder, sample);
  add_scores (builder, dataset, sample);
  add_phrases (builder, sample);
  if (sample->photograph >= 0)
    add_features (builder, dataset, (gsize) sample->photograph);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McnDataset) dataset = mcn_dataset_open (argv[1], &error);

  if (dataset == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  for (gsize i = 0; i < mcn_dataset_get_n_samples (dataset); i++)
    {
      McnSample sample;
      g_autofree char *line = NULL;

      mcn_dataset_get_sample (dataset, i, &sample);
      g_assert_true (sample.photograph < 0 || mcn_dataset_get_photograph (dataset, (gsize) sample.photograph) == i);
      line = to_json (dataset, &sample);
      puts (line);
    }

  return 0;
}
