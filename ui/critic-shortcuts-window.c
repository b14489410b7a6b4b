/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shortcuts-window.h"

#include <glib/gi18n-lib.h>

/* Keys that belong to a widget, the same wherever there is one like it. */
static const struct
{
  const char         *title, *keys;
  CriticCommandGroup  group;
} fixed[] = {
  { N_("Open on the desk"), "Return", CRITIC_COMMAND_FOLDER },
  { N_("Menu"), "Menu <Shift>F10", CRITIC_COMMAND_FOLDER },
};

static void
add (GString    *ui,
     const char *title,
     const char *keys)
{
  g_autofree char *markup = g_markup_printf_escaped ("<child><object class=\"GtkShortcutsShortcut\">"
                                                     "<property name=\"title\">%s</property>"
                                                     "<property name=\"accelerator\">%s</property>"
                                                     "</object></child>", title, keys);

  g_string_append (ui, markup);
}

static void
add_group (GString            *ui,
           CriticKeymap       *keymap,
           CriticCommandGroup  group)
{
  g_autofree char *head = g_markup_printf_escaped ("<child><object class=\"GtkShortcutsGroup\"><property name=\"title\">%s</property>",
                                                   critic_command_group_title (group));

  g_string_append (ui, head);
  for (guint i = 0; i < critic_command_get_n (); i++)
    {
      const CriticCommand *command = critic_command_get (i);
      g_auto(GStrv) keys = critic_keymap_get_keys (keymap, command);
      g_autofree char *joined = g_strjoinv (" ", keys);

      if (command->group == group && *joined != '\0')
        add (ui, _(command->title), joined);
    }
  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    if (fixed[i].group == group)
      add (ui, _(fixed[i].title), fixed[i].keys);
  g_string_append (ui, "</object></child>");
}

/* By GtkBuilder: up to GTK 4.14 such a window cannot be made otherwise. */
GtkWindow *
critic_shortcuts_window_new (CriticKeymap *keymap)
{
  g_autoptr(GString) ui = g_string_new ("<interface><object class=\"GtkShortcutsWindow\" id=\"window\">"
                                        "<child><object class=\"GtkShortcutsSection\">"
                                        "<property name=\"section-name\">shortcuts</property>"
                                        "<property name=\"max-height\">12</property>");
  g_autoptr(GtkBuilder) builder = NULL;

  for (CriticCommandGroup group = 0; group < CRITIC_COMMAND_N_GROUPS; group++)
    add_group (ui, keymap, group);
  g_string_append (ui, "</object></child></object></interface>");

  builder = gtk_builder_new_from_string (ui->str, -1);

  return GTK_WINDOW (gtk_builder_get_object (builder, "window"));
}
