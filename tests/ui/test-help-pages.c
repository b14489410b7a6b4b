/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-command.h"
#include "critic-help-pages.h"

#include <gtk/gtk.h>

/* Whether a command listens to @key as the help writes it: Ctrl+Shift+F, F9. */
static gboolean
is_key (const char *key)
{
  g_autofree char *without = g_strdup (key);
  g_autoptr (GString) accelerator = g_string_new (NULL);
  g_auto (GStrv) parts = g_strsplit (without, "+", -1);
  guint n = g_strv_length (parts), wanted;
  GdkModifierType modifiers;

  for (guint i = 0; i + 1 < n; i++)
    g_string_append (accelerator, g_str_equal (parts[i], "Ctrl") ? "<Control>" : "<Shift>");
  g_string_append (accelerator, g_str_equal (parts[n - 1], ",") ? "comma" : parts[n - 1]);
  g_assert_true (gtk_accelerator_parse (accelerator->str, &wanted, &modifiers));

  for (guint c = 0; c < critic_command_get_n (); c++)
    {
      g_auto (GStrv) keys = g_strsplit (critic_command_get (c)->keys, " ", -1);

      for (guint i = 0; keys[i] != NULL; i++)
        {
          GdkModifierType theirs;
          guint found;

          if (gtk_accelerator_parse (keys[i], &found, &theirs) && gdk_keyval_to_lower (found) == gdk_keyval_to_lower (wanted) &&
              theirs == modifiers)
            return TRUE;
        }
    }
  return FALSE;
}

/* What the help says of keys is true. */
static void
test_keys (void)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\b(?:(?:Ctrl|Shift)\\+(?:Shift\\+)?(?:[A-Z0-9]\\b|,)|F[0-9]+\\b|Delete\\b)", 0, 0, NULL);
  guint n = 0;

  for (guint i = 0; i < critic_help_pages_get_n (); i++)
    for (guint j = 0; critic_help_pages_get (i)->paragraphs[j] != NULL; j++)
      {
        g_autoptr (GMatchInfo) info = NULL;

        g_regex_match (regex, critic_help_pages_get (i)->paragraphs[j], 0, &info);
        for (; g_match_info_matches (info); g_match_info_next (info, NULL), n++)
          {
            g_autofree char *key = g_match_info_fetch (info, 0);

            if (!is_key (key))
              g_error ("The help page “%s” names the key %s, which no command has.", critic_help_pages_get (i)->id, key);
          }
      }
  g_assert_cmpuint (n, >=, 10);
}

static void
test_pages (void)
{
  g_assert_cmpuint (critic_help_pages_get_n (), >=, 10);
  for (guint i = 0; i < critic_help_pages_get_n (); i++)
    {
      const CriticHelpPage *page = critic_help_pages_get (i);
      gsize size = 0;

      g_assert_cmpuint (critic_help_pages_find (page->id), ==, i);
      g_assert_nonnull (page->paragraphs[0]);
      g_assert_true ((page->picture != NULL) == (page->caption != NULL));
      if (page->picture != NULL)
        {
          g_autofree char *path = g_strdup_printf ("/io/github/photocritic/PhotoCritic/help/%s.jpg", page->picture);

          g_assert_true (g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &size, NULL, NULL));
          g_assert_cmpuint (size, <, 150000);
        }
    }
  g_assert_cmpuint (critic_help_pages_find ("nowhere"), ==, 0);
}

static void
test_search (void)
{
  const CriticHelpPage *privacy = critic_help_pages_get (critic_help_pages_find ("privacy"));
  const CriticHelpPage *heat = critic_help_pages_get (critic_help_pages_find ("heat"));

  g_assert_true (critic_help_page_has (privacy, ""));
  g_assert_true (critic_help_page_has (privacy, "NETWORK uploads"));
  g_assert_true (critic_help_page_has (heat, "orange"));
  g_assert_false (critic_help_page_has (privacy, "network orange"));
  g_assert_false (critic_help_page_has (heat, "\xff"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/help/keys", test_keys);
  g_test_add_func ("/help/pages", test_pages);
  g_test_add_func ("/help/search", test_search);
  return g_test_run ();
}
