/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-turns.h"

#include "critic-report-survey.h"

/**
 * critic_report_take_turns: (skip)
 * @job: what is reported
 * @options: how
 * @turn: called with each entry, its index in the job and its number in the
 *   report, from 1
 * @data: for @turn
 * @cancellable: (nullable): looked at before each entry
 * @error: return location
 *
 * Holds one entry at a time. When the report is ranked all entries are asked
 * for twice: their scores make the order.
 *
 * Returns: %FALSE with the error of the source or of @turn
 */
gboolean
critic_report_take_turns (const CriticReportJob *job, const CriticReportOptions *options,
                          CriticReportTurn turn, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (CriticReportSurvey) survey = NULL;
  guint before = 0;

  if (options->ranked && job->n_entries > 1)
    {
      survey = critic_report_survey_new (job, options, cancellable, error);
      if (survey == NULL)
        return FALSE;
      before = job->n_entries;
    }

  for (guint i = 0; i < job->n_entries; i++)
    {
      guint index = survey != NULL ? g_array_index (survey->facts, CriticReportFact, i).index : i;
      g_autoptr (CriticReportEntry) entry = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      entry = job->get (index, job->data, cancellable, error);
      if (entry == NULL || !turn (entry, index, i + 1, data, cancellable, error))
        return FALSE;
      if (job->progress != NULL)
        job->progress (before + i + 1, before + job->n_entries, job->progress_data);
    }

  return TRUE;
}
