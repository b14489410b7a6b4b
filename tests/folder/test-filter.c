/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-filter.h"
#include "row-fixtures.h"

#include <math.h>
#include <string.h>

static void
test_plain_form (void)
{
  static const struct { const char *expression, *plain; } cases[] = {
    { "", "" },
    { " \t\n ", "" },
    { "score>=5.5", "score >= 5.5" },
    { "SCORE ≥ 5.50 AND Not rejected", "score >= 5.5 and not rejected" },
    { "picked&!rejected|failed", "picked and not rejected or failed" },
    { "picked && (rejected || failed)", "picked and (rejected or failed)" },
    { "((picked))", "picked" },
    { "(picked and failed) and gone", "picked and failed and gone" },
    { "not (picked or failed)", "not (picked or failed)" },
    { "not not picked", "not not picked" },
    { "percentile > 90%", "percentile > 0.9" },
    { "size > 12.5mb or size = 3kB", "size > 12500000 or size = 3000" },
    { "likeness >= -0.25", "likeness >= -0.25" },
    { "score < 1e-7", "score < 1e-07" },
    { "style shallow", "style \"Shallow DOF\"" },
    { "style = Shallow_DOF", "style \"Shallow DOF\"" },
    { "style != 'shallow-dof'", "not style \"Shallow DOF\"" },
    { "style MACRO>50%", "style Macro > 0.5" },
    { "style\"Rule of thirds\"", "style \"Rule of thirds\"" },
    { "label=RED or label <> none", "label = red or label != none" },
    { "flag = Pick", "flag = pick" },
    { "name ~ DSC_*", "name ~ DSC_*" },
    { "name ~ dog's", "name ~ dog's" },
    { "name = 'it\\'s \"so\" \\\\'", "name = \"it's \\\"so\\\" \\\\\"" },
    { "name ~ \"and\"", "name ~ \"and\"" },
    { "critique ~ \"leading lines\"", "critique ~ \"leading lines\"" },
    { "taken >= 2026-05-01t18:30", "taken >= 2026-05-01T18:30" },
    { "taken = '2026-05-01 18:30:05'", "taken = \"2026-05-01 18:30:05\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CriticFilter) filter = critic_filter_new (cases[i].expression, &error);
      g_autofree char *plain = NULL;

      g_assert_no_error (error);
      plain = critic_filter_to_string (filter);
      g_assert_cmpstr (plain, ==, cases[i].plain);
    }
}

static void
test_mistakes (void)
{
  static const struct { const char *expression; guint character; const char *says; } cases[] = {
    { "stors >= 3", 1, "Did you mean “stars”?" },
    { "Critqiue ~ a", 1, "Did you mean “critique”?" },
    { "horizon", 1, "name ~ \"horizon\"" },
    { "stars", 6, "After “stars” stands one of: = != < <= > >=." },
    { "stars ~ 3", 7, "After “stars” stands one of" },
    { "stars >=", 9, "A number is missing here." },
    { "stars >= three", 10, "“three” is no number." },
    { "stars >= 3x", 10, "“3x” is no number." },
    { "stars >= nan", 10, "is no number" },
    { "stars >= inf", 10, "is no number" },
    { "stars >= 0x10", 10, "is no number" },
    { "stars >= 1e999", 10, "is no number" },
    { "stars >= 5%", 10, "is no number" },
    { "percentile > 90", 14, "between 0 and 1" },
    { "size > 5MiB", 8, "12.5MB" },
    { "taken > yesterday", 9, "is no date" },
    { "taken > 2026-02-30", 9, "is no date" },
    { "taken > 2026-13", 9, "is no date" },
    { "taken > 2026-05-01T18", 9, "is no date" },
    { "taken > 2026-05-01T18:30:00:00", 9, "is no date" },
    { "taken > 20260501", 9, "is no date" },
    { "flag = picked", 8, "none, pick, reject" },
    { "label > red", 7, "After “label” stands one of: = !=." },
    { "label = 1", 9, "purple" },
    { "critique = a", 10, "After “critique” stands one of: ~." },
    { "critique ~", 11, "A text is missing here." },
    { "name ~ \"\"", 8, "A text is missing here." },
    { "style s", 7, "Shallow DOF, Silhouettes, Soft focus" },
    { "style Bokeh", 7, "is no style" },
    { "style", 6, "The name of a style is missing" },
    { "style Shallow DOF", 15, "quotation marks" },
    { "style Macro > 2", 15, "between 0 and 1" },
    { "picked = yes", 8, "write not picked" },
    { "picked picked", 8, "an “and” or “or” is missing" },
    { "picked and", 11, "A condition is missing here." },
    { "and picked", 1, "“and” is no condition." },
    { "()", 2, "“)” is no condition." },
    { "(picked", 8, "A “)” is missing here." },
    { "picked)", 7, "There is no “(”" },
    { "name ~ ü or name ~ \"a", 20, "never closed" },
    { "name ~ ü and stors", 14, "Did you mean" },
    { "name ~ \"a\\", 8, "never closed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CriticFilter) filter = critic_filter_new (cases[i].expression, &error);
      g_autofree char *at = g_strdup_printf ("Filter, character %u: ", cases[i].character);

      g_assert_null (filter);
      g_assert_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX);
      if (!g_str_has_prefix (error->message, at) || strstr (error->message, cases[i].says) == NULL)
        g_error ("%s\n%s\nwanted %s%s", cases[i].expression, error->message, at, cases[i].says);
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GString) many = g_string_new ("picked");
  g_autoptr (GString) texts = g_string_new ("critique ~ a");
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticFilter) filter = NULL;

  for (guint i = 0; i < 100000; i++)
    {
      g_string_append (deep, i % 2 == 0 ? "(" : "not ");
      g_string_append (many, " and picked");
    }
  g_assert_null (critic_filter_new (deep->str, &error));
  g_assert_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX);
  g_clear_error (&error);

  filter = critic_filter_new (many->str, &error);
  g_assert_no_error (error);
  g_autofree char *plain = critic_filter_to_string (filter);
  g_assert_cmpstr (plain, ==, many->str);
  g_clear_pointer (&filter, critic_filter_unref);

  for (guint i = 0; i < 63; i++)
    g_string_append_printf (texts, " or critique ~ a%u or critique ~ a", i);
  filter = critic_filter_new (texts->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length ((GStrv) critic_filter_get_texts (filter)), ==, 64);
  g_clear_pointer (&filter, critic_filter_unref);
  g_string_append (texts, " or critique ~ one_more");
  g_assert_null (critic_filter_new (texts->str, &error));
  g_assert_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX);
  g_clear_error (&error);

  g_assert_null (critic_filter_new ("name ~ \xff", &error));
  g_assert_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX);
}

static gboolean
fits (const char *expression, const CriticFacts *facts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticFilter) filter = critic_filter_new (expression, &error);

  g_assert_no_error (error);
  return critic_filter_matches (filter, facts);
}

static void
test_names (void)
{
  static const struct { const char *path, *expression; gboolean fits; } cases[] = {
    { "/a/IMG_1.jpg", "name ~ img_1", TRUE },
    { "/a/IMG_1.jpg", "name ~ g_1.J", TRUE },
    { "/a/IMG_1.jpg", "name ~ IMG_?.jpg", TRUE },
    { "/a/IMG_1.jpg", "name ~ MG_*", FALSE },
    { "/a/IMG_1.jpg", "name ~ *1*", TRUE },
    { "/a/IMG_1.jpg", "name ~ *a*b*c*d*", FALSE },
    { "/a/aab.jpg", "name ~ *ab.jpg", TRUE },
    { "/a/IMG_1.jpg", "name = img_1.JPG", TRUE },
    { "/a/IMG_1.jpg", "name = img_1", FALSE },
    { "/a/IMG_1.jpg", "name != img_1", TRUE },
    { "/a/i*.jpg", "name = i*.jpg", TRUE },
    { "/a/ix.jpg", "name = i*.jpg", FALSE },
    { "/a/IMG_1.jpg", "name ~ /a/", FALSE },
    { "/a/IMG_1.jpg", "path ~ /A/", TRUE },
    { "/a/b/IMG_1.jpg", "folder = /a/b", TRUE },
    { "/a/b/IMG_1.jpg", "folder ~ img", FALSE },
    { "/a/STRASSE.jpg", "name ~ straße", TRUE },
    { "/a/u\xcc\x88 x.jpg", "name ~ Ü", TRUE },           /* u + combining mark */
    { "/a/\xff\xfe.jpg", "name ~ ??.jpg", TRUE },
    { "/a/\xff\xfe.jpg", "name ~ .JPG", TRUE },
    { "/a/x.jpg", "failure ~ ends", FALSE },
    { "/a/x.jpg", "not failure ~ ends", TRUE },
    { "/a/x.jpg", "failure != ends", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CriticRow *row = test_row_new (cases[i].path);
      CriticFacts facts = test_facts (row);

      if (fits (cases[i].expression, &facts) != cases[i].fits)
        g_error ("%s: %s", cases[i].path, cases[i].expression);
      test_row_free (row);
    }

  g_autofree char *longest = g_strnfill (3000, 'a');
  g_autofree char *path = g_strconcat ("/", longest, "b", NULL);
  CriticRow *row = test_row_new (path);
  CriticFacts facts = test_facts (row);
  g_assert_true (fits ("name ~ *a*a*a*a*a*a*a*a*a*a*a*a*a*B", &facts));
  g_assert_false (fits ("name ~ *a*a*a*a*a*a*a*a*a*a*a*a*a*c*", &facts));
  test_row_free (row);
}

static void
test_dates (void)
{
  /* 2026-05-01 18:30:05.250 */
  static const struct { const char *expression; gboolean fits; } cases[] = {
    { "taken = 2026", TRUE }, { "taken = 2026-05", TRUE }, { "taken = 2026-05-01", TRUE },
    { "taken = 2026-05-01T18:30", TRUE }, { "taken = 2026-05-01T18:30:05", TRUE },
    { "taken = 2026-05-01T18:30:06", FALSE }, { "taken = 2026-05-02", FALSE }, { "taken != 2026-05", FALSE },
    { "taken > 2026-05", FALSE }, { "taken >= 2026-05", TRUE }, { "taken <= 2026-05", TRUE }, { "taken < 2026-05", FALSE },
    { "taken > 2026-04", TRUE }, { "taken < 2026-06", TRUE }, { "taken <= 2026-05-01T18:29", FALSE },
    { "taken > 2026-05-01T18:29", TRUE }, { "taken < '2026-05-01 18:31'", TRUE },
  };
  CriticRow *row = test_row_new ("/a.jpg");
  CriticFacts facts = test_facts (row);

  row->measured.taken = 1777660205250;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (fits (cases[i].expression, &facts) != cases[i].fits)
      g_error ("%s", cases[i].expression);
  row->measured.taken = 0;
  g_assert_false (fits ("taken = 1970 or taken != 1970 or taken < 2000", &facts));
  test_row_free (row);
}

static void
test_words_of_user_and_model (void)
{
  CriticRow *row = test_row_new ("/a.jpg");
  CriticPlace place = { .group = 3, .size = 2, .rank = 0 };
  CriticFacts facts = test_facts (row);

  row->judgement.style[MCN_STYLE_MACRO] = 0.8;
  g_assert_true (fits ("high and style macro and style macro = 80% and not disagrees and disagreement = 0", &facts));
  row->rating.style[MCN_STYLE_MACRO] = CRITIC_SAYS_NO;
  g_assert_true (fits ("not style macro and style macro > 0.5 and disagrees and disagreement = 1", &facts));
  row->rating.high = CRITIC_SAYS_NO;
  g_assert_true (fits ("not high and score = 6 and disagreement = 2", &facts));
  row->rating.score = 6.5;                /* within the error */
  g_assert_true (fits ("own = 6.5 and disagreement = 2", &facts));
  row->rating.score = 7.5;
  g_assert_true (fits ("disagreement = 3", &facts));

  g_assert_false (fits ("burst or best", &facts));
  facts.place = &place;
  g_assert_true (fits ("burst and best", &facts));
  place.rank = 1;
  g_assert_true (fits ("burst and not best", &facts));
  place = (CriticPlace) { .group = G_MAXUINT32, .size = 1 };
  g_assert_false (fits ("burst or best", &facts));

  facts.texts = 2;
  g_assert_true (fits ("not critique ~ a and critique ~ b and not critique ~ c", &facts));
  test_row_free (row);
}

static void
test_gone (void)
{
  g_autoptr (CriticFilter) filter = critic_filter_new ("picked and not (failed or gone)", NULL);
  g_autoptr (CriticFilter) other = critic_filter_new ("picked or failed", NULL);

  g_assert_true (critic_filter_asks_for_gone (filter));
  g_assert_false (critic_filter_asks_for_gone (other));
}

/* --- a random expression beside what it must say, found the plain way --- */

typedef struct
{
  const CriticFacts *facts;
  guint              n_facts;
  GRand             *random;
} Naive;

static gboolean
naive_compare (const char *op, gdouble a, gdouble b)
{
  if (isnan (a))
    return FALSE;
  if (strcmp (op, "=") == 0)
    return a == b;
  if (strcmp (op, "!=") == 0)
    return a != b;
  if (strcmp (op, "<") == 0)
    return a < b;
  if (strcmp (op, "<=") == 0)
    return a <= b;
  if (strcmp (op, ">") == 0)
    return a > b;
  return a >= b;
}

static gdouble
naive_number (const CriticFacts *facts, guint which)
{
  const CriticRow *row = facts->row;
  const CriticJudgement *judgement = row->assessed ? &row->judgement : NULL;

  switch (which)
    {
    case 0: return judgement ? judgement->score : NAN;
    case 1: return judgement ? judgement->score - judgement->error : NAN;
    case 2: return row->rating.stars;
    case 3: return row->rating.score != 0 ? row->rating.score : NAN;
    case 4: return row->n_critiques;
    case 5: return row->measured.width ? row->measured.width : NAN;
    case 6: return row->size / 1e6;
    case 7: return judgement ? judgement->percentile * 100 : NAN;
    case 8: return judgement ? row->photo_alone.score : NAN;
    default: return judgement ? judgement->style[MCN_STYLE_HDR] : NAN;
    }
}

static gboolean
naive_yes (const CriticFacts *facts, guint which)
{
  const CriticRow *row = facts->row;

  switch (which)
    {
    case 0: return row->state == CRITIC_ROW_FAILED;
    case 1: return row->state == CRITIC_ROW_GONE;
    case 2: return row->state == CRITIC_ROW_WAITING;
    case 3: return row->rating.flag == CRITIC_FLAG_PICK;
    case 4: return row->rating.flag != CRITIC_FLAG_REJECT;
    case 5: return row->rating.label == CRITIC_LABEL_BLUE;
    case 6: return row->n_critiques != 0;
    case 7: return facts->texts & 1;
    case 8: return strstr (row->path, "DSC_") != NULL;
    default: return row->state == CRITIC_ROW_FAILED && strstr (row->failure, "12 kB") != NULL;
    }
}

/* Appends an expression; sets fits[i] to what it says of row i. */
static void
naive_expression (const Naive *self, guint depth, GString *text, gboolean *result)
{
  static const char *const numbers[] = { "score", "low", "stars", "own", "critiques", "width", "size", "percentile", "photo", "style hdr" };
  static const char *const units[] = { "", "", "", "", "", "", "MB", "%", "", "" };
  static const char *const ops[] = { "=", "!=", "<", "<=", ">", ">=" };
  static const char *const yes[] = { "failed", "GONE", "waiting", "picked", "flag != reject", "label = Blue",
                                     "critiqued", "critique ~ text", "name ~ dsc_", "failure ~ '12 kB'" };
  guint what = g_rand_int_range (self->random, 0, depth > 0 ? 6 : 2);

  if (what == 0)
    {
      guint which = g_rand_int_range (self->random, 0, G_N_ELEMENTS (numbers));
      const char *op = ops[g_rand_int_range (self->random, 0, G_N_ELEMENTS (ops))];
      guint value = g_rand_int_range (self->random, 0, 9) * (which == 5 ? 500 : which == 7 ? 10 : 1);
      gdouble number = which == 9 ? value / 8.0 : value;
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (text, "%s %s %s%s", numbers[which], op, g_ascii_dtostr (buffer, sizeof buffer, number), units[which]);
      for (guint i = 0; i < self->n_facts; i++)
        {
          gdouble mine = naive_number (&self->facts[i], which);

          result[i] = naive_compare (op, which == 7 ? round (mine) : mine, number);
        }
    }
  else if (what == 1)
    {
      guint which = g_rand_int_range (self->random, 0, G_N_ELEMENTS (yes));

      g_string_append (text, yes[which]);
      for (guint i = 0; i < self->n_facts; i++)
        result[i] = naive_yes (&self->facts[i], which);
    }
  else if (what == 2)
    {
      g_string_append (text, "not (");
      naive_expression (self, depth - 1, text, result);
      g_string_append (text, ")");
      for (guint i = 0; i < self->n_facts; i++)
        result[i] = !result[i];
    }
  else
    {
      g_autofree gboolean *other = g_new (gboolean, self->n_facts);
      gboolean and = what == 3;

      /* Without parentheses on the right of an "or": what binds there must not matter. */
      g_string_append (text, and ? "(" : "");
      naive_expression (self, depth - 1, text, result);
      g_string_append (text, and ? ") and (" : " or ");
      naive_expression (self, depth - 1, text, other);
      g_string_append (text, and ? ")" : "");
      for (guint i = 0; i < self->n_facts; i++)
        result[i] = and ? result[i] && other[i] : result[i] || other[i];
    }
}

static void
test_like_naive (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261124);
  CriticRow *rows[200];
  CriticFacts facts[200];
  Naive naive = { .facts = facts, .n_facts = G_N_ELEMENTS (facts), .random = random };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      rows[i] = test_row_random (random, i);
      facts[i] = test_facts (rows[i]);
      facts[i].texts = g_rand_boolean (random);
    }

  for (guint n = 0; n < 2000; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      gboolean wanted[G_N_ELEMENTS (facts)];
      g_autoptr (GError) error = NULL;

      naive_expression (&naive, 5, text, wanted);
      g_autoptr (CriticFilter) filter = critic_filter_new (text->str, &error);
      g_assert_no_error (error);
      g_autofree char *plain = critic_filter_to_string (filter);
      g_autoptr (CriticFilter) again = critic_filter_new (plain, &error);
      g_assert_no_error (error);
      g_autofree char *twice = critic_filter_to_string (again);

      g_assert_cmpstr (twice, ==, plain);
      for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
        if (critic_filter_matches (filter, &facts[i]) != wanted[i] || critic_filter_matches (again, &facts[i]) != wanted[i])
          g_error ("%s (%s) of %s", text->str, plain, rows[i]->path);
    }

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    test_row_free (rows[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/filter/plain-form", test_plain_form);
  g_test_add_func ("/filter/mistakes", test_mistakes);
  g_test_add_func ("/filter/limits", test_limits);
  g_test_add_func ("/filter/names", test_names);
  g_test_add_func ("/filter/dates", test_dates);
  g_test_add_func ("/filter/user-and-model", test_words_of_user_and_model);
  g_test_add_func ("/filter/gone", test_gone);
  g_test_add_func ("/filter/like-naive", test_like_naive);

  return g_test_run ();
}
