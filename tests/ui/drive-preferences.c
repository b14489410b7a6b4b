/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The preferences against the schema: every key of the settings is changed by a control
 * that has a name, and follows when it is changed elsewhere, or it is said here why a
 * person would not change it. */
#include <gtk/gtk.h>

#include "critic-preferences.h"

#define SCHEMA "io.github.photocritic.PhotoCritic"

/* Keys without a control of their own. */
static const struct
{
  const char *key, *why;
} left_out[] = {
  { "window-width", "the window's border changes it" },
  { "window-height", "the window's border changes it" },
  { "maximized", "the window's button changes it" },
  { "recent-folders", "a record, shown by a menu" },
  { "recent-files", "a record, shown by a menu" },
  { "session-folder", "a record of what was open" },
  { "session-photograph", "a record of what was open" },
  { "session-of-folder", "a record of what was open" },
  { "session-view", "a record of what was open" },
  { "shortcuts", "a page of its own" },
};

/* The control of a key; NULL: none. */
static GtkWidget *
find (GtkWidget *widget, const char *key)
{
  if (g_strcmp0 (gtk_widget_get_name (widget), key) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, key);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
is_left_out (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (left_out); i++)
    if (g_str_equal (left_out[i].key, key))
      {
        g_test_message ("%s has no control: %s", key, left_out[i].why);
        return TRUE;
      }

  return FALSE;
}

/* What a hand does to it. */
static void
change (GtkWidget *control)
{
  if (GTK_IS_CHECK_BUTTON (control))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (control), !gtk_check_button_get_active (GTK_CHECK_BUTTON (control)));
  else if (GTK_IS_DROP_DOWN (control))
    {
      guint n = g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (control)));

      gtk_drop_down_set_selected (GTK_DROP_DOWN (control), (gtk_drop_down_get_selected (GTK_DROP_DOWN (control)) + 1) % n);
    }
  else if (GTK_IS_SPIN_BUTTON (control))
    gtk_spin_button_spin (GTK_SPIN_BUTTON (control), GTK_SPIN_STEP_FORWARD, 0);
  else
    gtk_editable_set_text (GTK_EDITABLE (control), "Anna");
}

/* What it shows, as a number. */
static gdouble
shown (GtkWidget *control)
{
  if (GTK_IS_CHECK_BUTTON (control))
    return gtk_check_button_get_active (GTK_CHECK_BUTTON (control));
  if (GTK_IS_DROP_DOWN (control))
    return gtk_drop_down_get_selected (GTK_DROP_DOWN (control));
  if (GTK_IS_SPIN_BUTTON (control))
    return gtk_spin_button_get_value (GTK_SPIN_BUTTON (control));

  return *gtk_editable_get_text (GTK_EDITABLE (control));
}

static void
check_key (GSettings *settings, GtkWidget *window, const char *key)
{
  GtkWidget *control = find (window, key);
  g_autoptr(GVariant) before = g_settings_get_value (settings, key), after = NULL, again = NULL;
  gdouble first;

  if (is_left_out (key))
    {
      g_assert_null (control);
      return;
    }
  if (control == NULL)
    g_error ("%s has no control: add one, or say why not", key);

  first = shown (control);
  change (control);
  after = g_settings_get_value (settings, key);
  if (g_variant_equal (before, after))
    g_error ("%s does not follow its control", key);

  g_settings_reset (settings, key);
  again = g_settings_get_value (settings, key);
  g_assert_true (g_variant_equal (before, again));
  g_assert_cmpfloat (shown (control), ==, first);
}

static void
test_keys (GtkWidget *window, gconstpointer data)
{
  g_autoptr(GSettings) settings = g_settings_new (SCHEMA);
  g_autoptr(GSettingsSchema) schema = NULL;
  g_auto(GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  g_assert_cmpuint (g_strv_length (keys), >, G_N_ELEMENTS (left_out));
  for (gsize i = 0; i < G_N_ELEMENTS (left_out); i++)
    g_assert_true (g_settings_schema_has_key (schema, left_out[i].key));
  for (guint i = 0; keys[i] != NULL; i++)
    check_key (settings, window, keys[i]);
}

static const char *
label_of (GtkDropDown *drop)
{
  return gtk_string_object_get_string (gtk_drop_down_get_selected_item (drop));
}

/* Orders that a menu or a table's header chose, and one of another version. */
static void
test_order (GtkWidget *window, gconstpointer data)
{
  g_autoptr(GSettings) settings = g_settings_new (SCHEMA);
  GtkDropDown *drop = GTK_DROP_DOWN (find (window, "folder-order"));

  g_settings_set_string (settings, "folder-order", "-name");
  g_assert_cmpstr (label_of (drop), ==, "Name, reversed");
  g_settings_set_string (settings, "folder-order", "style:Macro");
  g_assert_cmpstr (label_of (drop), ==, "Macro");
  g_settings_set_string (settings, "folder-order", "hue");
  g_assert_cmpstr (label_of (drop), ==, "hue");
  g_settings_set_string (settings, "folder-order", "taken");
  g_assert_cmpstr (label_of (drop), ==, "Time taken");
  g_settings_reset (settings, "folder-order");
}

int
main (int argc, char *argv[])
{
  static void (*const tests[]) (GtkWidget *window, gconstpointer data) = { test_keys, test_order };
  g_autoptr(GSettings) settings = NULL;
  g_autoptr(CriticKeymap) keymap = NULL;
  GtkWidget *parent, *window;

  gtk_test_init (&argc, &argv, NULL);
  settings = g_settings_new (SCHEMA);
  keymap = critic_keymap_new (settings);
  parent = gtk_window_new ();
  window = critic_preferences_new (GTK_WINDOW (parent), settings, keymap);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    tests[i] (window, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (parent));

  return 0;
}
