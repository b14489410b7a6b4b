/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-critique-editor-private.h"

#include <glib/gi18n-lib.h>

#include "critic-format.h"

/* A word that is being typed counts after so many milliseconds without a key;
 * one that has ended counts after as long as a frame or two, so that a paste or
 * a fast hand asks once. */
#define TYPING_MS 400
#define SETTLE_MS 30

enum
{
  PROP_0,
  PROP_NOTE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CriticCritiqueEditor, critic_critique_editor, GTK_TYPE_TEXT_VIEW)

static CriticDesk *
get_desk (CriticCritiqueEditor *self)
{
  return critic_spotlight_get_desk (self->spotlight);
}

gboolean
_critic_critique_editor_knows (CriticCritiqueEditor *self)
{
  return self->spotlight != NULL && self->marked != NULL
         && self->marked == critic_desk_get_explained (get_desk (self));
}

static void
take_note (CriticCritiqueEditor *self,
           char                 *note)
{
  if (g_strcmp0 (self->note, note) == 0)
    {
      g_free (note);
      return;
    }

  g_free (self->note);
  self->note = note;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}

static const CriticWord *
find_word (CriticCritiqueEditor *self)
{
  gsize first, n;

  if (!_critic_critique_editor_knows (self) || !critic_spotlight_get_word (self->spotlight, &first, &n))
    return NULL;

  for (gsize w = 0; w < self->marks->n_words; w++)
    if (self->marks->words[w].first_token == first)
      return &self->marks->words[w];

  return NULL;
}

static char *
word_note (CriticCritiqueEditor *self,
           const CriticWord     *word)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  g_autofree char *text = NULL, *effect = NULL, *nowhere = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, word->start);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, word->end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  effect = critic_format_signed (word->effect, 2);

  if (!self->marks->has_matrix)
    /* Translators: a word of the critique and what it does to the score */
    return g_strdup_printf (_("“%s” %s"), text, effect);

  nowhere = critic_format_share (word->nowhere);
  /* Translators: a word, what it does to the score, and a share of its attention in per cent */
  return g_strdup_printf (_("“%s” %s · %s of its attention rests nowhere"), text, effect, nowhere);
}

static void
update_note (CriticCritiqueEditor *self)
{
  CriticAssessment *assessment = critic_desk_get_assessment (get_desk (self));
  const CriticWord *word = find_word (self);
  g_autofree char *here = word == NULL ? _critic_critique_editor_words_here (self) : NULL;

  if (word != NULL)
    take_note (self, word_note (self, word));
  else if (here != NULL)
    /* Translators: words of the critique whose attention rests on the place under the pointer */
    take_note (self, g_strdup_printf (_("Look here: %s"), here));
  else if (*critic_desk_get_critique (get_desk (self)) != '\0' && !critic_desk_scores_critique (get_desk (self)))
    take_note (self, g_strdup (_("This critique is not scored.")));
  else if (assessment != NULL && critic_desk_scores_critique (get_desk (self))
           && critic_assessment_get_language (assessment) != MCN_LANGUAGE_OK)
    take_note (self, g_strdup (critic_assessment_get_photo_alone (assessment) != NULL
                                 ? _("This critique is not English enough to be read; the score is the photograph’s alone.")
                                 : _("This critique is not English enough to be read.")));
  else if (self->marks->is_cut)
    take_note (self, g_strdup_printf (_("The first %d word pieces count; what follows is greyed."), MCN_MAX_WORDS));
  else
    take_note (self, g_strdup (""));
}

static void
spotlight_changed_cb (CriticCritiqueEditor *self)
{
  _critic_critique_editor_show_light (self);
  update_note (self);
}

static void
set_marks (CriticCritiqueEditor *self,
           CriticMarks          *marks,
           CriticAssessment     *marked)
{
  g_set_object (&self->marked, marked);
  g_clear_pointer (&self->marks, critic_marks_free);
  self->marks = marks;
  _critic_critique_editor_show_marks (self);
  _critic_critique_editor_show_light (self);
  update_note (self);
}

static void
explained_cb (CriticCritiqueEditor *self)
{
  CriticAssessment *explained = critic_desk_get_explained (get_desk (self));

  if (explained == NULL)
    set_marks (self, g_new0 (CriticMarks, 1), NULL);
  else if (!self->dirty && critic_desk_is_explained (get_desk (self)))
    {
      set_marks (self, critic_desk_scores_critique (get_desk (self))
                         ? critic_marks_new (explained, critic_desk_get_critique (get_desk (self))) : g_new0 (CriticMarks, 1),
                 explained);
      critic_effect_gutter_set_stale (self->gutter, FALSE);
    }
}

static char *
get_text (CriticCritiqueEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/* Hands the text over now. */
static void
settle (CriticCritiqueEditor *self)
{
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->settle_source, g_source_remove);
  if (!self->dirty)
    return;

  text = get_text (self);
  self->dirty = FALSE;
  self->changing = TRUE;
  critic_desk_set_critique (get_desk (self), text);
  self->changing = FALSE;

  /* Nothing new for the model: what is known holds again. */
  if (critic_desk_is_explained (get_desk (self)))
    explained_cb (self);
}

static gboolean
settle_cb (gpointer user_data)
{
  CriticCritiqueEditor *self = user_data;

  self->settle_source = 0;
  settle (self);

  return G_SOURCE_REMOVE;
}

/* Before the text is in: "changed" comes from inside. */
static void
insert_text_cb (CriticCritiqueEditor *self,
                GtkTextIter          *at,
                const char           *text,
                int                   length)
{
  gunichar last = length > 0 ? g_utf8_get_char (g_utf8_prev_char (text + length)) : 0;

  if (last != 0)
    self->word_ended = g_utf8_strlen (text, length) > 1 || g_unichar_isspace (last) || g_unichar_ispunct (last);
}

static void
inserted_cb (CriticCritiqueEditor *self,
             GtkTextIter          *end,
             const char           *text,
             int                   length)
{
  GtkTextIter start = *end;
  glong n = g_utf8_strlen (text, length);

  if (n == 0)
    return;

  gtk_text_iter_backward_chars (&start, n);
  _critic_critique_editor_forget_word (self, &start, end);
}

static void
delete_range_cb (CriticCritiqueEditor *self,
                 GtkTextIter          *start,
                 GtkTextIter          *end)
{
  _critic_critique_editor_forget_word (self, start, end);
  self->word_ended = FALSE;
}

static void
changed_cb (CriticCritiqueEditor *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self->gutter));

  if (self->changing || self->spotlight == NULL)
    return;

  if (!self->dirty)
    {
      self->dirty = TRUE;
      g_clear_object (&self->marked);
      critic_effect_gutter_set_stale (self->gutter, TRUE);
      critic_spotlight_point_at_word (self->spotlight, 0, 0);
      critic_spotlight_set_caret_word (self->spotlight, 0, 0);
      _critic_critique_editor_show_light (self);
    }

  g_clear_handle_id (&self->settle_source, g_source_remove);
  self->settle_source = g_timeout_add (self->word_ended ? SETTLE_MS : TYPING_MS, settle_cb, self);
  g_source_set_name_by_id (self->settle_source, "[photo-critic] settle");
}

/* A critique from elsewhere: the command line, the draft of a photograph. */
static void
critique_cb (CriticCritiqueEditor *self)
{
  g_autofree char *text = get_text (self);

  /* What was typed here comes back as it went: it keeps its undo and caret. */
  if (self->changing || g_str_equal (text, critic_desk_get_critique (get_desk (self))))
    return;

  g_clear_handle_id (&self->settle_source, g_source_remove);
  self->changing = TRUE;
  gtk_text_buffer_begin_irreversible_action (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)),
                            critic_desk_get_critique (get_desk (self)), -1);
  gtk_text_buffer_end_irreversible_action (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)));
  self->changing = FALSE;
  self->dirty = FALSE;
  set_marks (self, g_new0 (CriticMarks, 1), NULL);
}

static void
mark_set_cb (CriticCritiqueEditor *self,
             GtkTextIter          *iter,
             GtkTextMark          *mark)
{
  const CriticWord *word;

  if (!_critic_critique_editor_knows (self) || self->changing
      || mark != gtk_text_buffer_get_insert (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self))))
    return;

  word = critic_marks_word_at (self->marks, gtk_text_iter_get_offset (iter));
  critic_spotlight_set_caret_word (self->spotlight, word != NULL ? word->first_token : 0,
                                   word != NULL && self->marks->has_matrix ? word->n_tokens : 0);
}

static void
leave_cb (CriticCritiqueEditor *self)
{
  if (self->spotlight != NULL)
    critic_spotlight_point_at_word (self->spotlight, 0, 0);
}

static void
unfocus_cb (CriticCritiqueEditor *self)
{
  if (self->spotlight != NULL)
    critic_spotlight_set_caret_word (self->spotlight, 0, 0);
}

static void
motion_cb (CriticCritiqueEditor *self,
           gdouble               x,
           gdouble               y)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  const CriticWord *word = NULL;
  GtkTextIter iter;
  int bx, by;

  if (!_critic_critique_editor_knows (self))
    return;

  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, x, y, &bx, &by);
  if (gtk_text_view_get_iter_at_location (view, &iter, bx, by))
    word = critic_marks_word_at (self->marks, gtk_text_iter_get_offset (&iter));

  if (word != NULL && gtk_text_iter_get_offset (&iter) < (int) word->end && self->marks->has_matrix)
    critic_spotlight_point_at_word (self->spotlight, word->first_token, word->n_tokens);
  else
    critic_spotlight_point_at_word (self->spotlight, 0, 0);
}

static void
preedit_changed_cb (CriticCritiqueEditor *self,
                    const char           *preedit)
{
  self->has_preedit = *preedit != '\0';
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
vadjustment_cb (CriticCritiqueEditor *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self));

  if (adjustment == NULL)
    return;

  g_signal_connect_object (adjustment, "value-changed",
                           G_CALLBACK (gtk_widget_queue_draw), self->gutter, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed",
                           G_CALLBACK (gtk_widget_queue_draw), self->gutter, G_CONNECT_SWAPPED);
}

/* The window knows whether a text that comes late is still about what is shown, and
 * where a picture or a file goes. */
static void
critic_critique_editor_paste_clipboard (GtkTextView *view)
{
  gtk_widget_activate_action (GTK_WIDGET (view), "win.paste-here", NULL);
}

static void
critic_critique_editor_snapshot_layer (GtkTextView      *view,
                                       GtkTextViewLayer  layer,
                                       GtkSnapshot      *snapshot)
{
  CriticCritiqueEditor *self = CRITIC_CRITIQUE_EDITOR (view);
  GdkRectangle visible;
  GdkRGBA color;

  if (layer != GTK_TEXT_VIEW_LAYER_BELOW_TEXT || self->has_preedit
      || gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (view)) > 0)
    return;

  if (self->placeholder == NULL)
    self->placeholder =
      gtk_widget_create_pango_layout (GTK_WIDGET (self),
                                      _("Write what you see. The score on the left of the arrow is the photograph alone."));

  gtk_text_view_get_visible_rect (view, &visible);
  pango_layout_set_wrap (self->placeholder, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (self->placeholder,
                          MAX (1, visible.width - gtk_text_view_get_left_margin (view)
                                  - gtk_text_view_get_right_margin (view)) * PANGO_SCALE);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "dim_color", &color))
    color.alpha *= 0.6;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (gtk_text_view_get_left_margin (view), 0));
  gtk_snapshot_append_layout (snapshot, self->placeholder, &color);
  gtk_snapshot_restore (snapshot);
}

static void
critic_critique_editor_css_changed (GtkWidget         *widget,
                                    GtkCssStyleChange *change)
{
  CriticCritiqueEditor *self = CRITIC_CRITIQUE_EDITOR (widget);

  GTK_WIDGET_CLASS (critic_critique_editor_parent_class)->css_changed (widget, change);

  g_clear_object (&self->placeholder);
  if (self->pointed != NULL)
    _critic_critique_editor_color_tags (self);
}

static void
critic_critique_editor_dispose (GObject *object)
{
  CriticCritiqueEditor *self = CRITIC_CRITIQUE_EDITOR (object);

  g_clear_handle_id (&self->settle_source, g_source_remove);
  if (self->spotlight != NULL)
    {
      g_signal_handlers_disconnect_by_data (get_desk (self), self);
      g_signal_handlers_disconnect_by_data (self->spotlight, self);
    }
  g_clear_object (&self->spotlight);
  g_clear_object (&self->placeholder);
  g_clear_object (&self->marked);

  G_OBJECT_CLASS (critic_critique_editor_parent_class)->dispose (object);
}

static void
critic_critique_editor_finalize (GObject *object)
{
  CriticCritiqueEditor *self = CRITIC_CRITIQUE_EDITOR (object);

  g_clear_pointer (&self->marks, critic_marks_free);
  g_clear_pointer (&self->note, g_free);

  G_OBJECT_CLASS (critic_critique_editor_parent_class)->finalize (object);
}

static void
critic_critique_editor_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  CriticCritiqueEditor *self = CRITIC_CRITIQUE_EDITOR (object);

  switch (prop_id)
    {
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_critique_editor_class_init (CriticCritiqueEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = critic_critique_editor_dispose;
  object_class->finalize = critic_critique_editor_finalize;
  object_class->get_property = critic_critique_editor_get_property;
  GTK_WIDGET_CLASS (klass)->css_changed = critic_critique_editor_css_changed;
  GTK_TEXT_VIEW_CLASS (klass)->paste_clipboard = critic_critique_editor_paste_clipboard;
  GTK_TEXT_VIEW_CLASS (klass)->snapshot_layer = critic_critique_editor_snapshot_layer;

  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
critic_critique_editor_init (CriticCritiqueEditor *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkEventController *controller;

  self->note = g_strdup ("");
  self->marks = g_new0 (CriticMarks, 1);
  self->gutter = CRITIC_EFFECT_GUTTER (critic_effect_gutter_new (view));
  gtk_text_view_set_gutter (view, GTK_TEXT_WINDOW_RIGHT, GTK_WIDGET (self->gutter));
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);

  _critic_critique_editor_init_tags (self);
  _critic_critique_editor_color_tags (self);

  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (insert_text_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (inserted_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (buffer, "delete-range", G_CALLBACK (delete_range_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "mark-set", G_CALLBACK (mark_set_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::vadjustment", G_CALLBACK (vadjustment_cb), NULL);
  g_signal_connect (self, "preedit-changed", G_CALLBACK (preedit_changed_cb), NULL);

  controller = gtk_event_controller_motion_new ();
  g_signal_connect_swapped (controller, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (controller, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  controller = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (controller, "leave", G_CALLBACK (unfocus_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Critique"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _("Write what you see"),
                                  GTK_ACCESSIBLE_PROPERTY_MULTI_LINE, TRUE,
                                  -1);
}

/**
 * critic_critique_editor_set_spotlight:
 * @self: an editor
 * @spotlight: the spotlight over the desk whose critique is edited; set once
 */
void
critic_critique_editor_set_spotlight (CriticCritiqueEditor *self,
                                      CriticSpotlight      *spotlight)
{
  CriticDesk *desk;

  g_return_if_fail (CRITIC_IS_CRITIQUE_EDITOR (self));
  g_return_if_fail (self->spotlight == NULL);

  self->spotlight = g_object_ref (spotlight);
  desk = get_desk (self);

  g_signal_connect_object (desk, "flush", G_CALLBACK (settle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::critique", G_CALLBACK (critique_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::explained", G_CALLBACK (explained_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::assessment", G_CALLBACK (update_note), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (spotlight, "changed", G_CALLBACK (spotlight_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (spotlight, "place-changed", G_CALLBACK (spotlight_changed_cb), self, G_CONNECT_SWAPPED);
}

void
critic_critique_editor_find_aspect (CriticCritiqueEditor *self,
                                    McnAspect             aspect)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  GtkTextIter start;

  g_return_if_fail (CRITIC_IS_CRITIQUE_EDITOR (self));

  if (!_critic_critique_editor_knows (self))
    return;

  for (gsize s = 0; s < self->marks->n_sentences; s++)
    if (self->marks->sentences[s].aspects >> aspect & 1)
      {
        gtk_text_buffer_get_iter_at_offset (buffer, &start, self->marks->sentences[s].start);
        gtk_text_buffer_place_cursor (buffer, &start);
        gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self), gtk_text_buffer_get_insert (buffer));
        gtk_widget_grab_focus (GTK_WIDGET (self));
        return;
      }
}

const char *
critic_critique_editor_get_note (CriticCritiqueEditor *self)
{
  g_return_val_if_fail (CRITIC_IS_CRITIQUE_EDITOR (self), NULL);

  return self->note;
}
