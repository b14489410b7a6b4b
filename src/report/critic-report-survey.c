/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-survey.h"

#include "critic-report-say.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Two scores say different things when they lie further apart than this many
 * typical errors. */
#define FAR 2.0

static void
fact_clear (gpointer data)
{
  g_free (((CriticReportFact *) data)->title);
}

static gboolean
disagrees (const CriticReportFact *fact)
{
  if (fact->failed)
    return FALSE;
  if (fact->own_high >= 0 && (fact->own_high != 0) != fact->high)
    return TRUE;
  if (fact->own_score > 0.0 && fabs (fact->own_score - fact->score) > FAR * fact->error)
    return TRUE;

  return !isnan (fact->true_score) && fabs (fact->true_score - fact->score) > FAR * fact->error;
}

static CriticReportFact
read_fact (const CriticReportEntry *entry, guint index, const CriticReportOptions *options)
{
  CriticReportFact fact = {
    .index = index,
    .title = critic_report_say_title (entry, index, options),
    .failed = entry->assessment == NULL,
    .stars = entry->stars,
    .n_critiques = entry->critiques != NULL ? entry->critiques->len : 0,
    .own_high = entry->own_high,
    .own_score = entry->own_score,
    .true_score = entry->true_score,
  };

  if (!fact.failed)
    {
      const CriticJudgement *judgement = critic_assessment_get_judgement (entry->assessment);

      fact.score = judgement->score;
      fact.error = judgement->error;
      fact.percentile = judgement->percentile;
      fact.p_high = judgement->p_high;
      fact.high = judgement->high;
      for (int i = 0; i < MCN_N_STYLES; i++)
        fact.style[i] = judgement->style[i];
    }
  fact.disagrees = disagrees (&fact);

  return fact;
}

/* Best first, failed ones last; equal ones stay as they came. */
static int
by_score (gconstpointer a, gconstpointer b)
{
  const CriticReportFact *x = a, *y = b;

  if (x->failed != y->failed)
    return x->failed ? 1 : -1;
  if (!x->failed && x->score != y->score)
    return x->score > y->score ? -1 : 1;

  return (x->index > y->index) - (x->index < y->index);
}

static void
count (CriticReportSurvey *self)
{
  gdouble sum = 0.0;

  for (guint i = 0; i < self->facts->len; i++)
    {
      const CriticReportFact *fact = &g_array_index (self->facts, CriticReportFact, i);

      if (fact->failed)
        {
          self->n_failed++;
          continue;
        }
      sum += fact->score;
      self->n_high += fact->high;
      self->n_disagree += fact->disagrees;
      self->bins[CLAMP ((int) ((fact->score - 1.0) * CRITIC_REPORT_BINS / 9.0), 0, CRITIC_REPORT_BINS - 1)]++;
      for (int j = 0; j < MCN_N_STYLES; j++)
        self->style[j] += fact->style[j] > 0.5;
    }
  self->mean = sum / (self->facts->len - self->n_failed);
}

static char *
make_title (const CriticReportEntry *first, const CriticReportOptions *options)
{
  if (options->title != NULL && *options->title != '\0')
    return critic_report_show (options->title, -1);
  if (options->with_names && first->file != NULL)
    {
      g_autoptr (GFile) folder = g_file_get_parent (first->file);
      g_autofree char *name = folder != NULL ? g_file_get_basename (folder) : NULL;
      g_autofree char *valid = name != NULL ? g_filename_display_name (name) : NULL;

      if (valid != NULL && !g_str_equal (valid, "/") && !g_str_equal (valid, "."))
        return critic_report_show (valid, -1);
    }

  return g_strdup (_("Photographs"));
}

/**
 * critic_report_survey_walk: (skip)
 * @job: what is reported
 * @options: how
 * @visit: (nullable): called with each entry
 * @data: for @visit
 * @cancellable: (nullable): to stop between two entries
 * @error: return location
 *
 * Asks for every entry once, without keeping any. Blocks; on the writing
 * thread.
 *
 * Returns: (transfer full): the survey, or %NULL with the error of the source or
 *   of @visit
 */
CriticReportSurvey *
critic_report_survey_walk (const CriticReportJob *job, const CriticReportOptions *options,
                           CriticReportVisit visit, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (CriticReportSurvey) self = g_new0 (CriticReportSurvey, 1);

  self->facts = g_array_sized_new (FALSE, FALSE, sizeof (CriticReportFact), job->n_entries);
  g_array_set_clear_func (self->facts, fact_clear);
  for (guint i = 0; i < job->n_entries; i++)
    {
      g_autoptr (CriticReportEntry) entry = NULL;
      CriticReportFact fact;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      entry = job->get (i, job->data, cancellable, error);
      if (entry == NULL || (visit != NULL && !visit (entry, i, data, error)))
        return NULL;
      fact = read_fact (entry, i, options);
      g_array_append_val (self->facts, fact);
      if (self->title == NULL)
        self->title = make_title (entry, options);
      if (job->progress != NULL)
        job->progress (i + 1, 2 * job->n_entries, job->progress_data);
    }
  self->date = critic_report_say_date (options);
  if (options->ranked)
    g_array_sort (self->facts, by_score);
  count (self);

  return g_steal_pointer (&self);
}

/**
 * critic_report_survey_new: (skip)
 * @job: what is reported
 * @options: how
 * @cancellable: (nullable): to stop between two entries
 * @error: return location
 *
 * critic_report_survey_walk() without a visitor.
 *
 * Returns: (transfer full): the survey, or %NULL with the error of the source
 */
CriticReportSurvey *
critic_report_survey_new (const CriticReportJob *job, const CriticReportOptions *options,
                          GCancellable *cancellable, GError **error)
{
  return critic_report_survey_walk (job, options, NULL, NULL, cancellable, error);
}

void
critic_report_survey_free (CriticReportSurvey *self)
{
  g_clear_pointer (&self->facts, g_array_unref);
  g_free (self->title);
  g_free (self->date);
  g_free (self);
}

/**
 * critic_report_survey_best_style: (skip)
 * @fact: of an entry that was judged
 *
 * Returns: its likeliest style, or %MCN_N_STYLES when none is likelier than not
 */
McnStyle
critic_report_survey_best_style (const CriticReportFact *fact)
{
  McnStyle best = MCN_N_STYLES;

  for (int i = 0; i < MCN_N_STYLES; i++)
    if (!fact->failed && fact->style[i] > 0.5 && (best == MCN_N_STYLES || fact->style[i] > fact->style[best]))
      best = i;

  return best;
}
