/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-analyzer.h"
#include "critic-library.h"
#include "critic-report.h"

G_BEGIN_DECLS

/* The photographs of a report and where to find what is said of them: the
 * library, the analyzer, the files. Reference counted. Made and filled on the
 * main thread; critic_report_subjects_fill() and the entries on a worker. */
typedef struct _CriticReportSubjects CriticReportSubjects;

CriticReportSubjects *critic_report_subjects_new   (CriticAnalyzer *analyzer, CriticLibrary *library);
CriticReportSubjects *critic_report_subjects_ref   (CriticReportSubjects *self);
void                  critic_report_subjects_unref (CriticReportSubjects *self);
/* What is said of it: as the library has it. */
void                  critic_report_subjects_add   (CriticReportSubjects *self, GFile *file);
/* As it stands in the window. @critiques: CriticCritiqueEntry; @width, @height: of the file, pixels. */
void                  critic_report_subjects_add_shown (CriticReportSubjects *self, GFile *file, GPtrArray *critiques,
                                                        const CriticRating *rating, guint width, guint height);
guint                 critic_report_subjects_get_n (CriticReportSubjects *self);
/* How many were asked for; more than get_n() where a report has no room for all. */
void                  critic_report_subjects_set_asked (CriticReportSubjects *self, guint n_asked);
/* NULL, or a sentence about those that there was no room for; to be freed. */
char                 *critic_report_subjects_say_left_out (CriticReportSubjects *self);
GFile                *critic_report_subjects_get_file (CriticReportSubjects *self, guint index);
/* Blocks until the model is there. @job lives as long as @self. */
gboolean              critic_report_subjects_fill  (CriticReportSubjects *self, CriticReportJob *job, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticReportSubjects, critic_report_subjects_unref)

G_END_DECLS
