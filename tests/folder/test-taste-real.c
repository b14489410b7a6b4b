/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The user's taste learned from people's ratings of real photographs: OASIS with the
 * beauty ratings of Brielmann and Pelli (2019), in the folder "oasis-beauty" of
 * PHOTO_CRITIC_DATA (ratings.csv with the columns "file" and "mean", and what they name).
 * Without that folder the test is skipped. The model: PHOTO_CRITIC_MODEL. */
#include "critic-csv-reader.h"
#include "critic-pool.h"
#include "critic-taste.h"
#include "mcn-metrics.h"

#include <math.h>
#include <stdlib.h>

#define SEEDS 5

typedef struct
{
  CriticRow row;
  gdouble   beauty;
} Rated;

typedef struct
{
  GMutex     lock;
  GPtrArray *photographs;       /* Rated */
} Measured;

static void
on_done (CriticPoolItem *item, gpointer data)
{
  Measured *self = data;
  Rated *rated = g_new0 (Rated, 1);

  g_assert_no_error (item->error);
  rated->beauty = *(gdouble *) item->data;
  rated->row.measured = item->measured;
  rated->row.photo_alone = rated->row.judgement = item->photo_alone;
  rated->row.state = CRITIC_ROW_DONE;
  rated->row.assessed = TRUE;
  rated->row.image_id = (gint64) item->number + 1;
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->photographs, rated);
  g_mutex_unlock (&self->lock);
  g_free (item->data);
  critic_pool_item_free (item);
}

static int
by_number (gconstpointer a, gconstpointer b)
{
  const Rated *x = *(Rated *const *) a, *y = *(Rated *const *) b;

  return x->row.image_id < y->row.image_id ? -1 : x->row.image_id > y->row.image_id;
}

static int
by_beauty (gconstpointer a, gconstpointer b)
{
  const Rated *x = *(Rated *const *) a, *y = *(Rated *const *) b;

  return x->beauty < y->beauty ? -1 : x->beauty > y->beauty;
}

/* Five stars for the best fifth, one for the worst; high for the better half. */
static void
give_marks (GPtrArray *photographs)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < photographs->len; i++)
    g_ptr_array_add (sorted, photographs->pdata[i]);
  g_ptr_array_sort (sorted, by_beauty);
  for (guint i = 0; i < sorted->len; i++)
    {
      CriticRating *rating = &((Rated *) sorted->pdata[i])->row.rating;

      rating->stars = 1 + 5 * i / sorted->len;
      rating->high = 2 * i < sorted->len ? CRITIC_SAYS_NO : CRITIC_SAYS_YES;
    }
}

static GPtrArray *
measure (const char *data)
{
  g_autofree char *path = g_build_filename (data, "oasis-beauty", "ratings.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &error);
  g_autoptr (CriticCsvReader) table = NULL;
  g_autoptr (CriticPool) pool = NULL;
  Measured measured = { .photographs = g_ptr_array_new_with_free_func (g_free) };
  gint name, mean;

  g_assert_no_error (error);
  table = critic_csv_reader_new (G_INPUT_STREAM (stream), path, &error);
  g_assert_no_error (error);
  name = critic_csv_reader_find (table, "file");
  mean = critic_csv_reader_find (table, "mean");
  g_assert_cmpint (MIN (name, mean), >=, 0);
  pool = critic_pool_new (g_getenv ("PHOTO_CRITIC_MODEL"), 2, on_done, &measured, &error);
  g_assert_no_error (error);
  critic_pool_keep_priority (pool);
  g_mutex_init (&measured.lock);
  for (guint64 i = 0; critic_csv_reader_next (table, &error); i++)
    {
      g_autofree char *photograph = g_build_filename (data, "oasis-beauty", critic_csv_reader_get (table, name), NULL);
      gdouble beauty = g_ascii_strtod (critic_csv_reader_get (table, mean), NULL);
      CriticPoolItem *item;

      if (!g_file_test (photograph, G_FILE_TEST_EXISTS))
        continue;
      item = critic_pool_item_new (photograph);
      item->number = i;
      item->data = g_memdup2 (&beauty, sizeof beauty);
      g_assert_true (critic_pool_push (pool, item));
    }
  g_assert_no_error (error);
  critic_pool_drain (pool);
  g_mutex_clear (&measured.lock);
  g_ptr_array_sort (measured.photographs, by_number);
  return measured.photographs;
}

/* Rank correlations with the beauty of the last photographs, from @n stars and then verdicts. */
static void
learn (GPtrArray *photographs, guint n, guint n_verdicts, guint seed, gdouble *taste_rho, gdouble *model_rho, gdouble *told)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autofree guint *order = g_new (guint, photographs->len);
  g_autofree gdouble *p = g_new (gdouble, photographs->len), *q = g_new (gdouble, photographs->len), *y = g_new (gdouble, photographs->len);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree CriticRow *verdicts = g_new (CriticRow, n_verdicts);
  g_autoptr (CriticTaste) taste = NULL;
  g_autoptr (GError) error = NULL;
  guint rest = 0;

  for (guint i = 0; i < photographs->len; i++)
    order[i] = i;
  for (guint i = photographs->len; i > 1; i--)
    {
      guint j = g_rand_int_range (random, 0, i), kept = order[i - 1];

      order[i - 1] = order[j];
      order[j] = kept;
    }
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, &((Rated *) photographs->pdata[order[i]])->row);
  for (guint i = 0; i < n_verdicts; i++)
    {
      verdicts[i] = ((Rated *) photographs->pdata[order[n + i]])->row;
      verdicts[i].rating.stars = 0;
      g_ptr_array_add (rows, &verdicts[i]);
    }
  taste = critic_taste_fit (rows, &error);
  g_assert_no_error (error);
  critic_taste_get_worth (taste, NULL, told, NULL);
  for (guint i = n + n_verdicts; i < photographs->len; i++, rest++)
    {
      const Rated *rated = photographs->pdata[order[i]];

      p[rest] = critic_taste_predict (taste, &rated->row.measured, &rated->row.photo_alone);
      q[rest] = rated->row.photo_alone.score;
      y[rest] = rated->beauty;
    }
  *taste_rho = mcn_metric_srcc (rest, p, y);
  *model_rho = mcn_metric_srcc (rest, q, y);
}

/* With few stars it is no worse than the model, with many far better, and what it says of
 * itself is about what it is worth on photographs without stars. */
static void
test_beauty (void)
{
  static const guint counts[][2] = { { 30 }, { 60 }, { 120 }, { 240 }, { 480 }, { 0, 60 }, { 0, 240 }, { 30, 210 }, { 240, 60 } };
  const char *data = g_getenv ("PHOTO_CRITIC_DATA");
  g_autoptr (GPtrArray) photographs = NULL;

  if (data == NULL)
    {
      g_test_skip ("PHOTO_CRITIC_DATA names no folder");
      return;
    }
  photographs = measure (data);
  g_assert_cmpuint (photographs->len, >, 600);
  give_marks (photographs);
  for (guint c = 0; c < G_N_ELEMENTS (counts); c++)
    {
      gdouble taste = 0, model = 0, told = 0;

      for (guint seed = 0; seed < SEEDS; seed++)
        {
          gdouble one[3];

          learn (photographs, counts[c][0], counts[c][1], seed, &one[0], &one[1], &one[2]);
          taste += one[0] / SEEDS;
          model += one[1] / SEEDS;
          told += one[2] / SEEDS;
        }
      g_test_message ("%u stars, %u verdicts: rank correlation with the beauty of the %u others: taste %.3f, model %.3f; it says %.3f",
                      counts[c][0], counts[c][1], photographs->len - counts[c][0] - counts[c][1], taste, model, told);
      g_assert_cmpfloat (taste, >, model - .03);
      if (counts[c][1] >= 200)
        g_assert_cmpfloat (taste, >, model + .05);
      if (counts[c][0] >= 240)
        {
          g_assert_cmpfloat (taste, >, model + .05);
          g_assert_cmpfloat (fabs (told - taste), <, .1);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folder/taste/beauty", test_beauty);
  return g_test_run ();
}
