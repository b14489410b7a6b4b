/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shade and motion on a display and a bus, where a test is the desktop: says on a line
 * what holds whenever that changes, and is told on others what the user chooses, as
 * "variant light" or "contrast more". Ends with its input. */
#include "critic-motion.h"
#include "critic-shade.h"
#include "critic-stale.h"

typedef struct
{
  CriticShade *shade;
  GtkWidget   *window, *scroller, *spinner;
  GMainLoop   *loop;
  char        *said;
} Scene;

static char *
color (GtkWidget *widget, const char *name)
{
  GdkRGBA found;

  g_assert_true (gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &found));

  return g_strdup_printf ("#%02x%02x%02x", (guint) (found.red * 255 + .5), (guint) (found.green * 255 + .5),
                          (guint) (found.blue * 255 + .5));
}

static gboolean
look_cb (gpointer user_data)
{
  Scene *scene = user_data;
  g_autofree char *panel = color (scene->window, "panel_color"), *line = color (scene->window, "line_color"), *say = NULL;
  gboolean dark, animations;

  g_object_get (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", &dark,
                "gtk-enable-animations", &animations, NULL);
  say = g_strdup_printf ("dark=%d panel=%s line=%s animations=%d kinetic=%d", dark, panel, line, animations,
                         gtk_scrolled_window_get_kinetic_scrolling (GTK_SCROLLED_WINDOW (scene->scroller)));
  if (g_strcmp0 (say, scene->said) == 0)
    return G_SOURCE_CONTINUE;

  g_print ("%s\n", say);
  g_free (scene->said);
  scene->said = g_steal_pointer (&say);

  return G_SOURCE_CONTINUE;
}

static gboolean
told_cb (GIOChannel *channel, GIOCondition condition, gpointer user_data)
{
  Scene *scene = user_data;
  g_autofree char *line = NULL;
  g_auto(GStrv) words = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    {
      g_main_loop_quit (scene->loop);
      return G_SOURCE_REMOVE;
    }

  words = g_strsplit (g_strchomp (line), " ", 2);
  g_object_set (scene->shade, words[0], words[1], NULL);

  return G_SOURCE_CONTINUE;
}

/* A moment is not greyed; what lasts is, and then not any more. */
static void
check_stale (GtkWidget *widget)
{
  critic_stale_set (widget, TRUE);
  g_assert_false (gtk_widget_has_css_class (widget, "stale"));
  critic_stale_set (widget, FALSE);
  critic_stale_set (widget, TRUE);
  critic_stale_set (widget, TRUE);
  while (!gtk_widget_has_css_class (widget, "stale"))
    g_main_context_iteration (NULL, TRUE);
  critic_stale_set (widget, TRUE);
  critic_stale_set (widget, FALSE);
  g_assert_false (gtk_widget_has_css_class (widget, "stale"));

  /* Gone before it was. */
  widget = g_object_ref_sink (gtk_label_new (NULL));
  critic_stale_set (widget, TRUE);
  g_object_unref (widget);
}

int
main (int argc, char *argv[])
{
  g_autoptr(GIOChannel) channel = NULL;
  Scene scene = { NULL, };
  GtkWidget *box;

  gtk_test_init (&argc, &argv, NULL);
  critic_motion_watch ();
  scene.shade = critic_shade_new ();
  scene.window = gtk_window_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  scene.scroller = gtk_scrolled_window_new ();
  scene.spinner = gtk_spinner_new ();
  gtk_spinner_start (GTK_SPINNER (scene.spinner));
  gtk_box_append (GTK_BOX (box), scene.scroller);
  gtk_box_append (GTK_BOX (box), scene.spinner);
  gtk_window_set_child (GTK_WINDOW (scene.window), box);
  gtk_window_present (GTK_WINDOW (scene.window));
  check_stale (box);

  scene.loop = g_main_loop_new (NULL, FALSE);
  channel = g_io_channel_unix_new (0);
  g_io_add_watch (channel, G_IO_IN | G_IO_HUP, told_cb, &scene);
  g_timeout_add (20, look_cb, &scene);
  g_main_loop_run (scene.loop);

  gtk_window_destroy (GTK_WINDOW (scene.window));
  g_object_unref (scene.shade);
  g_main_loop_unref (scene.loop);
  g_free (scene.said);

  return 0;
}
