/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-filter-controls.h"

/* What controls show of an expression, and the expression they make of it. */
static void
test_read (void)
{
  static const struct { const char *expression; CriticFilterControls controls; const char *again; } cases[] = {
    { "", CRITIC_FILTER_CONTROLS_INIT, "" },
    { "score>=6.5 and score <= 9", { .low = 6.5, .high = 9 }, "score >= 6.5 and score <= 9" },
    { "picked and score >= 6", { .low = 6, .high = 10, .any[CRITIC_ANY_FLAG] = 1 << CRITIC_FLAG_PICK },
      "score >= 6 and picked" },
    { "stars >= 3", { .low = 1, .high = 10, .stars = 3 }, "stars >= 3" },
    { "stars = 0", { .low = 1, .high = 10, .exactly = TRUE }, "stars = 0" },
    { "(style macro or style hdr) and (label = red or label = blue)",
      { .low = 1, .high = 10, .any[CRITIC_ANY_STYLE] = 1 << MCN_STYLE_MACRO | 1 << MCN_STYLE_HDR,
        .any[CRITIC_ANY_LABEL] = 1 << CRITIC_LABEL_RED | 1 << CRITIC_LABEL_BLUE },
      "(style HDR or style Macro) and (label = red or label = blue)" },
    { "flag = reject and disagrees and critiques > 0 and (failed or waiting)",
      { .low = 1, .high = 10, .any[CRITIC_ANY_FLAG] = 1 << CRITIC_FLAG_REJECT, .any[CRITIC_ANY_OPINION] = 1,
        .any[CRITIC_ANY_WORDS] = 1, .any[CRITIC_ANY_STATE] = 3 },
      "rejected and disagrees and critiqued and (failed or waiting)" },
    { "(name ~ 'a \"b\"' or critique ~ 'a \"b\"') and critique ~ sky",
      { .low = 1, .high = 10, .search = (char *) "a \"b\"", .critique = (char *) "sky" },
      "(name ~ \"a \\\"b\\\"\" or critique ~ \"a \\\"b\\\"\") and critique ~ sky" },

    /* What they cannot say stays an expression. */
    { "not rejected", { .low = 1, .high = 10, .other = (char *) "not rejected" }, "not rejected" },
    { "picked or failed", { .low = 1, .high = 10, .other = (char *) "(picked or failed)" }, "picked or failed" },
    { "stars >= 2 and width > 4000 and score > 5",
      { .low = 1, .high = 10, .stars = 2, .other = (char *) "width > 4000 and score > 5" },
      "stars >= 2 and width > 4000 and score > 5" },
    { "score >= 6.25 and stars >= 2.5 and stars >= 0",
      { .low = 1, .high = 10, .other = (char *) "score >= 6.25 and stars >= 2.5 and stars >= 0" },
      "score >= 6.25 and stars >= 2.5 and stars >= 0" },
    { "score >= 5 and score >= 6", { .low = 5, .high = 10, .other = (char *) "score >= 6" }, "score >= 5 and score >= 6" },
    { "picked and rejected",
      { .low = 1, .high = 10, .any[CRITIC_ANY_FLAG] = 1 << CRITIC_FLAG_PICK, .other = (char *) "rejected" },
      "picked and rejected" },
    { "label = none", { .low = 1, .high = 10, .other = (char *) "label = none" }, "label = none" },
    /* One place to type in. */
    { "(name ~ dog or critique ~ dog) and burst",
      { .low = 1, .high = 10, .other = (char *) "(name ~ dog or critique ~ dog) and burst" },
      "(name ~ dog or critique ~ dog) and burst" },
    { "name ~ '=5' or critique ~ '=5'",
      { .low = 1, .high = 10, .other = (char *) "(name ~ \"=5\" or critique ~ \"=5\")" },
      "name ~ \"=5\" or critique ~ \"=5\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (CriticFilterControls) controls = CRITIC_FILTER_CONTROLS_INIT;
      g_auto (CriticFilterControls) second = CRITIC_FILTER_CONTROLS_INIT;
      const CriticFilterControls *wanted = &cases[i].controls;
      g_autofree char *again = NULL, *third = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].expression);
      g_assert_true (critic_filter_controls_read (&controls, cases[i].expression, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (controls.search, ==, wanted->search);
      g_assert_cmpstr (controls.critique, ==, wanted->critique);
      g_assert_cmpfloat (controls.low, ==, wanted->low);
      g_assert_cmpfloat (controls.high, ==, wanted->high);
      g_assert_cmpuint (controls.stars, ==, wanted->stars);
      g_assert_cmpint (controls.exactly, ==, wanted->exactly);
      g_assert_cmpmem (controls.any, sizeof controls.any, wanted->any, sizeof wanted->any);
      g_assert_cmpstr (controls.other, ==, wanted->other);

      /* What they make of it is the same for them, and for the next one. */
      again = critic_filter_controls_to_expression (&controls, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (again, ==, cases[i].again);
      g_assert_true (critic_filter_controls_read (&second, again, NULL));
      third = critic_filter_controls_to_expression (&second, NULL);
      g_assert_cmpstr (third, ==, again);
    }
}

static void
test_mistakes (void)
{
  g_auto (CriticFilterControls) controls = CRITIC_FILTER_CONTROLS_INIT;
  g_autofree char *expression = NULL;
  g_autoptr (GError) error = NULL;

  controls.stars = 3;
  g_assert_false (critic_filter_controls_read (&controls, "stars >=", &error));
  g_assert_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX);
  g_assert_cmpuint (controls.stars, ==, 3);
  g_clear_error (&error);

  /* What is typed as an expression counts as what it is. */
  controls.other = g_strdup (" width>4000 and score>=5 ");
  expression = critic_filter_controls_to_expression (&controls, &error);
  g_assert_cmpstr (expression, ==, "score >= 5 and stars >= 3 and width > 4000");
  g_free (controls.other);

  /* Parentheses of one condition do not reach into the next. */
  controls.other = g_strdup ("picked) or (failed");
  g_assert_null (critic_filter_controls_to_expression (&controls, &error));
  g_assert_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter-controls/read", test_read);
  g_test_add_func ("/filter-controls/mistakes", test_mistakes);
  return g_test_run ();
}
