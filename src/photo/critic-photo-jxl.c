/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JPEG XL by libjxl, which turns the picture upright by itself: Debian 12 has no
 * gdk-pixbuf loader for it. */
#include <string.h>

#include <jxl/decode.h>
#include <jxl/version.h>

#include "critic-photo-private.h"

/* Bytes handed over between two looks at the cancellable. */
#define PIECE (256 * 1024)

typedef struct
{
  JxlDecoder     *decoder;
  const guint8   *data;
  gsize           size, at;
  const char     *display_name;
  GCancellable   *cancellable;
  CriticDecoded  *decoded;
  JxlPixelFormat  format;
  CriticPixels    pixels;       /* what format means */
  guint8         *profile;
  gsize           profile_size;
  guint8         *buffer;
  gsize           buffer_size;
} JxlJob;

gboolean
critic_photo_is_jxl (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return (size >= 2 && memcmp (data, "\xff\x0a", 2) == 0) ||
         (size >= 12 && memcmp (data, "\0\0\0\x0cJXL \r\n\x87\n", 12) == 0);
}

static gboolean
take_info (JxlJob *job, GError **error)
{
  JxlBasicInfo info;

  if (JxlDecoderGetBasicInfo (job->decoder, &info) != JXL_DEC_SUCCESS)
    {
      critic_photo_set_damaged (error, job->display_name);
      return FALSE;
    }
  if ((guint64) info.xsize * info.ysize > CRITIC_PHOTO_MAX_PIXELS)
    {
      critic_photo_set_too_large (error, job->display_name, info.xsize, info.ysize);
      return FALSE;
    }
  /* As the picture is shown: turned. */
  job->decoded->width = job->decoded->full_width = info.xsize;
  job->decoded->height = job->decoded->full_height = info.ysize;
  job->decoded->orientation = 1;
  job->pixels = info.alpha_bits > 0 ? CRITIC_PIXELS_RGBA
                                    : info.num_color_channels == 1 ? CRITIC_PIXELS_GREY : CRITIC_PIXELS_RGB;
  job->format = (JxlPixelFormat) {
    job->pixels == CRITIC_PIXELS_RGBA ? 4 : job->pixels == CRITIC_PIXELS_RGB ? 3 : 1, JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0
  };

  return TRUE;
}

static JxlDecoderStatus
get_profile_size (JxlJob *job, size_t *size)
{
#if JPEGXL_NUMERIC_VERSION >= JPEGXL_COMPUTE_NUMERIC_VERSION (0, 9, 0)
  return JxlDecoderGetICCProfileSize (job->decoder, JXL_COLOR_PROFILE_TARGET_DATA, size);
#else
  return JxlDecoderGetICCProfileSize (job->decoder, &job->format, JXL_COLOR_PROFILE_TARGET_DATA, size);
#endif
}

static JxlDecoderStatus
get_profile (JxlJob *job)
{
#if JPEGXL_NUMERIC_VERSION >= JPEGXL_COMPUTE_NUMERIC_VERSION (0, 9, 0)
  return JxlDecoderGetColorAsICCProfile (job->decoder, JXL_COLOR_PROFILE_TARGET_DATA, job->profile, job->profile_size);
#else
  return JxlDecoderGetColorAsICCProfile (job->decoder, &job->format, JXL_COLOR_PROFILE_TARGET_DATA, job->profile,
                                         job->profile_size);
#endif
}

/* sRGB where the decoder can give it, else what the profile says. */
static void
take_colours (JxlJob *job)
{
  JxlColorEncoding srgb = {
    .color_space = job->pixels == CRITIC_PIXELS_GREY ? JXL_COLOR_SPACE_GRAY : JXL_COLOR_SPACE_RGB,
    .white_point = JXL_WHITE_POINT_D65,
    .primaries = JXL_PRIMARIES_SRGB,
    .transfer_function = JXL_TRANSFER_FUNCTION_SRGB,
    .rendering_intent = JXL_RENDERING_INTENT_RELATIVE,
  };
  size_t size = 0;

  JxlDecoderSetPreferredColorProfile (job->decoder, &srgb);
  if (get_profile_size (job, &size) != JXL_DEC_SUCCESS || size == 0)
    return;
  job->profile_size = size;
  job->profile = g_malloc (size);
  if (get_profile (job) != JXL_DEC_SUCCESS)
    g_clear_pointer (&job->profile, g_free);
}

static gboolean
make_buffer (JxlJob *job, GError **error)
{
  const gsize expected = (gsize) job->decoded->width * job->decoded->height * job->format.num_channels;
  size_t size = 0;

  if (job->format.num_channels == 0 || job->buffer != NULL ||
      JxlDecoderImageOutBufferSize (job->decoder, &job->format, &size) != JXL_DEC_SUCCESS || size != expected)
    {
      critic_photo_set_damaged (error, job->display_name);
      return FALSE;
    }
  job->buffer = g_try_malloc (size);
  job->buffer_size = size;
  if (job->buffer == NULL)
    {
      critic_photo_set_no_memory (error, job->display_name);
      return FALSE;
    }
  if (JxlDecoderSetImageOutBuffer (job->decoder, &job->format, job->buffer, size) != JXL_DEC_SUCCESS)
    {
      critic_photo_set_damaged (error, job->display_name);
      return FALSE;
    }

  return TRUE;
}

/* FALSE without @error: there is no more. */
static gboolean
give_piece (JxlJob *job, GError **error)
{
  const gsize rest = JxlDecoderReleaseInput (job->decoder);
  gsize n;

  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return FALSE;
  if (job->at >= job->size)
    return FALSE;
  n = MIN (job->size - job->at, PIECE);
  /* What was not taken comes again, before the new piece. */
  if (JxlDecoderSetInput (job->decoder, job->data + job->at - rest, n + rest) != JXL_DEC_SUCCESS)
    return FALSE;
  job->at += n;
  if (job->at == job->size)
    JxlDecoderCloseInput (job->decoder);

  return TRUE;
}

/* The first frame, in full. */
static gboolean
read_frame (JxlJob *job, GError **error)
{
  GError *failure = NULL;

  for (;;)
    {
      gboolean good = TRUE;

      switch (JxlDecoderProcessInput (job->decoder))
        {
        case JXL_DEC_NEED_MORE_INPUT:
          good = give_piece (job, &failure);
          break;
        case JXL_DEC_BASIC_INFO:
          good = take_info (job, &failure);
          break;
        case JXL_DEC_COLOR_ENCODING:
          take_colours (job);
          break;
        case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
          good = make_buffer (job, &failure);
          break;
        case JXL_DEC_FULL_IMAGE:
          return TRUE;
        default:
          good = FALSE;
          break;
        }

      if (!good)
        {
          if (failure != NULL)
            g_propagate_error (error, failure);
          else
            critic_photo_set_damaged (error, job->display_name);
          return FALSE;
        }
    }
}

static gboolean
convert (JxlJob *job, GError **error)
{
  CriticDecoded *decoded = job->decoded;
  g_autoptr (CriticColour) colour = critic_colour_new (job->pixels, job->profile, job->profile != NULL ? job->profile_size : 0);
  const gsize in_stride = (gsize) decoded->width * job->format.num_channels;
  const gsize stride = (gsize) decoded->width * 3;

  decoded->pixels = g_try_malloc (stride * decoded->height);
  if (decoded->pixels == NULL)
    {
      critic_photo_set_no_memory (error, job->display_name);
      return FALSE;
    }
  for (guint y = 0; y < decoded->height; y++)
    {
      if (y % 64 == 0 && g_cancellable_set_error_if_cancelled (job->cancellable, error))
        {
          g_clear_pointer (&decoded->pixels, g_free);
          return FALSE;
        }
      critic_colour_convert (colour, job->buffer + y * in_stride, decoded->pixels + y * stride, decoded->width);
    }

  return TRUE;
}

gboolean
critic_photo_decode_jxl (GBytes        *bytes,
                         const char    *display_name,
                         GCancellable  *cancellable,
                         CriticDecoded *decoded,
                         GError       **error)
{
  JxlJob job = { .decoder = JxlDecoderCreate (NULL), .display_name = display_name, .cancellable = cancellable, .decoded = decoded };
  gboolean done;

  if (job.decoder == NULL)
    {
      critic_photo_set_no_memory (error, display_name);
      return FALSE;
    }
  job.data = g_bytes_get_data (bytes, &job.size);
  JxlDecoderSetUnpremultiplyAlpha (job.decoder, JXL_TRUE);
  JxlDecoderSubscribeEvents (job.decoder, JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE);
  done = read_frame (&job, error) && convert (&job, error);
  JxlDecoderDestroy (job.decoder);
  g_free (job.profile);
  g_free (job.buffer);

  return done;
}
