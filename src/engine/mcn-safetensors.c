/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A safetensors file is
 *
 *   8 bytes    length N of the header, little endian
 *   N bytes    JSON: { "name": { "dtype": "F16", "shape": [2, 3],
 *                      "data_offsets": [begin, end] }, ...,
 *                      "__metadata__": { "key": "text", ... } }
 *   the rest   the tensors' bytes, without holes; offsets count from here
 *
 * The header is read by a parser of its own rather than json-glib: the grammar
 * is three levels deep and no more (so nothing recurses), a name given twice
 * must be an error and numbers must not wrap. */
#include "mcn-safetensors.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mcn-file.h"

/* The reference implementation allows 100 MB; 4 MiB are 40,000 tensors. */
#define MAX_HEADER (4u << 20)
#define MAX_NAME 255

struct _McnSafetensors
{
  char       *name;
  GBytes     *bytes;
  GArray     *tensors;    /* of McnTensorView, in the order of their data */
  GHashTable *index;      /* name -> its position + 1 */
  GPtrArray  *names;
  GPtrArray  *copies;     /* data that was not aligned for its dtype */
};

static const struct { const char *name; McnDtype dtype; gsize size; } dtypes[] = {
  { "F32", MCN_DTYPE_F32, 4 },
  { "F16", MCN_DTYPE_F16, 2 },
  { "I8", MCN_DTYPE_I8, 1 },
  { "I64", MCN_DTYPE_I64, 8 },
};

/* ---- the header's grammar ----------------------------------------------- */

typedef struct
{
  McnSafetensors *file;
  const char     *start, *at, *end;
  GString        *text;       /* the string read last */
} Reader;

static gboolean
fail_syntax (Reader *r, GError **error)
{
  g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
               _("The header of the model file “%s” is not valid at byte %zu. The file is damaged: install the model again."),
               r->file->name, (gsize) (r->at - r->start) + 8);
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

typedef struct { McnTensorView view; gsize begin, end, item; } Entry;

static gboolean
set_dtype (Reader *r, Entry *entry, GError **error)
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
               entry->view.name, r->file->name, dtype);
  return FALSE;
}

static gboolean
read_entry (Reader *r, Entry *entry, GError **error)
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
check_entry (McnSafetensors *self, Entry *entry, gsize data_size, GError **error)
{
  McnTensorView *view = &entry->view;

  view->n_elements = 1;
  for (guint i = 0; i < view->n_dims; i++)
    if (view->dim[i] == 0 || !g_size_checked_mul (&view->n_elements, view->n_elements, view->dim[i]))
      {
        g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                     _("The tensor “%s” of the model file “%s” has an impossible shape. The file is damaged: install the model again."),
                     view->name, self->name);
        return FALSE;
      }

  if (entry->begin > entry->end || entry->end > data_size)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                   _("The tensor “%s” reaches beyond the end of the model file “%s”. The file is truncated or damaged: install the model again."),
                   view->name, self->name);
      return FALSE;
    }

  if (!g_size_checked_mul (&view->n_bytes, view->n_elements, entry->item)
      || view->n_bytes != entry->end - entry->begin)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                   _("The tensor “%s” of the model file “%s” has more or fewer bytes than its shape needs. The file is damaged: install the model again."),
                   view->name, self->name);
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

/* ---- the whole file -------------------------------------------------------- */

static gboolean
read_header (McnSafetensors *self, const char *header, gsize length, gsize data_size, GArray *entries, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean metadata = FALSE;
  Reader r = { self, header, header, header + length, text };

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
                           self->name, text->str);
              return FALSE;
            }

          Entry entry = { 0 };
          char *name = g_strdup (text->str);

          g_ptr_array_add (self->names, name);
          g_hash_table_add (seen, name);
          entry.view.name = name;
          if (!expect (&r, ':', error) || !read_entry (&r, &entry, error)
              || !check_entry (self, &entry, data_size, error))
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

static int
compare_begin (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  return x->begin < y->begin ? -1 : x->begin > y->begin;
}

/* Sorted by offset, each tensor must begin where the one before it ends. */
static gboolean
check_coverage (McnSafetensors *self, GArray *entries, gsize data_size, GError **error)
{
  gsize expected = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if (entry->begin < expected)
        {
          g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                       _("The tensor “%s” of the model file “%s” overlaps another one. The file is damaged: install the model again."),
                       entry->view.name, self->name);
          return FALSE;
        }
      if (entry->begin > expected)
        {
          g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                       _("The model file “%s” has a hole before the tensor “%s”. The file is damaged: install the model again."),
                       self->name, entry->view.name);
          return FALSE;
        }
      expected = entry->end;
    }

  if (expected != data_size)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                   _("The model file “%s” goes on after its last tensor. The file is damaged: install the model again."),
                   self->name);
      return FALSE;
    }
  return TRUE;
}

static void
add_tensors (McnSafetensors *self, GArray *entries, const guint8 *data)
{
  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = &g_array_index (entries, Entry, i);

      entry->view.data = data + entry->begin;
      if ((guintptr) entry->view.data % entry->item != 0)
        {
          gpointer copy = g_memdup2 (entry->view.data, entry->view.n_bytes);

          g_ptr_array_add (self->copies, copy);
          entry->view.data = copy;
        }
      g_array_append_val (self->tensors, entry->view);
      g_hash_table_insert (self->index, (gpointer) entry->view.name, GUINT_TO_POINTER (i + 1));
    }
}

static gboolean
parse (McnSafetensors *self, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  gsize size;
  const guint8 *bytes = g_bytes_get_data (self->bytes, &size);
  guint64 header;

  if (size < sizeof header)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                   _("The model file “%s” is empty or truncated. Install the model again."), self->name);
      return FALSE;
    }

  memcpy (&header, bytes, sizeof header);
  header = GUINT64_FROM_LE (header);
  if (header > MAX_HEADER)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_UNSUPPORTED,
                   _("“%s” is not a safetensors file, or its header is too long. Install the model again."), self->name);
      return FALSE;
    }
  if (header > size - sizeof header)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                   _("The model file “%s” ends within its header. Install the model again."), self->name);
      return FALSE;
    }

  gsize data_size = size - sizeof header - header;

  if (!read_header (self, (const char *) bytes + sizeof header, header, data_size, entries, error))
    return FALSE;
  g_array_sort (entries, compare_begin);
  if (!check_coverage (self, entries, data_size, error))
    return FALSE;
  add_tensors (self, entries, bytes + sizeof header + header);
  return TRUE;
}

/**
 * mcn_safetensors_new_bytes:
 * @bytes: the whole file
 * @display_name: how messages call it
 * @error: return location
 *
 * Returns: (transfer full): the tensors, or %NULL with %MCN_ERROR_CORRUPT or
 *   %MCN_ERROR_UNSUPPORTED
 */
McnSafetensors *
mcn_safetensors_new_bytes (GBytes *bytes, const char *display_name, GError **error)
{
  g_autoptr (McnSafetensors) self = g_new0 (McnSafetensors, 1);

  self->name = g_strdup (display_name);
  self->bytes = g_bytes_ref (bytes);
  self->tensors = g_array_new (FALSE, FALSE, sizeof (McnTensorView));
  self->index = g_hash_table_new (g_str_hash, g_str_equal);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->copies = g_ptr_array_new_with_free_func (g_free);

  return parse (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * mcn_safetensors_open:
 * @path: (type filename): the file
 * @error: return location
 *
 * Maps and checks @path. Blocks.
 *
 * Returns: (transfer full): the tensors, or %NULL with %MCN_ERROR_MISSING,
 *   %MCN_ERROR_CORRUPT, %MCN_ERROR_UNSUPPORTED or %MCN_ERROR_MEMORY
 */
McnSafetensors *
mcn_safetensors_open (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = mcn_file_map (path, MCN_MAX_WEIGHTS_FILE, NULL, error);
  g_autofree char *name = g_filename_display_name (path);

  return bytes != NULL ? mcn_safetensors_new_bytes (bytes, name, error) : NULL;
}

void
mcn_safetensors_free (McnSafetensors *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->index);
  g_array_unref (self->tensors);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->copies);
  g_bytes_unref (self->bytes);
  g_free (self->name);
  g_free (self);
}

/* ---- what is inside --------------------------------------------------------- */

const char *
mcn_safetensors_get_name (McnSafetensors *self)
{
  return self->name;
}

gsize
mcn_safetensors_get_n (McnSafetensors *self)
{
  return self->tensors->len;
}

/**
 * mcn_safetensors_get:
 * @self: the file
 * @i: below mcn_safetensors_get_n()
 *
 * Returns: (transfer none): the tensor, in the order of their data
 */
const McnTensorView *
mcn_safetensors_get (McnSafetensors *self, gsize i)
{
  g_return_val_if_fail (i < self->tensors->len, NULL);

  return &g_array_index (self->tensors, McnTensorView, i);
}

/**
 * mcn_safetensors_find:
 * @self: the file
 * @name: a tensor's name
 *
 * Returns: (transfer none) (nullable): the tensor, or %NULL when there is none
 */
const McnTensorView *
mcn_safetensors_find (McnSafetensors *self, const char *name)
{
  guint at = GPOINTER_TO_UINT (g_hash_table_lookup (self->index, name));

  return at == 0 ? NULL : mcn_safetensors_get (self, at - 1);
}

static char *
shape_to_string (guint n_dims, const gsize *dim)
{
  GString *s = g_string_new (NULL);

  for (guint i = 0; i < n_dims; i++)
    {
      g_string_append (s, i > 0 ? " × " : "");
      if (dim[i] == 0)
        g_string_append (s, "…");
      else
        g_string_append_printf (s, "%zu", dim[i]);
    }
  if (n_dims == 0)
    g_string_append_c (s, '1');
  return g_string_free (s, FALSE);
}

/**
 * mcn_safetensors_require:
 * @self: the file
 * @name: a tensor's name
 * @error: return location
 * @n_dims: number of dimensions wanted
 * @dims: (array length=n_dims): their lengths; 0 matches any
 *
 * Returns: (transfer none): the tensor, or %NULL with %MCN_ERROR_MISMATCH
 */
const McnTensorView *
mcn_safetensors_require (McnSafetensors *self, const char *name, GError **error, guint n_dims, const gsize *dims)
{
  const McnTensorView *view = mcn_safetensors_find (self, name);

  if (view == NULL)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
                   _("The model file “%s” lacks the tensor “%s”. Install a model that fits this version."),
                   self->name, name);
      return NULL;
    }

  gboolean fits = view->n_dims == n_dims;

  for (guint i = 0; fits && i < n_dims; i++)
    fits = dims[i] == 0 || dims[i] == view->dim[i];
  if (!fits)
    {
      g_autofree char *has = shape_to_string (view->n_dims, view->dim);
      g_autofree char *wants = shape_to_string (n_dims, dims);

      g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
                   _("The tensor “%s” of the model file “%s” is %s; it should be %s. Install a model that fits this version."),
                   name, self->name, has, wants);
      return NULL;
    }
  return view;
}

static gfloat
half_to_float (guint16 h)
{
  guint32 sign = (guint32) (h & 0x8000) << 16, exponent = h >> 10 & 31, fraction = h & 0x3ff;
  union { guint32 u; gfloat f; } x;

  if (exponent == 0)          /* zero or subnormal: fraction * 2^-24 is exact */
    {
      x.f = (gfloat) fraction * 0x1p-24f;
      x.u |= sign;
    }
  else
    x.u = sign | (exponent == 31 ? 255u : exponent + 112) << 23 | fraction << 13;
  return x.f;
}

/**
 * mcn_safetensors_copy_f32:
 * @self: the file
 * @name: a tensor's name
 * @error: return location
 * @n_dims: number of dimensions wanted
 * @dims: (array length=n_dims): their lengths; 0 matches any
 *
 * Returns: (transfer full): the numbers in row-major order, or %NULL with
 *   %MCN_ERROR_MISMATCH
 */
gfloat *
mcn_safetensors_copy_f32 (McnSafetensors *self, const char *name, GError **error, guint n_dims, const gsize *dims)
{
  const McnTensorView *view = mcn_safetensors_require (self, name, error, n_dims, dims);

  if (view == NULL)
    return NULL;

  if (view->dtype != MCN_DTYPE_F32 && view->dtype != MCN_DTYPE_F16)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
                   _("The tensor “%s” of the model file “%s” holds whole numbers; it should hold F16 or F32. Install a model that fits this version."),
                   name, self->name);
      return NULL;
    }

  gfloat *values = g_try_new (gfloat, view->n_elements);
  if (values == NULL)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_MEMORY,
                   _("There is not enough memory for the tensor “%s” of the model file “%s”. Close other programs and try again."),
                   name, self->name);
      return NULL;
    }

  if (view->dtype == MCN_DTYPE_F32)
    memcpy (values, view->data, view->n_bytes);
  else
    for (gsize i = 0; i < view->n_elements; i++)
      values[i] = half_to_float (((const guint16 *) view->data)[i]);
  return values;
}
