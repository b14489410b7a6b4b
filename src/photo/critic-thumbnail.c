/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Thumbnails shared with the desktop, by the freedesktop Thumbnail Managing
 * Standard 0.9: PNG files named by the MD5 of the photograph's URI, which say
 * of which file and of which state of it they are. What others left there is
 * believed as little as any file. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "critic-photo-private.h"
#include "critic-png-text.h"
#include "critic-preprocess.h"
#include "critic-thumbnail.h"

/* A thumbnail of 1024 x 1024 pixels that does not compress is 4 MB. */
#define MAX_FILE_SIZE (16 * 1024 * 1024)
#define FAIL_FOLDER "fail" G_DIR_SEPARATOR_S "photo-critic-" PACKAGE_VERSION

/* A photograph's file as it was before it was looked at. */
typedef struct
{
  char   *uri;
  char   *display_name;
  gint64  mtime;        /* seconds */
  gint64  size;         /* bytes; -1: unknown */
} Original;

static void
original_clear (Original *original)
{
  g_free (original->uri);
  g_free (original->display_name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Original, original_clear)

static char *
display_name_of (GFile *file)
{
  g_autofree char *basename = g_file_get_basename (file);

  return g_filename_display_name (basename != NULL ? basename : "?");
}

static char *
thumbnail_root (void)
{
  return g_build_filename (g_get_user_cache_dir (), "thumbnails", NULL);
}

static const char *
size_folder (CriticThumbnailSize size)
{
  switch (size)
    {
    case CRITIC_THUMBNAIL_LARGE:
      return "large";
    case CRITIC_THUMBNAIL_X_LARGE:
      return "x-large";
    case CRITIC_THUMBNAIL_XX_LARGE:
      return "xx-large";
    default:
      g_return_val_if_reached ("large");
    }
}

/* Where the thumbnail of @uri lies; @folder: "large", …, or the one of failures. */
static char *
thumbnail_path (const char *folder, const char *uri)
{
  g_autofree char *root = thumbnail_root ();
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_MD5, uri, -1);
  g_autofree char *name = g_strconcat (sum, ".png", NULL);

  return g_build_filename (root, folder, name, NULL);
}

static gboolean
is_thumbnail_itself (GFile *file)
{
  g_autofree char *path = thumbnail_root ();
  g_autoptr (GFile) root = g_file_new_for_path (path);

  return g_file_has_prefix (file, root);
}

/* The content of an ordinary file of a reasonable size, else NULL. Anything
 * may lie in the cache, a pipe too: opening must not wait. */
static GBytes *
read_small (const char *path)
{
  const int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  g_autofree guint8 *data = NULL;
  gsize size = 0;
  struct stat st;

  if (fd < 0)
    return NULL;
  if (fstat (fd, &st) == 0 && S_ISREG (st.st_mode) && st.st_size > 0 && st.st_size <= MAX_FILE_SIZE)
    {
      data = g_malloc ((gsize) st.st_size);
      while (size < (gsize) st.st_size)
        {
          const gssize n = read (fd, data + size, (gsize) st.st_size - size);

          if (n < 0 && errno == EINTR)
            continue;
          if (n <= 0)
            break;
          size += n;
        }
    }
  close (fd);
  return size > 0 ? g_bytes_new_take (g_steal_pointer (&data), size) : NULL;
}

/* Whether text @key of the PNG is @number; what is not said is not denied. */
static gboolean
says_number (GBytes *png, const char *key, gint64 number, gboolean if_silent)
{
  g_autofree char *text = critic_png_text_get (png, key);
  gint64 said;

  if (text == NULL)
    return if_silent;
  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &said, NULL) && said == number;
}

static gboolean
is_true (GBytes *png, const Original *original)
{
  g_autofree char *uri = critic_png_text_get (png, "Thumb::URI");

  return g_strcmp0 (uri, original->uri) == 0 &&
         says_number (png, "Thumb::MTime", original->mtime, FALSE) &&
         (original->size < 0 || says_number (png, "Thumb::Size", original->size, TRUE));
}

static CriticPhoto *
load_shared (const Original *original, CriticThumbnailSize size, GCancellable *cancellable)
{
  g_autofree char *path = thumbnail_path (size_folder (size), original->uri);
  g_autoptr (GBytes) png = read_small (path);
  guint width, height;

  if (png == NULL || !critic_png_get_size (png, &width, &height) || MAX (width, height) > (guint) size ||
      !is_true (png, original))
    return NULL;
  return critic_photo_load_bytes (png, original->display_name, 0, cancellable, NULL);
}

static gboolean
has_failed_before (const Original *original)
{
  g_autofree char *path = thumbnail_path (FAIL_FOLDER, original->uri);
  g_autoptr (GBytes) png = read_small (path);

  return png != NULL && is_true (png, original);
}

/* (transfer full): at most @size pixels on its long side. */
static CriticPhoto *
shrink (CriticPhoto *photo, CriticThumbnailSize size, GCancellable *cancellable, GError **error)
{
  const guint width = critic_photo_get_width (photo), height = critic_photo_get_height (photo);
  const guint long_side = MAX (width, height);
  g_autofree guint8 *pixels = NULL;
  guint w, h;

  if (long_side <= (guint) size)
    return critic_photo_ref (photo);
  w = MAX (1, (guint) (((guint64) width * size + long_side / 2) / long_side));
  h = MAX (1, (guint) (((guint64) height * size + long_side / 2) / long_side));
  pixels = g_malloc ((gsize) w * h * 3);
  if (!critic_preprocess_resize (g_bytes_get_data (critic_photo_get_pixels (photo), NULL), width, height,
                                 critic_photo_get_stride (photo), w, h, pixels, cancellable, error))
    return NULL;
  return critic_photo_new_from_pixels (pixels, w, h, (gsize) w * 3, FALSE);
}

static gboolean
set_save_error (GError **error, const Original *original, const char *reason)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               _("The thumbnail of “%s” could not be saved (%s). "
                 "It will be made again next time; look whether the folder “%s” is writable."),
               original->display_name, reason, g_get_user_cache_dir ());
  return FALSE;
}

/* @photo: of the thumbnail's size; NULL: a note of failure. */
static gboolean
write_png (const Original *original, const char *folder, CriticPhoto *photo, GError **error)
{
  static const guint8 nothing[3] = { 0, 0, 0 };
  g_autofree char *path = thumbnail_path (folder, original->uri);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *mtime = g_strdup_printf ("%" G_GINT64_FORMAT, original->mtime);
  g_autofree char *size = g_strdup_printf ("%" G_GINT64_FORMAT, original->size);
  const char *keys[] = { "tEXt::Software", "tEXt::Thumb::URI", "tEXt::Thumb::MTime", "tEXt::Thumb::Size", NULL };
  const char *values[] = { "Photo Critic", original->uri, mtime, size, NULL };
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *png = NULL;
  gsize n;

  if (original->size < 0)
    keys[3] = values[3] = NULL;
  if (photo != NULL)
    pixbuf = gdk_pixbuf_new_from_bytes (critic_photo_get_pixels (photo), GDK_COLORSPACE_RGB, FALSE, 8,
                                        critic_photo_get_width (photo), critic_photo_get_height (photo),
                                        (int) critic_photo_get_stride (photo));
  else
    pixbuf = gdk_pixbuf_new_from_data (nothing, GDK_COLORSPACE_RGB, FALSE, 8, 1, 1, 3, NULL, NULL);
  if (!gdk_pixbuf_save_to_bufferv (pixbuf, &png, &n, "png", (char **) keys, (char **) values, &failure))
    return set_save_error (error, original, failure->message);
  if (g_mkdir_with_parents (parent, 0700) != 0)
    return set_save_error (error, original, g_strerror (errno));
  /* Replacing a file would wait for the disk, which a cache need not. */
  g_unlink (path);
  if (!g_file_set_contents_full (path, png, (gssize) n, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &failure))
    return set_save_error (error, original, failure->message);
  return TRUE;
}

static void
remember_failure (const Original *original, const GError *error)
{
  if (g_error_matches (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_DAMAGED))
    write_png (original, FAIL_FOLDER, NULL, NULL);
}

/* FALSE: it cannot be looked at; loading will say why. */
static gboolean
look_at (GFile *file, Original *original, GCancellable *cancellable)
{
  g_autoptr (GFileInfo) info =
    g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_TIME_MODIFIED,
                       G_FILE_QUERY_INFO_NONE, cancellable, NULL);

  if (info == NULL || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_TIME_MODIFIED))
    return FALSE;
  original->uri = g_file_get_uri (file);
  original->display_name = display_name_of (file);
  original->mtime = (gint64) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED);
  original->size = (gint64) g_file_info_get_size (info);
  return TRUE;
}

/**
 * critic_thumbnail_load:
 * @file: a photograph; it is never written to
 * @size: the longest side, in pixels
 * @cancellable: (nullable): looked at between rows
 * @error: return location for an error
 *
 * The thumbnail that the desktop shares where that is still true of @file
 * (URI, modification time and size), else one made of the file and saved for
 * everybody. That saving may fail (a cache that is full or read-only) without
 * any harm. A photograph smaller than @size stays as small. Its full size is
 * that of the thumbnail. Blocks: on a worker only. Any thread.
 *
 * Errors: as critic_photo_load(). That a file is damaged is remembered until it
 * changes, and it is not decoded again.
 *
 * Returns: (transfer full): the thumbnail, or %NULL with @error
 */
CriticPhoto *
critic_thumbnail_load (GFile *file, CriticThumbnailSize size, GCancellable *cancellable, GError **error)
{
  g_auto (Original) original = { 0 };
  g_autoptr (GError) failure = NULL;
  g_autoptr (CriticPhoto) photo = NULL;
  g_autoptr (CriticPhoto) thumbnail = NULL;
  gboolean shared;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  shared = !is_thumbnail_itself (file) && look_at (file, &original, cancellable);
  if (shared)
    {
      thumbnail = load_shared (&original, size, cancellable);
      if (thumbnail != NULL)
        return g_steal_pointer (&thumbnail);
      if (has_failed_before (&original))
        {
          critic_photo_set_damaged (error, original.display_name);
          return NULL;
        }
    }

  photo = critic_photo_load (file, size / 2, cancellable, &failure);
  if (photo == NULL)
    {
      if (shared)
        remember_failure (&original, failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  thumbnail = shrink (photo, size, cancellable, error);
  if (thumbnail != NULL && shared)
    write_png (&original, size_folder (size), thumbnail, NULL);
  return g_steal_pointer (&thumbnail);
}

/**
 * critic_thumbnail_save:
 * @file: the file that @photo was decoded from
 * @mtime_seconds: when it was modified, in seconds since 1970, asked before it
 *   was read
 * @photo: the photograph, at any size that is not below @size
 * @size: the longest side, in pixels
 * @error: return location for an error
 *
 * Shares a thumbnail of a photograph that somebody has decoded already.
 * Nothing is saved, and nothing is wrong, where @file is a thumbnail itself.
 * Blocks: on a worker only. Any thread.
 *
 * Errors: %G_IO_ERROR_FAILED, when the cache is full or not writable.
 *
 * Returns: %TRUE, or %FALSE with @error
 */
gboolean
critic_thumbnail_save (GFile *file, gint64 mtime_seconds, CriticPhoto *photo, CriticThumbnailSize size, GError **error)
{
  g_auto (Original) original = { NULL, NULL, mtime_seconds, -1 };
  g_autoptr (CriticPhoto) thumbnail = NULL;

  g_return_val_if_fail (G_IS_FILE (file) && photo != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (is_thumbnail_itself (file))
    return TRUE;
  original.uri = g_file_get_uri (file);
  original.display_name = display_name_of (file);
  thumbnail = shrink (photo, size, NULL, error);
  return thumbnail != NULL && write_png (&original, size_folder (size), thumbnail, error);
}
