/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a frame takes while a photograph is zoomed and panned, and how long
 * the main loop is away; needs a display (xvfb-run does).
 *
 *     GSK_RENDERER=cairo xvfb-run -a build/tests/bench/bench-view MODEL PHOTOGRAPH...
 *
 * Each: opened, zoomed in from fit to 400 % and out again, then panned at 100 %. */
#include "critic-blocking.h"
#include "critic-photo-view.h"

#define N_FRAMES 240

typedef struct
{
  CriticDesk      *desk;
  CriticPhotoView *view;
  GMainLoop       *loop;
  gint64           begun, last;
  GArray          *times, *gaps;    /* gdouble, ms */
  guint            frame;
  gboolean         pans;
} Bench;

static void
before_cb (Bench *bench)
{
  bench->begun = g_get_monotonic_time ();
}

static void
after_cb (Bench *bench)
{
  gint64 now = g_get_monotonic_time ();
  gdouble time = (now - bench->begun) / 1000.0, gap = (now - bench->last) / 1000.0;

  g_array_append_val (bench->times, time);
  if (bench->last != 0)
    g_array_append_val (bench->gaps, gap);
  bench->last = now;
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Bench *bench = user_data;

  if (++bench->frame > N_FRAMES)
    {
      g_main_loop_quit (bench->loop);
      return G_SOURCE_REMOVE;
    }

  if (bench->pans)
    critic_photo_view_pan_by (bench->view, bench->frame % 80 < 40 ? -60 : 60, bench->frame % 60 < 30 ? -37 : 37);
  else
    critic_photo_view_zoom_by (bench->view, bench->frame % 120 < 60 ? 1.06 : 1 / 1.06);
  gtk_widget_queue_draw (widget);

  return G_SOURCE_CONTINUE;
}

static gint
compare (gconstpointer a,
         gconstpointer b)
{
  return *(const gdouble *) a < *(const gdouble *) b ? -1 : *(const gdouble *) a > *(const gdouble *) b;
}

static void
print (GArray     *times,
       const char *what)
{
  g_array_sort (times, compare);
  g_print ("  %s: median %.1f ms, 99 %% %.1f ms, slowest %.1f ms of %u\n", what,
           g_array_index (times, gdouble, times->len / 2), g_array_index (times, gdouble, times->len * 99 / 100),
           g_array_index (times, gdouble, times->len - 1), times->len);
}

static void
run (Bench      *bench,
     const char *what,
     gboolean    pans)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->view));
  gulong before, after;

  bench->pans = pans;
  bench->frame = 0;
  bench->last = 0;
  g_array_set_size (bench->times, 0);
  g_array_set_size (bench->gaps, 0);
  before = g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (before_cb), bench);
  after = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_cb), bench);
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->view), tick_cb, bench, NULL);
  g_main_loop_run (bench->loop);
  g_signal_handler_disconnect (clock, before);
  g_signal_handler_disconnect (clock, after);
  g_print (" %s\n", what);
  print (bench->times, "drawing a frame");
  print (bench->gaps, "from frame to frame");
}

int
main (int   argc,
      char *argv[])
{
  Bench bench = { 0 };
  g_autoptr(CriticAnalyzer) analyzer = NULL;
  g_autoptr(CriticSpotlight) spotlight = NULL;
  GtkWidget *window;

  if (argc < 3)
    {
      g_printerr ("usage: %s MODEL PHOTOGRAPH...\n", argv[0]);
      return 2;
    }

  gtk_init ();
  analyzer = critic_analyzer_new (argv[1], 1);
  bench.desk = critic_desk_new (analyzer);
  bench.loop = g_main_loop_new (NULL, FALSE);
  bench.times = g_array_new (FALSE, FALSE, sizeof (gdouble));
  bench.gaps = g_array_new (FALSE, FALSE, sizeof (gdouble));
  spotlight = critic_spotlight_new (bench.desk);
  bench.view = CRITIC_PHOTO_VIEW (critic_photo_view_new ());
  critic_photo_view_set_spotlight (bench.view, spotlight);
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1600, 1000);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bench.view));
  gtk_window_present (GTK_WINDOW (window));

  for (int i = 2; i < argc; i++)
    {
      g_autoptr(GFile) file = g_file_new_for_commandline_arg (argv[i]);
      CriticPicture *picture;

      critic_photo_view_start_fit (bench.view);
      critic_desk_open (bench.desk, file, NULL);
      while (critic_desk_get_loading (bench.desk))
        g_main_context_iteration (NULL, TRUE);
      picture = critic_desk_get_picture (bench.desk);
      if (picture == NULL)
        {
          g_printerr ("%s\n", critic_desk_get_photo_error (bench.desk));
          return 1;
        }
      g_print ("%s, %u x %u\n", critic_picture_get_name (picture), critic_picture_get_width (picture),
               critic_picture_get_height (picture));
      run (&bench, "zoom", FALSE);
      critic_photo_view_set_zoom (bench.view, 1);
      run (&bench, "pan at 100 %", TRUE);
      g_print (" decoded or resampled by the main loop: %u\n", critic_blocking_get_on_main ());
    }

  gtk_window_destroy (GTK_WINDOW (window));
  g_main_loop_unref (bench.loop);
  g_array_unref (bench.times);
  g_array_unref (bench.gaps);
  g_object_unref (bench.desk);
  critic_analyzer_shutdown (analyzer);

  return 0;
}
