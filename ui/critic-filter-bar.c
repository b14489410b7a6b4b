/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-filter-bar.h"

#include <glib/gi18n-lib.h>

#include "critic-facet.h"
#include "critic-filter-controls.h"
#include "critic-keymap.h"
#include "critic-row-text.h"
#include "critic-saved-filters.h"
#include "critic-score-histogram.h"
#include "critic-stars.h"

/* Styles shown before "more": those with most photographs. */
#define N_FIRST 4
/* Typing settles this long before it is searched for, milliseconds. */
#define TYPING 150

/* A condition that is switched on and off. */
typedef struct
{
  CriticFacet *facet;
  CriticAny    any;
  guint        bit;
  gsize        count;         /* offset of its number in CriticShootCounts */
} Row;

struct _CriticFilterBar
{
  GtkWidget             parent_instance;

  GtkWidget            *scroller;
  GtkSearchEntry       *search_entry;
  GtkLabel             *mistake_label;
  GtkEntry             *words_entry;
  CriticScoreHistogram *histogram;
  GtkBox               *styles_box;
  GtkToggleButton      *more_button;
  GtkDropDown          *stars_drop;
  CriticStars          *stars;
  GtkLabel             *stars_label;
  GtkBox               *marks_box;
  GtkBox               *critique_box;
  GtkEntry             *critique_entry;
  GtkBox               *state_box;
  CriticSavedFilters   *saved;
  GtkWidget            *clear_button;

  GArray               *rows;         /* Row */
  CriticShootCounts     counts;
  char                 *expression;   /* empty: everything */
  guint                 typing;
  gboolean              is_setting;
};

enum
{
  PROP_0,
  PROP_EXPRESSION,
  N_PROPS
};

enum
{
  SAVE,
  RENAME,
  DELETE,
  LEFT,
  WORDS,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticFilterBar, critic_filter_bar, GTK_TYPE_WIDGET)

static char *
get_text (gpointer entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

/* What the controls say now. */
static void
read_controls (CriticFilterBar      *self,
               CriticFilterControls *controls)
{
  char *search = get_text (self->search_entry);

  if (*search == '=')
    {
      controls->other = g_strdup (search + 1);
      g_free (search);
    }
  else
    controls->search = search;
  controls->critique = get_text (self->critique_entry);
  controls->low = critic_score_histogram_get_low (self->histogram);
  controls->high = critic_score_histogram_get_high (self->histogram);
  controls->stars = critic_stars_get_value (self->stars);
  controls->exactly = gtk_drop_down_get_selected (self->stars_drop) == 1;
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (row->facet)))
        controls->any[row->any] |= 1u << row->bit;
    }
}

/* How many photographs have the stars asked for. */
static void
update_stars (CriticFilterBar *self)
{
  guint stars = critic_stars_get_value (self->stars), n = 0;
  gboolean exactly = gtk_drop_down_get_selected (self->stars_drop) == 1;
  g_autofree char *text = NULL;

  for (guint i = stars; i <= (exactly ? stars : 5); i++)
    n += self->counts.stars[i];
  text = g_strdup_printf ("%'u", n);
  gtk_label_set_label (self->stars_label, text);
}

/* What is typed is no condition: the entry says why, and the list stays. */
static void
show_mistake (CriticFilterBar *self,
              const GError    *error)
{
  GtkWidget *entry = GTK_WIDGET (self->search_entry);

  if (error != NULL)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
  gtk_label_set_label (self->mistake_label, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->mistake_label), error != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
update (CriticFilterBar *self)
{
  g_auto(CriticFilterControls) controls = CRITIC_FILTER_CONTROLS_INIT;
  g_autofree char *expression = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_handle_id (&self->typing, g_source_remove);
  if (self->is_setting)
    return;

  update_stars (self);
  read_controls (self, &controls);
  expression = critic_filter_controls_to_expression (&controls, &error);
  show_mistake (self, error);
  gtk_widget_set_sensitive (self->clear_button, expression == NULL || *expression != '\0');
  if (expression == NULL || g_str_equal (expression, self->expression))
    return;

  g_free (self->expression);
  self->expression = g_steal_pointer (&expression);
  critic_saved_filters_set_expression (self->saved, self->expression);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPRESSION]);
}

static gboolean
typed_cb (gpointer user_data)
{
  CriticFilterBar *self = user_data;

  self->typing = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
typing_cb (CriticFilterBar *self)
{
  g_clear_handle_id (&self->typing, g_source_remove);
  self->typing = g_timeout_add (TYPING, typed_cb, self);
}

static guint
count_of (CriticFilterBar *self,
          const Row       *row)
{
  return *(const guint *) ((const char *) &self->counts + row->count);
}

/* The styles with the most photographs, and those switched on, before "more". */
static void
update_more (CriticFilterBar *self)
{
  gboolean all = gtk_toggle_button_get_active (self->more_button);

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);
      guint better = 0;

      if (row->any != CRITIC_ANY_STYLE)
        continue;
      for (guint j = 0; j < self->rows->len; j++)
        {
          Row *other = &g_array_index (self->rows, Row, j);

          if (other->any == CRITIC_ANY_STYLE
              && (count_of (self, other) > count_of (self, row) || (count_of (self, other) == count_of (self, row) && j < i)))
            better++;
        }
      gtk_widget_set_visible (GTK_WIDGET (row->facet),
                              all || better < N_FIRST || gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (row->facet)));
    }
  gtk_button_set_label (GTK_BUTTON (self->more_button), all ? _("Fewer styles") : _("More styles"));
}

static CriticFacet *
add_row (CriticFilterBar *self,
         GtkBox          *box,
         CriticAny        any,
         guint            bit,
         const char      *label,
         gsize            count)
{
  Row row = { CRITIC_FACET (critic_facet_new (label)), any, bit, count };

  g_signal_connect_object (row.facet, "toggled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_box_append (box, GTK_WIDGET (row.facet));
  g_array_append_val (self->rows, row);

  return row.facet;
}

static void
add_rows (CriticFilterBar *self)
{
  static const char *const dots[] = { NULL, "red", "yellow", "green", "blue", "purple" };

  for (McnStyle style = 0; style < MCN_N_STYLES; style++)
    add_row (self, self->styles_box, CRITIC_ANY_STYLE, style, _(mcn_style_info (style)->name),
             G_STRUCT_OFFSET (CriticShootCounts, style) + style * sizeof (guint));

  add_row (self, self->marks_box, CRITIC_ANY_FLAG, CRITIC_FLAG_PICK, _("Picked"), G_STRUCT_OFFSET (CriticShootCounts, picked));
  add_row (self, self->marks_box, CRITIC_ANY_FLAG, CRITIC_FLAG_REJECT, _("Rejected"),
           G_STRUCT_OFFSET (CriticShootCounts, rejected));
  for (CriticLabel label = CRITIC_LABEL_RED; label <= CRITIC_LABEL_PURPLE; label++)
    critic_facet_add_dot (add_row (self, self->marks_box, CRITIC_ANY_LABEL, label, critic_row_text_label (label),
                                   G_STRUCT_OFFSET (CriticShootCounts, label) + label * sizeof (guint)),
                          dots[label]);
  add_row (self, self->marks_box, CRITIC_ANY_OPINION, 0, _("I disagree with the model"),
           G_STRUCT_OFFSET (CriticShootCounts, disagree));
  add_row (self, self->critique_box, CRITIC_ANY_WORDS, 0, _("With words"), G_STRUCT_OFFSET (CriticShootCounts, with_words));
  add_row (self, self->state_box, CRITIC_ANY_STATE, 0, _("Could not be read"), G_STRUCT_OFFSET (CriticShootCounts, failed));
  add_row (self, self->state_box, CRITIC_ANY_STATE, 1, _("Not judged yet"), G_STRUCT_OFFSET (CriticShootCounts, waiting));
}

/* The controls say what @expression does; what they cannot say stands in the
 * search, as one would type it. */
static void
show (CriticFilterBar *self,
      const char      *expression)
{
  g_auto(CriticFilterControls) controls = CRITIC_FILTER_CONTROLS_INIT;
  g_autofree char *other = NULL;

  /* What another version saved, maybe: shown with what is wrong about it. */
  if (!critic_filter_controls_read (&controls, expression, NULL))
    controls.other = g_strdup (expression);
  other = controls.other != NULL ? g_strconcat ("= ", controls.other, NULL) : NULL;

  self->is_setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), other != NULL ? other : controls.search != NULL ? controls.search : "");
  gtk_editable_set_text (GTK_EDITABLE (self->critique_entry), controls.critique != NULL ? controls.critique : "");
  critic_score_histogram_set_range (self->histogram, controls.low, controls.high);
  critic_stars_set_value (self->stars, controls.stars);
  gtk_drop_down_set_selected (self->stars_drop, controls.exactly ? 1 : 0);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (row->facet), controls.any[row->any] >> row->bit & 1);
    }
  self->is_setting = FALSE;
  update (self);
  update_more (self);
}

/* Esc in the search: no search, and back to the photographs. */
static void
stop_cb (CriticFilterBar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  update (self);
  g_signal_emit (self, signals[LEFT], 0);
}

/* Enter: those nearest to the words come first. */
static void
words_cb (CriticFilterBar *self)
{
  g_autofree char *words = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->words_entry))));

  g_signal_emit (self, signals[WORDS], 0, words);
}

/* Esc: no words, and back to the photographs. */
static gboolean
stop_words_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   user_data)
{
  CriticFilterBar *self = CRITIC_FILTER_BAR (user_data);

  critic_filter_bar_clear_words (self);
  g_signal_emit (self, signals[WORDS], 0, "");
  g_signal_emit (self, signals[LEFT], 0);

  return TRUE;
}

static void
save_cb (CriticFilterBar *self,
         const char      *name)
{
  g_signal_emit (self, signals[SAVE], 0, name, self->expression);
}

static void
rename_cb (CriticFilterBar *self,
           const char      *from,
           const char      *to,
           const char      *expression)
{
  g_signal_emit (self, signals[RENAME], 0, from, to, expression);
}

static void
delete_cb (CriticFilterBar *self,
           const char      *name)
{
  g_signal_emit (self, signals[DELETE], 0, name);
}

static void
critic_filter_bar_dispose (GObject *object)
{
  CriticFilterBar *self = CRITIC_FILTER_BAR (object);

  g_clear_handle_id (&self->typing, g_source_remove);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_filter_bar_parent_class)->dispose (object);
}

static void
critic_filter_bar_finalize (GObject *object)
{
  CriticFilterBar *self = CRITIC_FILTER_BAR (object);

  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->expression, g_free);

  G_OBJECT_CLASS (critic_filter_bar_parent_class)->finalize (object);
}

static void
critic_filter_bar_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_EXPRESSION:
      g_value_set_string (value, CRITIC_FILTER_BAR (object)->expression);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_filter_bar_class_init (CriticFilterBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = critic_filter_bar_dispose;
  object_class->finalize = critic_filter_bar_finalize;
  object_class->get_property = critic_filter_bar_get_property;

  g_type_ensure (CRITIC_TYPE_SCORE_HISTOGRAM);
  g_type_ensure (CRITIC_TYPE_STARS);
  g_type_ensure (CRITIC_TYPE_SAVED_FILTERS);

  properties[PROP_EXPRESSION] = g_param_spec_string ("expression", NULL, NULL, NULL,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SAVE] = g_signal_new ("save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[RENAME] = g_signal_new ("rename", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[DELETE] = g_signal_new ("delete", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  signals[LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[WORDS] = g_signal_new ("words", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-filter-bar.ui");
  gtk_widget_class_set_css_name (widget_class, "filterbar");
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, scroller);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, mistake_label);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, words_entry);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, histogram);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, styles_box);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, more_button);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, stars_drop);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, stars);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, stars_label);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, marks_box);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, critique_box);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, critique_entry);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, state_box);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, saved);
  gtk_widget_class_bind_template_child (widget_class, CriticFilterBar, clear_button);
}

static void
critic_filter_bar_init (CriticFilterBar *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->expression = g_strdup ("");
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  gtk_widget_init_template (GTK_WIDGET (self));
  add_rows (self);
  update_more (self);

  critic_keymap_name_widget (GTK_WIDGET (self->search_entry), "search");
  critic_keymap_name_widget (GTK_WIDGET (self->words_entry), "search-words");
  g_signal_connect_object (self->search_entry, "search-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search_entry, "stop-search", G_CALLBACK (stop_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->words_entry, "activate", G_CALLBACK (words_cb), self, G_CONNECT_SWAPPED);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_callback_action_new (stop_words_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->words_entry), keys);
  g_signal_connect_object (self->critique_entry, "changed", G_CALLBACK (typing_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->histogram, "notify::low", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->histogram, "notify::high", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stars, "notify::value", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stars_drop, "notify::selected", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->more_button, "toggled", G_CALLBACK (update_more), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->saved, "chosen", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->saved, "save", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->saved, "rename", G_CALLBACK (rename_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->saved, "delete", G_CALLBACK (delete_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->clear_button, "clicked", G_CALLBACK (critic_filter_bar_clear), self, G_CONNECT_SWAPPED);
}

/* As critic_filter_new() wants it; empty: everything. */
const char *
critic_filter_bar_get_expression (CriticFilterBar *self)
{
  g_return_val_if_fail (CRITIC_IS_FILTER_BAR (self), NULL);

  return self->expression;
}

void
critic_filter_bar_clear (CriticFilterBar *self)
{
  g_return_if_fail (CRITIC_IS_FILTER_BAR (self));

  show (self, "");
}

void
critic_filter_bar_set_counts (CriticFilterBar         *self,
                              const CriticShootCounts *counts)
{
  g_return_if_fail (CRITIC_IS_FILTER_BAR (self));

  self->counts = *counts;
  critic_score_histogram_set_bins (self->histogram, counts->bins, counts->bins_shown);
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);

      critic_facet_set_count (row->facet, count_of (self, row));
    }
  update_stars (self);
  update_more (self);
}

void
critic_filter_bar_set_saved_count (CriticFilterBar *self,
                                   guint            index,
                                   gint64           count)
{
  g_return_if_fail (CRITIC_IS_FILTER_BAR (self));

  critic_saved_filters_set_count (self->saved, index, count);
}

void
critic_filter_bar_set_saved (CriticFilterBar *self,
                             GPtrArray       *saved)
{
  g_return_if_fail (CRITIC_IS_FILTER_BAR (self));

  critic_saved_filters_set (self->saved, saved);
}

/* Takes the focus to where one searches. */
void
critic_filter_bar_search (CriticFilterBar *self)
{
  g_return_if_fail (CRITIC_IS_FILTER_BAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->search_entry), 0, -1);
}

/* Takes the focus to where one describes what is looked for. */
void
critic_filter_bar_ask_for_words (CriticFilterBar *self)
{
  g_return_if_fail (CRITIC_IS_FILTER_BAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->words_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->words_entry), 0, -1);
}

void
critic_filter_bar_clear_words (CriticFilterBar *self)
{
  g_return_if_fail (CRITIC_IS_FILTER_BAR (self));

  gtk_editable_set_text (GTK_EDITABLE (self->words_entry), "");
}
