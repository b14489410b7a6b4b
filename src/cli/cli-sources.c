/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-sources.h"

#include "cli-lines.h"

#include "critic-discovery.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST_PATH 65536      /* bytes; the kernel's limit is 4096 */

struct _CliSources
{
  const char *const *paths;
  CliLines          *list;          /* NULL: none */
  guint              shard, n_shards;
  GCancellable      *stopped;

  GHashTable        *roots;         /* absolute path of a root -> as it was given */
  CliSourceFunc      func;          /* of the walk */
  gpointer           data;
  gboolean           enough;        /* said @func */
};

CliSources *
cli_sources_new (const char *const *paths, const char *files_from, gboolean nul, GError **error)
{
  g_autoptr (CliSources) self = g_new0 (CliSources, 1);

  self->paths = paths;
  self->n_shards = self->shard = 1;
  self->stopped = g_cancellable_new ();
  self->roots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (files_from == NULL)
    return g_steal_pointer (&self);

  self->list = cli_lines_open (files_from, LONGEST_PATH, error);
  if (self->list == NULL)
    return NULL;
  if (nul)
    cli_lines_end_with_nul (self->list);

  return g_steal_pointer (&self);
}

void
cli_sources_free (CliSources *self)
{
  g_clear_pointer (&self->list, cli_lines_free);
  g_clear_object (&self->stopped);
  g_hash_table_unref (self->roots);
  g_free (self);
}

void
cli_sources_set_shard (CliSources *self, guint shard, guint n_shards)
{
  self->shard = shard;
  self->n_shards = n_shards;
}

guint
cli_shard_of (const char *path, guint n_shards)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;
  guint64 number = 0;

  g_checksum_update (checksum, (const guchar *) path, strlen (path));
  g_checksum_get_digest (checksum, digest, &size);
  for (gsize i = 0; i < sizeof number; i++)
    number = number << 8 | digest[i];

  return (guint) (number % n_shards) + 1;
}

gboolean
cli_shard_parse (const char *text, guint *shard, guint *n_shards)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", 3);
  guint64 i, n;

  if (g_strv_length (parts) != 2 ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1, 1000000, &n, NULL) ||
      !g_ascii_string_to_unsigned (parts[0], 10, 1, n, &i, NULL))
    return FALSE;

  *shard = (guint) i;
  *n_shards = (guint) n;
  return TRUE;
}

/* What is met is absolute; people want to see what they typed, with the way
 * down from there, and shards must not depend on where a disk is mounted. */
static char *
path_as_given (CliSources *self, const char *path)
{
  g_autofree char *root = g_strdup (path);

  for (;;)
    {
      const char *given = g_hash_table_lookup (self->roots, root);
      char *slash = strrchr (root, '/');

      if (given != NULL)
        {
          const char *rest = path + strlen (root);

          rest += strspn (rest, "/");
          return *rest == '\0' ? g_strdup (given) : g_build_filename (given, rest, NULL);
        }
      if (slash == NULL || g_str_equal (root, "/"))
        return g_strdup (path);
      slash[slash == root ? 1 : 0] = '\0';
    }
}

static gboolean
hand_on (CliSources *self, const char *path, const GError *trouble)
{
  g_autofree char *given = path_as_given (self, path);

  if (!self->enough && (self->n_shards == 1 || cli_shard_of (given, self->n_shards) == self->shard))
    self->enough = !self->func (given, trouble, self->data);

  return !self->enough;
}

static gboolean
on_met (const CriticMet *met, gpointer data)
{
  return hand_on (data, met->path, NULL);
}

static void
on_trouble (const char *path, const GError *error, gpointer data)
{
  hand_on (data, path, error);
}

/* Troubles are rows; what is left is that somebody said enough. */
static gboolean
walk_paths (CliSources *self, const char *const *paths)
{
  g_hash_table_remove_all (self->roots);
  for (gsize i = 0; paths[i] != NULL; i++)
    {
      char *absolute = g_canonicalize_filename (paths[i], NULL);

      if (!g_hash_table_contains (self->roots, absolute))
        g_hash_table_insert (self->roots, absolute, g_strdup (paths[i]));
      else
        g_free (absolute);
    }
  critic_discover (paths, TRUE, on_met, on_trouble, self, self->stopped, NULL);

  return !self->enough && !g_cancellable_is_cancelled (self->stopped);
}

gboolean
cli_sources_walk (CliSources *self, CliSourceFunc func, gpointer data, GError **error)
{
  CliLineStatus status = CLI_LINE_END;
  const char *line;
  gsize length;

  self->func = func;
  self->data = data;
  self->enough = FALSE;

  if (self->paths[0] != NULL && !walk_paths (self, self->paths))
    return TRUE;

  while (self->list != NULL && (status = cli_lines_next (self->list, &line, &length, error)) == CLI_LINE_OK)
    {
      const char *const paths[] = { line, NULL };

      if (length > 0 && !walk_paths (self, paths))
        return TRUE;
    }

  if (status == CLI_LINE_TOO_LONG)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG,
                 _("The list of photographs has an entry of more than %d bytes, its %zu. one. Does it need -0, or is -0 wrong for it?"),
                 LONGEST_PATH, (gsize) cli_lines_get_number (self->list));
  return status == CLI_LINE_END;
}

void
cli_sources_stop (CliSources *self)
{
  g_cancellable_cancel (self->stopped);
  if (self->list != NULL)
    cli_lines_stop (self->list);
}
