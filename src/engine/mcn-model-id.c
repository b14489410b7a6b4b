/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which model is this, and is it whole? */
#include "mcn-model-id.h"

#include <string.h>

#include <glib/gstdio.h>

#include "mcn-file.h"
#include "mcn-safetensors.h"

#define SHA256_HEX 64
/* A file younger than this may still be changing within the grain of its time
 * stamp, so it is not remembered yet. */
#define SETTLED_SECONDS 2

static const char *const names[MCN_N_FILES] = {
  "aspects.safetensors", "backbone.safetensors", "mcn.safetensors", "model.json", "search.safetensors", "text.safetensors", "vocab.txt",
};

/**
 * mcn_model_file_name:
 * @file: which
 *
 * Returns: (transfer none): its name inside the model's folder
 */
const char *
mcn_model_file_name (McnFile file)
{
  g_return_val_if_fail (file < MCN_N_FILES, NULL);

  return names[file];
}

/**
 * mcn_model_may_lack:
 * @directory: (type filename): a model's folder
 * @file: which
 *
 * What was fitted to the word features of one text encoder, or to what one
 * backbone sees, is left out of a model with another: it would be wrong unseen.
 *
 * Returns: whether the file is not there and need not be
 */
gboolean
mcn_model_may_lack (const char *directory, McnFile file)
{
  g_autofree char *path = NULL;

  if (file != MCN_FILE_ASPECTS && file != MCN_FILE_SEARCH)
    return FALSE;
  path = g_build_filename (directory, names[file], NULL);
  return !g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
map_file (McnModelFiles *self, McnFile file, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, names[file], NULL);

  self->name[file] = g_filename_display_name (path);
  self->bytes[file] = mcn_file_map (path, MCN_MAX_WEIGHTS_FILE, &self->state[file], error);
  return self->bytes[file] != NULL;
}

/**
 * mcn_model_files_open:
 * @directory: (type filename): a model's folder
 * @error: return location
 *
 * Maps model.json, which says whether the rest is for this program. Blocks.
 *
 * Returns: (transfer full): the files, or %NULL with an error of mcn_file_map()
 */
McnModelFiles *
mcn_model_files_open (const char *directory, GError **error)
{
  g_autoptr (McnModelFiles) self = g_new0 (McnModelFiles, 1);

  self->directory = g_canonicalize_filename (directory, NULL);
  return map_file (self, MCN_FILE_CONFIG, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * mcn_model_files_map_rest:
 * @self: files of which model.json is mapped
 * @error: return location
 *
 * Blocks.
 *
 * Returns: whether the others are mapped too, those that need not be there where
 *   they are; else an error of mcn_file_map()
 */
gboolean
mcn_model_files_map_rest (McnModelFiles *self, GError **error)
{
  for (guint i = 0; i < MCN_N_FILES; i++)
    if (self->bytes[i] == NULL && !mcn_model_may_lack (self->directory, i) && !map_file (self, i, error))
      return FALSE;
  return TRUE;
}

void
mcn_model_files_free (McnModelFiles *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < MCN_N_FILES; i++)
    {
      g_free (self->name[i]);
      g_clear_pointer (&self->bytes[i], g_bytes_unref);
    }
  g_free (self->directory);
  g_free (self);
}

/* The checksum of @data with every occurrence of @id read as zeros. */
static char *
hash_blanked (const char *data, gsize size, const char *id)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *blank = g_strnfill (SHA256_HEX, '0');
  const char *at = data, *end = data + size, *found;

  while (at < end && (found = memmem (at, end - at, id, SHA256_HEX)) != NULL)
    {
      g_checksum_update (checksum, (const guchar *) at, found - at);
      g_checksum_update (checksum, (const guchar *) blank, SHA256_HEX);
      at = found + SHA256_HEX;
    }
  if (at < end)
    g_checksum_update (checksum, (const guchar *) at, end - at);
  return g_strdup (g_checksum_get_string (checksum));
}

/**
 * mcn_model_files_hash:
 * @self: the files
 * @id: the 64 hex digits in model.json
 *
 * Reads every byte: about a third of a second for the real model.
 *
 * Returns: (transfer full): the id that fits the files
 */
char *
mcn_model_files_hash (McnModelFiles *self, const char *id)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  g_return_val_if_fail (id != NULL && strlen (id) == SHA256_HEX, NULL);

  for (guint i = 0; i < MCN_N_FILES; i++)
    {
      gsize size;
      const char *data = self->bytes[i] != NULL ? g_bytes_get_data (self->bytes[i], &size) : NULL;
      g_autofree char *sum = NULL;

      if (self->bytes[i] == NULL)
        continue;
      sum = i == MCN_FILE_CONFIG
        ? hash_blanked (data, size, id)
        : g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->bytes[i]);

      g_string_append_printf (lines, "%s  %s\n", sum, names[i]);
    }
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, lines->str, lines->len);
}

static char *
describe_state (McnModelFiles *self, McnFile file)
{
  const struct stat *st = &self->state[file];

  if (self->bytes[file] == NULL)
    return g_strdup ("none");
  return g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT ".%09ld",
                          (guint64) st->st_size, (guint64) st->st_ino,
                          (gint64) st->st_mtim.tv_sec, (long) st->st_mtim.tv_nsec,
                          (gint64) st->st_ctim.tv_sec, (long) st->st_ctim.tv_nsec);
}

/* Key file groups cannot hold any path. */
static char *
group_name (McnModelFiles *self)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->directory, -1);

  return g_strdup_printf ("model %.16s", sum);
}

/**
 * mcn_model_files_known:
 * @self: the files
 * @state_file: (type filename): the key file
 * @id: the id in model.json
 *
 * Returns: whether they were verified before and have not changed since
 */
gboolean
mcn_model_files_known (McnModelFiles *self, const char *state_file, const char *id)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *group = group_name (self);

  if (!g_key_file_load_from_file (keys, state_file, G_KEY_FILE_NONE, NULL))
    return FALSE;

  g_autofree char *known = g_key_file_get_string (keys, group, "id", NULL);
  if (g_strcmp0 (known, id) != 0)
    return FALSE;
  for (guint i = 0; i < MCN_N_FILES; i++)
    {
      g_autofree char *then = g_key_file_get_string (keys, group, names[i], NULL);
      g_autofree char *now = describe_state (self, i);

      if (g_strcmp0 (then, now) != 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * mcn_model_files_remember:
 * @self: the files, just verified
 * @state_file: (type filename): the key file; made with its folders
 * @id: their id
 *
 * Written atomically. Nothing is remembered while a file is younger than two
 * seconds.
 */
void
mcn_model_files_remember (McnModelFiles *self, const char *state_file, const char *id)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *group = group_name (self);
  g_autofree char *folder = g_path_get_dirname (state_file);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  for (guint i = 0; i < MCN_N_FILES; i++)
    if (self->bytes[i] != NULL &&
        (now - self->state[i].st_mtim.tv_sec < SETTLED_SECONDS || now - self->state[i].st_ctim.tv_sec < SETTLED_SECONDS))
      return;

  /* Other models' groups stay. An unreadable file is written anew. */
  g_key_file_load_from_file (keys, state_file, G_KEY_FILE_KEEP_COMMENTS, NULL);
  g_key_file_set_string (keys, group, "folder", self->directory);
  g_key_file_set_string (keys, group, "id", id);
  for (guint i = 0; i < MCN_N_FILES; i++)
    {
      g_autofree char *now_state = describe_state (self, i);

      g_key_file_set_string (keys, group, names[i], now_state);
    }

  gsize size;
  g_autofree char *data = g_key_file_to_data (keys, &size, NULL);

  g_mkdir_with_parents (folder, 0700);
  if (!g_file_set_contents_full (state_file, data, size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_debug ("%s: %s", state_file, error->message);
}
