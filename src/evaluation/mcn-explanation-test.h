/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-evaluation.h"
#include "mcn-scene.h"

G_BEGIN_DECLS

/* Does an explanation say what really moves the score? The 10, 20 ... 50 % most
 * relevant regions or words are hidden (deletion), or shown alone (insertion); the
 * figure is the mean |change of score| over that of another order. What raises most
 * and what lowers most is tried for occlusion, which has a sign, and averaged.
 * Photographs come with their first critique, critiques alone are AVA's of ten words
 * or more. "word by region": the regions that each of a critique's three strongest words
 * looks at are hidden, and the figure is how much the word's own effect changes, over that
 * of random order. "pointing": of the phrases of paired-critiques that a text repeats, the
 * share whose region of most attention lies in a cell where the thing is. */
typedef struct
{
  const char *what;             /* "regions", "words", "word by region"; of "pointing": "phrases" */
  const char *test;             /* "deletion", "insertion", "pointing" */
  const char *method;           /* "occlusion", "attention", "word by region" */
  const char *against;          /* "random order", "attention"; "chance", "centre cell" */
  gsize       n;
  gdouble     value, low, high; /* ratio; of "pointing" the difference of the shares */
  gdouble     share, other;     /* of "pointing": hits, and the other's */
  gsize       n_photographs;    /* of "pointing": whose phrases these are; the interval draws photographs */
} McnExplanationFigure;

/* An explanation is evidence when the lower end of its ratio over random order is above 1 and the ratio is this or more. */
#define MCN_EVIDENCE_RATIO 1.5

/* What model.json says of it, from the figures of mcn_explanation_test(). */
void    mcn_explanation_record (const GArray *figures, McnEvidenceTest evidence[MCN_N_EVIDENCE]);

/* (element-type McnExplanationFigure) (transfer full): on @n photographs and critiques of
 * @part. NULL with MCN_ERROR. */
GArray *mcn_explanation_test (McnDataset *dataset, McnModel *model, McnPart part, gsize n, guint n_threads, guint rounds,
                              void (*report) (gpointer data, gdouble share), gpointer report_data,
                              McnCancel *cancel, GError **error);

G_END_DECLS
