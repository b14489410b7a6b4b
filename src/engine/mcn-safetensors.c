/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A safetensors file is
 *
 *   8 bytes    length N of the header, little endian
 *   N bytes    the header, JSON (mcn-safetensors-header.c)
 *   the rest   the tensors' bytes, without holes; offsets count from here */
#include "mcn-safetensors.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mcn-file.h"
#include "mcn-pointwise.h"
#include "mcn-safetensors-header.h"

/* The reference implementation allows 100 MB; 4 MiB are 40,000 tensors. */
#define MAX_HEADER (4u << 20)

struct _McnSafetensors
{
  char       *name;
  GBytes     *bytes;
  GArray     *tensors;    /* of McnTensorView, in the order of their data */
  GHashTable *index;      /* name -> its position + 1 */
  GPtrArray  *names;
  GPtrArray  *copies;     /* data that was not aligned for its dtype */
};

static int
compare_begin (gconstpointer a, gconstpointer b)
{
  const McnTensorEntry *x = a, *y = b;

  return x->begin < y->begin ? -1 : x->begin > y->begin;
}

/* Sorted by offset, each tensor must begin where the one before it ends. */
static gboolean
check_coverage (McnSafetensors *self, GArray *entries, gsize data_size, GError **error)
{
  gsize expected = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const McnTensorEntry *entry = &g_array_index (entries, McnTensorEntry, i);

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
      McnTensorEntry *entry = &g_array_index (entries, McnTensorEntry, i);

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
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (McnTensorEntry));
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

  if (!mcn_safetensors_read_header (self->name, (const char *) bytes + sizeof header, header, data_size,
                                    entries, self->names, error))
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
    mcn_half_to_float (view->data, view->n_elements, values);
  return values;
}
