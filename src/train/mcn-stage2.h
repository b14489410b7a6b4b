/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-fit.h"
#include "mcn-goals.h"
#include "mcn-net-input.h"
#include "mcn-teacher.h"

G_BEGIN_DECLS

/* What is shown of a sample that has both. */
typedef enum { MCN_INPUTS_BOTH, MCN_INPUTS_PHOTOGRAPH, MCN_INPUTS_TEXT } McnInputs;

/* What the recipe does otherwise, to see what it is worth; all zero: nothing. */
typedef struct
{
  gboolean from_ridge;          /* the skips begin as each source's ridge on the global vector, the trunk's heads small */
  gboolean no_auxiliary;        /* nothing is learned from goals that only help others: valence, arousal, street attributes, simplicity, rule of thirds */
  gboolean attributes;          /* the other four attributes of streets are learned, too */
  gboolean synthetic;           /* pictures made to show a style are samples too, of which that alone is known */
  gdouble  ranks;               /* McnTargets.ranks */
  gboolean voters;              /* a distribution of votes counts by how many voted */
  gdouble  censored;            /* McnTargets.censored, by AVA's high and tail */
  gboolean elsewhere;           /* critiques of other sites are read, too, with heads of their own: a quarter as many as AVA's */
  gboolean read_alone;          /* critiques of photographs are read once more each epoch, without their photograph */
  gdouble  embedding;           /* so much of mcn-embed-head.h's loss, on photographs that are shown alone and have critiques */
  gdouble  words;               /* the share of mcn_teacher_words() */
  gboolean marks;               /* half of the texts, drawn anew each time, are read with their punctuation; mcn_stage2_set_marks() */
  gdouble  top;                 /* the backbone's blocks behind stride 16 are trained, too, at so much of the rate (mcn-top.h) */
  gdouble  average;             /* McnFitOptions.average; the fit's, not the stage's */
} McnStage2Change;

/* Stage 2: MCN-MTL on frozen features of photographs and words (recipe.md). */
typedef struct
{
  guint64  seed;
  guint    d, n_heads, n_layers;    /* 128, 4, 2 */
  McnTrunk trunk;
  guint    batch;                   /* samples: 48 */
  gsize    n_texts;                 /* critiques without a photograph in an epoch: 5000 */
  gint     fold;                    /* this one of train and val is left out; -1: val is */
  guint    n_folds;
  McnInputs inputs;
  gdouble  share;                   /* of the samples, the same for every seed; 0: all */
  gsize    max_photographs;         /* 0: all; else so many of train */
  McnStage2Change change;
  McnDataset *maps;                 /* of change.top: mcn_dataset_open_maps(), and the backbone's file */
  const char *backbone;
} McnStage2Options;

typedef struct _McnStage2 McnStage2;

/* Takes the store over. MCN_TRAIN_ERROR_DATA when nothing can be learned. */
McnStage2     *mcn_stage2_new       (McnDataset *dataset, McnWordStore *words, const McnStage2Options *options, GError **error);
void           mcn_stage2_free      (McnStage2 *self);
/* Takes @teacher over, in place of one that is there. */
void           mcn_stage2_set_teacher (McnStage2 *self, const McnTeacher *teacher);
/* What the trunks in the files @trunks (mcn_export_trunk(), of the same width, layers and sources, trained on the same
 * features, without the fold that this one leaves out) say of what is learned from becomes the teacher, their mean, at
 * @share; before mcn_fit_run(). FALSE with MCN_TRAIN_ERROR_MISMATCH or MCN_ERROR. */
gboolean       mcn_stage2_teach     (McnStage2 *self, const char *const *trunks, gdouble share, McnTeam *team, McnCancel *cancel, GError **error);
/* Takes a store of the same words over, read with their punctuation. */
void           mcn_stage2_set_marks (McnStage2 *self, McnWordStore *marks);
/* Whether mcn_stage2_predict() reads texts so; at first not. */
void           mcn_stage2_read_marks (McnStage2 *self, gboolean with_marks);
McnParams     *mcn_stage2_get_params (McnStage2 *self);
const McnGoals *mcn_stage2_get_goals (McnStage2 *self);
const McnFeatureScale *mcn_stage2_get_scale (McnStage2 *self);
const McnTop  *mcn_stage2_get_top   (McnStage2 *self);     /* NULL: the backbone is frozen */
gsize          mcn_stage2_get_n_photographs (McnStage2 *self);   /* to learn from */
McnFitProblem  mcn_stage2_problem   (McnStage2 *self);
/* Answers of @n queries into arrays that the caller has (members may be NULL):
 * scores in deviations of their source. */
void           mcn_stage2_predict   (McnStage2 *self, McnStep *step, gsize n, const McnQuery *queries, McnOutputs *outputs,
                                     McnCancel *cancel);
/* Mean word feature of train (what occlusion puts in a word's place). */
void           mcn_stage2_mean_word (McnStage2 *self, gfloat *mean);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnStage2, mcn_stage2_free)

G_END_DECLS
