/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-style-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "critic-evidence-draw.h"
#include "critic-format.h"

/* Of the drawing. */
#define TALLEST 84
#define WIDEST  128
/* Of the bar of a style that is not measured. */
#define DOUBTFUL .45

struct _CriticStyleRow
{
  GtkListBoxRow    parent_instance;

  McnStyle         style;
  gboolean         chosen;
  gdouble          probability;
  const char      *doubt;           /* NULL, or why nothing is known of how well it is told */
  CriticEvidence  *evidence;        /* NULL: not known yet */
  GtkLabel        *name_label;
  GtkProgressBar  *bar;
  GtkLabel        *number_label;
  GtkLabel        *sentence_label;
  GtkWidget       *evidence_box;
  GtkLabel        *evidence_label;
  GtkLabel        *note_label;
  GtkDrawingArea  *drawing;
  GtkToggleButton *photo_button;
  GtkToggleButton *intended_button;
  GtkToggleButton *denied_button;
};

enum
{
  MEASURED_TOGGLED,
  SAID,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticStyleRow, critic_style_row, GTK_TYPE_LIST_BOX_ROW)

static void
draw_cb (GtkDrawingArea *area,
         cairo_t        *cr,
         int             width,
         int             height,
         gpointer        user_data)
{
  CriticStyleRow *self = user_data;
  GdkRGBA text;

  if (self->evidence == NULL)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &text);
  critic_evidence_draw (self->evidence, self->style,
                        text.red + text.green + text.blue > 1.5 ? CRITIC_EVIDENCE_ON_DARK : CRITIC_EVIDENCE_ON_PAPER,
                        cr, width, height);
}

static void
toggled_cb (CriticStyleRow *self)
{
  g_signal_emit (self, signals[MEASURED_TOGGLED], 0, gtk_toggle_button_get_active (self->photo_button));
}

/* A word said once more is taken back. */
static void
said_cb (CriticStyleRow  *self,
         GtkToggleButton *button)
{
  CriticSays says = !gtk_toggle_button_get_active (button) ? CRITIC_SAYS_NOTHING
                    : button == self->intended_button ? CRITIC_SAYS_YES : CRITIC_SAYS_NO;

  g_signal_emit (self, signals[SAID], 0, (int) says);
}

static void
critic_style_row_dispose (GObject *object)
{
  g_clear_pointer (&CRITIC_STYLE_ROW (object)->evidence, critic_evidence_unref);

  G_OBJECT_CLASS (critic_style_row_parent_class)->dispose (object);
}

static void
critic_style_row_class_init (CriticStyleRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_style_row_dispose;

  /**
   * CriticStyleRow::measured-toggled:
   * @on_photo: whether what was measured shall be drawn over the photograph
   *
   * The user's wish.
   */
  signals[MEASURED_TOGGLED] = g_signal_new ("measured-toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  /**
   * CriticStyleRow::said:
   * @says: a #CriticSays
   *
   * The user's new word on whether the style was intended.
   */
  signals[SAID] = g_signal_new ("said", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-style-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, bar);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, number_label);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, evidence_box);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, evidence_label);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, note_label);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, drawing);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, photo_button);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, intended_button);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, denied_button);
}

static void
critic_style_row_init (CriticStyleRow *self)
{
  self->style = MCN_N_STYLES;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_label (self->note_label, critic_evidence_label ());
  gtk_drawing_area_set_draw_func (self->drawing, draw_cb, self, NULL);
  g_signal_connect_swapped (self->photo_button, "toggled", G_CALLBACK (toggled_cb), self);
  g_signal_connect_swapped (self->intended_button, "toggled", G_CALLBACK (said_cb), self);
  g_signal_connect_swapped (self->denied_button, "toggled", G_CALLBACK (said_cb), self);
}

GtkWidget *
critic_style_row_new (void)
{
  return g_object_new (CRITIC_TYPE_STYLE_ROW, NULL);
}

/* What the style is, and what is not known of how well it is told. */
static char *
explain (CriticStyleRow *self)
{
  const char *sentence = _(mcn_style_info (self->style)->sentence);

  return self->doubt != NULL ? g_strdup_printf ("%s %s", sentence, self->doubt) : g_strdup (sentence);
}

/* The explanation, and what was measured, marked as that. */
static void
describe (CriticStyleRow *self,
          const char     *measured)
{
  g_autofree char *sentence = explain (self);
  /* Translators: a style's explanation; what was measured; that it was measured in the pixels */
  g_autofree char *text = measured != NULL ? g_strdup_printf (_("%s\n%s\n(%s)"), sentence, measured, critic_evidence_label ())
                                           : g_strdup (sentence);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/**
 * critic_style_row_set:
 * @self: a row
 * @style: what it shows
 * @probability: 0 to 1
 * @doubt: (nullable): why nothing is known of how well it is told; a string that stays
 * @chosen: whether it is the one that is looked at
 */
void
critic_style_row_set (CriticStyleRow *self,
                      McnStyle        style,
                      gdouble         probability,
                      const char     *doubt,
                      gboolean        chosen)
{
  g_return_if_fail (CRITIC_IS_STYLE_ROW (self));

  int percent = lrint (CLAMP (probability, 0, 1) * 100);
  g_autofree char *number = g_strdup_printf ("%d", percent), *sentence = NULL;

  self->style = style;
  self->doubt = doubt;
  self->chosen = chosen;
  self->probability = probability;
  /* Translators: before a style's explanation; the whole sentence is in its tooltip */
  sentence = g_strdup_printf (doubt != NULL ? _("Not measured. %s") : "%s", _(mcn_style_info (style)->sentence));
  gtk_label_set_label (self->sentence_label, sentence);
  gtk_widget_set_opacity (GTK_WIDGET (self->bar), doubt != NULL ? DOUBTFUL : 1);
  gtk_label_set_label (self->number_label, number);
  gtk_progress_bar_set_fraction (self->bar, CLAMP (probability, 0, 1));

  if (chosen)
    gtk_widget_add_css_class (GTK_WIDGET (self), "chosen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "chosen");
  critic_style_row_say (self, CRITIC_SAYS_NOTHING);
}

static void
set_active (CriticStyleRow  *self,
            GtkToggleButton *button,
            gboolean         active)
{
  g_signal_handlers_block_by_func (button, said_cb, self);
  gtk_toggle_button_set_active (button, active);
  g_signal_handlers_unblock_by_func (button, said_cb, self);
}

/**
 * critic_style_row_say:
 * @self: a row that has its style
 * @says: whether the user meant it so
 */
void
critic_style_row_say (CriticStyleRow *self,
                      CriticSays      says)
{
  g_return_if_fail (CRITIC_IS_STYLE_ROW (self));
  g_return_if_fail (self->style < MCN_N_STYLES);

  const char *name = _(mcn_style_info (self->style)->name);
  gboolean disagrees = says != CRITIC_SAYS_NOTHING && (says == CRITIC_SAYS_YES) != (self->probability > 0.5);
  g_autofree char *shown = disagrees ? g_strdup_printf ("%s  ≠", name) : g_strdup (name);
  g_autofree char *share = critic_format_share (self->probability);
  /* Translators: a style and its probability, for a screen reader */
  g_autofree char *spoken = g_strdup_printf (_("%s, %s"), name, share);

  if (says != CRITIC_SAYS_NOTHING)
    {
      g_autofree char *model = g_steal_pointer (&spoken);

      spoken = g_strdup_printf ("%s, %s%s%s", model, says == CRITIC_SAYS_YES ? _("intended") : _("not intended"),
                                disagrees ? ", " : "", disagrees ? _("unlike the model") : "");
    }

  gtk_label_set_label (self->name_label, shown);
  set_active (self, self->intended_button, says == CRITIC_SAYS_YES);
  set_active (self, self->denied_button, says == CRITIC_SAYS_NO);
  gtk_widget_set_visible (GTK_WIDGET (self->denied_button), self->chosen || says == CRITIC_SAYS_NO);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/**
 * critic_style_row_measure:
 * @self: a row that has its style
 * @evidence: (nullable): what was measured in the photograph
 * @aspect: width over height of the photograph
 * @on_photo: whether it is drawn over the photograph
 */
void
critic_style_row_measure (CriticStyleRow *self,
                          CriticEvidence *evidence,
                          gdouble         aspect,
                          gboolean        on_photo)
{
  g_return_if_fail (CRITIC_IS_STYLE_ROW (self));
  g_return_if_fail (self->style < MCN_N_STYLES);

  g_autofree char *said = evidence != NULL ? critic_evidence_say (evidence, self->style) : NULL;
  gboolean drawn = said != NULL && critic_evidence_has_drawing (evidence, self->style);
  gboolean wheel = critic_evidence_is_wheel (self->style);
  gdouble ratio = wheel ? 1 : CLAMP (aspect, 0.3, 4), height = MIN (TALLEST, WIDEST / ratio);

  if (evidence != NULL)
    critic_evidence_ref (evidence);
  g_clear_pointer (&self->evidence, critic_evidence_unref);
  self->evidence = evidence;

  gtk_widget_set_visible (self->evidence_box, self->chosen && evidence != NULL);
  gtk_label_set_label (self->evidence_label, said != NULL ? said : _("Nothing is measured in the pixels for this style."));
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), said != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->drawing), drawn);
  gtk_drawing_area_set_content_width (self->drawing, MAX (1, lrint (height * ratio)));
  gtk_drawing_area_set_content_height (self->drawing, MAX (1, lrint (height)));
  gtk_widget_queue_draw (GTK_WIDGET (self->drawing));
  gtk_widget_set_visible (GTK_WIDGET (self->photo_button), drawn && !wheel);
  g_signal_handlers_block_by_func (self->photo_button, toggled_cb, self);
  gtk_toggle_button_set_active (self->photo_button, on_photo);
  g_signal_handlers_unblock_by_func (self->photo_button, toggled_cb, self);
  describe (self, said);
}

McnStyle
critic_style_row_get_style (CriticStyleRow *self)
{
  g_return_val_if_fail (CRITIC_IS_STYLE_ROW (self), MCN_N_STYLES);

  return self->style;
}
