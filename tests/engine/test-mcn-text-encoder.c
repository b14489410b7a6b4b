/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-critique.h"
#include "mcn-pointwise.h"
#include "mcn-text-encoder.h"

#include "text-golden.h"

#include <math.h>
#include <string.h>

#define TINY_HEADS 2

static McnSafetensors *
open_weights (const char *path)
{
  g_autoptr(GError) error = NULL;
  McnSafetensors *weights = mcn_safetensors_open (path, &error);

  g_assert_no_error (error);
  return weights;
}

static McnTextEncoder *
load_encoder (const char *path, guint n_heads)
{
  g_autoptr(McnSafetensors) weights = open_weights (path);
  g_autoptr(GError) error = NULL;
  McnTextEncoder *encoder = mcn_text_encoder_new (weights, n_heads, &error);

  g_assert_no_error (error);
  return encoder;
}

static McnTextEncoder *
tiny_encoder (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), "text.safetensors", NULL);
  return load_encoder (path, TINY_HEADS);
}

static McnArena *
arena_for (const McnTextEncoder *encoder, gsize n_rows, guint n_threads)
{
  g_autoptr(GError) error = NULL;
  McnArena *arena = mcn_arena_new ();

  mcn_arena_reserve (arena, mcn_text_encoder_plan (encoder, n_rows, n_threads), &error);
  g_assert_no_error (error);
  return arena;
}

/* max |a - b| / max |b| */
static gdouble
difference (const gfloat *a, const gfloat *b, gsize n)
{
  gdouble difference = 0, largest = 0;

  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (isfinite (a[i]));
      difference = MAX (difference, fabs ((gdouble) a[i] - (gdouble) b[i]));
      largest = MAX (largest, fabs ((gdouble) b[i]));
    }
  return difference / largest;
}

/* PyTorch's states after the embeddings and after every layer: both sentences in
 * one batch. */
static void
test_parity (void)
{
  g_autofree char *path = text_golden_model_path ("text.safetensors");
  g_autofree char *golden_path = text_golden_path ("text-encoder.safetensors");
  g_autoptr(McnTextEncoder) encoder = load_encoder (path, 12);
  g_autoptr(McnSafetensors) golden = open_weights (golden_path);
  g_autoptr(McnTeam) team = mcn_team_new (2);
  gsize width = mcn_text_encoder_get_width (encoder);
  guint32 ids[2 * MCN_MAX_SENTENCE];
  gsize lengths[2], n = 0;

  g_assert_cmpuint (width, ==, MCN_WORD_WIDTH);
  g_assert_cmpuint (mcn_text_encoder_get_n_layers (encoder), ==, 6);
  g_assert_cmpuint (mcn_text_encoder_get_n_words (encoder), ==, 30522);

  for (guint s = 0; s < 2; s++)
    {
      const McnTensorView *view = mcn_safetensors_find (golden, s == 0 ? "ids.0" : "ids.1");
      lengths[s] = view->n_elements;
      for (gsize i = 0; i < lengths[s]; i++)
        ids[n++] = (guint32) ((const gfloat *) view->data)[i];
    }

  g_autoptr(McnArena) arena = arena_for (encoder, n + 4, 2);
  g_autofree gfloat *states = g_new (gfloat, (n + 4) * width);
  for (guint layers = 0; layers <= 6; layers++)
    {
      g_autoptr(GError) error = NULL;
      const gfloat *at = states;

      mcn_text_encoder_run_layers (encoder, team, arena, ids, lengths, 2, layers, states, NULL, &error);
      g_assert_no_error (error);
      for (guint s = 0; s < 2; s++)
        {
          g_autofree char *name = g_strdup_printf ("states.%u.%u", s, layers);
          const McnTensorView *view = mcn_safetensors_find (golden, name);
          gdouble error_of_block;

          g_assert_nonnull (view);
          g_assert_cmpuint (view->n_elements, ==, (lengths[s] + 2) * width);
          error_of_block = difference (at, view->data, view->n_elements);
          g_test_message ("%s: %.2g", name, error_of_block);
          g_assert_cmpfloat (error_of_block, <, layers == 0 ? 1e-5 : 1e-4);
          at += view->n_elements;
        }
    }

  /* The run itself: the last states without [CLS] and [SEP]. */
  g_autofree gfloat *words = g_new (gfloat, n * width);
  g_autoptr(GError) error = NULL;
  mcn_text_encoder_run (encoder, team, arena, ids, lengths, 2, words, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (memcmp (words, states + width, lengths[0] * width * sizeof (gfloat)) == 0);
  g_assert_true (memcmp (words + lengths[0] * width, states + (lengths[0] + 3) * width, lengths[1] * width * sizeof (gfloat)) == 0);
}

/* A batch with every length, the longest among them. */
#define N_SENTENCES 60

static gsize
make_batch (const McnTextEncoder *encoder, guint32 *ids, gsize *lengths)
{
  gsize n = 0;

  for (gsize s = 0; s < N_SENTENCES; s++)
    {
      lengths[s] = (s * 37) % MCN_MAX_SENTENCE + 1;
      for (gsize i = 0; i < lengths[s]; i++)
        ids[n++] = (guint32) ((s * 7919 + i * 104729) % mcn_text_encoder_get_n_words (encoder));
    }
  return n;
}

static void
run (const McnTextEncoder *encoder, guint n_threads, const guint32 *ids, const gsize *lengths, gsize n_sentences, gfloat *out)
{
  g_autoptr(McnTeam) team = mcn_team_new (n_threads);
  g_autoptr(GError) error = NULL;
  gsize n_rows = 0;

  for (gsize s = 0; s < n_sentences; s++)
    n_rows += lengths[s] + 2;

  g_autoptr(McnArena) arena = arena_for (encoder, n_rows, n_threads);
  g_assert_true (mcn_text_encoder_run (encoder, team, arena, ids, lengths, n_sentences, out, NULL, &error));
  g_assert_no_error (error);
}

/* The same bits with any team, in any company, in any order. */
static void
test_same_bits (void)
{
  g_autoptr(McnTextEncoder) encoder = tiny_encoder ();
  static const guint teams[] = { 2, 3, 7 };
  guint32 ids[N_SENTENCES * MCN_MAX_SENTENCE], reversed_ids[N_SENTENCES * MCN_MAX_SENTENCE];
  gsize lengths[N_SENTENCES], reversed_lengths[N_SENTENCES];
  gsize width = mcn_text_encoder_get_width (encoder);
  gsize n = make_batch (encoder, ids, lengths), at = 0, back = n;
  g_autofree gfloat *expected = g_new (gfloat, n * width);
  g_autofree gfloat *out = g_new (gfloat, n * width);

  run (encoder, 1, ids, lengths, N_SENTENCES, expected);
  for (gsize i = 0; i < G_N_ELEMENTS (teams); i++)
    {
      memset (out, 0xff, n * width * sizeof (gfloat));
      run (encoder, teams[i], ids, lengths, N_SENTENCES, out);
      g_assert_true (memcmp (out, expected, n * width * sizeof (gfloat)) == 0);
    }

  for (gsize s = 0; s < N_SENTENCES; s++)
    {
      run (encoder, 1, ids + at, lengths + s, 1, out);
      g_assert_true (memcmp (out, expected + at * width, lengths[s] * width * sizeof (gfloat)) == 0);

      back -= lengths[s];
      memcpy (reversed_ids + back, ids + at, lengths[s] * sizeof *ids);
      reversed_lengths[N_SENTENCES - 1 - s] = lengths[s];
      at += lengths[s];
    }

  run (encoder, 3, reversed_ids, reversed_lengths, N_SENTENCES, out);
  at = 0;
  back = n;
  for (gsize s = 0; s < N_SENTENCES; s++)
    {
      back -= lengths[s];
      g_assert_true (memcmp (out + back * width, expected + at * width, lengths[s] * width * sizeof (gfloat)) == 0);
      at += lengths[s];
    }
}

static void
test_order_matters_inside (void)
{
  g_autoptr(McnTextEncoder) encoder = tiny_encoder ();
  gsize width = mcn_text_encoder_get_width (encoder);
  const guint32 ids[] = { 110, 111, 111, 110 };
  const gsize lengths[] = { 2, 2 };
  g_autofree gfloat *out = g_new (gfloat, 4 * width);

  run (encoder, 1, ids, lengths, 2, out);
  g_assert_cmpfloat (difference (out, out + 3 * width, width), >, 1e-3);
}

static void
test_cancel (void)
{
  g_autoptr(McnTextEncoder) encoder = tiny_encoder ();
  g_autoptr(McnArena) arena = arena_for (encoder, 3, 1);
  g_autoptr(GError) error = NULL;
  g_autofree gfloat *out = g_new0 (gfloat, mcn_text_encoder_get_width (encoder));
  McnCancel cancel = 1;
  const guint32 id = 110;
  const gsize length = 1;

  g_assert_false (mcn_text_encoder_run (encoder, NULL, arena, &id, &length, 1, out, &cancel, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_CANCELLED);
  g_assert_cmpfloat (out[0], ==, 0);

  /* The arena is whole again. */
  g_clear_error (&error);
  cancel = 0;
  g_assert_true (mcn_text_encoder_run (encoder, NULL, arena, &id, &length, 1, out, &cancel, &error));
  g_assert_no_error (error);
  g_assert_true (mcn_text_encoder_run (encoder, NULL, arena, NULL, NULL, 0, NULL, NULL, &error));
}

static void
test_foreign_id (void)
{
  g_autoptr(McnTextEncoder) encoder = tiny_encoder ();
  g_autoptr(McnArena) arena = arena_for (encoder, 3, 1);
  g_autoptr(GError) error = NULL;
  gfloat out[1];
  guint32 id = (guint32) mcn_text_encoder_get_n_words (encoder);
  const gsize length = 1;

  g_assert_false (mcn_text_encoder_run (encoder, NULL, arena, &id, &length, 1, out, NULL, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_MISMATCH);
}

/* A file of tensors, written here so that any of them can be wrong. Numbers are
 * bytes times a power of two, the same in every dtype. */
#define SCALE (1.f / 64)

typedef struct { const char *name; const char *dtype; gsize dim[2]; } Tensor;

static const Tensor good[] = {
  { "we", "F16", { 103, 4 } }, { "pe", "F16", { 50, 4 } }, { "te", "F16", { 4 } }, { "lw", "F16", { 4 } }, { "lb", "F16", { 4 } },
  { "layers.0.qw", "F16", { 12, 4 } }, { "layers.0.qb", "F16", { 12 } }, { "layers.0.ow", "F16", { 4, 4 } }, { "layers.0.ob", "F16", { 4 } },
  { "layers.0.l1w", "F16", { 4 } }, { "layers.0.l1b", "F16", { 4 } }, { "layers.0.iw", "F16", { 6, 4 } }, { "layers.0.ib", "F16", { 6 } },
  { "layers.0.fw", "F16", { 4, 6 } }, { "layers.0.fb", "F16", { 4 } }, { "layers.0.l2w", "F16", { 4 } }, { "layers.0.l2b", "F16", { 4 } },
};

/* @change: the tensor that is replaced; a NULL dtype leaves it out. */
static McnSafetensors *
write_weights (const Tensor *change, const Tensor *add)
{
  g_autoptr(GString) header = g_string_new ("{");
  g_autoptr(GByteArray) data = g_byte_array_new ();
  g_autoptr(GByteArray) file = g_byte_array_new ();
  g_autoptr(GError) error = NULL;
  guint64 length;

  for (gsize i = 0; i < G_N_ELEMENTS (good) + 1; i++)
    {
      const Tensor *t = i < G_N_ELEMENTS (good) ? &good[i] : add;
      gsize begin = data->len, n;

      if (t != NULL && change != NULL && strcmp (t->name, change->name) == 0)
        t = change;
      if (t == NULL || t->dtype == NULL)
        continue;

      n = t->dim[0] * MAX (t->dim[1], 1);
      for (gsize j = 0; j < n; j++)
        {
          gint8 byte = (gint8) ((gint) ((i * 31 + j * 17) % 255) - 127);
          gfloat value = strcmp (t->name, "we_scale") == 0 ? SCALE : byte * SCALE;
          guint16 half;

          mcn_float_to_half (&value, 1, &half);
          if (strcmp (t->dtype, "F16") == 0)
            g_byte_array_append (data, (const guint8 *) &half, sizeof half);
          else if (strcmp (t->dtype, "F32") == 0)
            g_byte_array_append (data, (const guint8 *) &value, sizeof value);
          else
            g_byte_array_append (data, (const guint8 *) &byte, sizeof byte);
        }
      g_string_append_printf (header, "%s\"%s\":{\"dtype\":\"%s\",\"shape\":[%zu", header->len > 1 ? "," : "", t->name, t->dtype, t->dim[0]);
      if (t->dim[1] > 0)
        g_string_append_printf (header, ",%zu", t->dim[1]);
      g_string_append_printf (header, "],\"data_offsets\":[%zu,%u]}", begin, data->len);
    }
  g_string_append_c (header, '}');
  while (header->len % 8 != 0)
    g_string_append_c (header, ' ');

  length = GUINT64_TO_LE (header->len);
  g_byte_array_append (file, (const guint8 *) &length, sizeof length);
  g_byte_array_append (file, (const guint8 *) header->str, (guint) header->len);
  g_byte_array_append (file, data->data, data->len);

  g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&file));
  McnSafetensors *weights = mcn_safetensors_new_bytes (bytes, "made-up.safetensors", &error);
  g_assert_no_error (error);
  return weights;
}

static void
assert_refused (const Tensor *change, guint n_heads)
{
  g_autoptr(McnSafetensors) weights = write_weights (change, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (mcn_text_encoder_new (weights, n_heads, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "made-up.safetensors"));
  if (change != NULL)
    g_assert_nonnull (strstr (error->message, change->name));
}

static void
test_bad_weights (void)
{
  g_autoptr(McnSafetensors) weights = write_weights (NULL, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(McnTextEncoder) encoder = mcn_text_encoder_new (weights, 2, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (mcn_text_encoder_get_width (encoder), ==, 4);
  g_assert_cmpuint (mcn_text_encoder_get_n_words (encoder), ==, 103);

  assert_refused (NULL, 3);
  assert_refused (NULL, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      Tensor missing = { good[i].name, NULL };
      Tensor larger = good[i];

      assert_refused (&missing, 2);
      larger.dim[larger.dim[1] > 0 ? 1 : 0]++;
      if (i > 0)
        assert_refused (&larger, 2);
    }
  assert_refused (&(Tensor) { "pe", "F16", { 49, 4 } }, 2);
  assert_refused (&(Tensor) { "we", "F32", { 103, 4 } }, 2);
}

/* Rows of bytes with a scale give what the same numbers in F16 give. */
static void
test_int8_words (void)
{
  static const Tensor bytes = { "we", "I8", { 103, 4 } };
  static const Tensor scale = { "we_scale", "F32", { 103 } };
  g_autoptr(McnSafetensors) half = write_weights (NULL, NULL);
  g_autoptr(McnSafetensors) weights = write_weights (&bytes, &scale);
  g_autoptr(McnSafetensors) unscaled = write_weights (&bytes, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(McnTextEncoder) encoder = mcn_text_encoder_new (weights, 2, &error);
  const guint32 ids[] = { 5, 102, 0 };
  const gsize length = 3;
  gfloat out[3 * 4], other[3 * 4];

  g_assert_no_error (error);
  run (encoder, 1, ids, &length, 1, out);

  g_autoptr(McnTextEncoder) of_half = mcn_text_encoder_new (half, 2, &error);
  g_assert_no_error (error);
  run (of_half, 1, ids, &length, 1, other);
  g_assert_true (memcmp (out, other, sizeof out) == 0);

  g_assert_null (mcn_text_encoder_new (unscaled, 2, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "we_scale"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-encoder/parity", test_parity);
  g_test_add_func ("/text-encoder/same-bits", test_same_bits);
  g_test_add_func ("/text-encoder/order-matters-inside", test_order_matters_inside);
  g_test_add_func ("/text-encoder/cancel", test_cancel);
  g_test_add_func ("/text-encoder/foreign-id", test_foreign_id);
  g_test_add_func ("/text-encoder/bad-weights", test_bad_weights);
  g_test_add_func ("/text-encoder/int8-words", test_int8_words);
  return g_test_run ();
}
