/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-session.h"

G_BEGIN_DECLS

/* What sessions hand out and take back: used by mcn-session.c, mcn-image.c and
 * mcn-words.c alone. */

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

G_END_DECLS
