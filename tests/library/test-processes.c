/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several threads, several programs, and programs that are killed.
 *
 * This program is its own other programs:
 *   --steps PATH FIRST      writes rows and steps, numbered from FIRST on, without end;
 *                           says the number of each step that is done
 *   --add PATH NAME N       opens the library at once with others, adds N rows and N steps */
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "library-fixtures.h"

#define KILLS 20
#define BATCH 20
#define PROCESSES 3
#define EACH 25

static char *program;

static void
write_batch (CriticLibrary *library, guint number)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  CriticFound found[BATCH];

  for (guint i = 0; i < BATCH; i++)
    {
      g_ptr_array_add (paths, g_strdup_printf ("/shoot/%06u-%02u.jpg", number, i));
      make_found (&found[i], paths->pdata[i], number * BATCH + i);
    }
  g_assert_true (critic_library_write_found (library, MODEL, found, BATCH, &error));
  g_assert_no_error (error);
}

static void G_GNUC_NORETURN
run_steps (const char *path, guint number)
{
  g_autoptr (CriticLibrary) library = open_library (path);
  gint64 image_id;

  write_one (library, "/rated.jpg", 4000000);
  image_id = image_of (library, "/rated.jpg");
  for (;; number++)
    {
      write_batch (library, number);
      rate (library, image_id, number);
      g_print ("%u\n", number);
      fflush (stdout);
    }
}

static int
run_add (const char *path, const char *name, guint n)
{
  g_autoptr (CriticLibrary) library = open_library (path);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *file = g_strdup_printf ("/%s/%u.jpg", name, i);

      write_one (library, file, i + g_str_hash (name) % 1000 * 1000);
      rate (library, image_of (library, file), i + 1);
    }
  return 0;
}

/* Number of the newest step, by its name. */
static guint
newest_step (CriticLibrary *library)
{
  g_autofree char *undo = NULL;
  guint number = 0;

  critic_library_peek (library, &undo, NULL);
  if (undo != NULL)
    g_assert_cmpint (sscanf (undo, "Rating %u", &number), ==, 1);
  return number;
}

static guint
read_last_number (GDataInputStream *lines, guint last)
{
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      if (line == NULL)
        return last;
      last = atoi (line);
    }
}

/* Starts a program, kills it at a random moment; what it said was done is there. */
static guint
kill_one (const char *path, guint first)
{
  g_autofree char *start = g_strdup_printf ("%u", first);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--steps", path, start, NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (CriticRow) row = NULL;
  const char *const folders[] = { "/shoot", NULL };
  g_autoptr (GPtrArray) rows = NULL;
  CriticRating rating;
  guint said = 0, newest;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  for (guint n = g_test_rand_int_range (1, 12); n > 0; n--)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

      g_assert_nonnull (line);
      said = atoi (line);
    }
  g_usleep (g_test_rand_int_range (0, 8000));
  g_subprocess_send_signal (child, SIGKILL);
  said = read_last_number (lines, said);
  g_subprocess_wait (child, NULL, NULL);
  g_assert_cmpuint (said, >=, first);

  assert_whole (path);
  library = open_library (path);
  newest = newest_step (library);
  g_assert_cmpuint (newest, >=, said);
  g_assert_cmpuint (newest, <=, said + 1);
  row = read_one (library, "/rated.jpg");
  make_rating (&rating, newest);
  assert_rating (&row->rating, &rating);

  /* All rows of a transaction or none. */
  rows = critic_library_rows (library, folders, TRUE, MODEL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len % BATCH, ==, 0);
  g_assert_cmpuint (rows->len, >=, newest * BATCH);
  g_assert_cmpuint (rows->len, <=, (newest + 1) * BATCH);
  return newest;
}

static void
test_killed (void)
{
  g_auto (Place) place = { NULL, };
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (CriticRow) row = NULL;
  CriticRating rating;
  guint last = 0;

  place_init (&place);
  for (guint i = 0; i < KILLS; i++)
    last = kill_one (place.path, last + 1);

  /* Every step since the first one can be taken back. */
  library = open_library (place.path);
  for (guint number = last; number > 1; number--)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CriticChange) change = NULL;

      g_assert_cmpuint (newest_step (library), ==, number);
      change = critic_library_undo (library, &error);
      g_assert_no_error (error);
    }
  row = read_one (library, "/rated.jpg");
  make_rating (&rating, 1);
  assert_rating (&row->rating, &rating);
}

/* Programs that make the library at the same moment, and write and read it
 * while this one does. */
static void
test_together (void)
{
  g_auto (Place) place = { NULL, };
  g_autoptr (GPtrArray) children = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  const char *const folders[] = { "/", NULL };
  guint n_undone = 0;

  place_init (&place);
  for (guint i = 0; i < PROCESSES; i++)
    {
      g_autofree char *name = g_strdup_printf ("program %u", i);
      g_autofree char *n = g_strdup_printf ("%u", EACH);

      g_ptr_array_add (children,
                       g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--add", place.path, name, n, NULL));
      g_assert_no_error (error);
    }
  run_add (place.path, "this", EACH);
  for (guint i = 0; i < children->len; i++)
    g_assert_true (g_subprocess_wait_check (children->pdata[i], NULL, NULL));

  library = open_library (place.path);
  rows = critic_library_rows (library, folders, TRUE, MODEL, NULL, &error);
  g_assert_cmpuint (rows->len, ==, (PROCESSES + 1) * EACH);
  for (guint i = 0; i < rows->len; i++)
    {
      const CriticRow *row = rows->pdata[i];
      g_autofree char *name = g_path_get_basename (row->path);
      CriticRating rating;

      make_rating (&rating, atoi (name) + 1);
      assert_rating (&row->rating, &rating);
    }

  for (;; n_undone++)
    {
      g_autoptr (CriticChange) change = critic_library_undo (library, &error);

      g_assert_no_error (error);
      if (change == NULL)
        break;
    }
  g_assert_cmpuint (n_undone, ==, (PROCESSES + 1) * EACH);
  g_clear_object (&library);
  assert_whole (place.path);
}

typedef struct
{
  CriticLibrary *library;
  gint64         image_id;
  guint          number;
} Worker;

static gpointer
pass_thread (gpointer data)
{
  Worker *worker = data;

  for (guint i = 0; i < EACH; i++)
    write_batch (worker->library, 100 * worker->number + i);
  return NULL;
}

static gpointer
rating_thread (gpointer data)
{
  Worker *worker = data;

  for (guint i = 0; i < EACH; i++)
    rate (worker->library, worker->image_id, i);
  return NULL;
}

static gpointer
undo_thread (gpointer data)
{
  Worker *worker = data;

  for (guint i = 0; i < EACH; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CriticChange) undone = critic_library_undo (worker->library, &error);
      g_autoptr (CriticChange) redone = critic_library_redo (worker->library, &error);

      g_assert_no_error (error);
    }
  return NULL;
}

static gpointer
reading_thread (gpointer data)
{
  Worker *worker = data;
  const char *const folders[] = { "/shoot", NULL };

  for (guint i = 0; i < EACH; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) rows = critic_library_rows (worker->library, folders, TRUE, MODEL, NULL, &error);
      g_autoptr (GHashTable) stamps = critic_library_stamps_under (worker->library, "/shoot", MODEL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (rows->len % BATCH, ==, 0);
      g_assert_cmpuint (g_hash_table_size (stamps) % BATCH, ==, 0);
      g_assert_cmpuint (rows->len, <=, g_hash_table_size (stamps));
    }
  return NULL;
}

static void
test_threads (void)
{
  static const GThreadFunc functions[] = { pass_thread, pass_thread, rating_thread, undo_thread, reading_thread, reading_thread };
  g_auto (Place) place = { NULL, };
  g_autoptr (CriticLibrary) library = NULL;
  Worker workers[G_N_ELEMENTS (functions)];
  GThread *threads[G_N_ELEMENTS (functions)];

  place_init (&place);
  library = open_library (place.path);
  write_one (library, "/rated.jpg", 4000000);
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      workers[i] = (Worker) { library, image_of (library, "/rated.jpg"), i };
      threads[i] = g_thread_new ("library", functions[i], &workers[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    g_thread_join (threads[i]);

  g_clear_object (&library);
  assert_whole (place.path);
  g_assert_cmpint (ask_number (place.path, "SELECT count (*) FROM file"), ==, 2 * EACH * BATCH + 1);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--steps"))
    run_steps (argv[2], atoi (argv[3]));
  if (argc == 5 && g_str_equal (argv[1], "--add"))
    return run_add (argv[2], argv[3], atoi (argv[4]));

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/library/processes/killed", test_killed);
  g_test_add_func ("/library/processes/together", test_together);
  g_test_add_func ("/library/processes/threads", test_threads);

  return g_test_run ();
}
