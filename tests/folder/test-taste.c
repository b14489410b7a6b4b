/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-cholesky.h"
#include "critic-taste.h"

#include <math.h>
#include <string.h>

#define N 300

static guint32 state;

static gdouble
uniform (void)
{
  state = state * 1664525u + 1013904223u;
  return (state >> 8) / (gdouble) (1 << 24);
}

/* About normal. */
static gdouble
noise (void)
{
  gdouble sum = -6.0;

  for (guint i = 0; i < 12; i++)
    sum += uniform ();
  return sum;
}

/* Photographs whose features lie in a few directions, as those of real ones do. */
static GPtrArray *
make_rows (guint n, guint seed)
{
  enum { DIRECTIONS = 12 };
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_row_free);
  gdouble directions[DIRECTIONS][CRITIC_N_FEATURES];

  state = seed;
  for (guint d = 0; d < DIRECTIONS; d++)
    for (guint i = 0; i < CRITIC_N_FEATURES; i++)
      directions[d][i] = noise ();
  for (guint r = 0; r < n; r++)
    {
      CriticRow *row = g_new0 (CriticRow, 1);
      gdouble amount[DIRECTIONS];

      for (guint d = 0; d < DIRECTIONS; d++)
        amount[d] = noise ();
      for (guint i = 0; i < CRITIC_N_FEATURES; i++)
        {
          gdouble value = 2.0 * noise ();

          for (guint d = 0; d < DIRECTIONS; d++)
            value += 6.0 * amount[d] * directions[d][i];
          row->measured.features[i] = (gint8) CLAMP (value, -127, 127);
        }
      row->measured.scale = 1.0f;
      row->state = CRITIC_ROW_DONE;
      row->assessed = TRUE;
      row->photo_alone.score = row->judgement.score = 5.3 + 0.6 * noise ();
      row->photo_alone.high = row->photo_alone.score > 5.3;
      row->rating.score = 5.5 + amount[0];      /* what this user likes, before anybody changes it */
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static void
give_stars (GPtrArray *rows, gdouble of_taste, gdouble of_model, gdouble of_noise)
{
  for (guint i = 0; i < rows->len; i++)
    {
      CriticRow *row = rows->pdata[i];
      const gdouble liking = of_taste * (row->rating.score - 5.5) + of_model * (row->photo_alone.score - 5.3) / 0.6 +
                             of_noise * noise ();

      row->rating.score = 0.0;
      row->rating.stars = (guint8) CLAMP (lrint (3.0 + liking), 1, 5);
    }
}

/* How far what is said of @rows goes with @truth; of @taste, or of the model alone. */
static gdouble
likes_of (CriticTaste *taste, GPtrArray *rows, const gdouble *truth)
{
  gdouble sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const CriticRow *row = rows->pdata[i];
      const gdouble x = taste != NULL ? critic_taste_predict (taste, &row->measured, &row->photo_alone) : row->photo_alone.score;
      const gdouble y = truth[i];

      sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y;
    }
  return (sxy - sx * sy / rows->len) / sqrt ((sxx - sx * sx / rows->len) * (syy - sy * sy / rows->len));
}

/* A taste that the model knows nothing of is found again, on photographs that
 * were not rated too. */
static void
test_recovers (void)
{
  g_autoptr (GPtrArray) rows = make_rows (N, 7);
  g_autoptr (GPtrArray) rated = g_ptr_array_new (), others = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticTaste) taste = NULL;
  g_autofree gdouble *truth = g_new (gdouble, N);
  gdouble srcc, of_model;
  guint n;

  for (guint i = 0; i < N; i++)
    {
      truth[i] = ((CriticRow *) rows->pdata[i])->rating.score;
      g_ptr_array_add (i < N / 2 ? rated : others, rows->pdata[i]);
    }
  give_stars (rated, 1.0, 0.3, 0.3);
  taste = critic_taste_fit (rated, &error);
  g_assert_no_error (error);
  critic_taste_get_worth (taste, &n, &srcc, &of_model);
  g_test_message ("held out %.3f, the model %.3f, photographs without stars %.3f", srcc, of_model,
                  likes_of (taste, others, truth + N / 2));
  g_assert_cmpuint (n, ==, N / 2);
  g_assert_cmpfloat (of_model, <, 0.4);
  g_assert_cmpfloat (srcc, >, 0.6);
  g_assert_cmpfloat (likes_of (taste, others, truth + N / 2), >, 0.45);    /* the model's own answer stays in it */
}

/* Stars that follow nothing, or the model alone, or are all the same: the
 * model's own answer to the bit. */
static void
test_no_signal (void)
{
  static const gdouble how[][3] = { { 0, 0, 1 }, { 0, 1, 0.2 }, { 0, 0, 0 } };

  for (guint seed = 0; seed < 6; seed++)
    for (gsize h = 0; h < G_N_ELEMENTS (how); h++)
      {
        g_autoptr (GPtrArray) rows = make_rows (60, 100 + seed);
        g_autoptr (GError) error = NULL;
        g_autoptr (CriticTaste) taste = NULL;
        gdouble srcc, of_model;

        give_stars (rows, how[h][0], how[h][1], how[h][2]);
        taste = critic_taste_fit (rows, &error);
        g_assert_no_error (error);
        critic_taste_get_worth (taste, NULL, &srcc, &of_model);
        g_assert_cmpfloat (srcc, ==, of_model);
        for (guint i = 0; i < rows->len; i++)
          {
            const CriticRow *row = rows->pdata[i];

            g_assert_cmpfloat (critic_taste_predict (taste, &row->measured, &row->photo_alone), ==, row->photo_alone.score);
          }
      }
}

/* What somebody says who likes @truth, on the last of the rows that were not rated: low or
 * high, of all photographs or of those where the model says the other. */
static void
give_verdicts (GPtrArray *rows, GPtrArray *rated, const gdouble *truth, guint n, gboolean overrules)
{
  for (guint i = N / 2; i-- > 0 && n > 0;)
    {
      CriticRow *row = rows->pdata[i];
      const gboolean high = truth[i] - 5.5 + 0.3 * noise () > 0.0;

      if (g_ptr_array_find (rated, row, NULL) || (overrules && high == row->photo_alone.high))
        continue;
      row->rating = (CriticRating) { .high = high ? CRITIC_SAYS_YES : CRITIC_SAYS_NO };
      g_ptr_array_add (rated, row);
      n--;
    }
}

/* Verdicts teach by themselves, and beside a few stars; many stars are hardly worse for
 * some verdicts. Told is what is true of photographs that nobody rated. */
static void
test_verdicts (void)
{
  enum { SEEDS = 2 };
  static const struct
  {
    guint    stars, verdicts;
    gboolean overrules;
    gdouble  gain;              /* at least, in correlation, over the stars alone or the model */
  } cases[] = {
    { 0, 60, FALSE, 0.15 }, { 0, 60, TRUE, 0.15 }, { 30, 60, FALSE, 0.0 }, { 30, 60, TRUE, 0.0 }, { 100, 40, FALSE, -0.05 }, { 100, 40, TRUE, -0.05 },
  };

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      gdouble with = 0.0, without = 0.0;

      for (guint seed = 0; seed < SEEDS; seed++)
        {
          g_autoptr (GPtrArray) rows = make_rows (N, 20 + seed);
          g_autoptr (GPtrArray) rated = g_ptr_array_new (), others = g_ptr_array_new ();
          g_autoptr (CriticTaste) taste = NULL, of_stars = NULL;
          g_autoptr (GError) error = NULL;
          gdouble truth[N];
          guint n;

          for (guint i = 0; i < N; i++)
            {
              CriticRow *row = rows->pdata[i];

              truth[i] = row->rating.score;
              if (i < cases[c].stars)
                g_ptr_array_add (rated, row);
              else if (i >= N / 2)
                g_ptr_array_add (others, row);
            }
          give_stars (rated, 1.0, 0.0, 0.3);
          if (rated->len > 0)
            {
              of_stars = critic_taste_fit (rated, &error);
              g_assert_no_error (error);
            }
          give_verdicts (rows, rated, truth, cases[c].verdicts, cases[c].overrules);
          taste = critic_taste_fit (rated, &error);
          g_assert_no_error (error);
          critic_taste_get_worth (taste, &n, NULL, NULL);
          g_assert_cmpuint (n, ==, rated->len);
          with += likes_of (taste, others, truth + N / 2) / SEEDS;
          without += likes_of (of_stars, others, truth + N / 2) / SEEDS;
        }
      g_test_message ("%u stars and %u verdicts%s: %.3f, without these %.3f", cases[c].stars, cases[c].verdicts,
                      cases[c].overrules ? " against the model" : "", with, without);
      g_assert_cmpfloat (with, >, without + cases[c].gain);
    }
}

/* Verdicts that the model shares, and verdicts that follow nothing: the model's own answer. */
static void
test_idle_verdicts (void)
{
  for (guint seed = 0; seed < 3; seed++)
    for (guint how = 0; how < 3; how++)
      {
        g_autoptr (GPtrArray) rows = make_rows (60, 100 + seed);
        g_autoptr (GError) error = NULL;
        g_autoptr (CriticTaste) taste = NULL;
        gdouble srcc, of_model;

        for (guint i = 0; i < rows->len; i++)
          {
            CriticRow *row = rows->pdata[i];
            const gboolean high = how == 0 ? row->photo_alone.high : how == 1 ? TRUE : noise () > 0.0;

            row->rating = (CriticRating) { .high = high ? CRITIC_SAYS_YES : CRITIC_SAYS_NO };
          }
        taste = critic_taste_fit (rows, &error);
        g_assert_no_error (error);
        critic_taste_get_worth (taste, NULL, &srcc, &of_model);
        g_assert_cmpfloat (srcc, ==, of_model);
        for (guint i = 0; i < rows->len; i++)
          {
            const CriticRow *row = rows->pdata[i];

            g_assert_cmpfloat (critic_taste_predict (taste, &row->measured, &row->photo_alone), ==, row->photo_alone.score);
          }
      }
}

static void
test_too_few (void)
{
  g_autoptr (GPtrArray) rows = make_rows (CRITIC_TASTE_NEEDS, 1);
  g_autoptr (CriticTaste) taste = NULL;
  g_autoptr (GError) error = NULL;
  CriticRow *row = rows->pdata[3];

  row->state = CRITIC_ROW_FAILED;
  row->rating.stars = 5;
  g_assert_null (critic_taste_fit (rows, &error));
  g_assert_error (error, CRITIC_TASTE_ERROR, CRITIC_TASTE_ERROR_TOO_FEW);
  g_assert_nonnull (strstr (error->message, "Rate 1 more."));
  g_clear_error (&error);

  row->state = CRITIC_ROW_DONE;
  for (guint i = 0; i < 2; i++)
    {
      row->rating = i == 0 ? (CriticRating) { .flag = CRITIC_FLAG_REJECT } : (CriticRating) { .high = CRITIC_SAYS_NO };
      g_clear_pointer (&taste, critic_taste_unref);
      taste = critic_taste_fit (rows, &error);
      g_assert_no_error (error);
    }
}

/* A burst does not sit on both sides: forty frames of one scene, all with the
 * same stars, teach nothing that holds elsewhere. */
static void
test_bursts (void)
{
  g_autoptr (GPtrArray) rows = make_rows (60, 3);
  g_autoptr (CriticTaste) taste = NULL;
  g_autoptr (GError) error = NULL;
  gdouble srcc, of_model;

  give_stars (rows, 0, 0, 1);
  for (guint i = 20; i < 60; i++)
    {
      CriticRow *row = rows->pdata[i];

      row->measured = ((CriticRow *) rows->pdata[i / 20 * 20])->measured;
      row->rating.stars = i < 40 ? 1 : 5;
    }
  taste = critic_taste_fit (rows, &error);
  g_assert_no_error (error);
  critic_taste_get_worth (taste, NULL, &srcc, &of_model);
  g_assert_cmpfloat (srcc, <, 0.5);
}

/* A x = b for a matrix that is known to have an answer, and one that has none. */
static void
test_cholesky (void)
{
  enum { D = 37 };
  g_autofree gdouble *a = g_new0 (gdouble, D * D), *factor = NULL;
  gdouble x[D], b[D] = { 0 };
  gdouble none[4] = { 1, 0, 2, 1 };

  state = 5;
  for (guint i = 0; i < D; i++)
    {
      x[i] = noise ();
      for (guint j = 0; j <= i; j++)
        a[i * D + j] = a[j * D + i] = i == j ? D : uniform ();
    }
  for (guint i = 0; i < D; i++)
    for (guint j = 0; j < D; j++)
      b[i] += a[i * D + j] * x[j];
  factor = g_memdup2 (a, sizeof (gdouble) * D * D);
  g_assert_true (critic_cholesky_factor (factor, D));
  critic_cholesky_solve (factor, D, b);
  for (guint i = 0; i < D; i++)
    g_assert_cmpfloat_with_epsilon (b[i], x[i], 1e-10);

  g_assert_false (critic_cholesky_factor (none, 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/taste/recovers", test_recovers);
  g_test_add_func ("/taste/no-signal", test_no_signal);
  g_test_add_func ("/taste/verdicts", test_verdicts);
  g_test_add_func ("/taste/idle-verdicts", test_idle_verdicts);
  g_test_add_func ("/taste/too-few", test_too_few);
  g_test_add_func ("/taste/bursts", test_bursts);
  g_test_add_func ("/taste/cholesky", test_cholesky);

  return g_test_run ();
}
