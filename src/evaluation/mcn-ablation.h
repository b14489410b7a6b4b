/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-fit.h"
#include "mcn-stage2.h"

G_BEGIN_DECLS

/* The paper's studies: what each part of the network is worth. A cell is a variant
 * with a seed: a run of stage 2 in a folder of its own, and its figures in cell.txt. */
typedef struct
{
  const char *name;
  McnTrunk    trunk;
  guint       n_layers;
  gboolean    single_task, fixed_weights;
  McnInputs   inputs;
  const char *paper_accuracy, *paper_rho;   /* "" where the paper has no such row */
} McnVariant;

enum
{
  /* AVA's photographs + all comments (or what the variant sees of them) against its votes, where the pictures are there;
   * else a photograph + critique 1 against the machine's raters. */
  MCN_ABLATION_SRCC_BOTH,
  MCN_ABLATION_ACCURACY_BOTH,
  MCN_ABLATION_SRCC_TEXT,       /* AVA's critiques, all comments */
  MCN_ABLATION_ACCURACY_TEXT,
  MCN_N_ABLATION_FIGURES
};

#define MCN_MAX_VARIANTS 16

/* Over seeds. */
typedef struct
{
  guint   n;
  gdouble mean, sd;
} McnSpread;

typedef struct
{
  guint     n_variants, n_cells, n_done;
  gdouble   seconds;            /* of training, all cells, broken-off runs included */
  gdouble   seconds_done;       /* of cells that are done */
  char      share[16];
  gboolean  has_ava;            /* photographs are AVA's */
  guint     n_seeds[MCN_MAX_VARIANTS];
  McnSpread spread[MCN_MAX_VARIANTS][MCN_N_ABLATION_FIGURES];
} McnAblation;

typedef struct
{
  McnDataset *dataset;
  const char *model, *folder, *words;
  guint       n_seeds, n_epochs, d, n_variants, n_threads;
  gdouble     share;            /* of the samples of train, 0 .. 1 */
  gdouble     budget;           /* seconds in all, what earlier runs took included */
  void      (*report_words) (gpointer data, gdouble share);                 /* or NULL */
  void      (*report)       (gpointer data, const McnFitState *state);      /* or NULL; @data: the variant's name */
  McnCancel  *stop;
} McnAblationOptions;

/* How many there are; @six: with six MTRL layers. And the one with number @i. */
guint             mcn_ablation_n_variants (gboolean six);
const McnVariant *mcn_ablation_variant    (guint i);
/* Runs what is missing, seed by seed, while the budget lasts; FALSE with MCN_TRAIN_ERROR. Processes that are
 * given the same folder share the cells: none begins what another is at. */
gboolean          mcn_ablation_run        (const McnAblationOptions *options, McnAblation *result, GError **error);

G_END_DECLS
