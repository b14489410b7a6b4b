/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report-pages.h"

G_BEGIN_DECLS

/**
 * CriticPageInfo:
 * @title: (nullable): what begins on the page, for the outline; borrowed
 * @dest: its destination's name; borrowed
 * @level: 0, or 1 below the last of level 0
 */
typedef struct
{
  const char *title;
  const char *dest;
  guint       level;
} CriticPageInfo;

void        critic_report_pages_get_info (CriticReportPages *self, guint page, CriticPageInfo *info);
const char *critic_report_pages_get_title (CriticReportPages *self);

G_END_DECLS
