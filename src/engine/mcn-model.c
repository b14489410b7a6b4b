/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-model.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mcn-model-id.h"
#include "mcn-photometry.h"
#include "mcn-safetensors.h"
#include "mcn-wordpiece.h"

struct _McnModel
{
  gatomicrefcount  ref_count;
  char            *directory;
  McnConfig       *config;
  McnBackbone     *backbone;
  McnTextEncoder  *text_encoder;
  McnMcn          *mcn;
  McnSearch       *search;         /* NULL: the folder has none */
  McnAspects      *aspects;        /* NULL: the folder has none */
  McnWordpiece    *wordpiece;
};

static gboolean
check_id (McnModelFiles *files, const char *id, GError **error)
{
  g_autofree char *found = mcn_model_files_hash (files, id);

  if (strcmp (found, id) == 0)
    return TRUE;

  g_autofree char *folder = g_filename_display_name (files->directory);
  g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
               _("The files of the model in “%s” do not belong together or are damaged: their checksum is %.12s…, model.json says %.12s…. Install the model again."),
               folder, found, id);
  return FALSE;
}

static gboolean
load_aspects (McnModel *self, McnModelFiles *files, GError **error)
{
  g_autoptr (McnSafetensors) aspects = NULL;

  if (files->bytes[MCN_FILE_ASPECTS] == NULL)
    return TRUE;
  aspects = mcn_safetensors_new_bytes (files->bytes[MCN_FILE_ASPECTS], files->name[MCN_FILE_ASPECTS], error);
  self->aspects = aspects != NULL ? mcn_aspects_new (aspects, error) : NULL;
  return self->aspects != NULL;
}

static gboolean
load_search (McnModel *self, McnModelFiles *files, GError **error)
{
  g_autoptr (McnSafetensors) search = NULL;

  if (files->bytes[MCN_FILE_SEARCH] == NULL)
    return TRUE;
  search = mcn_safetensors_new_bytes (files->bytes[MCN_FILE_SEARCH], files->name[MCN_FILE_SEARCH], error);
  self->search = search != NULL ? mcn_search_new (search, error) : NULL;
  return self->search != NULL;
}

static gboolean
load_parts (McnModel *self, McnModelFiles *files, GError **error)
{
  g_autoptr (McnSafetensors) backbone = NULL;
  g_autoptr (McnSafetensors) text = NULL;
  g_autoptr (McnSafetensors) mcn = NULL;

  return (self->wordpiece = mcn_wordpiece_new (files->bytes[MCN_FILE_VOCABULARY], files->name[MCN_FILE_VOCABULARY], error)) != NULL
    && (backbone = mcn_safetensors_new_bytes (files->bytes[MCN_FILE_BACKBONE], files->name[MCN_FILE_BACKBONE], error)) != NULL
    && (text = mcn_safetensors_new_bytes (files->bytes[MCN_FILE_TEXT], files->name[MCN_FILE_TEXT], error)) != NULL
    && (mcn = mcn_safetensors_new_bytes (files->bytes[MCN_FILE_MCN], files->name[MCN_FILE_MCN], error)) != NULL
    && (self->backbone = mcn_backbone_new (backbone, error)) != NULL
    && (self->text_encoder = mcn_text_encoder_new (text, self->config->text_heads, error)) != NULL
    && (self->mcn = mcn_mcn_new (mcn, &self->config->mcn, error)) != NULL
    && load_search (self, files, error)
    && load_aspects (self, files, error);
}

/* What one file gives must be what the next one takes. */
static gboolean
check_sizes (McnModel *self, McnModelFiles *files, GError **error)
{
  const McnTokens *tokens = mcn_mcn_get_tokens (self->mcn);
  gsize n_word = mcn_text_encoder_get_width (self->text_encoder);
  const struct { gsize gives, takes; McnFile giver, taker; } joints[] = {
    { mcn_backbone_get_region_channels (self->backbone), tokens->n_region, MCN_FILE_BACKBONE, MCN_FILE_MCN },
    { mcn_backbone_get_pooled (self->backbone) + MCN_PHOTOMETRY, tokens->n_global, MCN_FILE_BACKBONE, MCN_FILE_MCN },
    { n_word, tokens->n_word, MCN_FILE_TEXT, MCN_FILE_MCN },
    { n_word, self->search != NULL ? mcn_search_get_n_word (self->search) : n_word, MCN_FILE_TEXT, MCN_FILE_SEARCH },
    { n_word, self->aspects != NULL ? mcn_aspects_get_n_word (self->aspects) : n_word, MCN_FILE_TEXT, MCN_FILE_ASPECTS },
    { mcn_wordpiece_get_size (self->wordpiece), mcn_text_encoder_get_n_words (self->text_encoder), MCN_FILE_VOCABULARY, MCN_FILE_TEXT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (joints); i++)
    if (joints[i].gives != joints[i].takes)
      {
        g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
                     _("“%s” and “%s” belong to different models: one gives %zu values where the other takes %zu. Install the model again."),
                     files->name[joints[i].giver], files->name[joints[i].taker], joints[i].gives, joints[i].takes);
        return FALSE;
      }
  return TRUE;
}

/**
 * mcn_model_load:
 * @directory: (type filename): the model's folder
 * @state_file: (type filename) (nullable): where verified files are remembered
 * @error: return location
 *
 * Returns: (transfer full): the model, or %NULL
 */
McnModel *
mcn_model_load (const char *directory, const char *state_file, GError **error)
{
  g_autoptr (McnModelFiles) files = mcn_model_files_open (directory, error);
  if (files == NULL)
    return NULL;

  g_autoptr (McnModel) self = g_new0 (McnModel, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->directory = g_strdup (files->directory);

  /* The configuration first: a newer model has the right to other files. */
  self->config = mcn_config_new (files->bytes[MCN_FILE_CONFIG], files->name[MCN_FILE_CONFIG], error);
  if (self->config == NULL || !mcn_model_files_map_rest (files, error))
    return NULL;

  if (state_file == NULL || !mcn_model_files_known (files, state_file, self->config->id))
    {
      if (!check_id (files, self->config->id, error))
        return NULL;
      if (state_file != NULL)
        mcn_model_files_remember (files, state_file, self->config->id);
    }

  if (!load_parts (self, files, error) || !check_sizes (self, files, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * mcn_model_verify:
 * @directory: (type filename): the model's folder
 * @id: (out) (optional) (transfer full): its id
 * @error: return location
 *
 * Blocks.
 *
 * Returns: whether the files have the id that model.json says
 */
gboolean
mcn_model_verify (const char *directory, char **id, GError **error)
{
  g_autoptr (McnModelFiles) files = mcn_model_files_open (directory, error);
  if (files == NULL)
    return FALSE;

  g_autoptr (McnConfig) config = mcn_config_new (files->bytes[MCN_FILE_CONFIG], files->name[MCN_FILE_CONFIG], error);
  if (config == NULL || !mcn_model_files_map_rest (files, error) || !check_id (files, config->id, error))
    return FALSE;

  if (id != NULL)
    *id = g_strdup (config->id);
  return TRUE;
}

McnModel *
mcn_model_ref (McnModel *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mcn_model_unref (McnModel *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->backbone, mcn_backbone_free);
  g_clear_pointer (&self->text_encoder, mcn_text_encoder_free);
  g_clear_pointer (&self->mcn, mcn_mcn_free);
  g_clear_pointer (&self->search, mcn_search_free);
  g_clear_pointer (&self->aspects, mcn_aspects_free);
  g_clear_pointer (&self->wordpiece, mcn_wordpiece_free);
  g_clear_pointer (&self->config, mcn_config_free);
  g_free (self->directory);
  g_free (self);
}

const char *
mcn_model_get_id (McnModel *self)
{
  return self->config->id;
}

const char *
mcn_model_get_name (McnModel *self)
{
  return self->config->name;
}

const char *
mcn_model_get_directory (McnModel *self)
{
  return self->directory;
}

const McnBackbone *
mcn_model_get_backbone (McnModel *self)
{
  return self->backbone;
}

const McnTextEncoder *
mcn_model_get_text_encoder (McnModel *self)
{
  return self->text_encoder;
}

const McnMcn *
mcn_model_get_mcn (McnModel *self)
{
  return self->mcn;
}

McnWordpiece *
mcn_model_get_wordpiece (McnModel *self)
{
  return self->wordpiece;
}

const McnSearch *
mcn_model_get_search (McnModel *self)
{
  return self->search;
}

const McnAspects *
mcn_model_get_aspects (McnModel *self)
{
  return self->aspects;
}

guint
mcn_model_get_long_side (McnModel *self)
{
  return self->config->long_side;
}

const McnCalibration *
mcn_model_get_calibration (McnModel *self, McnMode mode)
{
  g_return_val_if_fail (mode < MCN_N_MODES, NULL);

  return &self->config->calibration[mode];
}

const McnStyleTest *
mcn_model_get_style_test (McnModel *self, McnStyle style)
{
  g_return_val_if_fail (style < MCN_N_STYLES, NULL);

  return &self->config->style_test[style];
}

/**
 * mcn_model_calibrate:
 * @self: a model
 * @mode: what the model looked at
 * @raw: the score of mcn_session_fuse()
 *
 * Returns: the score to show, 1 .. 10
 */
gdouble
mcn_model_calibrate (McnModel *self, McnMode mode, gdouble raw)
{
  const McnCalibration *c = mcn_model_get_calibration (self, mode);

  g_return_val_if_fail (c != NULL, raw);

  return CLAMP (c->offset + c->slope * raw, 1.0, 10.0);
}

/**
 * mcn_model_percentile:
 * @self: a model
 * @score: a mean vote, 1 .. 10
 *
 * Linear between the percentiles of model.json.
 *
 * Returns: the share of AVA's photographs below @score, 0 .. 1
 */
gdouble
mcn_model_percentile (McnModel *self, gdouble score)
{
  const gdouble *q = self->config->quantiles;
  guint i = 0;

  if (!(score > q[0]))
    return 0;
  while (i + 1 < MCN_N_QUANTILES && q[i + 1] < score)
    i++;
  if (i + 1 == MCN_N_QUANTILES)
    return 1;
  /* q[i] < score <= q[i + 1] */
  return (i + (score - q[i]) / (q[i + 1] - q[i])) / (MCN_N_QUANTILES - 1);
}

const gdouble *
mcn_model_get_deciles (McnModel *self)
{
  return self->config->deciles;
}

/**
 * mcn_model_spread:
 * @self: a model
 * @score: a mean vote, 1 .. 10
 *
 * Returns: the typical standard deviation of single votes round such a mean,
 *   in votes; the fit of model.json, kept within 0.2 .. 4.5 (more than half the
 *   scale is impossible)
 */
gdouble
mcn_model_spread (McnModel *self, gdouble score)
{
  const gdouble *c = self->config->spread;

  return CLAMP (c[0] + score * (c[1] + score * c[2]), 0.2, 4.5);
}

/**
 * mcn_model_get_evidence:
 * @self: a model
 * @what: an explanation
 *
 * Returns: (transfer none): how it did in the deletion test
 */
const McnEvidenceTest *
mcn_model_get_evidence (McnModel *self, McnEvidence what)
{
  g_return_val_if_fail (what < MCN_N_EVIDENCE, NULL);

  return &self->config->evidence[what];
}

gboolean
mcn_model_regions_are_evidence (McnModel *self)
{
  return self->config->evidence[MCN_EVIDENCE_REGIONS].passed;
}

gboolean
mcn_model_words_are_evidence (McnModel *self)
{
  return self->config->evidence[MCN_EVIDENCE_WORDS].passed;
}

gboolean
mcn_model_matrix_is_evidence (McnModel *self)
{
  return self->config->evidence[MCN_EVIDENCE_MATRIX].passed;
}
