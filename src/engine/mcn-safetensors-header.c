/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The header of a safetensors file is
 *
 *   { "name": { "dtype": "F16", "shape": [2, 3], "data_offsets": [begin, end] }, ...,
 *     "__metadata__": { "key": "text", ... } }
 *
 * It is read by a parser of its own rather than json-glib: the grammar is three
 * levels deep and no more (so nothing recurses), a name given twice must be an
 * error and numbers must not wrap. */
#include "mcn-safetensors-header.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_NAME 255

static const struct { const char *name; McnDtype dtype; gsize size; } dtypes[] = {
  { "F32", MCN_DTYPE_F32, 4 },
  { "F16", MCN_DTYPE_F16, 2 },
  { "I8", MCN_DTYPE_I8, 1 },
  { "I64", MCN_DTYPE_I64, 8 },
};

/* ---- the header's grammar ----------------------------------------------- */

typedef struct
{
  const char *file;           /* for messages */
  const char *start, *at, *end;
  GString    *text;           /* the string read last */
} Reader;

static gboolean
fail_syntax (Reader *r, GError **error)
{
  g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
               _("The header of the model file “%s” is not valid at byte %zu. The file is damaged: install the model again."),
               r->file, (gsize) (r->at - r->start) + 8);
  return FALSE;
}

static void
skip_space (Reader *r)
{
  while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
    r->at++;
}

/* Whether @c comes next; steps over it. */
static gboolean
take (Reader *r, char c)
{
  skip_space (r);
  if (r->at == r->end || *r->at != c)
    return FALSE;
  r->at++;
  return TRUE;
}

static gboolean
expect (Reader *r, char c, GError **error)
{
  return take (r, c) || fail_syntax (r, error);
}

static gboolean
read_hex4 (Reader *r, gunichar *value)
{
  *value = 0;
  if (r->end - r->at < 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (*r->at);

      if (digit < 0)
        return FALSE;
      *value = *value << 4 | (gunichar) digit;
      r->at++;
    }
  return TRUE;
}

/* After "\u": the character, a surrogate pair put together. */
static gboolean
read_unicode_escape (Reader *r)
{
  gunichar c, low;

  if (!read_hex4 (r, &c))
    return FALSE;
  if (c >= 0xd800 && c < 0xdc00)
    {
      if (r->end - r->at < 2 || r->at[0] != '\\' || r->at[1] != 'u')
        return FALSE;
      r->at += 2;
      if (!read_hex4 (r, &low) || low < 0xdc00 || low > 0xdfff)
        return FALSE;
      c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
  if (c == 0 || !g_unichar_validate (c))
    return FALSE;
  g_string_append_unichar (r->text, c);
  return TRUE;
}

/* A JSON string into r->text. The header is known to be UTF-8. */
static gboolean
read_string (Reader *r, GError **error)
{
  static const char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";

  if (!expect (r, '"', error))
    return FALSE;
  g_string_truncate (r->text, 0);
  while (r->at < r->end && *r->at != '"')
    {
      if ((guchar) *r->at < 0x20)
        return fail_syntax (r, error);
      if (*r->at != '\\')
        {
          g_string_append_c (r->text, *r->at++);
          continue;
        }
      if (++r->at == r->end)
        return fail_syntax (r, error);
      if (*r->at == 'u')
        {
          r->at++;
          if (!read_unicode_escape (r))
            return fail_syntax (r, error);
          continue;
        }

      gsize i = 0;
      while (escapes[i] != '\0' && escapes[i] != *r->at)
        i += 2;
      if (escapes[i] == '\0')
        return fail_syntax (r, error);
      g_string_append_c (r->text, escapes[i + 1]);
      r->at++;
    }
  return expect (r, '"', error);
}

/* A whole number without sign, fraction or exponent that fits into a gsize. */
static gboolean
read_size (Reader *r, gsize *value, GError **error)
{
  skip_space (r);
  if (r->at == r->end || !g_ascii_isdigit (*r->at))
    return fail_syntax (r, error);

  gboolean zero = *r->at == '0';

  *value = 0;
  for (guint n = 0; r->at < r->end && g_ascii_isdigit (*r->at); n++, r->at++)
    if ((zero && n > 0)
        || !g_size_checked_mul (value, *value, 10)
        || !g_size_checked_add (value, *value, (gsize) (*r->at - '0')))
      return fail_syntax (r, error);
  return TRUE;
}

/* "[1, 2, 3]": at most @max numbers. */
static gboolean
read_sizes (Reader *r, gsize *values, guint max, guint *n, GError **error)
{
  *n = 0;
  if (!expect (r, '[', error))
    return FALSE;
  if (take (r, ']'))
    return TRUE;
  do
    {
      if (*n == max)
        return fail_syntax (r, error);
      if (!read_size (r, &values[*n], error))
        return FALSE;
      (*n)++;
    }
  while (take (r, ','));
  return expect (r, ']', error);
}

/* "__metadata__": texts that say nothing to this program. */
static gboolean
read_metadata (Reader *r, GError **error)
{
  if (!expect (r, '{', error))
    return FALSE;
  if (take (r, '}'))
    return TRUE;
  do
    {
      if (!read_string (r, error) || !expect (r, ':', error) || !read_string (r, error))
        return FALSE;
    }
  while (take (r, ','));
  return expect (r, '}', error);
}

/* ---- one tensor ----------------------------------------------------------- */

static gboolean
set_dtype (Reader *r, McnTensorEntry *entry, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dtypes); i++)
    if (strcmp (dtypes[i].name, r->text->str) == 0)
      {
        entry->view.dtype = dtypes[i].dtype;
        entry->item = dtypes[i].size;
        return TRUE;
      }

  g_autofree char *dtype = g_strescape (r->text->str, NULL);
  g_set_error (error, MCN_ERROR, MCN_ERROR_UNSUPPORTED,
               _("The tensor “%s” of the model file “%s” is stored as “%.16s”; this version reads F32, F16, I8 and I64. Convert the model again."),
               entry->view.name, r->file, dtype);
  return FALSE;
}

static gboolean
read_entry (Reader *r, McnTensorEntry *entry, GError **error)
{
  gsize offsets[2];
  gboolean has_dtype = FALSE, has_shape = FALSE, has_offsets = FALSE;
  guint n;

  if (!expect (r, '{', error))
    return FALSE;
  do
    {
      if (!read_string (r, error) || !expect (r, ':', error))
        return FALSE;
      if (!has_dtype && strcmp (r->text->str, "dtype") == 0)
        {
          has_dtype = TRUE;
          if (!read_string (r, error) || !set_dtype (r, entry, error))
            return FALSE;
        }
      else if (!has_shape && strcmp (r->text->str, "shape") == 0)
        {
          has_shape = TRUE;
          if (!read_sizes (r, entry->view.dim, MCN_MAX_DIMS, &entry->view.n_dims, error))
            return FALSE;
        }
      else if (!has_offsets && strcmp (r->text->str, "data_offsets") == 0)
        {
          has_offsets = TRUE;
          if (!read_sizes (r, offsets, 2, &n, error))
            return FALSE;
          if (n != 2)
            return fail_syntax (r, error);
          entry->begin = offsets[0];
          entry->end = offsets[1];
        }
      else
        return fail_syntax (r, error);
    }
  while (take (r, ','));

  if (!has_dtype || !has_shape || !has_offsets)
    return fail_syntax (r, error);
  return expect (r, '}', error);
}

static gboolean
check_entry (Reader *r, McnTensorEntry *entry, gsize data_size, GError **error)
{
  McnTensorView *view = &entry->view;

  view->n_elements = 1;
  for (guint i = 0; i < view->n_dims; i++)
    if (view->dim[i] == 0 || !g_size_checked_mul (&view->n_elements, view->n_elements, view->dim[i]))
      {
        g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                     _("The tensor “%s” of the model file “%s” has an impossible shape. The file is damaged: install the model again."),
                     view->name, r->file);
        return FALSE;
      }

  if (entry->begin > entry->end || entry->end > data_size)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                   _("The tensor “%s” reaches beyond the end of the model file “%s”. The file is truncated or damaged: install the model again."),
                   view->name, r->file);
      return FALSE;
    }

  if (!g_size_checked_mul (&view->n_bytes, view->n_elements, entry->item)
      || view->n_bytes != entry->end - entry->begin)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                   _("The tensor “%s” of the model file “%s” has more or fewer bytes than its shape needs. The file is damaged: install the model again."),
                   view->name, r->file);
      return FALSE;
    }
  return TRUE;
}

/* Names appear in messages, so they are kept short and printable. */
static gboolean
name_is_plain (const GString *name)
{
  if (name->len == 0 || name->len > MAX_NAME)
    return FALSE;
  for (const char *p = name->str; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isprint (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/* ---- all of it ---------------------------------------------------------------- */

/**
 * mcn_safetensors_read_header:
 * @file: how messages call the file
 * @header: the header
 * @length: its bytes
 * @data_size: the bytes that follow it
 * @entries: (element-type McnTensorEntry): where the tensors are put
 * @names: (element-type utf8): where their names are put
 * @error: return location
 *
 * Returns: %FALSE with %MCN_ERROR_CORRUPT or %MCN_ERROR_UNSUPPORTED
 */
gboolean
mcn_safetensors_read_header (const char *file, const char *header, gsize length, gsize data_size,
                             GArray *entries, GPtrArray *names, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean metadata = FALSE;
  Reader r = { file, header, header, header + length, text };

  if (!g_utf8_validate_len (header, length, &r.at))
    return fail_syntax (&r, error);
  r.at = header;

  if (!expect (&r, '{', error))
    return FALSE;
  if (!take (&r, '}'))
    {
      do
        {
          if (!read_string (&r, error))
            return FALSE;
          if (!metadata && strcmp (text->str, "__metadata__") == 0)
            {
              metadata = TRUE;
              if (!expect (&r, ':', error) || !read_metadata (&r, error))
                return FALSE;
              continue;
            }
          if (!name_is_plain (text))
            return fail_syntax (&r, error);
          if (g_hash_table_contains (seen, text->str))
            {
              g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                           _("The model file “%s” names the tensor “%s” twice. The file is damaged: install the model again."),
                           file, text->str);
              return FALSE;
            }

          McnTensorEntry entry = { 0 };
          char *name = g_strdup (text->str);

          g_ptr_array_add (names, name);
          g_hash_table_add (seen, name);
          entry.view.name = name;
          if (!expect (&r, ':', error) || !read_entry (&r, &entry, error)
              || !check_entry (&r, &entry, data_size, error))
            return FALSE;
          g_array_append_val (entries, entry);
        }
      while (take (&r, ','));
      if (!expect (&r, '}', error))
        return FALSE;
    }

  /* Writers pad with spaces; nothing else may follow. */
  skip_space (&r);
  return r.at == r.end || fail_syntax (&r, error);
}
