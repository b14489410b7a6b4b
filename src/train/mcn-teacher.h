/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-goals.h"
#include "mcn-net-input.h"

G_BEGIN_DECLS

/* Of what other trunks say in what is learned, where they teach. */
#define MCN_TEACHER_SHARE .5

/* Soft targets (Hinton et al. 2015): what somebody else says of what is shown is mixed
 * into the scores that are known of it. */
typedef struct
{
  gdouble        share;     /* the teacher's, 0 .. 1 */
  gboolean       fills;     /* where a score is unknown the teacher's is the target */
  gpointer       data;
  /* Into @score, all NAN, as many as there are sources: deviations of each. */
  void         (*say)  (gpointer data, const McnPicks *picks, const McnNetItem *item, gfloat *score);
  GDestroyNotify free;      /* of @data */
} McnTeacher;

/* @score: @n x @n_sources, NAN: unknown. */
void mcn_teacher_mix   (const McnTeacher *self, const McnPicks *picks, gsize n, const McnNetItem *items, gsize n_sources, gfloat *score);
void mcn_teacher_clear (McnTeacher *self);

/* The ridge on words of what may be learned from (mcn_goals_learns()), of AVA's critiques that are
 * shown without a photograph: two ridges, so that none speaks of a text that it was fitted to. */
void mcn_teacher_words (McnTeacher *self, gdouble share, McnDataset *dataset, const McnGoals *goals, gint fold, guint n_folds);

G_END_DECLS
