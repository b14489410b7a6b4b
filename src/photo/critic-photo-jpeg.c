/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JPEG by libjpeg-turbo: size first, the smallest scale that is large enough,
 * one row at a time through the colour conversion. libjpeg leaves by longjmp,
 * so everything that must be freed lives in a JpegJob. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include <glib/gi18n-lib.h>

#include "critic-photo-private.h"

/* A JPEG may hold any number of scans, each of which is a walk over the whole
 * picture; cameras and editors write about ten. */
#define MAX_SCANS 200
#define MAX_JPEG_MEMORY (4096L * 1024 * 1024)
#define ROWS_BETWEEN_LOOKS 16

typedef struct
{
  struct jpeg_decompress_struct cinfo;
  struct jpeg_error_mgr         errors;
  struct jpeg_progress_mgr      progress;
  struct jpeg_source_mgr        source;
  jmp_buf                       escape;

  const guint8 *data;
  gsize         size;
  const char   *display_name;
  guint         at_least;
  GCancellable *cancellable;
  GError      **error;

  CriticDecoded *decoded;
  CriticPixels   format;
  CriticColour  *colour;
  guint8        *row;
  JOCTET        *profile;       /* malloc() */
} JpegJob;

/* A picture whose data end early, or hold codes that do not exist, is not the
 * photograph that was taken; libjpeg would go on with grey. */
static gboolean
is_damage (int code)
{
  return code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE || code == JWRN_ARITH_BAD_CODE ||
         code == JWRN_MUST_RESYNC || code == JWRN_NOT_SEQUENTIAL;
}

static void
set_jpeg_error (JpegJob *job)
{
  switch (job->errors.msg_code)
    {
    case JERR_IMAGE_TOO_BIG:
      critic_photo_set_too_large (job->error, job->display_name, job->cinfo.image_width, job->cinfo.image_height);
      break;
    case JERR_OUT_OF_MEMORY:
    case JERR_NO_BACKING_STORE:
    case JERR_WIDTH_OVERFLOW:
      critic_photo_set_no_memory (job->error, job->display_name);
      break;
    case JERR_ARITH_NOTIMPL:
    case JERR_BAD_PRECISION:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_CCIR601_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_SOF_UNSUPPORTED:
    case JERR_COMPONENT_COUNT:
      g_set_error (job->error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_NOT_IMAGE,
                   _("“%s” is a rare kind of JPEG that cannot be opened here. Save it as an ordinary JPEG or as PNG."),
                   job->display_name);
      break;
    default:
      critic_photo_set_damaged (job->error, job->display_name);
      break;
    }
}

G_GNUC_NORETURN static void
on_error_exit (j_common_ptr cinfo)
{
  JpegJob *job = cinfo->client_data;

  if (*job->error == NULL)
    set_jpeg_error (job);
  longjmp (job->escape, 1);
}

static void
on_emit_message (j_common_ptr cinfo, int level)
{
  if (level < 0 && is_damage (cinfo->err->msg_code))
    on_error_exit (cinfo);
}

static void
on_output_message (j_common_ptr cinfo)
{
}

G_GNUC_NORETURN static void
leave (JpegJob *job)
{
  longjmp (job->escape, 1);
}

static void
look_up (JpegJob *job)
{
  if (g_cancellable_set_error_if_cancelled (job->cancellable, job->error))
    leave (job);
}

static void
on_progress (j_common_ptr cinfo)
{
  JpegJob *job = cinfo->client_data;

  look_up (job);
  if (job->cinfo.input_scan_number > MAX_SCANS)
    {
      critic_photo_set_damaged (job->error, job->display_name);
      leave (job);
    }
}

/* The source is the whole file. A missing end marker alone harms nothing, so
 * one is given; missing data is noticed by the entropy decoder. */
static boolean
on_fill_input (j_decompress_ptr cinfo)
{
  static const JOCTET end[2] = { 0xff, JPEG_EOI };

  cinfo->src->next_input_byte = end;
  cinfo->src->bytes_in_buffer = sizeof end;
  return TRUE;
}

static void
on_skip_input (j_decompress_ptr cinfo, long n)
{
  if (n <= 0)
    return;
  if ((gsize) n > cinfo->src->bytes_in_buffer)
    {
      on_fill_input (cinfo);
      return;
    }
  cinfo->src->next_input_byte += n;
  cinfo->src->bytes_in_buffer -= n;
}

static void
on_source (j_decompress_ptr cinfo)
{
}

static void
open_jpeg (JpegJob *job)
{
  job->cinfo.err = jpeg_std_error (&job->errors);
  job->errors.error_exit = on_error_exit;
  job->errors.emit_message = on_emit_message;
  job->errors.output_message = on_output_message;
  job->cinfo.client_data = job;
  jpeg_create_decompress (&job->cinfo);
  job->cinfo.mem->max_memory_to_use = MAX_JPEG_MEMORY;

  job->source.init_source = on_source;
  job->source.fill_input_buffer = on_fill_input;
  job->source.skip_input_data = on_skip_input;
  job->source.resync_to_restart = jpeg_resync_to_restart;
  job->source.term_source = on_source;
  job->source.next_input_byte = job->data;
  job->source.bytes_in_buffer = job->size;
  job->cinfo.src = &job->source;
  job->progress.progress_monitor = on_progress;
  job->cinfo.progress = &job->progress;

  jpeg_save_markers (&job->cinfo, JPEG_APP0 + 1, 0xffff);   /* EXIF */
  jpeg_save_markers (&job->cinfo, JPEG_APP0 + 2, 0xffff);   /* ICC */
  jpeg_read_header (&job->cinfo, TRUE);
}

static void
choose_format (JpegJob *job)
{
  struct jpeg_decompress_struct *cinfo = &job->cinfo;

  switch (cinfo->jpeg_color_space)
    {
    case JCS_GRAYSCALE:
      cinfo->out_color_space = JCS_GRAYSCALE;
      job->format = CRITIC_PIXELS_GREY;
      break;
    case JCS_CMYK:
    case JCS_YCCK:
      cinfo->out_color_space = JCS_CMYK;
      job->format = cinfo->saw_Adobe_marker ? CRITIC_PIXELS_CMYK_INVERTED : CRITIC_PIXELS_CMYK;
      break;
    default:
      cinfo->out_color_space = JCS_RGB;
      job->format = CRITIC_PIXELS_RGB;
      break;
    }
}

/* The smallest of 1/8, 1/4, 1/2 and 1 whose long side is four times @at_least
 * or more. At twice, the score of photographs of 5200 pixels moved by up to
 * 0.04, at four times by up to 0.02; the other scales of libjpeg-turbo are
 * slower (no vector code) and, strange to say, less exact. */
static void
choose_scale (JpegJob *job)
{
  struct jpeg_decompress_struct *cinfo = &job->cinfo;
  const guint64 needed = (guint64) job->at_least * 4;
  const guint64 full = MAX (cinfo->image_width, cinfo->image_height);

  cinfo->scale_num = 1;
  cinfo->scale_denom = 1;
  if (job->at_least > 0)
    while (cinfo->scale_denom < 8 && full >= needed * cinfo->scale_denom * 2)
      cinfo->scale_denom *= 2;
}

static guint
find_orientation (JpegJob *job)
{
  for (jpeg_saved_marker_ptr m = job->cinfo.marker_list; m != NULL; m = m->next)
    if (m->marker == JPEG_APP0 + 1 && m->data_length >= 6 && memcmp (m->data, "Exif\0", 6) == 0)
      return critic_orientation_from_exif (m->data, m->data_length);
  return 1;
}

static void
read_jpeg (JpegJob *job)
{
  struct jpeg_decompress_struct *cinfo = &job->cinfo;
  CriticDecoded *decoded = job->decoded;
  unsigned int profile_size = 0;
  gsize stride;

  open_jpeg (job);
  if ((guint64) cinfo->image_width * cinfo->image_height > CRITIC_PHOTO_MAX_PIXELS)
    {
      critic_photo_set_too_large (job->error, job->display_name, cinfo->image_width, cinfo->image_height);
      leave (job);
    }
  decoded->full_width = cinfo->image_width;
  decoded->full_height = cinfo->image_height;
  decoded->orientation = find_orientation (job);
  choose_format (job);
  choose_scale (job);
  if (jpeg_read_icc_profile (cinfo, &job->profile, &profile_size))
    job->colour = critic_colour_new (job->format, job->profile, profile_size);
  else
    job->colour = critic_colour_new (job->format, NULL, 0);

  jpeg_start_decompress (cinfo);
  decoded->width = cinfo->output_width;
  decoded->height = cinfo->output_height;
  stride = (gsize) decoded->width * 3;
  decoded->pixels = g_try_malloc (stride * decoded->height);
  job->row = g_try_malloc ((gsize) decoded->width * cinfo->output_components);
  if (decoded->pixels == NULL || job->row == NULL)
    {
      critic_photo_set_no_memory (job->error, job->display_name);
      leave (job);
    }

  while (cinfo->output_scanline < cinfo->output_height)
    {
      guint8 *out = decoded->pixels + cinfo->output_scanline * stride;
      JSAMPROW row = critic_colour_is_passthrough (job->colour) ? out : job->row;

      if (cinfo->output_scanline % ROWS_BETWEEN_LOOKS == 0)
        look_up (job);
      if (jpeg_read_scanlines (cinfo, &row, 1) == 1 && row != out)
        critic_colour_convert (job->colour, row, out, decoded->width);
    }
}

/* setjmp in a function without variables of its own: none can be clobbered. */
static gboolean
run_job (JpegJob *job)
{
  if (setjmp (job->escape) != 0)
    return FALSE;
  read_jpeg (job);
  return TRUE;
}

gboolean
critic_photo_decode_jpeg (GBytes        *bytes,
                          const char    *display_name,
                          guint          at_least,
                          GCancellable  *cancellable,
                          CriticDecoded *decoded,
                          GError       **error)
{
  GError *failure = NULL;
  JpegJob *job = g_new0 (JpegJob, 1);
  gboolean done;

  job->data = g_bytes_get_data (bytes, &job->size);
  job->display_name = display_name;
  job->at_least = at_least;
  job->cancellable = cancellable;
  job->decoded = decoded;
  job->error = &failure;

  done = run_job (job);

  jpeg_destroy_decompress (&job->cinfo);
  critic_colour_unref (job->colour);
  g_free (job->row);
  free (job->profile);
  g_free (job);
  if (!done)
    {
      g_clear_pointer (&decoded->pixels, g_free);
      g_propagate_error (error, failure);
    }
  return done;
}
