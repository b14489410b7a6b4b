/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-stale.h"

/* A quick answer does not flicker. No delay of the style sheet: where nothing may move
 * there are none. */
#define AFTER_MS 180
#define SOURCE "critic-stale-source"

static gboolean
show_cb (gpointer user_data)
{
  g_object_steal_data (user_data, SOURCE);
  gtk_widget_add_css_class (user_data, "stale");

  return G_SOURCE_REMOVE;
}

static void
remove_source (gpointer source)
{
  g_source_remove (GPOINTER_TO_UINT (source));
}

void
critic_stale_set (GtkWidget *widget,
                  gboolean   stale)
{
  guint source;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (!stale)
    {
      g_object_set_data (G_OBJECT (widget), SOURCE, NULL);
      gtk_widget_remove_css_class (widget, "stale");
    }
  else if (!gtk_widget_has_css_class (widget, "stale") && g_object_get_data (G_OBJECT (widget), SOURCE) == NULL)
    {
      source = g_timeout_add (AFTER_MS, show_cb, widget);
      g_source_set_name_by_id (source, "[photo-critic] stale");
      g_object_set_data_full (G_OBJECT (widget), SOURCE, GUINT_TO_POINTER (source), remove_source);
    }
}
