/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-filter.h"

G_BEGIN_DECLS

/* A row of a shoot in words, translated. All (transfer full). */
char       *critic_row_text_name     (const CriticRow *row);
char       *critic_row_text_score    (const CriticRow *row);       /* "6.4", "—" */
char       *critic_row_text_stars    (guint stars);                /* "★★★" */
char       *critic_row_text_styles   (const CriticRow *row);       /* "Macro, Soft focus": those over one half */
/* The likeliest style over one half, or NULL. (transfer none) */
const char *critic_row_text_style    (const CriticRow *row);
const char *critic_row_text_flag     (CriticFlag flag);            /* (transfer none) "Picked", "" */
const char *critic_row_text_label    (CriticLabel label);          /* (transfer none) "Red", "" */
/* (transfer none): the name of its colour in the style sheet; NULL: none. */
const char *critic_row_text_label_color (CriticLabel label);
char       *critic_row_text_disagree (const CriticRow *row);       /* "you: 7.5, model: 5.1", "" */
/* Stars, flag and label, for a screen reader; "" without any. */
char       *critic_row_text_marks    (const CriticRating *rating);
/* All of it, for a screen reader. */
char       *critic_row_text_spoken   (const CriticFacts *facts);
/* What stands where there is no judgement. (transfer none) */
const char *critic_row_text_state    (const CriticRow *row);       /* "not judged yet", "gone", or NULL */

G_END_DECLS
