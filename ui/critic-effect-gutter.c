/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-effect-gutter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "critic-format.h"
#include "critic-stale.h"

#define PADDING 8

typedef struct
{
  GtkTextMark *mark;        /* owned; at the sentence's last character */
  gdouble      effect;      /* AVA points */
  PangoLayout *layout;      /* owned; NULL: make it */
} Effect;

struct _CriticEffectGutter
{
  GtkWidget    parent_instance;

  GtkTextView *view;        /* not owned: the parent */
  GArray      *effects;
  int          width;       /* of the widest number */
};

G_DEFINE_FINAL_TYPE (CriticEffectGutter, critic_effect_gutter, GTK_TYPE_WIDGET)

static void
effect_clear (Effect *effect)
{
  if (!gtk_text_mark_get_deleted (effect->mark))
    gtk_text_buffer_delete_mark (gtk_text_mark_get_buffer (effect->mark), effect->mark);
  g_clear_object (&effect->mark);
  g_clear_object (&effect->layout);
}

static void
ensure_layout (CriticEffectGutter *self,
               Effect             *effect)
{
  g_autofree char *text = NULL;

  if (effect->layout != NULL)
    return;

  text = critic_format_signed (effect->effect, 2);
  effect->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
}

static void
critic_effect_gutter_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  CriticEffectGutter *self = CRITIC_EFFECT_GUTTER (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int below = G_MININT;
  GdkRGBA plain, raise, lower;

  gtk_style_context_get_color (context, &plain);
  if (!gtk_style_context_lookup_color (context, "raise_text_color", &raise))
    raise = plain;
  if (!gtk_style_context_lookup_color (context, "lower_text_color", &lower))
    lower = plain;

  for (guint i = 0; i < self->effects->len; i++)
    {
      Effect *effect = &g_array_index (self->effects, Effect, i);
      GdkRectangle line;
      GtkTextIter iter;
      int y, w, h;

      gtk_text_buffer_get_iter_at_mark (buffer, &iter, effect->mark);
      gtk_text_view_get_iter_location (self->view, &iter, &line);
      gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_RIGHT, 0, line.y, NULL, &y);

      ensure_layout (self, effect);
      pango_layout_get_pixel_size (effect->layout, &w, &h);
      y += (line.height - h) / 2;

      /* Sentences that end on one line stand one below the other. */
      y = MAX (y, below);
      below = y + h - 2;
      if (y + h < 0 || y > height)
        continue;

      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (width - w, y));
      gtk_snapshot_append_layout (snapshot, effect->layout,
                                  fabs (effect->effect) < 0.005 ? &plain : effect->effect > 0 ? &raise : &lower);
      gtk_snapshot_restore (snapshot);
    }
}

static void
critic_effect_gutter_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  CriticEffectGutter *self = CRITIC_EFFECT_GUTTER (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = 0;
      return;
    }

  if (self->width == 0)
    {
      /* The widest there can reasonably be: nothing moves when one comes. */
      g_autofree char *text = critic_format_signed (-8.88, 2);
      g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);

      pango_layout_get_pixel_size (layout, &self->width, NULL);
    }

  *minimum = *natural = self->width + PADDING;
}

static void
critic_effect_gutter_css_changed (GtkWidget         *widget,
                                  GtkCssStyleChange *change)
{
  CriticEffectGutter *self = CRITIC_EFFECT_GUTTER (widget);

  GTK_WIDGET_CLASS (critic_effect_gutter_parent_class)->css_changed (widget, change);

  for (guint i = 0; i < self->effects->len; i++)
    g_clear_object (&g_array_index (self->effects, Effect, i).layout);
  self->width = 0;
  gtk_widget_queue_resize (widget);
}

static void
critic_effect_gutter_dispose (GObject *object)
{
  CriticEffectGutter *self = CRITIC_EFFECT_GUTTER (object);

  g_array_set_size (self->effects, 0);

  G_OBJECT_CLASS (critic_effect_gutter_parent_class)->dispose (object);
}

static void
critic_effect_gutter_finalize (GObject *object)
{
  CriticEffectGutter *self = CRITIC_EFFECT_GUTTER (object);

  g_clear_pointer (&self->effects, g_array_unref);

  G_OBJECT_CLASS (critic_effect_gutter_parent_class)->finalize (object);
}

static void
critic_effect_gutter_class_init (CriticEffectGutterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_effect_gutter_dispose;
  G_OBJECT_CLASS (klass)->finalize = critic_effect_gutter_finalize;
  widget_class->snapshot = critic_effect_gutter_snapshot;
  widget_class->measure = critic_effect_gutter_measure;
  widget_class->css_changed = critic_effect_gutter_css_changed;

  gtk_widget_class_set_css_name (widget_class, "effects");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
critic_effect_gutter_init (CriticEffectGutter *self)
{
  self->effects = g_array_new (FALSE, TRUE, sizeof (Effect));
  g_array_set_clear_func (self->effects, (GDestroyNotify) effect_clear);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  critic_effect_gutter_done (self);
}

GtkWidget *
critic_effect_gutter_new (GtkTextView *view)
{
  CriticEffectGutter *self = g_object_new (CRITIC_TYPE_EFFECT_GUTTER, NULL);

  self->view = view;

  return GTK_WIDGET (self);
}

void
critic_effect_gutter_clear (CriticEffectGutter *self)
{
  g_return_if_fail (CRITIC_IS_EFFECT_GUTTER (self));

  g_array_set_size (self->effects, 0);
}

void
critic_effect_gutter_add (CriticEffectGutter *self,
                          guint               character,
                          gdouble             effect)
{
  GtkTextBuffer *buffer;
  GtkTextIter iter;

  g_return_if_fail (CRITIC_IS_EFFECT_GUTTER (self));

  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, character);

  Effect item = {
    .mark = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &iter, TRUE)),
    .effect = effect,
  };
  g_array_append_val (self->effects, item);
}

void
critic_effect_gutter_set_stale (CriticEffectGutter *self,
                                gboolean            stale)
{
  g_return_if_fail (CRITIC_IS_EFFECT_GUTTER (self));

  critic_stale_set (GTK_WIDGET (self), stale);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
critic_effect_gutter_done (CriticEffectGutter *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_if_fail (CRITIC_IS_EFFECT_GUTTER (self));

  for (guint i = 0; i < self->effects->len; i++)
    {
      g_autofree char *effect = critic_format_signed (g_array_index (self->effects, Effect, i).effect, 2);

      if (i > 0)
        g_string_append (text, "; ");
      g_string_append (text, effect);
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("What each sentence adds to the score"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->len > 0 ? text->str : _("Nothing yet"),
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
