/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-photo.h"

G_BEGIN_DECLS

/* Between the decoders and critic-photo.c only. */

/* How a decoder lays out one pixel, one byte a channel. */
typedef enum
{
  CRITIC_PIXELS_GREY,
  CRITIC_PIXELS_RGB,
  CRITIC_PIXELS_RGBA,           /* not premultiplied */
  CRITIC_PIXELS_CMYK,           /* 255: full ink */
  CRITIC_PIXELS_CMYK_INVERTED,  /* 0: full ink (Adobe) */
} CriticPixels;

/* What a decoder hands on: sRGB, opaque, as stored in the file (not turned). */
typedef struct
{
  guint8 *pixels;                   /* height rows of width * 3 bytes, g_malloc() */
  guint   width, height;
  guint   full_width, full_height;  /* of the file */
  guint   orientation;              /* EXIF, 1 to 8 */
} CriticDecoded;

gboolean critic_photo_decode_jpeg   (GBytes *bytes, const char *display_name, guint at_least,
                                     GCancellable *cancellable, CriticDecoded *decoded, GError **error);
gboolean critic_photo_decode_pixbuf (GBytes *bytes, const char *display_name,
                                     GCancellable *cancellable, CriticDecoded *decoded, GError **error);

gboolean critic_photo_decode_raw    (GBytes *bytes, const char *display_name, guint at_least,
                                     GCancellable *cancellable, CriticDecoded *decoded, GError **error);

gboolean critic_photo_is_jxl        (GBytes *bytes);
gboolean critic_photo_decode_jxl    (GBytes *bytes, const char *display_name,
                                     GCancellable *cancellable, CriticDecoded *decoded, GError **error);

/* A picture's way to sRGB. Immutable, reference counted, any thread. */
typedef struct _CriticColour CriticColour;

CriticColour *critic_colour_new             (CriticPixels format, const guint8 *profile, gsize profile_size);
gboolean      critic_colour_is_passthrough  (const CriticColour *self);
void          critic_colour_convert         (const CriticColour *self, guint8 *in, guint8 *rgb_out, guint n_pixels);
void          critic_colour_unref           (CriticColour *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticColour, critic_colour_unref)

guint    critic_orientation_from_exif  (const guint8 *app1, gsize size);
guint    critic_orientation_from_bytes (GBytes *bytes);
gboolean critic_orientation_apply      (CriticDecoded *decoded);

/* Errors that more than one decoder gives. */
void     critic_photo_set_too_large    (GError **error, const char *display_name, guint width, guint height);
void     critic_photo_set_empty        (GError **error, const char *display_name);
void     critic_photo_set_damaged      (GError **error, const char *display_name);
void     critic_photo_set_no_memory    (GError **error, const char *display_name);

G_END_DECLS
