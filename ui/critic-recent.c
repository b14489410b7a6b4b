/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-recent.h"

#define MAX_RECENT 8

void
critic_recent_remember (GSettings  *settings,
                        const char *key,
                        GFile      *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_auto(GStrv) recent = NULL;
  g_autoptr(GPtrArray) next = g_ptr_array_new ();

  if (settings == NULL)
    return;

  recent = g_settings_get_strv (settings, key);
  g_ptr_array_add (next, uri);
  for (guint i = 0; recent[i] != NULL && next->len < MAX_RECENT; i++)
    if (!g_str_equal (recent[i], uri))
      g_ptr_array_add (next, recent[i]);
  g_ptr_array_add (next, NULL);
  g_settings_set_strv (settings, key, (const char *const *) next->pdata);
}

static char *
base_name (const char *uri)
{
  g_autoptr(GFile) file = g_file_new_for_uri (uri);
  g_autofree char *base = g_file_get_basename (file);

  return g_filename_display_name (base != NULL ? base : uri);
}

char *
critic_recent_name (const char *const *recent,
                    guint              index)
{
  g_autofree char *name = base_name (recent[index]);

  for (guint i = 0; recent[i] != NULL; i++)
    {
      g_autofree char *other = base_name (recent[i]);

      if (i != index && g_str_equal (name, other))
        {
          g_autoptr(GFile) file = g_file_new_for_uri (recent[index]);
          g_autoptr(GFile) parent = g_file_get_parent (file);
          g_autofree char *uri = parent != NULL ? g_file_get_uri (parent) : NULL;
          g_autofree char *place = uri != NULL ? base_name (uri) : NULL;

          return place != NULL ? g_strdup_printf ("%s (%s)", name, place) : g_steal_pointer (&name);
        }
    }

  return g_steal_pointer (&name);
}

void
critic_recent_fill (GSettings  *settings,
                    const char *key,
                    GMenu      *menu)
{
  g_auto(GStrv) recent = g_settings_get_strv (settings, key);

  g_menu_remove_all (menu);
  for (guint i = 0; recent[i] != NULL && i < MAX_RECENT; i++)
    {
      g_autofree char *name = critic_recent_name ((const char *const *) recent, i);
      g_autoptr(GString) label = g_string_new (name);
      g_autoptr(GMenuItem) item = NULL;

      /* A name is no mnemonic. */
      g_string_replace (label, "_", "__", 0);
      item = g_menu_item_new (label->str, NULL);
      g_menu_item_set_action_and_target (item, "win.open-recent", "s", recent[i]);
      g_menu_append_item (menu, item);
    }
}
