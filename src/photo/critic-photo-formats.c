/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be opened: JPEG by libjpeg-turbo, JPEG XL by libjxl, raw files by LibRaw,
 * everything else by the gdk-pixbuf loaders that are installed. Drawings (SVG) are no
 * photographs. */
#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>

#include "critic-photo-formats.h"
#include "critic-photo-private.h"
#include "critic-tiff.h"

typedef struct
{
  char **mime_types;
  char **extensions;
} Formats;

/* What all raw files are, by the shared list of types. */
#define RAW_TYPE "image/x-dcraw"

/* Of cameras; what libraw reads. The only list of them. */
static const char *const raw_extensions[] = {
  "3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "gpr", "iiq", "kdc", "mef", "mos", "mrw", "nef", "nrw",
  "orf", "pef", "ptx", "raf", "raw", "rw2", "rwl", "sr2", "srf", "srw", "x3f", NULL
};

static void
add_once (GPtrArray *array, const char *text)
{
  if (!g_ptr_array_find_with_equal_func (array, text, g_str_equal, NULL))
    g_ptr_array_add (array, g_strdup (text));
}

static gpointer
collect_formats (gpointer unused)
{
  GPtrArray *mime_types = g_ptr_array_new ();
  GPtrArray *extensions = g_ptr_array_new ();
  GSList *formats = gdk_pixbuf_get_formats ();
  Formats *result = g_new (Formats, 1);

  add_once (mime_types, "image/jpeg");
  add_once (extensions, "jpg");
  add_once (extensions, "jpeg");
  add_once (extensions, "jpe");
  add_once (mime_types, "image/jxl");
  add_once (extensions, "jxl");
  add_once (mime_types, RAW_TYPE);
  for (gsize i = 0; raw_extensions[i] != NULL; i++)
    add_once (extensions, raw_extensions[i]);

  for (GSList *l = formats; l != NULL; l = l->next)
    {
      GdkPixbufFormat *format = l->data;
      g_auto (GStrv) types = NULL;
      g_auto (GStrv) names = NULL;

      if (gdk_pixbuf_format_is_disabled (format) || gdk_pixbuf_format_is_scalable (format))
        continue;
      types = gdk_pixbuf_format_get_mime_types (format);
      names = gdk_pixbuf_format_get_extensions (format);
      for (gsize i = 0; types[i] != NULL; i++)
        if (g_str_has_prefix (types[i], "image/"))
          add_once (mime_types, types[i]);
      for (gsize i = 0; names[i] != NULL; i++)
        add_once (extensions, names[i]);
    }
  g_slist_free (formats);

  g_ptr_array_add (mime_types, NULL);
  g_ptr_array_add (extensions, NULL);
  result->mime_types = (char **) g_ptr_array_free (mime_types, FALSE);
  result->extensions = (char **) g_ptr_array_free (extensions, FALSE);
  return result;
}

static const Formats *
get_formats (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, collect_formats, NULL);
}

/**
 * critic_photo_get_mime_types:
 *
 * The MIME types that this installation opens, JPEG first; for file filters
 * and drop targets. Any thread.
 *
 * Returns: (transfer none) (array zero-terminated=1): the types
 */
const char *const *
critic_photo_get_mime_types (void)
{
  return (const char *const *) get_formats ()->mime_types;
}

/**
 * critic_photo_get_extensions:
 *
 * The extensions of those types, lower case, without the dot. Any thread.
 *
 * Returns: (transfer none) (array zero-terminated=1): the extensions
 */
const char *const *
critic_photo_get_extensions (void)
{
  return (const char *const *) get_formats ()->extensions;
}

/**
 * critic_photo_get_raw_extensions:
 *
 * Those of critic_photo_get_extensions() that cameras give to raw files, lower
 * case, without the dot. Any thread.
 *
 * Returns: (transfer none) (array zero-terminated=1): the extensions
 */
const char *const *
critic_photo_get_raw_extensions (void)
{
  return raw_extensions;
}

/**
 * critic_photo_is_supported:
 * @content_type: as GIO gives it
 *
 * Whether files of this type are opened. A look at the type alone: the file
 * may still be damaged. Any thread.
 *
 * Returns: %TRUE if they are
 */
gboolean
critic_photo_is_supported (const char *content_type)
{
  const char *const *types = critic_photo_get_mime_types ();

  if (g_content_type_is_a (content_type, RAW_TYPE))
    return TRUE;
  for (gsize i = 0; types[i] != NULL; i++)
    {
      g_autofree char *known = g_content_type_from_mime_type (types[i]);

      if (known != NULL && g_content_type_equals (content_type, known))
        return TRUE;
    }
  return FALSE;
}

/* TIFF whose directories hold a sensor's data, or say that they are DNG. */
static gboolean
is_tiff_raw (const guint8 *data, gsize size)
{
  enum { PHOTOMETRIC = 0x0106, DNG_VERSION = 0xc612, COLOUR_FILTER_ARRAY = 32803, LINEAR_RAW = 34892 };
  g_autoptr (GArray) directories = NULL;
  CriticTiff tiff;

  if (!critic_tiff_open (&tiff, data, size))
    return FALSE;
  if (data[2] != 42 && data[3] != 42 && !tiff.big)      /* Olympus, Panasonic */
    return TRUE;
  if (size >= 10 && memcmp (data + 8, "CR", 2) == 0)    /* Canon */
    return TRUE;
  directories = critic_tiff_get_directories (&tiff);
  for (guint i = 0; i < directories->len; i++)
    {
      const guint64 directory = g_array_index (directories, guint64, i);
      const guint64 photometric = critic_tiff_get_first (&tiff, directory, PHOTOMETRIC);
      CriticTiffValues values;

      if (photometric == COLOUR_FILTER_ARRAY || photometric == LINEAR_RAW ||
          critic_tiff_find (&tiff, directory, DNG_VERSION, &values))
        return TRUE;
    }
  return FALSE;
}

/**
 * critic_photo_is_raw:
 * @bytes: a file's content
 * @display_name: its name, in UTF-8
 *
 * Whether this is a camera's raw file, by what is in it, or else by its name.
 * Many are TIFF files whose first page is a thumbnail, which must not be taken
 * for the photograph. Any thread.
 *
 * Returns: %TRUE if it is
 */
gboolean
critic_photo_is_raw (GBytes *bytes, const char *display_name)
{
  static const struct { guint8 at; const char *text; } signatures[] = {
    { 0, "FUJIFILMCCD-RAW" }, { 4, "ftypcrx " }, { 6, "HEAPCCDR" }, { 0, "FOVb" }, { 1, "MRM" },
  };
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *type = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++)
    if (size >= signatures[i].at + strlen (signatures[i].text) &&
        memcmp (data + signatures[i].at, signatures[i].text, strlen (signatures[i].text)) == 0)
      return TRUE;
  if (is_tiff_raw (data, size))
    return TRUE;
  type = g_content_type_guess (display_name, data, MIN (size, 4096), NULL);
  return g_content_type_is_a (type, RAW_TYPE);
}

/* The loader that a file of a known format lacks here, as Debian names its
 * package; NULL: of no such format. */
static const char *
find_missing_loader (const guint8 *data, gsize size)
{
  static const struct { guint8 at; const char *text; const char *package; } loaders[] = {
    { 8, "WEBP", "webp-pixbuf-loader" },
    { 4, "ftypavif", "libavif-gdk-pixbuf" }, { 4, "ftypavis", "libavif-gdk-pixbuf" },
    { 4, "ftyphei", "heif-gdk-pixbuf" }, { 4, "ftyphev", "heif-gdk-pixbuf" },
    { 4, "ftypmif1", "heif-gdk-pixbuf" }, { 4, "ftypmsf1", "heif-gdk-pixbuf" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (loaders); i++)
    {
      const gsize length = strlen (loaders[i].text);

      if (size >= loaders[i].at + length && memcmp (data + loaders[i].at, loaders[i].text, length) == 0)
        return loaders[i].package;
    }
  return NULL;
}

/**
 * critic_photo_guess_error:
 * @bytes: a file's content, or its first kilobytes
 * @display_name: its name, in UTF-8
 *
 * Looks at name and first bytes and says why this cannot be a photograph:
 * the sentence names what it is instead. Reads no file, decodes nothing. Any
 * thread.
 *
 * Returns: (transfer full) (nullable): an error of CRITIC_PHOTO_ERROR, or
 *   %NULL if it may well be one
 */
GError *
critic_photo_guess_error (GBytes *bytes, const char *display_name)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *type = NULL;
  g_autofree char *description = NULL;
  g_autofree char *mime = NULL;
  const char *package;
  GError *error = NULL;

  if (size == 0)
    {
      critic_photo_set_empty (&error, display_name);
      return error;
    }
  if (size >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return NULL;

  type = g_content_type_guess (display_name, data, MIN (size, 4096), NULL);
  description = g_content_type_get_description (type);
  mime = g_content_type_get_mime_type (type);

  if (critic_photo_is_jxl (bytes) || critic_photo_is_raw (bytes, display_name) || critic_photo_is_supported (type))
    return NULL;
  package = find_missing_loader (data, size);
  if (package != NULL)
    return g_error_new (CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_NOT_IMAGE,
                        _("“%s” is of a kind that needs a loader which is not installed (Debian: %s). "
                          "Install it, or save the photograph as JPEG."),
                        display_name, package);
  if (mime != NULL && g_str_has_prefix (mime, "image/"))
    return g_error_new (CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_NOT_IMAGE,
                        _("“%s” is of a kind that cannot be opened here (%s). Save it as JPEG, PNG or TIFF."),
                        display_name, description);
  if (g_content_type_is_unknown (type))
    return g_error_new (CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_NOT_IMAGE,
                        _("“%s” is not an image. Choose a JPEG, PNG or TIFF file."), display_name);
  return g_error_new (CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_NOT_IMAGE,
                      _("“%s” is not an image (%s). Choose a JPEG, PNG or TIFF file."), display_name, description);
}
