/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-critique-fields.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_SCALE 1000

struct _CriticCritiqueFields
{
  GtkWidget       parent_instance;

  CriticNotebook *notebook;
  GSettings      *settings;     /* NULL: nothing is remembered */
  CriticSheet    *sheet;        /* whose words stand there */

  GtkWidget      *box;
  GtkEditable    *author_entry;
  GtkEditable    *score_entry;
  GtkEditable    *scale_entry;
};

G_DEFINE_FINAL_TYPE (CriticCritiqueFields, critic_critique_fields, GTK_TYPE_WIDGET)

static const CriticCritiqueEntry *
get_entry (CriticCritiqueFields *self)
{
  return critic_sheet_get_entry (critic_notebook_get_current (self->notebook));
}

static void
set_text (GtkEditable *editable,
          const char  *text)
{
  gtk_widget_remove_css_class (GTK_WIDGET (editable), "error");
  if (!g_str_equal (gtk_editable_get_text (editable), text))
    gtk_editable_set_text (editable, text);
}

static gboolean
has_focus (GtkEditable *editable)
{
  return (gtk_widget_get_state_flags (GTK_WIDGET (editable)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

/* What somebody is typing into is left alone, unless another critique is shown. */
static void
update (CriticCritiqueFields *self)
{
  const CriticCritiqueEntry *entry = get_entry (self);
  gboolean is_other = g_set_object (&self->sheet, critic_notebook_get_current (self->notebook));
  g_autofree char *score = isnan (entry->own_score) ? g_strdup ("") : g_strdup_printf ("%.4g", entry->own_score);
  g_autofree char *scale = g_strdup_printf ("%.4g", entry->own_scale);

  if (is_other || !has_focus (self->author_entry))
    set_text (self->author_entry, entry->author);
  if (is_other || !has_focus (self->score_entry))
    set_text (self->score_entry, score);
  if (is_other || !has_focus (self->scale_entry))
    set_text (self->scale_entry, scale);
}

/* A number as the user's language writes it, or with a point. */
static gboolean
read_number (GtkEditable *editable,
             gdouble      least,
             gdouble      most,
             gdouble     *number)
{
  g_autofree char *text = g_strdelimit (g_strdup (gtk_editable_get_text (editable)), ",", '.');
  char *end;

  g_strstrip (text);
  *number = g_ascii_strtod (text, &end);

  return end != text && *end == '\0' && isfinite (*number) && *number >= least && *number <= most;
}

static gboolean
check (GtkEditable *editable,
       gboolean     is_good)
{
  if (is_good)
    gtk_widget_remove_css_class (GTK_WIDGET (editable), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (editable), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (editable), GTK_ACCESSIBLE_STATE_INVALID,
                               is_good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);

  return is_good;
}

static void
take_author (CriticCritiqueFields *self)
{
  CriticCritiqueEntry entry = *get_entry (self);
  g_autofree char *author = g_strstrip (g_strdup (gtk_editable_get_text (self->author_entry)));

  if (g_str_equal (author, entry.author))
    return;

  entry.author = author;
  critic_notebook_edit (self->notebook, &entry, _("Naming the author of a critique"));
}

static void
take_score (CriticCritiqueFields *self)
{
  CriticCritiqueEntry entry = *get_entry (self);
  gboolean is_empty = *gtk_editable_get_text (self->score_entry) == '\0';
  gdouble score = NAN;

  if (!check (self->score_entry, is_empty || read_number (self->score_entry, 0, entry.own_scale, &score))
      || score == entry.own_score || (is_empty && isnan (entry.own_score)))
    return;

  entry.own_score = is_empty ? NAN : score;
  critic_notebook_edit (self->notebook, &entry, _("Own score of a critique"));
}

/* A scale that the score does not fit into is not one for it. */
static void
take_scale (CriticCritiqueFields *self)
{
  CriticCritiqueEntry entry = *get_entry (self);
  gdouble least = isnan (entry.own_score) ? 1 : MAX (1, entry.own_score), scale;

  if (!check (self->scale_entry, read_number (self->scale_entry, least, MAX_SCALE, &scale)) || scale == entry.own_scale)
    return;

  entry.own_scale = scale;
  if (self->settings != NULL)
    g_settings_set_double (self->settings, "own-scale", scale);
  critic_notebook_edit (self->notebook, &entry, _("Scale of own scores"));
}

static void
take (CriticCritiqueFields *self,
      GtkEditable          *editable)
{
  if (editable == self->author_entry)
    take_author (self);
  else if (editable == self->score_entry)
    take_score (self);
  else
    take_scale (self);
}

static void
activate_cb (GtkEntry             *entry,
             CriticCritiqueFields *self)
{
  take (self, GTK_EDITABLE (entry));
}

static void
leave_cb (GtkEventControllerFocus *controller,
          CriticCritiqueFields    *self)
{
  take (self, GTK_EDITABLE (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller))));
}

/* What was typed belongs to the critique it was typed for. */
static void
flush_cb (CriticCritiqueFields *self)
{
  if (has_focus (self->author_entry))
    take_author (self);
  if (has_focus (self->score_entry))
    take_score (self);
  if (has_focus (self->scale_entry))
    take_scale (self);
}

static void
critic_critique_fields_dispose (GObject *object)
{
  CriticCritiqueFields *self = CRITIC_CRITIQUE_FIELDS (object);

  if (self->notebook != NULL)
    g_signal_handlers_disconnect_by_data (self->notebook, self);
  g_clear_object (&self->notebook);
  g_clear_object (&self->sheet);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_critique_fields_parent_class)->dispose (object);
}

static void
critic_critique_fields_class_init (CriticCritiqueFieldsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_critique_fields_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/photocritic/PhotoCritic/critic-critique-fields.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "critiquefields");
  gtk_widget_class_bind_template_child (widget_class, CriticCritiqueFields, box);
  gtk_widget_class_bind_template_child (widget_class, CriticCritiqueFields, author_entry);
  gtk_widget_class_bind_template_child (widget_class, CriticCritiqueFields, score_entry);
  gtk_widget_class_bind_template_child (widget_class, CriticCritiqueFields, scale_entry);
}

static void
critic_critique_fields_init (CriticCritiqueFields *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < 3; i++)
    {
      GtkEditable *editable = (GtkEditable *[]) { self->author_entry, self->score_entry, self->scale_entry }[i];
      GtkEventController *focus = gtk_event_controller_focus_new ();

      g_signal_connect_object (editable, "activate", G_CALLBACK (activate_cb), self, 0);
      g_signal_connect_object (focus, "leave", G_CALLBACK (leave_cb), self, 0);
      gtk_widget_add_controller (GTK_WIDGET (editable), focus);
    }
}

void
critic_critique_fields_set_notebook (CriticCritiqueFields *self,
                                     CriticNotebook       *notebook,
                                     GSettings            *settings)
{
  g_return_if_fail (CRITIC_IS_CRITIQUE_FIELDS (self));
  g_return_if_fail (self->notebook == NULL);

  self->notebook = g_object_ref (notebook);
  g_set_object (&self->settings, settings);
  g_signal_connect_object (notebook, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (notebook, "flush", G_CALLBACK (flush_cb), self, G_CONNECT_SWAPPED);
  update (self);
}
