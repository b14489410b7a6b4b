/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loading, the id, verification and what is remembered of it, with copies of
 * the tiny model; and the numbers that come from model.json. */
#include "mcn-model.h"

#include "aspects-file.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <utime.h>

#include <glib/gstdio.h>

static const char *const names[] = { "aspects.safetensors", "backbone.safetensors", "mcn.safetensors", "model.json", "search.safetensors", "text.safetensors", "vocab.txt" };

typedef struct
{
  char *folder;     /* a copy of the tiny model */
  char *state;      /* not made yet */
} Fixture;

static char *
path_of (Fixture *f, const char *name)
{
  return g_build_filename (f->folder, name, NULL);
}

static void
put (Fixture *f, const char *name, const char *data, gsize size)
{
  g_autofree char *path = path_of (f, name);

  g_assert_true (g_file_set_contents (path, data, size, NULL));
}

static char *
get (Fixture *f, const char *name, gsize *size)
{
  g_autofree char *path = path_of (f, name);
  char *data;

  g_assert_true (g_file_get_contents (path, &data, size, NULL));
  return data;
}

static void
age (Fixture *f, const char *name, guint seconds)
{
  g_autofree char *path = path_of (f, name);
  time_t then = time (NULL) - seconds;

  g_assert_cmpint (utime (path, &(struct utimbuf) { then, then }), ==, 0);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("photo-critic-XXXXXX", NULL);
  f->state = g_build_filename (f->folder, "state", "verified.ini", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), names[i], NULL);
      g_autofree char *contents = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (from, &contents, &size, NULL));
      put (f, names[i], contents, size);
    }
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autofree char *state_folder = g_path_get_dirname (f->state);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = path_of (f, names[i]);

      g_remove (path);
    }
  g_remove (f->state);
  g_rmdir (state_folder);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->folder);
  g_free (f->state);
}

static void
assert_fails (Fixture *f, const char *state, McnError code, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McnModel) model = mcn_model_load (f->folder, state, &error);

  g_assert_null (model);
  g_assert_error (error, MCN_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, says));
  g_assert_nonnull (strstr (error->message, f->folder));
}

static McnModel *
load (Fixture *f, const char *state)
{
  g_autoptr (GError) error = NULL;
  McnModel *model = mcn_model_load (f->folder, state, &error);

  g_assert_no_error (error);
  return model;
}

static void
test_load (Fixture *f, gconstpointer data)
{
  g_autoptr (McnModel) model = load (f, NULL);
  g_autoptr (McnModel) again = mcn_model_ref (model);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  g_assert_true (again == model);
  g_assert_true (mcn_model_verify (f->folder, &id, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, mcn_model_get_id (model));
  g_assert_cmpstr (mcn_model_get_name (model), ==, "Tiny random model");
  g_assert_cmpstr (mcn_model_get_directory (model), ==, f->folder);
  g_assert_cmpuint (mcn_model_get_long_side (model), ==, 320);
  g_assert_nonnull (mcn_model_get_backbone (model));
  g_assert_nonnull (mcn_model_get_text_encoder (model));
  g_assert_nonnull (mcn_model_get_mcn (model));
  g_assert_cmpstr (mcn_wordpiece_get (mcn_model_get_wordpiece (model), MCN_TOKEN_CLS), ==, "[CLS]");
  g_assert_true (mcn_model_regions_are_evidence (model));
  g_assert_true (mcn_model_words_are_evidence (model));
  g_assert_true (mcn_model_matrix_is_evidence (model));
  g_assert_cmpfloat (mcn_model_get_evidence (model, MCN_EVIDENCE_REGIONS)->ratio, ==, 2);
}

static gboolean
may_lack (const char *name)
{
  return strcmp (name, "aspects.safetensors") == 0 || strcmp (name, "search.safetensors") == 0;
}

static void
test_missing (Fixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *contents = NULL;
      g_autofree char *path = path_of (f, names[i]);
      gsize size;

      if (may_lack (names[i]))
        continue;

      contents = get (f, names[i], &size);
      g_remove (path);
      assert_fails (f, NULL, MCN_ERROR_MISSING, names[i]);
      put (f, names[i], contents, size);
    }
}

/* One bit, one byte less, one byte more: the id tells. */
static void
test_damaged (Fixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *contents = NULL;
      gsize size;

      if (strcmp (names[i], "model.json") == 0)
        continue;
      contents = get (f, names[i], &size);
      contents[size / 2] ^= 1;
      put (f, names[i], contents, size);
      assert_fails (f, NULL, MCN_ERROR_MISMATCH, "checksum");
      g_assert_false (mcn_model_verify (f->folder, NULL, NULL));
      contents[size / 2] ^= 1;
      put (f, names[i], contents, size - 1);
      assert_fails (f, NULL, MCN_ERROR_MISMATCH, "checksum");
      put (f, names[i], contents, size);
    }
  g_autoptr (McnModel) model = load (f, NULL);
}

/* model.json counts too, but for its id. */
static void
test_changed_description (Fixture *f, gconstpointer data)
{
  gsize size;
  g_autofree char *contents = get (f, "model.json", &size);
  char *at = strstr (contents, "Tiny");

  *at = 'S';
  put (f, "model.json", contents, size);
  assert_fails (f, NULL, MCN_ERROR_MISMATCH, "checksum");
  *at = 'T';
  at = strstr (contents, "\"id\": \"") + strlen ("\"id\": \"");
  *at = *at == '0' ? '1' : '0';
  put (f, "model.json", contents, size);
  assert_fails (f, NULL, MCN_ERROR_MISMATCH, "checksum");
}

/* A newer model says so, whatever other files it has. */
static void
test_newer (Fixture *f, gconstpointer data)
{
  g_autofree char *vocabulary = path_of (f, "vocab.txt");
  gsize size;
  g_autofree char *contents = get (f, "model.json", &size);

  *(strstr (contents, "\"version\": 1") + strlen ("\"version\": ")) = '2';
  put (f, "model.json", contents, size);
  g_remove (vocabulary);
  assert_fails (f, NULL, MCN_ERROR_UNSUPPORTED, "newer");
}

static void
test_remembered (Fixture *f, gconstpointer data)
{
  g_autoptr (McnModel) first = NULL;
  g_autofree char *contents = NULL;
  gsize size;

  /* Too young to be remembered. */
  first = load (f, f->state);
  g_assert_false (g_file_test (f->state, G_FILE_TEST_EXISTS));

  /* The change time cannot be set: wait until it has settled. */
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    age (f, names[i], 100);
  g_usleep (3 * G_USEC_PER_SEC);
  g_clear_pointer (&first, mcn_model_unref);
  first = load (f, f->state);
  g_assert_true (g_file_test (f->state, G_FILE_TEST_EXISTS));

  /* Of known files no byte is hashed: a lie in the state file is believed. The
   * only way to see that from outside is a changed byte under the same times. */
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_assert_true (g_key_file_load_from_file (keys, f->state, G_KEY_FILE_NONE, NULL));
  g_auto (GStrv) groups = g_key_file_get_groups (keys, NULL);
  g_assert_cmpuint (g_strv_length (groups), ==, 1);
  g_autofree char *folder = g_key_file_get_string (keys, groups[0], "folder", NULL);
  g_assert_cmpstr (folder, ==, f->folder);

  contents = get (f, "vocab.txt", &size);
  contents[size - 2] ^= 1;
  put (f, "vocab.txt", contents, size);
  assert_fails (f, f->state, MCN_ERROR_MISMATCH, "checksum");

  g_autofree char *vocabulary = path_of (f, "vocab.txt");
  struct stat st;
  g_assert_cmpint (stat (vocabulary, &st), ==, 0);
  g_autofree char *lie = g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT ".%09ld",
                                          (guint64) st.st_size, (guint64) st.st_ino,
                                          (gint64) st.st_mtim.tv_sec, (long) st.st_mtim.tv_nsec,
                                          (gint64) st.st_ctim.tv_sec, (long) st.st_ctim.tv_nsec);
  g_key_file_set_string (keys, groups[0], "vocab.txt", lie);
  g_assert_true (g_key_file_save_to_file (keys, f->state, NULL));
  g_autoptr (McnModel) believed = load (f, f->state);
  g_assert_nonnull (believed);

  /* Whoever wants to know hashes all the same. */
  g_assert_false (mcn_model_verify (f->folder, NULL, NULL));
}

/* A state file that is rubbish, or cannot be written, is no reason to fail. */
static void
test_bad_state (Fixture *f, gconstpointer data)
{
  g_autofree char *state_folder = g_path_get_dirname (f->state);

  g_assert_cmpint (g_mkdir (state_folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (f->state, "\xff[[[\0=", 7, NULL));
  g_autoptr (McnModel) model = load (f, f->state);
  g_autoptr (McnModel) elsewhere = load (f, "/dev/null/state");
}

/* The id that the folder's files have, as mcn-model.h defines it. */
static char *
compute_id (Fixture *f, const char *old_id)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize size;
      g_autofree char *path = path_of (f, names[i]);
      g_autofree char *contents = NULL;
      g_autofree char *sum = NULL;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      contents = get (f, names[i], &size);
      if (strcmp (names[i], "model.json") == 0)
        memset (strstr (contents, old_id), '0', 64);
      sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, size);
      g_string_append_printf (lines, "%s  %s\n", sum, names[i]);
    }
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, lines->str, -1);
}

static void
set_right_id (Fixture *f)
{
  gsize size;
  g_autofree char *description = get (f, "model.json", &size);
  g_autofree char *old_id = g_strndup (strstr (description, "\"id\": \"") + strlen ("\"id\": \""), 64);
  g_autofree char *new_id = compute_id (f, old_id);

  memcpy (strstr (description, old_id), new_id, 64);
  put (f, "model.json", description, size);
}

/* A folder without aspects, or without a search by words, is whole; taking them out of one,
 * or putting them into one, is noticed. */
static void
test_without (Fixture *f, gconstpointer data)
{
  const char *name = data;
  gboolean aspects = strcmp (name, "aspects.safetensors") == 0;
  g_autofree char *path = path_of (f, name);
  g_autoptr (McnModel) with = load (f, NULL);
  g_autoptr (McnModel) without = NULL;
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_nonnull (mcn_model_get_aspects (with));
  g_assert_nonnull (mcn_model_get_search (with));
  contents = get (f, name, &size);
  g_remove (path);
  assert_fails (f, NULL, MCN_ERROR_MISMATCH, "checksum");

  set_right_id (f);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) != 0)
      age (f, names[i], 100);
  g_usleep (3 * G_USEC_PER_SEC);
  without = load (f, f->state);
  g_assert_true ((mcn_model_get_aspects (without) == NULL) == aspects);
  g_assert_true ((mcn_model_get_search (without) == NULL) == !aspects);
  g_assert_true (g_file_test (f->state, G_FILE_TEST_EXISTS));
  g_assert_true (mcn_model_verify (f->folder, NULL, NULL));

  put (f, name, contents, size);
  assert_fails (f, f->state, MCN_ERROR_MISMATCH, "checksum");
}

/* Files with a right id that still do not fit together, or are none at all. */
static void
test_foreign_parts (Fixture *f, gconstpointer data)
{
  gsize vocabulary_size;
  g_autofree char *vocabulary = get (f, "vocab.txt", &vocabulary_size);
  /* Aspects of another encoder. */
  g_autoptr (GByteArray) narrow = make_aspects (MCN_N_ASPECTS, 8, 1);
  g_autofree char *longer = g_strconcat (vocabulary, "extra\n", NULL);
  const struct { const char *name, *contents; gsize size; McnError code; } parts[] = {
    { "vocab.txt", longer, vocabulary_size + 6, MCN_ERROR_MISMATCH },
    { "mcn.safetensors", "GIF89a.....", 11, MCN_ERROR_UNSUPPORTED },
    { "backbone.safetensors", "", 0, MCN_ERROR_CORRUPT },
    { "text.safetensors", "\2\0\0\0\0\0\0\0{}", 10, MCN_ERROR_MISMATCH },
    { "aspects.safetensors", "\2\0\0\0\0\0\0\0{}", 10, MCN_ERROR_MISMATCH },
    { "aspects.safetensors", (const char *) narrow->data, narrow->len, MCN_ERROR_MISMATCH },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *good = NULL;
      gsize good_size;

      good = get (f, parts[i].name, &good_size);
      put (f, parts[i].name, parts[i].contents, parts[i].size);
      set_right_id (f);
      assert_fails (f, NULL, parts[i].code, parts[i].name);
      put (f, parts[i].name, good, good_size);
    }
}

static void
test_numbers (Fixture *f, gconstpointer data)
{
  g_autoptr (McnModel) model = load (f, NULL);
  const gdouble *deciles = mcn_model_get_deciles (model);

  g_assert_cmpfloat_with_epsilon (mcn_model_calibrate (model, MCN_MODE_PHOTO, 5.0), 1.05 * 5 - .2, 1e-12);
  g_assert_cmpfloat_with_epsilon (mcn_model_calibrate (model, MCN_MODE_CRITIQUE, 5.0), .9 * 5 + .5, 1e-12);
  g_assert_cmpfloat (mcn_model_calibrate (model, MCN_MODE_BOTH, 50), ==, 10);
  g_assert_cmpfloat (mcn_model_calibrate (model, MCN_MODE_BOTH, -50), ==, 1);

  g_assert_cmpfloat (mcn_model_percentile (model, 1), ==, 0);
  g_assert_cmpfloat (mcn_model_percentile (model, 10), ==, 1);
  g_assert_cmpfloat (mcn_model_percentile (model, NAN), ==, 0);
  for (guint i = 0; i < MCN_N_DECILES; i++)
    {
      g_assert_cmpfloat_with_epsilon (mcn_model_percentile (model, deciles[i]), (i + 1) / 10., 1e-9);
      if (i > 0)
        g_assert_cmpfloat (deciles[i], >, deciles[i - 1]);
    }
  gdouble before = 0;
  for (gdouble score = 1; score <= 10; score += .01)
    {
      gdouble share = mcn_model_percentile (model, score);

      g_assert_cmpfloat (share, >=, before);
      g_assert_cmpfloat (share, <=, 1);
      before = share;
    }

  g_assert_cmpfloat_with_epsilon (mcn_model_spread (model, 5), 1.8 - .2 * 5 + .02 * 25, 1e-12);
  g_assert_cmpfloat (mcn_model_spread (model, 100), ==, 4.5);
}

/* The model that is shipped: whole, and of the format that the program reads. */
static void
test_real (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("PHOTO_CRITIC_SOURCE"), "model", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnModel) model = mcn_model_load (folder, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (mcn_mcn_get_width (mcn_model_get_mcn (model)), ==, 64);
  g_assert_cmpuint (mcn_text_encoder_get_n_words (mcn_model_get_text_encoder (model)), ==, 30522);
  for (guint mode = 0; mode < MCN_N_MODES; mode++)
    g_assert_cmpuint (mcn_model_get_calibration (model, mode)->n, >=, 200);
  g_assert_cmpfloat (mcn_model_percentile (model, 5.4), >, .4);
  g_assert_cmpfloat (mcn_model_percentile (model, 5.4), <, .6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/model/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("load", test_load);
  ADD ("missing", test_missing);
  ADD ("damaged", test_damaged);
  ADD ("changed-description", test_changed_description);
  ADD ("newer", test_newer);
  ADD ("remembered", test_remembered);
  ADD ("bad-state", test_bad_state);
  g_test_add ("/model/without-aspects", Fixture, "aspects.safetensors", set_up, test_without, tear_down);
  g_test_add ("/model/without-search", Fixture, "search.safetensors", set_up, test_without, tear_down);
  ADD ("foreign-parts", test_foreign_parts);
  ADD ("numbers", test_numbers);
#undef ADD
  g_test_add_func ("/model/real", test_real);
  return g_test_run ();
}
