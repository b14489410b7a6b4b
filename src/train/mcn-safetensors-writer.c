/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-safetensors-writer.h"

#include "mcn-pointwise.h"
#include "mcn-train-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char         *name;
  McnDtype      dtype;
  guint         n_dims;
  gsize         dim[2];
  gsize         n_bytes;
  gconstpointer data;
  gpointer      own;
} Tensor;

struct _McnSafetensorsWriter
{
  GArray *tensors;
};

static void
clear_tensor (gpointer data)
{
  Tensor *tensor = data;

  g_free (tensor->name);
  g_free (tensor->own);
}

/**
 * mcn_safetensors_writer_new:
 *
 * Returns: (transfer full): a writer without tensors
 */
McnSafetensorsWriter *
mcn_safetensors_writer_new (void)
{
  McnSafetensorsWriter *self = g_new0 (McnSafetensorsWriter, 1);

  self->tensors = g_array_new (FALSE, TRUE, sizeof (Tensor));
  g_array_set_clear_func (self->tensors, clear_tensor);
  return self;
}

void
mcn_safetensors_writer_free (McnSafetensorsWriter *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->tensors);
  g_free (self);
}

static gsize
item_size (McnDtype dtype)
{
  switch (dtype)
    {
    case MCN_DTYPE_F32: return 4;
    case MCN_DTYPE_F16: return 2;
    case MCN_DTYPE_I8:  return 1;
    case MCN_DTYPE_I64: return 8;
    default:            g_return_val_if_reached (0);
    }
}

static const char *
dtype_name (McnDtype dtype)
{
  static const char *const names[] = { [MCN_DTYPE_F32] = "F32", [MCN_DTYPE_F16] = "F16", [MCN_DTYPE_I8] = "I8", [MCN_DTYPE_I64] = "I64" };

  return names[dtype];
}

static Tensor *
add (McnSafetensorsWriter *self, const char *name, McnDtype dtype, guint n_dims, const gsize *dims)
{
  Tensor tensor = { .name = g_strdup (name), .dtype = dtype, .n_dims = n_dims, .n_bytes = item_size (dtype) };

  g_assert (n_dims <= G_N_ELEMENTS (tensor.dim));
  for (guint i = 0; i < n_dims; i++)
    {
      tensor.dim[i] = dims[i];
      tensor.n_bytes *= dims[i];
    }
  g_array_append_val (self->tensors, tensor);
  return &g_array_index (self->tensors, Tensor, self->tensors->len - 1);
}

/**
 * mcn_safetensors_writer_add:
 * @self: a writer
 * @name: of the tensor: letters, digits, dots, underscores
 * @dtype: type of its numbers
 * @n_dims: 1 or 2
 * @dims: its lengths
 * @data: its numbers
 */
void
mcn_safetensors_writer_add (McnSafetensorsWriter *self, const char *name, McnDtype dtype,
                            guint n_dims, const gsize *dims, gconstpointer data)
{
  add (self, name, dtype, n_dims, dims)->data = data;
}

/**
 * mcn_safetensors_writer_add_half:
 * @self: a writer
 * @name: of the tensor
 * @n_dims: 1 or 2
 * @dims: its lengths
 * @data: its numbers
 * @error: return location
 *
 * Returns: %FALSE when a number is too large for F16, or none
 */
gboolean
mcn_safetensors_writer_add_half (McnSafetensorsWriter *self, const char *name,
                                 guint n_dims, const gsize *dims, const gfloat *data, GError **error)
{
  gsize n = 1;
  Tensor *tensor;

  for (guint i = 0; i < n_dims; i++)
    n *= dims[i];
  for (gsize i = 0; i < n; i++)
    if (!(fabsf (data[i]) < 65504))
      {
        g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DIVERGED,
                     _("The number %zu of the tensor “%s” is %g, which no model file can hold: the training has diverged. "
                       "Train again with a lower rate."), i, name, (double) data[i]);
        return FALSE;
      }
  tensor = add (self, name, MCN_DTYPE_F16, n_dims, dims);
  tensor->own = g_malloc (MAX (tensor->n_bytes, 1));
  tensor->data = tensor->own;
  mcn_float_to_half (data, n, tensor->own);
  return TRUE;
}

static gint
by_size_and_name (gconstpointer a, gconstpointer b)
{
  const Tensor *x = a, *y = b;
  gsize size_x = item_size (x->dtype), size_y = item_size (y->dtype);

  return size_x != size_y ? (size_x < size_y ? 1 : -1) : strcmp (x->name, y->name);
}

static GString *
make_header (McnSafetensorsWriter *self)
{
  GString *header = g_string_new ("{");
  gsize offset = 0;

  for (guint i = 0; i < self->tensors->len; i++)
    {
      const Tensor *tensor = &g_array_index (self->tensors, Tensor, i);

      g_string_append_printf (header, "%s\"%s\":{\"dtype\":\"%s\",\"shape\":[", i > 0 ? "," : "", tensor->name, dtype_name (tensor->dtype));
      for (guint j = 0; j < tensor->n_dims; j++)
        g_string_append_printf (header, "%s%" G_GSIZE_FORMAT, j > 0 ? "," : "", tensor->dim[j]);
      g_string_append_printf (header, "],\"data_offsets\":[%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT "]}", offset, offset + tensor->n_bytes);
      offset += tensor->n_bytes;
    }
  g_string_append_c (header, '}');
  while (header->len % 8 != 0)
    g_string_append_c (header, ' ');
  return header;
}

/* A file on its way to its place. */
typedef struct
{
  const char *path;
  char       *temporary;
  int         fd;
} Saving;

static gboolean
set_error (const char *path, GError **error)
{
  int code = errno;
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_WRITE,
               _("“%s” could not be written: %s. What was there before is untouched; make room or choose another folder."),
               shown, g_strerror (code));
  return FALSE;
}

static gboolean
begin (Saving *s, const char *path, GError **error)
{
  s->path = path;
  s->temporary = g_strdup_printf ("%s.new", path);
  s->fd = g_open (s->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (s->fd >= 0)
    return TRUE;
  set_error (path, error);
  g_clear_pointer (&s->temporary, g_free);
  return FALSE;
}

static gboolean
put (Saving *s, gconstpointer data, gsize size)
{
  const guint8 *at = data;

  while (size > 0)
    {
      gssize written = write (s->fd, at, MIN (size, (gsize) 1 << 30));

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      at += written;
      size -= written;
    }
  return TRUE;
}

/* The name must be on the disk, too, before anybody counts on it. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd >= 0)
    {
      fsync (fd);
      close (fd);
    }
}

static gboolean
finish (Saving *s, gboolean good, GError **error)
{
  int code;

  good = good && fsync (s->fd) == 0;
  code = errno;
  if (close (s->fd) != 0 && good)
    {
      good = FALSE;
      code = errno;
    }
  if (good && g_rename (s->temporary, s->path) != 0)
    {
      good = FALSE;
      code = errno;
    }
  if (good)
    sync_folder (s->path);
  else
    {
      g_unlink (s->temporary);
      errno = code;
      set_error (s->path, error);
    }
  g_clear_pointer (&s->temporary, g_free);
  return good;
}

/**
 * mcn_safetensors_writer_save:
 * @self: a writer
 * @path: of the file
 * @error: return location
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR_WRITE; @path is as it was then
 */
gboolean
mcn_safetensors_writer_save (McnSafetensorsWriter *self, const char *path, GError **error)
{
  g_autoptr (GString) header = NULL;
  guint64 length;
  Saving s;
  gboolean good;

  g_array_sort (self->tensors, by_size_and_name);
  header = make_header (self);
  length = GUINT64_TO_LE ((guint64) header->len);
  if (!begin (&s, path, error))
    return FALSE;

  good = put (&s, &length, sizeof length) && put (&s, header->str, header->len);
  for (guint i = 0; good && i < self->tensors->len; i++)
    {
      const Tensor *tensor = &g_array_index (self->tensors, Tensor, i);

      good = put (&s, tensor->data, tensor->n_bytes);
    }
  return finish (&s, good, error);
}

/**
 * mcn_save_bytes:
 * @path: of the file
 * @data: what it shall hold
 * @size: bytes
 * @error: return location
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR_WRITE; @path is as it was then
 */
gboolean
mcn_save_bytes (const char *path, gconstpointer data, gsize size, GError **error)
{
  Saving s;

  return begin (&s, path, error) && finish (&s, put (&s, data, size), error);
}

/**
 * mcn_make_folder:
 * @folder: made when it is not there
 * @error: return location
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR_WRITE
 */
gboolean
mcn_make_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0777) == 0)
    return TRUE;
  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_WRITE, _("The folder “%s” could not be made: %s."), folder, g_strerror (errno));
  return FALSE;
}
