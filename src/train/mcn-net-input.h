/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-feature-scale.h"
#include "mcn-net.h"
#include "mcn-picks.h"
#include "mcn-top.h"
#include "mcn-word-store.h"

G_BEGIN_DECLS

/* Samples of a dataset on their way into the network of stage 2. A view: what it
 * points to belongs to others. */
typedef struct
{
  McnDataset            *dataset;
  McnWordStore          *words;     /* of all samples whose texts are read */
  const McnFeatureScale *scale;
  McnPicks              *picks;     /* scratch */
  McnWordStore          *marks;     /* NULL, or the same words read with their punctuation */
  gboolean               with_marks;    /* mcn_net_input_predict() reads all texts so */
  McnTop                *top;       /* NULL, or what makes features of photographs in place of the frozen ones */
} McnNetInput;

/* A sample's photograph, or the text of a pick, or both. */
typedef struct
{
  gsize          sample, text_of;   /* the pick's sentences are those of @text_of */
  const McnPick *pick;
  gboolean       photograph, mirrored;
  gsize          synthetic;         /* from 1: a picture made of the photograph, instead of it; 0: none */
  guint64        marks;             /* bit t % 64: text t is read with its punctuation */
  gboolean       shrunk;            /* to 80 px and back; with a top only */
} McnNetItem;

/* What is asked of the network: a sample's photograph, or a text, or both. */
typedef struct
{
  gsize    sample;
  gboolean photograph;
  gsize    text_of;                 /* whose text: another sample's for the swap test */
  gint     text;                    /* which; or one of these */
} McnQuery;

enum { MCN_TEXT_NONE = -1, MCN_TEXT_ALL = -2, MCN_TEXT_RANDOM = -3 };

/* The same photograph without a text. */
McnQuery mcn_query_alone (const McnQuery *query);

/* @batch and @samples (n) from the tape of @step. */
void mcn_net_input_make    (const McnNetInput *self, McnStep *step, gsize n, const McnNetItem *items,
                            McnNetBatch *batch, McnSample *samples);
/* Appends the sentences that @query reads, at most 512 words (recipe.md), to self->picks;
 * a random text is the same one every time. */
void mcn_net_input_pick    (const McnNetInput *self, const McnQuery *query);
/* The word pieces that a pick, or @query, reads, gint32, -1 after each sentence. The latter uses self->picks up. */
GArray *mcn_net_input_pick_pieces (McnDataset *dataset, const McnPicks *picks, const McnPick *pick, gsize text_of);
GArray *mcn_net_input_pieces (const McnNetInput *self, const McnQuery *query);
/* What @net says of @n queries, into arrays of the caller (members may be NULL):
 * scores in deviations of their source; and the pooled vectors, n x 2 d, if @pooled is not
 * NULL. self->picks is used up. */
void mcn_net_input_predict (const McnNetInput *self, McnNet *net, McnStep *step, gsize n, const McnQuery *queries,
                            McnOutputs *outputs, gfloat *pooled, McnCancel *cancel);

G_END_DECLS
