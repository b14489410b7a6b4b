/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Raw files of cameras: the largest picture that the camera put in, which is
 * how its maker and the photographer mean it; the raw data themselves, at half
 * size, only where that picture is too small. */
#include <dlfcn.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <libraw/libraw.h>

#include "critic-photo-private.h"

/* Pixels of the long side: four times what the network takes is 1280. */
#define PREVIEW_LONG_ENOUGH 1500

/* Nothing is to be printed. From 0.21 on only one of the two can be. */
#if LIBRAW_VERSION < LIBRAW_MAKE_VERSION (0, 21, 0)
# define QUIET (LIBRAW_OPIONS_NO_MEMERR_CALLBACK | LIBRAW_OPIONS_NO_DATAERR_CALLBACK)
#else
# define QUIET LIBRAW_OPIONS_NO_DATAERR_CALLBACK
#endif

typedef struct
{
  libraw_data_t *raw;
  GBytes        *bytes;
  const char    *display_name;
  guint          at_least;
  GCancellable  *cancellable;
  CriticDecoded *decoded;
  gboolean       damaged;       /* LibRaw met data that end early or make no sense */
} RawJob;

static void
on_data_error (void *data, const char *file, const int offset)
{
  RawJob *job = data;

  job->damaged = TRUE;
}

static int
on_progress (void *data, enum LibRaw_progress stage, int iteration, int expected)
{
  const RawJob *job = data;

  return g_cancellable_is_cancelled (job->cancellable) ? 1 : 0;
}

static void
set_unknown_camera (RawJob *job, GError **error)
{
  const libraw_iparams_t *params = &job->raw->idata;
  g_autofree char *make = g_utf8_make_valid (params->make, (gssize) strnlen (params->make, sizeof params->make));
  g_autofree char *model = g_utf8_make_valid (params->model, (gssize) strnlen (params->model, sizeof params->model));
  g_autofree char *camera = g_strstrip (g_strconcat (make, " ", model, NULL));

  for (char *c = camera; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  if (*camera != '\0')
    g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_NOT_IMAGE,
                 _("“%s” is a raw file of a camera (%s) that LibRaw %s does not know, and it holds no picture that is large enough. "
                   "Convert it to DNG, or develop it and save it as JPEG."),
                 job->display_name, camera, libraw_version ());
  else
    g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_NOT_IMAGE,
                 _("“%s” is a raw file of a camera that LibRaw %s does not know, and it holds no picture that is large enough. "
                   "Convert it to DNG, or develop it and save it as JPEG."),
                 job->display_name, libraw_version ());
}

static void
set_raw_error (RawJob *job, int code, GError **error)
{
  switch (code)
    {
    case LIBRAW_CANCELLED_BY_CALLBACK:
      if (!g_cancellable_set_error_if_cancelled (job->cancellable, error))
        critic_photo_set_damaged (error, job->display_name);
      break;
    case LIBRAW_UNSUFFICIENT_MEMORY:
    case LIBRAW_TOO_BIG:
    case LIBRAW_MEMPOOL_OVERFLOW:
      critic_photo_set_no_memory (error, job->display_name);
      break;
    case LIBRAW_FILE_UNSUPPORTED:
    case LIBRAW_OUT_OF_ORDER_CALL:      /* there is nothing that could be unpacked */
    case LIBRAW_NOT_IMPLEMENTED:
      set_unknown_camera (job, error);
      break;
    default:
      critic_photo_set_damaged (error, job->display_name);
      break;
    }
}

/* EXIF's name for LibRaw's way of turning. */
static guint
orientation_of (int flip)
{
  switch (flip)
    {
    case 3:
      return 3;
    case 5:
      return 8;
    case 6:
      return 6;
    default:
      return 1;
    }
}

/* Some programs turn the picture and leave the raw data lying. */
static guint
orientation_of_preview (const CriticDecoded *preview, guint raw_width, guint raw_height, guint orientation)
{
  const gboolean lies = raw_width > raw_height, stands = raw_width < raw_height;

  if (orientation >= 5 && ((lies && preview->width < preview->height) || (stands && preview->width > preview->height)))
    return 1;
  return orientation;
}

/* The file's size, in the shape of the picture that was decoded, @width x
 * @height where it is whole: cameras crop. */
static void
set_full_size (CriticDecoded *decoded, guint width, guint height, guint raw_width, guint raw_height)
{
  const guint full = MAX (raw_width, raw_height);
  const gint64 skew = (gint64) raw_width * height - (gint64) raw_height * width;

  if (full > MAX (width, height) && ABS (skew) * 50 < (gint64) raw_width * height)
    {
      width = raw_width;        /* the same shape, but for a border */
      height = raw_height;
    }
  else if (full > MAX (width, height))
    {
      const guint long_side = MAX (width, height);

      width = (guint) ((guint64) full * width / long_side);
      height = (guint) ((guint64) full * height / long_side);
    }
  decoded->full_width = MAX (width, decoded->width);
  decoded->full_height = MAX (height, decoded->height);
}

/* FALSE without @error: there is none that is large enough and whole. */
static gboolean
decode_preview (RawJob *job, guint raw_width, guint raw_height, GError **error)
{
  libraw_thumbnail_t *preview = &job->raw->thumbnail;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) jpeg = NULL;
  const guint orientation = orientation_of (job->raw->sizes.flip);

  /* 0: LibRaw does not know before it has looked. */
  if (preview->twidth > 0 && MAX (preview->twidth, preview->theight) < PREVIEW_LONG_ENOUGH)
    return FALSE;
  if (libraw_unpack_thumb (job->raw) != LIBRAW_SUCCESS || preview->tformat != LIBRAW_THUMBNAIL_JPEG ||
      preview->thumb == NULL || preview->tlength == 0)
    return FALSE;
  jpeg = g_bytes_new_static (preview->thumb, preview->tlength);
  if (!critic_photo_decode_jpeg (jpeg, job->display_name, job->at_least, job->cancellable, job->decoded, &failure))
    {
      if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (MAX (job->decoded->full_width, job->decoded->full_height) < PREVIEW_LONG_ENOUGH)
    {
      g_clear_pointer (&job->decoded->pixels, g_free);
      return FALSE;
    }
  job->decoded->orientation = orientation_of_preview (job->decoded, raw_width, raw_height, orientation);
  set_full_size (job->decoded, job->decoded->full_width, job->decoded->full_height, raw_width, raw_height);
  return TRUE;
}

static gboolean
take_pixels (RawJob *job, const libraw_processed_image_t *image, GError **error)
{
  const gsize n = (gsize) image->width * image->height;
  guint8 *pixels;

  if (image->type != LIBRAW_IMAGE_BITMAP || image->bits != 8 || n == 0 ||
      (image->colors != 3 && image->colors != 1) || image->data_size < n * image->colors)
    {
      critic_photo_set_damaged (error, job->display_name);
      return FALSE;
    }
  pixels = g_try_malloc (n * 3);
  if (pixels == NULL)
    {
      critic_photo_set_no_memory (error, job->display_name);
      return FALSE;
    }
  if (image->colors == 3)
    memcpy (pixels, image->data, n * 3);
  else
    for (gsize i = 0; i < n; i++)
      memset (pixels + i * 3, image->data[i], 3);
  job->decoded->pixels = pixels;
  job->decoded->width = image->width;
  job->decoded->height = image->height;
  return TRUE;
}

/* At half size nothing has to be guessed between the sensor's colours. sRGB,
 * white as the camera chose it, bright as dcraw makes it. */
static gboolean
develop (RawJob *job, guint raw_width, guint raw_height, GError **error)
{
  libraw_output_params_t *params = &job->raw->params;
  libraw_processed_image_t *image;
  int code;
  gboolean done;

  params->half_size = 1;
  params->use_camera_wb = 1;
  params->output_color = 1;
  params->output_bps = 8;
  params->user_flip = 0;        /* turned with all others, later */
  params->gamm[0] = 1 / 2.4;
  params->gamm[1] = 12.92;
  code = libraw_unpack (job->raw);
  if (code == LIBRAW_SUCCESS)
    code = libraw_dcraw_process (job->raw);
  if (code != LIBRAW_SUCCESS || job->damaged)
    {
      set_raw_error (job, code == LIBRAW_SUCCESS ? LIBRAW_DATA_ERROR : code, error);
      return FALSE;
    }
  image = libraw_dcraw_make_mem_image (job->raw, &code);
  if (image == NULL)
    {
      set_raw_error (job, code, error);
      return FALSE;
    }
  done = take_pixels (job, image, error);
  libraw_dcraw_clear_mem (image);
  if (done)
    set_full_size (job->decoded, job->decoded->width, job->decoded->height, raw_width, raw_height);
  return done;
}

static gboolean
decode (RawJob *job, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (job->bytes, &size);
  const libraw_image_sizes_t *sizes = &job->raw->sizes;
  const int code = libraw_open_buffer (job->raw, (void *) data, size);      /* only read from */
  g_autoptr (GError) failure = NULL;
  guint width, height, orientation;

  if (code != LIBRAW_SUCCESS)
    {
      set_raw_error (job, code, error);
      return FALSE;
    }
  width = sizes->width;
  height = sizes->height;
  if ((guint64) width * height > CRITIC_PHOTO_MAX_PIXELS)
    {
      critic_photo_set_too_large (error, job->display_name, width, height);
      return FALSE;
    }
  orientation = orientation_of (sizes->flip);
  if (decode_preview (job, width, height, &failure))
    return TRUE;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (!develop (job, width, height, error))
    return FALSE;
  job->decoded->orientation = orientation;
  return TRUE;
}

gboolean
critic_photo_decode_raw (GBytes        *bytes,
                         const char    *display_name,
                         guint          at_least,
                         GCancellable  *cancellable,
                         CriticDecoded *decoded,
                         GError       **error)
{
  RawJob job = { libraw_init (QUIET), bytes, display_name,
                 at_least, cancellable, decoded, FALSE };
  gboolean done;

  if (job.raw == NULL)
    {
      critic_photo_set_no_memory (error, display_name);
      return FALSE;
    }
  libraw_set_dataerror_handler (job.raw, on_data_error, &job);
  libraw_set_progress_handler (job.raw, on_progress, &job);
  done = decode (&job, error);
  libraw_close (job.raw);
  return done;
}

/**
 * critic_photo_use_one_thread:
 *
 * Decodes on the calling thread alone from now on, for a thread that is one of
 * a pool: LibRaw, as distributions build it, shares the work out over all
 * processors by OpenMP. The OpenMP asked is the one that LibRaw brought along,
 * if it did; it keeps the number for each thread.
 */
void
critic_photo_use_one_thread (void)
{
  void (*set_num_threads) (int) = NULL;

  *(void **) &set_num_threads = dlsym (RTLD_DEFAULT, "omp_set_num_threads");
  if (set_num_threads != NULL)
    set_num_threads (1);
}
