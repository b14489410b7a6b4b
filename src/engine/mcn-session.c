/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-session-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Word pieces that go through the text encoder together, [CLS] and [SEP]
 * counted: enough to fill the kernels, few enough to stay in the cache. The
 * bits of a sentence do not depend on the batch it is in. */
#define MAX_BATCH_ROWS 256

G_STATIC_ASSERT (MAX_BATCH_ROWS >= MCN_MAX_SENTENCE + 2);

static gsize
image_plan (const McnSession *self)
{
  const McnTokens *tokens = mcn_mcn_get_tokens (self->mcn);
  gsize n = (gsize) self->max_side * self->max_side, inner;

  inner = mcn_backbone_plan (mcn_model_get_backbone (self->model), self->max_side * MCN_STRIDE,
                             self->max_side * MCN_STRIDE, self->n_threads);
  inner = MAX (inner, mcn_tokens_plan (tokens, self->max_side, self->max_side));
  inner = MAX (inner, mcn_mcn_branch_plan (self->mcn, 2 + n, self->n_threads));

  return MCN_ARENA_FLOATS (n * tokens->n_region) + MCN_ARENA_FLOATS (tokens->n_global) + inner;
}

static gsize
sentences_plan (const McnSession *self)
{
  return MCN_ARENA_BYTES (MAX_BATCH_ROWS * sizeof (guint32)) +
         MCN_ARENA_BYTES (MAX_BATCH_ROWS * sizeof (gsize)) +
         MCN_ARENA_FLOATS (MAX_BATCH_ROWS * mcn_mcn_get_tokens (self->mcn)->n_word) +
         mcn_text_encoder_plan (mcn_model_get_text_encoder (self->model), MAX_BATCH_ROWS, self->n_threads);
}

static gsize
text_plan (const McnSession *self, gsize n)
{
  gsize d = mcn_mcn_get_width (self->mcn);

  return 2 * MCN_ARENA_FLOATS (n * d) + MCN_ARENA_FLOATS (n * 3 * d) + MCN_ARENA_BYTES (n * sizeof (guint32));
}

/* Memory for the largest photograph and the longest critique, so that no run
 * has to ask for more. */
static gboolean
plan (McnSession *self, GError **error)
{
  gsize m = 2 + (gsize) self->max_side * self->max_side, n = 1 + MCN_MAX_WORDS, inner, bytes;

  inner = MAX (mcn_mcn_branch_plan (self->mcn, MAX (m, n), self->n_threads),
               mcn_mcn_fuse_plan (self->mcn, m, n, self->n_threads));
  inner = MAX (inner, mcn_explain_plan (self->mcn, m, n, self->n_threads));
  /* mcn_session_attention() runs the image branch once more. */
  bytes = text_plan (self, n) + text_plan (self, m) + inner;
  bytes = MAX (bytes, MAX (image_plan (self), sentences_plan (self)));

  if (!mcn_arena_reserve (self->arena, bytes, error))
    return FALSE;

  for (guint i = 0; i < self->n_threads; i++)
    if (!mcn_arena_reserve (self->workers[i], mcn_explain_worker_plan (self->mcn, m, n), error))
      return FALSE;

  return TRUE;
}

/**
 * mcn_session_new:
 * @model: the model, shared with other sessions
 * @n_threads: threads to work with, the caller's included; 1 or more
 * @error: return location
 *
 * Plans all memory a run needs.
 *
 * Returns: (transfer full) (nullable): a session for one thread at a time;
 *   %NULL with %MCN_ERROR_MEMORY
 */
McnSession *
mcn_session_new (McnModel *model, guint n_threads, GError **error)
{
  g_autoptr (McnSession) self = g_new0 (McnSession, 1);

  g_return_val_if_fail (n_threads >= 1, NULL);

  self->model = mcn_model_ref (model);
  self->mcn = mcn_model_get_mcn (model);
  self->team = mcn_team_new (n_threads);
  self->n_threads = mcn_team_get_n_threads (self->team);
  self->max_side = (mcn_model_get_long_side (model) + MCN_STRIDE - 1) / MCN_STRIDE;
  self->arena = mcn_arena_new ();
  self->workers = g_new0 (McnArena *, self->n_threads);
  for (guint i = 0; i < self->n_threads; i++)
    self->workers[i] = mcn_arena_new ();

  if (!plan (self, error))
    return NULL;

  self->no_photograph = mcn_image_new (self->mcn, 0, 0);
  memcpy (self->no_photograph->branch.tokens, mcn_mcn_get_tokens (self->mcn)->no_photograph,
          mcn_mcn_get_width (self->mcn) * sizeof (gfloat));
  mcn_mcn_run_branch (self->mcn, self->team, self->arena, MCN_MODALITY_IMAGE, &self->no_photograph->branch, NULL, NULL);

  return g_steal_pointer (&self);
}

/**
 * mcn_session_free:
 * @self: (nullable) (transfer full): a session nobody runs
 */
void
mcn_session_free (McnSession *self)
{
  if (self == NULL)
    return;

  mcn_image_unref (self->no_photograph);
  mcn_image_unref (self->judged);
  for (guint i = 0; i < self->n_threads; i++)
    mcn_arena_free (self->workers[i]);
  g_free (self->workers);
  mcn_arena_free (self->arena);
  mcn_team_free (self->team);
  mcn_model_unref (self->model);
  g_free (self);
}

/**
 * mcn_session_get_model:
 * @self: a session
 *
 * Returns: (transfer none): its model
 */
McnModel *
mcn_session_get_model (McnSession *self)
{
  return self->model;
}

static gboolean
check_picture (McnSession *self, const McnPicture *picture, GError **error)
{
  guint longest = self->max_side * MCN_STRIDE;
  guint width = picture->width, height = picture->height;

  if (width % MCN_STRIDE == 0 && height % MCN_STRIDE == 0 &&
      MIN (width, height) >= 2 * MCN_STRIDE && MAX (width, height) <= longest &&
      picture->rgb != NULL && picture->stride >= 3 * (gsize) width)
    return TRUE;

  g_set_error (error, MCN_ERROR, MCN_ERROR_INPUT,
               _("A picture of %u × %u pixels does not fit the network: both sides must be multiples of %u, from %u to %u."),
               width, height, MCN_STRIDE, 2 * MCN_STRIDE, longest);
  return FALSE;
}

/**
 * mcn_session_encode_image:
 * @self: a session
 * @picture: the photograph as the network sees it
 * @cancel: (nullable): looked at between layers
 * @error: return location
 *
 * Backbone, photometry and the image branch up to its STRM, with everything
 * else that does not depend on the critique.
 *
 * Returns: (transfer full) (nullable): what is to be kept of the photograph;
 *   %NULL with %MCN_ERROR_INPUT or %MCN_ERROR_CANCELLED
 */
McnImage *
mcn_session_encode_image (McnSession *self, const McnPicture *picture, McnCancel *cancel, GError **error)
{
  const McnTokens *tokens = mcn_mcn_get_tokens (self->mcn);
  g_autoptr (McnImage) image = NULL;
  guint columns = picture->width / MCN_STRIDE, rows = picture->height / MCN_STRIDE;
  gsize mark = mcn_arena_mark (self->arena);
  gfloat *regions, *raw;
  gboolean done;

  if (!check_picture (self, picture, error) || !mcn_check_cancel (cancel, error))
    return NULL;

  image = mcn_image_new (self->mcn, columns, rows);
  regions = mcn_arena_floats (self->arena, (gsize) columns * rows * tokens->n_region);
  raw = mcn_arena_floats (self->arena, tokens->n_global);

  done = mcn_backbone_run (mcn_model_get_backbone (self->model), self->team, self->arena,
                           picture->rgb, picture->stride, picture->width, picture->height,
                           regions, raw, cancel, error) &&
         mcn_check_cancel (cancel, error);
  if (done)
    {
      mcn_photometry (picture->rgb, picture->stride, picture->width, picture->height,
                      raw + tokens->n_global - MCN_PHOTOMETRY);
      mcn_tokens_standardise_global (tokens, raw, picture->tiny, image->global);
      mcn_heads_skip (mcn_mcn_get_heads (self->mcn), image->global, &image->skips);
      mcn_tokens_image (tokens, self->team, self->arena, image->global, regions, columns, rows, image->branch.tokens);
      mcn_mcn_run_branch (self->mcn, self->team, self->arena, MCN_MODALITY_IMAGE, &image->branch, NULL, NULL);
      done = mcn_check_cancel (cancel, error);
    }

  mcn_arena_reset (self->arena, mark);
  return done ? g_steal_pointer (&image) : NULL;
}

/* The end of the batch of @which that begins at @begin: at most MAX_BATCH_ROWS
 * rows. */
static gsize
batch_end (const McnCritique *critique, const gsize *which, gsize begin, gsize n)
{
  gsize end = begin, n_rows = 0;

  for (; end < n; end++)
    {
      gsize length = critique->sentences[which[end]].n_tokens + 2;

      if (n_rows + length > MAX_BATCH_ROWS)
        break;
      n_rows += length;
    }
  return end;
}

/* Word features of a batch of sentences, one after the other; @lengths, @ids and
 * @features lie in the arena. */
static gboolean
batch_features (McnSession *self, const McnCritique *critique, const gsize *which, gsize n,
                gsize **lengths, guint32 **ids, gfloat **features, McnCancel *cancel, GError **error)
{
  const McnTokens *tokens = mcn_mcn_get_tokens (self->mcn);
  gsize n_ids = 0;

  *ids = mcn_arena_take (self->arena, MAX_BATCH_ROWS * sizeof **ids);
  *lengths = mcn_arena_take (self->arena, MAX_BATCH_ROWS * sizeof **lengths);
  *features = mcn_arena_floats (self->arena, MAX_BATCH_ROWS * tokens->n_word);

  for (gsize i = 0; i < n; i++)
    {
      const McnSentence *sentence = &critique->sentences[which[i]];

      (*lengths)[i] = sentence->n_tokens;
      for (gsize j = 0; j < sentence->n_tokens; j++)
        (*ids)[n_ids++] = critique->tokens[sentence->first_token + j].id;
    }

  return mcn_text_encoder_run (mcn_model_get_text_encoder (self->model), self->team, self->arena,
                               *ids, *lengths, n, *features, cancel, error);
}

static gboolean
encode_batch (McnSession *self, const McnCritique *critique, const gsize *which, gsize n, McnWords **words,
              McnCancel *cancel, GError **error)
{
  const McnTokens *tokens = mcn_mcn_get_tokens (self->mcn);
  const McnAspects *aspects = mcn_model_get_aspects (self->model);
  gsize mark = mcn_arena_mark (self->arena), *lengths;
  guint32 *ids;
  gfloat *at;
  gboolean done = batch_features (self, critique, which, n, &lengths, &ids, &at, cancel, error);

  for (gsize i = 0; i < n && done; i++)
    {
      words[i] = mcn_words_new (critique, which[i], tokens->d);
      mcn_tokens_words (tokens, self->team, lengths[i], at, words[i]->tokens);
      words[i]->has_aspects = aspects != NULL;
      if (aspects != NULL)
        mcn_aspects_run (aspects, at, ids, lengths[i], words[i]->aspects);
      ids += lengths[i];
      at += lengths[i] * tokens->n_word;
    }

  mcn_arena_reset (self->arena, mark);
  return done;
}

/**
 * mcn_session_encode_query:
 * @self: a session
 * @critique: what to look for
 * @out: (array) (out caller-allocates): as mcn_search_text() gives it
 * @cancel: (nullable): looked at between layers
 * @error: return location
 *
 * Returns: %FALSE with %MCN_ERROR_CANCELLED
 */
gboolean
mcn_session_encode_query (McnSession *self, const McnCritique *critique, gfloat *out,
                          McnCancel *cancel, GError **error)
{
  const McnSearch *search = mcn_model_get_search (self->model);
  gsize n_word = mcn_mcn_get_tokens (self->mcn)->n_word, n = 0, n_words = 0;
  g_autofree gsize *which = g_new (gsize, critique->n_sentences + 1);
  g_autofree gfloat *mean = g_new0 (gfloat, n_word);

  for (gsize i = 0; i < critique->n_sentences; i++)
    if (critique->sentences[i].n_counted > 0)
      which[n++] = i;

  for (gsize begin = 0, end; begin < n; begin = end)
    {
      gsize mark = mcn_arena_mark (self->arena), *lengths;
      guint32 *ids;
      gfloat *features;
      gboolean done;

      end = batch_end (critique, which, begin, n);
      done = batch_features (self, critique, which + begin, end - begin, &lengths, &ids, &features, cancel, error);
      for (gsize i = 0; i < end - begin && done; i++)
        for (gsize j = 0; j < lengths[i]; j++, n_words++, features += n_word)
          for (gsize k = 0; k < n_word; k++)
            mean[k] += features[k];

      mcn_arena_reset (self->arena, mark);
      if (!done)
        return FALSE;
    }

  for (gsize k = 0; k < n_word; k++)
    mean[k] /= MAX (n_words, 1);
  if (n_words > 0)
    mcn_search_text (search, mean, out);
  else
    memset (out, 0, mcn_search_get_rank (search) * sizeof *out);
  return mcn_check_cancel (cancel, error);
}

/**
 * mcn_session_encode_sentences:
 * @self: a session
 * @critique: the text
 * @which: (array length=n): indices into its sentences
 * @n: how many
 * @words: (out caller-allocates) (array length=n): a new reference each
 * @cancel: (nullable): looked at between layers
 * @error: return location
 *
 * The words of each sentence, which sees no other; a sentence gives the same
 * bits alone and among others.
 *
 * Returns: %FALSE with %MCN_ERROR_CANCELLED, and then @words holds %NULL alone
 */
gboolean
mcn_session_encode_sentences (McnSession *self, const McnCritique *critique,
                              const gsize *which, gsize n, McnWords **words,
                              McnCancel *cancel, GError **error)
{
  gsize begin = 0;
  gboolean done = mcn_check_cancel (cancel, error);

  for (gsize i = 0; i < n; i++)
    words[i] = NULL;

  while (done && begin < n)
    {
      gsize end = batch_end (critique, which, begin, n);

      done = encode_batch (self, critique, which + begin, end - begin, words + begin, cancel, error);
      begin = end;
    }

  if (!done)
    for (gsize i = 0; i < n; i++)
      g_clear_pointer (&words[i], mcn_words_unref);
  return done;
}

void
mcn_session_gather_text (McnSession *self, McnWords *const *words, gsize n_words, const guint8 *keep,
                         McnBranch *text, gsize *first)
{
  const McnTokens *tokens = mcn_mcn_get_tokens (self->mcn);
  gsize d = tokens->d, n_counted = 0, n = 1;
  guint32 *pieces = mcn_arena_take (self->arena, MCN_MAX_WORDS * sizeof *pieces);

  text->tokens = mcn_arena_floats (self->arena, (1 + MCN_MAX_WORDS) * d);
  text->strm = mcn_arena_floats (self->arena, (1 + MCN_MAX_WORDS) * d);
  text->crossed = mcn_arena_floats (self->arena, (1 + MCN_MAX_WORDS) * 3 * d);
  memcpy (text->tokens, tokens->no_critique, d * sizeof (gfloat));

  for (gsize i = 0; i < n_words; i++)
    {
      gsize length = words[i] != NULL ? MIN (words[i]->n_tokens, MCN_MAX_WORDS - n_counted) : 0;

      if (first != NULL)
        first[i] = n - 1;
      n_counted += length;
      if (length == 0 || (keep != NULL && !keep[i]))
        continue;

      memcpy (text->tokens + n * d, words[i]->tokens, length * d * sizeof (gfloat));
      memcpy (pieces + n - 1, words[i]->pieces, length * sizeof *pieces);
      n += length;
    }
  if (first != NULL)
    first[n_words] = n - 1;

  text->n = n;
  text->pieces = pieces;
}

void
mcn_session_run_text (McnSession *self, McnBranch *text, gfloat *attention)
{
  mcn_mcn_run_branch (self->mcn, self->team, self->arena, MCN_MODALITY_TEXT, text, NULL, attention);
}

const McnSkips *
mcn_session_image_skips (const McnImage *image)
{
  return image != NULL ? &image->skips : NULL;
}

const McnBranch *
mcn_session_image_branch (McnSession *self, const McnImage *image)
{
  return image != NULL ? &image->branch : &self->no_photograph->branch;
}

/* The image branch, beside @text with its score alone: that stays while somebody types. */
static gboolean
weigh_image (McnSession *self, McnImage *image, const McnBranch *text, McnBranch *branch, McnCancel *cancel, GError **error)
{
  *branch = *mcn_session_image_branch (self, image);
  if (image == NULL || text->n == 1 || !mcn_mcn_weighs (self->mcn))
    return TRUE;
  if (image != self->judged)
    {
      if (!mcn_mcn_alone (self->mcn, self->team, self->arena, branch, &image->skips, &self->alone, cancel, error))
        return FALSE;
      mcn_image_unref (self->judged);
      self->judged = mcn_image_ref (image);
    }
  branch->alone = &self->alone;
  return TRUE;
}

/**
 * mcn_session_fuse:
 * @self: a session
 * @image: (nullable): the photograph; %NULL without one
 * @words: (array length=n_words): the critique's sentences in order; %NULL for
 *   one that does not count
 * @n_words: how many; 0 without a critique
 * @keep: (nullable) (array length=n_words): 0 leaves a sentence out
 * @logits: (out): what the heads say
 * @cancel: (nullable): looked at between layers
 * @error: return location
 *
 * Nothing is allocated.
 *
 * Returns: %FALSE with %MCN_ERROR_CANCELLED
 */
gboolean
mcn_session_fuse (McnSession *self, McnImage *image, McnWords *const *words, gsize n_words,
                  const guint8 *keep, McnLogits *logits, McnCancel *cancel, GError **error)
{
  gsize mark = mcn_arena_mark (self->arena);
  McnBranch text, branch;
  gboolean done;

  if (!mcn_check_cancel (cancel, error))
    return FALSE;

  mcn_session_gather_text (self, words, n_words, keep, &text, NULL);
  mcn_session_run_text (self, &text, NULL);
  done = weigh_image (self, image, &text, &branch, cancel, error) &&
         mcn_mcn_fuse (self->mcn, self->team, self->arena, &branch, mcn_session_image_skips (image), &text, logits, NULL, cancel, error);
  mcn_arena_reset (self->arena, mark);
  return done;
}

/**
 * mcn_session_explain:
 * @self: a session
 * @image: (nullable): the photograph
 * @words: (array length=n_words): as in mcn_session_fuse()
 * @n_words: how many
 * @what: the parts wanted
 * @cancel: (nullable): looked at between fusions and between layers
 * @error: return location
 *
 * Returns: (transfer full) (nullable): see mcn_explain(); %NULL with
 *   %MCN_ERROR_CANCELLED
 */
McnExplanation *
mcn_session_explain (McnSession *self, McnImage *image, McnWords *const *words, gsize n_words,
                     McnExplain what, McnCancel *cancel, GError **error)
{
  gsize mark = mcn_arena_mark (self->arena);
  g_autofree gsize *first = g_new (gsize, n_words + 1);
  McnCalibration calibration[MCN_N_MODES];
  McnBranch text, branch;
  McnExplainTask task;
  McnExplanation *explanation = NULL;

  if (!mcn_check_cancel (cancel, error))
    return NULL;

  for (McnMode mode = 0; mode < MCN_N_MODES; mode++)
    calibration[mode] = *mcn_model_get_calibration (self->model, mode);

  mcn_session_gather_text (self, words, n_words, NULL, &text, first);
  mcn_session_run_text (self, &text, NULL);
  task = (McnExplainTask) {
    .mcn = self->mcn,
    .calibration = calibration,
    .team = self->team,
    .arena = self->arena,
    .workers = self->workers,
    .image = &branch,
    .skips = mcn_session_image_skips (image),
    .columns = image != NULL ? image->columns : 0,
    .rows = image != NULL ? image->rows : 0,
    .text = &text,
    .n_sentences = n_words,
    .first = first,
  };
  if (weigh_image (self, image, &text, &branch, cancel, error))
    explanation = mcn_explain (&task, what, cancel, error);
  mcn_arena_reset (self->arena, mark);
  return explanation;
}
