/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The real view on a real window, frame by frame: what is drawn, how much a
 * frame brings to the screen, and that the main loop never decodes or resamples
 * (each such call is counted, and fatal here). Asserts no time. */
#include <math.h>
#include <stdio.h>

#include <glib/gstdio.h>
#include <jpeglib.h>

#include "critic-blocking.h"
#include "critic-photo-view-private.h"
#include "critic-pixel-overlay.h"

static char *folder;

typedef struct
{
  CriticAnalyzer  *analyzer;
  CriticDesk      *desk;
  CriticSpotlight *spotlight;
  CriticPhotoView *view;
  GtkWidget       *window;
  guint            n_frames;
} Scene;

/* A row of a picture that differs everywhere, by @seed. */
static void
fill_row (guint8 *row, guint width, guint y, guint seed)
{
  for (guint x = 0; x < width; x++)
    {
      row[3 * x] = (guint8) (((x / 8) ^ (y / 8)) * 37 + seed * 50);
      row[3 * x + 1] = (guint8) (x / 16 + seed * 90);
      row[3 * x + 2] = (guint8) (y / 16);
    }
}

static GFile *
make_jpeg (const char *name, guint width, guint height, guint seed)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree guint8 *row = g_malloc ((gsize) width * 3);
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_stdio_dest (&jpeg, file);
  jpeg.image_width = width;
  jpeg.image_height = height;
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults (&jpeg);
  jpeg.dct_method = JDCT_IFAST;
  jpeg_set_quality (&jpeg, 80, TRUE);
  jpeg_start_compress (&jpeg, TRUE);
  for (guint y = 0; y < height; y++)
    {
      fill_row (row, width, y, seed);
      jpeg_write_scanlines (&jpeg, &row, 1);
    }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  fclose (file);

  return g_file_new_for_path (path);
}

static GFile *
make_png (const char *name, guint width, guint height, gint grey)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  for (guint y = 0; y < height; y++)
    {
      guint8 *row = gdk_pixbuf_get_pixels (pixbuf) + y * gdk_pixbuf_get_rowstride (pixbuf);

      if (grey >= 0)
        memset (row, grey, (gsize) width * 3);
      else
        fill_row (row, width, y, 1);
    }
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));

  return g_file_new_for_path (path);
}

static void
painted_cb (Scene *scene)
{
  scene->n_frames++;
}

static void
wait_frame (Scene *scene)
{
  guint before = scene->n_frames;

  gtk_widget_queue_draw (GTK_WIDGET (scene->view));
  while (scene->n_frames == before)
    g_main_context_iteration (NULL, TRUE);
}

static const CriticTilesStats *
stats (Scene *scene)
{
  return critic_tiles_get_stats (critic_photo_view_get_tiles (scene->view));
}

static CriticPicture *
shown (Scene *scene)
{
  return critic_desk_get_picture (scene->desk);
}

static CriticPictures *
pictures (Scene *scene)
{
  return critic_desk_get_pictures (scene->desk);
}

static void
wait_idle (Scene *scene)
{
  while (!critic_pictures_is_idle (pictures (scene)))
    g_main_context_iteration (NULL, TRUE);
}

static void
open_and_wait (Scene *scene, GFile *file)
{
  critic_photo_view_start_fit (scene->view);
  critic_desk_open (scene->desk, file, NULL);
  while (critic_desk_get_loading (scene->desk))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (critic_desk_get_photo_error (scene->desk), ==, NULL);
  wait_frame (scene);
}

/* Until all of what is seen is drawn, as sharp as the file is. */
static void
wait_whole (Scene *scene)
{
  for (guint i = 0; i < 100; i++)
    {
      wait_frame (scene);
      wait_idle (scene);
      if (stats (scene)->whole && !critic_picture_is_refining (shown (scene)))
        {
          wait_frame (scene);
          if (stats (scene)->whole)
            return;
        }
    }
  g_assert_not_reached ();
}

static void
set_up (Scene *scene, gconstpointer data)
{
  scene->analyzer = critic_analyzer_new (g_getenv ("PHOTO_CRITIC_MODEL"), 1);
  scene->desk = critic_desk_new (scene->analyzer);
  scene->spotlight = critic_spotlight_new (scene->desk);
  scene->view = CRITIC_PHOTO_VIEW (g_object_ref_sink (critic_photo_view_new ()));
  critic_photo_view_set_spotlight (scene->view, scene->spotlight);
  scene->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (scene->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (scene->window), 600, 400);
  gtk_window_set_child (GTK_WINDOW (scene->window), GTK_WIDGET (scene->view));
  gtk_window_present (GTK_WINDOW (scene->window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (scene->view)) || gtk_widget_get_width (GTK_WIDGET (scene->view)) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (scene->window), "after-paint", G_CALLBACK (painted_cb), scene);
}

static void
tear_down (Scene *scene, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (scene->window), scene);
  gtk_window_destroy (GTK_WINDOW (scene->window));
  g_object_unref (scene->view);
  g_object_unref (scene->spotlight);
  g_object_unref (scene->desk);
  critic_analyzer_shutdown (scene->analyzer);
  g_object_unref (scene->analyzer);
}

/* What the view draws, in device pixels: BGRA. */
static guint8 *
render (Scene *scene, guint *width, guint *height)
{
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();
  guint scale = gtk_widget_get_scale_factor (GTK_WIDGET (scene->view));
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (scene->window));
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  guint8 *pixels;

  *width = gtk_widget_get_width (GTK_WIDGET (scene->view)) * scale;
  *height = gtk_widget_get_height (GTK_WIDGET (scene->view)) * scale;
  gtk_snapshot_scale (snapshot, scale, scale);
  GTK_WIDGET_GET_CLASS (scene->view)->snapshot (GTK_WIDGET (scene->view), snapshot);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, *width, *height));
  pixels = g_malloc ((gsize) *width * *height * 4);
  gdk_texture_download (texture, pixels, (gsize) *width * 4);

  return pixels;
}

/* At 100 % each device pixel is one of the file's, unchanged. */
static void
test_full (Scene *scene, gconstpointer data)
{
  g_autoptr(GFile) file = make_png ("full.png", 3001, 2003, -1);
  g_autofree guint8 *seen = NULL;
  g_autofree guint8 *row = g_malloc (3001 * 3);
  guint width, height, left = 0, top = 0;
  gboolean found = FALSE;

  open_and_wait (scene, file);
  critic_photo_view_set_zoom (scene->view, 1);
  critic_photo_view_pan_by (scene->view, 31.4, -12.3);
  wait_whole (scene);
  g_assert_cmpfloat (critic_photo_view_get_zoom (scene->view), ==, 1);
  g_assert_cmpuint (stats (scene)->level, ==, 0);
  seen = render (scene, &width, &height);

  /* Where its corner lies, is told by the colours that change slowest. */
  for (top = 0; top + height <= 2003 && !found; top++)
    {
      fill_row (row, 3001, top, 1);
      for (left = 0; left + width <= 3001 && !found; left++)
        {
          found = TRUE;
          for (guint x = 0; x < width && found; x++)
            found = seen[4 * x + 2] == row[3 * (left + x)] && seen[4 * x + 1] == row[3 * (left + x) + 1];
        }
    }
  g_assert_true (found);
  left--;

  /* The first row fits several of the picture's: one of the eight that look the same fits all. */
  found = FALSE;
  for (guint t = top - 1; t < top + 15 && !found; t++)
    {
      found = TRUE;
      for (guint y = 0; y < height && found; y++)
        {
          fill_row (row, 3001, t + y, 1);
          for (guint x = 0; x < width && found; x++)
            found = seen[4 * (y * width + x) + 2] == row[3 * (left + x)]
                    && seen[4 * (y * width + x) + 1] == row[3 * (left + x) + 1]
                    && seen[4 * (y * width + x)] == row[3 * (left + x) + 2];
        }
    }
  g_assert_true (found);
}

/* Tiles meet: a grey picture is grey everywhere, at any zoom. */
static void
test_seams (Scene *scene, gconstpointer data)
{
  static const gdouble zooms[] = { 0.37, 0.61, 1, 1.37, 2.9 };
  g_autoptr(GFile) file = make_png ("grey.png", 2900, 2100, 77);

  open_and_wait (scene, file);
  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      g_autofree guint8 *seen = NULL;
      guint width, height;

      critic_photo_view_set_zoom (scene->view, zooms[i]);
      critic_photo_view_pan_by (scene->view, 17.3, 5.9);
      wait_whole (scene);
      seen = render (scene, &width, &height);
      for (guint y = 1; y < height - 1; y++)
        for (guint x = 1; x < width - 1; x++)
          {
            const guint8 *p = seen + 4 * ((gsize) y * width + x);
            /* Where the picture ends there is nothing. */
            const gboolean inside = zooms[i] * 2900 > width && zooms[i] * 2100 > height;

            if (inside && (p[0] != 77 || p[1] != 77 || p[2] != 77 || p[3] != 255))
              g_error ("at %.2f, %u,%u: %u %u %u %u", zooms[i], x, y, p[0], p[1], p[2], p[3]);
          }
    }
}

/* In and out, up and down and across: no frame brings more than its share, and
 * nothing is decoded or resampled by the main loop. */
static void
drive (Scene *scene, guint width, guint height)
{
  g_autofree char *name = g_strdup_printf ("%u.jpg", width);
  g_autoptr(GFile) file = make_jpeg (name, width, height, 1);
  guint first = scene->n_frames;

  open_and_wait (scene, file);
  g_assert_true (critic_picture_is_coarse (shown (scene)));
  g_assert_cmpuint (critic_picture_get_width (shown (scene)), ==, width);
  for (guint i = 0; i < 30; i++)
    {
      critic_photo_view_zoom_by (scene->view, 1.25);
      wait_frame (scene);
    }
  critic_photo_view_set_zoom (scene->view, 1);
  wait_whole (scene);
  /* All of its pixels are there now. */
  g_assert_false (critic_picture_is_coarse (shown (scene)));
  g_assert_cmpuint (critic_pyramid_get_level (stats (scene)->pyramid, 0)->width, ==, width);
  g_assert_cmpuint (stats (scene)->level, ==, 0);
  for (guint i = 0; i < 40; i++)
    {
      critic_photo_view_pan_by (scene->view, i % 2 == 0 ? -311.0 * i : 97, i % 3 == 0 ? 203.0 * i : -150);
      wait_frame (scene);
    }
  wait_whole (scene);
  for (guint i = 0; i < 40; i++)
    {
      critic_photo_view_zoom_by (scene->view, 0.8);
      wait_frame (scene);
    }
  critic_photo_view_set_fit (scene->view);
  wait_whole (scene);

  g_assert_cmpuint (critic_blocking_get_on_main (), ==, 0);
  g_assert_cmpuint (stats (scene)->most_upload, >, 0);
  g_assert_cmpuint (stats (scene)->most_upload, <=, CRITIC_TILES_MAX_UPLOAD + 2 * 1024 * 1024);
  g_assert_cmpuint (critic_pictures_get_bytes (pictures (scene)), <=, (gsize) 1024 * 1024 * 1024);
  g_test_message ("%u frames, at most %" G_GSIZE_FORMAT " bytes in one", scene->n_frames - first, stats (scene)->most_upload);
}

static void
test_large (Scene *scene, gconstpointer data)
{
  drive (scene, 16384, 12288);
}

static void
test_wide (Scene *scene, gconstpointer data)
{
  drive (scene, 40000, 3000);
}

/* A step to a neighbour reads nothing and is on the screen by the second frame,
 * at the same place and zoom. */
static void
test_step (Scene *scene, gconstpointer data)
{
  g_autoptr(GFile) a = make_jpeg ("a.jpg", 3000, 2000, 1);
  g_autoptr(GFile) b = make_jpeg ("b.jpg", 3000, 2000, 2);
  g_autoptr(GFile) c = make_jpeg ("c.jpg", 3000, 2000, 3);
  GFile *neighbours[] = { b, c };
  guint loads, frames;
  graphene_rect_t before, after;
  CriticPyramid *old;

  open_and_wait (scene, a);
  critic_photo_view_set_zoom (scene->view, 0.8);
  critic_photo_view_pan_by (scene->view, 60, -40);
  wait_whole (scene);
  critic_photo_view_get_place (scene->view, &before);
  critic_pictures_expect (pictures (scene), neighbours, 2);
  wait_idle (scene);
  g_assert_cmpuint (critic_pictures_get_n_loads (pictures (scene)), ==, 3);
  g_assert_nonnull (critic_pictures_peek (pictures (scene), b));
  g_assert_nonnull (critic_pictures_peek (pictures (scene), c));

  loads = critic_pictures_get_n_loads (pictures (scene));
  frames = scene->n_frames;
  old = stats (scene)->pyramid;
  critic_desk_open (scene->desk, b, NULL);
  g_assert_true (g_file_equal (critic_picture_get_file (shown (scene)), b));
  while (stats (scene)->pyramid == old)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (stats (scene)->whole);
  g_assert_cmpuint (scene->n_frames - frames, <=, 2);
  g_assert_cmpuint (critic_pictures_get_n_loads (pictures (scene)), ==, loads);

  critic_photo_view_get_place (scene->view, &after);
  g_assert_cmpfloat (critic_photo_view_get_zoom (scene->view), ==, 0.8);
  g_assert_true (graphene_rect_equal (&before, &after));
  g_assert_cmpuint (critic_blocking_get_on_main (), ==, 0);

  /* What is opened and no neighbour starts fit. */
  critic_photo_view_start_fit (scene->view);
  critic_desk_open (scene->desk, c, NULL);
  g_assert_true (critic_photo_view_get_fit (scene->view));
}

/* Two fingers zoom about what lies between them, by what they were apart at first. */
static void
test_pinch (Scene *scene, gconstpointer data)
{
  g_autoptr(GFile) file = make_jpeg ("pinch.jpg", 3000, 2000, 1);
  graphene_rect_t before, after;
  gdouble zoom;

  open_and_wait (scene, file);
  critic_photo_view_set_zoom (scene->view, 0.5);
  critic_photo_view_get_place (scene->view, &before);
  zoom = critic_photo_view_get_zoom (scene->view);
  _critic_photo_view_begin_pinch (scene->view);
  for (guint i = 1; i <= 4; i++)
    {
      const gdouble scale = 1 + i * 0.25, x = 180, y = 250;

      _critic_photo_view_pinch (scene->view, scale, x, y);
      g_assert_cmpfloat_with_epsilon (critic_photo_view_get_zoom (scene->view), zoom * scale, 1e-6);
      g_assert_true (critic_photo_view_get_place (scene->view, &after));
      g_assert_cmpfloat_with_epsilon ((x - before.origin.x) / before.size.width, (x - after.origin.x) / after.size.width, 2e-3);
      g_assert_cmpfloat_with_epsilon ((y - before.origin.y) / before.size.height, (y - after.origin.y) / after.size.height, 2e-3);
    }
  /* The next one starts from there. */
  _critic_photo_view_begin_pinch (scene->view);
  _critic_photo_view_pinch (scene->view, 0.5, 180, 250);
  g_assert_cmpfloat_with_epsilon (critic_photo_view_get_zoom (scene->view), zoom, 1e-6);
}

/* The bound holds, and the one shown is never given back. */
static void
test_bound (Scene *scene, gconstpointer data)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  const guint mib = 40;         /* one of these takes 11 MiB */

  g_object_set (pictures (scene), "max-mib", mib, NULL);
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("bound-%u.jpg", i);

      g_ptr_array_add (files, make_jpeg (name, 2000, 1400, i));
    }
  for (guint i = 0; i < 8; i++)
    {
      open_and_wait (scene, g_ptr_array_index (files, i));
      critic_pictures_expect (pictures (scene), (GFile **) files->pdata, 8);
      wait_idle (scene);
      g_assert_cmpuint (critic_pictures_get_bytes (pictures (scene)), <=, (gsize) mib * 1024 * 1024);
      g_assert_nonnull (critic_pictures_peek (pictures (scene), g_ptr_array_index (files, i)));
    }
  /* Full size would take 4 times 40 million bytes. */
  {
    g_autoptr(GFile) large = make_jpeg ("bound-large.jpg", 8000, 5000, 1);

    open_and_wait (scene, large);
    critic_photo_view_set_zoom (scene->view, 1);
    wait_whole (scene);
    g_assert_true (critic_picture_is_coarse (shown (scene)));
    g_assert_cmpuint (critic_pictures_get_bytes (pictures (scene)), <=, (gsize) mib * 1024 * 1024);
  }
}

/* A file that was written anew is shown anew. */
static void
test_stale (Scene *scene, gconstpointer data)
{
  g_autoptr(GFile) a = make_jpeg ("stale-a.jpg", 900, 600, 1);
  g_autoptr(GFile) b = make_jpeg ("stale-b.jpg", 900, 600, 2);
  g_autofree char *key = NULL;

  open_and_wait (scene, a);
  key = g_strdup (critic_photo_get_key (critic_picture_get_photo (shown (scene))));
  open_and_wait (scene, b);
  g_object_unref (make_jpeg ("stale-a.jpg", 900, 601, 3));
  critic_desk_open (scene->desk, a, NULL);
  while (!g_file_equal (critic_desk_get_file (scene->desk), a)
         || g_str_equal (critic_photo_get_key (critic_picture_get_photo (shown (scene))), key))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (critic_picture_get_height (shown (scene)), ==, 601);
}

/* Marks are made on a worker of what is seen, follow it, and go with it. */
static void
test_marks (Scene *scene, gconstpointer data)
{
  g_autoptr(GFile) white = make_png ("white.png", 2600, 2200, 255);
  g_autoptr(GFile) grey = make_png ("middle.png", 2600, 2200, 128);
  g_autoptr(CriticPixelOverlay) clipping = critic_pixel_overlay_new (CRITIC_PIXELS_CLIPPED, scene->view);
  g_autofree guint8 *seen = NULL;
  guint width, height, n_dark = 0, n_light = 0;
  GdkTexture *texture;

  critic_photo_view_add_overlay (scene->view, CRITIC_OVERLAY (clipping));
  open_and_wait (scene, white);
  g_assert_null (critic_pixel_overlay_get_texture (clipping));
  critic_pixel_overlay_set_visible (clipping, TRUE);
  critic_photo_view_set_zoom (scene->view, 1);
  wait_whole (scene);
  while (critic_pixel_overlay_get_texture (clipping) == NULL)
    g_main_context_iteration (NULL, TRUE);
  texture = g_object_ref (critic_pixel_overlay_get_texture (clipping));
  /* Of what is seen, not of all there is. */
  g_assert_cmpint (gdk_texture_get_width (texture), <, 2600);

  seen = render (scene, &width, &height);
  for (guint i = 0; i < width * height; i++)
    {
      n_dark += seen[4 * i] < 60;
      n_light += seen[4 * i] > 240;
    }
  g_assert_cmpuint (n_dark, >, width * height / 3);
  g_assert_cmpuint (n_light, >, width * height / 3);

  critic_photo_view_pan_by (scene->view, 700, 600);
  wait_frame (scene);
  while (critic_pixel_overlay_get_texture (clipping) == texture)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (texture);

  /* Nothing of the white one lies over the grey one, not for a frame. */
  critic_desk_open (scene->desk, grey, NULL);
  while (critic_desk_get_loading (scene->desk))
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 5; i++)
    {
      wait_frame (scene);
      g_clear_pointer (&seen, g_free);
      seen = render (scene, &width, &height);
      g_assert_cmpuint (seen[4 * (height / 2 * width + width / 2)], ==, 128);
    }
  critic_pixel_overlay_set_visible (clipping, FALSE);
  g_assert_null (critic_pixel_overlay_get_texture (clipping));
  g_assert_cmpuint (critic_blocking_get_on_main (), ==, 0);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void      (*run) (Scene *scene, gconstpointer data);
  } tests[] = {
    { "/ui/viewing/full", test_full },
    { "/ui/viewing/seams", test_seams },
    { "/ui/viewing/step", test_step },
    { "/ui/viewing/pinch", test_pinch },
    { "/ui/viewing/bound", test_bound },
    { "/ui/viewing/stale", test_stale },
    { "/ui/viewing/marks", test_marks },
    { "/ui/viewing/large", test_large },
    { "/ui/viewing/wide", test_wide },
  };
  int status;

  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  folder = g_dir_make_tmp ("viewing-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Scene, NULL, set_up, tests[i].run, tear_down);
  status = g_test_run ();
  g_free (folder);

  return status;
}
