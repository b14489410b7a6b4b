/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fusion-case.h"

#include "naive-mcn.h"

#include <string.h>

static void
branch_init (McnBranch *branch, gsize n, gsize d, const gfloat *none)
{
  branch->n = n;
  branch->tokens = g_new (gfloat, n * d);
  branch->strm = g_new (gfloat, n * d);
  branch->crossed = g_new (gfloat, n * 3 * d);
  memcpy (branch->tokens, none, d * sizeof (gfloat));
}

FusionCase *
fusion_case_new (guint n_threads, guint columns, guint rows, gsize n_words, guint32 seed)
{
  FusionCase *self = g_new0 (FusionCase, 1);
  gsize n_regions = (gsize) columns * rows, m = columns > 0 ? 2 + n_regions : 1, n = 1 + n_words, bytes;
  g_autoptr (GError) error = NULL;
  const McnTokens *tokens;
  g_autofree gfloat *regions = NULL;

  self->weights = naive_tiny_weights (&self->config);
  self->mcn = mcn_mcn_new (self->weights, &self->config, &error);
  g_assert_no_error (error);
  tokens = mcn_mcn_get_tokens (self->mcn);
  self->team = mcn_team_new (n_threads);
  self->columns = columns;
  self->rows = rows;
  self->n_words = n_words;
  /* Wide enough that some features are clipped. */
  self->raw_global = naive_random (seed, tokens->n_global, 9);
  self->regions = naive_random (seed + 1, n_regions * tokens->n_region, 3);
  self->words = naive_random (seed + 2, n_words * tokens->n_word, 1);
  self->global = g_new (gfloat, tokens->n_global);
  branch_init (&self->image, m, tokens->d, tokens->no_photograph);
  branch_init (&self->text, n, tokens->d, tokens->no_critique);

  self->arena = mcn_arena_new ();
  bytes = MAX (mcn_mcn_branch_plan (self->mcn, MAX (m, n), n_threads), mcn_mcn_fuse_plan (self->mcn, m, n, n_threads));
  bytes = MAX (bytes, mcn_tokens_plan (tokens, columns, rows));
  g_assert_true (mcn_arena_reserve (self->arena, bytes, NULL));

  if (columns > 0)
    {
      regions = g_memdup2 (self->regions, n_regions * tokens->n_region * sizeof (gfloat));
      mcn_tokens_standardise_global (tokens, self->raw_global, FALSE, self->global);
      mcn_heads_skip (mcn_mcn_get_heads (self->mcn), self->global, &self->skips);
      mcn_tokens_image (tokens, self->team, self->arena, self->global, regions, columns, rows, self->image.tokens);
    }
  if (n_words > 0)
    mcn_tokens_words (tokens, self->team, n_words, self->words, self->text.tokens + tokens->d);

  mcn_mcn_run_branch (self->mcn, self->team, self->arena, MCN_MODALITY_IMAGE, &self->image, NULL, NULL);
  mcn_mcn_run_branch (self->mcn, self->team, self->arena, MCN_MODALITY_TEXT, &self->text, NULL, NULL);
  return self;
}

static void
branch_clear (McnBranch *branch)
{
  g_free (branch->tokens);
  g_free (branch->strm);
  g_free (branch->crossed);
}

void
fusion_case_free (FusionCase *self)
{
  /* Everything taken was given back. */
  g_assert_cmpuint (mcn_arena_mark (self->arena), ==, 0);

  branch_clear (&self->image);
  branch_clear (&self->text);
  g_free (self->raw_global);
  g_free (self->regions);
  g_free (self->words);
  g_free (self->global);
  mcn_arena_free (self->arena);
  mcn_team_free (self->team);
  mcn_mcn_free (self->mcn);
  mcn_safetensors_free (self->weights);
  g_free (self);
}

const McnSkips *
fusion_case_skips (FusionCase *self)
{
  return self->columns > 0 ? &self->skips : NULL;
}

void
fusion_case_run (FusionCase *self, McnLogits *logits)
{
  g_autoptr (GError) error = NULL;

  memset (logits, 0, sizeof *logits);
  g_assert_true (mcn_mcn_fuse (self->mcn, self->team, self->arena, &self->image, fusion_case_skips (self), &self->text,
                               logits, NULL, NULL, &error));
  g_assert_no_error (error);
}
