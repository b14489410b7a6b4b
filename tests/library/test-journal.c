/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Undo and redo, in order and across restarts. */
#include <math.h>
#include <string.h>

#include "library-fixtures.h"

#define N_IMAGES 5
#define WALK 400

/* What the library should hold, kept without it. */
typedef struct
{
  CriticRating rating[N_IMAGES];
  GPtrArray   *critiques[N_IMAGES];     /* CriticCritiqueEntry, by id */
} World;

static CriticCritiqueEntry *
entry_copy (const CriticCritiqueEntry *entry)
{
  return critic_critique_entry_copy (entry);
}

static World *
world_copy (const World *world)
{
  World *copy = g_new0 (World, 1);

  for (guint i = 0; i < N_IMAGES; i++)
    {
      if (world != NULL)
        copy->rating[i] = world->rating[i];
      copy->critiques[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_critique_entry_free);
      for (guint j = 0; world != NULL && j < world->critiques[i]->len; j++)
        g_ptr_array_add (copy->critiques[i], entry_copy (world->critiques[i]->pdata[j]));
    }
  return copy;
}

static void
world_free (World *world)
{
  for (guint i = 0; i < N_IMAGES; i++)
    g_ptr_array_unref (world->critiques[i]);
  g_free (world);
}

static char *
path_of (guint image)
{
  return g_strdup_printf ("/shoot/%u.jpg", image);
}

static void
assert_entry (const CriticCritiqueEntry *a, const CriticCritiqueEntry *b)
{
  g_assert_cmpint (a->id, ==, b->id);
  g_assert_cmpstr (a->author, ==, b->author);
  g_assert_cmpstr (a->text, ==, b->text);
  g_assert_true (isnan (a->own_score) ? isnan (b->own_score) : a->own_score == b->own_score);
  g_assert_cmpfloat (a->own_scale, ==, b->own_scale);
  g_assert_cmpint (a->written, ==, b->written);
  g_assert_cmpint (a->counts, ==, b->counts);
  g_assert_cmpstr (a->language, ==, b->language);
}

static void
assert_world (CriticLibrary *library, const World *world)
{
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = path_of (i);
      g_autoptr (CriticRow) row = read_one (library, path);
      g_autoptr (GPtrArray) entries = critic_library_critiques (library, row->image_id, &error);

      g_assert_no_error (error);
      assert_rating (&row->rating, &world->rating[i]);
      g_assert_cmpuint (entries->len, ==, world->critiques[i]->len);
      g_assert_cmpuint (row->n_critiques, ==, entries->len);
      for (guint j = 0; j < entries->len; j++)
        assert_entry (entries->pdata[j], world->critiques[i]->pdata[j]);
    }
}

/* One to four changes; what is new in @world gets its ids afterwards. */
static CriticStep *
random_step (World *world, const gint64 *image_ids, const char *name, GPtrArray *new_entries)
{
  CriticStep *step = critic_step_new (name);

  for (guint n = g_test_rand_int_range (1, 5); n > 0; n--)
    {
      guint i = g_test_rand_int_range (0, N_IMAGES);
      GPtrArray *critiques = world->critiques[i];
      guint what = g_test_rand_int_range (0, 5);
      guint number = g_test_rand_int_range (0, 1000);
      CriticCritiqueEntry entry = { 0, (char *) (number % 2 ? "" : "Ana"), NULL, number % 3 ? NAN : number, 10 + number % 2 * 10,
                                    number * G_GINT64_CONSTANT (1000000007), number % 5 != 0,
                                    (char *) (number % 4 ? "" : "en_GB") };
      g_autofree char *text = g_strdup_printf ("Light %u, “sky”", number);

      entry.text = text;
      if (what < 2)
        {
          make_rating (&world->rating[i], number);
          critic_step_set_rating (step, image_ids[i], &world->rating[i]);
        }
      else if (what == 2)
        {
          critic_step_set_critique (step, image_ids[i], &entry);
          g_ptr_array_add (critiques, entry_copy (&entry));
          g_ptr_array_add (new_entries, critiques->pdata[critiques->len - 1]);
        }
      else if (critiques->len > 0)
        {
          guint j = g_test_rand_int_range (0, critiques->len);
          CriticCritiqueEntry *old = critiques->pdata[j];

          if (old->id == 0)     /* added by this very step */
            continue;
          entry.id = old->id;
          if (what == 3)
            critic_step_set_critique (step, image_ids[i], &entry);
          else
            critic_step_delete_critique (step, old->id);
          if (what == 3)
            {
              critic_critique_entry_free (old);
              critiques->pdata[j] = entry_copy (&entry);
            }
          else
            g_ptr_array_remove_index (critiques, j);
        }
    }

  return step;
}

static void
assert_names (CriticLibrary *library, GPtrArray *names, guint position)
{
  g_autofree char *undo = NULL;
  g_autofree char *redo = NULL;

  critic_library_peek (library, &undo, &redo);
  g_assert_cmpstr (undo, ==, position > 0 ? names->pdata[position - 1] : NULL);
  g_assert_cmpstr (redo, ==, position < names->len ? names->pdata[position] : NULL);
}

static void
take_step (CriticLibrary *library, GPtrArray *worlds, GPtrArray *names, guint position, const gint64 *image_ids)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) new_entries = g_ptr_array_new ();
  g_autofree gint64 *ids = NULL;
  char *name = g_strdup_printf ("Step %u", g_test_rand_int ());
  World *world = world_copy (worlds->pdata[position]);
  g_autoptr (CriticStep) step = random_step (world, image_ids, name, new_entries);

  /* What was undone is forgotten. */
  g_ptr_array_set_size (worlds, position + 1);
  g_ptr_array_set_size (names, position);
  g_ptr_array_add (worlds, world);
  g_ptr_array_add (names, name);

  g_assert_true (critic_library_apply (library, step, &ids, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < new_entries->len; i++)
    ((CriticCritiqueEntry *) new_entries->pdata[i])->id = ids[i];
  g_assert_cmpint (ids[new_entries->len], ==, 0);
}

static gboolean
go (CriticLibrary *library, gboolean redo, GPtrArray *names, guint position)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticChange) change = redo ? critic_library_redo (library, &error) : critic_library_undo (library, &error);

  g_assert_no_error (error);
  if (change != NULL)
    g_assert_cmpstr (change->name, ==, names->pdata[redo ? position : position - 1]);
  return change != NULL;
}

static void
test_walk (void)
{
  g_auto (Place) place = { NULL, };
  g_autoptr (GPtrArray) worlds = g_ptr_array_new_with_free_func ((GDestroyNotify) world_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CriticLibrary) library = NULL;
  gint64 image_ids[N_IMAGES];
  guint position = 0;

  place_init (&place);
  library = open_library (place.path);
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autofree char *path = path_of (i);

      write_one (library, path, i);
      image_ids[i] = image_of (library, path);
    }
  g_ptr_array_add (worlds, world_copy (NULL));

  for (guint i = 0; i < WALK; i++)
    {
      guint what = g_test_rand_int_range (0, 20);

      if (what < 8)
        take_step (library, worlds, names, position++, image_ids);
      else if (what < 14)
        position -= go (library, FALSE, names, position);
      else if (what < 19)
        position += go (library, TRUE, names, position);
      else
        {
          g_clear_object (&library);
          library = open_library (place.path);
        }
      assert_names (library, names, position);
      assert_world (library, worlds->pdata[position]);
    }

  while (go (library, FALSE, names, position))
    assert_world (library, worlds->pdata[--position]);
  g_assert_cmpuint (position, ==, 0);
  while (go (library, TRUE, names, position))
    assert_world (library, worlds->pdata[++position]);
  g_assert_cmpuint (position, ==, names->len);
  g_clear_object (&library);
  assert_whole (place.path);
}

static void
test_change (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticStep) step = critic_step_new ("Three stars for 2 photographs");
  g_autoptr (CriticStep) empty = critic_step_new ("Nothing");
  CriticRating rating = { .stars = 3 };
  gint64 a, b;

  g_assert_null (critic_library_undo (library, &error));
  g_assert_no_error (error);
  g_assert_null (critic_library_redo (library, &error));
  g_assert_no_error (error);

  write_one (library, "/a.jpg", 1);
  write_one (library, "/b.jpg", 2);
  a = image_of (library, "/a.jpg");
  b = image_of (library, "/b.jpg");

  /* A step says each photograph once, however often it touched it. */
  critic_step_set_rating (step, b, &rating);
  critic_step_set_rating (step, a, &rating);
  rating.stars = 4;
  critic_step_set_rating (step, b, &rating);
  g_assert_true (critic_library_apply (library, step, NULL, &error));

  g_autoptr (CriticChange) undone = critic_library_undo (library, &error);
  g_assert_cmpstr (undone->name, ==, "Three stars for 2 photographs");
  g_assert_cmpuint (undone->image_ids->len, ==, 2);
  g_assert_cmpint (g_array_index (undone->image_ids, gint64, 0), ==, b);
  g_assert_cmpint (g_array_index (undone->image_ids, gint64, 1), ==, a);
  g_assert_cmpuint (undone->moves->len, ==, 0);
  g_autoptr (CriticRow) before = read_one (library, "/b.jpg");
  g_assert_cmpint (before->rating.stars, ==, 0);

  g_autoptr (CriticChange) redone = critic_library_redo (library, &error);
  g_autoptr (CriticRow) after = read_one (library, "/b.jpg");
  g_assert_cmpuint (redone->image_ids->len, ==, 2);
  g_assert_cmpint (after->rating.stars, ==, 4);
  g_assert_true (critic_library_read_rating (library, b, &rating, &error));
  g_assert_cmpint (rating.stars, ==, 4);
  g_assert_true (critic_library_read_rating (library, 4711, &rating, &error));
  g_assert_cmpint (rating.stars, ==, 0);

  g_assert_true (critic_library_apply (library, empty, NULL, &error));
  g_autoptr (CriticChange) nothing = critic_library_undo (library, &error);
  g_assert_cmpuint (nothing->image_ids->len, ==, 0);
}

static void
assert_state (CriticLibrary *library, const char *path, gint64 file_id, CriticRowState state)
{
  g_autoptr (CriticRow) row = read_one (library, path);

  g_assert_nonnull (row);
  g_assert_cmpint (row->file_id, ==, file_id);
  g_assert_cmpint (row->state, ==, state);
  g_assert_cmpint (row->rating.stars, ==, 2);
}

static void
test_moves (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticStep) move = critic_step_new ("Move");
  g_autoptr (CriticStep) bin = critic_step_new ("Bin");
  g_autoptr (CriticStep) copy = critic_step_new ("Copy");
  gint64 file_id;

  write_one (library, "/in/a.jpg", 2);
  write_one (library, "/out/b.jpg", 3);
  rate (library, image_of (library, "/in/a.jpg"), 2);
  g_autoptr (CriticRow) first = read_one (library, "/in/a.jpg");
  file_id = first->file_id;

  /* Onto a file that was there: that one's row goes. */
  critic_step_moved (move, "/in/a.jpg", "/out/b.jpg");
  critic_step_moved (move, "/in/a.xmp", "/out/b.xmp");
  g_assert_true (critic_library_apply (library, move, NULL, &error));
  assert_state (library, "/out/b.jpg", file_id, CRITIC_ROW_DONE);
  g_assert_null (read_one (library, "/in/a.jpg"));
  g_assert_true (critic_library_moved (library, "/in/a.jpg", "/out/b.jpg", &error));
  assert_state (library, "/out/b.jpg", file_id, CRITIC_ROW_DONE);

  g_autoptr (CriticChange) undone = critic_library_undo (library, &error);
  assert_state (library, "/in/a.jpg", file_id, CRITIC_ROW_DONE);
  g_assert_cmpuint (undone->moves->len, ==, 4);
  g_assert_cmpstr (undone->moves->pdata[0], ==, "/in/a.jpg");
  g_assert_cmpstr (undone->moves->pdata[1], ==, "/out/b.jpg");
  g_assert_cmpstr (undone->moves->pdata[2], ==, "/in/a.xmp");
  g_assert_cmpstr (undone->moves->pdata[3], ==, "/out/b.xmp");

  critic_step_moved (bin, "/in/a.jpg", NULL);
  g_assert_true (critic_library_apply (library, bin, NULL, &error));
  assert_state (library, "/in/a.jpg", file_id, CRITIC_ROW_GONE);
  g_autoptr (CriticChange) unbinned = critic_library_undo (library, &error);
  assert_state (library, "/in/a.jpg", file_id, CRITIC_ROW_DONE);
  g_assert_cmpstr (unbinned->moves->pdata[0], ==, "/in/a.jpg");
  g_assert_null (unbinned->moves->pdata[1]);
  g_autoptr (CriticChange) binned = critic_library_redo (library, &error);
  g_assert_nonnull (binned);
  assert_state (library, "/in/a.jpg", file_id, CRITIC_ROW_GONE);

  /* A copy shares what was said; undoing it, the copy is gone. */
  write_one (library, "/copy/a.jpg", 2);
  g_autoptr (CriticRow) copied = read_one (library, "/copy/a.jpg");
  critic_step_moved (copy, NULL, "/copy/a.jpg");
  g_assert_true (critic_library_apply (library, copy, NULL, &error));
  assert_state (library, "/copy/a.jpg", copied->file_id, CRITIC_ROW_DONE);
  g_autoptr (CriticChange) uncopied = critic_library_undo (library, &error);
  assert_state (library, "/copy/a.jpg", copied->file_id, CRITIC_ROW_GONE);
  g_assert_null (uncopied->moves->pdata[0]);
  g_assert_cmpstr (uncopied->moves->pdata[1], ==, "/copy/a.jpg");
}

static void
test_refused (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticStep) step = critic_step_new ("Half");
  g_autoptr (CriticStep) gone = critic_step_new ("Gone");
  g_autoptr (CriticRow) row = NULL;
  CriticRating rating = { .stars = 3 };
  char *undo;

  /* Of a photograph that is not there: nothing of the step is done. */
  write_one (library, "/a.jpg", 1);
  critic_step_set_rating (step, image_of (library, "/a.jpg"), &rating);
  critic_step_set_rating (step, 12345, &rating);
  g_assert_false (critic_library_apply (library, step, NULL, &error));
  g_assert_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_IO);
  g_clear_error (&error);
  row = read_one (library, "/a.jpg");
  g_assert_cmpint (row->rating.stars, ==, 0);
  critic_library_peek (library, &undo, NULL);
  g_assert_null (undo);

  critic_step_delete_critique (gone, 777);
  g_assert_true (critic_library_apply (library, gone, NULL, &error));
  g_assert_no_error (error);
}

static void
test_tidy (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticStep) step = critic_step_new ("Name \xff");
  g_autofree char *undo = NULL;
  CriticRating wild = { .flag = 99, .stars = 6, .label = -1, .score = NAN, .high = 3 };
  CriticRating nothing = { 0, };
  CriticCritiqueEntry entry = { 0, NULL, (char *) "a\xfe" "b", 3, 10, 0, 7 };
  gint64 image_id;

  wild.style[0] = 17;
  write_one (library, "/a.jpg", 1);
  image_id = image_of (library, "/a.jpg");
  critic_step_set_rating (step, image_id, &wild);
  critic_step_set_critique (step, image_id, &entry);
  g_assert_true (critic_library_apply (library, step, NULL, &error));
  g_assert_no_error (error);

  g_autoptr (CriticRow) row = read_one (library, "/a.jpg");
  g_autoptr (GPtrArray) entries = critic_library_critiques (library, image_id, &error);
  const CriticCritiqueEntry *read = entries->pdata[0];
  assert_rating (&row->rating, &nothing);
  g_assert_cmpstr (read->author, ==, "");
  g_assert_cmpstr (read->text, ==, "a\xef\xbf\xbd" "b");
  g_assert_cmpint (read->counts, ==, TRUE);
  critic_library_peek (library, &undo, NULL);
  g_assert_true (g_utf8_validate (undo, -1, NULL));
}

/* The oldest steps are forgotten; what they did stays. */
static void
test_bound (void)
{
  g_auto (Place) place = { NULL, };
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *undo = NULL;
  gint64 image_id;

  place_init (&place);
  library = open_library (place.path);
  write_one (library, "/a.jpg", 1);
  image_id = image_of (library, "/a.jpg");
  rate (library, image_id, 5);
  run_sql (place.path,
           "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10100)"
           " INSERT INTO step (name, made) SELECT 'old ' || i, 0 FROM n;"
           "INSERT INTO change SELECT id, 0, 1, 1, 0, x'', x'' FROM step WHERE id > 1");
  rate (library, image_id, 4);
  g_assert_cmpint (ask_number (place.path, "SELECT count (*) FROM step"), ==, 10000);
  g_assert_cmpint (ask_number (place.path, "SELECT count (*) FROM change"), ==, 10000);
  g_assert_cmpint (ask_number (place.path, "SELECT min (id) FROM step"), ==, 103);

  g_autoptr (CriticChange) change = critic_library_undo (library, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (change->name, ==, "Rating 4");
  critic_library_peek (library, &undo, NULL);
  g_assert_cmpstr (undo, ==, "old 10100");
  g_autoptr (CriticRow) row = read_one (library, "/a.jpg");
  g_assert_cmpint (row->rating.stars, ==, 5);
}

static gint64
amend (CriticLibrary *library, gint64 *step_id, gint64 image_id, gint64 critique_id, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticStep) step = critic_step_new ("Critique written");
  gint64 new_id;

  critic_step_set_critique (step, image_id, &(CriticCritiqueEntry) {
                              .id = critique_id, .author = (char *) "", .text = (char *) text, .own_score = NAN,
                              .own_scale = 10, .counts = TRUE });
  g_assert_true (critic_library_amend (library, step_id, step, &new_id, &error));
  g_assert_no_error (error);
  return new_id;
}

static void
assert_texts (CriticLibrary *library, gint64 image_id, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = critic_library_critiques (library, image_id, &error);
  g_autoptr (GString) texts = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    g_string_append_printf (texts, "[%s]", ((CriticCritiqueEntry *) entries->pdata[i])->text);
  g_assert_cmpstr (texts->str, ==, expected);
}

/* A text that is typed is one step, however often it was written down, until
 * something else is done. */
static void
test_amend (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  gint64 image_id, first, second, step = 0, other = 0;

  write_one (library, "/a.jpg", 1);
  image_id = image_of (library, "/a.jpg");
  first = amend (library, &step, image_id, 0, "Ca");
  g_assert_cmpint (first, !=, 0);
  g_assert_cmpint (amend (library, &step, image_id, first, "Calm"), ==, 0);
  amend (library, &step, image_id, first, "Calm sky.");
  assert_texts (library, image_id, "[Calm sky.]");

  /* A critique beside it is a step of its own, and so is going on afterwards. */
  second = amend (library, &other, image_id, 0, "Empty.");
  g_assert_cmpint (other, !=, step);
  amend (library, &step, image_id, first, "Calm sky. Good.");
  amend (library, &step, image_id, first, "Calm sky. Good light.");
  assert_texts (library, image_id, "[Calm sky. Good light.][Empty.]");
  g_assert_cmpint (second, !=, first);

  critic_change_free (critic_library_undo (library, &error));
  assert_texts (library, image_id, "[Calm sky.][Empty.]");
  critic_change_free (critic_library_undo (library, &error));
  critic_change_free (critic_library_undo (library, &error));
  assert_texts (library, image_id, "");
  critic_change_free (critic_library_redo (library, &error));
  assert_texts (library, image_id, "[Calm sky.]");

  /* What was undone is no step to go on with, and is forgotten. */
  amend (library, &step, image_id, first, "Calm sea.");
  g_assert_null (critic_library_redo (library, &error));
  critic_change_free (critic_library_undo (library, &error));
  assert_texts (library, image_id, "[Calm sky.]");
  amend (library, &step, image_id, first, "Calm lake.");
  critic_change_free (critic_library_undo (library, &error));
  assert_texts (library, image_id, "[Calm sky.]");
  critic_change_free (critic_library_undo (library, &error));
  assert_texts (library, image_id, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/library/journal/walk", test_walk);
  g_test_add_func ("/library/journal/change", test_change);
  g_test_add_func ("/library/journal/moves", test_moves);
  g_test_add_func ("/library/journal/refused", test_refused);
  g_test_add_func ("/library/journal/tidy", test_tidy);
  g_test_add_func ("/library/journal/bound", test_bound);
  g_test_add_func ("/library/journal/amend", test_amend);

  return g_test_run ();
}
