/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CriticPhotoError:
 * @CRITIC_PHOTO_ERROR_READ: the file cannot be read (missing, no permission)
 * @CRITIC_PHOTO_ERROR_EMPTY: the file has no bytes
 * @CRITIC_PHOTO_ERROR_NOT_IMAGE: not an image, or of a format nobody here reads
 * @CRITIC_PHOTO_ERROR_DAMAGED: truncated or damaged
 * @CRITIC_PHOTO_ERROR_TOO_LARGE: more pixels than the limit
 *
 * Messages are whole translated sentences which name the file and say what to do.
 */
typedef enum
{
  CRITIC_PHOTO_ERROR_READ,
  CRITIC_PHOTO_ERROR_EMPTY,
  CRITIC_PHOTO_ERROR_NOT_IMAGE,
  CRITIC_PHOTO_ERROR_DAMAGED,
  CRITIC_PHOTO_ERROR_TOO_LARGE,
} CriticPhotoError;

#define CRITIC_PHOTO_ERROR (critic_photo_error_quark ())
GQuark critic_photo_error_quark (void);

#define CRITIC_PHOTO_MAX_PIXELS (512u * 1024 * 1024)

/* A decoded photograph: upright, sRGB, 8 bits, opaque (alpha on mid grey),
 * first frame of an animation. Plain immutable struct, reference counted, any
 * thread. Never writes to the file it came from. */
typedef struct _CriticPhoto CriticPhoto;

/* Blocks: on a worker only. @at_least: the long side that is needed, in
 * pixels; a JPEG is decoded at the smallest of 1/8, 1/4, 1/2 and 1 that is not
 * below four times that (0: full size). Dimensions are checked before anything is decoded. */
CriticPhoto  *critic_photo_load            (GFile *file, guint at_least, GCancellable *cancellable, GError **error);
CriticPhoto  *critic_photo_load_bytes      (GBytes *bytes, const char *display_name, guint at_least,
                                            GCancellable *cancellable, GError **error);
/* The bytes for the above, for whoever hashes or reads more of them; nanoseconds. */
GBytes       *critic_photo_read            (GFile *file, char **display_name, gint64 *mtime,
                                            GCancellable *cancellable, GError **error);
/* The calling thread is one of a pool: decoders start no threads of their own. */
void          critic_photo_use_one_thread  (void);
/* A JPEG's size, upright, without decoding it. */
gboolean      critic_photo_probe_jpeg      (GBytes *bytes, guint *width, guint *height);
/* From memory (a paste): @pixels RGB or RGBA, sRGB, copied. */
CriticPhoto  *critic_photo_new_from_pixels (const guint8 *pixels, guint width, guint height, gsize stride, gboolean has_alpha);
/* The same photograph with fewer pixels; @pixels: @height rows of @width * 3 bytes. */
CriticPhoto  *critic_photo_new_reduced     (const CriticPhoto *self, GBytes *pixels, guint width, guint height);

CriticPhoto  *critic_photo_ref        (CriticPhoto *self);
void          critic_photo_unref      (CriticPhoto *self);
guint         critic_photo_get_width  (const CriticPhoto *self);   /* decoded, upright */
guint         critic_photo_get_height (const CriticPhoto *self);
guint         critic_photo_get_full_width  (const CriticPhoto *self);   /* of the file, upright */
guint         critic_photo_get_full_height (const CriticPhoto *self);
gsize         critic_photo_get_stride (const CriticPhoto *self);
GBytes       *critic_photo_get_pixels (const CriticPhoto *self);   /* (transfer none): RGB */
/* XXH3-128 of the file's bytes (of the pixels for a paste): the content key of caches. */
const char   *critic_photo_get_key    (const CriticPhoto *self);
/* CRITIC_CONTENT_HASH_SIZE bytes: what the library knows the photograph by. */
const guint8 *critic_photo_get_content_hash (const CriticPhoto *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticPhoto, critic_photo_unref)

G_END_DECLS
