/* SPDX-License-Identifier: GPL-3.0-or-later */

/* model.json: the tiny model's description, bent in every way. */
#include "mcn-config.h"

#include <math.h>
#include <string.h>

static char *description;

static McnConfig *
parse (const char *text, gssize length, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);

  return mcn_config_new (bytes, "model.json", error);
}

/* The description with the first @from replaced by @to. */
static char *
bend (const char *from, const char *to)
{
  const char *at = strstr (description, from);

  if (at == NULL)
    g_error ("“%s” is not in the tiny model's description", from);
  return g_strdup_printf ("%.*s%s%s", (int) (at - description), description, to, at + strlen (from));
}

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McnConfig) config = parse (description, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (strlen (config->id), ==, 64);
  g_assert_cmpstr (config->name, ==, "Tiny random model");
  g_assert_cmpuint (config->long_side, ==, 320);
  g_assert_cmpuint (config->text_heads, ==, 2);
  g_assert_cmpuint (config->mcn.n_heads, ==, 2);
  g_assert_cmpuint (config->mcn.n_layers, ==, 2);
  g_assert_cmpfloat (config->mcn.ava_mean, ==, 5.4);
  g_assert_cmpfloat (config->mcn.beta_both, ==, .2);
  g_assert_cmpfloat (config->calibration[MCN_MODE_PHOTO].slope, ==, 1.05);
  g_assert_cmpfloat (config->calibration[MCN_MODE_CRITIQUE].sigma, ==, .63);
  g_assert_cmpuint (config->calibration[MCN_MODE_BOTH].n, ==, 217);
  g_assert_cmpfloat (config->deciles[4], ==, config->quantiles[50]);
  g_assert_true (config->evidence[MCN_EVIDENCE_REGIONS].passed);
  g_assert_cmpfloat (config->evidence[MCN_EVIDENCE_WORDS].high, ==, 2.5);
  g_assert_cmpfloat (config->calibration[MCN_MODE_PHOTO].half_width, ==, .66);
  g_assert_cmpfloat (config->calibration[MCN_MODE_BOTH].half_width, ==, 0);
  g_assert_cmpint (config->style_test[MCN_STYLE_HDR].n_positive, ==, 4);
  g_assert_true (isnan (config->style_test[MCN_STYLE_HDR].precision));
  g_assert_cmpfloat (config->style_test[MCN_STYLE_MACRO].precision, ==, .5);
}

static const struct { const char *from, *to; McnError code; const char *says; } bent[] = {
  { "photo-critic-model", "photo-critic-style", MCN_ERROR_UNSUPPORTED, "does not describe" },
  { "\"version\": 1", "\"version\": 2", MCN_ERROR_UNSUPPORTED, "newer" },
  { "\"version\": 1", "\"version\": 0", MCN_ERROR_CORRUPT, "version" },
  { "\"version\": 1", "\"version\": 1.5", MCN_ERROR_CORRUPT, "version" },
  { "\"version\": 1", "\"version\": \"1\"", MCN_ERROR_CORRUPT, "version" },
  { "\"version\": 1,", "", MCN_ERROR_CORRUPT, "version" },
  { "\"id\": \"", "\"id\": \"0", MCN_ERROR_CORRUPT, "id" },
  { "\"id\": \"", "\"id\": null, \"was\": \"", MCN_ERROR_CORRUPT, "id" },
  { "Tiny random model", "", MCN_ERROR_CORRUPT, "name" },
  { "Tiny random model", "a\\nb", MCN_ERROR_CORRUPT, "name" },
  { "\"long_side\": 320", "\"long_side\": 321", MCN_ERROR_CORRUPT, "long_side" },
  { "\"long_side\": 320", "\"long_side\": 1e9", MCN_ERROR_CORRUPT, "long_side" },
  { "\"long_side\": 320", "\"long_side\": -320", MCN_ERROR_CORRUPT, "long_side" },
  { "\"long_side\": 320", "\"long_side\": [320]", MCN_ERROR_CORRUPT, "long_side" },
  { "\"input\": {", "\"input\": [], \"was\": {", MCN_ERROR_CORRUPT, "input" },
  { "\"heads\": 2", "\"heads\": 0", MCN_ERROR_CORRUPT, "heads" },
  { "\"layers\": 2", "\"layers\": 17", MCN_ERROR_CORRUPT, "layers" },
  { "\"ava_sd\": 0.75", "\"ava_sd\": 0", MCN_ERROR_CORRUPT, "ava_sd" },
  { "\"ava_sd\": 0.75", "\"ava_sd\": 1e999", MCN_ERROR_CORRUPT, "ava_sd" },
  { "\"ava_sd\": 0.75", "\"ava_sd\": true", MCN_ERROR_CORRUPT, "ava_sd" },
  { "\"both\": 0.2", "\"both\": 1.2", MCN_ERROR_CORRUPT, "both" },
  { "\"HDR\",", "", MCN_ERROR_CORRUPT, "styles" },
  { "\"HDR\"", "\"LDR\"", MCN_ERROR_MISMATCH, "styles" },
  { "\"HDR\"", "7", MCN_ERROR_MISMATCH, "styles" },
  { "\"slope\": 1.05", "\"slope\": -1.05", MCN_ERROR_CORRUPT, "slope" },
  { "\"sigma\": 0.52", "\"sigma\": 0", MCN_ERROR_CORRUPT, "sigma" },
  { "\"half_width\": 0.66", "\"half_width\": -1", MCN_ERROR_CORRUPT, "half_width" },
  { "\"style_tests\": {", "\"style_tests\": 1, \"was\": {", MCN_ERROR_CORRUPT, "style_tests" },
  { "\"positive\": 4", "\"positive\": -4", MCN_ERROR_CORRUPT, "positive" },
  { "\"positive\": 4", "\"positive\": 4.5", MCN_ERROR_CORRUPT, "positive" },
  { "\"precision\": 0.5", "\"precision\": 1.5", MCN_ERROR_CORRUPT, "precision" },
  { "\"critique\": {", "\"kritik\": {", MCN_ERROR_CORRUPT, "critique" },
  { "\"percentiles\": [", "\"percentiles\": [1, ", MCN_ERROR_CORRUPT, "percentiles" },
  { "\"percentiles\": [", "\"percentiles\": [9, 1], \"was\": [", MCN_ERROR_CORRUPT, "percentiles" },
  { "\"spread\": [", "\"spread\": [null, ", MCN_ERROR_CORRUPT, "spread" },
  { "\"evidence\": true", "\"evidence\": 1", MCN_ERROR_CORRUPT, "evidence" },
  { "\"evidence\": true,", "", MCN_ERROR_CORRUPT, "evidence" },
  { "\"interval\": [", "\"interval\": [1, ", MCN_ERROR_CORRUPT, "interval" },
  { "\"words\": {", "\"words\": 1, \"was\": {", MCN_ERROR_CORRUPT, "words" },
};

static void
test_bent (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bent); i++)
    {
      g_autofree char *text = bend (bent[i].from, bent[i].to);
      g_autoptr (GError) error = NULL;
      g_autoptr (McnConfig) config = parse (text, -1, &error);

      g_test_message ("%s -> %s", bent[i].from, bent[i].to);
      g_assert_null (config);
      g_assert_error (error, MCN_ERROR, (gint) bent[i].code);
      g_assert_nonnull (strstr (error->message, "model.json"));
      g_assert_nonnull (strstr (error->message, bent[i].says));
    }
}

static void
test_falling_percentiles (void)
{
  const char *at = strstr (description, "\"percentiles\": [") + strlen ("\"percentiles\": [");
  const char *end = strchr (at, ',');
  g_autofree char *text = g_strdup_printf ("%.*s9.9%s", (int) (at - description), description, end);
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (text, -1, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_CORRUPT);
}

/* Nobody counted the styles' photographs: then nothing is said of them. */
static void
test_no_style_tests (void)
{
  g_autofree char *text = bend ("\"style_tests\"", "\"styles_tested\"");
  g_autoptr (GError) error = NULL;
  g_autoptr (McnConfig) config = parse (text, -1, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < MCN_N_STYLES; i++)
    g_assert_cmpint (config->style_test[i].n_positive, ==, -1);
}

/* Members the program does not know are for people. */
static void
test_more_members (void)
{
  g_autofree char *text = bend ("\"version\": 1,", "\"version\": 1, \"note\": {\"by\": [1, \"x\"]},");
  g_autoptr (GError) error = NULL;
  g_autoptr (McnConfig) config = parse (text, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (config);
}

/* A model that was never tried in the deletion test has no evidence to show. */
static void
test_no_evidence (void)
{
  static const struct { const char *from, *to; gboolean regions, words; } parts[] = {
    { "\"explanations\"", "\"was\"", FALSE, FALSE },
    { "\"words\": {", "\"was\": {", TRUE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *text = bend (parts[i].from, parts[i].to);
      g_autoptr (GError) error = NULL;
      g_autoptr (McnConfig) config = parse (text, -1, &error);

      g_assert_no_error (error);
      g_assert_cmpint (config->evidence[MCN_EVIDENCE_REGIONS].passed, ==, parts[i].regions);
      g_assert_cmpint (config->evidence[MCN_EVIDENCE_WORDS].passed, ==, parts[i].words);
    }
}

static void
test_truncated (void)
{
  gsize size = strlen (description);

  /* The last byte is a line feed. */
  for (gsize n = 0; n + 1 < size; n += n < 300 ? 1 : 37)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (description, n, &error));
      g_assert_cmpint (error->domain, ==, MCN_ERROR);
    }
}

static void
test_hostile (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GString) big = g_string_new (description);
  static const char nul[] = "{\"format\": \"photo-critic-model\0\"}";

  while (deep->len < 200000)
    g_string_append (deep, "[{\"a\":");
  while (big->len <= 1 << 20)
    g_string_append_c (big, ' ');

  const struct { const char *text; gssize length; } hostile[] = {
    { deep->str, -1 }, { big->str, -1 }, { nul, sizeof nul - 1 }, { "\xff\xfe{}", -1 }, { "null", -1 }, { "7", -1 },
    { "[]", -1 }, { "\"text\"", -1 }, { "", -1 }, { "   ", -1 }, { "/* [[[[[[[ */", -1 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (hostile[i].text, hostile[i].length, &error));
      g_assert_cmpint (error->domain, ==, MCN_ERROR);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_autofree char *path = g_build_filename (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), "model.json", NULL);
  g_assert_true (g_file_get_contents (path, &description, NULL, NULL));

  g_test_add_func ("/config/good", test_good);
  g_test_add_func ("/config/bent", test_bent);
  g_test_add_func ("/config/falling-percentiles", test_falling_percentiles);
  g_test_add_func ("/config/more-members", test_more_members);
  g_test_add_func ("/config/no-style-tests", test_no_style_tests);
  g_test_add_func ("/config/no-evidence", test_no_evidence);
  g_test_add_func ("/config/truncated", test_truncated);
  g_test_add_func ("/config/hostile", test_hostile);

  int status = g_test_run ();
  g_free (description);
  return status;
}
