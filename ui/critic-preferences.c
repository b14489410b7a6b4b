/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-preferences.h"

#include <glib/gi18n-lib.h>

#include "critic-key-list.h"
#include "mcn-styles.h"

struct _CriticPreferences
{
  GtkWindow  parent_instance;

  GSettings *settings;
  GtkStack  *pages;
};

G_DEFINE_FINAL_TYPE (CriticPreferences, critic_preferences, GTK_TYPE_WINDOW)

typedef struct
{
  const char *nick, *label;
} Choice;

static const Choice variants[] = { { "follow", N_("As the desktop") }, { "dark", N_("Dark") }, { "light", N_("Light") }, { NULL } };
static const Choice contrasts[] = { { "follow", N_("As the desktop") }, { "more", N_("More") }, { "normal", N_("Normal") }, { NULL } };
static const Choice heats[] = {
  { "off", N_("Nothing") }, { "photo", N_("What moves the score") }, { "word", N_("Where a word looks") },
  { "style", N_("What speaks for a style") }, { NULL }
};
static const Choice modes[] = { { "grid", N_("Grid") }, { "table", N_("Table") }, { NULL } };
static const Choice orders[] = {
  { "score", N_("Score") }, { "low", N_("Lower bound (score − error)") }, { "taste", N_("My taste") }, { "name", N_("Name") },
  { "taken", N_("Time taken") }, { "stars", N_("Stars") }, { "flag", N_("Flag") }, { "label", N_("Label") },
  { "critiques", N_("Critiques") }, { "disagreement", N_("Disagreement") }, { "sharpness", N_("Sharpness") }, { "state", N_("State") },
  { NULL }
};
static const Choice names[] = {
  { "full", N_("photo.jpg.xmp (darktable, digiKam)") }, { "stem", N_("photo.xmp (Lightroom, Capture One)") }, { NULL }
};
static const Choice papers[] = { { "a4", N_("A4") }, { "letter", N_("US Letter") }, { NULL } };

static const Choice formats[] = {
  { "pdf", N_("PDF") }, { "html", N_("HTML") }, { "card", N_("Card (PNG)") }, { "csv", N_("Table (CSV)") },
  { "json", N_("Data (JSON)") }, { "folder", N_("Folder for teaching") }, { NULL }
};
static const Choice templates[] = {
  { "full", N_("Everything") }, { "pages", N_("A page for each photograph") }, { "contact", N_("Summary and contact sheets") },
  { "compare", N_("Comparison of 2 to 4") }, { NULL }
};

/* One of the settings: a switch unless it has choices or a step; a text when it has neither and is one. */
typedef struct
{
  const char   *page, *key, *label;
  const Choice *choices;
  gdouble       step;
} Preference;

static const Preference preferences[] = {
  { N_("General"), "style-variant", N_("Light or dark"), variants },
  { N_("General"), "contrast", N_("Contrast"), contrasts },
  { N_("General"), "restore-session", N_("Begin where Photo Critic ended") },
  { N_("General"), "auto-advance", N_("Step on after stars, a flag or a label") },
  { N_("General"), "judge-first", N_("Hide what the model says until I have judged") },
  { N_("General"), "learn-taste", N_("Learn my taste from my stars, scores and verdicts") },
  { N_("General"), "panel-visible", N_("Show the side panel") },
  { N_("General"), "strip-visible", N_("Show the film strip") },
  { N_("General"), "heat-mode", N_("Heat map shows"), heats },
  { N_("General"), "heat-strength", N_("Strength of the heat map, 0 to 1"), NULL, 0.05 },
  { N_("General"), "own-scale", N_("Best own score of a critique"), NULL, 1 },
  { N_("General"), "picture-memory", N_("Memory for decoded photographs, MiB"), NULL, 256 },
  { N_("Folder"), "folder-mode", N_("A folder is shown as"), modes },
  { N_("Folder"), "folder-order", N_("Order of its photographs"), orders },
  { N_("Folder"), "tile-width", N_("Width of a tile, pixels"), NULL, 40 },
  { N_("Folder"), "bursts-collapsed", N_("Show bursts as stacks") },
  { N_("Folder"), "filters-visible", N_("Show the filters") },
  { N_("Files"), "with-partners", N_("RAW and JPEG are one photograph") },
  { N_("Files"), "sidecars-automatic", N_("Write XMP files by themselves after each mark") },
  { N_("Files"), "sidecar-name", N_("XMP files are called"), names },
  { N_("Files"), "sidecar-subjects", N_("Write styles into them as keywords") },
  { N_("Reports"), "report-format", N_("Kind of report"), formats },
  { N_("Reports"), "report-template", N_("Template of a report on several photographs"), templates },
  { N_("Reports"), "report-paper", N_("Paper"), papers },
  { N_("Reports"), "report-author", N_("Author on the cover") },
  { N_("Reports"), "report-ranked", N_("Begin with the best") },
  { N_("Reports"), "report-names", N_("Tell file names") },
  { N_("Reports"), "report-paths", N_("Tell folders") },
  { N_("Reports"), "report-exif", N_("Tell what the camera noted") },
  { N_("Reports"), "report-place", N_("Tell places (GPS)") },
};

/* --- a choice of the settings --- */

/* What is said of a value that is none of the choices: an order turned round, or by a style. */
static char *
dup_label (const Preference *preference,
           const char       *value)
{
  const gboolean reversed = *value == '-';
  const char *label = value + reversed;

  for (guint i = 0; preference->choices[i].nick != NULL; i++)
    if (g_str_equal (preference->choices[i].nick, value + reversed))
      label = _(preference->choices[i].label);
  for (McnStyle style = 0; g_str_has_prefix (label, "style:") && style < MCN_N_STYLES; style++)
    if (g_str_equal (label + strlen ("style:"), mcn_style_info (style)->id))
      label = _(mcn_style_info (style)->name);

  /* Translators: an order of photographs, for example “Name, reversed” */
  return reversed ? g_strdup_printf (_("%s, reversed"), label) : g_strdup (label);
}

static void
chosen_cb (CriticPreferences *self,
           GParamSpec        *pspec,
           GtkDropDown       *drop)
{
  const Preference *preference = g_object_get_data (G_OBJECT (drop), "preference");
  const GPtrArray *nicks = g_object_get_data (G_OBJECT (drop), "nicks");
  guint selected = gtk_drop_down_get_selected (drop);
  g_autofree char *now = g_settings_get_string (self->settings, preference->key);

  if (selected < nicks->len && !g_str_equal (now, nicks->pdata[selected]))
    g_settings_set_string (self->settings, preference->key, nicks->pdata[selected]);
}

static void
add_choice (GtkDropDown *drop,
            const char  *nick,
            const char  *label)
{
  g_ptr_array_add (g_object_get_data (G_OBJECT (drop), "nicks"), g_strdup (nick));
  gtk_string_list_append (GTK_STRING_LIST (gtk_drop_down_get_model (drop)), label);
}

static void
show_choice (GtkDropDown *drop,
             const char  *key,
             GSettings   *settings)
{
  const Preference *preference = g_object_get_data (G_OBJECT (drop), "preference");
  GPtrArray *nicks = g_object_get_data (G_OBJECT (drop), "nicks");
  g_autofree char *now = g_settings_get_string (settings, preference->key);
  guint index;

  if (!g_ptr_array_find_with_equal_func (nicks, now, g_str_equal, &index))
    {
      g_autofree char *label = dup_label (preference, now);

      index = nicks->len;
      add_choice (drop, now, label);
    }
  gtk_drop_down_set_selected (drop, index);
}

static GtkWidget *
make_choice (CriticPreferences *self,
             const Preference  *preference)
{
  g_autofree char *changed = g_strconcat ("changed::", preference->key, NULL);
  GtkWidget *drop = gtk_drop_down_new (G_LIST_MODEL (gtk_string_list_new (NULL)), NULL);

  g_object_set_data (G_OBJECT (drop), "preference", (gpointer) preference);
  g_object_set_data_full (G_OBJECT (drop), "nicks", g_ptr_array_new_with_free_func (g_free), (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; preference->choices[i].nick != NULL; i++)
    add_choice (GTK_DROP_DOWN (drop), preference->choices[i].nick, _(preference->choices[i].label));
  show_choice (GTK_DROP_DOWN (drop), preference->key, self->settings);
  g_signal_connect_object (drop, "notify::selected", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, changed, G_CALLBACK (gtk_widget_queue_draw), drop, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, changed, G_CALLBACK (show_choice), drop, G_CONNECT_SWAPPED);

  return drop;
}

/* --- rows --- */

static GtkWidget *
make_number (CriticPreferences *self,
             const Preference  *preference)
{
  g_autoptr(GSettingsSchema) schema = NULL;
  g_autoptr(GSettingsSchemaKey) key = NULL;
  g_autoptr(GVariant) range = NULL, limits = NULL, low = NULL, high = NULL;
  gboolean whole;
  GtkWidget *spin;

  g_object_get (self->settings, "settings-schema", &schema, NULL);
  key = g_settings_schema_get_key (schema, preference->key);
  whole = g_variant_type_equal (g_settings_schema_key_get_value_type (key), G_VARIANT_TYPE_INT32);
  range = g_settings_schema_key_get_range (key);
  g_variant_get (range, "(&sv)", NULL, &limits);
  low = g_variant_get_child_value (limits, 0);
  high = g_variant_get_child_value (limits, 1);

  spin = gtk_spin_button_new_with_range (whole ? g_variant_get_int32 (low) : g_variant_get_double (low),
                                         whole ? g_variant_get_int32 (high) : g_variant_get_double (high), preference->step);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), preference->step < 1 ? 2 : 0);
  g_settings_bind (self->settings, preference->key, spin, "value", G_SETTINGS_BIND_DEFAULT);

  return spin;
}

static gboolean
is_switch (CriticPreferences *self,
           const Preference  *preference)
{
  g_autoptr(GVariant) value = g_settings_get_value (self->settings, preference->key);

  return g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN);
}

static void
add_row (CriticPreferences *self,
         GtkBox            *page,
         const Preference  *preference)
{
  GtkWidget *row, *label, *control;

  if (is_switch (self, preference))
    {
      control = gtk_check_button_new_with_label (_(preference->label));
      gtk_widget_set_name (control, preference->key);
      g_settings_bind (self->settings, preference->key, control, "active", G_SETTINGS_BIND_DEFAULT);
      gtk_box_append (page, control);
      return;
    }

  if (preference->choices != NULL)
    control = make_choice (self, preference);
  else if (preference->step > 0)
    control = make_number (self, preference);
  else
    {
      control = gtk_entry_new ();
      g_settings_bind (self->settings, preference->key, control, "text", G_SETTINGS_BIND_DEFAULT);
    }

  gtk_widget_set_name (control, preference->key);
  row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  label = gtk_label_new (_(preference->label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (control, 200, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, _(preference->label), -1);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), control);
  gtk_box_append (page, row);
}

static GtkBox *
get_page (CriticPreferences *self,
          const char        *title)
{
  GtkWidget *scroller = gtk_stack_get_child_by_name (self->pages, title), *box;

  if (scroller != NULL)
    return g_object_get_data (G_OBJECT (scroller), "page");

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_add_css_class (box, "page");
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  g_object_set_data (G_OBJECT (scroller), "page", box);
  gtk_stack_add_titled (self->pages, scroller, title, _(title));

  return GTK_BOX (box);
}

static gboolean
close_cb (GtkWidget *widget,
          GVariant  *args,
          gpointer   user_data)
{
  gtk_window_close (GTK_WINDOW (widget));

  return TRUE;
}

static void
critic_preferences_dispose (GObject *object)
{
  g_clear_object (&CRITIC_PREFERENCES (object)->settings);

  G_OBJECT_CLASS (critic_preferences_parent_class)->dispose (object);
}

static void
critic_preferences_class_init (CriticPreferencesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = critic_preferences_dispose;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, close_cb, NULL);
}

static void
critic_preferences_init (CriticPreferences *self)
{
  GtkWidget *header = gtk_header_bar_new (), *switcher = gtk_stack_switcher_new ();

  self->pages = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->pages, FALSE);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->pages);
  gtk_header_bar_set_title_widget (GTK_HEADER_BAR (header), switcher);
  gtk_window_set_titlebar (GTK_WINDOW (self), header);
  gtk_window_set_child (GTK_WINDOW (self), GTK_WIDGET (self->pages));
  gtk_window_set_title (GTK_WINDOW (self), _("Preferences"));
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 560);
  gtk_widget_add_css_class (GTK_WIDGET (self), "preferences");
}

GtkWidget *
critic_preferences_new (GtkWindow    *parent,
                        GSettings    *settings,
                        CriticKeymap *keymap)
{
  CriticPreferences *self = g_object_new (CRITIC_TYPE_PREFERENCES, "transient-for", parent,
                                          "application", gtk_window_get_application (parent), NULL);

  self->settings = g_object_ref (settings);
  for (guint i = 0; i < G_N_ELEMENTS (preferences); i++)
    add_row (self, get_page (self, preferences[i].page), &preferences[i]);
  gtk_stack_add_titled (self->pages, critic_key_list_new (keymap), "keys", _("Keys"));

  return GTK_WIDGET (self);
}
