/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Attacks on the safetensors reader: every file that is not exactly right gets
 * one error of the right kind, and a right one its numbers. */
#include "mcn-safetensors.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* A file with @header and @data_size bytes of data, 0, 1, 2 ... */
static GBytes *
make_file (const char *header, gsize header_size, gsize data_size)
{
  GByteArray *file = g_byte_array_new ();
  guint64 length = GUINT64_TO_LE ((guint64) header_size);

  g_byte_array_append (file, (const guint8 *) &length, sizeof length);
  g_byte_array_append (file, (const guint8 *) header, header_size);
  for (gsize i = 0; i < data_size; i++)
    g_byte_array_append (file, &(guint8) { (guint8) i }, 1);
  return g_byte_array_free_to_bytes (file);
}

static McnSafetensors *
open_header (const char *header, gsize data_size, GError **error)
{
  g_autoptr (GBytes) bytes = make_file (header, strlen (header), data_size);

  return mcn_safetensors_new_bytes (bytes, "some.safetensors", error);
}

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McnSafetensors) file = open_header (
    "{\"__metadata__\":{\"format\":\"pt\",\"a\\u00e9\":\"\\n\"},"
    " \"b\" : {\"shape\":[2,3],\"dtype\":\"F16\",\"data_offsets\":[8,20]},\n"
    " \"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
    "\"\\u0041\\ud83d\\ude00\":{\"dtype\":\"I8\",\"shape\":[],\"data_offsets\":[20,21]}}   ", 21, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (mcn_safetensors_get_n (file), ==, 3);
  g_assert_cmpstr (mcn_safetensors_get_name (file), ==, "some.safetensors");

  const McnTensorView *b = mcn_safetensors_find (file, "b");
  g_assert_nonnull (b);
  g_assert_cmpint (b->dtype, ==, MCN_DTYPE_F16);
  g_assert_cmpuint (b->n_dims, ==, 2);
  g_assert_cmpuint (b->dim[0], ==, 2);
  g_assert_cmpuint (b->dim[1], ==, 3);
  g_assert_cmpuint (b->n_elements, ==, 6);
  g_assert_cmpuint (b->n_bytes, ==, 12);
  g_assert_cmpuint ((guintptr) b->data % 2, ==, 0);
  g_assert_cmpuint (*(const guint8 *) b->data, ==, 8);

  const McnTensorView *scalar = mcn_safetensors_find (file, "A😀");
  g_assert_nonnull (scalar);
  g_assert_cmpuint (scalar->n_dims, ==, 0);
  g_assert_cmpuint (scalar->n_elements, ==, 1);
  g_assert_cmpuint (*(const guint8 *) scalar->data, ==, 20);

  /* In the order of their data. */
  g_assert_cmpstr (mcn_safetensors_get (file, 0)->name, ==, "a");
  g_assert_cmpstr (mcn_safetensors_get (file, 1)->name, ==, "b");
  g_assert_null (mcn_safetensors_find (file, "c"));
}

static void
test_empty_table (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McnSafetensors) file = open_header ("{}", 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (mcn_safetensors_get_n (file), ==, 0);
}

/* Offsets need not suit the dtype; pointers do. */
static void
test_unaligned (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McnSafetensors) file = open_header (
    "{\"a\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[0,1]},"
    "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[1,5]},"
    "\"c\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[5,13]}}", 13, &error);
  gint64 c;

  g_assert_no_error (error);
  g_assert_cmpuint ((guintptr) mcn_safetensors_find (file, "b")->data % 4, ==, 0);
  g_assert_cmpuint ((guintptr) mcn_safetensors_find (file, "c")->data % 8, ==, 0);
  memcpy (&c, mcn_safetensors_find (file, "c")->data, sizeof c);
  g_assert_cmphex (GINT64_FROM_LE (c), ==, 0x0c0b0a0908070605);
}

#define T(dtype, shape, offsets) "{\"dtype\":\"" dtype "\",\"shape\":[" shape "],\"data_offsets\":[" offsets "]}"
#define ONE(dtype, shape, offsets) "{\"x\":" T (dtype, shape, offsets) "}"

static const struct { const char *header; gsize data; McnError code; const char *says; } attacks[] = {
  { "", 0, MCN_ERROR_CORRUPT, "header" },
  { "[]", 0, MCN_ERROR_CORRUPT, "header" },
  { "{", 0, MCN_ERROR_CORRUPT, "header" },
  { "{}x", 0, MCN_ERROR_CORRUPT, "header" },
  { "{}{}", 0, MCN_ERROR_CORRUPT, "header" },
  { "{,}", 0, MCN_ERROR_CORRUPT, "header" },
  { "{\"x\":" T ("F32", "1", "0,4") ",}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"x\"}", 0, MCN_ERROR_CORRUPT, "header" },
  { "{\"x\":null}", 0, MCN_ERROR_CORRUPT, "header" },
  { "{\"x\":{}}", 0, MCN_ERROR_CORRUPT, "header" },
  { "{\"\":" T ("F32", "1", "0,4") "}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"a\\nb\":" T ("F32", "1", "0,4") "}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"a\nb\":" T ("F32", "1", "0,4") "}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"\\u0000\":" T ("F32", "1", "0,4") "}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"\\ud800\":" T ("F32", "1", "0,4") "}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"\\ud800\\u0041\":" T ("F32", "1", "0,4") "}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"\\udc00\":" T ("F32", "1", "0,4") "}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"\\x\":" T ("F32", "1", "0,4") "}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"\\u00", 0, MCN_ERROR_CORRUPT, "header" },
  { "{\"\\", 0, MCN_ERROR_CORRUPT, "header" },
  { "{\"\xff\":" T ("F32", "1", "0,4") "}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"x\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"x\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"x\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"more\":1}}", 4, MCN_ERROR_CORRUPT, "header" },
  { "{\"__metadata__\":{},\"__metadata__\":{}}", 0, MCN_ERROR_CORRUPT, "header" },
  { "{\"__metadata__\":{\"a\":1}}", 0, MCN_ERROR_CORRUPT, "header" },
  { "{\"__metadata__\":{\"a\":{\"b\":\"c\"}}}", 0, MCN_ERROR_CORRUPT, "header" },
  { ONE ("F32", "-1", "0,4"), 4, MCN_ERROR_CORRUPT, "header" },
  { ONE ("F32", "1.0", "0,4"), 4, MCN_ERROR_CORRUPT, "header" },
  { ONE ("F32", "1e0", "0,4"), 4, MCN_ERROR_CORRUPT, "header" },
  { ONE ("F32", "01", "0,4"), 4, MCN_ERROR_CORRUPT, "header" },
  { ONE ("F32", "\\\"1\\\"", "0,4"), 4, MCN_ERROR_CORRUPT, "header" },
  { ONE ("F32", "1,1,1,1,1", "0,4"), 4, MCN_ERROR_CORRUPT, "header" },
  { ONE ("F32", "1,", "0,4"), 4, MCN_ERROR_CORRUPT, "header" },
  { ONE ("F32", "[1]", "0,4"), 4, MCN_ERROR_CORRUPT, "header" },
  { ONE ("F32", "18446744073709551616", "0,4"), 4, MCN_ERROR_CORRUPT, "header" },
  { ONE ("F32", "99999999999999999999999999", "0,4"), 4, MCN_ERROR_CORRUPT, "header" },
  { ONE ("F32", "1", "0"), 4, MCN_ERROR_CORRUPT, "header" },
  { ONE ("F32", "1", "0,4,8"), 4, MCN_ERROR_CORRUPT, "header" },
  { ONE ("F32", "0", "0,0"), 0, MCN_ERROR_CORRUPT, "“x”" },
  { ONE ("F32", "4294967296,4294967296", "0,4"), 4, MCN_ERROR_CORRUPT, "“x”" },
  { ONE ("F32", "4611686018427387904,1", "0,0"), 0, MCN_ERROR_CORRUPT, "“x”" },
  { ONE ("F32", "4611686018427387905", "0,4"), 4, MCN_ERROR_CORRUPT, "“x”" },
  { ONE ("F32", "65536,65536,65536,65536", "0,0"), 0, MCN_ERROR_CORRUPT, "“x”" },
  { ONE ("F32", "1", "4,0"), 4, MCN_ERROR_CORRUPT, "“x”" },
  { ONE ("F32", "2", "0,8"), 4, MCN_ERROR_CORRUPT, "“x”" },
  { ONE ("F32", "1", "18446744073709551612,18446744073709551615"), 4, MCN_ERROR_CORRUPT, "“x”" },
  { ONE ("F32", "1", "0,5"), 5, MCN_ERROR_CORRUPT, "“x”" },
  { ONE ("F16", "1", "0,4"), 4, MCN_ERROR_CORRUPT, "“x”" },
  { ONE ("BF16", "1", "0,2"), 2, MCN_ERROR_UNSUPPORTED, "BF16" },
  { ONE ("f32", "1", "0,4"), 4, MCN_ERROR_UNSUPPORTED, "f32" },
  { ONE ("%n%s%n", "1", "0,4"), 4, MCN_ERROR_UNSUPPORTED, "%n%s%n" },
  { ONE ("F32", "1", "0,4"), 5, MCN_ERROR_CORRUPT, "goes on" },
  { "{}", 1, MCN_ERROR_CORRUPT, "goes on" },
  { ONE ("F32", "1", "4,8"), 8, MCN_ERROR_CORRUPT, "hole" },
  { "{\"x\":" T ("F32", "1", "0,4") ",\"y\":" T ("F32", "1", "5,9") "}", 9, MCN_ERROR_CORRUPT, "hole" },
  { "{\"x\":" T ("F32", "1", "0,4") ",\"y\":" T ("F32", "1", "0,4") "}", 4, MCN_ERROR_CORRUPT, "overlaps" },
  { "{\"x\":" T ("F32", "2", "0,8") ",\"y\":" T ("F32", "1", "4,8") "}", 8, MCN_ERROR_CORRUPT, "overlaps" },
  { "{\"x\":" T ("F32", "1", "0,4") ",\"x\":" T ("F32", "1", "4,8") "}", 8, MCN_ERROR_CORRUPT, "twice" },
  { "{\"x\":" T ("F32", "1", "0,4") ",\"\\u0078\":" T ("F32", "1", "4,8") "}", 8, MCN_ERROR_CORRUPT, "twice" },
};

static void
test_attacks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (McnSafetensors) file = open_header (attacks[i].header, attacks[i].data, &error);

      g_autofree char *printable = g_strescape (attacks[i].header, NULL);
      g_test_message ("%s", printable);
      g_assert_null (file);
      g_assert_error (error, MCN_ERROR, (gint) attacks[i].code);
      g_assert_nonnull (strstr (error->message, "some.safetensors"));
      g_assert_nonnull (strstr (error->message, attacks[i].says));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* Every beginning of a good file is an error. */
static void
test_truncated (void)
{
  static const char header[] = "{\"x\":" T ("F32", "2", "0,8") ",\"y\":" T ("F16", "2", "8,12") "}";
  g_autoptr (GBytes) whole = make_file (header, sizeof header - 1, 12);

  for (gsize n = 0; n < g_bytes_get_size (whole); n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (whole, 0, n);
      g_autoptr (McnSafetensors) file = mcn_safetensors_new_bytes (part, "part", &error);

      g_assert_null (file);
      g_assert_error (error, MCN_ERROR, MCN_ERROR_CORRUPT);
    }
}

static void
test_header_length (void)
{
  static const guint64 lengths[] = { 4 * 1024 * 1024 + 1, G_MAXUINT32, G_MAXINT64, G_MAXUINT64, G_MAXUINT64 - 7 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GError) error = NULL;
      guint64 file[2] = { GUINT64_TO_LE (lengths[i]), 0 };
      g_autoptr (GBytes) bytes = g_bytes_new (file, sizeof file);
      g_autoptr (McnSafetensors) opened = mcn_safetensors_new_bytes (bytes, "long", &error);

      g_assert_null (opened);
      g_assert_error (error, MCN_ERROR, MCN_ERROR_UNSUPPORTED);
    }
}

/* Deep nesting must not use up the stack. */
static void
test_nesting (void)
{
  static const char *const openings[] = { "[", "{\"a\":", "{\"__metadata__\":{\"a\":{\"a\":" };

  for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) deep = g_string_new (NULL);

      while (deep->len < 1000000)
        g_string_append (deep, openings[i]);
      g_autoptr (McnSafetensors) file = open_header (deep->str, 0, &error);
      g_assert_null (file);
      g_assert_error (error, MCN_ERROR, MCN_ERROR_CORRUPT);
    }
}

static void
test_load (void)
{
  static const guint16 halves[] = { 0x3c00, 0xc000, 0x0001, 0x83ff, 0x7bff, 0x8000 };
  static const gfloat expected[] = { 1, -2, 0x1p-24f, -0x3ffp-24f, 65504, -0.f };
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) array = g_byte_array_new ();
  static const char header[] = "{\"h\":" T ("F16", "2,3", "0,12") ",\"i\":" T ("I8", "2", "12,14") "}";
  guint64 length = GUINT64_TO_LE ((guint64) (sizeof header - 1));

  g_byte_array_append (array, (const guint8 *) &length, sizeof length);
  g_byte_array_append (array, (const guint8 *) header, sizeof header - 1);
  g_byte_array_append (array, (const guint8 *) halves, sizeof halves);
  g_byte_array_append (array, (const guint8 *) "ab", 2);

  g_autoptr (GBytes) bytes = g_bytes_new (array->data, array->len);
  g_autoptr (McnSafetensors) file = mcn_safetensors_new_bytes (bytes, "half.safetensors", &error);
  g_assert_no_error (error);

  g_autofree gfloat *values = mcn_safetensors_load_f32 (file, "h", &error, 2, 2, 0);
  g_assert_no_error (error);
  g_assert_cmpmem (values, 6 * sizeof (gfloat), expected, sizeof expected);

  static const struct { const char *name; guint n; gsize dim[2]; const char *says; } wrong[] = {
    { "h", 2, { 3, 2 }, "2 × 3" },
    { "h", 1, { 6 }, "6" },
    { "h", 2, { 0, 4 }, "… × 4" },
    { "nothing", 1, { 1 }, "nothing" },
    { "i", 1, { 2 }, "whole numbers" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) mismatch = NULL;

      g_assert_null (mcn_safetensors_copy_f32 (file, wrong[i].name, &mismatch, wrong[i].n, wrong[i].dim));
      g_assert_error (mismatch, MCN_ERROR, MCN_ERROR_MISMATCH);
      g_assert_nonnull (strstr (mismatch->message, "half.safetensors"));
      g_assert_nonnull (strstr (mismatch->message, wrong[i].says));
    }
}

/* What cannot be a model file is refused without waiting for it. */
static void
test_not_a_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("photo-critic-XXXXXX", NULL);
  g_autofree char *pipe_ = g_build_filename (folder, "pipe", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty", NULL);
  g_autofree char *huge = g_build_filename (folder, "huge", NULL);
  g_autofree char *none = g_build_filename (folder, "none", NULL);

  g_assert_cmpint (mkfifo (pipe_, 0600), ==, 0);
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  g_assert_true (g_file_set_contents (huge, "", 0, NULL));
  g_assert_cmpint (truncate (huge, G_GINT64_CONSTANT (1) << 40), ==, 0);

  const struct { const char *path; McnError code; } bad[] = {
    { folder, MCN_ERROR_UNSUPPORTED }, { pipe_, MCN_ERROR_UNSUPPORTED }, { empty, MCN_ERROR_CORRUPT },
    { huge, MCN_ERROR_UNSUPPORTED }, { none, MCN_ERROR_MISSING },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (McnSafetensors) file = mcn_safetensors_open (bad[i].path, &error);

      g_assert_null (file);
      g_assert_error (error, MCN_ERROR, (gint) bad[i].code);
      g_assert_nonnull (strstr (error->message, bad[i].path));
    }

  g_remove (pipe_);
  g_remove (empty);
  g_remove (huge);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/safetensors/good", test_good);
  g_test_add_func ("/safetensors/empty-table", test_empty_table);
  g_test_add_func ("/safetensors/unaligned", test_unaligned);
  g_test_add_func ("/safetensors/attacks", test_attacks);
  g_test_add_func ("/safetensors/truncated", test_truncated);
  g_test_add_func ("/safetensors/header-length", test_header_length);
  g_test_add_func ("/safetensors/nesting", test_nesting);
  g_test_add_func ("/safetensors/load", test_load);
  g_test_add_func ("/safetensors/not-a-file", test_not_a_file);
  return g_test_run ();
}
