/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report.h"

G_BEGIN_DECLS

/* Score bins of a histogram: a quarter of a point each, from 1 to 10. */
#define CRITIC_REPORT_BINS 36

/**
 * CriticReportFact:
 * @index: of the entry in the job
 * @title: as shown: names left out where the options say so
 * @failed: there is no assessment; the numbers below do not count
 * @disagrees: the user's own verdict or score, or the true score, says otherwise than the model's
 *
 * What cover, summary, contents and contact sheets need of one entry; small
 * enough to keep of all of them. The rest as in CriticReportEntry and
 * CriticJudgement.
 */
typedef struct
{
  guint    index;
  char    *title;
  gboolean failed;
  gboolean disagrees;
  guint    stars, n_critiques;
  gint     own_high;
  gdouble  own_score, true_score;
  gdouble  score, error, percentile, p_high;
  gboolean high;
  gdouble  style[MCN_N_STYLES];
} CriticReportFact;

/**
 * CriticReportSurvey:
 * @facts: CriticReportFact, in the order of the report
 * @title: of the report: the one given, else the first photograph's folder, else "Photographs"
 * @date: as shown
 * @n_failed: entries without assessment
 * @n_high: entries with a verdict "high"
 * @n_disagree: entries the user disagrees about
 * @bins: entries by score
 * @mean: score of the judged ones, NAN without any
 * @style: entries that have the style more likely than not
 *
 * One walk over all entries.
 */
typedef struct
{
  GArray *facts;
  char   *title, *date;
  guint   n_failed, n_high, n_disagree;
  guint   bins[CRITIC_REPORT_BINS];
  gdouble mean;
  guint   style[MCN_N_STYLES];
} CriticReportSurvey;

/* Called with each entry on the way, in the order of the job. */
typedef gboolean (*CriticReportVisit) (const CriticReportEntry *entry, guint index, gpointer data, GError **error);

/* Calls job->progress with @n_entries steps of twice as many; the writing that
 * follows is the other half. */
CriticReportSurvey *critic_report_survey_new  (const CriticReportJob *job, const CriticReportOptions *options,
                                               GCancellable *cancellable, GError **error);
CriticReportSurvey *critic_report_survey_walk (const CriticReportJob *job, const CriticReportOptions *options,
                                               CriticReportVisit visit, gpointer data,
                                               GCancellable *cancellable, GError **error);
void                critic_report_survey_free (CriticReportSurvey *self);
McnStyle            critic_report_survey_best_style (const CriticReportFact *fact);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticReportSurvey, critic_report_survey_free)

G_END_DECLS
