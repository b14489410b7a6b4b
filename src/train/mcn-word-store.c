/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-word-store.h"

#include "mcn-claim.h"
#include "mcn-marks.h"
#include "mcn-pointwise.h"
#include "mcn-train-error.h"
#include "mcn-word-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define HEADER MCN_WORD_FILE_HEADER
#define BATCH_PIECES 2048
#define NONE G_MAXUINT64

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
  const char   *hash;           /* the file's key */
  guint         n_parts;        /* of which some may lie beside it */
  gboolean      taken;          /* one or more was, and goes when all is done */
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

/* Where the parts begin, and the end: rows of whole samples. */
static guint64 *
part_begins (const McnWordStore *self, guint n)
{
  guint64 *begins = g_new (guint64, n + 1);
  guint i = 1;

  begins[0] = 0;
  for (gsize k = 0; k < mcn_dataset_get_n_samples (self->dataset); k++)
    while (self->first[k] != NONE && i < n && self->first[k] >= self->n_rows / n * i + self->n_rows % n * i / n)
      begins[i++] = self->first[k];
  while (i <= n)
    begins[i++] = self->n_rows;
  return begins;
}

/* Everything but part @i, from 0, is left out. */
static void
keep_part (McnWordStore *self, guint i, guint n)
{
  g_autofree guint64 *begins = part_begins (self, n);

  for (gsize k = 0; k < mcn_dataset_get_n_samples (self->dataset); k++)
    if (self->first[k] != NONE)
      self->first[k] = self->first[k] >= begins[i] && self->first[k] < begins[i + 1] ? self->first[k] - begins[i] : NONE;
  self->n_rows = begins[i + 1] - begins[i];
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

static gboolean
refuse (Build *b, GError **error)
{
  g_autofree char *shown = g_filename_display_name (b->path);

  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_EXISTS,
               _("“%s” holds no word features, and is left as it is. Name another file for them, or remove this one first."), shown);
  return FALSE;
}

static gboolean
begin_file (Build *b, GError **error)
{
  const char *key = b->hash;
  char header[HEADER], there[HEADER] = { 0 };
  gsize row = b->store->width * sizeof (guint16);
  goffset size;

  b->done = 0;
  b->complete = FALSE;
  mcn_word_file_header (key, header);
  if (!open_alone (b, error))
    return FALSE;
  size = lseek (b->fd, 0, SEEK_END);
  if (size < 0 || pread (b->fd, there, HEADER, 0) != MIN (size, HEADER))
    return set_error (b->path, error);
  if (size >= HEADER && (memcmp (there, header, HEADER) == 0 || memcmp (there, key, HEADER) == 0))
    {
      if ((gsize) size == HEADER + rows_size (b->store) + sizeof (McnWordTrailer))
        {
          b->done = b->store->n_rows;
          b->complete = TRUE;
          return TRUE;
        }
      b->done = whole_sentences (b->store, (size - HEADER) / row);
    }
  else if (!mcn_word_file_is_one (b->fd, there, size))
    return refuse (b, error);
  else if (ftruncate (b->fd, 0) != 0 || lseek (b->fd, 0, SEEK_SET) != 0 || !write_all (b->fd, header, HEADER))
    return set_error (b->path, error);
  if (ftruncate (b->fd, HEADER + b->done * row) != 0 || lseek (b->fd, 0, SEEK_END) < 0)
    return set_error (b->path, error);
  return TRUE;
}

/* Maps the file; what was complete before must still be what was written then. */
static gboolean
finish_file (Build *b, gboolean *damaged, GError **error)
{
  McnWordStore *self = b->store;
  McnWordTrailer trailer;

  self->file = g_mapped_file_new (b->path, FALSE, error);
  if (self->file == NULL)
    return FALSE;
  trailer = mcn_word_file_trailer (g_mapped_file_get_contents (self->file) + HEADER, rows_size (self));
  *damaged = b->complete && memcmp (g_mapped_file_get_contents (self->file) + HEADER + rows_size (self), &trailer, sizeof trailer) != 0;
  if (b->complete)
    return TRUE;
  return (write_all (b->fd, &trailer, sizeof trailer) && fsync (b->fd) == 0) || set_error (b->path, error);
}

/* Where part @i begins and is whole, its @n_rows are taken over as they are. */
static gboolean
take_part (Build *b, guint i, guint64 n_rows, GError **error)
{
  McnWordStore *self = b->store;
  g_autofree char *path = mcn_word_part_path (b->path, i + 1, b->n_parts), *key = mcn_word_part_key (b->hash, i + 1, b->n_parts);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  gsize size = n_rows * self->width * sizeof (guint16);

  if (file == NULL || n_rows == 0 || !mcn_word_file_is_whole (g_mapped_file_get_contents (file), g_mapped_file_get_length (file), key, size))
    return TRUE;
  if (!write_all (b->fd, g_mapped_file_get_contents (file) + HEADER, size))
    return set_error (b->path, error);
  b->done += n_rows;
  b->taken = TRUE;
  return TRUE;
}

static void
remove_parts (Build *b)
{
  for (guint i = 0; b->taken && i < b->n_parts; i++)
    {
      g_autofree char *path = mcn_word_part_path (b->path, i + 1, b->n_parts);

      g_unlink (path);
    }
}

static gboolean
build (Build *b, void (*report) (gpointer, gdouble), gpointer report_data, GError **error)
{
  gint64 reported = 0;
  gsize n = mcn_dataset_get_n_samples (b->store->dataset);
  g_autofree guint64 *begins = b->n_parts > 0 ? part_begins (b->store, b->n_parts) : NULL;
  guint part = 0;

  if (!begin_file (b, error))
    return FALSE;
  for (gsize i = 0; i < n && b->done + b->n_words < b->store->n_rows; i++)
    {
      McnSample sample;

      if (b->store->first[i] == NONE)
        continue;
      for (; part < b->n_parts && begins[part] <= b->store->first[i]; part++)
        if (begins[part] >= b->done && (!flush (b, error) || !take_part (b, part, begins[part + 1] - begins[part], error)))
          return FALSE;
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
build_sound (Build *b, void (*report) (gpointer, gdouble), gpointer report_data, GError **error)
{
  gboolean damaged = TRUE;

  while (damaged)
    {
      gboolean good = build (b, report, report_data, error) && finish_file (b, &damaged, error);

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
  remove_parts (b);
  return TRUE;
}

/* @n_parts: 0: the whole file, of the parts that lie beside it, too. */
static McnWordStore *
open_store (Build *b, McnDataset *dataset, const char *key, guint part, guint n_parts, guint n_threads,
            void (*report) (gpointer data, gdouble share), gpointer report_data, GError **error)
{
  g_autoptr (McnWordStore) self = g_new0 (McnWordStore, 1);
  g_autoptr (McnTeam) team = mcn_team_new (n_threads);
  g_autoptr (McnArena) arena = mcn_arena_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GArray) is_word = g_array_new (FALSE, FALSE, sizeof (guint8));
  g_autoptr (McnMarks) marks = mcn_marks_new ();
  g_autofree char *whole_key = g_strconcat (mcn_dataset_get_id (dataset), " ", key, NULL);
  g_autofree char *whole = g_compute_checksum_for_string (G_CHECKSUM_SHA256, whole_key, -1);
  g_autofree char *hash = n_parts > 0 ? mcn_word_part_key (whole, part, n_parts) : g_steal_pointer (&whole);
  g_autofree char *path = n_parts > 0 ? mcn_word_part_path (b->path, part, n_parts) : g_strdup (b->path);

  self->dataset = mcn_dataset_ref (dataset);
  self->width = mcn_text_encoder_get_width (b->encoders[0]);
  place_samples (self, b->which, b->which_data);
  if (n_parts > 0)
    keep_part (self, part - 1, n_parts);
  b->store = self;
  b->team = team;
  b->arena = arena;
  b->hash = hash;
  b->path = path;
  b->n_parts = n_parts > 0 ? 0 : mcn_word_parts_find (path);
  b->fd = -1;
  b->encoder = -1;
  b->ids = ids;
  b->lengths = lengths;
  b->is_word = is_word;
  b->marks = marks;
  return build_sound (b, report, report_data, error) ? g_steal_pointer (&self) : NULL;
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
  Build b = { .encoders = encoders, .which = which, .which_data = which_data, .path = path, .wordpiece = wordpiece, .cancel = cancel };

  return open_store (&b, dataset, key, 0, 0, n_threads, report, report_data, error);
}

/**
 * mcn_word_store_make_part:
 * @dataset: whose texts
 * @path: of the whole file
 * @key: as for the whole file
 * @encoders: of one width
 * @which: which of them reads a sample
 * @which_data: closure
 * @wordpiece: (nullable): the vocabulary, where punctuation is kept
 * @part: which, from 1
 * @n_parts: of how many
 * @n_threads: who works
 * @report: (nullable): told the share that is done
 * @report_data: closure
 * @cancel: (nullable): looked at now and then; what is done stays in the file
 * @error: return location
 */
gboolean
mcn_word_store_make_part (McnDataset *dataset, const char *path, const char *key,
                          const McnTextEncoder *const *encoders, McnWhichEncoder which, gpointer which_data, McnWordpiece *wordpiece,
                          guint part, guint n_parts, guint n_threads, void (*report) (gpointer data, gdouble share), gpointer report_data,
                          McnCancel *cancel, GError **error)
{
  Build b = { .encoders = encoders, .which = which, .which_data = which_data, .path = path, .wordpiece = wordpiece, .cancel = cancel };
  g_autoptr (McnWordStore) self = open_store (&b, dataset, key, part, n_parts, n_threads, report, report_data, error);

  return self != NULL;
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
