/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a frame takes while 100,000 photographs are scrolled through, as
 * tiles and as rows; needs a display (xvfb-run does).
 *
 *     GSK_RENDERER=cairo xvfb-run -a build/tests/bench/bench-scroll
 *
 * Smooth: a tenth of the window a frame. Jumps: to another place each frame.
 * The pictures do not exist, so what is measured is the list and its drawing. */
#include "critic-folder-grid.h"
#include "critic-folder-table.h"

#define N_ROWS 100000
#define N_FRAMES 240

typedef struct
{
  CriticShoot   *shoot;
  GtkWidget     *window;
  GtkWidget     *list;
  GtkAdjustment *adjustment;
  GMainLoop     *loop;
  gint64         begun;
  GArray        *times;             /* gdouble, ms */
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

static void
before_cb (Bench *bench)
{
  bench->begun = g_get_monotonic_time ();
}

static void
after_cb (Bench *bench)
{
  gdouble time = (g_get_monotonic_time () - bench->begun) / 1000.0;

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

static void
run (Bench      *bench,
     const char *name,
     gboolean    jumps)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (bench->window);
  gulong before, after;

  bench->jumps = jumps;
  bench->frame = 0;
  g_array_set_size (bench->times, 0);
  before = g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (before_cb), bench);
  after = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_cb), bench);
  gtk_widget_add_tick_callback (bench->list, tick_cb, bench, NULL);
  g_main_loop_run (bench->loop);
  g_signal_handler_disconnect (clock, before);
  g_signal_handler_disconnect (clock, after);

  g_array_sort (bench->times, compare);
  g_print ("%s: median %.1f ms, 99 %% %.1f ms, slowest %.1f ms of %u frames\n", name,
           g_array_index (bench->times, gdouble, bench->times->len / 2),
           g_array_index (bench->times, gdouble, bench->times->len * 99 / 100),
           g_array_index (bench->times, gdouble, bench->times->len - 1), bench->times->len);
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
  g_object_unref (bench.shoot);

  return 0;
}
