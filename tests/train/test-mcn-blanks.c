/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames without a picture: what they are, and what the experts of AVA's vote learn of them. */
#include "mcn-blanks.h"
#include "mcn-experts.h"
#include "tiny-data.h"

#include <math.h>
#include <string.h>

static McnBlanks *
make_blanks (void)
{
  g_autofree char *tiny = g_test_build_filename (G_TEST_BUILT, "tiny-model", NULL);
  g_autoptr (GError) error = NULL;
  McnBlanks *blanks = mcn_blanks_new (tiny, &error);

  g_assert_no_error (error);
  return blanks;
}

/* The same every time, each another, and none of them a number that is none. */
static void
test_frames (void)
{
  g_autoptr (McnBlanks) blanks = make_blanks (), again = make_blanks ();

  g_assert_cmpuint (blanks->n, ==, 11);
  g_assert_cmpmem (blanks->raw, blanks->n * blanks->n_global * sizeof (gfloat), again->raw, again->n * again->n_global * sizeof (gfloat));
  for (gsize i = 0; i < blanks->n; i++)
    {
      const gfloat *mine = blanks->raw + i * blanks->n_global;

      for (gsize j = 0; j < blanks->n_global; j++)
        g_assert_true (isfinite (mine[j]));
      for (gsize other = 0; other < i; other++)
        g_assert_cmpint (memcmp (mine, blanks->raw + other * blanks->n_global, blanks->n_global * sizeof (gfloat)), !=, 0);
    }
}

static gdouble
vote_of (const McnExperts *experts, const McnGoals *goals, const gfloat *global, guint k)
{
  return goals->mean[k] + goals->sd[k] * mcn_experts_say (experts, k, global);
}

/* With them the experts of the vote say less of an empty frame, and about the same of photographs; other sources'
 * experts do not hear of them. */
static void
test_experts (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnBlanks) blanks = make_blanks ();
  g_autoptr (GError) error = NULL;
  McnFeatureScale scale;
  McnExperts with, without;
  gdouble before = 0, after = 0;
  g_autofree gfloat *global = NULL;
  guint n_other = 0;
  McnGoals goals;

  mcn_goals_init (&goals, data->dataset);
  g_assert_true (mcn_feature_scale_measure (&scale, data->dataset, &error));
  g_assert_no_error (error);
  mcn_experts_fit (&without, data->dataset, &goals, &scale, NULL, -1, 1);
  mcn_experts_fit (&with, data->dataset, &goals, &scale, blanks, -1, 1);
  global = g_new (gfloat, scale.n_global);
  g_assert_cmpuint (scale.n_global, ==, blanks->n_global);
  for (gsize i = 0; i < blanks->n; i++)
    {
      mcn_blanks_global (blanks, i, &scale, global);
      before += fabs (vote_of (&without, &goals, global, 1) - MCN_BLANK_VOTE);
      after += fabs (vote_of (&with, &goals, global, 1) - MCN_BLANK_VOTE);
    }
  g_assert_cmpfloat (with.penalty[1], >, 0);
  g_assert_cmpfloat (after, <, .8 * before);
  for (guint k = goals.n_shared; k < goals.n; k++)
    if (without.penalty[k] > 0)
      {
        n_other++;
        g_assert_cmpmem (with.weight + k * scale.n_global, scale.n_global * sizeof (gfloat), without.weight + k * scale.n_global,
                         scale.n_global * sizeof (gfloat));
      }
  g_assert_cmpuint (n_other, >, 0);
  mcn_experts_clear (&with);
  mcn_experts_clear (&without);
  mcn_feature_scale_clear (&scale);
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mcn_blanks_new ("/nowhere", &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "/nowhere/backbone.safetensors"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blanks/frames", test_frames);
  g_test_add_func ("/blanks/experts", test_experts);
  g_test_add_func ("/blanks/missing", test_missing);
  return g_test_run ();
}
