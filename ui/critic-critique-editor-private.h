/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-critique-editor.h"
#include "critic-effect-gutter.h"
#include "critic-marks.h"

G_BEGIN_DECLS

#define N_STRENGTHS 4

struct _CriticCritiqueEditor
{
  GtkTextView         parent_instance;

  CriticSpotlight    *spotlight;
  CriticEffectGutter *gutter;
  PangoLayout        *placeholder;
  char               *note;

  CriticMarks        *marks;          /* of the text when it was assessed; never NULL */
  CriticAssessment   *marked;         /* what they were made of; NULL: the text is another by now */
  gboolean            dirty;          /* the text is not the one the desk has */
  gboolean            changing;       /* by us */
  gboolean            word_ended;     /* by what was just typed */
  gboolean            has_preedit;
  guint               settle_source;

  GtkTextTag         *raises[N_STRENGTHS];
  GtkTextTag         *lowers[N_STRENGTHS];
  GtkTextTag         *lit[N_STRENGTHS];
  GtkTextTag         *pointed;
  GtkTextTag         *uncounted;
};

/* critic-critique-editor-tags.c: tints and light */
void _critic_critique_editor_init_tags   (CriticCritiqueEditor *self);
void _critic_critique_editor_color_tags  (CriticCritiqueEditor *self);
void _critic_critique_editor_show_marks  (CriticCritiqueEditor *self);
/* The marks and the explained assessment belong to the text as it stands. */
gboolean _critic_critique_editor_knows  (CriticCritiqueEditor *self);
void _critic_critique_editor_show_light  (CriticCritiqueEditor *self);
/* The words that look at the place pointed at, the strongest first; NULL: none. */
char *_critic_critique_editor_words_here (CriticCritiqueEditor *self);
void _critic_critique_editor_forget_word (CriticCritiqueEditor *self, const GtkTextIter *start, const GtkTextIter *end);

G_END_DECLS
