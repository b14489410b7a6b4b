/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-critique.h"
#include "mcn-sample.h"

G_BEGIN_DECLS

/* Sentences with their punctuation, which the rules of the model take out (recipe.md,
 * "critique in"; digits stay out, they tell grades, and the vocabulary knows no case).
 * BERT makes a word of each mark, so a sentence keeps its word pieces and gets the marks
 * between them: as many as MCN_MAX_SENTENCE has room for, the last ones. */
typedef struct
{
  GArray *ids;              /* guint32: pieces and marks, sentence after sentence */
  GArray *is_word;          /* guint8, for each id: FALSE for a mark */
  GArray *lengths;          /* gsize, for each sentence: of ids */
} McnMarks;

McnMarks *mcn_marks_new  (void);
void      mcn_marks_free (McnMarks *self);
/* The sentences of @sample in place of what is there. FALSE: its texts do not give the word
 * pieces that it holds, by this vocabulary. */
gboolean  mcn_marks_read (McnMarks *self, McnWordpiece *wordpiece, const McnSample *sample);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnMarks, mcn_marks_free)

G_END_DECLS
