/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-scorer.h"

#include "critic-analysis-error.h"
#include "critic-assessment-private.h"
#include "critic-preprocess.h"

#include <glib/gi18n-lib.h>

struct _CriticScorer
{
  CriticEngine            *engine;
  const CriticEngineClass *klass;
  guint                    n_threads;
  CriticEngineSession     *session;     /* made by the first run: a worker that idles holds no memory */
  CriticPhotoCache        *images;
  CriticWordsCache        *words;
  CriticPhotoCache     *evidence;
  CriticEngineImage       *judged;      /* of the last critic_scorer_judge(): its features are lent out */
};

/* What one run holds; its cleanup gives everything back, wherever it ends. */
typedef struct
{
  const CriticEngineClass *klass;
  CriticEngineImage       *image;       /* NULL without photograph */
  CriticEvidence          *evidence;    /* NULL unless asked for */
  CriticNetworkPicture    *picture;     /* NULL unless its heat is to be checked */
  guint32                  seed;        /* of that: the photograph's own */
  McnCritique             *critique;    /* NULL without a word */
  CriticEngineWords      **words;       /* those of the critique's first n_words sentences */
  gsize                    n_words;     /* 0 when the critique does not count */
  guint8                  *aspects;     /* bits of the same sentences; NULL: the model has none */
} Run;

static void
run_clear (Run *run)
{
  if (run->image != NULL)
    run->klass->image_unref (run->image);
  for (gsize i = 0; i < run->n_words; i++)
    if (run->words[i] != NULL)
      run->klass->words_unref (run->words[i]);
  g_free (run->words);
  g_free (run->aspects);
  g_clear_pointer (&run->evidence, critic_evidence_unref);
  g_clear_pointer (&run->picture, critic_network_picture_free);
  g_clear_pointer (&run->critique, mcn_critique_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/**
 * critic_scorer_new: (skip)
 * @engine: a loaded engine; outlives the scorer
 * @n_threads: threads of the scorer's session
 * @images: (nullable): shared cache; outlives the scorer
 * @words: (nullable): shared cache; outlives the scorer
 * @evidence: (nullable): shared cache; outlives the scorer
 *
 * Returns: (transfer full): a scorer for the calling thread
 */
CriticScorer *
critic_scorer_new (CriticEngine *engine, guint n_threads, CriticPhotoCache *images, CriticWordsCache *words,
                   CriticPhotoCache *evidence)
{
  CriticScorer *self = g_new0 (CriticScorer, 1);

  self->engine = engine;
  self->klass = engine->klass;
  self->n_threads = n_threads;
  self->images = images;
  self->words = words;
  self->evidence = evidence;

  return self;
}

void
critic_scorer_free (CriticScorer *self)
{
  g_clear_pointer (&self->judged, self->klass->image_unref);
  g_clear_pointer (&self->session, self->klass->session_free);
  g_free (self);
}

/* What the pixels say, unless that is known already. */
static gboolean
measure (CriticScorer *self, Run *run, CriticPhoto *photo, GCancellable *cancellable, GError **error)
{
  if (self->evidence != NULL)
    run->evidence = critic_photo_cache_lookup (self->evidence, photo);
  if (run->evidence != NULL)
    return TRUE;

  run->evidence = critic_evidence_measure (photo, cancellable, error);
  if (run->evidence == NULL)
    return FALSE;

  if (self->evidence != NULL)
    critic_photo_cache_insert (self->evidence, photo, run->evidence);
  return TRUE;
}

static CriticEngineImage *
encode (CriticScorer *self, const CriticNetworkPicture *small, McnCancel *cancel, GError **error)
{
  const McnPicture picture = { small->rgb, (gsize) small->width * 3, small->width, small->height, small->tiny };

  return self->klass->encode_image (self->session, &picture, cancel, error);
}

/* Photograph to image branch; its pixels are given back before fusion. */
static gboolean
see (CriticScorer *self, Run *run, const CriticRequest *request,
     McnCancel *cancel, GCancellable *cancellable, GError **error)
{
  guint long_side = self->klass->get_facts (self->engine)->long_side;
  g_autoptr (CriticPhoto) photo = NULL;
  g_autoptr (CriticNetworkPicture) small = NULL;

  if (request->photo != NULL)
    photo = critic_photo_ref (request->photo);
  else if (request->file != NULL)
    photo = critic_photo_load (request->file, long_side, cancellable, error);
  else
    return TRUE;
  if (photo == NULL || (request->evidence && !measure (self, run, photo, cancellable, error)))
    return FALSE;

  if (self->images != NULL)
    run->image = critic_photo_cache_lookup (self->images, photo);
  if (run->image != NULL && !request->check_heat)
    return TRUE;

  small = critic_preprocess_for_network (photo, long_side, cancellable, error);
  if (small == NULL)
    return FALSE;
  if (run->image == NULL && (run->image = encode (self, small, cancel, error)) == NULL)
    return FALSE;

  if (self->images != NULL)
    critic_photo_cache_insert (self->images, photo, run->image);
  if (request->check_heat)
    {
      run->seed = g_str_hash (critic_photo_get_key (photo));
      run->picture = g_steal_pointer (&small);
    }
  return TRUE;
}

/* Words of all sentences that count: those not read before, in one batch. */
static gboolean
encode_words (CriticScorer *self, Run *run, McnCancel *cancel, GError **error)
{
  const McnCritique *critique = run->critique;
  g_autofree gsize *missing = g_new (gsize, critique->n_sentences);
  g_autofree CriticEngineWords **fresh = g_new0 (CriticEngineWords *, critique->n_sentences);
  gsize n_missing = 0;

  run->words = g_new0 (CriticEngineWords *, critique->n_sentences);
  for (; run->n_words < critique->n_sentences && critique->sentences[run->n_words].n_counted > 0; run->n_words++)
    {
      if (self->words != NULL)
        run->words[run->n_words] = critic_words_cache_lookup (self->words, critique, run->n_words);
      if (run->words[run->n_words] == NULL)
        missing[n_missing++] = run->n_words;
    }

  if (n_missing == 0)
    return TRUE;
  if (!self->klass->encode_sentences (self->session, critique, missing, n_missing, fresh, cancel, error))
    return FALSE;

  for (gsize i = 0; i < n_missing; i++)
    {
      run->words[missing[i]] = fresh[i];
      if (self->words != NULL)
        critic_words_cache_insert (self->words, critique, missing[i], fresh[i]);
    }

  return TRUE;
}

/* What each sentence that counts speaks of. */
static void
find_aspects (CriticScorer *self, Run *run)
{
  if (run->n_words == 0 || self->klass->words_get_aspects (run->words[0]) == NULL)
    return;

  run->aspects = g_new0 (guint8, run->n_words);
  for (gsize i = 0; i < run->n_words; i++)
    {
      const gfloat *logits = self->klass->words_get_aspects (run->words[i]);

      for (guint a = 0; a < MCN_N_ASPECTS; a++)
        if (logits[a] > 0)
          run->aspects[i] |= 1 << a;
    }
}

static void
set_language_error (McnLanguage language, GError **error)
{
  if (language == MCN_LANGUAGE_NOT_LATIN)
    g_set_error_literal (error, CRITIC_ANALYSIS_ERROR, CRITIC_ANALYSIS_ERROR_LANGUAGE,
                         _("The critique is mostly not in the Latin script, and the model has learnt English only. "
                           "Write the critique in English, or add a photograph."));
  else
    g_set_error_literal (error, CRITIC_ANALYSIS_ERROR, CRITIC_ANALYSIS_ERROR_LANGUAGE,
                         _("Most of what the critique says is unknown to the model, which has learnt English only. "
                           "Write the critique in English words, or add a photograph."));
}

static gboolean
read_critique (CriticScorer *self, Run *run, const CriticRequest *request, McnCancel *cancel, GError **error)
{
  gsize n = request->critiques != NULL ? g_strv_length ((char **) request->critiques) : 0;

  if (n > 0)
    run->critique = self->klass->read_critiques (self->engine, request->critiques, n);
  if (run->critique != NULL && run->critique->n_tokens == 0)
    g_clear_pointer (&run->critique, mcn_critique_unref);

  if (run->critique == NULL && run->image == NULL)
    {
      g_set_error_literal (error, CRITIC_ANALYSIS_ERROR, CRITIC_ANALYSIS_ERROR_NOTHING,
                           n > 0
                           ? _("There is no word in the critique. Write at least one, or add a photograph.")
                           : _("There is nothing to assess. Add a photograph, a critique, or both."));
      return FALSE;
    }

  if (run->critique == NULL)
    return TRUE;

  if (run->critique->language != MCN_LANGUAGE_OK)
    {
      if (run->image != NULL)
        return TRUE;
      set_language_error (run->critique->language, error);
      return FALSE;
    }

  return encode_words (self, run, cancel, error);
}

static gboolean
judge (CriticScorer *self, McnMode mode, CriticEngineImage *image, CriticEngineWords *const *words, gsize n_words,
       CriticJudgement *judgement, McnCancel *cancel, GError **error)
{
  McnLogits logits;
  CriticMeasure measure;

  if (!self->klass->fuse (self->session, image, words, n_words, &logits, cancel, error))
    return FALSE;

  self->klass->measure (self->engine, mode, logits.score, &measure);
  critic_judgement_set (judgement, &measure, &logits);
  return TRUE;
}

static gboolean
explain (CriticScorer *self, Run *run, McnExplain what, CriticFindings *findings, McnCancel *cancel, GError **error)
{
  if (run->image == NULL)
    what &= ~(MCN_EXPLAIN_REGIONS | MCN_EXPLAIN_MATRIX);
  if (run->n_words == 0)
    what &= ~(MCN_EXPLAIN_SENTENCES | MCN_EXPLAIN_TOKENS | MCN_EXPLAIN_MATRIX);
  if (what == 0)
    return TRUE;

  findings->explanation = self->klass->explain (self->session, run->image, run->words, run->n_words,
                                                what, cancel, error);
  return findings->explanation != NULL;
}

/* A critique that somebody might have written, beside the photograph. */
static gboolean
judge_words (CriticScorer *self, CriticEngineImage *image, const char *text, gdouble *score, McnCancel *cancel, GError **error)
{
  const char *const texts[] = { text, NULL };
  g_auto (Run) aside = { .klass = self->klass };
  CriticJudgement judgement;

  aside.critique = self->klass->read_critiques (self->engine, texts, 1);
  if (!encode_words (self, &aside, cancel, error) ||
      !judge (self, MCN_MODE_BOTH, image, aside.words, aside.n_words, &judgement, cancel, error))
    return FALSE;

  *score = judgement.score;
  return TRUE;
}

/* What the check of the heat needs to score a picture. */
typedef struct
{
  CriticScorer *scorer;
  Run          *run;
  McnMode       mode;
  McnCancel    *cancel;
} Scoring;

static gboolean
score_picture (const CriticNetworkPicture *picture, gdouble *score, gpointer data, GError **error)
{
  Scoring *scoring = data;
  CriticEngineImage *image = encode (scoring->scorer, picture, scoring->cancel, error);
  CriticJudgement judgement;
  gboolean done;

  if (image == NULL)
    return FALSE;

  done = judge (scoring->scorer, scoring->mode, image, scoring->run->words, scoring->run->n_words, &judgement,
                scoring->cancel, error);
  scoring->scorer->klass->image_unref (image);
  *score = done ? judgement.score : 0;
  return done;
}

static gboolean
check_heat (CriticScorer *self, Run *run, CriticFindings *findings, CriticHeatCheck *check, McnCancel *cancel, GError **error)
{
  const McnExplanation *explanation = findings->explanation;
  Scoring scoring = { self, run, findings->mode, cancel };

  if (explanation == NULL || explanation->region == NULL || explanation->n_regions != (gsize) findings->columns * findings->rows)
    return TRUE;
  if (!critic_heat_check_run (check, run->picture, explanation->region, findings->columns, findings->rows,
                              findings->judgement->score, run->seed, score_picture, &scoring, error))
    return FALSE;

  findings->heat_check = check;
  return TRUE;
}

/**
 * critic_scorer_prepare: (skip)
 * @self: a scorer
 * @error: return location
 *
 * Takes the memory of the session now instead of in the first run, for whoever
 * wants to know early whether there is any.
 *
 * Returns: %FALSE with @error when there is none
 */
gboolean
critic_scorer_prepare (CriticScorer *self, GError **error)
{
  if (self->session == NULL)
    self->session = self->klass->session_new (self->engine, self->n_threads, error);
  return self->session != NULL;
}

/**
 * critic_scorer_run: (skip)
 * @self: a scorer, on its thread
 * @request: what to assess
 * @cancel: looked at between layers
 * @cancellable: looked at while the photograph is read; set together with @cancel
 * @error: return location
 *
 * Blocks. A critique in no language of the model is left out of the score of
 * its photograph; without a photograph it is %CRITIC_ANALYSIS_ERROR_LANGUAGE.
 *
 * Returns: (transfer full): the assessment, or %NULL with @error set
 */
CriticAssessment *
critic_scorer_run (CriticScorer *self, const CriticRequest *request,
                   McnCancel *cancel, GCancellable *cancellable, GError **error)
{
  g_auto (Run) run = { .klass = self->klass };
  CriticJudgement alone, shown;
  CriticHeatCheck check;
  CriticPraise praise;
  CriticFindings findings = {
    .klass = self->klass,
    .facts = self->klass->get_facts (self->engine),
    .judgement = &shown,
  };

  if (!critic_scorer_prepare (self, error))
    return NULL;

  if (!see (self, &run, request, cancel, cancellable, error) ||
      !read_critique (self, &run, request, cancel, error))
    return NULL;

  if (run.image != NULL)
    {
      if (!judge (self, MCN_MODE_PHOTO, run.image, NULL, 0, &alone, cancel, error))
        return NULL;
      findings.photo_alone = &alone;
      self->klass->image_get_grid (run.image, &findings.columns, &findings.rows);
    }

  if (run.n_words == 0)
    {
      findings.mode = MCN_MODE_PHOTO;
      shown = alone;
    }
  else
    {
      findings.mode = run.image != NULL ? MCN_MODE_BOTH : MCN_MODE_CRITIQUE;
      if (!judge (self, findings.mode, run.image, run.words, run.n_words, &shown, cancel, error))
        return NULL;
    }

  if (request->praise && run.image != NULL)
    {
      if (!judge_words (self, run.image, CRITIC_PRAISE_GOOD, &praise.good, cancel, error) ||
          !judge_words (self, run.image, CRITIC_PRAISE_BAD, &praise.bad, cancel, error))
        return NULL;
      findings.praise = &praise;
    }
  if (run.image != NULL)
    findings.features = self->klass->image_get_features (run.image, &findings.n_features);

  find_aspects (self, &run);
  findings.critique = run.critique;
  findings.aspects = run.aspects;
  findings.n_aspects = run.n_words;
  findings.evidence = run.evidence;
  if (!explain (self, &run, request->explain | (request->check_heat ? MCN_EXPLAIN_REGIONS : 0), &findings, cancel, error))
    return NULL;
  if (run.picture != NULL && !check_heat (self, &run, &findings, &check, cancel, error))
    {
      self->klass->explanation_free (findings.explanation);
      return NULL;
    }

  return critic_assessment_new (&findings);
}

/**
 * critic_scorer_judge: (skip)
 * @self: a scorer, on its thread
 * @photo: the photograph
 * @critiques: (nullable): %NULL-terminated, of this photograph
 * @score: (out caller-allocates): receives the result
 * @cancel: looked at between layers
 * @cancellable: looked at while the network's picture is made; set together with @cancel
 * @error: return location
 *
 * The numbers of critic_scorer_run(), to the bit, without the object round
 * them. Critiques in no language of the model, and ones without a word, are
 * left out. Blocks.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
critic_scorer_judge (CriticScorer *self, CriticPhoto *photo, const char *const *critiques, CriticScore *score,
                     McnCancel *cancel, GCancellable *cancellable, GError **error)
{
  g_auto (Run) run = { .klass = self->klass };
  const CriticRequest request = { .photo = photo, .critiques = critiques };

  if (!critic_scorer_prepare (self, error) ||
      !see (self, &run, &request, cancel, cancellable, error) ||
      !read_critique (self, &run, &request, cancel, error) ||
      !judge (self, MCN_MODE_PHOTO, run.image, NULL, 0, &score->photo_alone, cancel, error))
    return FALSE;

  score->has_critique = run.n_words > 0;
  score->judgement = score->photo_alone;
  if (score->has_critique &&
      !judge (self, MCN_MODE_BOTH, run.image, run.words, run.n_words, &score->judgement, cancel, error))
    return FALSE;

  g_clear_pointer (&self->judged, self->klass->image_unref);
  self->judged = g_steal_pointer (&run.image);
  score->features = self->klass->image_get_features (self->judged, &score->n_features);
  return TRUE;
}
