/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-candidate.h"

#include "mcn-model-id.h"
#include "mcn-own-words.h"
#include "mcn-train-error.h"
#include "trainer-encoders.h"
#include "trainer-run.h"

#include <glib/gi18n-lib.h>

static gboolean
wants_words (gpointer data, const McnSample *sample)
{
  return mcn_question_covers (data, sample);
}

/* As stage 2 of the folds has read them: its file will do. */
static gboolean
read_by_folds (const TrainerCandidate *self, McnCandidate *candidate, McnDataset *dataset, GError **error)
{
  g_autofree char *text = g_build_filename (self->model, mcn_model_file_name (MCN_FILE_TEXT), NULL);
  g_autoptr (TrainerEncoders) encoders = trainer_encoders_open (dataset, text, self->text_folds, FALSE,
                                                                mcn_candidate_get_config (candidate)->text_heads, error);
  McnWordStore *words = encoders != NULL ? trainer_encoders_read (encoders, self->words, NULL, self->n_threads, self->quiet, error) : NULL;

  if (words == NULL)
    return FALSE;
  mcn_candidate_take_words (candidate, words);
  return TRUE;
}

static void
free_ridge (gpointer data)
{
  mcn_words_ridge_clear (data);
  g_free (data);
}

/**
 * trainer_candidate_words:
 * @dataset: whose critiques they learn from
 * @n_folds: 1: of train
 */
GPtrArray *
trainer_candidate_words (McnDataset *dataset, guint n_folds)
{
  GPtrArray *ridges = g_ptr_array_new_with_free_func (free_ridge);
  McnGoals goals;

  mcn_goals_init (&goals, dataset);
  for (guint f = 0; f < n_folds; f++)
    {
      McnWordsRidge *ridge = g_new (McnWordsRidge, 1);

      mcn_words_ridge_fit_all (ridge, dataset, &goals, n_folds > 1 ? (gint) f : -1, n_folds);
      g_ptr_array_add (ridges, ridge);
    }
  return ridges;
}

/**
 * trainer_candidate_own_words:
 * @dataset: whose critiques they learn from
 * @n_folds: 1: of train
 */
GPtrArray *
trainer_candidate_own_words (McnDataset *dataset, guint n_folds)
{
  GPtrArray *ridges = g_ptr_array_new_with_free_func ((GDestroyNotify) mcn_own_words_free);
  McnGoals goals;

  mcn_goals_init (&goals, dataset);
  for (guint f = 0; f < n_folds; f++)
    g_ptr_array_add (ridges, mcn_own_words_new (dataset, &goals, n_folds > 1 ? (gint) f : -1, n_folds));
  return ridges;
}

/**
 * trainer_candidate_knows_words:
 * @ridges: of trainer_candidate_words()
 */
gboolean
trainer_candidate_knows_words (const GPtrArray *ridges)
{
  for (guint f = 0; f < ridges->len; f++)
    if (((const McnWordsRidge *) g_ptr_array_index (ridges, f))->weight == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
take_shares (const TrainerCandidate *self, McnCandidate *candidate, McnDataset *dataset, GError **error)
{
  g_autoptr (GPtrArray) ridges = NULL, own = NULL;
  guint n_folds = mcn_candidate_get_n_folds (candidate);

  if (self->shares == NULL)
    return TRUE;
  ridges = trainer_candidate_words (dataset, n_folds);
  own = trainer_candidate_own_words (dataset, n_folds);
  return mcn_candidate_take_shares (candidate, self->shares, (McnWordsRidge **) ridges->pdata, (McnWordsRidge **) own->pdata, error);
}

/**
 * trainer_candidate_open:
 * @self: what is measured
 * @scope: its dataset and part
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the candidate
 */
McnCandidate *
trainer_candidate_open (const TrainerCandidate *self, McnQuestionScope *scope, GError **error)
{
  g_autoptr (McnCandidate) candidate = mcn_candidate_open (self->model, (const char *const *) self->trunks, scope->dataset, error);
  gboolean folds = scope->part == MCN_PART_NONE;

  if (candidate == NULL)
    return NULL;
  if ((mcn_candidate_get_n_folds (candidate) > 1) != folds)
    {
      g_set_error_literal (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA,
                           _("The parts “folds” and “all” need the trunks of all folds, each by --trunk in their order; other parts need one."));
      return NULL;
    }
  /* Of OASIS no encoder was fitted to any text. */
  if (folds && !scope->themes ? !read_by_folds (self, candidate, scope->dataset, error)
            : !mcn_candidate_read_words (candidate, self->words, wants_words, scope, self->part, self->n_threads,
                                         self->quiet ? NULL : trainer_report_words, NULL, &trainer_stop, error))
    return NULL;
  return take_shares (self, candidate, scope->dataset, error) ? g_steal_pointer (&candidate) : NULL;
}

/**
 * trainer_candidate_reading:
 * @text_folds: (nullable): encoders of the folds
 *
 * Returns: (transfer none): a sentence, as it stands in tables
 */
const char *
trainer_candidate_reading (char **text_folds)
{
  return text_folds != NULL
       ? "Critiques of AVA were read by encoders that were not fitted to them."
       : "Critiques of AVA were read by one encoder, which was fitted to those of train: what is said of them is flattered.";
}
