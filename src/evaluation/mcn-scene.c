/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-scene.h"

#include "mcn-pointwise.h"

#include <string.h>

struct _McnScene
{
  McnModel     *model;
  const McnMcn *mcn;
  const McnTokens *tokens;
  McnTeam      *team;
  guint         n_threads;
  McnArena     *arena;
  McnArena    **workers;
  gsize         max_regions;

  gboolean      photograph;
  guint         columns, rows;
  McnSkips      skips;
  gfloat       *image;          /* (2 + regions) x d */
  gfloat       *hidden;         /* regions x d */
  McnCritique  *critique;
  gsize         n_words;
  gsize        *first;          /* sentences + 1: where each one's words begin */
  gfloat       *text;           /* (1 + words) x d */
  guint32       pieces[MCN_MAX_WORDS];
};

static gboolean
plan (McnScene *self, GError **error)
{
  gsize d = self->tokens->d, m = 2 + self->max_regions, n = 1 + MCN_MAX_WORDS, side = 1, inner, backbone;

  while (side * side < self->max_regions)
    side++;
  inner = MAX (mcn_mcn_branch_plan (self->mcn, MAX (m, n), self->n_threads), mcn_mcn_fuse_plan (self->mcn, m, n, self->n_threads));
  inner = MAX (inner, mcn_explain_plan (self->mcn, m, n, self->n_threads));
  inner += 3 * MCN_ARENA_FLOATS (m * 5 * d) + 3 * MCN_ARENA_FLOATS (n * 5 * d) + MCN_ARENA_FLOATS (n);
  backbone = MAX (mcn_backbone_plan (mcn_model_get_backbone (self->model), side * MCN_STRIDE, side * MCN_STRIDE, self->n_threads),
                  mcn_tokens_plan (self->tokens, side, side));
  backbone += MCN_ARENA_FLOATS (self->max_regions * self->tokens->n_region) + MCN_ARENA_FLOATS (self->tokens->n_global);
  backbone = MAX (backbone, mcn_text_encoder_plan (mcn_model_get_text_encoder (self->model), 2 * n * MCN_MAX_SENTENCE, self->n_threads) +
                            MCN_ARENA_FLOATS (n * self->tokens->n_word));
  if (!mcn_arena_reserve (self->arena, MAX (inner, backbone), error))
    return FALSE;
  for (guint i = 0; i < self->n_threads; i++)
    if (!mcn_arena_reserve (self->workers[i], mcn_explain_worker_plan (self->mcn, m, n), error))
      return FALSE;
  return TRUE;
}

/**
 * mcn_scene_new:
 * @model: whose engine
 * @n_threads: who works
 * @error: return location
 *
 * Returns: (transfer full) (nullable): an empty scene; %NULL with %MCN_ERROR_MEMORY
 */
McnScene *
mcn_scene_new (McnModel *model, guint n_threads, GError **error)
{
  g_autoptr (McnScene) self = g_new0 (McnScene, 1);
  gsize d, side = (mcn_model_get_long_side (model) + MCN_STRIDE - 1) / MCN_STRIDE;

  self->model = mcn_model_ref (model);
  self->mcn = mcn_model_get_mcn (model);
  self->tokens = mcn_mcn_get_tokens (self->mcn);
  self->team = mcn_team_new (n_threads);
  self->n_threads = mcn_team_get_n_threads (self->team);
  self->arena = mcn_arena_new ();
  self->workers = g_new0 (McnArena *, self->n_threads + 1);
  for (guint i = 0; i < self->n_threads; i++)
    self->workers[i] = mcn_arena_new ();
  self->max_regions = side * side;
  d = self->tokens->d;
  self->image = g_new (gfloat, (2 + self->max_regions) * d);
  self->hidden = g_new (gfloat, self->max_regions * d);
  self->text = g_new (gfloat, (1 + MCN_MAX_WORDS) * d);
  self->first = g_new0 (gsize, 1);
  if (!plan (self, error))
    return NULL;
  mcn_scene_set_none (self);
  mcn_scene_set_text (self, NULL);
  return g_steal_pointer (&self);
}

void
mcn_scene_free (McnScene *self)
{
  for (guint i = 0; i < self->n_threads; i++)
    mcn_arena_free (self->workers[i]);
  g_free (self->workers);
  mcn_arena_free (self->arena);
  mcn_team_free (self->team);
  g_clear_pointer (&self->critique, mcn_critique_unref);
  mcn_model_unref (self->model);
  g_free (self->image);
  g_free (self->hidden);
  g_free (self->text);
  g_free (self->first);
  g_free (self);
}

/* @global: raw, photometry at its end, n_global; @regions: raw; both are changed. */
static void
set_raw (McnScene *self, gfloat *global, gfloat *regions, guint columns, guint rows, gboolean tiny)
{
  gsize d = self->tokens->d;

  self->photograph = TRUE;
  self->columns = columns;
  self->rows = rows;
  mcn_tokens_standardise_global (self->tokens, global, tiny, global);
  mcn_heads_skip (mcn_mcn_get_heads (self->mcn), global, &self->skips);
  mcn_tokens_image (self->tokens, self->team, self->arena, global, regions, columns, rows, self->image);
  for (guint row = 0; row < rows; row++)
    for (guint column = 0; column < columns; column++)
      mcn_tokens_mean_region (self->tokens, columns, rows, column, row, self->hidden + ((gsize) row * columns + column) * d);
}

/**
 * mcn_scene_set_features:
 * @self: a scene
 * @features: of a photograph, from the model's own backbone
 */
void
mcn_scene_set_features (McnScene *self, const McnFeatures *features)
{
  gsize n = (gsize) features->columns * features->rows;
  g_autofree gfloat *regions = g_new (gfloat, n * self->tokens->n_region);
  g_autofree gfloat *global = g_memdup2 (features->pooled, self->tokens->n_global * sizeof (gfloat));

  g_return_if_fail (n <= self->max_regions);

  mcn_half_to_float (features->regions, n * self->tokens->n_region, regions);
  set_raw (self, global, regions, features->columns, features->rows, features->tiny);
}

/**
 * mcn_scene_set_picture:
 * @self: a scene
 * @picture: as mcn_session_encode_image() takes it
 */
void
mcn_scene_set_picture (McnScene *self, const McnPicture *picture)
{
  guint columns = picture->width / MCN_STRIDE, rows = picture->height / MCN_STRIDE;
  g_autofree gfloat *regions = g_new (gfloat, (gsize) columns * rows * self->tokens->n_region);
  g_autofree gfloat *global = g_new (gfloat, self->tokens->n_global);
  gsize mark = mcn_arena_mark (self->arena);

  mcn_backbone_run (mcn_model_get_backbone (self->model), self->team, self->arena, picture->rgb, picture->stride,
                    picture->width, picture->height, regions, global, NULL, NULL);
  mcn_arena_reset (self->arena, mark);
  mcn_photometry (picture->rgb, picture->stride, picture->width, picture->height,
                  global + self->tokens->n_global - MCN_PHOTOMETRY);
  set_raw (self, global, regions, columns, rows, picture->tiny);
}

/**
 * mcn_scene_set_none:
 * @self: a scene; it shows no photograph any more
 */
void
mcn_scene_set_none (McnScene *self)
{
  self->photograph = FALSE;
  self->columns = self->rows = 0;
  memcpy (self->image, self->tokens->no_photograph, self->tokens->d * sizeof (gfloat));
}

static void
encode (McnScene *self)
{
  const McnCritique *critique = self->critique;
  g_autofree guint32 *ids = g_new (guint32, MAX (critique->n_tokens, 1));
  g_autofree gsize *lengths = g_new (gsize, MAX (critique->n_sentences, 1));
  g_autofree gfloat *features = NULL;
  gsize n = 0, n_rows = 0, n_sentences = 0, mark = mcn_arena_mark (self->arena);

  for (gsize s = 0; s < critique->n_sentences && n + critique->sentences[s].n_tokens <= MCN_MAX_WORDS; s++)
    {
      const McnSentence *sentence = &critique->sentences[s];

      self->first[s] = n;
      lengths[n_sentences++] = sentence->n_tokens;
      for (gsize j = 0; j < sentence->n_tokens; j++, n++)
        {
          ids[n] = critique->tokens[sentence->first_token + j].id;
          self->pieces[n] = ids[n] | (j == 0 ? MCN_PIECE_BEGINS : 0);
        }
      n_rows += sentence->n_tokens + 2;
    }
  for (gsize s = n_sentences; s <= critique->n_sentences; s++)
    self->first[s] = n;
  features = g_new (gfloat, MAX (n, 1) * self->tokens->n_word);
  if (n > 0)
    {
      mcn_text_encoder_run (mcn_model_get_text_encoder (self->model), self->team, self->arena, ids, lengths, n_sentences, features, NULL, NULL);
      mcn_tokens_words (self->tokens, self->team, n, features, self->text + self->tokens->d);
    }
  mcn_arena_reset (self->arena, mark);
  self->n_words = n;
}

/**
 * mcn_scene_set_text:
 * @self: a scene
 * @text: (nullable): the critique; whole sentences of it up to 512 words count
 */
void
mcn_scene_set_text (McnScene *self, const char *text)
{
  g_clear_pointer (&self->critique, mcn_critique_unref);
  self->n_words = 0;
  memcpy (self->text, self->tokens->no_critique, self->tokens->d * sizeof (gfloat));
  self->critique = mcn_critique_new (mcn_model_get_wordpiece (self->model), &text, NULL, text != NULL ? 1 : 0);
  g_free (self->first);
  self->first = g_new0 (gsize, self->critique->n_sentences + 1);
  if (self->critique->language == MCN_LANGUAGE_OK)
    encode (self);
}

gsize
mcn_scene_get_n_regions (const McnScene *self)
{
  return (gsize) self->columns * self->rows;
}

gsize
mcn_scene_get_n_words (const McnScene *self)
{
  return self->n_words;
}

void
mcn_scene_get_grid (const McnScene *self, guint *columns, guint *rows)
{
  *columns = self->columns;
  *rows = self->rows;
}

const McnCritique *
mcn_scene_get_critique (const McnScene *self)
{
  return self->critique;
}

/* A branch in the arena with its STRM run. */
static McnBranch
make_branch (McnScene *self, McnModality modality, const gfloat *tokens, gsize n, const guint8 *hidden, gsize n_always,
             const gfloat *in_place, gsize stride, gfloat *attention)
{
  gsize d = self->tokens->d;
  McnBranch branch = {
    .n = n, .tokens = mcn_arena_floats (self->arena, n * d), .strm = mcn_arena_floats (self->arena, n * d),
    .crossed = mcn_arena_floats (self->arena, n * 3 * d),
  };

  memcpy (branch.tokens, tokens, n * d * sizeof (gfloat));
  for (gsize i = 0; hidden != NULL && i + n_always < n; i++)
    if (hidden[i])
      memcpy (branch.tokens + (n_always + i) * d, in_place + i * stride, d * sizeof (gfloat));
  mcn_mcn_run_branch (self->mcn, self->team, self->arena, modality, &branch, NULL, attention);
  return branch;
}

static McnBranch
image_branch (McnScene *self, const guint8 *hidden, gfloat *attention)
{
  gsize n = self->photograph ? 2 + mcn_scene_get_n_regions (self) : 1;

  return make_branch (self, MCN_MODALITY_IMAGE, self->image, n, hidden, 2, self->hidden, self->tokens->d, attention);
}

static McnBranch
text_branch (McnScene *self, const guint8 *hidden, gfloat *attention)
{
  McnBranch branch = make_branch (self, MCN_MODALITY_TEXT, self->text, 1 + self->n_words, hidden, 1, self->tokens->mean_word, 0, attention);
  guint32 *pieces = mcn_arena_take (self->arena, MAX (self->n_words, 1) * sizeof *pieces);

  for (gsize i = 0; i < self->n_words; i++)
    pieces[i] = hidden != NULL && hidden[i] ? MCN_NO_PIECE : self->pieces[i];
  branch.pieces = pieces;
  return branch;
}

static McnMode
mode_of (const McnScene *self)
{
  return !self->photograph ? MCN_MODE_CRITIQUE : self->n_words > 0 ? MCN_MODE_BOTH : MCN_MODE_PHOTO;
}

/**
 * mcn_scene_score:
 * @self: a scene
 * @regions: (nullable): 1 hides a region
 * @words: (nullable): 1 hides a word
 *
 * Returns: the score on the scale of AVA's voters, 1 to 10
 */
gdouble
mcn_scene_score (McnScene *self, const guint8 *regions, const guint8 *words)
{
  gsize mark = mcn_arena_mark (self->arena);
  McnBranch image = image_branch (self, regions, NULL), text = text_branch (self, words, NULL);
  McnLogits logits;

  mcn_mcn_fuse (self->mcn, self->team, self->arena, &image, self->photograph ? &self->skips : NULL, &text, &logits, NULL, NULL, NULL);
  mcn_arena_reset (self->arena, mark);
  return mcn_model_calibrate (self->model, mode_of (self), logits.score);
}

/**
 * mcn_scene_explain:
 * @self: a scene
 * @what: the parts wanted
 *
 * Returns: (transfer full): see mcn_explain()
 */
McnExplanation *
mcn_scene_explain (McnScene *self, McnExplain what)
{
  gsize mark = mcn_arena_mark (self->arena);
  McnBranch image = image_branch (self, NULL, NULL), text = text_branch (self, NULL, NULL);
  McnCalibration calibration[MCN_N_MODES];
  McnExplanation *explanation;
  gfloat alone;

  /* Once, not for each word that is hidden. */
  if (self->photograph && self->n_words > 0 && mcn_mcn_weighs (self->mcn) &&
      mcn_mcn_alone (self->mcn, self->team, self->arena, &image, &self->skips, &alone, NULL, NULL))
    image.alone = &alone;
  for (McnMode mode = 0; mode < MCN_N_MODES; mode++)
    calibration[mode] = *mcn_model_get_calibration (self->model, mode);
  explanation = mcn_explain (&(McnExplainTask) {
    .mcn = self->mcn, .calibration = calibration, .team = self->team, .arena = self->arena, .workers = self->workers,
    .image = &image, .skips = self->photograph ? &self->skips : NULL, .columns = self->columns, .rows = self->rows,
    .text = &text, .n_sentences = self->n_words > 0 ? self->critique->n_sentences : 0, .first = self->first,
  }, what, NULL, NULL);
  mcn_arena_reset (self->arena, mark);
  return explanation;
}

/* Adds the mean share of each key but the first @skip. */
static void
add_shares (const gfloat *weights, gsize n_heads, gsize n_queries, gsize n_keys, gsize skip, gfloat *out)
{
  for (gsize q = 0; q < n_heads * n_queries; q++)
    for (gsize k = skip; k < n_keys; k++)
      out[k - skip] += weights[q * n_keys + k] / (n_heads * n_queries);
}

/**
 * mcn_scene_attention:
 * @self: a scene
 * @regions: (out): n_regions shares
 * @words: (out): n_words shares
 */
void
mcn_scene_attention (McnScene *self, gfloat *regions, gfloat *words)
{
  gsize mark = mcn_arena_mark (self->arena), heads = mcn_mcn_get_n_heads (self->mcn), layers = mcn_mcn_get_n_layers (self->mcn);
  gsize m = self->photograph ? 2 + mcn_scene_get_n_regions (self) : 1, n = 1 + self->n_words;
  g_autofree gfloat *si = g_new (gfloat, heads * m * m), *st = g_new (gfloat, heads * n * n);
  g_autofree gfloat *maps = g_new (gfloat, layers * heads * (2 * m * n + m * m + n * n));
  gfloat *at = maps;
  McnAttention attention = { .si = si, .st = st };
  McnBranch image, text;
  McnLogits logits;

  for (gsize l = 0; l < layers; l++)
    {
      attention.layer[l] = (McnMtrlAttention) {
        .ci = at, .ct = at + heads * m * n, .ki = at + 2 * heads * m * n, .kt = at + 2 * heads * m * n + heads * m * m,
      };
      at += heads * (2 * m * n + m * m + n * n);
    }
  image = image_branch (self, NULL, si);
  text = text_branch (self, NULL, st);
  mcn_mcn_fuse (self->mcn, self->team, self->arena, &image, self->photograph ? &self->skips : NULL, &text, &logits, &attention, NULL, NULL);
  memset (regions, 0, (m - MIN (m, 2)) * sizeof (gfloat));
  memset (words, 0, (n - 1) * sizeof (gfloat));
  add_shares (si, heads, m, m, 2, regions);
  add_shares (st, heads, n, n, 1, words);
  for (gsize l = 0; l < layers; l++)
    {
      add_shares (attention.layer[l].ct, heads, n, m, 2, regions);
      add_shares (attention.layer[l].ki, heads, m, m, 2, regions);
      add_shares (attention.layer[l].ci, heads, m, n, 1, words);
      add_shares (attention.layer[l].kt, heads, n, n, 1, words);
    }
  mcn_arena_reset (self->arena, mark);
}
