/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-session.h"

G_BEGIN_DECLS

/* What a session is, and what sessions hand out and take back: used by mcn-session.c,
 * mcn-session-attention.c, mcn-image.c and mcn-words.c alone. */

struct _McnSession
{
  McnModel    *model;
  const McnMcn *mcn;
  McnTeam     *team;
  guint        n_threads;
  guint        max_side;        /* regions along the longest side */
  McnArena    *arena;           /* for one thing at a time, done by the whole team */
  McnArena   **workers;         /* for explanations: one a thread, each doing its own */
  McnImage    *no_photograph;
  McnImage    *judged;          /* the photograph whose score without a critique is known, of the critiques that were fused last; NULL: none */
  gfloat       alone;           /* its raw score */
};

struct _McnImage
{
  gatomicrefcount ref_count;
  guint           columns, rows;
  gsize           n_global;
  gfloat         *global;       /* n_global, standardised */
  McnSkips        skips;
  McnBranch       branch;       /* 2 + columns * rows tokens; 1 when there are no regions */
  gsize           size;         /* bytes, this structure included */
};

/* Room for everything, not yet filled. No regions: "no photograph" alone. */
McnImage *mcn_image_new (const McnMcn *mcn, guint columns, guint rows);

struct _McnWords
{
  gatomicrefcount ref_count;
  gsize           n_tokens;
  gsize           d;
  gboolean        has_aspects;
  gfloat          aspects[MCN_N_ASPECTS];
  guint32        *pieces;       /* n_tokens, the first with MCN_PIECE_BEGINS; behind the tokens */
  gfloat          tokens[];     /* n_tokens x d, after the word norm */
};

/* The words of a critique's sentence, tokens not yet filled. */
McnWords *mcn_words_new (const McnCritique *critique, gsize sentence, gsize d);

/* The text branch in the arena, not yet run: "no critique", then the words that count and are kept. @first: NULL, or
 * n_words + 1 places for the sentences' first words. */
void             mcn_session_gather_text  (McnSession *self, McnWords *const *words, gsize n_words, const guint8 *keep,
                                           McnBranch *text, gsize *first);
/* @attention: NULL, or where the STRM's weights go. */
void             mcn_session_run_text     (McnSession *self, McnBranch *text, gfloat *attention);
/* Of a photograph, or of none, which is NULL. */
const McnBranch *mcn_session_image_branch (McnSession *self, const McnImage *image);
const McnSkips  *mcn_session_image_skips  (const McnImage *image);

G_END_DECLS
