/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a frame takes while 100,000 photographs are scrolled through, as
 * tiles and as rows; needs a display (xvfb-run does).
 *
 *     GSK_RENDERER=cairo xvfb-run -a build/tests/bench/bench-scroll
 *
 * Smooth: a tenth of the window a frame. Jumps: to another place each frame.
 * The pictures do not exist, so what is measured is the list and its drawing.
 * Processor time is that of the thread that draws. */
#include "critic-folder-grid.h"
#include "critic-folder-table.h"

#include <time.h>

#define N_ROWS 100000
#define N_FRAMES 240

/* Rows are bound; laid out; drawn. */
enum { UPDATE, LAYOUT, PAINT, WHOLE, N_PHASES };

typedef struct
{
  CriticShoot   *shoot;
  GtkWidget     *window;
  GtkWidget     *list;
  GtkAdjustment *adjustment;
  GMainLoop     *loop;
  gint64         begun;
  gdouble        whole_begun, phase_begun; /* ms of this thread's processor time */
  GArray        *times;             /* gdouble, ms */
  GArray        *phases[N_PHASES];  /* the same of each */
  guint          frame;
  gboolean       jumps;
} Bench;

static CriticLibrary *
make_library (void)
{
  CriticLibrary *library = critic_library_open (NULL, NULL);
  g_autofree CriticFound *found = g_new0 (CriticFound, N_ROWS);
  g_autoptr(GStringChunk) paths = g_string_chunk_new (1 << 20);
  g_autoptr(GRand) dice = g_rand_new_with_seed (1);

  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/nowhere/DSC_%06u.jpg", i);

      found[i].stamp.path = g_string_chunk_insert (paths, path);
      found[i].stamp.size = 1 + i;
      memcpy (found[i].measured.hash.bytes, &i, sizeof i);
      found[i].measured.width = 6000;
      found[i].measured.height = 4000;
      found[i].measured.scale = 1;
      for (guint f = 0; f < CRITIC_N_FEATURES; f++)
        found[i].measured.features[f] = g_rand_int_range (dice, -127, 128);
      found[i].photo_alone.score = g_rand_double_range (dice, 2, 8);
      found[i].photo_alone.error = 0.5;
      found[i].photo_alone.spread = 1.4;
      found[i].photo_alone.percentile = g_rand_double (dice);
      found[i].photo_alone.style[i % MCN_N_STYLES] = 0.9;
    }
  g_assert_true (critic_library_write_found (library, "bench", found, N_ROWS, NULL));

  return library;
}

/* On a machine that does other things, too, this says more than the clock. */
static gdouble
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * 1000.0 + now.tv_nsec / 1e6;
}

static void
before_cb (Bench *bench)
{
  bench->begun = g_get_monotonic_time ();
  bench->whole_begun = bench->phase_begun = processor_time ();
}

static void
phase_over (Bench *bench,
            guint  phase)
{
  gdouble now = processor_time (), time = now - bench->phase_begun;

  if (bench->frame > 10)
    g_array_append_val (bench->phases[phase], time);
  bench->phase_begun = now;
}

static void
update_cb (Bench *bench)
{
  phase_over (bench, UPDATE);
}

static void
layout_cb (Bench *bench)
{
  phase_over (bench, LAYOUT);
}

static void
after_cb (Bench *bench)
{
  gdouble time = (g_get_monotonic_time () - bench->begun) / 1000.0;

  phase_over (bench, PAINT);
  bench->phase_begun = bench->whole_begun;
  phase_over (bench, WHOLE);
  /* The first ones make the widgets. */
  if (bench->frame > 10)
    g_array_append_val (bench->times, time);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Bench *bench = user_data;
  gdouble page = gtk_adjustment_get_page_size (bench->adjustment);
  gdouble most = gtk_adjustment_get_upper (bench->adjustment) - page;

  if (++bench->frame > N_FRAMES)
    {
      g_main_loop_quit (bench->loop);
      return G_SOURCE_REMOVE;
    }

  if (bench->jumps)
    gtk_adjustment_set_value (bench->adjustment, most * ((bench->frame * 61) % 100) / 100);
  else
    gtk_adjustment_set_value (bench->adjustment, gtk_adjustment_get_value (bench->adjustment) + page / 10);

  return G_SOURCE_CONTINUE;
}

static gint
compare (gconstpointer a,
         gconstpointer b)
{
  return *(const gdouble *) a < *(const gdouble *) b ? -1 : *(const gdouble *) a > *(const gdouble *) b;
}

static gdouble
at (GArray *times,
    guint   percent)
{
  g_array_sort (times, compare);

  return g_array_index (times, gdouble, (times->len - 1) * percent / 100);
}

static void
run (Bench      *bench,
     const char *name,
     gboolean    jumps)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (bench->window);
  gulong handlers[4];

  bench->jumps = jumps;
  bench->frame = 0;
  g_array_set_size (bench->times, 0);
  for (guint i = 0; i < N_PHASES; i++)
    g_array_set_size (bench->phases[i], 0);
  handlers[0] = g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (before_cb), bench);
  handlers[1] = g_signal_connect_data (clock, "update", G_CALLBACK (update_cb), bench, NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  handlers[2] = g_signal_connect_data (clock, "layout", G_CALLBACK (layout_cb), bench, NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  handlers[3] = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_cb), bench);
  gtk_widget_add_tick_callback (bench->list, tick_cb, bench, NULL);
  g_main_loop_run (bench->loop);
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_handler_disconnect (clock, handlers[i]);

  g_print ("%s: median %.1f ms, 99 %% %.1f ms, slowest %.1f ms of %u frames; of processor time "
           "median %.1f ms (binding %.1f ms, layout %.1f ms, drawing %.1f ms), 99 %% %.1f ms, slowest %.1f ms\n", name,
           at (bench->times, 50), at (bench->times, 99), at (bench->times, 100), bench->times->len,
           at (bench->phases[WHOLE], 50), at (bench->phases[UPDATE], 50), at (bench->phases[LAYOUT], 50),
           at (bench->phases[PAINT], 50), at (bench->phases[WHOLE], 99), at (bench->phases[WHOLE], 100));
}

static void
show (Bench     *bench,
      GtkWidget *list)
{
  GtkWidget *scroller = gtk_widget_get_first_child (list);

  bench->list = list;
  bench->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_window_set_child (GTK_WINDOW (bench->window), list);
}

int
main (void)
{
  Bench bench = { 0 };
  g_autoptr(CriticLibrary) library = NULL;
  g_autoptr(CriticThumbnails) thumbnails = NULL;
  g_autoptr(GtkSelectionModel) model = NULL;
  GtkWidget *grid, *table;
  const char *folders[] = { "/nowhere", NULL };

  gtk_init ();
  library = make_library ();
  thumbnails = critic_thumbnails_new ();
  bench.loop = g_main_loop_new (NULL, FALSE);
  bench.times = g_array_new (FALSE, FALSE, sizeof (gdouble));
  for (guint i = 0; i < N_PHASES; i++)
    bench.phases[i] = g_array_new (FALSE, FALSE, sizeof (gdouble));
  bench.shoot = critic_shoot_new (library, "bench");
  critic_shoot_set_order (bench.shoot, "score", NULL);
  critic_shoot_open (bench.shoot, folders, TRUE);
  while (g_list_model_get_n_items (G_LIST_MODEL (bench.shoot)) < N_ROWS)
    g_main_context_iteration (NULL, TRUE);

  model = GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (bench.shoot))));
  bench.window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (bench.window), 1600, 1000);
  gtk_window_present (GTK_WINDOW (bench.window));

  grid = g_object_new (CRITIC_TYPE_FOLDER_GRID, NULL);
  critic_folder_grid_set_thumbnails (CRITIC_FOLDER_GRID (grid), thumbnails);
  critic_folder_grid_set_model (CRITIC_FOLDER_GRID (grid), model);
  show (&bench, grid);
  run (&bench, "grid, smooth", FALSE);
  run (&bench, "grid, jumps", TRUE);

  table = g_object_new (CRITIC_TYPE_FOLDER_TABLE, NULL);
  critic_folder_table_set_thumbnails (CRITIC_FOLDER_TABLE (table), thumbnails);
  critic_folder_table_set_model (CRITIC_FOLDER_TABLE (table), model);
  show (&bench, table);
  run (&bench, "table, smooth", FALSE);
  run (&bench, "table, jumps", TRUE);

  gtk_window_destroy (GTK_WINDOW (bench.window));
  g_main_loop_unref (bench.loop);
  g_array_unref (bench.times);
  for (guint i = 0; i < N_PHASES; i++)
    g_array_unref (bench.phases[i]);
  g_object_unref (bench.shoot);

  return 0;
}
