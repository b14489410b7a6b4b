/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-export.h"

#include "mcn-config.h"
#include "mcn-model-id.h"
#include "mcn-safetensors-writer.h"
#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the program does not read: heads of other sources, and the votes. */
static gboolean
is_left_out (const char *name)
{
  static const char *const prefixes[] = { "u.", "uskip.", "votes." };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (name, prefixes[i]))
      return TRUE;
  return FALSE;
}

/* @whole: with what the program does not read. */
static gboolean
write_trunk (const McnExport *self, const char *path, gboolean whole, GError **error)
{
  g_autoptr (McnSafetensorsWriter) writer = mcn_safetensors_writer_new ();
  const McnFeatureScale *scale = self->scale;
  gsize n_experts = whole && self->experts != NULL ? self->experts->n_sources : 1, one = 1;
  gsize expert[] = { n_experts, scale->n_global }, shares[] = { MCN_N_SHARES, n_experts };
  g_autofree gfloat *share = g_new0 (gfloat, MCN_N_SHARES * n_experts);
  g_autofree gfloat *no_expert = g_new0 (gfloat, scale->n_global);
  const gfloat *weight = self->experts != NULL ? self->experts->weight : no_expert;
  const gfloat *bias = self->experts != NULL ? self->experts->bias : no_expert;

  for (gsize i = 0; i < mcn_params_get_n (self->params); i++)
    {
      const McnParam *param = mcn_params_get (self->params, i);
      gboolean line = g_str_equal (param->name, "a") || g_str_equal (param->name, "b");

      if ((whole || !is_left_out (param->name)) &&
          !mcn_safetensors_writer_add_half (writer, param->name, param->n_dims, line && !whole ? &one : param->dim,
                                            self->params->values + param->at, error))
        return FALSE;
    }
  mcn_safetensors_writer_add (writer, "x_mu", MCN_DTYPE_F32, 1, &scale->n_global, scale->global_mean);
  mcn_safetensors_writer_add (writer, "x_sd", MCN_DTYPE_F32, 1, &scale->n_global, scale->global_sd);
  mcn_safetensors_writer_add (writer, "g_mu", MCN_DTYPE_F32, 1, &scale->n_region, scale->region_mean);
  mcn_safetensors_writer_add (writer, "g_sd", MCN_DTYPE_F32, 1, &scale->n_region, scale->region_sd);
  mcn_safetensors_writer_add (writer, "ridge_b", MCN_DTYPE_F32, 1, &n_experts, bias);
  /* What ships has one expert, whose shares stand in model.json. */
  if (whole && self->experts != NULL)
    {
      for (guint i = 0; i < MCN_N_SHARES; i++)
        for (gsize k = 0; k < n_experts; k++)
          share[i * n_experts + k] = self->experts->share[i][k];
      mcn_safetensors_writer_add (writer, "ridge_share", MCN_DTYPE_F32, 2, shares, share);
    }
  return mcn_safetensors_writer_add_half (writer, "ridge_w", 2, expert, weight, error) &&
         mcn_safetensors_writer_add_half (writer, "word_mean", 1, &self->n_word, self->mean_word, error) &&
         mcn_safetensors_writer_save (writer, path, error);
}

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

/* model.json as mcn-config.c reads it, with @id. */
static char *
make_config (const McnExport *self, const McnConfig *base, const char *id)
{
  static const char *const modes[] = { "photo", "critique", "both" };
  static const char *const evidence[] = { "regions", "words", "matrix" };
  static const char *const methods[] = { "occlusion", "occlusion", "attention" };
  g_autofree char *name = plain (self->name);
  GString *json = g_string_new ("{\n");

  g_string_append_printf (json, " \"format\": \"photo-critic-model\",\n \"version\": %d,\n \"id\": \"%s\",\n \"name\": \"%s\",\n",
                          MCN_CONFIG_VERSION, id, name);
  g_string_append_printf (json, " \"input\": { \"long_side\": %u },\n \"text\": { \"heads\": %u },\n", base->long_side, base->text_heads);
  g_string_append_printf (json, " \"mcn\": { \"heads\": %u, \"layers\": %u, \"ava_mean\": ", self->n_heads, self->n_layers);
  append_number (json, MCN_AVA_MEAN);
  g_string_append (json, ", \"ava_sd\": ");
  append_number (json, MCN_AVA_SD);
  g_string_append (json, ", \"ridge_share\": { \"photo\": ");
  append_number (json, self->experts != NULL ? self->experts->share[MCN_SHARE_PHOTO][0] : 0);
  g_string_append (json, ", \"both\": ");
  append_number (json, self->experts != NULL ? self->experts->share[MCN_SHARE_BOTH][0] : 0);
  g_string_append (json, " } },\n \"styles\": [");
  for (guint i = 0; i < MCN_N_STYLES; i++)
    g_string_append_printf (json, "%s\"%s\"", i > 0 ? ", " : "", mcn_style_info (i)->id);
  g_string_append (json, "],\n \"calibration\": {\n");
  for (guint i = 0; i < MCN_N_MODES; i++)
    {
      const McnCalibration *c = &base->calibration[i];
      const struct { const char *key; gdouble value; } field[] = {
        { "slope", c->slope }, { "offset", c->offset }, { "error", c->error }, { "sigma", c->sigma },
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
  append_numbers (json, base->quantiles, MCN_N_QUANTILES);
  g_string_append (json, ", \"spread\": ");
  append_numbers (json, base->spread, G_N_ELEMENTS (base->spread));
  g_string_append (json, " },\n \"explanations\": {\n");
  /* What a method explained of another network says nothing of this one. */
  for (guint i = 0; i < MCN_N_EVIDENCE; i++)
    g_string_append_printf (json, "  \"%s\": { \"method\": \"%s\", \"evidence\": false, \"ratio\": 1, \"interval\": [1, 1], \"n\": 0 }%s\n",
                            evidence[i], methods[i], i + 1 < MCN_N_EVIDENCE ? "," : "");
  g_string_append (json, " }\n}\n");
  return g_string_free (json, FALSE);
}

static gboolean
copy_file (const char *from_folder, const char *from, const char *folder, McnFile file, GError **error)
{
  g_autofree char *source = from != NULL ? g_strdup (from) : g_build_filename (from_folder, mcn_model_file_name (file), NULL);
  g_autofree char *target = g_build_filename (folder, mcn_model_file_name (file), NULL);
  g_autoptr (GMappedFile) bytes = g_mapped_file_new (source, FALSE, error);

  return bytes != NULL && mcn_save_bytes (target, g_mapped_file_get_contents (bytes), g_mapped_file_get_length (bytes), error);
}

static gboolean
write_config (const McnExport *self, const char *folder, GError **error)
{
  g_autofree char *base_path = g_build_filename (self->base, mcn_model_file_name (MCN_FILE_CONFIG), NULL);
  g_autofree char *path = g_build_filename (folder, mcn_model_file_name (MCN_FILE_CONFIG), NULL);
  g_autofree char *blank = g_strnfill (64, '0'), *first = NULL, *last = NULL, *id = NULL, *text = NULL;
  g_autoptr (McnConfig) config = NULL;
  g_autoptr (McnModelFiles) files = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  if (!g_file_get_contents (base_path, &text, &length, error))
    return FALSE;
  bytes = g_bytes_new_take (g_steal_pointer (&text), length);
  config = mcn_config_new (bytes, base_path, error);
  if (config == NULL)
    return FALSE;

  first = make_config (self, config, blank);
  if (!mcn_save_bytes (path, first, strlen (first), error) ||
      (files = mcn_model_files_open (folder, error)) == NULL || !mcn_model_files_map_rest (files, error))
    return FALSE;
  id = mcn_model_files_hash (files, blank);
  last = make_config (self, config, id);
  return mcn_save_bytes (path, last, strlen (last), error);
}

/**
 * mcn_export_model:
 * @self: what is written
 * @folder: where to; it exists, files of a model in it are replaced
 * @error: return location
 *
 * Calibration and percentiles are those of @base until they are measured for
 * this model; no explanation counts as evidence before it has passed its test.
 */
gboolean
mcn_export_model (const McnExport *self, const char *folder, GError **error)
{
  g_autofree char *trunk = g_build_filename (folder, mcn_model_file_name (MCN_FILE_MCN), NULL);

  return copy_file (self->base, NULL, folder, MCN_FILE_BACKBONE, error) &&
         copy_file (self->base, NULL, folder, MCN_FILE_SEARCH, error) &&
         copy_file (self->base, NULL, folder, MCN_FILE_VOCABULARY, error) &&
         copy_file (NULL, self->text, folder, MCN_FILE_TEXT, error) &&
         write_trunk (self, trunk, FALSE, error) &&
         write_config (self, folder, error);
}

/**
 * mcn_export_trunk:
 * @self: what is written
 * @path: where to
 * @error: return location
 */
gboolean
mcn_export_trunk (const McnExport *self, const char *path, GError **error)
{
  return write_trunk (self, path, TRUE, error);
}
