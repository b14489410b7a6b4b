/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-analyzer-private.h"
#include "critic-fake-engine.h"
#include "critic-pool-private.h"
#include "folder-fixtures.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* What came out of a pool, by number, and in which order. */
typedef struct
{
  GMutex     lock;
  GPtrArray *items;         /* CriticPoolItem */
  gint       lowest_nice;   /* of the threads that said so */
} Done;

static void
done_init (Done *done)
{
  g_mutex_init (&done->lock);
  done->items = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_pool_item_free);
  done->lowest_nice = G_MAXINT;
}

static void
done_clear (Done *done)
{
  g_ptr_array_unref (done->items);
  g_mutex_clear (&done->lock);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Done, done_clear)

static void
on_done (CriticPoolItem *item, gpointer data)
{
  Done *done = data;

  g_mutex_lock (&done->lock);
  g_ptr_array_add (done->items, item);
  done->lowest_nice = MIN (done->lowest_nice, getpriority (PRIO_PROCESS, (id_t) gettid ()));
  g_mutex_unlock (&done->lock);
}

static CriticPoolItem *
find_item (Done *done, guint64 number)
{
  for (guint i = 0; i < done->items->len; i++)
    if (((CriticPoolItem *) done->items->pdata[i])->number == number)
      return done->items->pdata[i];
  return NULL;
}

static CriticPool *
tiny_pool (guint n_workers, Done *done)
{
  g_autoptr (GError) error = NULL;
  CriticPool *pool = critic_pool_new (tiny_model_for_all (), n_workers, on_done, done, &error);

  g_assert_no_error (error);
  return pool;
}

static CriticPool *
fake_pool (CriticFakeEngine *fake, guint n_workers, Done *done)
{
  g_autoptr (GError) error = NULL;
  CriticPool *pool = critic_pool_new_with_engine (critic_fake_engine_share (fake), n_workers, on_done, done, &error);

  g_assert_no_error (error);
  return pool;
}

static CriticPoolItem *
item_new (Scratch *scratch, const char *name, guint64 number, const char *critique)
{
  g_autofree char *path = g_build_filename (scratch->path, name, NULL);
  CriticPoolItem *item = critic_pool_item_new (path);

  item->number = number;
  if (critique != NULL)
    item->critiques = g_strdupv ((char *[]) { (char *) critique, NULL });
  return item;
}

static void
assert_same_judgement (const CriticJudgement *a, const CriticJudgement *b)
{
  g_assert_cmpmem (a, G_STRUCT_OFFSET (CriticJudgement, high), b, G_STRUCT_OFFSET (CriticJudgement, high));
  g_assert_cmpint (a->high, ==, b->high);
  g_assert_cmpmem (a->style, sizeof a->style, b->style, sizeof b->style);
}

/* The pool says what the desk says. */
static void
test_judge (void)
{
  static const char *const critiques[] = { "Lovely light, but the horizon is crooked.", NULL };
  g_auto (Scratch) scratch = { NULL };
  g_auto (Done) done;
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticAnalyzer) analyzer = critic_analyzer_new (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), 1);
  g_autoptr (CriticAssessment) assessment = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  CriticPool *pool;
  CriticPoolItem *alone, *both;
  struct stat info;

  scratch_init (&scratch);
  done_init (&done);
  scratch_jpeg (&scratch, "a.jpg", 5, 800, 600);
  path = scratch_path (&scratch, "a.jpg");
  file = g_file_new_for_path (path);
  pool = tiny_pool (2, &done);
  g_assert_cmpuint (strlen (critic_pool_get_model_id (pool)), ==, 64);
  critic_pool_push (pool, item_new (&scratch, "a.jpg", 0, NULL));
  critic_pool_push (pool, item_new (&scratch, "a.jpg", 1, critiques[0]));
  critic_pool_drain (pool);
  critic_pool_free (pool);

  assessment = critic_analyzer_assess (analyzer, &(CriticRequest) { .file = file, .critiques = critiques }, NULL, &error);
  g_assert_no_error (error);
  alone = find_item (&done, 0);
  both = find_item (&done, 1);
  g_assert_no_error (alone->error);
  g_assert_false (alone->has_critique);
  g_assert_true (both->has_critique);
  assert_same_judgement (&alone->photo_alone, critic_assessment_get_photo_alone (assessment));
  assert_same_judgement (&alone->judgement, &alone->photo_alone);
  assert_same_judgement (&both->photo_alone, &alone->photo_alone);
  assert_same_judgement (&both->judgement, critic_assessment_get_judgement (assessment));

  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpuint (alone->size, ==, info.st_size);
  g_assert_cmpint (alone->mtime, ==, (gint64) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec);
  g_assert_cmpuint (alone->measured.width, ==, 800);
  g_assert_cmpuint (alone->measured.height, ==, 600);
  g_assert_cmpfloat (alone->measured.exposure, >, 0.0);
  g_assert_cmpfloat (alone->measured.sharpness, >, 0.0);
  g_assert_cmpfloat (alone->measured.scale, >, 0.0);
  g_assert_cmpfloat (alone->seconds_decode, >, 0.0);
  g_assert_cmpint (done.lowest_nice, >=, 10);
  g_assert_cmpint (getpriority (PRIO_PROCESS, (id_t) gettid ()), <, 20);
}

/* One, two and three workers in any order: the same bits. */
static void
test_bits (void)
{
  enum { N = 12 };
  g_auto (Scratch) scratch = { NULL };
  g_auto (Done) first;

  scratch_init (&scratch);
  for (guint i = 0; i < N - 1; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);

      scratch_jpeg (&scratch, name, i, 200 + 50 * i, 700 - 40 * i);
    }
  scratch_write (&scratch, "11.jpg", "no photograph");

  done_init (&first);
  for (guint n_workers = 1; n_workers <= 3; n_workers++)
    {
      g_auto (Done) done;
      CriticPool *pool;

      done_init (&done);
      pool = tiny_pool (n_workers, &done);
      for (guint i = 0; i < N; i++)
        {
          const guint order[3] = { i, N - 1 - i, i * 7 % N };
          const guint number = order[n_workers - 1];
          g_autofree char *name = g_strdup_printf ("%u.jpg", number);

          critic_pool_push (pool, item_new (&scratch, name, number, number % 3 == 0 ? "Sharp and well seen." : NULL));
        }
      critic_pool_drain (pool);
      critic_pool_free (pool);
      g_assert_cmpuint (done.items->len, ==, N);
      if (n_workers == 1)
        {
          while (done.items->len > 0)
            g_ptr_array_add (first.items, g_ptr_array_steal_index (done.items, done.items->len - 1));
          continue;
        }

      for (guint i = 0; i < N; i++)
        {
          const CriticPoolItem *a = find_item (&first, i), *b = find_item (&done, i);

          g_assert_cmpstr (a->error != NULL ? a->error->message : NULL, ==, b->error != NULL ? b->error->message : NULL);
          g_assert_true ((a->error != NULL) == (i == N - 1));
          g_assert_cmpmem (&a->measured, sizeof a->measured, &b->measured, sizeof b->measured);
          assert_same_judgement (&a->photo_alone, &b->photo_alone);
          assert_same_judgement (&a->judgement, &b->judgement);
          g_assert_cmpint (a->has_critique, ==, b->has_critique);
        }
    }
}

/* Every way in which a file can be no photograph: an item with a sentence that
 * names it, and the pool goes on. */
static void
test_bad_files (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Done) done;
  static const char *const names[] = {
    "missing.jpg", "empty.jpg", "text.jpg", "folder.jpg", "pipe.jpg", "cut.jpg", "closed.jpg", "link.jpg", "line\nbreak\xff.jpg",
  };
  g_autofree char *pipe = NULL, *cut = NULL, *closed = NULL, *link = NULL, *inside = NULL;
  CriticPool *pool;
  gboolean was_root;

  scratch_init (&scratch);
  done_init (&done);
  scratch_write (&scratch, "empty.jpg", NULL);
  scratch_write (&scratch, "text.jpg", "no photograph");
  inside = scratch_path (&scratch, "folder.jpg/x");
  pipe = scratch_path (&scratch, "pipe.jpg");
  g_assert_cmpint (mkfifo (pipe, 0644), ==, 0);
  scratch_jpeg (&scratch, "cut.jpg", 1, 300, 200);
  cut = scratch_path (&scratch, "cut.jpg");
  g_assert_cmpint (truncate (cut, 900), ==, 0);
  scratch_jpeg (&scratch, "closed.jpg", 1, 300, 200);
  closed = scratch_path (&scratch, "closed.jpg");
  g_assert_cmpint (chmod (closed, 0), ==, 0);
  link = scratch_path (&scratch, "link.jpg");
  g_assert_cmpint (symlink ("nowhere", link), ==, 0);
  scratch_write (&scratch, "line\nbreak\xff.jpg", "x");
  scratch_jpeg (&scratch, "fine.jpg", 1, 300, 200);

  was_root = be_nobody ();
  pool = tiny_pool (2, &done);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      CriticPoolItem *item = item_new (&scratch, names[i], i, NULL);

      item->size = 77;
      item->mtime = 88;
      critic_pool_push (pool, item);
    }
  critic_pool_push (pool, item_new (&scratch, "fine.jpg", 99, NULL));
  critic_pool_drain (pool);
  critic_pool_free (pool);
  be_root (was_root);

  g_assert_cmpuint (done.items->len, ==, G_N_ELEMENTS (names) + 1);
  g_assert_no_error (find_item (&done, 99)->error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const CriticPoolItem *item = find_item (&done, i);
      g_autofree char *name = g_filename_display_name (names[i]);

      g_test_message ("%s", item->error->message);
      g_assert_cmpint (item->error->domain, ==, CRITIC_PHOTO_ERROR);
      g_assert_nonnull (strstr (item->error->message, name));
      g_assert_true (g_utf8_validate (item->error->message, -1, NULL));
    }
  /* One that could not be read keeps the stamp it was met with. */
  g_assert_cmpuint (find_item (&done, 6)->size, ==, 77);
  g_assert_cmpint (find_item (&done, 6)->mtime, ==, 88);
  g_assert_cmpuint (find_item (&done, 2)->size, ==, 13);
}

static void
assert_order (Done *done, const char *expected)
{
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < done->items->len; i++)
    g_string_append_printf (order, "%s%u", i > 0 ? " " : "", (guint) ((CriticPoolItem *) done->items->pdata[i])->number);
  g_assert_cmpstr (order->str, ==, expected);
}

static void
test_first (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Done) done;
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  CriticPool *pool;

  scratch_init (&scratch);
  done_init (&done);
  scratch_jpeg (&scratch, "a.jpg", 1, 64, 64);
  pool = fake_pool (fake, 1, &done);
  critic_fake_engine_hold (fake);
  critic_pool_push (pool, item_new (&scratch, "a.jpg", 1, NULL));
  critic_fake_engine_await (fake, 1);
  critic_pool_push (pool, item_new (&scratch, "a.jpg", 2, NULL));
  critic_pool_push (pool, item_new (&scratch, "a.jpg", 3, NULL));
  critic_pool_push_first (pool, item_new (&scratch, "a.jpg", 4, NULL));
  critic_pool_push_first (pool, item_new (&scratch, "a.jpg", 5, NULL));
  critic_fake_engine_release (fake);
  critic_pool_drain (pool);
  critic_pool_free (pool);
  assert_order (&done, "1 5 4 2 3");
}

static void
test_pause (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Done) done;
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  CriticFakeCounts counts;
  CriticPool *pool;

  scratch_init (&scratch);
  done_init (&done);
  scratch_jpeg (&scratch, "a.jpg", 1, 64, 64);
  pool = fake_pool (fake, 1, &done);
  critic_pool_pause (pool, TRUE);
  critic_pool_push (pool, item_new (&scratch, "a.jpg", 1, NULL));
  critic_pool_push (pool, item_new (&scratch, "a.jpg", 2, NULL));
  g_usleep (20000);         /* time to go wrong in; nothing is waited for */
  critic_fake_engine_count (fake, &counts);
  g_assert_cmpint (counts.images, ==, 0);
  critic_pool_pause (pool, FALSE);
  critic_pool_drain (pool);
  critic_pool_free (pool);
  assert_order (&done, "1 2");
}

typedef struct
{
  CriticPool *pool;
  Scratch    *scratch;
  gint        n_pushed, n_refused;
} Pusher;

static gpointer
push_twenty (gpointer data)
{
  Pusher *pusher = data;

  for (guint i = 0; i < 20; i++)
    if (critic_pool_push (pusher->pool, item_new (pusher->scratch, "a.jpg", i, NULL)))
      g_atomic_int_inc (&pusher->n_pushed);
    else
      g_atomic_int_inc (&pusher->n_refused);
  return NULL;
}

/* No more than two a worker wait; cancelling wakes whoever pushes, frees what
 * waits and ends what runs. */
static void
test_bounded_and_cancelled (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Done) done;
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  CriticFakeCounts counts;
  Pusher pusher = { NULL };
  GThread *thread;

  scratch_init (&scratch);
  done_init (&done);
  scratch_jpeg (&scratch, "a.jpg", 1, 64, 64);
  critic_fake_engine_hold (fake);
  pusher.pool = fake_pool (fake, 2, &done);
  pusher.scratch = &scratch;
  thread = g_thread_new ("pusher", push_twenty, &pusher);
  critic_fake_engine_await (fake, 2);
  while (g_atomic_int_get (&pusher.n_pushed) < 6)
    g_thread_yield ();
  g_usleep (20000);         /* time to go wrong in */
  g_assert_cmpint (g_atomic_int_get (&pusher.n_pushed), ==, 6);

  critic_pool_cancel (pusher.pool);
  g_thread_join (thread);
  g_assert_cmpint (pusher.n_pushed, ==, 6);
  g_assert_cmpint (pusher.n_refused, ==, 14);
  critic_pool_drain (pusher.pool);
  g_assert_false (critic_pool_push_first (pusher.pool, item_new (&scratch, "a.jpg", 0, NULL)));
  critic_pool_free (pusher.pool);
  g_assert_cmpuint (done.items->len, ==, 0);
  critic_fake_engine_count (fake, &counts);
  g_assert_cmpint (counts.live_images, ==, 0);
  g_assert_cmpint (counts.frees, ==, 1);
  g_assert_cmpint (counts.sessions, ==, counts.session_frees);
}

/* The desk answers while every worker of the pool stands still. */
static void
test_desk_goes_on (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Done) done;
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticAnalyzer) analyzer = NULL;
  g_autoptr (CriticAssessment) assessment = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  CriticPool *pool;

  scratch_init (&scratch);
  done_init (&done);
  scratch_jpeg (&scratch, "a.jpg", 1, 64, 64);
  path = scratch_path (&scratch, "a.jpg");
  file = g_file_new_for_path (path);
  pool = fake_pool (fake, 2, &done);
  critic_fake_engine_hold_these (fake);
  for (guint i = 0; i < 6; i++)
    critic_pool_push (pool, item_new (&scratch, "a.jpg", i, NULL));
  critic_fake_engine_await (fake, 2);

  analyzer = critic_analyzer_new_with_engine (critic_fake_engine_share (fake), 1);
  assessment = critic_analyzer_assess (analyzer, &(CriticRequest) { .file = file, .live = TRUE }, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (assessment);
  g_assert_cmpuint (done.items->len, ==, 0);

  critic_fake_engine_release (fake);
  critic_pool_drain (pool);
  critic_pool_free (pool);
  g_assert_cmpuint (done.items->len, ==, 6);
}

static gboolean
on_known (CriticPoolItem *item, gpointer data)
{
  const CriticHash none = { { 0 } };

  g_assert_cmpint (memcmp (&item->measured.hash, &none, sizeof none), !=, 0);
  g_assert_cmpuint (item->size, >, 0);
  item->photo_alone.score = 7.5;
  return item->number == 1;
}

static void
test_known (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (Done) done;
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  CriticFakeCounts counts;
  CriticPool *pool;

  scratch_init (&scratch);
  done_init (&done);
  scratch_jpeg (&scratch, "a.jpg", 1, 64, 64);
  pool = fake_pool (fake, 1, &done);
  critic_pool_set_known (pool, on_known);
  critic_pool_push (pool, item_new (&scratch, "a.jpg", 1, NULL));
  critic_pool_push (pool, item_new (&scratch, "a.jpg", 2, NULL));
  critic_pool_drain (pool);
  critic_pool_free (pool);

  critic_fake_engine_count (fake, &counts);
  g_assert_cmpint (counts.images, ==, 1);
  g_assert_cmpfloat (find_item (&done, 1)->photo_alone.score, ==, 7.5);
  g_assert_cmpfloat (find_item (&done, 2)->photo_alone.score, !=, 7.5);
}

/* Who started the program said how urgent it is. */
static void
test_priority (void)
{
  for (guint keeps = 0; keeps <= 1; keeps++)
    {
      g_auto (Scratch) scratch = { NULL };
      g_auto (Done) done;
      g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
      const int own = getpriority (PRIO_PROCESS, 0);
      CriticPool *pool;

      scratch_init (&scratch);
      done_init (&done);
      scratch_jpeg (&scratch, "a.jpg", 1, 64, 48);
      pool = fake_pool (fake, 1, &done);
      if (keeps)
        critic_pool_keep_priority (pool);
      critic_pool_push (pool, item_new (&scratch, "a.jpg", 0, NULL));
      critic_pool_drain (pool);
      critic_pool_free (pool);
      g_assert_cmpint (done.lowest_nice, ==, keeps ? own : MAX (own, 10));
    }
}

static guint
count_threads (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  while (tasks != NULL && g_dir_read_name (tasks) != NULL)
    n++;
  return n;
}

static void
on_done_count (CriticPoolItem *item, gpointer most)
{
  g_assert_no_error (item->error);
  *(guint *) most = MAX (*(guint *) most, count_threads ());
  critic_pool_item_free (item);
}

/* A worker is a thread, also where LibRaw develops: OpenMP would add one for
 * each processor. */
static void
test_threads (void)
{
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", "raw", "no-preview.dng", NULL);
  guint most = 0, before;
  CriticPool *pool = critic_pool_new_with_engine (critic_fake_engine_share (fake), 1, on_done_count, &most, &error);

  g_assert_no_error (error);
  before = count_threads ();
  for (guint i = 0; i < 3; i++)
    critic_pool_push (pool, critic_pool_item_new (path));
  critic_pool_drain (pool);
  g_test_message ("%u threads of %u processors", most, g_get_num_processors ());
  g_assert_cmpuint (most, ==, before);
  critic_pool_free (pool);
}

static void
test_no_pool (void)
{
  const CriticFakeOptions no_session = { .fail_session = TRUE };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (&no_session);
  g_autoptr (GError) error = NULL;

  g_assert_null (critic_pool_new ("/nowhere/at all", 1, on_done, NULL, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_MISSING);
  g_clear_error (&error);
  g_assert_null (critic_pool_new_with_engine (critic_fake_engine_share (fake), 3, on_done, NULL, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_MEMORY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pool/judge", test_judge);
  g_test_add_func ("/pool/bits", test_bits);
  g_test_add_func ("/pool/bad-files", test_bad_files);
  g_test_add_func ("/pool/first", test_first);
  g_test_add_func ("/pool/pause", test_pause);
  g_test_add_func ("/pool/bounded-and-cancelled", test_bounded_and_cancelled);
  g_test_add_func ("/pool/desk-goes-on", test_desk_goes_on);
  g_test_add_func ("/pool/known", test_known);
  g_test_add_func ("/pool/priority", test_priority);
  g_test_add_func ("/pool/threads", test_threads);
  g_test_add_func ("/pool/none", test_no_pool);

  return g_test_run ();
}
