/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long it takes from a word that ends to the painted score, with the
 * photograph's regions cached: at rest, and while photographs of a folder are
 * judged; needs a display (xvfb-run does).
 *
 *     GSK_RENDERER=cairo xvfb-run -a build/tests/bench/bench-type MODEL PHOTOGRAPH...
 *
 * One sentence grows by a word at a time, as somebody types it; the clock runs
 * from the text that the desk is given to the end of the frame that shows its
 * score. The photographs are what is judged meanwhile, over and over. */
#include "critic-judgement-panel.h"
#include "critic-pool.h"

#define N_KEYS 120

static const char *const words[] = {
  "The", "light", "on", "the", "wing", "is", "soft", "and", "warm", "while", "the", "leaf", "behind", "it", "pulls",
  "the", "eye", "away", "from", "what", "the", "picture", "is", "about",
};

typedef struct
{
  CriticDesk *desk;
  GMainLoop  *loop;
  GtkWidget  *panel;
  GArray     *times;            /* gdouble, ms */
  GString    *text;
  gint64      begun;
  gboolean    answered;
  guint       n;

  const char *model;
  char      **photographs;
  gint        stop;             /* atomic */
} Bench;

static gboolean
type_cb (gpointer user_data)
{
  Bench *bench = user_data;

  if (bench->n++ == N_KEYS)
    {
      g_main_loop_quit (bench->loop);
      return G_SOURCE_REMOVE;
    }

  if (bench->n % G_N_ELEMENTS (words) == 1)
    g_string_truncate (bench->text, 0);
  g_string_append_printf (bench->text, "%s ", words[bench->n % G_N_ELEMENTS (words)]);
  bench->answered = FALSE;
  bench->begun = g_get_monotonic_time ();
  critic_desk_set_critique (bench->desk, bench->text->str);

  return G_SOURCE_REMOVE;
}

static void
fresh_cb (Bench *bench)
{
  if (!critic_desk_get_fresh (bench->desk) || bench->begun == 0)
    return;

  bench->answered = TRUE;
  gtk_widget_queue_draw (bench->panel);
}

/* The next key comes when a person would press it. */
static void
painted_cb (Bench *bench)
{
  gdouble time = (g_get_monotonic_time () - bench->begun) / 1000.0;

  if (!bench->answered)
    return;

  bench->answered = FALSE;
  bench->begun = 0;
  g_array_append_val (bench->times, time);
  g_timeout_add (250, type_cb, bench);
}

static gint
compare (gconstpointer a,
         gconstpointer b)
{
  return *(const gdouble *) a < *(const gdouble *) b ? -1 : *(const gdouble *) a > *(const gdouble *) b;
}

static void
run (Bench      *bench,
     const char *what)
{
  g_array_set_size (bench->times, 0);
  bench->n = 0;
  g_timeout_add (250, type_cb, bench);
  g_main_loop_run (bench->loop);
  g_array_sort (bench->times, compare);
  g_print ("%s: median %.1f ms, p95 %.1f ms, slowest %.1f ms of %u\n", what,
           g_array_index (bench->times, gdouble, bench->times->len / 2),
           g_array_index (bench->times, gdouble, bench->times->len * 95 / 100),
           g_array_index (bench->times, gdouble, bench->times->len - 1), bench->times->len);
}

static void
judged_cb (CriticPoolItem *item,
           gpointer        user_data)
{
  critic_pool_item_free (item);
}

static gpointer
judge_folder (gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr(CriticPool) pool = critic_pool_new (bench->model, 0, judged_cb, NULL, NULL);

  for (guint i = 0; pool != NULL && !g_atomic_int_get (&bench->stop); i++)
    critic_pool_push (pool, critic_pool_item_new (bench->photographs[i % g_strv_length (bench->photographs)]));

  return NULL;
}

int
main (int   argc,
      char *argv[])
{
  Bench bench = { 0 };
  g_autoptr(CriticAnalyzer) analyzer = NULL;
  GtkWidget *window;
  GdkFrameClock *clock;
  GThread *thread;

  if (argc < 3)
    {
      g_printerr ("usage: %s MODEL PHOTOGRAPH...\n", argv[0]);
      return 2;
    }

  gtk_init ();
  analyzer = critic_analyzer_new (argv[1], 1);
  bench.model = argv[1];
  bench.photographs = argv + 2;
  bench.desk = critic_desk_new (analyzer);
  bench.loop = g_main_loop_new (NULL, FALSE);
  bench.times = g_array_new (FALSE, FALSE, sizeof (gdouble));
  bench.text = g_string_new (NULL);
  bench.panel = g_object_new (CRITIC_TYPE_JUDGEMENT_PANEL, NULL);
  critic_judgement_panel_set_desk (CRITIC_JUDGEMENT_PANEL (bench.panel), bench.desk);
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 420, 600);
  gtk_window_set_child (GTK_WINDOW (window), bench.panel);
  gtk_window_present (GTK_WINDOW (window));

  g_autoptr(GFile) file = g_file_new_for_commandline_arg (argv[2]);

  critic_desk_open (bench.desk, file, NULL);
  while (critic_desk_get_loading (bench.desk) || !critic_desk_get_fresh (bench.desk))
    g_main_context_iteration (NULL, TRUE);

  clock = gtk_widget_get_frame_clock (bench.panel);
  g_signal_connect_swapped (bench.desk, "notify::fresh", G_CALLBACK (fresh_cb), &bench);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb), &bench);
  run (&bench, "at rest");
  thread = g_thread_new ("folder", judge_folder, &bench);
  run (&bench, "while a folder is judged");
  g_atomic_int_set (&bench.stop, TRUE);
  g_thread_join (thread);

  g_signal_handlers_disconnect_by_data (clock, &bench);
  g_signal_handlers_disconnect_by_data (bench.desk, &bench);
  gtk_window_destroy (GTK_WINDOW (window));
  g_main_loop_unref (bench.loop);
  g_array_unref (bench.times);
  g_string_free (bench.text, TRUE);
  g_object_unref (bench.desk);
  critic_analyzer_shutdown (analyzer);

  return 0;
}
