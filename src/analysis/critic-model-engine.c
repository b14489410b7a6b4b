/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-model-engine.h"

#include "critic-analyzer-private.h"

/* Models that are loaded now, by directory: the desk and a pass over a folder
 * look at the same weights. */
typedef struct
{
  McnModel *model;
  guint     n_users;
} SharedModel;

static GMutex shared_lock;
static GHashTable *shared_models;       /* path to SharedModel; under the lock */

/* MCN-MTL as an engine: a thin dress over McnModel and McnSession, whose
 * objects are what the opaque types stand for. */
typedef struct
{
  CriticEngine      parent;
  char             *directory;
  char             *state_file;
  McnModel         *model;      /* NULL until loaded; shared */
  CriticEngineFacts facts;
} ModelEngine;

/* The second who asks for a model that is being loaded waits for it. */
static McnModel *
share_model (const char *directory, const char *state_file, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&shared_lock);
  SharedModel *shared;

  if (shared_models == NULL)
    shared_models = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  shared = g_hash_table_lookup (shared_models, directory);
  if (shared == NULL)
    {
      McnModel *model = mcn_model_load (directory, state_file, error);

      if (model == NULL)
        return NULL;
      shared = g_new0 (SharedModel, 1);
      shared->model = model;
      g_hash_table_insert (shared_models, g_strdup (directory), shared);
    }

  shared->n_users++;
  return shared->model;
}

static void
unshare_model (const char *directory)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&shared_lock);
  SharedModel *shared = g_hash_table_lookup (shared_models, directory);

  if (--shared->n_users > 0)
    return;
  mcn_model_unref (shared->model);
  g_hash_table_remove (shared_models, directory);
  if (g_hash_table_size (shared_models) == 0)
    g_clear_pointer (&shared_models, g_hash_table_unref);
}

static gboolean
model_load (CriticEngine *engine, GError **error)
{
  ModelEngine *self = (ModelEngine *) engine;

  self->model = share_model (self->directory, self->state_file, error);
  if (self->model == NULL)
    return FALSE;

  self->facts = (CriticEngineFacts) {
    .id = mcn_model_get_id (self->model),
    .name = mcn_model_get_name (self->model),
    .long_side = mcn_model_get_long_side (self->model),
    .deciles = mcn_model_get_deciles (self->model),
    .regions_are_evidence = mcn_model_regions_are_evidence (self->model),
    .words_are_evidence = mcn_model_words_are_evidence (self->model),
    .matrix_is_evidence = mcn_model_matrix_is_evidence (self->model),
  };
  for (guint mode = 0; mode < MCN_N_MODES; mode++)
    self->facts.half_width[mode] = mcn_model_get_calibration (self->model, mode)->half_width;
  for (guint style = 0; style < MCN_N_STYLES; style++)
    {
      gint n = mcn_model_get_style_test (self->model, style)->n_positive;

      if (n >= 0 && n < MCN_LEAST_POSITIVES)
        self->facts.styles_not_measured |= 1u << style;
    }
  return TRUE;
}

static void
model_free (CriticEngine *engine)
{
  ModelEngine *self = (ModelEngine *) engine;

  if (self->model != NULL)
    unshare_model (self->directory);
  g_free (self->directory);
  g_free (self->state_file);
  g_free (self);
}

static const CriticEngineFacts *
model_get_facts (CriticEngine *engine)
{
  return &((ModelEngine *) engine)->facts;
}

static McnModel *
model_get_model (CriticEngine *engine)
{
  return ((ModelEngine *) engine)->model;
}

static McnCritique *
model_read_critiques (CriticEngine *engine, const char *const *texts, gsize n_texts)
{
  return mcn_critique_new (mcn_model_get_wordpiece (((ModelEngine *) engine)->model), texts, NULL, n_texts);
}

static void
model_measure (CriticEngine *engine, McnMode mode, gdouble raw, CriticMeasure *measure)
{
  McnModel *model = ((ModelEngine *) engine)->model;
  const McnCalibration *calibration = mcn_model_get_calibration (model, mode);
  gdouble score = mcn_model_calibrate (model, mode, raw);

  *measure = (CriticMeasure) {
    .score = score,
    .error = calibration->error,
    .sigma = calibration->sigma,
    .spread = mcn_model_spread (model, score),
    .percentile = mcn_model_percentile (model, score),
  };
}

static CriticEngineSession *
model_session_new (CriticEngine *engine, guint n_threads, GError **error)
{
  return (CriticEngineSession *) mcn_session_new (((ModelEngine *) engine)->model, n_threads, error);
}

static void
model_session_free (CriticEngineSession *session)
{
  mcn_session_free ((McnSession *) session);
}

static CriticEngineImage *
model_encode_image (CriticEngineSession *session, const McnPicture *picture, McnCancel *cancel, GError **error)
{
  return (CriticEngineImage *) mcn_session_encode_image ((McnSession *) session, picture, cancel, error);
}

static gboolean
model_encode_sentences (CriticEngineSession *session, const McnCritique *critique,
                        const gsize *which, gsize n, CriticEngineWords **words,
                        McnCancel *cancel, GError **error)
{
  return mcn_session_encode_sentences ((McnSession *) session, critique, which, n, (McnWords **) words, cancel, error);
}

static gboolean
model_fuse (CriticEngineSession *session, CriticEngineImage *image,
            CriticEngineWords *const *words, gsize n_words,
            McnLogits *logits, McnCancel *cancel, GError **error)
{
  return mcn_session_fuse ((McnSession *) session, (McnImage *) image, (McnWords *const *) words, n_words,
                           NULL, logits, cancel, error);
}

static McnExplanation *
model_explain (CriticEngineSession *session, CriticEngineImage *image,
               CriticEngineWords *const *words, gsize n_words,
               McnExplain what, McnCancel *cancel, GError **error)
{
  return mcn_session_explain ((McnSession *) session, (McnImage *) image, (McnWords *const *) words, n_words,
                              what, cancel, error);
}

static CriticEngineImage *
model_image_ref (CriticEngineImage *image)
{
  return (CriticEngineImage *) mcn_image_ref ((McnImage *) image);
}

static void
model_image_unref (CriticEngineImage *image)
{
  mcn_image_unref ((McnImage *) image);
}

static gsize
model_image_get_size (const CriticEngineImage *image)
{
  return mcn_image_get_size ((const McnImage *) image);
}

static void
model_image_get_grid (const CriticEngineImage *image, guint *columns, guint *rows)
{
  *columns = mcn_image_get_columns ((const McnImage *) image);
  *rows = mcn_image_get_rows ((const McnImage *) image);
}

static const gfloat *
model_image_get_features (const CriticEngineImage *image, gsize *n)
{
  *n = mcn_image_get_n_pooled ((const McnImage *) image);
  return mcn_image_get_pooled ((const McnImage *) image);
}

static CriticEngineWords *
model_words_ref (CriticEngineWords *words)
{
  return (CriticEngineWords *) mcn_words_ref ((McnWords *) words);
}

static void
model_words_unref (CriticEngineWords *words)
{
  mcn_words_unref ((McnWords *) words);
}

static gsize
model_words_get_size (const CriticEngineWords *words)
{
  return mcn_words_get_size ((const McnWords *) words);
}

static const gfloat *
model_words_get_aspects (const CriticEngineWords *words)
{
  return mcn_words_get_aspects ((const McnWords *) words);
}

static const CriticEngineClass model_engine_class = {
  .load = model_load,
  .free = model_free,
  .get_facts = model_get_facts,
  .get_model = model_get_model,
  .read_critiques = model_read_critiques,
  .measure = model_measure,
  .session_new = model_session_new,
  .session_free = model_session_free,
  .encode_image = model_encode_image,
  .encode_sentences = model_encode_sentences,
  .fuse = model_fuse,
  .explain = model_explain,
  .explanation_free = mcn_explanation_free,
  .image_ref = model_image_ref,
  .image_unref = model_image_unref,
  .image_get_size = model_image_get_size,
  .image_get_grid = model_image_get_grid,
  .image_get_features = model_image_get_features,
  .words_ref = model_words_ref,
  .words_unref = model_words_unref,
  .words_get_size = model_words_get_size,
  .words_get_aspects = model_words_get_aspects,
};

/**
 * critic_model_engine_new: (skip)
 * @directory: where the model's files are
 *
 * Engines of one directory share one model in memory; the user's cache folder
 * remembers which files were verified, see mcn_model_load().
 *
 * Returns: (transfer full): an engine that has not been loaded yet
 */
CriticEngine *
critic_model_engine_new (const char *directory)
{
  ModelEngine *self = g_new0 (ModelEngine, 1);

  self->parent.klass = &model_engine_class;
  self->directory = g_canonicalize_filename (directory, NULL);
  self->state_file = g_build_filename (g_get_user_cache_dir (), "photo-critic", "verified-models", NULL);

  return &self->parent;
}

/**
 * critic_analyzer_new:
 * @model_directory: where the model's files are, see critic_model_directory()
 * @n_threads: threads of each session; 0: one for each processor
 *
 * Returns at once; the model loads on a thread. Requests made meanwhile wait
 * for it; when it cannot be loaded each of them fails with the model's error.
 *
 * Returns: (transfer full): an analyzer
 */
CriticAnalyzer *
critic_analyzer_new (const char *model_directory, guint n_threads)
{
  return critic_analyzer_new_with_engine (critic_model_engine_new (model_directory), n_threads);
}
