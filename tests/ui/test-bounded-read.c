/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What another program sends is read to its end, but never beyond what may come. */
#include "critic-bounded-read.h"

/* A stream without end: counts what was taken of it. */
#define TEST_TYPE_ENDLESS (test_endless_get_type ())
G_DECLARE_FINAL_TYPE (TestEndless, test_endless, TEST, ENDLESS, GInputStream)

struct _TestEndless
{
  GInputStream parent_instance;
  gsize        taken;
};

G_DEFINE_FINAL_TYPE (TestEndless, test_endless, G_TYPE_INPUT_STREAM)

static gssize
test_endless_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  memset (buffer, 'x', count);
  TEST_ENDLESS (stream)->taken += count;
  return (gssize) count;
}

static void
test_endless_class_init (TestEndlessClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = test_endless_read;
}

static void
test_endless_init (TestEndless *self)
{
}

typedef struct
{
  gboolean done;
  GBytes  *bytes;
  GError  *error;
} Answer;

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->bytes = critic_bounded_read_finish (result, &answer->error);
  answer->done = TRUE;
}

static GBytes *
read_all (GInputStream *stream, gsize most, GCancellable *cancellable, GError **error)
{
  Answer answer = { FALSE, NULL, NULL };

  critic_bounded_read_async (stream, most, cancellable, answered_cb, &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  if (answer.error != NULL)
    g_propagate_error (error, answer.error);
  return answer.bytes;
}

static void
test_sizes (void)
{
  /* Nothing, one piece, a byte more than one, several. */
  static const gsize sizes[] = { 0, 1, 256 * 1024, 256 * 1024 + 1, 900 * 1024 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GByteArray) array = g_byte_array_sized_new (sizes[i] + 1);
      g_autoptr (GBytes) content = NULL;

      for (gsize k = 0; k < sizes[i]; k++)
        {
          guint8 byte = (guint8) (k * 31 + k / 256);

          g_byte_array_append (array, &byte, 1);
        }
      content = g_bytes_new (array->data, sizes[i]);

      for (gsize more = 0; more < 2; more++)
        {
          g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (content);
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) bytes = read_all (stream, sizes[i] + more, NULL, &error);

          g_assert_no_error (error);
          g_assert_true (g_bytes_equal (bytes, content));
        }

      if (sizes[i] > 0)
        {
          g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (content);
          g_autoptr (GError) error = NULL;

          g_assert_null (read_all (stream, sizes[i] - 1, NULL, &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
        }
    }
}

static void
test_endless (void)
{
  g_autoptr (TestEndless) stream = g_object_new (TEST_TYPE_ENDLESS, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_all (G_INPUT_STREAM (stream), 1000 * 1000, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_assert_cmpuint (stream->taken, ==, 1000 * 1000 + 1);
}

static void
test_cancelled (void)
{
  g_autoptr (TestEndless) stream = g_object_new (TEST_TYPE_ENDLESS, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (read_all (G_INPUT_STREAM (stream), G_MAXSIZE - 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bounded-read/sizes", test_sizes);
  g_test_add_func ("/bounded-read/endless", test_endless);
  g_test_add_func ("/bounded-read/cancelled", test_cancelled);
  return g_test_run ();
}
