/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-candidate.h"

#include "mcn-bag.h"
#include "mcn-heads.h"
#include "mcn-model-id.h"
#include "mcn-model-json.h"
#include "mcn-own-words.h"
#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  McnParams      *params;
  McnNet         *net;
  McnFeatureScale scale;
  McnExperts      experts;
  McnAlone        alone;        /* weight NULL: it has no such head */
  McnBag          bag;          /* weight NULL: it has none */
  gdouble         bag_both[MCN_MAX_SOURCES];    /* so much of what the bag adds, for each source */
  McnBag          own[MCN_MAX_SOURCES];         /* and those of sources with a scale of their own, for a critique alone */
  gboolean        has_votes;
  gfloat          style_scale[MCN_N_STYLES], style_shift[MCN_N_STYLES];     /* of photographs' logits */
} Trunk;

struct _McnCandidate
{
  McnDataset     *dataset;
  McnConfig      *config;
  McnTextEncoder *encoder;
  char           *text_hash;
  McnWordStore   *words;
  McnPicks       *picks;
  GPtrArray      *trunks;       /* Trunk */
};

static void
trunk_free (gpointer data)
{
  Trunk *self = data;

  g_clear_pointer (&self->net, mcn_net_free);
  g_clear_pointer (&self->params, mcn_params_free);
  mcn_feature_scale_clear (&self->scale);
  mcn_experts_clear (&self->experts);
  mcn_alone_clear (&self->alone);
  mcn_bag_clear (&self->bag);
  mcn_own_bags_clear (self->own);
  g_free (self);
}

static gsize
length_of (McnSafetensors *file, const char *name, guint dim)
{
  const McnTensorView *view = mcn_safetensors_find (file, name);

  return view != NULL && view->n_dims > dim ? view->dim[dim] : 0;
}

static gboolean
load_scale (Trunk *self, McnSafetensors *file, GError **error)
{
  McnFeatureScale *scale = &self->scale;

  scale->n_global = length_of (file, "x_mu", 0);
  scale->n_region = length_of (file, "g_mu", 0);
  scale->n_pooled = scale->n_global - MIN (scale->n_global, MCN_PHOTOMETRY);
  return (scale->global_mean = mcn_safetensors_load_f32 (file, "x_mu", error, 1, scale->n_global)) != NULL &&
         (scale->global_sd = mcn_safetensors_load_f32 (file, "x_sd", error, 1, scale->n_global)) != NULL &&
         (scale->region_mean = mcn_safetensors_load_f32 (file, "g_mu", error, 1, scale->n_region)) != NULL &&
         (scale->region_sd = mcn_safetensors_load_f32 (file, "g_sd", error, 1, scale->n_region)) != NULL;
}

/* Each source's own shares; what ships, and the prototype, have those of model.json. */
static gboolean
load_shares (McnExperts *experts, McnSafetensors *file, const McnConfig *config, GError **error)
{
  g_autofree gfloat *share = NULL;
  gsize n = experts->n_sources;

  for (gsize k = 0; k < n; k++)
    {
      experts->share[MCN_SHARE_PHOTO][k] = config->mcn.beta_photo;
      experts->share[MCN_SHARE_BOTH][k] = config->mcn.beta_both;
    }
  if (mcn_safetensors_find (file, "ridge_share") == NULL)
    return TRUE;
  share = mcn_safetensors_load_f32 (file, "ridge_share", error, 2, (gsize) MCN_N_SHARES, n);
  for (guint i = 0; share != NULL && i < MCN_N_SHARES; i++)
    for (gsize k = 0; k < n; k++)
      experts->share[i][k] = share[i * n + k];
  return share != NULL;
}

static gboolean
load_experts (Trunk *self, McnSafetensors *file, const McnConfig *config, GError **error)
{
  McnExperts *experts = &self->experts;

  experts->n_global = self->scale.n_global;
  experts->n_sources = MIN (length_of (file, "ridge_b", 0), MCN_MAX_SOURCES);
  return load_shares (experts, file, config, error) &&
         (experts->weight = mcn_safetensors_load_f32 (file, "ridge_w", error, 2, experts->n_sources, experts->n_global)) != NULL &&
         (experts->bias = mcn_safetensors_load_f32 (file, "ridge_b", error, 1, experts->n_sources)) != NULL;
}

/* Each source's own; what ships has the vote's alone. */
static gboolean
load_bag (Trunk *self, McnSafetensors *file, GError **error)
{
  gsize n = MIN (length_of (file, "bag.both", 0), MCN_MAX_SOURCES);
  g_autofree gfloat *both = NULL;

  if (!mcn_bag_load (&self->bag, file, error) || !mcn_own_bags_load (self->own, file, error))
    return FALSE;
  if (self->bag.weight == NULL || n == 0)
    return TRUE;
  both = mcn_safetensors_load_f32 (file, "bag.both", error, 1, n);
  for (gsize k = 0; both != NULL && k < MCN_MAX_SOURCES; k++)
    self->bag_both[k] = n > 1 ? (k < n ? both[k] : 0) : k < MCN_N_SHARED_SOURCES ? both[0] : 0;
  return both != NULL;
}

static Trunk *
trunk_open (const char *path, const McnConfig *config, GError **error)
{
  g_autoptr (McnSafetensors) file = mcn_safetensors_open (path, error);
  g_autoptr (GError) local = NULL;
  Trunk *self;
  McnNetConfig net;

  if (file == NULL)
    return NULL;
  self = g_new0 (Trunk, 1);
  if (!load_scale (self, file, error) || !load_experts (self, file, config, error))
    goto failed;
  net = (McnNetConfig) {
    .d = length_of (file, "globe.weight", 0), .n_heads = config->mcn.n_heads, .n_layers = config->mcn.n_layers,
    .n_global = self->scale.n_global, .n_region = self->scale.n_region, .n_word = length_of (file, "word.weight", 1),
    .n_sources = length_of (file, "a", 0),
  };
  net.n_shared = MIN (net.n_sources, MCN_N_SHARED_SOURCES);
  if (net.d == 0 || net.d % net.n_heads != 0 || net.n_word == 0 || net.n_sources == 0 || net.n_sources > MCN_MAX_SOURCES ||
      net.n_layers > MCN_NET_MAX_LAYERS)
    {
      g_autofree char *shown = g_filename_display_name (path);

      g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_MISMATCH, _("“%s” is no trunk of this program."), shown);
      goto failed;
    }
  self->params = mcn_params_new ();
  self->net = mcn_net_new (&net, self->params);
  mcn_params_allocate (self->params);
  self->has_votes = TRUE;
  for (gsize i = 0; i < mcn_params_get_n (self->params); i++)
    {
      const char *name = mcn_params_get (self->params, i)->name;

      /* The prototype had no head for the votes, and what ships does not carry it. */
      if (g_str_has_prefix (name, "votes.") && mcn_safetensors_find (file, name) == NULL)
        {
          self->has_votes = FALSE;
          continue;
        }
      if (!mcn_params_load (self->params, name, file, error))
        goto failed;
    }
  if (!load_bag (self, file, error) || !mcn_heads_load_styles (file, self->style_scale, self->style_shift, error))
    goto failed;
  if (!mcn_alone_load (&self->alone, file, 2 * net.d, self->scale.n_global, &local) && local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      goto failed;
    }
  return self;

failed:
  trunk_free (self);
  return NULL;
}

static char *
hash_file (const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);

  return file == NULL ? NULL
       : g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) g_mapped_file_get_contents (file), g_mapped_file_get_length (file));
}

static char *
model_path (const char *model, McnFile file)
{
  return g_build_filename (model, mcn_model_file_name (file), NULL);
}

static gboolean
open_encoder (McnCandidate *self, const char *model, GError **error)
{
  g_autofree char *path = model_path (model, MCN_FILE_TEXT);
  g_autoptr (McnSafetensors) file = NULL;

  self->text_hash = hash_file (path, error);
  file = self->text_hash != NULL ? mcn_safetensors_open (path, error) : NULL;
  self->encoder = file != NULL ? mcn_text_encoder_new (file, self->config->text_heads, error) : NULL;
  return self->encoder != NULL;
}

/* Features of another backbone would give numbers without a meaning. */
static gboolean
check_features (McnCandidate *self, const char *model, GError **error)
{
  g_autofree char *path = model_path (model, MCN_FILE_BACKBONE), *hash = hash_file (path, error);
  const char *backbone = mcn_dataset_get_backbone (self->dataset);
  const Trunk *trunk = g_ptr_array_index (self->trunks, 0);

  if (hash == NULL)
    return FALSE;
  if (backbone != NULL && g_str_equal (hash, backbone) && mcn_dataset_get_n_pooled (self->dataset) == trunk->scale.n_pooled &&
      mcn_dataset_get_region_channels (self->dataset) == trunk->scale.n_region)
    return TRUE;
  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_MISMATCH,
               _("The dataset’s features are not those of “%s”. Compute them with this model: photo-critic-train dataset features."), path);
  return FALSE;
}

/**
 * mcn_candidate_open:
 * @model: a model's folder
 * @trunks: (nullable): NULL-terminated files, one or one a fold in their order
 * @dataset: with features
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the candidate
 */
McnCandidate *
mcn_candidate_open (const char *model, const char *const *trunks, McnDataset *dataset, GError **error)
{
  g_autoptr (McnCandidate) self = g_new0 (McnCandidate, 1);
  g_autofree char *own = model_path (model, MCN_FILE_MCN);
  const char *only[] = { own, NULL };

  self->dataset = mcn_dataset_ref (dataset);
  self->picks = mcn_picks_new ();
  self->trunks = g_ptr_array_new_with_free_func (trunk_free);
  self->config = mcn_model_json_read (model, error);
  if (self->config == NULL || !open_encoder (self, model, error))
    return NULL;
  for (const char *const *path = trunks != NULL && trunks[0] != NULL ? trunks : only; *path != NULL; path++)
    {
      Trunk *trunk = trunk_open (*path, self->config, error);

      if (trunk == NULL)
        return NULL;
      g_ptr_array_add (self->trunks, trunk);
    }
  return check_features (self, model, error) ? g_steal_pointer (&self) : NULL;
}

void
mcn_candidate_free (McnCandidate *self)
{
  g_clear_pointer (&self->words, mcn_word_store_free);
  g_clear_pointer (&self->encoder, mcn_text_encoder_free);
  g_clear_pointer (&self->config, mcn_config_free);
  mcn_picks_free (self->picks);
  g_ptr_array_unref (self->trunks);
  mcn_dataset_unref (self->dataset);
  g_free (self->text_hash);
  g_free (self);
}

guint
mcn_candidate_get_n_folds (const McnCandidate *self)
{
  return self->trunks->len;
}

const McnConfig *
mcn_candidate_get_config (const McnCandidate *self)
{
  return self->config;
}

/**
 * mcn_candidate_get_scale:
 * @self: a candidate
 *
 * Returns: (transfer none): what standardises photographs for the first trunk
 */
const McnFeatureScale *
mcn_candidate_get_scale (const McnCandidate *self)
{
  const Trunk *trunk = g_ptr_array_index (self->trunks, 0);

  return &trunk->scale;
}

/**
 * mcn_candidate_fold_alone:
 * @self: a candidate with the heads of all sources
 * @appeal: which source that is
 * @share: %MCN_N_ALONE shares
 * @alone: (out): the head
 */
void
mcn_candidate_fold_alone (McnCandidate *self, guint appeal, const gdouble *share, McnAlone *alone)
{
  const Trunk *trunk = g_ptr_array_index (self->trunks, 0);

  mcn_alone_fold (alone, trunk->params, &trunk->experts, mcn_net_get_config (trunk->net)->n_shared, appeal, share);
}

typedef struct
{
  gboolean (*which) (gpointer data, const McnSample *sample);
  gpointer   data;
} Wanted;

static gint
which_encoder (gpointer data, const McnSample *sample)
{
  const Wanted *wanted = data;

  return wanted->which (wanted->data, sample) ? 0 : -1;
}

/**
 * mcn_candidate_read_words:
 * @self: a candidate
 * @path: of the file of word features
 * @which: whose texts will be asked about
 * @data: closure
 * @key: names what @which wants
 * @n_threads: who works
 * @report: (nullable): told the share that is done
 * @report_data: closure
 * @cancel: (nullable): looked at now and then
 * @error: return location
 */
gboolean
mcn_candidate_read_words (McnCandidate *self, const char *path, gboolean (*which) (gpointer data, const McnSample *sample),
                          gpointer data, const char *key, guint n_threads,
                          void (*report) (gpointer data, gdouble share), gpointer report_data, McnCancel *cancel, GError **error)
{
  g_autofree char *whole_key = g_strconcat (key, " ", self->text_hash, NULL);
  const McnTextEncoder *encoders[] = { self->encoder };
  Wanted wanted = { which, data };

  self->words = mcn_word_store_open (self->dataset, path, whole_key, encoders, which_encoder, &wanted, n_threads,
                                     report, report_data, cancel, error);
  return self->words != NULL;
}

/**
 * mcn_candidate_take_words:
 * @self: a candidate
 * @words: (transfer full): of all samples that will be asked about
 */
void
mcn_candidate_take_words (McnCandidate *self, McnWordStore *words)
{
  g_clear_pointer (&self->words, mcn_word_store_free);
  self->words = words;
}

/**
 * mcn_candidate_take_shares:
 * @self: a candidate
 * @path: of a calibrated trunk
 * @words: as many as the candidate has trunks
 * @own: as many
 * @error: return location
 */
gboolean
mcn_candidate_take_shares (McnCandidate *self, const char *path, McnWordsRidge *const *words, McnWordsRidge *const *own, GError **error)
{
  g_autoptr (McnSafetensors) file = mcn_safetensors_open (path, error);

  if (file == NULL)
    return FALSE;
  for (guint t = 0; t < self->trunks->len; t++)
    {
      Trunk *trunk = g_ptr_array_index (self->trunks, t);

      mcn_bag_clear (&trunk->bag);
      mcn_own_bags_clear (trunk->own);
      if (!load_shares (&trunk->experts, file, self->config, error) || !load_bag (trunk, file, error))
        return FALSE;
      mcn_own_bags_take (trunk->own, own[t]);
      if (trunk->bag.weight == NULL || words[t]->weight == NULL)
        continue;
      memcpy (trunk->bag.idf, words[t]->words.idf, MCN_BAG_COLUMNS * sizeof (gfloat));
      memcpy (trunk->bag.weight, words[t]->weight, MCN_BAG_COLUMNS * sizeof (gfloat));
      trunk->bag.bias = words[t]->bias;
    }
  return TRUE;
}

/* The bags' shares of a critique alone. Beside a photograph, whose scores @alone are: what it adds, and of the vote so
 * much of what the critique changed as there is of it. */
static void
mix_bag (const McnCandidate *self, const Trunk *trunk, const McnQuery *query, const McnAnswer *alone, McnAnswer *answer)
{
  McnNetInput input = { .dataset = self->dataset, .picks = self->picks };
  g_autoptr (GArray) pieces = NULL;
  gdouble share = trunk->bag.share, adds, evidence;

  if (trunk->bag.weight == NULL || query->text == MCN_TEXT_NONE)
    return;
  pieces = mcn_net_input_pieces (&input, query);
  if (pieces->len == 0)
    return;
  if (alone != NULL)
    {
      adds = mcn_bag_adds (&trunk->bag, pieces->len, (const guint32 *) pieces->data);
      evidence = mcn_bag_evidence (pieces->len, (const guint32 *) pieces->data);
      for (guint k = 0; k < MCN_N_SHARED_SOURCES && trunk->bag.weighs; k++)
        answer->score[k] = mcn_bag_weigh (alone->score[k], answer->score[k], evidence);
      for (guint k = 0; k < MCN_MAX_SOURCES; k++)
        answer->score[k] += trunk->bag_both[k] * adds;
      return;
    }
  for (guint k = 0; k < MCN_N_SHARED_SOURCES; k++)
    answer->score[k] = (1 - share) * answer->score[k] + share * mcn_bag_say (&trunk->bag, pieces->len, (const guint32 *) pieces->data);
  for (guint k = MCN_N_SHARED_SOURCES; k < MCN_MAX_SOURCES; k++)
    if (trunk->own[k].weight != NULL)
      answer->score[k] = (1 - trunk->own[k].share) * answer->score[k] +
                         trunk->own[k].share * mcn_bag_say (&trunk->own[k], pieces->len, (const guint32 *) pieces->data);
}

/* The expert's share, where a photograph is shown, or the head of photographs alone. FALSE: none is. */
static gboolean
mix (const McnCandidate *self, const Trunk *trunk, const McnQuery *query, const gfloat *pooled, McnAnswer *answer)
{
  guint mode = query->text == MCN_TEXT_NONE ? MCN_SHARE_PHOTO : MCN_SHARE_BOTH;
  g_autofree gfloat *global = NULL;
  McnFeatures features;
  McnSample sample;

  mcn_dataset_get_sample (self->dataset, query->sample, &sample);
  if (!query->photograph || !mcn_dataset_get_features (self->dataset, sample.photograph, FALSE, &features))
    return FALSE;
  global = g_new (gfloat, trunk->scale.n_global);
  mcn_feature_scale_global (&trunk->scale, &features, global);
  for (guint j = 0; j < MCN_N_STYLES; j++)
    answer->style[j] = trunk->style_scale[j] * answer->style[j] + trunk->style_shift[j];
  for (guint k = 0; k < MCN_MAX_SOURCES; k++)
    {
      /* What ships has one expert, of the AVA vote. */
      guint expert = trunk->experts.n_sources > 1 ? k : k < MCN_N_SHARED_SOURCES ? 0 : G_MAXUINT;
      gdouble share;

      if (expert >= trunk->experts.n_sources)
        continue;
      share = trunk->experts.share[mode][expert];
      answer->expert[k] = mcn_experts_say (&trunk->experts, expert, global);
      answer->score[k] = (1 - share) * answer->score[k] + share * answer->expert[k];
    }
  if (mode != MCN_SHARE_PHOTO || trunk->alone.weight == NULL)
    return TRUE;
  answer->score[0] = mcn_alone_say (&trunk->alone, pooled, global);
  if (mcn_net_get_config (trunk->net)->n_sources < MCN_N_SHARED_SOURCES)
    answer->score[1] = answer->score[0];
  return TRUE;
}

static void
share_votes (const Trunk *trunk, const gfloat *logits, gdouble *share)
{
  gdouble top = logits[0], sum = 0;

  for (guint j = 1; j < MCN_N_VOTES; j++)
    top = MAX (top, logits[j]);
  for (guint j = 0; j < MCN_N_VOTES; j++)
    sum += share[j] = trunk->has_votes ? exp (logits[j] - top) : NAN;
  for (guint j = 0; j < MCN_N_VOTES; j++)
    share[j] /= sum;
}

/* Without the bag; @shown: whether each is answered with a photograph. */
static void
ask_network (McnCandidate *self, const Trunk *trunk, McnTeam *team, gsize n, const McnQuery *queries, McnAnswer *const *answers,
             gboolean *shown, McnCancel *cancel)
{
  McnNetInput input = { self->dataset, self->words, &trunk->scale, self->picks };
  gsize n_sources = mcn_net_get_config (trunk->net)->n_sources, n_z = 2 * mcn_net_get_config (trunk->net)->d;
  g_autoptr (McnTape) tape = mcn_tape_new ();
  McnStep step = { .team = team, .tape = tape, .params = trunk->params };
  g_autofree gfloat *score = g_new0 (gfloat, MAX (n * n_sources, 1)), *style = g_new0 (gfloat, MAX (n * MCN_N_STYLES, 1));
  g_autofree gfloat *pooled = g_new0 (gfloat, MAX (n * n_z, 1)), *votes = g_new0 (gfloat, MAX (n * MCN_N_VOTES, 1));

  mcn_net_input_predict (&input, trunk->net, &step, n, queries, &(McnOutputs) { .score = score, .style = style, .votes = votes }, pooled, cancel);
  for (gsize i = 0; i < n; i++)
    {
      for (guint k = 0; k < MCN_MAX_SOURCES; k++)
        {
          answers[i]->score[k] = k < n_sources ? score[i * n_sources + k] : k < MCN_N_SHARED_SOURCES ? score[i * n_sources] : NAN;
          answers[i]->net[k] = answers[i]->score[k];
          answers[i]->expert[k] = NAN;
        }
      memcpy (answers[i]->style, style + i * MCN_N_STYLES, sizeof answers[i]->style);
      share_votes (trunk, votes + i * MCN_N_VOTES, answers[i]->votes);
      shown[i] = mix (self, trunk, &queries[i], pooled + i * n_z, answers[i]);
    }
}

static void
ask_trunk (McnCandidate *self, const Trunk *trunk, McnTeam *team, gsize n, const McnQuery *queries, McnAnswer *const *answers, McnCancel *cancel)
{
  g_autofree gboolean *shown = g_new (gboolean, MAX (n, 1)), *shown_alone = g_new (gboolean, MAX (n, 1));
  g_autofree McnQuery *alone = g_new (McnQuery, MAX (n, 1));
  g_autofree McnAnswer *scores = g_new (McnAnswer, MAX (n, 1));
  g_autofree McnAnswer **where = g_new (McnAnswer *, MAX (n, 1));
  gsize n_alone = 0;

  ask_network (self, trunk, team, n, queries, answers, shown, cancel);
  for (gsize i = 0; i < n && trunk->bag.weighs; i++)
    if (shown[i] && queries[i].text != MCN_TEXT_NONE)
      {
        alone[n_alone] = mcn_query_alone (&queries[i]);
        where[n_alone] = &scores[n_alone];
        n_alone++;
      }
  ask_network (self, trunk, team, n_alone, alone, where, shown_alone, cancel);
  for (gsize i = 0, a = 0; i < n; i++)
    {
      const McnAnswer *photograph = shown[i] ? answers[i] : NULL;

      if (shown[i] && queries[i].text != MCN_TEXT_NONE && trunk->bag.weighs)
        photograph = &scores[a++];
      mix_bag (self, trunk, &queries[i], photograph, answers[i]);
    }
}

/**
 * mcn_candidate_ask:
 * @self: a candidate
 * @team: (nullable): who works
 * @n: queries
 * @queries: what is asked
 * @answers: (out): n answers
 * @cancel: (nullable): looked at between batches
 * @error: return location
 */
gboolean
mcn_candidate_ask (McnCandidate *self, McnTeam *team, gsize n, const McnQuery *queries, McnAnswer *answers, McnCancel *cancel, GError **error)
{
  g_autofree McnQuery *some = g_new (McnQuery, MAX (n, 1));
  g_autofree McnAnswer **where = g_new (McnAnswer *, MAX (n, 1));

  for (guint t = 0; t < self->trunks->len; t++)
    {
      gsize n_some = 0;

      for (gsize i = 0; i < n; i++)
        {
          McnSample sample;

          mcn_dataset_get_sample (self->dataset, queries[i].sample, &sample);
          if (self->trunks->len > 1 && mcn_goals_fold (self->dataset, &sample, self->trunks->len) != t)
            continue;
          some[n_some] = queries[i];
          where[n_some++] = &answers[i];
        }
      ask_trunk (self, g_ptr_array_index (self->trunks, t), team, n_some, some, where, cancel);
    }
  if (!mcn_cancelled (cancel))
    return TRUE;
  g_set_error_literal (error, MCN_ERROR, MCN_ERROR_CANCELLED, _("The evaluation was stopped."));
  return FALSE;
}
