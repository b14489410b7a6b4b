/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-explain.h"

#include <string.h>

/* Exact occlusion, the method that won the deletion test (HACKING.md,
 * "Explanations"). A region's or a word's features become the mean of the
 * training, a sentence is taken out, and the trunk runs again on what changed:
 * the other modality's branch is kept, and of its own STRM only the changed row
 * is projected anew. Occlusions do not depend on one another, so each thread of
 * the team runs its own, with scratch memory of its own: the bits of a result
 * depend neither on the thread that made it nor on its neighbours.
 *
 * Where a word looks is the attention of the CTRM direction that asks the
 * photograph, heads and layers averaged. */

typedef struct
{
  const McnExplainTask *task;
  McnCancel            *cancel;
  McnExplanation       *explanation;
  McnLogits             all;                    /* nothing occluded */
  const gfloat         *projected_image;        /* m x 3 d, before the STRM */
  const gfloat         *projected_text;         /* n x 3 d */
  gsize                 n_sentences, n_tokens, n_regions;       /* to occlude */
} Run;

/* One changed branch in an arena. */
static void
take_branch (McnArena *arena, gsize d, gsize n, McnBranch *branch, gfloat **projected)
{
  branch->n = n;
  branch->pieces = NULL;
  branch->alone = NULL;
  branch->tokens = mcn_arena_floats (arena, n * d);
  branch->strm = mcn_arena_floats (arena, n * d);
  branch->crossed = mcn_arena_floats (arena, n * 3 * d);
  *projected = mcn_arena_floats (arena, n * 3 * d);
}

static gsize
branch_bytes (gsize d, gsize n)
{
  return 2 * MCN_ARENA_FLOATS (n * d) + 2 * MCN_ARENA_FLOATS (n * 3 * d) + MCN_ARENA_FLOATS (n);
}

/* Rows of @from without [begin, end). */
static void
copy_without (gfloat *to, const gfloat *from, gsize n, gsize width, gsize begin, gsize end)
{
  memcpy (to, from, begin * width * sizeof (gfloat));
  memcpy (to + begin * width, from + end * width, (n - end) * width * sizeof (gfloat));
}

/* The text's pieces with those of [begin, end) taken out, or hidden; NULL: they are not known. */
static const guint32 *
pieces_without (McnArena *arena, const McnBranch *text, gsize begin, gsize end, gboolean hidden)
{
  gsize n = text->n - 1;
  guint32 *pieces;

  if (text->pieces == NULL)
    return NULL;
  pieces = mcn_arena_take (arena, n * sizeof *pieces);
  memcpy (pieces, text->pieces, n * sizeof *pieces);
  if (!hidden)
    memcpy (pieces + begin, text->pieces + end, (n - end) * sizeof *pieces);
  for (gsize i = begin; hidden && i < end; i++)
    pieces[i] = MCN_NO_PIECE;
  return pieces;
}

/* The calibrated score of what is there: the number people see, not yet held
 * within 1 .. 10, so that effects stay visible at the ends of the scale. */
static gdouble
calibrated (const McnExplainTask *task, gsize n_text, gfloat raw)
{
  McnMode mode = task->skips == NULL ? MCN_MODE_CRITIQUE : n_text > 1 ? MCN_MODE_BOTH : MCN_MODE_PHOTO;

  return task->calibration[mode].offset + task->calibration[mode].slope * raw;
}

static void
put (const Run *run, gfloat *relevance, gsize n, gsize i, const McnLogits *without, gsize n_text)
{
  relevance[i] = calibrated (run->task, run->task->text->n, run->all.score) -
                 calibrated (run->task, n_text, without->score);
  for (guint s = 0; s < MCN_N_STYLES; s++)
    relevance[(1 + s) * n + i] = run->all.style[s] - without->style[s];
}

/* Without the sentence's words. */
static void
leave_out (const Run *run, McnArena *arena, gsize sentence)
{
  const McnExplainTask *task = run->task;
  gsize d = mcn_mcn_get_width (task->mcn), n = task->text->n;
  gsize begin = 1 + task->first[sentence], end = 1 + task->first[sentence + 1];  /* after "no critique" */
  McnBranch text;
  gfloat *projected;
  McnLogits logits;

  if (begin == end)
    {
      put (run, run->explanation->sentence, run->n_sentences, sentence, &run->all, n);
      return;
    }

  take_branch (arena, d, n - (end - begin), &text, &projected);
  copy_without (text.tokens, task->text->tokens, n, d, begin, end);
  copy_without (projected, run->projected_text, n, 3 * d, begin, end);
  text.pieces = pieces_without (arena, task->text, begin - 1, end - 1, FALSE);

  mcn_mcn_run_branch (task->mcn, NULL, arena, MCN_MODALITY_TEXT, &text, projected, NULL);
  if (mcn_mcn_fuse (task->mcn, NULL, arena, task->image, task->skips, &text, &logits, NULL, run->cancel, NULL))
    put (run, run->explanation->sentence, run->n_sentences, sentence, &logits, text.n);
}

/* A copy of @branch with @token as its row @row, in @changed. */
static void
replace_row (const Run *run, McnArena *arena, McnModality modality, const McnBranch *branch, const gfloat *projected,
             gsize row, const gfloat *token, McnBranch *changed)
{
  const McnMcn *mcn = run->task->mcn;
  gsize d = mcn_mcn_get_width (mcn);
  gfloat *changed_projected;

  take_branch (arena, d, branch->n, changed, &changed_projected);
  memcpy (changed->tokens, branch->tokens, branch->n * d * sizeof (gfloat));
  memcpy (changed_projected, projected, branch->n * 3 * d * sizeof (gfloat));
  memcpy (changed->tokens + row * d, token, d * sizeof (gfloat));
  mcn_mcn_project_tokens (mcn, NULL, modality, 1, token, changed_projected + row * 3 * d);
  mcn_mcn_run_branch (mcn, NULL, arena, modality, changed, changed_projected, NULL);
}

static void
occlude_word (const Run *run, McnArena *arena, gsize word)
{
  const McnExplainTask *task = run->task;
  McnBranch text;
  McnLogits logits;

  replace_row (run, arena, MCN_MODALITY_TEXT, task->text, run->projected_text,
               1 + word, mcn_mcn_get_tokens (task->mcn)->mean_word, &text);
  text.pieces = pieces_without (arena, task->text, word, word + 1, TRUE);
  if (mcn_mcn_fuse (task->mcn, NULL, arena, task->image, task->skips, &text, &logits, NULL, run->cancel, NULL))
    put (run, run->explanation->token, run->n_tokens, word, &logits, text.n);
}

static void
occlude_region (const Run *run, McnArena *arena, gsize region)
{
  const McnExplainTask *task = run->task;
  const McnTokens *tokens = mcn_mcn_get_tokens (task->mcn);
  gfloat *token = mcn_arena_floats (arena, tokens->d);
  McnBranch image;
  McnLogits logits;

  /* After "no photograph" and the global token. */
  mcn_tokens_mean_region (tokens, task->columns, task->rows, region % task->columns, region / task->columns, token);
  replace_row (run, arena, MCN_MODALITY_IMAGE, task->image, run->projected_image, 2 + region, token, &image);
  if (mcn_mcn_fuse (task->mcn, NULL, arena, &image, task->skips, task->text, &logits, NULL, run->cancel, NULL))
    put (run, run->explanation->region, run->n_regions, region, &logits, task->text->n);
}

static void
occlude (gpointer data, gsize begin, gsize end, guint worker)
{
  const Run *run = data;
  McnArena *arena = run->task->workers[worker];

  for (gsize i = begin; i < end && !mcn_cancelled (run->cancel); i++)
    {
      gsize mark = mcn_arena_mark (arena), k = i;

      if (k < run->n_sentences)
        leave_out (run, arena, k);
      else if ((k -= run->n_sentences) < run->n_tokens)
        occlude_word (run, arena, k);
      else
        occlude_region (run, arena, k - run->n_tokens);

      mcn_arena_reset (arena, mark);
    }
}

/* Attention of both directions of every CTRM: layer, direction, heads x n x m. */
static void
take_attention (const McnExplainTask *task, McnAttention *attention)
{
  gsize size = (gsize) mcn_mcn_get_n_heads (task->mcn) * task->image->n * task->text->n;

  *attention = (McnAttention) { 0 };
  for (guint l = 0; l < mcn_mcn_get_n_layers (task->mcn); l++)
    {
      attention->layer[l].ci = mcn_arena_floats (task->arena, size);
      attention->layer[l].ct = mcn_arena_floats (task->arena, size);
    }
}

static void
put_matrix (const McnExplainTask *task, const McnAttention *attention, McnExplanation *explanation)
{
  guint n_heads = mcn_mcn_get_n_heads (task->mcn), n_layers = mcn_mcn_get_n_layers (task->mcn);
  gsize m = task->image->n, n = task->text->n;
  gsize n_tokens = explanation->n_tokens, n_regions = explanation->n_regions;
  gdouble share = 1.0 / (n_heads * n_layers);

  for (guint l = 0; l < n_layers; l++)
    for (guint h = 0; h < n_heads; h++)
      {
        const gfloat *ct = attention->layer[l].ct + h * n * m;
        const gfloat *ci = attention->layer[l].ci + h * m * n;

        for (gsize i = 0; i < n_tokens; i++)
          {
            const gfloat *asks = ct + (i + 1) * m;
            gsize nowhere = m - n_regions;

            for (gsize j = 0; j < nowhere; j++)
              explanation->nowhere_of_token[i] += share * asks[j];
            for (gsize j = 0; j < n_regions; j++)
              explanation->token_region[i * n_regions + j] += share * asks[nowhere + j];
          }

        for (gsize j = 0; j < n_regions; j++)
          explanation->nowhere_of_region[j] += share * ci[(m - n_regions + j) * n];
      }
}

static McnExplanation *
explanation_new (const McnExplainTask *task, McnExplain what)
{
  McnExplanation *self = g_new0 (McnExplanation, 1);

  self->n_tokens = task->text->n - 1;
  self->n_sentences = task->n_sentences;
  self->n_regions = (gsize) task->columns * task->rows;
  self->n_layers = mcn_mcn_get_n_layers (task->mcn);

  /* One more than needed, so that an empty part is not mistaken for one that
   * was not asked for. */
  if (what & MCN_EXPLAIN_SENTENCES)
    self->sentence = g_new0 (gfloat, MCN_N_OUTPUTS * self->n_sentences + 1);
  if (what & MCN_EXPLAIN_TOKENS)
    self->token = g_new0 (gfloat, MCN_N_OUTPUTS * self->n_tokens + 1);
  if (what & MCN_EXPLAIN_REGIONS)
    self->region = g_new0 (gfloat, MCN_N_OUTPUTS * self->n_regions + 1);
  if (what & MCN_EXPLAIN_MATRIX)
    {
      self->token_region = g_new0 (gfloat, self->n_tokens * self->n_regions + 1);
      self->nowhere_of_token = g_new0 (gfloat, self->n_tokens + 1);
      self->nowhere_of_region = g_new0 (gfloat, self->n_regions + 1);
    }

  return self;
}

/* What every occlusion starts from: the STRMs' inputs, projected. */
static void
prepare (Run *run)
{
  const McnExplainTask *task = run->task;
  gsize d = mcn_mcn_get_width (task->mcn);

  if (run->n_sentences + run->n_tokens > 0)
    {
      gfloat *projected = mcn_arena_floats (task->arena, task->text->n * 3 * d);

      mcn_mcn_project_tokens (task->mcn, task->team, MCN_MODALITY_TEXT, task->text->n, task->text->tokens, projected);
      run->projected_text = projected;
    }

  if (run->n_regions > 0)
    {
      gfloat *projected = mcn_arena_floats (task->arena, task->image->n * 3 * d);

      mcn_mcn_project_tokens (task->mcn, task->team, MCN_MODALITY_IMAGE, task->image->n, task->image->tokens, projected);
      run->projected_image = projected;
    }
}

/**
 * mcn_explain:
 * @task: what to explain, and where
 * @what: the parts wanted; the others stay %NULL
 * @cancel: (nullable): looked at between occlusions and between layers
 * @error: return location
 *
 * The effect of a region, a word or a sentence is the output with it minus the
 * output without it, in AVA points of the calibrated score or in style logits;
 * where nothing but the photograph remains, its own calibration holds, so that
 * a sentence's effect is what the number on screen does when it is deleted.
 * Effects do not add up: things that say the same share one effect.
 * The bits of the result do not depend on the team.
 *
 * Returns: (transfer full) (nullable): the explanation; %NULL with
 *   %MCN_ERROR_CANCELLED
 */
McnExplanation *
mcn_explain (const McnExplainTask *task, McnExplain what, McnCancel *cancel, GError **error)
{
  gsize mark = mcn_arena_mark (task->arena);
  g_autoptr (McnExplanation) explanation = explanation_new (task, what);
  McnAttention attention;
  gboolean matrix = (what & MCN_EXPLAIN_MATRIX) != 0, done;
  Run run = { .task = task, .cancel = cancel, .explanation = explanation };

  run.n_sentences = what & MCN_EXPLAIN_SENTENCES ? explanation->n_sentences : 0;
  run.n_tokens = what & MCN_EXPLAIN_TOKENS ? explanation->n_tokens : 0;
  run.n_regions = what & MCN_EXPLAIN_REGIONS ? explanation->n_regions : 0;

  if (matrix)
    take_attention (task, &attention);
  done = mcn_mcn_fuse (task->mcn, task->team, task->arena, task->image, task->skips, task->text, &run.all,
                       matrix ? &attention : NULL, cancel, error);
  if (done)
    {
      if (matrix)
        put_matrix (task, &attention, explanation);
      prepare (&run);
      mcn_team_run (task->team, run.n_sentences + run.n_tokens + run.n_regions, 1, occlude, &run);
      done = mcn_check_cancel (cancel, error);
    }

  mcn_arena_reset (task->arena, mark);
  return done ? g_steal_pointer (&explanation) : NULL;
}

/**
 * mcn_explanation_free:
 * @self: (nullable) (transfer full): an explanation
 */
void
mcn_explanation_free (McnExplanation *self)
{
  if (self == NULL)
    return;

  g_free (self->region);
  g_free (self->token);
  g_free (self->sentence);
  g_free (self->token_region);
  g_free (self->nowhere_of_token);
  g_free (self->nowhere_of_region);
  g_free (self);
}

/**
 * mcn_explain_plan:
 * @mcn: a trunk
 * @m: image tokens at most
 * @n: text tokens at most
 * @n_threads: of the team
 *
 * Returns: bytes mcn_explain() takes from the shared arena and gives back
 */
gsize
mcn_explain_plan (const McnMcn *mcn, gsize m, gsize n, guint n_threads)
{
  gsize d = mcn_mcn_get_width (mcn);

  return mcn_mcn_get_n_layers (mcn) * 2 * MCN_ARENA_FLOATS (mcn_mcn_get_n_heads (mcn) * m * n) +
         MCN_ARENA_FLOATS (m * 3 * d) + MCN_ARENA_FLOATS (n * 3 * d) +
         mcn_mcn_fuse_plan (mcn, m, n, n_threads);
}

/**
 * mcn_explain_worker_plan:
 * @mcn: a trunk
 * @m: image tokens at most
 * @n: text tokens at most
 *
 * Returns: bytes mcn_explain() takes from each worker's arena and gives back
 */
gsize
mcn_explain_worker_plan (const McnMcn *mcn, gsize m, gsize n)
{
  gsize d = mcn_mcn_get_width (mcn);

  return MCN_ARENA_FLOATS (d) + branch_bytes (d, MAX (m, n)) +
         MAX (mcn_mcn_branch_plan (mcn, MAX (m, n), 1), mcn_mcn_fuse_plan (mcn, m, n, 1));
}
