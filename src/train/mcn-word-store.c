/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-word-store.h"

#include "mcn-claim.h"
#include "mcn-dataset-file.h"
#include "mcn-marks.h"
#include "mcn-pointwise.h"
#include "mcn-train-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define HEADER 64               /* MAGIC, and the key's SHA-256 in hex as far as there is room */
#define BATCH_PIECES 2048
#define NONE G_MAXUINT64

#define MAGIC "MCNWORDS"
#define MAGIC_SIZE 8

/* Behind the rows, once they are all there. */
typedef struct
{
  char    magic[MAGIC_SIZE];    /* MAGIC */
  guint64 checksum;             /* of the rows, little end first */
} Trailer;

struct _McnWordStore
{
  McnDataset  *dataset;
  gsize        width;
  guint64     *first;           /* of each sample: its first row; NONE: left out */
  guint64      n_rows;
  GMappedFile *file;
};

typedef struct
{
  McnWordStore *store;
  const McnTextEncoder *const *encoders;
  McnWhichEncoder which;
  gpointer      which_data;
  McnTeam      *team;
  McnArena     *arena;
  int           fd;
  const char   *path;
  guint64       done;           /* rows in the file */
  gboolean      complete;       /* it was, before anything was done */
  gint          encoder;        /* of the batch */
  GArray       *ids, *lengths;  /* guint32, gsize: the batch */
  McnWordpiece *wordpiece;      /* NULL, or sentences are read with their punctuation */
  McnMarks     *marks;
  GArray       *is_word;        /* guint8, for each id: what is no word is read and not kept */
  gsize         n_words;        /* of the batch */
  McnCancel    *cancel;
} Build;

static gboolean
write_all (int fd, gconstpointer data, gsize size)
{
  const guint8 *at = data;

  while (size > 0)
    {
      gssize written = write (fd, at, size);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      at += written;
      size -= written;
    }
  return TRUE;
}

static gboolean
set_error (const char *path, GError **error)
{
  int code = errno;
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_WRITE,
               _("The word features could not be kept in “%s”: %s. Make room, and start again: what is there stays."),
               shown, g_strerror (code));
  return FALSE;
}

static guint64
count_rows (const McnSample *sample)
{
  guint64 n = 0;

  for (guint s = 0; s < sample->n_sentences; s++)
    {
      guint text, length;

      mcn_sample_get_sentence (sample, s, &text, &length);
      n += length;
    }
  return n;
}

static void
place_samples (McnWordStore *self, McnWhichEncoder which, gpointer data)
{
  gsize n = mcn_dataset_get_n_samples (self->dataset);

  self->first = g_new (guint64, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, i, &sample);
      if (sample.n_sentences == 0 || which (data, &sample) < 0)
        {
          self->first[i] = NONE;
          continue;
        }
      self->first[i] = self->n_rows;
      self->n_rows += count_rows (&sample);
    }
}

static gboolean
flush (Build *b, GError **error)
{
  const McnTextEncoder *encoder = b->encoders[MAX (b->encoder, 0)];
  gsize pieces = b->ids->len, n = b->lengths->len, width = b->store->width, row = 0;
  g_autofree gfloat *out = NULL;
  g_autofree guint16 *half = NULL;

  if (n == 0)
    return TRUE;
  out = g_new (gfloat, pieces * width);
  half = g_new (guint16, pieces * width);
  if (!mcn_arena_reserve (b->arena, mcn_text_encoder_plan (encoder, pieces + 2 * n, mcn_team_get_n_threads (b->team)), error) ||
      !mcn_text_encoder_run (encoder, b->team, b->arena, (const guint32 *) b->ids->data, (const gsize *) b->lengths->data, n,
                             out, b->cancel, error))
    return FALSE;
  for (gsize i = 0; i < pieces; i++)
    if (g_array_index (b->is_word, guint8, i))
      mcn_float_to_half (out + i * width, width, half + row++ * width);
  if (!write_all (b->fd, half, b->n_words * width * sizeof (guint16)))
    return set_error (b->path, error);
  b->done += b->n_words;
  b->n_words = 0;
  g_array_set_size (b->ids, 0);
  g_array_set_size (b->is_word, 0);
  g_array_set_size (b->lengths, 0);
  return TRUE;
}

/* The words of a sentence, and the marks in it if they are read. */
static void
add_sentence (Build *b, const McnSample *sample, guint sentence, gsize first_mark, gsize size)
{
  guint text, length;
  const guint16 *ids = mcn_sample_get_sentence (sample, sentence, &text, &length);

  for (gsize i = 0; i < size; i++)
    {
      guint32 id = b->wordpiece != NULL ? g_array_index (b->marks->ids, guint32, first_mark + i) : ids[i];
      guint8 is_word = b->wordpiece == NULL || g_array_index (b->marks->is_word, guint8, first_mark + i);

      g_array_append_val (b->ids, id);
      g_array_append_val (b->is_word, is_word);
    }
  g_array_append_val (b->lengths, size);
  b->n_words += length;
}

static gboolean
add_sample (Build *b, const McnSample *sample, guint64 row, GError **error)
{
  gint encoder = b->which (b->which_data, sample);
  gsize mark = 0;

  /* Rows that are in the file already. */
  if (row + count_rows (sample) <= b->done)
    return TRUE;
  if (b->wordpiece != NULL && !mcn_marks_read (b->marks, b->wordpiece, sample))
    {
      g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_MISMATCH,
                   _("The dataset’s word pieces are not of the model’s vocabulary. Make the dataset again with this model."));
      return FALSE;
    }
  for (guint s = 0; s < sample->n_sentences; s++)
    {
      guint text, length;
      gsize size;

      mcn_sample_get_sentence (sample, s, &text, &length);
      size = b->wordpiece != NULL ? g_array_index (b->marks->lengths, gsize, s) : length;
      row += length;
      if (row > b->done + b->n_words)
        {
          if ((encoder != b->encoder || b->ids->len + size > BATCH_PIECES) && !flush (b, error))
            return FALSE;
          b->encoder = encoder;
          add_sentence (b, sample, s, mark, size);
        }
      mark += size;
    }
  return TRUE;
}

/* Whole sentences that a file which was broken off holds. */
static guint64
whole_sentences (McnWordStore *self, guint64 rows)
{
  guint64 whole = 0;

  for (gsize i = 0; i < mcn_dataset_get_n_samples (self->dataset); i++)
    {
      McnSample sample;

      if (self->first[i] == NONE)
        continue;
      mcn_dataset_get_sample (self->dataset, i, &sample);
      for (guint s = 0; s < sample.n_sentences; s++)
        {
          guint text, length;

          mcn_sample_get_sentence (&sample, s, &text, &length);
          if (whole + length > rows)
            return whole;
          whole += length;
        }
    }
  return whole;
}

static gsize
rows_size (const McnWordStore *self)
{
  return self->n_rows * self->width * sizeof (guint16);
}

/* The file, and nobody else at it: another process may just be making it. */
static gboolean
open_alone (Build *b, GError **error)
{
  McnClaim claim;
  gboolean alone = mcn_claim_wait (&claim, b->path, b->cancel);

  b->fd = claim.fd;
  if (alone)
    return TRUE;
  if (errno != ECANCELED)
    return set_error (b->path, error);
  g_set_error_literal (error, MCN_ERROR, MCN_ERROR_CANCELLED, _("Cancelled while another process makes the word features."));
  return FALSE;
}

/* What a file bears on its first bytes that was made for @key, the SHA-256 in hex. */
static void
write_header (const char *key, char *header)
{
  memcpy (header, MAGIC, MAGIC_SIZE);
  memcpy (header + MAGIC_SIZE, key, HEADER - MAGIC_SIZE);
}

static gboolean
is_hex (const char *text, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isxdigit (text[i]) || g_ascii_isupper (text[i]))
      return FALSE;
  return TRUE;
}

/* Whether a file with this beginning and length was written here, for whatever key. Those that were written before
 * there was a magic bear the whole hash, as does many a list of checksums: they must have been completed. */
static gboolean
is_store (Build *b, const char *there, gsize size)
{
  char end[MAGIC_SIZE];

  if (size < HEADER)
    return memcmp (there, MAGIC, MIN (size, MAGIC_SIZE)) == 0;
  if (memcmp (there, MAGIC, MAGIC_SIZE) == 0)
    return is_hex (there + MAGIC_SIZE, HEADER - MAGIC_SIZE);
  return is_hex (there, HEADER) && size >= HEADER + sizeof (Trailer) &&
         pread (b->fd, end, sizeof end, size - sizeof (Trailer)) == sizeof end && memcmp (end, MAGIC, sizeof end) == 0;
}

static gboolean
refuse (Build *b, GError **error)
{
  g_autofree char *shown = g_filename_display_name (b->path);

  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_EXISTS,
               _("“%s” holds no word features, and is left as it is. Name another file for them, or remove this one first."), shown);
  return FALSE;
}

static gboolean
begin_file (Build *b, const char *key, GError **error)
{
  char header[HEADER], there[HEADER] = { 0 };
  gsize row = b->store->width * sizeof (guint16);
  goffset size;

  b->done = 0;
  b->complete = FALSE;
  write_header (key, header);
  if (!open_alone (b, error))
    return FALSE;
  size = lseek (b->fd, 0, SEEK_END);
  if (size < 0 || pread (b->fd, there, HEADER, 0) != MIN (size, HEADER))
    return set_error (b->path, error);
  if (size >= HEADER && (memcmp (there, header, HEADER) == 0 || memcmp (there, key, HEADER) == 0))
    {
      if ((gsize) size == HEADER + rows_size (b->store) + sizeof (Trailer))
        {
          b->done = b->store->n_rows;
          b->complete = TRUE;
          return TRUE;
        }
      b->done = whole_sentences (b->store, (size - HEADER) / row);
    }
  else if (!is_store (b, there, size))
    return refuse (b, error);
  else if (ftruncate (b->fd, 0) != 0 || lseek (b->fd, 0, SEEK_SET) != 0 || !write_all (b->fd, header, HEADER))
    return set_error (b->path, error);
  if (ftruncate (b->fd, HEADER + b->done * row) != 0 || lseek (b->fd, 0, SEEK_END) < 0)
    return set_error (b->path, error);
  return TRUE;
}

static Trailer
trailer_of (const McnWordStore *self)
{
  Trailer trailer = { .checksum = GUINT64_TO_LE (mcn_checksum (g_mapped_file_get_contents (self->file) + HEADER, rows_size (self))) };

  memcpy (trailer.magic, MAGIC, sizeof trailer.magic);
  return trailer;
}

/* Maps the file; what was complete before must still be what was written then. */
static gboolean
finish_file (Build *b, gboolean *damaged, GError **error)
{
  McnWordStore *self = b->store;
  Trailer trailer;

  self->file = g_mapped_file_new (b->path, FALSE, error);
  if (self->file == NULL)
    return FALSE;
  trailer = trailer_of (self);
  *damaged = b->complete && memcmp (g_mapped_file_get_contents (self->file) + HEADER + rows_size (self), &trailer, sizeof trailer) != 0;
  if (b->complete)
    return TRUE;
  return (write_all (b->fd, &trailer, sizeof trailer) && fsync (b->fd) == 0) || set_error (b->path, error);
}

static gboolean
build (Build *b, const char *key, void (*report) (gpointer, gdouble), gpointer report_data, GError **error)
{
  gint64 reported = 0;
  gsize n = mcn_dataset_get_n_samples (b->store->dataset);

  if (!begin_file (b, key, error))
    return FALSE;
  for (gsize i = 0; i < n && b->done + b->n_words < b->store->n_rows; i++)
    {
      McnSample sample;

      if (b->store->first[i] == NONE)
        continue;
      mcn_dataset_get_sample (b->store->dataset, i, &sample);
      if (!add_sample (b, &sample, b->store->first[i], error))
        return FALSE;
      if (report != NULL && g_get_monotonic_time () - reported > G_USEC_PER_SEC)
        {
          reported = g_get_monotonic_time ();
          report (report_data, b->done / (gdouble) b->store->n_rows);
        }
    }
  return flush (b, error);
}

/* What is damaged is made anew: it is a cache. */
static gboolean
build_sound (Build *b, const char *key, void (*report) (gpointer, gdouble), gpointer report_data, GError **error)
{
  gboolean damaged = TRUE;

  while (damaged)
    {
      gboolean good = build (b, key, report, report_data, error) && finish_file (b, &damaged, error);

      if (b->fd >= 0)
        close (b->fd);
      b->fd = -1;
      if (!good)
        return FALSE;
      if (damaged)
        {
          g_clear_pointer (&b->store->file, g_mapped_file_unref);
          g_unlink (b->path);
        }
    }
  return TRUE;
}

/**
 * mcn_word_store_open_marks:
 * @dataset: whose texts
 * @path: of the file
 * @key: names the encoders and whatever else decides what is in the file
 * @encoders: of one width
 * @which: which of them reads a sample
 * @which_data: closure
 * @wordpiece: (nullable): the vocabulary of the dataset; %NULL: as mcn_word_store_open()
 * @n_threads: who works
 * @report: (nullable): told the share that is done
 * @report_data: closure
 * @cancel: (nullable): looked at now and then; what is done stays in the file
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the store
 */
McnWordStore *
mcn_word_store_open_marks (McnDataset *dataset, const char *path, const char *key,
                           const McnTextEncoder *const *encoders, McnWhichEncoder which, gpointer which_data, McnWordpiece *wordpiece,
                           guint n_threads, void (*report) (gpointer data, gdouble share), gpointer report_data,
                           McnCancel *cancel, GError **error)
{
  g_autoptr (McnWordStore) self = g_new0 (McnWordStore, 1);
  g_autoptr (McnTeam) team = mcn_team_new (n_threads);
  g_autoptr (McnArena) arena = mcn_arena_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GArray) is_word = g_array_new (FALSE, FALSE, sizeof (guint8));
  g_autoptr (McnMarks) marks = mcn_marks_new ();
  g_autofree char *whole_key = g_strconcat (mcn_dataset_get_id (dataset), " ", key, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, whole_key, -1);
  Build b = {
    .store = self, .encoders = encoders, .which = which, .which_data = which_data, .team = team, .arena = arena,
    .fd = -1, .path = path, .encoder = -1, .ids = ids, .lengths = lengths, .cancel = cancel,
    .wordpiece = wordpiece, .marks = marks, .is_word = is_word,
  };

  self->dataset = mcn_dataset_ref (dataset);
  self->width = mcn_text_encoder_get_width (encoders[0]);
  place_samples (self, which, which_data);
  return build_sound (&b, hash, report, report_data, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * mcn_word_store_open:
 * @dataset: whose texts
 * @path: of the file
 * @key: names the encoders and whatever else decides what is in the file
 * @encoders: of one width
 * @which: which of them reads a sample
 * @which_data: closure
 * @n_threads: who works
 * @report: (nullable): told the share that is done
 * @report_data: closure
 * @cancel: (nullable): looked at now and then; what is done stays in the file
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the store
 */
McnWordStore *
mcn_word_store_open (McnDataset *dataset, const char *path, const char *key,
                     const McnTextEncoder *const *encoders, McnWhichEncoder which, gpointer which_data,
                     guint n_threads, void (*report) (gpointer data, gdouble share), gpointer report_data,
                     McnCancel *cancel, GError **error)
{
  return mcn_word_store_open_marks (dataset, path, key, encoders, which, which_data, NULL, n_threads, report, report_data, cancel, error);
}

void
mcn_word_store_free (McnWordStore *self)
{
  if (self == NULL)
    return;

  mcn_dataset_unref (self->dataset);
  g_free (self->first);
  g_clear_pointer (&self->file, g_mapped_file_unref);
  g_free (self);
}

/**
 * mcn_word_store_get_width:
 * @self: a store
 *
 * Returns: numbers of a word
 */
gsize
mcn_word_store_get_width (McnWordStore *self)
{
  return self->width;
}

/**
 * mcn_word_store_get:
 * @self: a store
 * @number: of a sample
 * @sentence: of that sample
 *
 * Returns: (transfer none) (nullable): its word pieces' features, F16
 */
const guint16 *
mcn_word_store_get (McnWordStore *self, gsize number, guint sentence)
{
  guint64 row = self->first[number];
  McnSample sample;

  if (row == NONE)
    return NULL;
  mcn_dataset_get_sample (self->dataset, number, &sample);
  for (guint s = 0; s < sentence; s++)
    {
      guint text, length;

      mcn_sample_get_sentence (&sample, s, &text, &length);
      row += length;
    }
  return (const guint16 *) (g_mapped_file_get_contents (self->file) + HEADER) + row * self->width;
}
