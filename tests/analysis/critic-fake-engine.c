/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-fake-engine.h"

#include "critic-fake-words.h"

#include <math.h>
#include <string.h>

#define FIRST_KNOWN 104
#define LAYERS 2
#define N_FEATURES 64           /* means of a grid of 8 x 8, about zero */

static const gdouble fake_deciles[9] = { 4.3, 4.7, 5.0, 5.2, 5.4, 5.6, 5.8, 6.1, 6.5 };

struct _CriticFakeEngine
{
  CriticEngine      parent;
  gatomicrefcount   ref_count;
  CriticFakeOptions options;
  CriticEngineFacts facts;
  McnWordpiece     *wordpiece;

  GMutex            lock;
  GCond             changed;
  CriticFakeCounts  counts;
  gboolean          held;
  gint              held_below;     /* sessions with lower numbers */
  guint             n_waiting;
};

struct _CriticEngineSession
{
  CriticFakeEngine *engine;
  gint              number;
};

struct _CriticEngineImage
{
  gatomicrefcount   ref_count;
  CriticFakeEngine *engine;
  guint             columns, rows;
  gfloat           *mean;           /* of each region, 0 .. 1 */
  gfloat            all;            /* of the picture */
  gfloat            features[N_FEATURES];
};

struct _CriticEngineWords
{
  gatomicrefcount   ref_count;
  CriticFakeEngine *engine;
  gsize             n_tokens;
  gfloat            aspects[MCN_N_ASPECTS];
  gfloat            effect[];
};

#define COUNT(self, what, by)                   \
  G_STMT_START                                  \
    {                                           \
      g_mutex_lock (&(self)->lock);             \
      (self)->counts.what += (by);              \
      g_mutex_unlock (&(self)->lock);           \
    }                                           \
  G_STMT_END

/* Works for @ms, looking at the flag as layers do. */
static gboolean
work (guint ms, McnCancel *cancel, GError **error)
{
  for (guint i = 0; i < ms; i++)
    {
      if (!mcn_check_cancel (cancel, error))
        return FALSE;
      g_usleep (1000);
    }

  return mcn_check_cancel (cancel, error);
}

static gboolean
pass_gate (CriticEngineSession *session, McnCancel *cancel, GError **error)
{
  CriticFakeEngine *self = session->engine;

  g_mutex_lock (&self->lock);
  if (self->held && session->number < self->held_below)
    {
      self->n_waiting++;
      g_cond_broadcast (&self->changed);
      while (self->held && !mcn_cancelled (cancel))
        g_cond_wait_until (&self->changed, &self->lock, g_get_monotonic_time () + G_TIME_SPAN_MILLISECOND);
      self->n_waiting--;
    }
  g_mutex_unlock (&self->lock);

  return mcn_check_cancel (cancel, error);
}

static gboolean
fake_load (CriticEngine *engine, GError **error)
{
  CriticFakeEngine *self = (CriticFakeEngine *) engine;

  COUNT (self, loads, 1);
  work (self->options.load_ms, NULL, NULL);
  if (self->options.fail_load)
    {
      g_set_error_literal (error, MCN_ERROR, MCN_ERROR_MISSING, "The fake model is not there. Get another one.");
      return FALSE;
    }

  if (self->wordpiece == NULL)
    self->wordpiece = critic_fake_wordpiece ();
  return TRUE;
}

static void
fake_free (CriticEngine *engine)
{
  CriticFakeEngine *self = (CriticFakeEngine *) engine;

  COUNT (self, frees, 1);
  critic_fake_engine_unref (self);
}

static const CriticEngineFacts *
fake_get_facts (CriticEngine *engine)
{
  return &((CriticFakeEngine *) engine)->facts;
}

static McnModel *
fake_get_model (CriticEngine *engine)
{
  return NULL;
}

static McnCritique *
fake_read_critiques (CriticEngine *engine, const char *const *texts, gsize n_texts)
{
  return mcn_critique_new (((CriticFakeEngine *) engine)->wordpiece, texts, NULL, n_texts);
}

static void
fake_measure (CriticEngine *engine, McnMode mode, gdouble raw, CriticMeasure *measure)
{
  gdouble score = CLAMP (raw, 1.0, 10.0);

  *measure = (CriticMeasure) {
    .score = score, .error = 0.5 + 0.1 * mode, .sigma = 0.7, .spread = 1.4,
    .percentile = CLAMP ((score - 2.5) / 5.5, 0.0, 1.0),
  };
}

static CriticEngineSession *
fake_session_new (CriticEngine *engine, guint n_threads, GError **error)
{
  CriticFakeEngine *self = (CriticFakeEngine *) engine;
  CriticEngineSession *session;

  if (self->options.fail_session)
    {
      g_set_error_literal (error, MCN_ERROR, MCN_ERROR_MEMORY, "There is no memory for the fake session. Close something.");
      return NULL;
    }

  session = g_new0 (CriticEngineSession, 1);
  session->engine = self;
  g_mutex_lock (&self->lock);
  session->number = self->counts.sessions++;
  g_mutex_unlock (&self->lock);
  return session;
}

static void
fake_session_free (CriticEngineSession *session)
{
  COUNT (session->engine, session_frees, 1);
  g_free (session);
}

static CriticEngineImage *
fake_encode_image (CriticEngineSession *session, const McnPicture *picture, McnCancel *cancel, GError **error)
{
  CriticFakeEngine *self = session->engine;
  CriticEngineImage *image;

  COUNT (self, images, 1);
  if (!work (self->options.image_ms, cancel, error))
    return NULL;
  if (self->options.fail_image)
    {
      g_set_error_literal (error, MCN_ERROR, MCN_ERROR_INPUT, "The fake engine dislikes this photograph. Try another.");
      return NULL;
    }

  image = g_new0 (CriticEngineImage, 1);
  g_atomic_ref_count_init (&image->ref_count);
  image->engine = self;
  image->columns = picture->width / 32;
  image->rows = picture->height / 32;
  image->mean = g_new0 (gfloat, image->columns * image->rows);
  for (guint y = 0; y < image->rows * 32; y++)
    for (guint x = 0; x < image->columns * 32; x++)
      {
        const guint8 *p = picture->rgb + y * picture->stride + 3 * x;

        image->mean[y / 32 * image->columns + x / 32] += (p[0] + p[1] + p[2]) / (3.0f * 255.0f * 1024.0f);
      }
  for (guint i = 0; i < image->columns * image->rows; i++)
    image->all += image->mean[i] / (image->columns * image->rows);
  for (guint i = 0; i < N_FEATURES; i++)
    image->features[i] = image->mean[i / 8 * image->rows / 8 * image->columns + i % 8 * image->columns / 8] - 0.5f;
  COUNT (self, live_images, 1);

  return image;
}

static CriticEngineWords *
words_new (CriticFakeEngine *self, const McnCritique *critique, gsize index)
{
  const McnSentence *sentence = &critique->sentences[index];
  CriticEngineWords *words = g_malloc0 (sizeof *words + sentence->n_tokens * sizeof (gfloat));

  g_atomic_ref_count_init (&words->ref_count);
  words->engine = self;
  words->n_tokens = sentence->n_tokens;
  for (gsize i = 0; i < words->n_tokens; i++)
    {
      guint32 id = critique->tokens[sentence->first_token + i].id;

      if (id >= FIRST_KNOWN && id < FIRST_KNOWN + G_N_ELEMENTS (known))
        {
          words->effect[i] = known[id - FIRST_KNOWN].effect;
          if (known[id - FIRST_KNOWN].aspect > 0)
            words->aspects[known[id - FIRST_KNOWN].aspect - 1] = 1;
        }
    }
  COUNT (self, live_words, 1);

  return words;
}

static gboolean
fake_encode_sentences (CriticEngineSession *session, const McnCritique *critique,
                       const gsize *which, gsize n, CriticEngineWords **words,
                       McnCancel *cancel, GError **error)
{
  CriticFakeEngine *self = session->engine;

  COUNT (self, sentences, n);
  if (!work (self->options.words_ms, cancel, error))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    words[i] = words_new (self, critique, which[i]);
  return TRUE;
}

/* The counted tokens' effects, one after the other. */
static GArray *
collect (CriticEngineWords *const *words, gsize n_words)
{
  GArray *effects = g_array_new (FALSE, FALSE, sizeof (gfloat));

  for (gsize i = 0; i < n_words; i++)
    g_array_append_vals (effects, words[i]->effect, MIN (words[i]->n_tokens, MCN_MAX_WORDS - effects->len));
  return effects;
}

/* Sums in double and in no order that matters, as the real one promises. */
static gdouble
sum (const gfloat *values, gsize n)
{
  gdouble s = 0.0;

  for (gsize i = 0; i < n; i++)
    s += values[i];
  return s;
}

static gfloat
raw_score (const CriticEngineImage *image, const gfloat *effects, gsize n)
{
  gdouble raw = image != NULL ? 3.0 + 4.0 * image->all : 5.0;

  return (gfloat) (n > 0 ? raw + sum (effects, n) / sqrt (n) : raw);
}

static gboolean
fake_fuse (CriticEngineSession *session, CriticEngineImage *image, CriticEngineWords *const *words, gsize n_words,
           McnLogits *logits, McnCancel *cancel, GError **error)
{
  CriticFakeEngine *self = session->engine;
  g_autoptr (GArray) effects = collect (words, n_words);

  COUNT (self, fusions, 1);
  if (!work (self->options.fuse_ms, cancel, error) || !pass_gate (session, cancel, error))
    return FALSE;

  logits->score = raw_score (image, (const gfloat *) effects->data, effects->len);
  logits->high = logits->score - 5.0f;
  for (int i = 0; i < MCN_N_STYLES; i++)
    logits->style[i] = sinf (i * 1.7f + (image != NULL ? 6.0f * image->all : 1.0f)) * 3.0f - 1.0f;
  return TRUE;
}

static void
fake_explanation_free (McnExplanation *explanation)
{
  g_free (explanation->region);
  g_free (explanation->token);
  g_free (explanation->sentence);
  g_free (explanation->token_region);
  g_free (explanation->nowhere_of_token);
  g_free (explanation->nowhere_of_region);
  g_free (explanation);
}

static void
explain_words (McnExplanation *e, CriticEngineImage *image, CriticEngineWords *const *words, gsize n_words,
               const gfloat *effects, McnExplain what)
{
  gfloat full = raw_score (image, effects, e->n_tokens);
  gsize first = 0;

  if (what & MCN_EXPLAIN_TOKENS)
    {
      e->token = g_new0 (gfloat, (1 + MCN_N_STYLES) * e->n_tokens);
      for (gsize i = 0; i < e->n_tokens; i++)
        e->token[i] = (gfloat) (effects[i] / sqrt (e->n_tokens));
    }

  if (what & MCN_EXPLAIN_SENTENCES)
    {
      e->sentence = g_new0 (gfloat, (1 + MCN_N_STYLES) * e->n_sentences);
      for (gsize s = 0; s < n_words; s++)
        {
          gsize n = MIN (words[s]->n_tokens, e->n_tokens - first);
          g_autofree gfloat *rest = g_new (gfloat, e->n_tokens);

          memcpy (rest, effects, first * sizeof (gfloat));
          memcpy (rest + first, effects + first + n, (e->n_tokens - first - n) * sizeof (gfloat));
          e->sentence[s] = full - raw_score (image, rest, e->n_tokens - n);
          first += n;
        }
    }
}

static void
explain_regions (McnExplanation *e, CriticEngineImage *image, McnExplain what)
{
  if (what & MCN_EXPLAIN_REGIONS)
    {
      e->region = g_new0 (gfloat, (1 + MCN_N_STYLES) * e->n_regions);
      for (gsize i = 0; i < (1 + MCN_N_STYLES) * e->n_regions; i++)
        e->region[i] = (image->mean[i % e->n_regions] - image->all) * (i < e->n_regions ? 1.0f : 2.0f);
    }

  if (what & MCN_EXPLAIN_MATRIX)
    {
      e->token_region = g_new0 (gfloat, e->n_tokens * e->n_regions);
      e->nowhere_of_token = g_new0 (gfloat, e->n_tokens);
      e->nowhere_of_region = g_new0 (gfloat, e->n_regions);
      for (gsize i = 0; i < e->n_tokens; i++)
        {
          gfloat total = 0.0f;

          e->nowhere_of_token[i] = 0.25f;
          for (gsize j = 0; j < e->n_regions; j++)
            total += e->token_region[i * e->n_regions + j] = 1.0f / (1 + (i * 5 + j * 3) % 11);
          for (gsize j = 0; j < e->n_regions; j++)
            e->token_region[i * e->n_regions + j] *= 0.75f / total;
        }
      for (gsize j = 0; j < e->n_regions; j++)
        e->nowhere_of_region[j] = 0.5f;
    }
}

static McnExplanation *
fake_explain (CriticEngineSession *session, CriticEngineImage *image, CriticEngineWords *const *words, gsize n_words,
              McnExplain what, McnCancel *cancel, GError **error)
{
  CriticFakeEngine *self = session->engine;
  g_autoptr (GArray) effects = collect (words, n_words);
  McnExplanation *e;

  COUNT (self, explanations, 1);
  if (!work (self->options.explain_ms, cancel, error))
    return NULL;

  e = g_new0 (McnExplanation, 1);
  e->n_layers = LAYERS;
  e->n_tokens = effects->len;
  e->n_sentences = n_words;
  e->n_regions = image != NULL ? image->columns * image->rows : 0;
  explain_words (e, image, words, n_words, (const gfloat *) effects->data, what);
  if (image != NULL)
    explain_regions (e, image, what);

  return e;
}

static CriticEngineImage *
fake_image_ref (CriticEngineImage *image)
{
  g_atomic_ref_count_inc (&image->ref_count);
  return image;
}

static void
fake_image_unref (CriticEngineImage *image)
{
  if (!g_atomic_ref_count_dec (&image->ref_count))
    return;

  COUNT (image->engine, live_images, -1);
  g_free (image->mean);
  g_free (image);
}

static gsize
fake_image_get_size (const CriticEngineImage *image)
{
  return sizeof *image + sizeof (gfloat) * image->columns * image->rows;
}

static void
fake_image_get_grid (const CriticEngineImage *image, guint *columns, guint *rows)
{
  *columns = image->columns;
  *rows = image->rows;
}

static const gfloat *
fake_image_get_features (const CriticEngineImage *image, gsize *n)
{
  *n = N_FEATURES;
  return image->features;
}

static CriticEngineWords *
fake_words_ref (CriticEngineWords *words)
{
  g_atomic_ref_count_inc (&words->ref_count);
  return words;
}

static void
fake_words_unref (CriticEngineWords *words)
{
  if (!g_atomic_ref_count_dec (&words->ref_count))
    return;

  COUNT (words->engine, live_words, -1);
  g_free (words);
}

static gsize
fake_words_get_size (const CriticEngineWords *words)
{
  return sizeof *words + words->n_tokens * sizeof (gfloat);
}

static const gfloat *
fake_words_get_aspects (const CriticEngineWords *words)
{
  return words->engine->options.no_aspects ? NULL : words->aspects;
}

static const CriticEngineClass fake_engine_class = {
  .load = fake_load,
  .free = fake_free,
  .get_facts = fake_get_facts,
  .get_model = fake_get_model,
  .read_critiques = fake_read_critiques,
  .measure = fake_measure,
  .session_new = fake_session_new,
  .session_free = fake_session_free,
  .encode_image = fake_encode_image,
  .encode_sentences = fake_encode_sentences,
  .fuse = fake_fuse,
  .explain = fake_explain,
  .explanation_free = fake_explanation_free,
  .image_ref = fake_image_ref,
  .image_unref = fake_image_unref,
  .image_get_size = fake_image_get_size,
  .image_get_grid = fake_image_get_grid,
  .image_get_features = fake_image_get_features,
  .words_ref = fake_words_ref,
  .words_unref = fake_words_unref,
  .words_get_size = fake_words_get_size,
  .words_get_aspects = fake_words_get_aspects,
};

CriticFakeEngine *
critic_fake_engine_new (const CriticFakeOptions *options)
{
  CriticFakeEngine *self = g_new0 (CriticFakeEngine, 1);

  self->parent.klass = &fake_engine_class;
  g_atomic_ref_count_init (&self->ref_count);
  if (options != NULL)
    self->options = *options;
  self->facts = (CriticEngineFacts) {
    .id = "fa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4e",
    .name = "Fake",
    .long_side = 320,
    .deciles = fake_deciles,
    .regions_are_evidence = TRUE,
    .words_are_evidence = TRUE,
  };
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  return self;
}

CriticEngine *
critic_fake_engine_share (CriticFakeEngine *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return &self->parent;
}

void
critic_fake_engine_unref (CriticFakeEngine *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->wordpiece, mcn_wordpiece_free);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
critic_fake_engine_count (CriticFakeEngine *self, CriticFakeCounts *counts)
{
  g_mutex_lock (&self->lock);
  *counts = self->counts;
  g_mutex_unlock (&self->lock);
}

static void
hold (CriticFakeEngine *self, gboolean all)
{
  g_mutex_lock (&self->lock);
  self->held = TRUE;
  self->held_below = all ? G_MAXINT : self->counts.sessions;
  g_mutex_unlock (&self->lock);
}

void
critic_fake_engine_hold (CriticFakeEngine *self)
{
  hold (self, TRUE);
}

void
critic_fake_engine_hold_these (CriticFakeEngine *self)
{
  hold (self, FALSE);
}

void
critic_fake_engine_release (CriticFakeEngine *self)
{
  g_mutex_lock (&self->lock);
  self->held = FALSE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
critic_fake_engine_await (CriticFakeEngine *self, guint n)
{
  g_mutex_lock (&self->lock);
  while (self->n_waiting < n)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}
