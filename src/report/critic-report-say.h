/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report.h"

G_BEGIN_DECLS

/* What every kind of report says in the same words. All results are
 * (transfer full), translated, valid UTF-8; any thread. */
char *critic_report_say_verdict (const CriticJudgement *judgement);
char *critic_report_say_above   (const CriticJudgement *judgement);
char *critic_report_say_own     (const CriticReportEntry *entry);
char *critic_report_say_stars   (guint stars);
char *critic_report_say_place   (gdouble x, gdouble y);
char *critic_report_say_author  (const CriticReportCritique *critique);
char *critic_report_say_left_out (CriticAssessment *assessment);
/* What the critiques speak of and what they leave out; NULL when nothing is known of that. */
char *critic_report_say_aspects  (CriticAssessment *assessment);
char *critic_report_say_model   (const CriticReportJob *job);
char *critic_report_say_meaning (CriticAssessment *assessment);
char *critic_report_say_date    (const CriticReportOptions *options);

/* Names that may not be told are not. @index: of the entry, from 0. */
char *critic_report_say_title   (const CriticReportEntry *entry, guint index, const CriticReportOptions *options);
char *critic_report_say_failure (const CriticReportEntry *entry, const CriticReportOptions *options);
char *critic_report_say_facts   (const CriticReportEntry *entry, const CriticReportOptions *options);

/* A text of a user as it can be shown: what would turn the reading order or be
 * invisible is spelled out. @length: bytes, or -1. */
char *critic_report_show        (const char *text, gssize length);

G_END_DECLS
