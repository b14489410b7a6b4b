/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-candidate.h"
#include "mcn-own-words.h"
#include "mcn-question.h"
#include "mcn-style-ridge.h"
#include "mcn-words-ridge.h"

G_BEGIN_DECLS

/* How much the linear experts have to say of a photograph, alone and with its critique: the share of the ridge on pooled
 * features (mcn-experts.h), and so much of what the ridge on words adds (mcn-bag.h). Where there is such a ridge, a critique
 * counts in AVA's vote as much as there is of it (mcn_bag_evidence()), here as in the engine. */

/* Of one source. What is said of rank correlations comes from shares that were chosen without the sample's fold. */
typedef struct
{
  gsize   n_photo, n_both;          /* queries; 0: nothing to choose by, and the shares are the candidate's own */
  gdouble photo, both;              /* shares of the ridge on pooled features */
  gdouble words;                    /* so much of what the ridge on words adds */
  gdouble photo_net, photo_mixed;   /* Spearman's rho */
  gdouble both_net, both_mixed;
  gdouble both_without;                /* of the same network and ridge without the ridge on words, shares chosen so */
  gdouble low, high;                /* 95 % interval of both_mixed - both_without */
  gsize   n_critique;               /* of a source with a scale of its own: critiques without their photographs; 0: nothing to choose by */
  gdouble critique;                 /* share of its own ridge on words there */
  gdouble critique_net, critique_mixed;
  gdouble critique_low, critique_high; /* 95 % interval of their difference */
} McnSharesOfSource;

typedef struct
{
  guint n;
  McnSharesOfSource source[MCN_MAX_SOURCES];    /* those that rate AVA's vote have the same shares */
} McnShares;

typedef struct
{
  McnDataset     *dataset;
  McnPart         part;         /* MCN_PART_VAL, or MCN_PART_NONE: train and val by folds */
  McnCandidate   *candidate;    /* with words read */
  McnWordsRidge **words;        /* ridges on words: one, or one a fold in their order */
  McnWordsRidge **own;          /* NULL, or as many: ridges of sources with a scale of their own (mcn-own-words.h) */
  guint           n_words;      /* 0: none */
  const gdouble  *alone;        /* NULL, or shares of MCN_N_ALONE: how a photograph alone is scored */
  guint           appeal;       /* mcn_alone_appeal(), for that */
  gboolean        own_alone;    /* a photograph alone is scored as the candidate does it */
  guint           n_threads;
  McnCancel      *cancel;
} McnShareOptions;

/* FALSE with MCN_ERROR_CANCELLED. */
gboolean mcn_shares_choose   (const McnShareOptions *options, McnShares *shares, GError **error);
/* What source @k says then, in its deviations, before the ridge on words and as if there were any amount of words. */
gdouble  mcn_shares_say      (const McnShares *shares, guint k, McnMode mode, const McnAnswer *answer);
/* What AVA's vote is of a photograph alone, @answer, in deviations. */
gdouble  mcn_shares_alone    (const McnShareOptions *options, const McnShares *shares, const McnAnswer *answer);
/* (transfer full) Of each query of @question, AVA's vote of its photograph alone. NULL with MCN_ERROR_CANCELLED. */
gdouble *mcn_shares_ask_alone (const McnShareOptions *options, const McnShares *shares, McnTeam *team, const McnQuestion *question, GError **error);
/* (transfer full) Of each query of @question, how much there is of its text: 0 .. 1. */
gdouble *mcn_shares_ask_evidence (const McnShareOptions *options, const McnQuestion *question);
/* (transfer full) Of each query of @question, what the ridge on words of its own fold says, or @adds. */
gdouble *mcn_shares_ask_words (const McnShareOptions *options, const McnQuestion *question, gboolean adds);
/* A copy of @from, mcn.safetensors or a trunk with heads of all sources, with @words in it, as @alone has it where there is
 * a critique alone, with @own, of sources that the file has heads of, and with these shares, in place of those that it
 * has. @words, @own: or NULL. @styles: NULL, or what is added to the skip of the styles, as @mix says. MCN_TRAIN_ERROR. */
gboolean mcn_shares_write    (const McnShares *shares, const McnWordsRidge *words, gdouble alone, const McnWordsRidge *own, const McnStyleRidge *styles,
                              const McnStyleMix *mix, McnSafetensors *from, const char *path, GError **error);

G_END_DECLS
