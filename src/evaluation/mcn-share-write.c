/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-share-choice.h"

#include "mcn-heads.h"
#include "mcn-safetensors-writer.h"

/* The skip of the styles with so much of the experts in it, which are linear, as it is, and the lines behind it. What
 * @mix was chosen for has the lines that @from has: a a' (net + share / a x ridge) + a' b + b' is a' (a net + b + share x ridge) + b'. */
static gfloat *
add_styles (const McnStyleRidge *styles, const McnStyleMix *mix, McnSafetensors *from, gfloat *scale, gfloat *shift, GError **error)
{
  gfloat *skip = NULL;

  if (mcn_heads_load_styles (from, scale, shift, error))
    skip = mcn_safetensors_load_f32 (from, "styskip.weight", error, 2, (gsize) MCN_N_STYLES, styles->n_global);
  for (guint j = 0; skip != NULL && j < MCN_N_STYLES; j++)
    {
      if (!mix->mixed[j])
        continue;
      for (gsize i = j * styles->n_global; i < (j + 1) * styles->n_global; i++)
        skip[i] += mix->share / scale[j] * styles->weight[i];
      scale[j] *= mix->scale[j];
      shift[j] = mix->scale[j] * shift[j] + mix->shift[j];
    }
  return skip;
}

/**
 * mcn_shares_write:
 * @shares: chosen
 * @words: (nullable): the ridge on words of train
 * @alone: its share of a critique alone
 * @own: (nullable): ridges on words of train, of sources with a scale of their own
 * @styles: (nullable): experts for styles
 * @mix: (nullable): how they are mixed
 * @from: a file of weights
 * @path: where the copy goes
 * @error: return location
 */
gboolean
mcn_shares_write (const McnShares *shares, const McnWordsRidge *words, gdouble alone, const McnWordsRidge *own, const McnStyleRidge *styles,
                  const McnStyleMix *mix, McnSafetensors *from, const char *path, GError **error)
{
  g_autoptr (McnSafetensorsWriter) writer = mcn_safetensors_writer_new ();
  const McnTensorView *ridges = mcn_safetensors_find (from, "ridge_b");
  const gsize one = 1, columns = MCN_TFIDF_COLUMNS, n = ridges != NULL && ridges->n_dims == 1 ? ridges->dim[0] : 1;
  const gsize of_modes[] = { MCN_N_SHARES, n }, n_styles = MCN_N_STYLES;
  gfloat scale[MCN_N_STYLES], shift[MCN_N_STYLES];
  g_autofree gfloat *share = g_new0 (gfloat, MCN_N_SHARES * n), *both = g_new0 (gfloat, n), *of_own = g_new0 (gfloat, n), *bias_own = g_new (gfloat, n), *skip = NULL;
  gfloat portion = alone, bias = words != NULL ? words->bias : 0;

  if (styles != NULL && (skip = add_styles (styles, mix, from, scale, shift, error)) == NULL)
    return FALSE;
  for (gsize i = 0; i < mcn_safetensors_get_n (from); i++)
    {
      const McnTensorView *view = mcn_safetensors_get (from, i);

      if (g_str_has_prefix (view->name, "bag.") || g_str_has_prefix (view->name, "own.") || g_str_equal (view->name, "ridge_share") ||
          (styles != NULL && (g_str_equal (view->name, "style.scale") || g_str_equal (view->name, "style.shift"))))
        continue;
      if (skip == NULL || !g_str_equal (view->name, "styskip.weight"))
        mcn_safetensors_writer_add (writer, view->name, view->dtype, view->n_dims, view->dim, view->data);
      else if (view->dtype != MCN_DTYPE_F16)
        mcn_safetensors_writer_add (writer, view->name, MCN_DTYPE_F32, view->n_dims, view->dim, skip);
      else if (!mcn_safetensors_writer_add_half (writer, view->name, view->n_dims, view->dim, skip, error))
        return FALSE;
    }
  /* Of other sites' sources nothing is measured, so none was chosen. */
  for (gsize k = 0; k < MIN (n, shares->n); k++)
    {
      share[MCN_SHARE_PHOTO * n + k] = shares->source[k].photo;
      share[MCN_SHARE_BOTH * n + k] = shares->source[k].both;
      both[k] = shares->source[k].words;
      of_own[k] = own != NULL && own[k].weight != NULL ? shares->source[k].critique : 0;
    }
  /* What ships has one expert, whose shares stand in model.json. */
  if (n > 1)
    mcn_safetensors_writer_add (writer, "ridge_share", MCN_DTYPE_F32, 2, of_modes, share);
  if (n > 1 && own != NULL && !mcn_own_words_write (own, n, of_own, bias_own, writer, error))
    return FALSE;
  if (styles != NULL)
    {
      mcn_safetensors_writer_add (writer, "style.scale", MCN_DTYPE_F32, 1, &n_styles, scale);
      mcn_safetensors_writer_add (writer, "style.shift", MCN_DTYPE_F32, 1, &n_styles, shift);
    }
  if (words != NULL)
    {
      mcn_safetensors_writer_add (writer, "bag.share", MCN_DTYPE_F32, 1, &one, &portion);
      mcn_safetensors_writer_add (writer, "bag.both", MCN_DTYPE_F32, 1, &n, both);
      mcn_safetensors_writer_add (writer, "bag.bias", MCN_DTYPE_F32, 1, &one, &bias);
      /* Columns that were never seen weigh nothing there, as here. */
      if (!mcn_safetensors_writer_add_half (writer, "bag.idf", 1, &columns, words->words.idf, error) ||
          !mcn_safetensors_writer_add_half (writer, "bag.weight", 1, &columns, words->weight, error))
        return FALSE;
    }
  return mcn_safetensors_writer_save (writer, path, error);
}
