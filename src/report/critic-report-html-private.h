/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report-marks.h"
#include "critic-report-photo.h"
#include "critic-report-stream.h"
#include "critic-report-survey.h"

G_BEGIN_DECLS

/* The files of one HTML report. Everything is put together in @out, a page at
 * a time, and then flushed. */
typedef struct
{
  const CriticReportJob     *job;
  const CriticReportOptions *options;
  CriticReportSurvey        *survey;
  CriticReportStream        *stream;
  GString                   *out;
  GCancellable              *cancellable;
  guint                      long_side;     /* of a page's photograph, pixels */
  gsize                      most_bytes;    /* of its JPEG */
} CriticHtml;

/* critic-report-html-text.c: @format is markup; what @text and the like hold
 * is not, and is escaped. */
void     critic_html_put         (CriticHtml *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void     critic_html_text        (CriticHtml *self, const char *text);
void     critic_html_element     (CriticHtml *self, const char *tag, const char *attributes, const char *text);
void     critic_html_attribute   (CriticHtml *self, const char *name, const char *text);
void     critic_html_image       (CriticHtml *self, const CriticReportPhoto *photo, const char *alt, const char *described_by);
gboolean critic_html_flush       (CriticHtml *self, GError **error);

/* critic-report-html-draw.c */
void     critic_html_scale       (CriticHtml *self, CriticAssessment *assessment, const char *label);
void     critic_html_bar         (CriticHtml *self, gdouble share);
void     critic_html_histogram   (CriticHtml *self, const CriticReportSurvey *survey, const char *label);

/* critic-report-html-words.c */
void     critic_html_critiques   (CriticHtml *self, const CriticReportEntry *entry, const CriticReportMarks *marks, guint number);
void     critic_html_ties        (CriticHtml *self, const CriticReportEntry *entry, const CriticReportMarks *marks, guint number);

/* critic-report-html-page.c */
gboolean critic_html_page        (CriticHtml *self, const CriticReportEntry *entry, guint index, guint number, GError **error);
void     critic_html_score       (CriticHtml *self, const CriticReportEntry *entry);
void     critic_html_styles      (CriticHtml *self, const CriticReportEntry *entry);

/* critic-report-html-summary.c */
void     critic_html_summary     (CriticHtml *self);
void     critic_html_contents    (CriticHtml *self);
gboolean critic_html_contact     (CriticHtml *self, GError **error);

/* critic-report-html-compare.c */
gboolean critic_html_compare     (CriticHtml *self, GError **error);

G_END_DECLS
