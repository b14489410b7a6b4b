/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-censored.h"
#include "mcn-embed-head.h"
#include "mcn-stage2.h"
#include "mcn-text-means.h"

G_BEGIN_DECLS

/* What an epoch reads, item by item: a pick of text, and whether the photograph shows. */
typedef struct
{
  guint32  pick;
  gboolean photograph, mirrored;
  guint32  synthetic;           /* McnNetItem.synthetic */
  gboolean shrunk;
} McnStage2Item;

struct _McnStage2
{
  McnStage2Options options;
  McnDataset  *dataset;
  McnWordStore *words, *marks;
  gboolean     with_marks;
  guint64      epoch;
  McnParams   *params;
  McnNet      *net;
  McnGoals     goals;
  McnFeatureScale scale;
  GArray      *photos, *texts;  /* gsize: samples of train with a photograph, and without */
  GArray      *made;            /* guint32: McnNetItem.synthetic */
  GArray      *elsewhere;       /* gsize: texts of other sites */
  McnCensored  censored;
  McnEmbedHead embed;
  McnTextMeans means;
  McnTeacher   teacher;
  McnTop       top;
  McnPicks    *picks;
  GArray      *items;           /* McnStage2Item */
};

/* Whether the sample's photograph can be shown. */
gboolean mcn_stage2_shows    (McnStage2 *self, const McnSample *sample);
/* McnFitProblem.validate: rank correlations on val, or on what the fold left out of train and val. */
void     mcn_stage2_validate (gpointer data, McnStep *step, McnFigures *figures, McnCancel *cancel);

G_END_DECLS
