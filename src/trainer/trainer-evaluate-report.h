/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-evaluation.h"

G_BEGIN_DECLS

/* What the figures are of, as it stands at their head. */
typedef struct
{
  const char *part;         /* "val", "test", "folds" */
  const char *data;         /* the dataset's id */
  const char *model, *other;        /* ids of the folders; other: NULL without one */
  const char *trunk, *other_trunk;  /* hashes of what answered in their place; "": they did themselves */
  const char *reading;      /* NULL, or a sentence on how critiques were read by folds */
  guint       rounds;
  const GArray *explanations;       /* McnExplanationFigure; NULL: not asked for */
  const GArray *limits;             /* McnLimit; NULL: not asked for */
} EvaluationHead;

/* (transfer full): a table in Markdown; JSON. */
char *trainer_evaluation_table (const McnEvaluation *evaluation, const EvaluationHead *head);
char *trainer_evaluation_json  (const McnEvaluation *evaluation, const EvaluationHead *head);

G_END_DECLS
