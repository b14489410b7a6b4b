/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-limits.h"

#include "critic-photo.h"
#include "critic-preprocess.h"
#include "mcn-question-swap.h"
#include "mcn-random.h"
#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 320
#define HEIGHT 224
/* Photographs that texts are tried on. */
#define MOST_PHOTOGRAPHS 20

static const char *const praise[] = {
  "Great photo, I love it!", "Absolutely stunning. A perfect shot.", "Amazing work, wonderful, beautiful, 10 from me!",
  "This is one of the best pictures I have ever seen.", "Gorgeous! Congratulations on a fantastic image.",
};
static const char *const neutral[] = {
  "A photograph of a dock.", "A photograph of a chair.", "There is a tree in the picture.", "A street with cars.", "A picture of a window.",
  "This shows a cup on a table.", "A man is standing.", "A photograph of a bridge.", "There are two birds.", "A wall and a door.",
  "A photograph of a house.", "It shows a road.", "A woman with a bag.", "A picture of some stones.", "There is a boat on the water.",
  "A photograph of a hand.", "A bowl of fruit.", "A train at a station.", "A photograph of a field.", "A dog on the grass.",
};
static const char *const nothing[] = { "", "   ", "\n\n", "😀😀😀", "👍🔥", "!!! ...", "123 456" };

typedef struct
{
  McnDataset *dataset;
  McnModel   *model;
  McnScene   *scene;
  GArray     *limits;
  GArray     *lowest;       /* gsize: photographs' samples, of the bottom fifth */
  GArray     *any;          /* gsize: some of all */
} Limits;

typedef struct
{
  gdouble score;
  gsize   number;
} Rated;

static int
rising (gconstpointer a, gconstpointer b)
{
  const Rated *x = a, *y = b;

  return x->score < y->score ? -1 : x->score > y->score ? 1 : (x->number > y->number) - (x->number < y->number);
}

/* Evenly over @n of @rated, at most so many. */
static void
choose (const GArray *rated, gsize n, GArray *chosen)
{
  gsize some = MIN (n, MOST_PHOTOGRAPHS);

  for (gsize i = 0; i < some; i++)
    g_array_append_val (chosen, g_array_index (rated, Rated, i * n / some).number);
}

/* Those with a text that @name rates; AVA's own, where it is AVA that does. */
static void
list_rated (Limits *self, McnPart part, const char *name, GArray *rated)
{
  gint source = mcn_dataset_find_source (self->dataset, name), ava = mcn_dataset_find_set (self->dataset, "ava");
  gboolean own = g_str_equal (name, "ava");

  for (gsize i = 0; i < mcn_dataset_get_n_samples (self->dataset); i++)
    {
      McnFeatures features;
      McnSample sample;
      McnScore score;

      mcn_dataset_get_sample (self->dataset, i, &sample);
      if (sample.part == part && sample.photograph >= 0 && sample.n_texts > 0 && source >= 0 && (!own || (gint) sample.set == ava) &&
          mcn_sample_find_score (&sample, source, &score) &&
          mcn_dataset_get_features (self->dataset, sample.photograph, FALSE, &features))
        {
          Rated entry = { score.value, i };

          g_array_append_val (rated, entry);
        }
    }
}

static void
list_photographs (Limits *self, McnPart part)
{
  g_autoptr (GArray) rated = g_array_new (FALSE, FALSE, sizeof (Rated));

  list_rated (self, part, "machine", rated);
  if (rated->len == 0)
    list_rated (self, part, "ava", rated);
  if (rated->len > 0)
    qsort (rated->data, rated->len, sizeof (Rated), rising);
  choose (rated, (rated->len + 4) / 5, self->lowest);
  choose (rated, rated->len, self->any);
}

static void
add (Limits *self, const char *name, const char *figure, gsize n, gdouble value, gdouble limit)
{
  McnLimit entry = { name, figure, n, value, limit, isnan (limit) || value < limit };

  g_array_append_val (self->limits, entry);
}

static void
show (Limits *self, gsize number)
{
  McnFeatures features;
  McnSample sample;

  mcn_dataset_get_sample (self->dataset, number, &sample);
  mcn_dataset_get_features (self->dataset, sample.photograph, FALSE, &features);
  mcn_scene_set_features (self->scene, &features);
}

static gdouble
score_with (Limits *self, const char *text)
{
  mcn_scene_set_text (self->scene, text);
  return mcn_scene_score (self->scene, NULL, NULL);
}

/* The percentile of a picture whose every pixel @paint gives. */
static gdouble
percentile (Limits *self, guint8 (*paint) (McnRandom *random, guint x, guint y, guint channel))
{
  g_autofree guint8 *rgb = g_malloc (3 * WIDTH * HEIGHT);
  McnRandom random;
  guint side = MIN (mcn_model_get_long_side (self->model), WIDTH), height = side * HEIGHT / WIDTH / MCN_STRIDE * MCN_STRIDE;

  mcn_random_init (&random, 1, MCN_RANDOM_BOOTSTRAP, 0);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < side; x++)
      for (guint c = 0; c < 3; c++)
        rgb[(y * side + x) * 3 + c] = paint (&random, x, y, c);
  mcn_scene_set_picture (self->scene, &(McnPicture) { rgb, 3 * side, side, height, FALSE });
  return 100 * mcn_model_percentile (self->model, score_with (self, NULL));
}

static guint8
paint_black (McnRandom *random, guint x, guint y, guint channel)
{
  return 0;
}

static guint8
paint_noise (McnRandom *random, guint x, guint y, guint channel)
{
  return mcn_random_below (random, 256);
}

static void
try_pictures (Limits *self)
{
  add (self, "black frame", "percentile", 1, percentile (self, paint_black), 20);
  add (self, "noise", "percentile", 1, percentile (self, paint_noise), 20);
}

/* Change that texts make on photographs: the mean of its size, and the largest. */
static void
try_texts (Limits *self, const GArray *photographs, const char *const *texts, gsize n_texts, gdouble *mean, gdouble *size, gdouble *largest)
{
  gsize n = photographs->len * n_texts;

  *mean = *size = 0;
  *largest = -G_MAXDOUBLE;
  for (guint i = 0; i < photographs->len; i++)
    {
      gdouble alone;

      show (self, g_array_index (photographs, gsize, i));
      alone = score_with (self, NULL);
      for (gsize t = 0; t < n_texts; t++)
        {
          gdouble change = score_with (self, texts[t]) - alone;

          *mean += change / n;
          *size += fabs (change) / n;
          *largest = MAX (*largest, change);
        }
    }
}

static void
try_words (Limits *self)
{
  static const char *const good[] = { "good photo" }, *const bad[] = { "bad photo" };
  gdouble mean, size, largest, other;

  try_texts (self, self->lowest, praise, G_N_ELEMENTS (praise), &mean, &size, &largest);
  add (self, "praise alone, photographs of the bottom fifth", "largest change", self->lowest->len * G_N_ELEMENTS (praise), largest, 1);
  add (self, "praise alone, photographs of the bottom fifth", "mean change", self->lowest->len * G_N_ELEMENTS (praise), mean, NAN);
  try_texts (self, self->any, neutral, G_N_ELEMENTS (neutral), &mean, &size, &largest);
  add (self, "neutral sentences", "mean size of the change", self->any->len * G_N_ELEMENTS (neutral), size, .1);
  try_texts (self, self->any, nothing, G_N_ELEMENTS (nothing), &mean, &size, &largest);
  add (self, "emoji, punctuation or an empty text", "mean size of the change", self->any->len * G_N_ELEMENTS (nothing), size, .05);
  try_texts (self, self->any, good, 1, &mean, &size, &largest);
  try_texts (self, self->any, bad, 1, &other, &size, &largest);
  add (self, "“good photo” less “bad photo”", "mean difference", self->any->len, mean - other, NAN);
}

/* Another photograph's critique, against its own. */
static void
try_swapped (Limits *self)
{
  g_autoptr (GArray) others = mcn_question_swap (self->dataset, self->any);
  gdouble own = 0, swapped = 0;

  for (guint i = 0; others != NULL && i < self->any->len; i++)
    {
      gsize number = g_array_index (self->any, gsize, i), next = g_array_index (others, gsize, i);
      McnSample sample, other;
      gdouble alone;

      mcn_dataset_get_sample (self->dataset, number, &sample);
      mcn_dataset_get_sample (self->dataset, next, &other);
      show (self, number);
      alone = score_with (self, NULL);
      own += fabs (score_with (self, mcn_sample_get_text (&sample, 0, NULL, NULL)) - alone) / self->any->len;
      swapped += fabs (score_with (self, mcn_sample_get_text (&other, 0, NULL, NULL)) - alone) / self->any->len;
    }
  if (others == NULL)
    return;
  add (self, "its own critique", "mean size of the change", self->any->len, own, NAN);
  add (self, "another photograph’s critique", "mean size of the change", self->any->len, swapped, NAN);
}

/* NULL: the file is not there, or cannot be read. */
static CriticNetworkPicture *
open_picture (Limits *self, gsize number)
{
  const char *folder = mcn_dataset_get_folder (self->dataset);
  guint side = mcn_model_get_long_side (self->model);
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (CriticPhoto) photo = NULL;
  McnSample sample;

  mcn_dataset_get_sample (self->dataset, number, &sample);
  path = folder != NULL ? g_build_filename (folder, sample.file, NULL) : g_strdup (sample.file);
  file = g_file_new_for_path (path);
  photo = critic_photo_load (file, side, NULL, NULL);
  return photo != NULL ? critic_preprocess_for_network (photo, side, NULL, NULL) : NULL;
}

static gdouble
score_of (Limits *self, const guint8 *rgb, guint width, guint height)
{
  mcn_scene_set_picture (self->scene, &(McnPicture) { rgb, 3 * width, width, height, FALSE });
  return score_with (self, NULL);
}

/* The middles of two photographs side by side; its score less the better one's. NAN: they cannot be read. */
static gdouble
score_collage (Limits *self, gsize first, gsize second)
{
  g_autoptr (CriticNetworkPicture) left = open_picture (self, first), right = open_picture (self, second);
  const CriticNetworkPicture *half[] = { left, right };
  g_autofree guint8 *rgb = NULL;
  gdouble best = -G_MAXDOUBLE;
  guint width, height;

  if (left == NULL || right == NULL)
    return NAN;
  width = MIN (left->width, right->width) / 2 / MCN_STRIDE * MCN_STRIDE;
  height = MIN (left->height, right->height);
  if (width == 0)
    return NAN;
  rgb = g_malloc (6 * (gsize) width * height);
  for (guint h = 0; h < G_N_ELEMENTS (half); h++)
    {
      guint x = (half[h]->width - width) / 2, y = (half[h]->height - height) / 2;

      best = MAX (best, score_of (self, half[h]->rgb, half[h]->width, half[h]->height));
      for (guint row = 0; row < height; row++)
        memcpy (rgb + ((gsize) row * 2 + h) * width * 3, half[h]->rgb + ((gsize) (y + row) * half[h]->width + x) * 3, (gsize) width * 3);
    }
  return score_of (self, rgb, 2 * width, height) - best;
}

/* Two good halves are no better photograph. */
static void
try_collage (Limits *self)
{
  gdouble above = 0;
  gsize n = 0;

  for (guint i = 0; i + 1 < self->any->len; i += 2)
    {
      gdouble change = score_collage (self, g_array_index (self->any, gsize, i), g_array_index (self->any, gsize, i + 1));

      if (isnan (change))
        continue;
      above += change;
      n++;
    }
  if (n > 0)
    add (self, "collage of two photographs", "mean change from the better one", n, above / n, NAN);
}

/**
 * mcn_limits_measure:
 * @dataset: with features of the model's backbone
 * @model: what is tried
 * @part: whose photographs
 * @n_threads: who works
 * @cancel: (nullable): looked at between trials
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type McnLimit): what was found
 */
GArray *
mcn_limits_measure (McnDataset *dataset, McnModel *model, McnPart part, guint n_threads, McnCancel *cancel, GError **error)
{
  static void (*const trials[]) (Limits *) = { try_pictures, try_words, try_swapped, try_collage };
  g_autoptr (McnScene) scene = mcn_scene_new (model, n_threads, error);
  g_autoptr (GArray) limits = g_array_new (FALSE, FALSE, sizeof (McnLimit));
  g_autoptr (GArray) lowest = g_array_new (FALSE, FALSE, sizeof (gsize)), any = g_array_new (FALSE, FALSE, sizeof (gsize));
  Limits self = { dataset, model, scene, limits, lowest, any };

  if (scene == NULL)
    return NULL;
  list_photographs (&self, part);
  if (any->len < 2)
    {
      g_set_error_literal (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA,
                           _("This part of the dataset has no photographs with ratings and critiques to try limits on."));
      return NULL;
    }
  for (guint t = 0; t < G_N_ELEMENTS (trials); t++)
    {
      if (!mcn_check_cancel (cancel, error))
        return NULL;
      trials[t] (&self);
    }
  return g_steal_pointer (&limits);
}
