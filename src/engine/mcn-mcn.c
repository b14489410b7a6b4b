/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-mcn.h"

#include "mcn-pointwise.h"

#include <glib/gi18n-lib.h>

struct _McnMcn
{
  McnMcnConfig config;
  gsize        d;
  McnTokens    tokens;
  McnStrm      image, text;                 /* si, st */
  McnMtrl      layer[MCN_MAX_LAYERS];       /* ci, ct, ki, kt */
  gfloat      *image_norm_weight, *image_norm_bias;     /* ni: the outer Add & Norm */
  gfloat      *text_norm_weight, *text_norm_bias;       /* nt */
  McnHeads     heads;
  McnBag       bag;
  McnBranch    no_critique;
};

static gboolean
check_config (McnSafetensors *weights, const McnMcnConfig *config, gsize d, GError **error)
{
  if (config->n_layers >= 1 && config->n_layers <= MCN_MAX_LAYERS &&
      config->n_heads >= 1 && d % config->n_heads == 0)
    return TRUE;

  g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
               _("The model's configuration asks for %u layers and %u heads, which do not fit the "
                 "width %zu of “%s”. Install the model again."),
               config->n_layers, config->n_heads, d, mcn_safetensors_get_name (weights));
  return FALSE;
}

static gboolean
load (McnMcn *self, McnSafetensors *weights, GError **error)
{
  const McnMcnConfig *config = &self->config;
  gsize d;

  if (!mcn_tokens_load (&self->tokens, weights, error) ||
      !check_config (weights, config, self->tokens.d, error))
    return FALSE;

  self->d = d = self->tokens.d;
  if (!mcn_strm_load (&self->image, weights, "si", d, config->n_heads, error) ||
      !mcn_strm_load (&self->text, weights, "st", d, config->n_heads, error))
    return FALSE;

  for (guint l = 0; l < config->n_layers; l++)
    if (!mcn_mtrl_load (&self->layer[l], weights, l, d, config->n_heads, error))
      return FALSE;

  return (self->image_norm_weight = mcn_load_vector (weights, "ni", "weight", d, error)) != NULL &&
         (self->image_norm_bias = mcn_load_vector (weights, "ni", "bias", d, error)) != NULL &&
         (self->text_norm_weight = mcn_load_vector (weights, "nt", "weight", d, error)) != NULL &&
         (self->text_norm_bias = mcn_load_vector (weights, "nt", "bias", d, error)) != NULL &&
         mcn_heads_load (&self->heads, weights, d, self->tokens.n_global, config->ava_mean, config->ava_sd, error) &&
         mcn_bag_load (&self->bag, weights, error);
}

/* The text branch where nothing was written: it never changes. */
static gboolean
run_no_critique (McnMcn *self, GError **error)
{
  McnBranch *none = &self->no_critique;
  McnArena *arena = mcn_arena_new ();
  gboolean done = mcn_arena_reserve (arena, mcn_mcn_branch_plan (self, 1, 1), error);

  none->n = 1;
  none->tokens = g_memdup2 (self->tokens.no_critique, self->d * sizeof (gfloat));
  none->strm = g_new (gfloat, self->d);
  none->crossed = g_new (gfloat, 3 * self->d);
  if (done)
    mcn_mcn_run_branch (self, NULL, arena, MCN_MODALITY_TEXT, none, NULL, NULL);
  mcn_arena_free (arena);
  return done;
}

/**
 * mcn_mcn_new:
 * @weights: mcn.safetensors, names as the prototype's
 * @config: what the tensors cannot say
 * @error: return location
 *
 * Packs the weights; @weights is not needed afterwards.
 *
 * Returns: (transfer full) (nullable): the trunk and its heads; %NULL with
 *   %MCN_ERROR_MISMATCH or %MCN_ERROR_CORRUPT
 */
McnMcn *
mcn_mcn_new (McnSafetensors *weights, const McnMcnConfig *config, GError **error)
{
  g_autoptr (McnMcn) self = g_new0 (McnMcn, 1);

  self->config = *config;
  if (!load (self, weights, error) || !run_no_critique (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * mcn_mcn_free:
 * @self: (nullable): a trunk
 */
void
mcn_mcn_free (McnMcn *self)
{
  if (self == NULL)
    return;

  mcn_tokens_clear (&self->tokens);
  mcn_strm_clear (&self->image);
  mcn_strm_clear (&self->text);
  for (guint l = 0; l < MCN_MAX_LAYERS; l++)
    mcn_mtrl_clear (&self->layer[l]);
  g_free (self->image_norm_weight);
  g_free (self->image_norm_bias);
  g_free (self->text_norm_weight);
  g_free (self->text_norm_bias);
  mcn_heads_clear (&self->heads);
  mcn_bag_clear (&self->bag);
  g_free (self->no_critique.tokens);
  g_free (self->no_critique.strm);
  g_free (self->no_critique.crossed);
  g_free (self);
}

/**
 * mcn_mcn_get_width:
 * @self: a trunk
 *
 * Returns: d, the width of a token
 */
gsize
mcn_mcn_get_width (const McnMcn *self)
{
  return self->d;
}

/**
 * mcn_mcn_get_n_heads:
 * @self: a trunk
 *
 * Returns: the heads of every attention
 */
guint
mcn_mcn_get_n_heads (const McnMcn *self)
{
  return self->config.n_heads;
}

/**
 * mcn_mcn_get_n_layers:
 * @self: a trunk
 *
 * Returns: the MTRL layers
 */
guint
mcn_mcn_get_n_layers (const McnMcn *self)
{
  return self->config.n_layers;
}

/**
 * mcn_mcn_get_tokens:
 * @self: a trunk
 *
 * Returns: (transfer none): the way in, with the sizes of its inputs
 */
const McnTokens *
mcn_mcn_get_tokens (const McnMcn *self)
{
  return &self->tokens;
}

/**
 * mcn_mcn_get_heads:
 * @self: a trunk
 *
 * Returns: (transfer none): pools and heads
 */
const McnHeads *
mcn_mcn_get_heads (const McnMcn *self)
{
  return &self->heads;
}

static const McnStrm *
first_strm (const McnMcn *self, McnModality modality)
{
  return modality == MCN_MODALITY_IMAGE ? &self->image : &self->text;
}

static void
project (const McnMcn *self, McnTeam *team, guint layer, McnModality modality, gsize n, const gfloat *x, gfloat *out)
{
  const McnCtrm *cross = &self->layer[layer].cross;

  if (modality == MCN_MODALITY_IMAGE)
    mcn_ctrm_project_image (cross, team, n, x, out);
  else
    mcn_ctrm_project_text (cross, team, n, x, out);
}

/**
 * mcn_mcn_project_tokens:
 * @self: a trunk
 * @team: (nullable): threads
 * @modality: whose STRM
 * @n: tokens
 * @tokens: @n x d
 * @projected: (out caller-allocates): @n x 3 d
 *
 * Row by row: a caller that changes one token projects one row anew.
 */
void
mcn_mcn_project_tokens (const McnMcn *self, McnTeam *team, McnModality modality,
                        gsize n, const gfloat *tokens, gfloat *projected)
{
  mcn_strm_project (first_strm (self, modality), team, n, tokens, projected);
}

/**
 * mcn_mcn_run_branch:
 * @self: a trunk
 * @team: (nullable): threads
 * @arena: scratch memory
 * @modality: which
 * @branch: its tokens set; strm and crossed are filled
 * @projected: (nullable): n x 3 d of mcn_mcn_project_tokens()
 * @attention: (nullable): heads x n x n, the STRM's
 */
void
mcn_mcn_run_branch (const McnMcn *self, McnTeam *team, McnArena *arena, McnModality modality,
                    McnBranch *branch, const gfloat *projected, gfloat *attention)
{
  gsize mark = mcn_arena_mark (arena);
  const McnStrm *strm = first_strm (self, modality);

  if (projected == NULL)
    {
      gfloat *fresh = mcn_arena_floats (arena, branch->n * 3 * self->d);

      mcn_strm_project (strm, team, branch->n, branch->tokens, fresh);
      projected = fresh;
    }

  mcn_strm_attend (strm, team, arena, branch->n, branch->tokens, projected, branch->strm, attention);
  project (self, team, 0, modality, branch->n, branch->strm, branch->crossed);
  mcn_arena_reset (arena, mark);
}

/**
 * mcn_mcn_branch_plan:
 * @self: a trunk
 * @n: tokens
 * @n_threads: of the team
 *
 * Returns: arena bytes mcn_mcn_run_branch() takes and gives back
 */
gsize
mcn_mcn_branch_plan (const McnMcn *self, gsize n, guint n_threads)
{
  return MCN_ARENA_FLOATS (n * 3 * self->d) +
         MAX (mcn_strm_plan (&self->image, n, n_threads), mcn_strm_plan (&self->text, n, n_threads));
}

/* The trunk, once: mcn_mcn_fuse() without the bag and the weighing of words. */
static gboolean
fuse_once (const McnMcn *self, McnTeam *team, McnArena *arena,
           const McnBranch *image, const McnSkips *skips, const McnBranch *text,
           McnLogits *logits, const McnAttention *attention,
           McnCancel *cancel, GError **error)
{
  gsize mark = mcn_arena_mark (arena);
  gsize d = self->d, m = image->n, n = text->n;
  gfloat *x = mcn_arena_floats (arena, m * d);
  gfloat *t = mcn_arena_floats (arena, n * d);
  gfloat *crossed_x = mcn_arena_floats (arena, m * 3 * d);
  gfloat *crossed_t = mcn_arena_floats (arena, n * 3 * d);
  gfloat *pooled = mcn_arena_floats (arena, 2 * d);
  gboolean go_on = TRUE;

  for (guint l = 0; l < self->config.n_layers && (go_on = mcn_check_cancel (cancel, error)); l++)
    {
      const McnMtrlAttention *maps = attention != NULL ? &attention->layer[l] : NULL;

      if (l == 0)
        {
          mcn_mtrl_run (&self->layer[l], team, arena, m, image->strm, image->crossed, n, text->strm, text->crossed,
                        x, t, maps);
          continue;
        }

      project (self, team, l, MCN_MODALITY_IMAGE, m, x, crossed_x);
      project (self, team, l, MCN_MODALITY_TEXT, n, t, crossed_t);
      mcn_mtrl_run (&self->layer[l], team, arena, m, x, crossed_x, n, t, crossed_t, x, t, maps);
    }

  if (go_on)
    {
      gdouble share = n > 1 ? self->config.beta_both : self->config.beta_photo;

      mcn_add (image->strm, x, m * d, x);
      mcn_add (text->strm, t, n * d, t);
      mcn_layer_norm (x, m, d, self->image_norm_weight, self->image_norm_bias, MCN_NORM_EPSILON, x);
      mcn_layer_norm (t, n, d, self->text_norm_weight, self->text_norm_bias, MCN_NORM_EPSILON, t);
      mcn_pool_run (&self->heads.image, team, arena, m, x, pooled);
      mcn_pool_run (&self->heads.text, team, arena, n, t, pooled + d);
      mcn_heads_run (&self->heads, pooled, skips, n == 1, share, logits);
    }

  mcn_arena_reset (arena, mark);
  return go_on;
}

/**
 * mcn_mcn_weighs:
 * @self: a trunk
 *
 * Returns: whether the model came with mcn_bag_evidence()
 */
gboolean
mcn_mcn_weighs (const McnMcn *self)
{
  return self->bag.weighs;
}

/**
 * mcn_mcn_alone:
 * @self: a trunk
 * @team: (nullable): threads
 * @arena: scratch memory
 * @image: the image branch
 * @skips: of the photograph's global vector
 * @score: (out): raw
 * @cancel: (nullable): looked at between layers
 * @error: return location
 *
 * Returns: %FALSE with %MCN_ERROR_CANCELLED
 */
gboolean
mcn_mcn_alone (const McnMcn *self, McnTeam *team, McnArena *arena, const McnBranch *image, const McnSkips *skips,
               gfloat *score, McnCancel *cancel, GError **error)
{
  McnLogits logits;

  if (!fuse_once (self, team, arena, image, skips, &self->no_critique, &logits, NULL, cancel, error))
    return FALSE;

  *score = logits.score;
  return TRUE;
}

/* The linear expert's share of a critique alone. Beside a photograph: what it adds, and so much of what the critique
 * changed as there is of it. */
static gboolean
weigh_words (const McnMcn *self, McnTeam *team, McnArena *arena,
             const McnBranch *image, const McnSkips *skips, const McnBranch *text,
             McnLogits *logits, McnCancel *cancel, GError **error)
{
  const McnBag *bag = &self->bag;
  gsize n = text->n - 1;
  gfloat alone;

  if (bag->weight == NULL || text->pieces == NULL || n == 0)
    return TRUE;
  if (skips == NULL)
    {
      logits->score = (1 - bag->share) * logits->score +
                      bag->share * (self->config.ava_mean + self->config.ava_sd * mcn_bag_say (bag, n, text->pieces));
      return TRUE;
    }
  if (!bag->weighs)
    return TRUE;
  if (image->alone != NULL)
    alone = *image->alone;
  else if (!mcn_mcn_alone (self, team, arena, image, skips, &alone, cancel, error))
    return FALSE;

  logits->score = mcn_bag_weigh (alone, logits->score, mcn_bag_evidence (n, text->pieces)) +
                  self->config.ava_sd * bag->both * mcn_bag_adds (bag, n, text->pieces);
  return TRUE;
}

/**
 * mcn_mcn_fuse:
 * @self: a trunk
 * @team: (nullable): threads
 * @arena: scratch memory
 * @image: the image branch
 * @skips: (nullable): of the photograph's global vector; %NULL without one
 * @text: the text branch
 * @logits: (out): what the heads say
 * @attention: (nullable): where the weights of the layers go
 * @cancel: (nullable): looked at between layers
 * @error: return location
 *
 * Returns: %FALSE with %MCN_ERROR_CANCELLED
 */
gboolean
mcn_mcn_fuse (const McnMcn *self, McnTeam *team, McnArena *arena,
              const McnBranch *image, const McnSkips *skips, const McnBranch *text,
              McnLogits *logits, const McnAttention *attention,
              McnCancel *cancel, GError **error)
{
  return fuse_once (self, team, arena, image, skips, text, logits, attention, cancel, error) &&
         weigh_words (self, team, arena, image, skips, text, logits, cancel, error);
}

/**
 * mcn_mcn_fuse_plan:
 * @self: a trunk
 * @m: image tokens
 * @n: text tokens
 * @n_threads: of the team
 *
 * Returns: arena bytes mcn_mcn_fuse() takes and gives back
 */
gsize
mcn_mcn_fuse_plan (const McnMcn *self, gsize m, gsize n, guint n_threads)
{
  gsize d = self->d, inner;

  inner = MAX (mcn_pool_plan (&self->heads.image, m), mcn_pool_plan (&self->heads.text, n));
  for (guint l = 0; l < self->config.n_layers; l++)
    inner = MAX (inner, mcn_mtrl_plan (&self->layer[l], m, n, n_threads));

  return MCN_ARENA_FLOATS (m * d) + MCN_ARENA_FLOATS (n * d) +
         MCN_ARENA_FLOATS (m * 3 * d) + MCN_ARENA_FLOATS (n * 3 * d) +
         MCN_ARENA_FLOATS (2 * d) + inner;
}
