/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-export.h"

#include "mcn-model-id.h"
#include "mcn-model-json.h"
#include "mcn-safetensors-writer.h"
#include "mcn-train-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* What the program does not read in this file: heads of other sources, the votes, and what only helped to learn. Trained
 * blocks of the backbone are in the backbone's own. */
static gboolean
is_left_out (const char *name)
{
  static const char *const prefixes[] = { "u.", "uskip.", "votes.", "embed." };

  if (mcn_top_owns (name))
    return TRUE;

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

static gboolean
copy_file (const char *from_folder, const char *from, const char *folder, McnFile file, GError **error)
{
  g_autofree char *source = from != NULL ? g_strdup (from) : g_build_filename (from_folder, mcn_model_file_name (file), NULL);
  g_autofree char *target = g_build_filename (folder, mcn_model_file_name (file), NULL);
  g_autoptr (GMappedFile) bytes = g_mapped_file_new (source, FALSE, error);

  return bytes != NULL && mcn_save_bytes (target, g_mapped_file_get_contents (bytes), g_mapped_file_get_length (bytes), error);
}

static gboolean
write_backbone (const McnExport *self, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, mcn_model_file_name (MCN_FILE_BACKBONE), NULL);

  return self->top != NULL ? mcn_top_write (self->top, self->params, path, error)
                           : copy_file (self->base, NULL, folder, MCN_FILE_BACKBONE, error);
}

static gboolean
write_config (const McnExport *self, const char *folder, GError **error)
{
  g_autoptr (McnConfig) config = mcn_model_json_read (self->base, error);
  const McnExperts *experts = self->experts;

  if (config == NULL)
    return FALSE;
  g_free (config->name);
  config->name = g_strdup (self->name);
  config->mcn = (McnMcnConfig) {
    .n_heads = self->n_heads, .n_layers = self->n_layers, .ava_mean = MCN_AVA_MEAN, .ava_sd = MCN_AVA_SD,
    .beta_photo = experts != NULL ? experts->share[MCN_SHARE_PHOTO][0] : 0, .beta_both = experts != NULL ? experts->share[MCN_SHARE_BOTH][0] : 0,
  };
  /* What a method explained of another network says nothing of this one. */
  for (guint i = 0; i < MCN_N_EVIDENCE; i++)
    config->evidence[i] = (McnEvidenceTest) { FALSE, 1, 1, 1 };
  return mcn_model_json_write (config, folder, error);
}

/* Aspects and search were learned from the word features of the base's own encoder. */
static gboolean
reads_the_same (const McnExport *self)
{
  g_autofree char *text = g_build_filename (self->base, mcn_model_file_name (MCN_FILE_TEXT), NULL);
  g_autoptr (GMappedFile) a = g_mapped_file_new (text, FALSE, NULL), b = g_mapped_file_new (self->text, FALSE, NULL);

  return a != NULL && b != NULL &&
         g_mapped_file_get_length (a) == g_mapped_file_get_length (b) &&
         memcmp (g_mapped_file_get_contents (a), g_mapped_file_get_contents (b), g_mapped_file_get_length (a)) == 0;
}

/* What was left by an earlier model in the folder must not pass for this one's. */
static gboolean
copy_or_drop (const McnExport *self, const char *folder, McnFile file, gboolean fits, GError **error)
{
  g_autofree char *target = g_build_filename (folder, mcn_model_file_name (file), NULL);

  if (fits && !mcn_model_may_lack (self->base, file))
    return copy_file (self->base, NULL, folder, file, error);
  if (g_unlink (target) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_WRITE, _("“%s” could not be removed: %s."), target, g_strerror (errno));
  return FALSE;
}

/**
 * mcn_export_model:
 * @self: what is written
 * @folder: where to; it exists, files of a model in it are replaced
 * @error: return location
 *
 * Calibration and percentiles are those of @base until they are measured for
 * this model; no explanation counts as evidence before it has passed its test.
 * With another text encoder there are neither aspects nor a search by words, with
 * another backbone there is no search.
 */
gboolean
mcn_export_model (const McnExport *self, const char *folder, GError **error)
{
  g_autofree char *trunk = g_build_filename (folder, mcn_model_file_name (MCN_FILE_MCN), NULL);

  return copy_or_drop (self, folder, MCN_FILE_ASPECTS, reads_the_same (self), error) &&
         write_backbone (self, folder, error) &&
         copy_or_drop (self, folder, MCN_FILE_SEARCH, reads_the_same (self) && self->top == NULL, error) &&
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
