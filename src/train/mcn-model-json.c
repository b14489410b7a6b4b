/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-model-json.h"

#include "mcn-model-id.h"
#include "mcn-safetensors-writer.h"
#include "mcn-styles.h"

#include <math.h>
#include <string.h>

static void
append_number (GString *json, gdouble value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (json, g_ascii_dtostr (text, sizeof text, value));
}

static void
append_numbers (GString *json, const gdouble *values, gsize n)
{
  g_string_append_c (json, '[');
  for (gsize i = 0; i < n; i++)
    {
      g_string_append (json, i > 0 ? ", " : "");
      append_number (json, values[i]);
    }
  g_string_append_c (json, ']');
}

/* A string without characters that JSON would have to escape. */
static char *
plain (const char *text)
{
  return g_strdelimit (g_strdup (text), "\"\\\n\r\t", ' ');
}

static void
append_structure (GString *json, const McnConfig *config)
{
  const struct { const char *before; gdouble value; } number[] = {
    { ", \"ava_mean\": ", config->mcn.ava_mean }, { ", \"ava_sd\": ", config->mcn.ava_sd },
    { ", \"ridge_share\": { \"photo\": ", config->mcn.beta_photo }, { ", \"both\": ", config->mcn.beta_both },
  };

  g_string_append_printf (json, " \"input\": { \"long_side\": %u },\n \"text\": { \"heads\": %u },\n", config->long_side, config->text_heads);
  g_string_append_printf (json, " \"mcn\": { \"heads\": %u, \"layers\": %u", config->mcn.n_heads, config->mcn.n_layers);
  for (guint i = 0; i < G_N_ELEMENTS (number); i++)
    {
      g_string_append (json, number[i].before);
      append_number (json, number[i].value);
    }
  g_string_append (json, " } },\n \"styles\": [");
  for (guint i = 0; i < MCN_N_STYLES; i++)
    g_string_append_printf (json, "%s\"%s\"", i > 0 ? ", " : "", mcn_style_info (i)->id);
  g_string_append (json, "],\n");
}

static void
append_calibration (GString *json, const McnConfig *config)
{
  static const char *const modes[] = { "photo", "critique", "both" };

  G_STATIC_ASSERT (G_N_ELEMENTS (modes) == MCN_N_MODES);
  g_string_append (json, " \"calibration\": {\n");
  for (guint i = 0; i < MCN_N_MODES; i++)
    {
      const McnCalibration *c = &config->calibration[i];
      const struct { const char *key; gdouble value; } field[] = {
        { "slope", c->slope }, { "offset", c->offset }, { "error", c->error }, { "sigma", c->sigma }, { "half_width", c->half_width },
      };

      g_string_append_printf (json, "  \"%s\": { ", modes[i]);
      for (guint j = 0; j < G_N_ELEMENTS (field); j++)
        {
          g_string_append_printf (json, "\"%s\": ", field[j].key);
          append_number (json, field[j].value);
          g_string_append (json, ", ");
        }
      g_string_append_printf (json, "\"n\": %" G_GSIZE_FORMAT " }%s\n", c->n, i + 1 < MCN_N_MODES ? "," : "");
    }
  g_string_append (json, " },\n \"ava\": { \"percentiles\": ");
  append_numbers (json, config->quantiles, MCN_N_QUANTILES);
  g_string_append (json, ", \"spread\": ");
  append_numbers (json, config->spread, G_N_ELEMENTS (config->spread));
  g_string_append (json, " },\n");
}

static void
append_evidence (GString *json, const McnConfig *config)
{
  static const char *const evidence[] = { "regions", "words", "matrix" };
  static const char *const methods[] = { "occlusion", "occlusion", "attention" };

  g_string_append (json, " \"explanations\": {\n");
  for (guint i = 0; i < MCN_N_EVIDENCE; i++)
    {
      const McnEvidenceTest *test = &config->evidence[i];

      g_string_append_printf (json, "  \"%s\": { \"method\": \"%s\", \"evidence\": %s, \"ratio\": ", evidence[i], methods[i],
                              test->passed ? "true" : "false");
      append_number (json, test->ratio);
      g_string_append (json, ", \"interval\": ");
      append_numbers (json, (const gdouble[]) { test->low, test->high }, 2);
      g_string_append_printf (json, " }%s\n", i + 1 < MCN_N_EVIDENCE ? "," : "");
    }
  g_string_append (json, " }");
}

static void
append_style_tests (GString *json, const McnConfig *config)
{
  if (config->style_test[0].n_positive < 0)
    return;
  g_string_append (json, ",\n \"style_tests\": {\n");
  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      const McnStyleTest *test = &config->style_test[i];

      g_string_append_printf (json, "  \"%s\": { \"positive\": %d", mcn_style_info (i)->id, test->n_positive);
      if (!isnan (test->precision))
        {
          g_string_append (json, ", \"precision\": ");
          append_number (json, test->precision);
        }
      g_string_append_printf (json, " }%s\n", i + 1 < MCN_N_STYLES ? "," : "");
    }
  g_string_append (json, " }");
}

static char *
make_json (const McnConfig *config, const char *id)
{
  g_autofree char *name = plain (config->name);
  GString *json = g_string_new ("{\n");

  g_string_append_printf (json, " \"format\": \"photo-critic-model\",\n \"version\": %d,\n \"id\": \"%s\",\n \"name\": \"%s\",\n",
                          MCN_CONFIG_VERSION, id, name);
  append_structure (json, config);
  append_calibration (json, config);
  append_evidence (json, config);
  append_style_tests (json, config);
  g_string_append (json, "\n}\n");
  return g_string_free (json, FALSE);
}

/**
 * mcn_model_json_write:
 * @config: what it says
 * @folder: of a model
 * @error: return location
 */
gboolean
mcn_model_json_write (const McnConfig *config, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, mcn_model_file_name (MCN_FILE_CONFIG), NULL);
  g_autofree char *blank = g_strnfill (64, '0'), *first = make_json (config, blank), *last = NULL, *id = NULL;
  g_autoptr (McnModelFiles) files = NULL;

  if (!mcn_save_bytes (path, first, strlen (first), error) ||
      (files = mcn_model_files_open (folder, error)) == NULL || !mcn_model_files_map_rest (files, error))
    return FALSE;
  id = mcn_model_files_hash (files, blank);
  last = make_json (config, id);
  return mcn_save_bytes (path, last, strlen (last), error);
}

/**
 * mcn_model_json_read:
 * @folder: of a model
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what its model.json says
 */
McnConfig *
mcn_model_json_read (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, mcn_model_file_name (MCN_FILE_CONFIG), NULL);
  g_autoptr (GBytes) bytes = NULL;
  char *text;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  bytes = g_bytes_new_take (text, length);
  return mcn_config_new (bytes, path, error);
}
