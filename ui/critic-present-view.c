/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-present-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "critic-format.h"
#include "critic-photo-view.h"

struct _CriticPresentView
{
  GtkWindow          parent_instance;

  CriticDesk        *desk;
  CriticNotebook    *notebook;
  CriticKeymap      *keymap;
  gboolean           revealed;

  CriticPhotoView   *view;
  GtkLabel          *name_label;
  GtkScrolledWindow *scroller;
  GtkBox            *critiques_box;
  GtkLabel          *mean_label;
  GtkLabel          *model_label;
  GtkLabel          *hint_label;
};

enum
{
  STEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticPresentView, critic_present_view, GTK_TYPE_WINDOW)

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

/* Who wrote it and what score they gave; a number until that is revealed. */
static char *
say_who (CriticPresentView         *self,
         const CriticCritiqueEntry *entry,
         guint                      number)
{
  const char *author = *entry->author != '\0' ? entry->author : _("You");

  if (!self->revealed)
    return g_strdup_printf (_("Critic %u"), number);
  if (isnan (entry->own_score))
    return g_strdup (author);

  /* Translators: author, own score, the best that could be given */
  return g_strdup_printf (_("%s: %.4g of %.4g"), author, entry->own_score, entry->own_scale);
}

static void
add_critique (CriticPresentView         *self,
              const CriticCritiqueEntry *entry,
              guint                      number)
{
  g_autofree char *who = say_who (self, entry, number);

  gtk_box_append (self->critiques_box, new_label (who, "who"));
  if (*entry->text != '\0')
    gtk_box_append (self->critiques_box, new_label (entry->text, "words"));
}

/* Of the scores on a scale of ten, whatever scale each was given on. */
static char *
say_mean (GPtrArray *entries)
{
  gdouble sum = 0, squares = 0;
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const CriticCritiqueEntry *entry = entries->pdata[i];
      gdouble score = entry->own_score / entry->own_scale * 10;

      if (isnan (score))
        continue;
      n++;
      sum += score;
      squares += score * score;
    }
  if (n == 0)
    return g_strdup (_("Nobody gave a score."));

  g_autofree char *mean = critic_format_score (sum / n);
  g_autofree char *spread = critic_format_score (n > 1 ? sqrt (MAX (0, (squares - sum * sum / n) / (n - 1))) : 0);

  if (n == 1)
    return g_strdup_printf (_("One score: %s of 10."), mean);

  /* Translators: a number of scores, their mean and their standard deviation */
  return g_strdup_printf (_("%u scores: mean %s of 10, spread %s."), n, mean, spread);
}

static char *
say_model (CriticPresentView *self)
{
  CriticAssessment *assessment = critic_desk_get_assessment (self->desk);
  g_autofree char *score = NULL;

  if (critic_desk_get_veiled (self->desk))
    return g_strdup (_("What the model says is hidden until you have judged."));
  if (assessment == NULL)
    return g_strdup ("");

  score = critic_format_score (critic_assessment_get_judgement (assessment)->score);

  return g_strdup_printf (_("The model: %s."), score);
}

/* The first key of a command, as short as can be; NULL: none. */
static char *
say_key (CriticPresentView *self,
         const char        *id)
{
  static const struct { const char *name, *sign; } arrows[] = {
    { "Left", "←" }, { "Right", "→" }, { "Up", "↑" }, { "Down", "↓" }, { "Escape", N_("Esc") },
  };
  g_auto(GStrv) keys = critic_keymap_get_keys (self->keymap, critic_command_find (id));
  GdkModifierType modifiers;
  guint keyval;

  for (gsize i = 0; keys[0] != NULL && i < G_N_ELEMENTS (arrows); i++)
    if (g_str_equal (keys[0], arrows[i].name))
      return g_strdup (_(arrows[i].sign));
  if (keys[0] == NULL || !gtk_accelerator_parse (keys[0], &keyval, &modifiers))
    return NULL;

  return gtk_accelerator_get_label (keyval, modifiers);
}

static void
add_hint (GStrvBuilder *hints,
          char         *text)
{
  if (text != NULL)
    g_strv_builder_add (hints, text);
  g_free (text);
}

/* Of one command or two; NULL: no key does it. */
static char *
say_keys (CriticPresentView *self,
          const char        *id,
          const char        *id2)
{
  g_autofree char *one = say_key (self, id), *two = id2 != NULL ? say_key (self, id2) : NULL;

  if (one == NULL || two == NULL)
    return one != NULL ? g_steal_pointer (&one) : g_steal_pointer (&two);

  return g_strconcat (one, " ", two, NULL);
}

/* Which keys there are. */
static char *
say_hint (CriticPresentView *self)
{
  g_autofree char *reveal = say_keys (self, "present-reveal", NULL), *step = say_keys (self, "present-previous", "present-next");
  g_autofree char *scroll_keys = say_keys (self, "present-up", "present-down"), *end = say_keys (self, "present-end", "present");
  g_autoptr(GStrvBuilder) hints = g_strv_builder_new ();
  g_auto(GStrv) parts = NULL;

  /* Translators: a key, or two */
  add_hint (hints, reveal == NULL ? NULL : g_strdup_printf (self->revealed ? _("%s hides names and scores")
                                                                           : _("%s reveals names and scores"), reveal));
  /* Translators: a key, or two */
  add_hint (hints, step == NULL ? NULL : g_strdup_printf (_("%s step"), step));
  /* Translators: a key, or two */
  add_hint (hints, scroll_keys == NULL ? NULL : g_strdup_printf (_("%s scroll"), scroll_keys));
  /* Translators: a key, or two */
  add_hint (hints, end == NULL ? NULL : g_strdup_printf (_("%s leave"), end));
  parts = g_strv_builder_end (hints);

  return g_strjoinv (" · ", parts);
}

static void
update (CriticPresentView *self)
{
  g_autoptr(GPtrArray) entries = critic_notebook_dup_entries (self->notebook);
  CriticPicture *picture = critic_desk_get_picture (self->desk);
  g_autofree char *mean = self->revealed ? say_mean (entries) : NULL;
  g_autofree char *model = self->revealed ? say_model (self) : NULL;
  g_autofree char *hint = say_hint (self);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->critiques_box))) != NULL)
    gtk_box_remove (self->critiques_box, child);
  for (guint i = 0; i < entries->len; i++)
    add_critique (self, entries->pdata[i], i + 1);
  if (entries->len == 0)
    gtk_box_append (self->critiques_box, new_label (_("Nobody wrote about this photograph yet."), "dim"));

  gtk_label_set_label (self->name_label, self->revealed && picture != NULL ? critic_picture_get_name (picture) : "");
  gtk_label_set_label (self->mean_label, mean != NULL ? mean : "");
  gtk_label_set_label (self->model_label, model != NULL ? model : "");
  gtk_widget_set_visible (GTK_WIDGET (self->name_label), self->revealed);
  gtk_widget_set_visible (GTK_WIDGET (self->mean_label), self->revealed);
  gtk_widget_set_visible (GTK_WIDGET (self->model_label), self->revealed);
  gtk_label_set_label (self->hint_label, hint);
}

static void
picture_cb (CriticPresentView *self)
{
  self->revealed = FALSE;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  update (self);
}

static void
scroll (CriticPresentView *self,
        int                direction)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment)
                                        + direction * gtk_adjustment_get_page_size (adjustment) / 4);
}

static void
reveal_cb (CriticPresentView *self)
{
  self->revealed = !self->revealed;
  update (self);
}

static void
next_cb (CriticPresentView *self)
{
  g_signal_emit (self, signals[STEP], 0, 1);
}

static void
previous_cb (CriticPresentView *self)
{
  g_signal_emit (self, signals[STEP], 0, -1);
}

static void
up_cb (CriticPresentView *self)
{
  scroll (self, -1);
}

static void
down_cb (CriticPresentView *self)
{
  scroll (self, 1);
}

static void
end_cb (CriticPresentView *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* Before the window moves the focus with the arrows. */
static gboolean
key_cb (CriticPresentView *self,
        guint              keyval,
        guint              keycode,
        GdkModifierType    state)
{
  static const struct
  {
    const char *id;
    void (*act) (CriticPresentView *self);
  } commands[] = {
    { "present-reveal", reveal_cb },
    { "present-next", next_cb },
    { "present-previous", previous_cb },
    { "present-up", up_cb },
    { "present-down", down_cb },
    { "present-end", end_cb },
    { "present", end_cb },      /* what opened it, unless that is another key here */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (critic_keymap_matches (self->keymap, commands[i].id, keyval, state))
      {
        commands[i].act (self);
        return GDK_EVENT_STOP;
      }

  return GDK_EVENT_PROPAGATE;
}

static void
critic_present_view_dispose (GObject *object)
{
  CriticPresentView *self = CRITIC_PRESENT_VIEW (object);

  if (self->desk != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->desk, self);
      g_signal_handlers_disconnect_by_data (self->notebook, self);
      g_signal_handlers_disconnect_by_data (self->keymap, self);
    }
  g_clear_object (&self->desk);
  g_clear_object (&self->notebook);
  g_clear_object (&self->keymap);

  G_OBJECT_CLASS (critic_present_view_parent_class)->dispose (object);
}

static void
critic_present_view_class_init (CriticPresentViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_present_view_dispose;

  /**
   * CriticPresentView::step:
   * @by: photographs further on, or back
   */
  signals[STEP] = g_signal_new ("step", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  g_type_ensure (CRITIC_TYPE_PHOTO_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-present-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CriticPresentView, view);
  gtk_widget_class_bind_template_child (widget_class, CriticPresentView, name_label);
  gtk_widget_class_bind_template_child (widget_class, CriticPresentView, scroller);
  gtk_widget_class_bind_template_child (widget_class, CriticPresentView, critiques_box);
  gtk_widget_class_bind_template_child (widget_class, CriticPresentView, mean_label);
  gtk_widget_class_bind_template_child (widget_class, CriticPresentView, model_label);
  gtk_widget_class_bind_template_child (widget_class, CriticPresentView, hint_label);
}

static void
critic_present_view_init (CriticPresentView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * critic_present_view_new:
 * @parent: the window whose desk it shows
 * @desk: the photograph
 * @notebook: its critiques
 * @keymap: which keys do what
 *
 * Returns: (transfer none): a window over the whole screen, not shown yet
 */
CriticPresentView *
critic_present_view_new (GtkWindow      *parent,
                         CriticDesk     *desk,
                         CriticNotebook *notebook,
                         CriticKeymap   *keymap)
{
  CriticPresentView *self = g_object_new (CRITIC_TYPE_PRESENT_VIEW, "transient-for", parent, NULL);
  g_autoptr(CriticSpotlight) spotlight = critic_spotlight_new (desk);

  self->desk = g_object_ref (desk);
  self->notebook = g_object_ref (notebook);
  self->keymap = g_object_ref (keymap);
  critic_spotlight_set_mode (spotlight, CRITIC_HEAT_OFF);
  critic_photo_view_set_spotlight (self->view, spotlight);
  critic_photo_view_start_fit (self->view);
  g_signal_connect_object (desk, "notify::picture", G_CALLBACK (picture_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::assessment", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (notebook, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keymap, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  gtk_window_fullscreen (GTK_WINDOW (self));

  return self;
}
