/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is decoded, in real windows: what somebody shows is counted and sharpened,
 * however small the bound; what another program writes to is shown anew. Asserts no
 * time. */
#include "critic-compare-view.h"
#include "critic-window.h"

#include <glib/gstdio.h>

#define MIB ((gsize) 1024 * 1024)

static char *folder;

typedef struct
{
  CriticAnalyzer    *analyzer;
  CriticDesk        *desk;
  CriticSpotlight   *spotlight;
  CriticShelf       *shelf;
  CriticPictures    *pictures;
  CriticPhotoView   *view;
  CriticCompareView *compare;
  GtkWidget         *window;
  guint              n_frames;
} Scene;

static GFile *
make_jpeg (const char *name, guint width, guint height, guint seed)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  for (guint y = 0; y < height; y++)
    {
      guint8 *row = gdk_pixbuf_get_pixels (pixbuf) + (gsize) y * gdk_pixbuf_get_rowstride (pixbuf);

      for (guint x = 0; x < width; x++)
        {
          row[3 * x] = (guint8) (((x / 32) ^ (y / 32)) * 37 + seed * 50);
          row[3 * x + 1] = (guint8) (x / 64 + seed * 90);
          row[3 * x + 2] = (guint8) (y / 64);
        }
    }
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "jpeg", NULL, NULL));

  return g_file_new_for_path (path);
}

static void
painted_cb (Scene *scene)
{
  scene->n_frames++;
}

static void
wait_frames (Scene *scene, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const guint before = scene->n_frames;

      gtk_widget_queue_draw (GTK_WIDGET (scene->compare));
      while (scene->n_frames == before)
        g_main_context_iteration (NULL, TRUE);
    }
}

static void
set_up (Scene *scene, gconstpointer data)
{
  g_autoptr(CriticPixelOverlay) clipping = NULL, focus = NULL;

  scene->analyzer = critic_analyzer_new (g_getenv ("PHOTO_CRITIC_MODEL"), 1);
  scene->desk = critic_desk_new (scene->analyzer);
  scene->pictures = critic_desk_get_pictures (scene->desk);
  scene->spotlight = critic_spotlight_new (scene->desk);
  scene->shelf = critic_shelf_new (g_getenv ("PHOTO_CRITIC_MODEL"));
  scene->view = CRITIC_PHOTO_VIEW (g_object_ref_sink (critic_photo_view_new ()));
  clipping = g_object_ref_sink (critic_pixel_overlay_new (CRITIC_PIXELS_CLIPPED, scene->view));
  focus = g_object_ref_sink (critic_pixel_overlay_new (CRITIC_PIXELS_SHARP, scene->view));
  scene->compare = g_object_new (CRITIC_TYPE_COMPARE_VIEW, NULL);
  critic_compare_view_set_up (scene->compare, scene->spotlight, scene->shelf, NULL, clipping, focus);

  scene->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (scene->window), 900, 500);
  gtk_window_set_child (GTK_WINDOW (scene->window), GTK_WIDGET (scene->compare));
  gtk_window_present (GTK_WINDOW (scene->window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (scene->compare)) || gtk_widget_get_width (GTK_WIDGET (scene->compare)) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (scene->window), "after-paint", G_CALLBACK (painted_cb), scene);
}

static void
tear_down (Scene *scene, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (scene->window), scene);
  gtk_window_destroy (GTK_WINDOW (scene->window));
  g_object_unref (scene->view);
  g_object_unref (scene->shelf);
  g_object_unref (scene->spotlight);
  g_object_unref (scene->desk);
  critic_analyzer_shutdown (scene->analyzer);
  g_object_unref (scene->analyzer);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr(CriticPicture) picture = critic_pictures_load_finish (CRITIC_PICTURES (object), result, NULL);

  g_assert_nonnull (picture);
  *(gboolean *) data = TRUE;
}

static void
load (Scene *scene, GFile *file)
{
  gboolean done = FALSE;

  critic_pictures_load_async (scene->pictures, file, NULL, loaded_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_idle (Scene *scene)
{
  while (!critic_pictures_is_idle (scene->pictures))
    g_main_context_iteration (NULL, TRUE);
}

/* Three side by side; at first each with a quarter of its pixels. */
static void
show_three (Scene *scene, GFile **files, CriticPicture **shown)
{
  critic_compare_view_set_n (scene->compare, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("shown-%u.jpg", i);

      files[i] = make_jpeg (name, 5200, 2600, i);
      load (scene, files[i]);
      critic_compare_view_set_file (scene->compare, i, files[i]);
      shown[i] = critic_pictures_peek (scene->pictures, files[i]);
      g_assert_true (critic_picture_is_coarse (shown[i]));
    }
  wait_frames (scene, 3);
}

static void
forget_three (Scene *scene, GFile **files)
{
  critic_compare_view_set_n (scene->compare, 0);
  for (guint i = 0; i < 3; i++)
    g_object_unref (files[i]);
}

static guint
count_sharp (CriticPicture **shown)
{
  guint n = 0;

  for (guint i = 0; i < 3; i++)
    n += !critic_picture_is_coarse (shown[i]);
  return n;
}

/* Whatever else is decoded, what is seen is held, counts, and is sharpened when it is
 * looked at closely. */
static void
test_held (Scene *scene, gconstpointer data)
{
  GFile *files[3];
  CriticPicture *shown[3];
  gsize bytes = 0;

  g_object_set (scene->pictures, "max-mib", 64, NULL);
  show_three (scene, files, shown);
  for (guint i = 0; i < 3; i++)
    bytes += critic_picture_get_bytes (shown[i]);
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("other-%u.jpg", i);
      g_autoptr(GFile) file = make_jpeg (name, 2400, 1600, i);

      load (scene, file);
      g_assert_cmpuint (critic_pictures_get_bytes (scene->pictures), <=, 64 * MIB);
      g_assert_cmpuint (critic_pictures_get_bytes (scene->pictures), >=, bytes);
    }
  for (guint i = 0; i < 3; i++)
    g_assert_true (critic_pictures_peek (scene->pictures, files[i]) == shown[i]);

  g_object_set (scene->pictures, "max-mib", 512, NULL);
  critic_photo_view_set_zoom (critic_compare_view_get_view (scene->compare), 1);
  while (count_sharp (shown) < 3)
    wait_frames (scene, 1);
  forget_three (scene, files);
}

/* Where there is room for the pixels of one of them only, one has them and keeps them,
 * and nobody takes them from it frame by frame. What lies on the desk comes first. */
static void
test_room (Scene *scene, gconstpointer data)
{
  GFile *files[3];
  CriticPicture *shown[3], *sharp = NULL;
  guint loads;

  g_object_set (scene->pictures, "max-mib", 128, NULL);
  show_three (scene, files, shown);
  loads = critic_pictures_get_n_loads (scene->pictures);
  critic_photo_view_set_zoom (critic_compare_view_get_view (scene->compare), 1);
  while (count_sharp (shown) < 1)
    wait_frames (scene, 1);
  for (guint i = 0; i < 3; i++)
    if (!critic_picture_is_coarse (shown[i]))
      sharp = shown[i];
  for (guint i = 0; i < 20; i++)
    {
      wait_frames (scene, 1);
      g_assert_cmpuint (critic_pictures_get_bytes (scene->pictures), <=, 128 * MIB);
      g_assert_cmpuint (count_sharp (shown), ==, 1);
      g_assert_false (critic_picture_is_coarse (sharp));
    }

  for (guint i = 0; i < 3; i++)
    if (shown[i] != sharp)
      {
        critic_pictures_set_current (scene->pictures, shown[i]);
        critic_compare_view_set_focused (scene->compare, i);
        while (critic_picture_is_coarse (shown[i]))
          {
            gtk_widget_queue_draw (GTK_WIDGET (critic_compare_view_get_view (scene->compare)));
            wait_frames (scene, 1);
          }
        g_assert_cmpuint (critic_pictures_get_bytes (scene->pictures), <=, 128 * MIB);
        g_assert_cmpuint (count_sharp (shown), ==, 1);
        break;
      }
  g_assert_cmpuint (critic_pictures_get_n_loads (scene->pictures), ==, loads);
  critic_pictures_set_current (scene->pictures, NULL);
  forget_three (scene, files);
  wait_idle (scene);
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("later-%u.jpg", i);
      g_autoptr(GFile) file = make_jpeg (name, 2400, 1600, i);

      load (scene, file);
      g_assert_cmpuint (critic_pictures_get_bytes (scene->pictures), <=, 128 * MIB);
    }
}

static void
write_part (GFile *from, GFile *to, gdouble part)
{
  g_autofree char *contents = NULL;
  gsize length;
  FILE *file;

  g_assert_true (g_file_load_contents (from, NULL, &contents, &length, NULL, NULL));
  file = g_fopen (g_file_peek_path (to), "wb");
  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (contents, 1, (gsize) (length * part), file), ==, (gsize) (length * part));
  fclose (file);
}

static void
wait_loads (Scene *scene, guint n)
{
  while (critic_pictures_get_n_loads (scene->pictures) < n)
    g_main_context_iteration (NULL, TRUE);
}

/* Another program writes to what lies on the desk and stands side by side: it stays
 * until the new photograph is there; while it is half written nothing is complained
 * of. */
static void
test_renewed (Scene *scene, gconstpointer data)
{
  g_autoptr(GFile) file = make_jpeg ("renewed.jpg", 900, 600, 1);
  g_autoptr(GFile) other = make_jpeg ("renewed-by.jpg", 800, 600, 2);
  CriticPicture *old;
  guint loads;

  critic_desk_open (scene->desk, file, NULL);
  while (critic_desk_get_loading (scene->desk))
    g_main_context_iteration (NULL, TRUE);
  old = critic_desk_get_picture (scene->desk);
  critic_compare_view_set_n (scene->compare, 2);
  critic_compare_view_set_file (scene->compare, 1, file);
  loads = critic_pictures_get_n_loads (scene->pictures);

  /* Touched by nobody: nothing is read. */
  critic_pictures_look (scene->pictures, file);
  wait_frames (scene, 10);
  g_assert_cmpuint (critic_pictures_get_n_loads (scene->pictures), ==, loads);

  write_part (other, file, 0.5);
  critic_pictures_look (scene->pictures, file);
  wait_loads (scene, loads + 2);
  g_assert_true (critic_desk_get_picture (scene->desk) == old);
  g_assert_null (critic_desk_get_photo_error (scene->desk));
  g_assert_false (critic_desk_get_loading (scene->desk));

  write_part (other, file, 1);
  critic_pictures_look (scene->pictures, file);
  while (critic_desk_get_picture (scene->desk) == old)
    {
      g_assert_null (critic_desk_get_photo_error (scene->desk));
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpuint (critic_picture_get_width (critic_desk_get_picture (scene->desk)), ==, 800);
  g_assert_true (critic_pictures_peek (scene->pictures, file) == critic_desk_get_picture (scene->desk));
  /* The pane beside it, too: nobody shows the old one. */
  old = critic_desk_get_picture (scene->desk);
  g_assert_cmpuint (critic_pictures_get_bytes (scene->pictures), ==, critic_picture_get_bytes (old));

  /* What stays broken is told in the end; the photograph stays, and is renewed once it can be read. */
  write_part (other, file, 0.3);
  critic_pictures_look (scene->pictures, file);
  while (critic_desk_get_photo_error (scene->desk) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (critic_desk_get_picture (scene->desk) == old);
  wait_idle (scene);
  g_object_unref (make_jpeg ("renewed.jpg", 700, 500, 3));
  critic_pictures_look (scene->pictures, file);
  while (critic_desk_get_picture (scene->desk) == old)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (critic_desk_get_photo_error (scene->desk));
  g_assert_cmpuint (critic_picture_get_width (critic_desk_get_picture (scene->desk)), ==, 700);
  critic_compare_view_set_n (scene->compare, 0);
}

static void
wait_for (CriticPictures *pictures, GFile *file)
{
  while (critic_pictures_peek (pictures, file) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
step (GtkWidget *window, CriticDesk *desk, gint by, GFile *to)
{
  g_assert_true (gtk_widget_activate_action (window, "win.step", "i", by));
  while (critic_desk_get_file (desk) == NULL || !g_file_equal (critic_desk_get_file (desk), to))
    g_main_context_iteration (NULL, TRUE);
}

/* The window asks ahead for the neighbours of what lies on the desk, further on in the
 * direction of the last step; a step to one of them reads nothing. */
static void
test_neighbours (Scene *scene, gconstpointer data)
{
  g_autoptr(GtkApplication) application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_autofree char *shoot = g_build_filename (folder, "shoot", NULL);
  GFile *files[7];
  CriticPictures *pictures;
  CriticDesk *desk;
  GtkWidget *window;
  guint loads;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_assert_cmpint (g_mkdir (shoot, 0755), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strdup_printf ("shoot/%u.jpg", i);

      files[i] = make_jpeg (name, 300, 200, i);
    }
  window = GTK_WIDGET (critic_window_new (application, scene->analyzer, scene->shelf, NULL));
  gtk_window_present (GTK_WINDOW (window));
  desk = critic_window_get_desk (CRITIC_WINDOW (window));
  pictures = critic_desk_get_pictures (desk);
  critic_window_open (CRITIC_WINDOW (window), files[2], NULL);

  for (guint i = 1; i <= 4; i++)
    wait_for (pictures, files[i]);
  loads = critic_pictures_get_n_loads (pictures);
  g_assert_cmpuint (loads, ==, 4);
  g_assert_null (critic_pictures_peek (pictures, files[0]));
  g_assert_null (critic_pictures_peek (pictures, files[5]));

  step (window, desk, 1, files[3]);
  g_assert_false (critic_desk_get_loading (desk));
  wait_for (pictures, files[5]);
  g_assert_cmpuint (critic_pictures_get_n_loads (pictures), ==, loads + 1);
  g_assert_null (critic_pictures_peek (pictures, files[0]));

  /* Back: two ahead is the other way now. */
  step (window, desk, -1, files[2]);
  wait_for (pictures, files[0]);
  g_assert_cmpuint (critic_pictures_get_n_loads (pictures), ==, loads + 2);
  g_assert_null (critic_pictures_peek (pictures, files[6]));

  gtk_window_destroy (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    g_object_unref (files[i]);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  folder = g_dir_make_tmp ("pictures-XXXXXX", NULL);
  g_test_add ("/ui/pictures/held", Scene, NULL, set_up, test_held, tear_down);
  g_test_add ("/ui/pictures/room", Scene, NULL, set_up, test_room, tear_down);
  g_test_add ("/ui/pictures/renewed", Scene, NULL, set_up, test_renewed, tear_down);
  g_test_add ("/ui/pictures/neighbours", Scene, NULL, set_up, test_neighbours, tear_down);
  status = g_test_run ();
  g_free (folder);

  return status;
}
