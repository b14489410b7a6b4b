/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-calibrate-report.h"

#include "critic-json-writer.h"
#include "trainer-evaluate-more.h"

#include <math.h>

static const char *const modes[MCN_N_MODES] = { "photo", "critique", "both" };

static void
print_choice (GString *text, const McnAloneChoice *choice)
{
  g_string_append_printf (text, "\nA photograph alone, by AVA's own %" G_GSIZE_FORMAT " crops (area under the ROC curve of high) and %" G_GSIZE_FORMAT
                          " of them (rank correlation with the mean vote), measured on folds that did not choose:\n\n"
                          "| | vote's head | mixture | difference |\n|---|---|---|---|\n", choice->n, choice->n_mean);
  g_string_append_printf (text, "| auc | %.3f | %.3f | %+.3f [%+.3f, %+.3f] |\n", choice->auc, choice->auc_by_folds,
                          choice->auc_by_folds - choice->auc, choice->low, choice->high);
  g_string_append_printf (text, "| srcc | %.3f | %.3f | %+.3f |\n\nShares:", choice->srcc, choice->srcc_by_folds, choice->srcc_by_folds - choice->srcc);
  for (guint j = 0; j < MCN_N_ALONE; j++)
    g_string_append_printf (text, "%s %s %.1f", j > 0 ? "," : "", mcn_alone_names[j], choice->share[j]);
  g_string_append (text, ".\n");
  if (choice->n_rated > 0)
    g_string_append_printf (text, "Mixtures within a standard error of the best area, %.3f, tell them apart as well; of those this one ranks %" G_GSIZE_FORMAT
                            " photographs best that a machine rated.\n", choice->slack, choice->n_rated);
}

/* Those that rate AVA's vote have the same: they are told once. */
static gboolean
is_told (const McnShares *shares, guint k)
{
  const McnSharesOfSource *source = &shares->source[k];

  return (source->n_photo > 0 || source->n_both > 0) && (k == 0 || k >= MCN_N_SHARED_SOURCES);
}

static const char *
source_name (guint k, const McnGoals *goals)
{
  return k == 0 ? "AVA vote" : goals->name[k];
}

static void
print_shares (GString *text, const McnShares *shares, const McnGoals *goals)
{
  g_string_append (text, "\nWhat the ridges on pooled features (share) and on words (so much of what it adds) have to say of a photograph, and rank "
                   "correlations by folds that did not choose them:\n\n"
                   "| source | photo, n | share | network | mixed | with its critique, n | share | words | network | without words | mixed | words add |\n"
                   "|---|---|---|---|---|---|---|---|---|---|---|---|\n");
  for (guint k = 0; k < shares->n; k++)
    {
      const McnSharesOfSource *s = &shares->source[k];

      if (!is_told (shares, k))
        continue;
      g_string_append_printf (text, "| %s | %" G_GSIZE_FORMAT " | %.1f | %.3f | %.3f |", source_name (k, goals), s->n_photo, s->photo, s->photo_net, s->photo_mixed);
      if (s->n_both == 0)
        g_string_append (text, " 0 | | | | | | |\n");
      else
        g_string_append_printf (text, " %" G_GSIZE_FORMAT " | %.2f | %.2f | %.3f | %.3f | %.3f | %+.3f [%+.3f, %+.3f] |\n", s->n_both, s->both, s->words,
                                s->both_net, s->both_without, s->both_mixed, s->both_mixed - s->both_without, s->low, s->high);
    }
}

static void
print_own (GString *text, const McnShares *shares, const McnGoals *goals)
{
  gboolean any = FALSE;

  for (guint k = 0; k < shares->n; k++)
    {
      const McnSharesOfSource *s = &shares->source[k];

      if (s->n_critique == 0)
        continue;
      if (!any)
        g_string_append (text, "\nA critique alone on the scale of another source: the share of a ridge on words that is its own, and rank correlations by "
                         "folds:\n\n| source | n | share | network | mixed | difference |\n|---|---|---|---|---|---|\n");
      any = TRUE;
      g_string_append_printf (text, "| %s | %" G_GSIZE_FORMAT " | %.1f | %.3f | %.3f | %+.3f [%+.3f, %+.3f] |\n", goals->name[k], s->n_critique, s->critique,
                              s->critique_net, s->critique_mixed, s->critique_mixed - s->critique_net, s->critique_low, s->critique_high);
    }
}

static void
print_styles (GString *text, const McnConfig *config)
{
  if (config->style_test[0].n_positive < 0)
    return;
  g_string_append (text, "\n| style, photograph alone | positive | average precision |\n|---|---|---|\n");
  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      const McnStyleTest *test = &config->style_test[j];

      g_string_append_printf (text, "| %s | %d |", mcn_style_info (j)->id, test->n_positive);
      if (isnan (test->precision))
        g_string_append (text, " not measured |\n");
      else
        g_string_append_printf (text, " %.3f |\n", test->precision);
    }
}

char *
trainer_calibration_table (const TrainerCalibration *told)
{
  const McnConfig *config = told->config;
  GString *text = g_string_new ("| mode | n | slope | offset | mean absolute error | sigma | 80 % half-width |\n|---|---|---|---|---|---|---|\n");

  for (guint i = 0; i < MCN_N_MODES; i++)
    {
      const McnCalibration *c = &config->calibration[i];

      g_string_append_printf (text, "| %s | %" G_GSIZE_FORMAT " | %.4f | %.4f | %.3f | %.3f | %.3f |\n", modes[i], c->n, c->slope, c->offset,
                              c->error, c->sigma, c->half_width);
    }
  print_styles (text, config);
  if (told->choice->n > 0)
    print_choice (text, told->choice);
  print_shares (text, told->shares, told->goals);
  print_own (text, told->shares, told->goals);
  if (told->styles->n > 0)
    g_string_append_printf (text, "\nStyles of photographs: %.2f of a ridge on pooled features is added; mean average precision of %u styles by folds %.3f, "
                            "without it %.3f, difference %+.3f [%+.3f, %+.3f]; cross-entropy of their calibrated probabilities %.4f, before %.4f.\n", told->styles->mix.share, told->styles->n_styles, told->styles->after,
                            told->styles->before, told->styles->after - told->styles->before, told->styles->low, told->styles->high, told->styles->loss_after, told->styles->loss_before);
  g_string_append_printf (text, "\nA critique alone: share of the ridge on words %.1f; rank correlation by folds %+.3f.\n", told->words_share, told->words_gain);
  if (told->reading != NULL)
    g_string_append_printf (text, "\n%s\n", told->reading);
  return g_string_free (text, FALSE);
}

/* ---- JSON ------------------------------------------------------------------ */

static void
put_modes (CriticJsonWriter *json, const McnConfig *config)
{
  critic_json_writer_name (json, "modes");
  critic_json_writer_begin_array (json);
  for (guint i = 0; i < MCN_N_MODES; i++)
    {
      const McnCalibration *c = &config->calibration[i];

      critic_json_writer_begin_object (json);
      critic_json_writer_put_string (json, "mode", modes[i]);
      critic_json_writer_put_integer (json, "n", c->n);
      critic_json_writer_put_number (json, "slope", c->slope);
      critic_json_writer_put_number (json, "offset", c->offset);
      critic_json_writer_put_number (json, "error", c->error);
      critic_json_writer_put_number (json, "sigma", c->sigma);
      critic_json_writer_put_number (json, "half_width", c->half_width);
      critic_json_writer_end_object (json);
    }
  critic_json_writer_end_array (json);
}

static void
put_choice (CriticJsonWriter *json, const McnAloneChoice *choice)
{
  critic_json_writer_name (json, "alone");
  critic_json_writer_begin_object (json);
  critic_json_writer_put_integer (json, "n", choice->n);
  critic_json_writer_put_integer (json, "n_mean", choice->n_mean);
  critic_json_writer_put_integer (json, "n_rated", choice->n_rated);
  critic_json_writer_put_number (json, "standard_error", choice->slack);
  critic_json_writer_put_number (json, "auc", choice->auc);
  critic_json_writer_put_number (json, "auc_by_folds", choice->auc_by_folds);
  trainer_interval_json (json, choice->low, choice->high);
  critic_json_writer_put_number (json, "srcc", choice->srcc);
  critic_json_writer_put_number (json, "srcc_by_folds", choice->srcc_by_folds);
  critic_json_writer_name (json, "shares");
  critic_json_writer_begin_object (json);
  for (guint j = 0; j < MCN_N_ALONE; j++)
    critic_json_writer_put_number (json, mcn_alone_names[j], choice->share[j]);
  critic_json_writer_end_object (json);
  critic_json_writer_end_object (json);
}

static void
put_styles (CriticJsonWriter *json, const McnConfig *config)
{
  critic_json_writer_name (json, "styles");
  critic_json_writer_begin_array (json);
  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      critic_json_writer_begin_object (json);
      critic_json_writer_put_string (json, "style", mcn_style_info (j)->id);
      critic_json_writer_put_integer (json, "positive", config->style_test[j].n_positive);
      critic_json_writer_put_number (json, "precision", config->style_test[j].precision);
      critic_json_writer_end_object (json);
    }
  critic_json_writer_end_array (json);
}

static void
put_shares (CriticJsonWriter *json, const McnShares *shares, const McnGoals *goals)
{
  critic_json_writer_name (json, "shares");
  critic_json_writer_begin_array (json);
  for (guint k = 0; k < shares->n; k++)
    {
      const McnSharesOfSource *s = &shares->source[k];

      if (!is_told (shares, k))
        continue;
      critic_json_writer_begin_object (json);
      critic_json_writer_put_string (json, "source", source_name (k, goals));
      critic_json_writer_put_integer (json, "n_photo", s->n_photo);
      critic_json_writer_put_number (json, "photo", s->photo);
      critic_json_writer_put_number (json, "photo_network", s->photo_net);
      critic_json_writer_put_number (json, "photo_mixed", s->photo_mixed);
      critic_json_writer_put_integer (json, "n_both", s->n_both);
      if (s->n_both > 0)
        {
          critic_json_writer_put_number (json, "both", s->both);
          critic_json_writer_put_number (json, "words", s->words);
          critic_json_writer_put_number (json, "both_network", s->both_net);
          critic_json_writer_put_number (json, "both_without_words", s->both_without);
          critic_json_writer_put_number (json, "both_mixed", s->both_mixed);
          trainer_interval_json (json, s->low, s->high);
        }
      critic_json_writer_end_object (json);
    }
  critic_json_writer_end_array (json);
}

static void
put_own (CriticJsonWriter *json, const McnShares *shares, const McnGoals *goals)
{
  critic_json_writer_name (json, "own_words");
  critic_json_writer_begin_array (json);
  for (guint k = 0; k < shares->n; k++)
    {
      const McnSharesOfSource *s = &shares->source[k];

      if (s->n_critique == 0)
        continue;
      critic_json_writer_begin_object (json);
      critic_json_writer_put_string (json, "source", goals->name[k]);
      critic_json_writer_put_integer (json, "n", s->n_critique);
      critic_json_writer_put_number (json, "share", s->critique);
      critic_json_writer_put_number (json, "network", s->critique_net);
      critic_json_writer_put_number (json, "mixed", s->critique_mixed);
      trainer_interval_json (json, s->critique_low, s->critique_high);
      critic_json_writer_end_object (json);
    }
  critic_json_writer_end_array (json);
}

static void
put_style_choice (CriticJsonWriter *json, const McnStyleChoice *choice)
{
  critic_json_writer_name (json, "style_experts");
  critic_json_writer_begin_object (json);
  critic_json_writer_put_integer (json, "n", choice->n);
  critic_json_writer_put_integer (json, "styles", choice->n_styles);
  critic_json_writer_put_number (json, "share", choice->mix.share);
  critic_json_writer_put_number (json, "cross_entropy", choice->loss_before);
  critic_json_writer_put_number (json, "cross_entropy_by_folds", choice->loss_after);
  critic_json_writer_put_number (json, "penalty", choice->penalty);
  critic_json_writer_put_number (json, "map", choice->before);
  critic_json_writer_put_number (json, "map_by_folds", choice->after);
  trainer_interval_json (json, choice->low, choice->high);
  critic_json_writer_end_object (json);
}

char *
trainer_calibration_json (const TrainerCalibration *told)
{
  g_autoptr (CriticJsonWriter) json = critic_json_writer_new (TRUE);

  critic_json_writer_begin_object (json);
  critic_json_writer_put_string (json, "format", "photo-critic-calibration");
  critic_json_writer_put_integer (json, "version", 1);
  critic_json_writer_put_string (json, "part", told->part);
  if (told->reading != NULL)
    critic_json_writer_put_string (json, "reading", told->reading);
  put_modes (json, told->config);
  if (told->config->style_test[0].n_positive >= 0)
    put_styles (json, told->config);
  if (told->choice->n > 0)
    put_choice (json, told->choice);
  put_shares (json, told->shares, told->goals);
  put_own (json, told->shares, told->goals);
  if (told->styles->n > 0)
    put_style_choice (json, told->styles);
  critic_json_writer_name (json, "words");
  critic_json_writer_begin_object (json);
  critic_json_writer_put_number (json, "share", told->words_share);
  critic_json_writer_put_number (json, "gain", told->words_gain);
  critic_json_writer_end_object (json);
  critic_json_writer_end_object (json);
  return critic_json_writer_take (json);
}
