/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report-sheet.h"

G_BEGIN_DECLS

/* What is drawn from numbers: lines, bars, the score's scale, the heat's
 * legend, histograms. */
#define CRITIC_FIGURE_SCALE_HEIGHT 52.0
#define CRITIC_FIGURE_LEGEND_HEIGHT 11.0

void critic_flow_rule   (CriticFlow *self, gdouble x, gdouble y, gdouble width);
void critic_flow_leader (CriticFlow *self, gdouble x, gdouble right, gdouble baseline);
/* A horizontal bar, filled to @share of @width. */
void critic_flow_bar    (CriticFlow *self, gdouble x, gdouble y, gdouble width, gdouble height, gdouble share);
/* 1 to 10 with the hill of votes and the rings. */
void critic_flow_scale  (CriticFlow *self, CriticAssessment *assessment, gdouble x, gdouble y, gdouble width);
/* From − over nothing to +, with the numbers at the ends. */
void critic_flow_legend (CriticFlow *self, CriticAssessment *assessment, gdouble x, gdouble y, gdouble width);
/* @n bars that stand from score 1 to 10, their heights as @counts. */
void critic_flow_histogram (CriticFlow *self, const guint *counts, guint n, gdouble x, gdouble y, gdouble width, gdouble height);
/* One line from 1 to 10 with a lettered disc for each of @scores; NAN: none. */
void critic_flow_line_up (CriticFlow *self, const gdouble *scores, guint n, gdouble x, gdouble y, gdouble width);

#define CRITIC_FIGURE_LINE_UP_HEIGHT 46.0

G_END_DECLS
