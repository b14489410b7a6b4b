/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-candidate.h"

#include "mcn-model-id.h"
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
  return g_steal_pointer (&candidate);
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
