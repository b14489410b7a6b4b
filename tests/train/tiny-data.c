/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tiny-data.h"

#include "mcn-dataset-writer.h"
#include "mcn-features.h"

#include <glib/gstdio.h>
#include <math.h>

#define N_PHOTOGRAPHS 24
#define N_TEXTS 36
#define N_ELSEWHERE 12

static const char *const good[] = { "Lovely light and a great composition.", "Beautiful colors, perfect focus!", "I love the strong lines here." };
static const char *const bad[] = { "Bad crop and a boring subject.", "The background is too dark, and blurred.", "Harsh light, cluttered, dull." };

static const char long_text[] = "Lovely light and a great composition where the strong lines lead the eye from the dark background.";

/* A plain picture of one grey, with a stripe. */
static void
write_picture (const char *folder, guint i, guint grey)
{
  g_autofree char *name = g_strdup_printf ("%02u.ppm", i);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  const char *header = "P6\n96 64\n255\n";

  g_byte_array_append (file, (const guint8 *) header, strlen (header));
  for (guint y = 0; y < 64; y++)
    for (guint x = 0; x < 96; x++)
      {
        guint8 value = y % (5 + i % 7) == 0 ? 255 - grey : grey;
        guint8 pixel[] = { value, (value + 3 * x) % 256, 255 - value };

        g_byte_array_append (file, pixel, sizeof pixel);
      }
  g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));
}

static void
add_photograph (McnDatasetWriter *writer, McnDraft *draft, const char *folder, TinyKind kind, guint i)
{
  guint level = i * 7 % N_PHOTOGRAPHS;
  gdouble score = 3.5 + 4. * level / N_PHOTOGRAPHS;
  McnDraftScore *beauty;
  guint32 votes[7] = { 0 };
  g_autoptr (GError) error = NULL;

  write_picture (folder, i, 20 + 9 * level);
  mcn_draft_reset (draft);
  g_free (draft->id);
  draft->id = g_strdup_printf ("photo %u", i);
  g_free (draft->file);
  draft->file = g_strdup_printf ("%02u.ppm", i);
  g_clear_pointer (&draft->group, g_free);
  if (kind & TINY_THEMES)
    draft->group = g_strdup_printf ("theme %u", i / 8);
  draft->set = 1;
  draft->part = i % 4 == 3 ? MCN_PART_VAL : i % 4 == 1 && kind & TINY_TEST ? MCN_PART_TEST : MCN_PART_TRAIN;
  if (kind & TINY_AVA)
    draft->ava_id = 5000 + i;
  if (kind & TINY_AVA && i % 2)
    mcn_draft_add_score (draft, 0, score, 1, 10);
  draft->texts_from = MCN_TEXTS_MACHINE;
  draft->high = score > 5;
  mcn_draft_add_score (draft, 1, score, 1, 10);
  beauty = mcn_draft_add_score (draft, 2, 8 - score, 1, 7);
  for (guint j = 0; kind & TINY_THEMES && j < 7; j++)
    votes[j] = 20 * exp (-.5 * pow (j + 1 - (8 - score), 2));
  if (kind & TINY_THEMES)
    mcn_draft_set_votes (beauty, votes, 7);
  draft->styles_from = MCN_STYLES_JUDGES;
  draft->n_judges = 2;
  for (guint s = 0; s < MCN_N_STYLES; s++)
    draft->styles[s] = (i + s) % (kind & TINY_STYLES ? 2 : 5) == 0;
  mcn_draft_add_text (draft, kind & TINY_PHRASES ? long_text : score > 5.5 ? good[i % 3] : bad[i % 3], NULL);
  mcn_draft_add_text (draft, "A picture with a stripe.", NULL);
  if (kind & TINY_PHRASES)
    mcn_draft_add_phrase (draft, "strong lines", i / 4 % 2 ? 0 : 0x1ff);
  if (kind & TINY_PHRASES && i / 4 % 2 == 0)
    mcn_draft_add_phrase (draft, "great composition", 0x1ff);
  g_assert_true (mcn_dataset_writer_add (writer, draft, &error));
  g_assert_no_error (error);
}

static void
add_text (McnDatasetWriter *writer, McnDraft *draft, const char *folder, TinyKind kind, guint i)
{
  gboolean high = i % 2;
  guint32 votes[10] = { 0 };
  McnDraftScore *score;
  g_autoptr (GError) error = NULL;

  mcn_draft_reset (draft);
  g_free (draft->id);
  draft->id = g_strdup_printf ("%u", 1000 + i);
  if (kind & TINY_AVA)
    {
      write_picture (folder, 1000 + i, high ? 200 + i : 20 + i);
      g_free (draft->file);
      draft->file = g_strdup_printf ("%u.ppm", 1000 + i);
    }
  draft->set = 0;
  draft->ava_id = 1000 + i;
  draft->part = i % 6 >= 4 ? MCN_PART_VAL : i % 9 == 8 ? MCN_PART_TEST : MCN_PART_TRAIN;
  draft->texts_from = MCN_TEXTS_DPC;
  draft->high = high;
  draft->tail = i % 5 == 0 ? high ? 1 : -1 : 0;
  for (guint j = 0; j < 10; j++)
    votes[j] = 20 * exp (-.5 * pow (j + 1 - (high ? 6.5 : 4.2), 2)) + i % 3;
  score = mcn_draft_add_score (draft, 0, high ? 6.3 : 4.4, 1, 10);
  mcn_draft_set_votes (score, votes, 10);
  for (guint j = 0; j <= i % 3; j++)
    mcn_draft_add_text (draft, kind & TINY_PHRASES ? long_text : high ? good[(i + j) % 3] : bad[(i + j) % 3], NULL);
  g_assert_true (mcn_dataset_writer_add (writer, draft, &error));
  g_assert_no_error (error);
}

/* Another site, with a scale of its own, in no part. */
static void
add_elsewhere (McnDatasetWriter *writer, McnDraft *draft, guint i)
{
  g_autoptr (GError) error = NULL;

  mcn_draft_reset (draft);
  g_free (draft->id);
  draft->id = g_strdup_printf ("critique %u", i);
  draft->set = 2;
  draft->texts_from = MCN_TEXTS_OTHER;
  mcn_draft_add_score (draft, 3, i % 2 ? 8 + i % 3 * .2 : 3, 0, 10);
  mcn_draft_add_text (draft, i % 2 ? good[i % 3] : bad[i % 3], NULL);
  g_assert_true (mcn_dataset_writer_add (writer, draft, &error));
  g_assert_no_error (error);
}

TinyData *
tiny_data_new (void)
{
  return tiny_data_new_of (0);
}

TinyData *
tiny_data_new_of (TinyKind kind)
{
  static const char *const sets[] = { "ava", "oasis-beauty", "pccd", NULL }, *const sources[] = { "ava", "machine", "beauty", "pccd", NULL };
  TinyData *self = g_new0 (TinyData, 1);
  g_autofree char *tiny = g_test_build_filename (G_TEST_BUILT, "tiny-model", NULL);
  g_autofree char *pictures = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (McnDatasetWriter) writer = NULL;
  g_autoptr (McnDraft) draft = mcn_draft_new ();
  McnFeaturesResult result;

  self->folder = g_dir_make_tmp ("mcn-tiny-XXXXXX", NULL);
  self->data = g_build_filename (self->folder, "data", NULL);
  pictures = g_build_filename (self->folder, "pictures", NULL);
  g_assert_cmpint (g_mkdir (pictures, 0777), ==, 0);
  self->model = mcn_model_load (tiny, NULL, &error);
  g_assert_no_error (error);

  writer = mcn_dataset_writer_new (&(McnDatasetPlan) {
    .folder = self->data, .made_of = "tiny", .made_by = "test", .photographs = pictures, .sets = sets, .sources = sources,
    .wordpiece = mcn_model_get_wordpiece (self->model), .shard_size = 16,
    .vocabulary = "0000000000000000000000000000000000000000000000000000000000000000",
  }, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_PHOTOGRAPHS; i++)
    add_photograph (writer, draft, pictures, kind, i);
  for (guint i = 0; i < N_TEXTS; i++)
    add_text (writer, draft, pictures, kind, i);
  for (guint i = 0; i < N_ELSEWHERE; i++)
    add_elsewhere (writer, draft, i);
  g_assert_true (mcn_dataset_writer_finish (writer, &error));
  g_assert_no_error (error);
  g_assert_true (mcn_dataset_make_features (&(McnFeaturesOptions) {
    .folder = self->data, .model = self->model, .n_threads = 1, .n_views = 2, .part = 1, .n_parts = 1,
  }, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.n_photographs, ==, N_PHOTOGRAPHS + (kind & TINY_AVA ? N_TEXTS : 0));
  g_assert_cmpuint (result.n_unreadable, ==, 0);
  self->dataset = mcn_dataset_open (self->data, &error);
  g_assert_no_error (error);
  return self;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
tiny_data_free (TinyData *self)
{
  mcn_dataset_unref (self->dataset);
  mcn_model_unref (self->model);
  remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->data);
  g_free (self);
}

char *
tiny_data_path (TinyData *self, const char *name)
{
  char *path = g_build_filename (self->folder, name, NULL);

  g_mkdir_with_parents (path, 0777);
  return path;
}
