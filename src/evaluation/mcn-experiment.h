/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-candidate.h"
#include "mcn-fit.h"
#include "mcn-stage2.h"

G_BEGIN_DECLS

/* What might make the model better (issue "Train", a to i), each tried alone against
 * the same base on the same group folds of train and val. A cell is a way with a seed:
 * a folder with what it said of every photograph, and of AVA's critiques if it reads any,
 * by the fold that had not seen them. */
typedef enum
{
  MCN_TRY_BASE,         /* photographs alone, or with critiques: the recipe of stage 2, short */
  MCN_TRY_NETWORK,      /* the same with a change */
  MCN_TRY_RIDGE,        /* a ridge a source on pooled features, alone */
  MCN_TRY_MIXED,        /* the base and that ridge, a share for each source */
  MCN_TRY_SEEDS,        /* the mean of the base's seeds: what one network could be taught */
  MCN_TRY_CROPS,        /* heads and ridges mixed, against AVA's own photographs */
  MCN_TRY_EXPERTS,      /* a whole model on val: each source's head and its ridge mixed, a share for each */
  MCN_TRY_WORDS,        /* critiques of val: a model and a ridge on words mixed */
  MCN_TRY_TAUGHT,       /* the base, its known scores mixed with what the base's seeds say of them */
  MCN_TRY_OTHER_SIZE,   /* the base on features of photographs of another size */
  MCN_TRY_SIZES,        /* the mean of the base and that, seed by seed */
} McnTry;

typedef struct
{
  const char     *letter;       /* of the issue; "" */
  const char     *name;
  McnTry          how;
  gboolean        texts;        /* critiques are read, too, and other bases compared with */
  McnStage2Change change;       /* of MCN_TRY_NETWORK */
} McnExperiment;

/* An experiment on a line: mean over seeds, and the difference from the base, paired. */
typedef struct
{
  guint       experiment;
  const char *line;             /* a source of scores, a style, or which critiques */
  const char *metric;           /* "srcc", "auc", "ap", "map": of @n styles */
  guint       n_seeds;
  gsize       n;
  gsize       n_positive;       /* of a style; 0: no such line */
  gdouble     base, value, difference, low, high;       /* NAN: too few show the style to say anything */
} McnExperimentRow;

typedef struct
{
  GArray *rows;                 /* McnExperimentRow */
  GArray *chosen;               /* McnExperimentShare: with all folds, what would be taken */
  guint   n_cells, n_done;
  gdouble seconds;              /* of all cells, broken-off runs included */
} McnExperiments;

/* A share that was chosen: of @of in what @line says. */
typedef struct
{
  guint       experiment;
  const char *line, *of;
  gdouble     share;
} McnExperimentShare;

typedef struct
{
  McnDataset   *dataset;
  McnDataset   *maps;           /* NULL, or the same with maps of stage 4 */
  McnDataset   *other_size;     /* NULL, or the same with features of photographs of another size */
  const char   *model, *folder;
  McnCandidate *candidate;      /* NULL, or a whole model that was not fitted to val, its words read */
  const char   *candidate_id;
  guint         n_folds, n_seeds, n_epochs, d, rounds, n_threads;
  guint         n_teachers;     /* seeds of the base, of which a pupil learns; under n_seeds: as many as that */
  gdouble       share;          /* of the samples, 0 .. 1 */
  gdouble       budget;         /* seconds in all, what earlier runs took included */
  /* Word features of the critiques of train and val, read by encoders that @words_id names, @marks: with
   * their punctuation; NULL: nothing that reads critiques is tried. */
  McnWordStore *(*open_words) (gpointer data, gboolean marks, GError **error);
  gpointer      words_data;
  const char   *words_id;
  void        (*report) (gpointer data, const McnFitState *state);      /* or NULL; @data: the experiment's name */
  McnCancel    *stop;
} McnExperimentOptions;

#define MCN_EXPERIMENT_SEEDS 16     /* at most */

guint                mcn_experiments_n       (void);
const McnExperiment *mcn_experiments_get     (guint i);
/* The base that it is compared with, and whether it trains a network for each seed. */
const McnExperiment *mcn_experiment_base     (const McnExperiment *self);
gboolean             mcn_experiment_is_network (const McnExperiment *self);
/* Runs what is missing, in the order of expected worth, while the budget lasts; NULL with MCN_TRAIN_ERROR.
 * Processes that are given the same folder share the cells: none begins what another is at. */
McnExperiments      *mcn_experiments_run     (const McnExperimentOptions *options, GError **error);
void                 mcn_experiments_free    (McnExperiments *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnExperiments, mcn_experiments_free)

G_END_DECLS
