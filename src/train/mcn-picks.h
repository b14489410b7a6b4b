/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"
#include "mcn-random.h"

G_BEGIN_DECLS

/* Which sentences of which samples an epoch reads, as one flat list. */
typedef struct
{
  gsize  sample;
  gsize  first, n;          /* sentences, in McnPicks.sentences */
  gsize  n_pieces;
} McnPick;

typedef struct
{
  GArray *picks;            /* McnPick */
  GArray *sentences;        /* guint32: numbers within their sample */
} McnPicks;

McnPicks *mcn_picks_new   (void);
void      mcn_picks_free  (McnPicks *self);
void      mcn_picks_clear (McnPicks *self);

/* Appends a pick of @n_texts texts, in random order (0: all, as they stand), as
 * many whole sentences of them as come to at most @max_pieces; with @at_least_one
 * one even if it is longer. */
void      mcn_picks_add   (McnPicks *self, gsize number, const McnSample *sample, guint n_texts, gsize max_pieces,
                           gboolean at_least_one, McnRandom *random);

#define mcn_picks_get(self, i) (&g_array_index ((self)->picks, McnPick, i))
#define mcn_picks_sentences(self, pick) (&g_array_index ((self)->sentences, guint32, (pick)->first))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnPicks, mcn_picks_free)

G_END_DECLS
