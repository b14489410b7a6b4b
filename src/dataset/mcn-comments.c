/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-comments.h"

#include "mcn-dataset-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DEEPEST 32              /* json-glib's parser calls itself */

typedef struct
{
  guint   id;
  guint32 order;                /* of reading: sorting must keep it */
  guint64 place;
} Entry;

struct _McnComments
{
  FILE       *spool;            /* texts, each with NUL behind it */
  guint64     length;
  GArray     *entries;
  GArray     *ids;              /* guint, rising */
  GMappedFile *map;
};

/* ---- JSON ------------------------------------------------------------------ */

typedef struct
{
  const char *at, *end;
} Reader;

static void
skip_space (Reader *r)
{
  while (r->at < r->end && g_ascii_isspace (*r->at))
    r->at++;
}

static gboolean
take (Reader *r, char c)
{
  skip_space (r);
  if (r->at == r->end || *r->at != c)
    return FALSE;
  r->at++;
  return TRUE;
}

/* Behind the closing quote; the opening one is next. */
static gboolean
skip_string (Reader *r)
{
  if (!take (r, '"'))
    return FALSE;
  for (; r->at < r->end; r->at++)
    if (*r->at == '\\')
      r->at++;
    else if (*r->at == '"')
      {
        r->at++;
        return TRUE;
      }

  r->at = r->end;               /* a backslash may have led beyond it */
  return FALSE;
}

/* Behind the array that is next. */
static gboolean
skip_array (Reader *r)
{
  char closers[DEEPEST];
  guint depth = 0;

  skip_space (r);
  if (r->at == r->end || *r->at != '[')
    return FALSE;
  while (r->at < r->end)
    {
      if (*r->at == '"')
        {
          if (!skip_string (r))
            return FALSE;
          continue;
        }
      if (*r->at == '[' || *r->at == '{')
        {
          if (depth == DEEPEST)
            return FALSE;
          closers[depth++] = *r->at == '[' ? ']' : '}';
        }
      else if (*r->at == ']' || *r->at == '}')
        {
          if (*r->at != closers[--depth])
            return FALSE;
          if (depth == 0)
            {
              r->at++;
              return TRUE;
            }
        }
      r->at++;
    }

  return FALSE;
}

static gboolean
refuse_place (const char *path, const char *start, const Reader *r, GError **error)
{
  return mcn_input_refuse (error, path, 0, _("At byte %zu there is no JSON object of lists, or the file is cut off."), (gsize) (r->at - start));
}

gboolean
mcn_json_entries (const char *data, gsize n, const char *path, McnEntryFunc func, gpointer user, GError **error)
{
  Reader r = { data, data + n };

  if (!take (&r, '{'))
    return refuse_place (path, data, &r, error);
  if (!take (&r, '}'))
    do
      {
        const char *key, *value;
        g_autofree char *name = NULL;
        guint64 id;

        skip_space (&r);
        key = r.at;
        if (!skip_string (&r))
          return refuse_place (path, data, &r, error);
        name = g_strndup (key, (gsize) (r.at - key));
        id = g_ascii_isdigit (name[1]) ? g_ascii_strtoull (name + 1, NULL, 10) : 0;
        if (!take (&r, ':'))
          return refuse_place (path, data, &r, error);
        skip_space (&r);
        value = r.at;
        if (!skip_array (&r))
          return refuse_place (path, data, &r, error);
        if (!func (id <= G_MAXINT32 ? (guint) id : 0, name, value, (gsize) (r.at - value), user, error))
          return FALSE;
      }
    while (take (&r, ','));
  else
    r.at--;                     /* the brace of an empty object again */

  if (!take (&r, '}'))
    return refuse_place (path, data, &r, error);
  skip_space (&r);
  return r.at == r.end || refuse_place (path, data, &r, error);
}

/* ---- the file without a name ----------------------------------------------- */

McnComments *
mcn_comments_new (const char *folder, GError **error)
{
  g_autoptr (McnComments) self = g_new0 (McnComments, 1);
  g_autofree char *name = g_build_filename (folder, ".comments-XXXXXX", NULL);
  int fd = g_mkstemp (name);

  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint));
  if (fd >= 0)
    {
      g_unlink (name);
      self->spool = fdopen (fd, "w+");
    }
  if (self->spool == NULL)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_WRITE,
                   _("The comments could not be put aside in “%s”: %s. Make room, or name another folder in TMPDIR."), folder, g_strerror (errno));
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
mcn_comments_free (McnComments *self)
{
  g_clear_pointer (&self->map, g_mapped_file_unref);
  g_clear_pointer (&self->spool, fclose);
  g_array_unref (self->entries);
  g_array_unref (self->ids);
  g_free (self);
}

static gboolean
refuse_spool (GError **error)
{
  g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_WRITE,
               _("The comments could not be put aside: %s. Make room, or name another folder in TMPDIR."), g_strerror (errno));
  return FALSE;
}

static gboolean
add (McnComments *self, guint id, const char *text, GError **error)
{
  Entry entry = { id, self->entries->len, self->length };
  gsize n = strlen (text) + 1;

  if (fwrite (text, 1, n, self->spool) != n)
    return refuse_spool (error);
  self->length += n;
  g_array_append_val (self->entries, entry);
  return TRUE;
}

/* ---- tables ---------------------------------------------------------------- */

typedef struct
{
  McnComments *comments;
  const char  *path;
  GHashTable  *seen;            /* ids of this file */
} JsonTable;

static gboolean
read_entry (guint id, const char *key, const char *value, gsize n, gpointer data, GError **error)
{
  JsonTable *table = data;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;
  JsonArray *texts;

  if (id == 0)
    return mcn_input_refuse (error, table->path, 0, _("%.40s is no id of a photograph."), key);
  if (!g_hash_table_add (table->seen, GUINT_TO_POINTER (id)))
    return mcn_input_refuse (error, table->path, 0, _("The id %u is there twice."), id);
  if (!g_utf8_validate_len (value, n, NULL) || !json_parser_load_from_data (parser, value, (gssize) n, NULL) ||
      (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return mcn_input_refuse (error, table->path, 0, _("What belongs to the id %u is no list of texts."), id);

  texts = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (texts); i++)
    {
      const char *text = mcn_json_string_at (texts, i);

      if (text == NULL)
        return mcn_input_refuse (error, table->path, 0, _("What belongs to the id %u is no list of texts."), id);
      if (!add (table->comments, id, text, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_json (McnComments *self, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = mcn_dataset_file_map (path, error);
  JsonTable table = { self, path, NULL };
  const char *data;
  gboolean done;
  gsize n;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &n);
  table.seen = g_hash_table_new (NULL, NULL);
  done = mcn_json_entries (data, n, path, read_entry, &table, error);
  g_hash_table_unref (table.seen);
  return done;
}

static gboolean
read_row (gpointer data, McnTable *table, GError **error)
{
  const char *id = mcn_table_text (table, "id", error), *text = id != NULL ? mcn_table_text (table, "comment", error) : NULL;
  gint64 number;

  if (text == NULL)
    return FALSE;
  number = mcn_number_parse (id, G_MAXINT32);
  if (number <= 0)
    return mcn_input_refuse (error, table->path, mcn_table_line (table), _("“%s” is no id of a photograph."), id);
  return add (data, (guint) number, text, error);
}

static gboolean
read_csv (McnComments *self, const char *path, GError **error)
{
  return mcn_table_each (path, read_row, self, error);
}

gboolean
mcn_comments_read (McnComments *self, const char *path, GError **error)
{
  if (g_str_has_suffix (path, ".json"))
    return read_json (self, path, error);
  if (g_str_has_suffix (path, ".csv") || g_str_has_suffix (path, ".csv.gz"))
    return read_csv (self, path, error);

  return mcn_input_refuse (error, path, 0, _("Comments come as .json or .csv. Rename the file if it is one of these."));
}

/* ---- finding --------------------------------------------------------------- */

static gint
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  if (x->id != y->id)
    return x->id < y->id ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

gboolean
mcn_comments_finish (McnComments *self, GError **error)
{
  g_array_sort (self->entries, compare_entries);
  for (guint i = 0; i < self->entries->len; i++)
    {
      guint id = g_array_index (self->entries, Entry, i).id;

      if (self->ids->len == 0 || g_array_index (self->ids, guint, self->ids->len - 1) != id)
        g_array_append_val (self->ids, id);
    }

  if (fflush (self->spool) != 0)
    return refuse_spool (error);
  self->map = g_mapped_file_new_from_fd (fileno (self->spool), FALSE, NULL);
  return self->map != NULL || refuse_spool (error);
}

guint
mcn_comments_get_id (McnComments *self, guint i)
{
  return i < self->ids->len ? g_array_index (self->ids, guint, i) : 0;
}

void
mcn_comments_find (McnComments *self, guint id, GPtrArray *texts)
{
  guint low = 0, high = self->entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->entries, Entry, middle).id < id)
        low = middle + 1;
      else
        high = middle;
    }
  for (; low < self->entries->len && g_array_index (self->entries, Entry, low).id == id; low++)
    g_ptr_array_add (texts, g_strdup (g_mapped_file_get_contents (self->map) + g_array_index (self->entries, Entry, low).place));
}
