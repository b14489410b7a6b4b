/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-heat-bar.h"

#include <glib/gi18n-lib.h>

#include "critic-format.h"
#include "critic-heat-legend.h"
#include "critic-heat-test.h"
#include "critic-keymap.h"

struct _CriticHeatBar
{
  GtkWidget         parent_instance;

  char             *hint;
  CriticSpotlight  *spotlight;
  CriticHeatTest   *test;
  CriticPhotoView  *view;       /* weak: beside it in the window */

  GtkWidget        *box;
  GtkWidget        *legend_box;
  GtkLabel         *low_label;
  GtkLabel         *high_label;
  GtkLabel         *zoom_label;
  CriticHeatLegend *legend;
  GtkAdjustment    *strength_adjustment;
  GtkWidget        *check_button;
  GtkStack         *check_stack;
  GtkWidget        *strength_scale;
};

enum
{
  PROP_0,
  PROP_HINT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CriticHeatBar, critic_heat_bar, GTK_TYPE_WIDGET)

/* What has to be said of the heat that is shown, or is not. */
static const char *
find_hint (CriticHeatBar *self,
           CriticHeat     shown)
{
  CriticHeat mode = critic_spotlight_get_mode (self->spotlight);

  /* What was asked for goes before what is always true. */
  if (shown == CRITIC_HEAT_PHOTO && critic_heat_test_get_outcome (self->test) != NULL)
    return critic_heat_test_get_outcome (self->test);
  if (shown != CRITIC_HEAT_OFF)
    return critic_spotlight_is_evidence (self->spotlight) ? NULL : _("attention, not evidence");

  if (critic_spotlight_get_evidence (self->spotlight) != NULL)
    return critic_evidence_label ();
  if (critic_desk_get_explained (critic_spotlight_get_desk (self->spotlight)) == NULL)
    return NULL;

  return mode == CRITIC_HEAT_WORD ? _("point at a word of the critique")
         : mode == CRITIC_HEAT_STYLE ? _("choose a style in the list") : NULL;
}

static void
update (CriticHeatBar *self)
{
  CriticHeat shown = critic_spotlight_get_shown (self->spotlight);
  const CriticHeatmap *heatmap = critic_spotlight_get_heatmap (self->spotlight);
  gboolean is_signed = heatmap != NULL ? heatmap->is_signed : TRUE;
  const char *hint = find_hint (self, shown);

  /* It keeps its room, so that nothing jumps when a word is pointed at. */
  gtk_widget_set_opacity (self->legend_box, heatmap != NULL ? 1 : 0);
  critic_heat_legend_set_signed (self->legend, is_signed);
  gtk_label_set_label (self->low_label, is_signed ? "\xe2\x88\x92" : _("less"));
  gtk_label_set_label (self->high_label, is_signed ? "+" : _("more"));

  if (g_strcmp0 (hint, self->hint) != 0)
    {
      g_free (self->hint);
      self->hint = g_strdup (hint);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HINT]);
    }

  /* The score's heat is what is checked. */
  gtk_widget_set_sensitive (self->check_button, shown == CRITIC_HEAT_PHOTO && !critic_heat_test_get_running (self->test));
  gtk_stack_set_visible_child_name (self->check_stack, critic_heat_test_get_running (self->test) ? "running" : "idle");

  const char *meaning = is_signed ? _("Colours of the heat map: blue lowers, orange raises")
                                  : _("Colours of the heat map: dark is less, white is more");

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->legend), meaning);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->legend), GTK_ACCESSIBLE_PROPERTY_LABEL, meaning, -1);
}

static void
zoom_cb (CriticHeatBar *self)
{
  gboolean has_picture = critic_desk_get_picture (critic_spotlight_get_desk (self->spotlight)) != NULL;
  g_autofree char *text = g_strdup_printf (_("%d\xc2\xa0%%"), (int) (critic_photo_view_get_zoom (self->view) * 100 + 0.5));

  gtk_label_set_label (self->zoom_label, has_picture ? text : "");
}

static void
check_cb (CriticHeatBar *self)
{
  critic_heat_test_start (self->test);
}

static void
critic_heat_bar_dispose (GObject *object)
{
  CriticHeatBar *self = CRITIC_HEAT_BAR (object);

  if (self->spotlight != NULL)
    g_signal_handlers_disconnect_by_data (self->spotlight, self);
  g_clear_object (&self->spotlight);
  g_clear_object (&self->test);
  g_clear_weak_pointer (&self->view);
  g_clear_pointer (&self->hint, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_heat_bar_parent_class)->dispose (object);
}

static void
critic_heat_bar_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  CriticHeatBar *self = CRITIC_HEAT_BAR (object);

  switch (prop_id)
    {
    case PROP_HINT:
      g_value_set_string (value, self->hint);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_heat_bar_class_init (CriticHeatBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_heat_bar_dispose;
  G_OBJECT_CLASS (klass)->get_property = critic_heat_bar_get_property;

  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  g_type_ensure (CRITIC_TYPE_HEAT_LEGEND);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-heat-bar.ui");
  gtk_widget_class_set_css_name (widget_class, "heatbar");
  gtk_widget_class_bind_template_child (widget_class, CriticHeatBar, box);
  gtk_widget_class_bind_template_child (widget_class, CriticHeatBar, legend_box);
  gtk_widget_class_bind_template_child (widget_class, CriticHeatBar, low_label);
  gtk_widget_class_bind_template_child (widget_class, CriticHeatBar, high_label);
  gtk_widget_class_bind_template_child (widget_class, CriticHeatBar, zoom_label);
  gtk_widget_class_bind_template_child (widget_class, CriticHeatBar, legend);
  gtk_widget_class_bind_template_child (widget_class, CriticHeatBar, strength_adjustment);
  gtk_widget_class_bind_template_child (widget_class, CriticHeatBar, check_button);
  gtk_widget_class_bind_template_child (widget_class, CriticHeatBar, check_stack);
  gtk_widget_class_bind_template_child (widget_class, CriticHeatBar, strength_scale);
}

static void
critic_heat_bar_init (CriticHeatBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  critic_keymap_name_widget (self->strength_scale, "without-heat");
}

/**
 * critic_heat_bar_set:
 * @self: a bar
 * @spotlight: whose heat it steers; set once
 * @view: whose zoom it shows
 */
void
critic_heat_bar_set (CriticHeatBar   *self,
                     CriticSpotlight *spotlight,
                     CriticPhotoView *view)
{
  g_return_if_fail (CRITIC_IS_HEAT_BAR (self));
  g_return_if_fail (self->spotlight == NULL);

  self->spotlight = g_object_ref (spotlight);
  self->test = critic_heat_test_new (critic_spotlight_get_desk (spotlight));

  g_object_bind_property (spotlight, "strength", self->strength_adjustment, "value",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (spotlight, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->test, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->check_button, "clicked", G_CALLBACK (check_cb), self, G_CONNECT_SWAPPED);
  critic_heat_bar_set_view (self, view);
  update (self);
}

/**
 * critic_heat_bar_set_view:
 * @self: a bar
 * @view: whose zoom it shows from now on
 */
void
critic_heat_bar_set_view (CriticHeatBar   *self,
                          CriticPhotoView *view)
{
  g_return_if_fail (CRITIC_IS_HEAT_BAR (self));
  g_return_if_fail (CRITIC_IS_PHOTO_VIEW (view));

  if (self->view == view)
    return;

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_set_weak_pointer (&self->view, view);
  g_signal_connect_object (view, "notify::zoom", G_CALLBACK (zoom_cb), self, G_CONNECT_SWAPPED);
  zoom_cb (self);
}
