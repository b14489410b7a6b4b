/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-own-words.h"

/**
 * mcn_own_words_new:
 * @dataset: whose texts
 * @goals: its sources
 * @fold: left out; -1: none, and val too
 * @n_folds: of how many
 */
McnWordsRidge *
mcn_own_words_new (McnDataset *dataset, const McnGoals *goals, gint fold, guint n_folds)
{
  McnWordsRidge *self = g_new0 (McnWordsRidge, MCN_MAX_SOURCES);

  for (guint k = goals->n_shared; k < goals->n; k++)
    mcn_words_ridge_fit_source (&self[k], dataset, goals, k, fold, n_folds);
  return self;
}

void
mcn_own_words_free (McnWordsRidge *self)
{
  for (guint k = 0; k < MCN_MAX_SOURCES; k++)
    if (self[k].dataset != NULL)
      mcn_words_ridge_clear (&self[k]);
  g_free (self);
}

static char *
tensor_name (guint k, const char *what)
{
  return g_strdup_printf ("own.%u.%s", k, what);
}

/**
 * mcn_own_words_write:
 * @self: ridges of train
 * @n_sources: of the heads
 * @share: @n_sources; 0 where a source has no ridge
 * @bias: (out caller-allocates): @n_sources
 * @writer: of the heads' file
 * @error: return location
 */
gboolean
mcn_own_words_write (const McnWordsRidge *self, gsize n_sources, const gfloat *share, gfloat *bias, McnSafetensorsWriter *writer, GError **error)
{
  const gsize columns = MCN_TFIDF_COLUMNS;

  for (guint k = 0; k < n_sources; k++)
    {
      g_autofree char *idf = tensor_name (k, "idf"), *weight = tensor_name (k, "weight");

      bias[k] = 0;
      if (k >= MCN_MAX_SOURCES || !(share[k] > 0))
        continue;
      bias[k] = self[k].bias;
      if (!mcn_safetensors_writer_add_half (writer, idf, 1, &columns, self[k].words.idf, error) ||
          !mcn_safetensors_writer_add_half (writer, weight, 1, &columns, self[k].weight, error))
        return FALSE;
    }
  mcn_safetensors_writer_add (writer, "own.share", MCN_DTYPE_F32, 1, &n_sources, share);
  mcn_safetensors_writer_add (writer, "own.bias", MCN_DTYPE_F32, 1, &n_sources, bias);
  return TRUE;
}

/**
 * mcn_own_bags_load:
 * @bags: (out caller-allocates): %MCN_MAX_SOURCES
 * @weights: heads of all sources, or what ships
 * @error: return location
 */
gboolean
mcn_own_bags_load (McnBag *bags, McnSafetensors *weights, GError **error)
{
  const McnTensorView *shares = mcn_safetensors_find (weights, "own.share");
  gsize n = shares != NULL && shares->n_dims == 1 ? shares->dim[0] : 0;
  g_autofree gfloat *share = NULL, *bias = NULL;

  for (guint k = 0; k < MCN_MAX_SOURCES; k++)
    bags[k] = (McnBag) { 0 };
  if (shares == NULL)
    return TRUE;
  if ((share = mcn_safetensors_load_f32 (weights, "own.share", error, 1, n)) == NULL ||
      (bias = mcn_safetensors_load_f32 (weights, "own.bias", error, 1, n)) == NULL)
    return FALSE;
  for (guint k = 0; k < MIN (n, MCN_MAX_SOURCES); k++)
    {
      g_autofree char *idf = tensor_name (k, "idf"), *weight = tensor_name (k, "weight");

      bags[k].share = CLAMP (share[k], 0, 1);
      bags[k].bias = bias[k];
      if (bags[k].share > 0 &&
          ((bags[k].idf = mcn_safetensors_load_f32 (weights, idf, error, 1, (gsize) MCN_BAG_COLUMNS)) == NULL ||
           (bags[k].weight = mcn_safetensors_load_f32 (weights, weight, error, 1, (gsize) MCN_BAG_COLUMNS)) == NULL))
        return FALSE;
    }
  return TRUE;
}

/**
 * mcn_own_bags_take:
 * @bags: that were loaded
 * @own: of mcn_own_words_new()
 */
void
mcn_own_bags_take (McnBag *bags, const McnWordsRidge *own)
{
  for (guint k = 0; k < MCN_MAX_SOURCES; k++)
    {
      McnBag *bag = &bags[k];
      gdouble share = own[k].weight != NULL ? bag->share : 0;

      mcn_bag_clear (bag);
      *bag = (McnBag) { .share = share };
      if (!(share > 0))
        continue;
      bag->idf = g_memdup2 (own[k].words.idf, MCN_BAG_COLUMNS * sizeof (gfloat));
      bag->weight = g_memdup2 (own[k].weight, MCN_BAG_COLUMNS * sizeof (gfloat));
      bag->bias = own[k].bias;
    }
}

void
mcn_own_bags_clear (McnBag *bags)
{
  for (guint k = 0; k < MCN_MAX_SOURCES; k++)
    mcn_bag_clear (&bags[k]);
}
