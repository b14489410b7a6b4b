/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is on screen goes first. */
#include "pass-fixtures.h"

/* The order in which a run with one worker finishes files. */
typedef struct
{
  CriticPassRun *run;
  GMutex         lock;
  GCond          cond;
  GPtrArray     *order;     /* base names */
  gboolean       ended;
  guint64        most_met;
} Order;

static void
on_run_changed (const gint64 *ids, gsize n, gpointer data)
{
  Order *order = data;
  CriticPassProgress progress;
  g_autofree char *current = NULL;

  g_mutex_lock (&order->lock);
  if (order->run != NULL)
    {
      critic_pass_run_get_progress (order->run, &progress, &current);
      order->most_met = MAX (order->most_met, progress.met);
    }
  if (current != NULL)
    {
      g_autofree char *name = g_path_get_basename (current);

      if (!g_ptr_array_find_with_equal_func (order->order, name, g_str_equal, NULL))
        g_ptr_array_add (order->order, g_steal_pointer (&name));
    }
  g_mutex_unlock (&order->lock);
}

static void
on_run_ended (CriticPassState state, const GError *error, gpointer data)
{
  Order *order = data;

  g_mutex_lock (&order->lock);
  order->ended = TRUE;
  g_cond_signal (&order->cond);
  g_mutex_unlock (&order->lock);
}

static CriticEngine *
share_fake (gpointer fake)
{
  return critic_fake_engine_share (fake);
}

/* One worker stands at the gate, two items wait, the feeder holds a fourth:
 * what is asked for now comes right behind them. */
static void
test_prefer (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  Order order = { NULL };
  CriticPassPlan plan = {
    .library = library, .make_engine = share_fake, .engine_data = fake, .n_workers = 1, .recursive = TRUE, .walk = TRUE,
    .changed = on_run_changed, .ended = on_run_ended, .data = &order,
  };
  const char *roots[2] = { NULL, NULL };
  g_autofree char *last = NULL, *before = NULL, *outside = NULL, *nowhere = NULL;

  scratch_init (&scratch);
  g_mutex_init (&order.lock);
  g_cond_init (&order.cond);
  order.order = g_ptr_array_new_with_free_func (g_free);
  make_photos (&scratch, 24);
  roots[0] = scratch.path;
  plan.roots = roots;
  last = scratch_path (&scratch, "f2/023.jpg");
  before = scratch_path (&scratch, "f2/020.jpg");
  nowhere = scratch_path (&scratch, "f2/nowhere.jpg");
  outside = g_strdup ("/etc/hostname");

  critic_fake_engine_hold (fake);
  g_mutex_lock (&order.lock);
  order.run = critic_pass_run_new (&plan);
  g_mutex_unlock (&order.lock);
  critic_fake_engine_await (fake, 1);
  critic_pass_run_prefer (order.run, (const char *const[]) { before, NULL });     /* replaced */
  critic_pass_run_prefer (order.run, (const char *const[]) { outside, nowhere, last, before, NULL });
  critic_fake_engine_release (fake);
  g_mutex_lock (&order.lock);
  while (!order.ended)
    g_cond_wait (&order.cond, &order.lock);
  g_mutex_unlock (&order.lock);

  {
    CriticPassProgress progress;
    g_autofree char *current = NULL;
    guint place_last, place_before;

    critic_pass_run_get_progress (order.run, &progress, &current);
    g_assert_cmpuint (progress.met, ==, 24);
    /* Those that were asked for counted once, also while they waited for their turn. */
    g_assert_cmpuint (order.most_met, <=, 24);
    g_assert_cmpuint (progress.done, ==, 24);
    g_assert_cmpuint (order.order->len, ==, 24);
    g_assert_true (g_ptr_array_find_with_equal_func (order.order, "023.jpg", g_str_equal, &place_last));
    g_assert_true (g_ptr_array_find_with_equal_func (order.order, "020.jpg", g_str_equal, &place_before));
    g_assert_cmpuint (place_last, <=, 5);
    g_assert_cmpuint (place_before, <=, 6);
    g_assert_cmpint (count_images (fake), ==, 24);
  }

  critic_pass_run_free (order.run);
  g_ptr_array_unref (order.order);
  g_mutex_clear (&order.lock);
  g_cond_clear (&order.cond);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pass-order/prefer", test_prefer);

  return g_test_run ();
}
