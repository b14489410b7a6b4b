/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-critique-editor-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A word below this share of the strongest word's effect stays plain; so does
 * everything when the strongest does less than MIN_PEAK AVA points. */
#define MIN_SHARE 0.15
#define MIN_PEAK 0.01
/* A word answers for a place when it looks there at least so much as this share
 * of the word that looks most. */
#define MIN_ANSWER 0.55
/* As many words are named under the text. */
#define N_NAMED 3

static const double tint[N_STRENGTHS] = { 0.10, 0.17, 0.25, 0.34 };
static const double line[N_STRENGTHS] = { 0.45, 0.65, 0.85, 1.00 };
static const double light[N_STRENGTHS] = { 0.10, 0.17, 0.25, 0.34 };

static GtkTextTag *
create_tag (CriticCritiqueEditor *self,
            PangoUnderline        underline)
{
  GtkTextTag *tag = gtk_text_buffer_create_tag (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)), NULL, NULL);

  /* Raises and lowers differ in grey print too. */
  if (underline != PANGO_UNDERLINE_NONE)
    g_object_set (tag, "underline", underline, NULL);

  return tag;
}

void
_critic_critique_editor_init_tags (CriticCritiqueEditor *self)
{
  for (guint i = 0; i < N_STRENGTHS; i++)
    {
      self->raises[i] = create_tag (self, PANGO_UNDERLINE_SINGLE);
      self->lowers[i] = create_tag (self, PANGO_UNDERLINE_DOUBLE);
    }

  self->uncounted = create_tag (self, PANGO_UNDERLINE_NONE);

  for (guint i = 0; i < N_STRENGTHS; i++)
    self->lit[i] = create_tag (self, PANGO_UNDERLINE_NONE);

  self->pointed = create_tag (self, PANGO_UNDERLINE_NONE);
}

static void
color_tag (GtkTextTag    *tag,
           const GdkRGBA *color,
           double         background,
           double         underline)
{
  GdkRGBA back = *color, under = *color;

  back.alpha = background;
  under.alpha = underline;
  g_object_set (tag, "background-rgba", &back, NULL);
  if (underline > 0)
    g_object_set (tag, "underline-rgba", &under, NULL);
}

/* Takes the colours of the style sheet; again when it changes. */
void
_critic_critique_editor_color_tags (CriticCritiqueEditor *self)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA raise, lower, plain, dim;

  gtk_style_context_get_color (context, &plain);
  if (!gtk_style_context_lookup_color (context, "raise_color", &raise))
    raise = plain;
  if (!gtk_style_context_lookup_color (context, "lower_color", &lower))
    lower = plain;
  if (!gtk_style_context_lookup_color (context, "dim_color", &dim))
    dim = plain;

  for (guint i = 0; i < N_STRENGTHS; i++)
    {
      color_tag (self->raises[i], &raise, tint[i], line[i]);
      color_tag (self->lowers[i], &lower, tint[i], line[i]);
      color_tag (self->lit[i], &plain, light[i], 0);
    }

  color_tag (self->pointed, &plain, 0.28, 0);
  g_object_set (self->uncounted, "foreground-rgba", &dim, NULL);
}

static void
remove_tags (CriticCritiqueEditor *self,
             GtkTextTag          **tags,
             const GtkTextIter    *start,
             const GtkTextIter    *end)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));

  for (guint i = 0; i < N_STRENGTHS; i++)
    gtk_text_buffer_remove_tag (buffer, tags[i], start, end);
}

static void
apply_tag (CriticCritiqueEditor *self,
           GtkTextTag           *tag,
           guint                 first,
           guint                 last)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, first);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, last);
  gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
}

static guint
strength (gdouble share)
{
  return MIN (share * N_STRENGTHS, N_STRENGTHS - 1);
}

/* Tints the words, greys what does not count, puts the effects beside. */
void
_critic_critique_editor_show_marks (CriticCritiqueEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  const CriticMarks *marks = self->marks;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  remove_tags (self, self->raises, &start, &end);
  remove_tags (self, self->lowers, &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->uncounted, &start, &end);

  for (gsize w = 0; w < marks->n_words && marks->peak >= MIN_PEAK; w++)
    {
      const CriticWord *word = &marks->words[w];
      gdouble share = fabs (word->effect) / marks->peak;

      if (share >= MIN_SHARE)
        apply_tag (self, (word->effect > 0 ? self->raises : self->lowers)[strength (share)],
                   word->start, word->end);
    }

  if (marks->is_cut && marks->n_words > 0)
    apply_tag (self, self->uncounted, marks->words[marks->n_words - 1].end,
               gtk_text_buffer_get_char_count (buffer));

  critic_effect_gutter_clear (self->gutter);
  for (gsize s = 0; s < marks->n_sentences && marks->has_effects; s++)
    if (marks->sentences[s].counted && marks->sentences[s].end > marks->sentences[s].start)
      critic_effect_gutter_add (self->gutter, marks->sentences[s].end - 1, marks->sentences[s].effect);
  critic_effect_gutter_done (self->gutter);
}

/* How strongly each word looks at the place pointed at; NULL: nobody points. */
static gfloat *
find_answers (CriticCritiqueEditor *self)
{
  gint place = critic_spotlight_get_place (self->spotlight);
  gfloat *answers;

  if (place < 0 || critic_spotlight_get_mode (self->spotlight) == CRITIC_HEAT_OFF
      || !_critic_critique_editor_knows (self) || self->marks->n_words == 0)
    return NULL;

  answers = g_new (gfloat, self->marks->n_words);
  if (!critic_marks_answers (self->marks, self->marked, place, answers))
    g_clear_pointer (&answers, g_free);

  return answers;
}

/* The word pointed at, and the words that look at the place pointed at. */
void
_critic_critique_editor_show_light (CriticCritiqueEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  const CriticMarks *marks = self->marks;
  GtkTextIter start, end;
  gsize first, n;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  remove_tags (self, self->lit, &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->pointed, &start, &end);

  if (!_critic_critique_editor_knows (self) || marks->n_words == 0)
    return;

  for (gsize s = 0; s < marks->n_sentences; s++)
    if (marks->sentences[s].aspects >> critic_spotlight_get_aspect (self->spotlight) & 1)
      apply_tag (self, self->pointed, marks->sentences[s].start, marks->sentences[s].end);

  if (critic_spotlight_get_word (self->spotlight, &first, &n))
    for (gsize w = 0; w < marks->n_words; w++)
      if (marks->words[w].first_token == first)
        apply_tag (self, self->pointed, marks->words[w].start, marks->words[w].end);

  g_autofree gfloat *answers = find_answers (self);

  for (gsize w = 0; answers != NULL && w < marks->n_words; w++)
    if (answers[w] >= MIN_ANSWER)
      apply_tag (self, self->lit[strength ((answers[w] - MIN_ANSWER) / (1 - MIN_ANSWER))],
                 marks->words[w].start, marks->words[w].end);
}

char *
_critic_critique_editor_words_here (CriticCritiqueEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  g_autofree gfloat *answers = find_answers (self);
  g_autoptr(GString) names = g_string_new (NULL);

  if (answers == NULL)
    return NULL;

  for (guint i = 0; i < N_NAMED; i++)
    {
      g_autofree char *word = NULL;
      GtkTextIter start, end;
      gsize best = 0;

      for (gsize w = 1; w < self->marks->n_words; w++)
        if (answers[w] > answers[best])
          best = w;
      if (answers[best] < MIN_ANSWER)
        break;

      answers[best] = 0;
      gtk_text_buffer_get_iter_at_offset (buffer, &start, self->marks->words[best].start);
      gtk_text_buffer_get_iter_at_offset (buffer, &end, self->marks->words[best].end);
      word = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
      /* Translators: between the words of a list */
      g_string_append_printf (names, i > 0 ? _(", “%s”") : _("“%s”"), word);
    }

  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* A word that is being changed is no longer the word that was weighed. */
void
_critic_critique_editor_forget_word (CriticCritiqueEditor *self,
                                     const GtkTextIter    *start,
                                     const GtkTextIter    *end)
{
  GtkTextIter first = *start, last = *end;

  if (gtk_text_iter_inside_word (&first) || gtk_text_iter_ends_word (&first))
    if (!gtk_text_iter_starts_word (&first))
      gtk_text_iter_backward_word_start (&first);
  if (gtk_text_iter_inside_word (&last) && !gtk_text_iter_ends_word (&last))
    gtk_text_iter_forward_word_end (&last);

  remove_tags (self, self->raises, &first, &last);
  remove_tags (self, self->lowers, &first, &last);
}
