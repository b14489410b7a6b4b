/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-shard.h"

#include "mcn-dataset-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
corrupt (const char *name, const char *what, GError **error)
{
  /* Translators: a file's name, and what is wrong with it as a sentence */
  g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_CORRUPT,
               _("“%s” is damaged. %s Delete it and run the command that made it again."), name, what);
  return FALSE;
}

static gboolean
check_header (const McnShard *self, gsize n, const char *name, GError **error)
{
  const McnShardHeader *header = self->header;

  if (n < sizeof *header || memcmp (header->magic, MCN_SHARD_MAGIC, sizeof header->magic) != 0)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_UNSUPPORTED, _("“%s” holds no samples of a dataset."), name);
      return FALSE;
    }
  if (header->version != MCN_SHARD_VERSION)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_UNSUPPORTED,
                   _("“%s” was made by another version of this program, or on another kind of computer. Make the dataset again."), name);
      return FALSE;
    }
  if (header->n_bytes != n || header->n_samples > (n - sizeof *header) / sizeof (guint64))
    return corrupt (name, _("It is shorter or longer than it says."), error);
  if (header->checksum != mcn_checksum (header + 1, n - sizeof *header))
    return corrupt (name, _("Its checksum is not the one that was written."), error);

  return TRUE;
}

static gboolean
check_records (const McnShard *self, gsize n, const char *name, guint n_sets, guint n_sources, GError **error)
{
  const guint8 *data = g_bytes_get_data (self->bytes, NULL);
  guint64 place = sizeof *self->header + (guint64) self->header->n_samples * sizeof (guint64);
  guint32 n_photographs = 0;

  for (guint32 i = 0; i < self->header->n_samples; i++)
    {
      const McnRecord *record;

      if (self->places[i] != place || place >= n || !mcn_record_check (data + place, n - place, n_sets, n_sources))
        return corrupt (name, _("A sample in it contradicts itself."), error);
      record = mcn_shard_record (self, i);
      if (record->photograph >= 0 && (record->file == 0 || (guint32) record->photograph != n_photographs++))
        return corrupt (name, _("A sample in it contradicts itself."), error);
      place += record->n_bytes;
    }

  return (place == n && n_photographs == self->header->n_photographs) ||
         corrupt (name, _("It is shorter or longer than it says."), error);
}

gboolean
mcn_shard_open (McnShard *self, GBytes *bytes, const char *name, guint n_sets, guint n_sources, GError **error)
{
  gsize n;

  self->bytes = g_bytes_ref (bytes);
  self->header = g_bytes_get_data (bytes, &n);

  if (!check_header (self, n, name, error))
    return FALSE;
  self->places = (const guint64 *) (self->header + 1);
  return check_records (self, n, name, n_sets, n_sources, error);
}

void
mcn_shard_clear (McnShard *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

const McnRecord *
mcn_shard_record (const McnShard *self, guint32 i)
{
  return (gconstpointer) ((const guint8 *) self->header + self->places[i]);
}

GByteArray *
mcn_shard_pack (const GByteArray *records, guint32 n, guint32 n_photographs)
{
  McnShardHeader header = { .version = MCN_SHARD_VERSION, .n_samples = n, .n_photographs = n_photographs };
  GByteArray *file = g_byte_array_sized_new ((guint) (sizeof header + n * sizeof (guint64) + records->len));
  guint64 place = sizeof header + (guint64) n * sizeof place;

  memcpy (header.magic, MCN_SHARD_MAGIC, sizeof header.magic);
  header.n_bytes = place + records->len;
  g_byte_array_append (file, (const guint8 *) &header, sizeof header);
  for (guint at = 0; at < records->len;)
    {
      guint32 n_bytes = ((const McnRecord *) (gconstpointer) (records->data + at))->n_bytes;

      g_byte_array_append (file, (const guint8 *) &place, sizeof place);
      place += n_bytes;
      at += n_bytes;
    }
  g_byte_array_append (file, records->data, records->len);

  header.checksum = mcn_checksum (file->data + sizeof header, file->len - sizeof header);
  memcpy (file->data, &header, sizeof header);
  return file;
}
