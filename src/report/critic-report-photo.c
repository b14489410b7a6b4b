/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JPEG by libjpeg-turbo, which leaves by longjmp: everything that must be freed
 * lives in an EncodeJob. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include <glib/gi18n-lib.h>
#include <math.h>

#include "critic-preprocess.h"
#include "critic-report-photo.h"
#include "critic-report.h"

#define ROWS_BETWEEN_LOOKS 64
#define SHORTEST 64         /* a long side of this many pixels is always small enough */

/* Tried one after the other until the file is small enough. */
static const int qualities[] = { 90, 84, 76, 66, 55 };

typedef struct
{
  struct jpeg_compress_struct cinfo;
  struct jpeg_error_mgr       errors;
  jmp_buf                     escape;

  const guint8 *rgb;
  guint         width, height;
  int           quality;
  GCancellable *cancellable;
  unsigned char *out;           /* malloc() */
  unsigned long  out_size;
} EncodeJob;

G_GNUC_NORETURN static void
on_error_exit (j_common_ptr cinfo)
{
  EncodeJob *job = cinfo->client_data;

  longjmp (job->escape, 1);
}

static void
on_message (j_common_ptr cinfo)
{
}

static void
write_jpeg (EncodeJob *job)
{
  struct jpeg_compress_struct *cinfo = &job->cinfo;

  cinfo->err = jpeg_std_error (&job->errors);
  job->errors.error_exit = on_error_exit;
  job->errors.output_message = on_message;
  cinfo->client_data = job;
  jpeg_create_compress (cinfo);
  jpeg_mem_dest (cinfo, &job->out, &job->out_size);

  cinfo->image_width = job->width;
  cinfo->image_height = job->height;
  cinfo->input_components = 3;
  cinfo->in_color_space = JCS_RGB;
  jpeg_set_defaults (cinfo);
  jpeg_set_quality (cinfo, job->quality, TRUE);
  cinfo->optimize_coding = TRUE;

  jpeg_start_compress (cinfo, TRUE);
  while (cinfo->next_scanline < cinfo->image_height)
    {
      JSAMPROW row = (JSAMPROW) job->rgb + (gsize) cinfo->next_scanline * job->width * 3;

      if (cinfo->next_scanline % ROWS_BETWEEN_LOOKS == 0 && g_cancellable_is_cancelled (job->cancellable))
        longjmp (job->escape, 1);
      jpeg_write_scanlines (cinfo, &row, 1);
    }
  jpeg_finish_compress (cinfo);
}

/* setjmp in a function without variables of its own: none can be clobbered. */
static gboolean
run_job (EncodeJob *job)
{
  if (setjmp (job->escape) != 0)
    return FALSE;
  write_jpeg (job);
  return TRUE;
}

static void
set_no_memory (GError **error)
{
  g_set_error_literal (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_WRITE,
                       _("There is not enough memory to put the photographs into the report. Close something and try again."));
}

static GBytes *
encode (const guint8 *rgb, guint width, guint height, int quality, GCancellable *cancellable, GError **error)
{
  EncodeJob *job = g_new0 (EncodeJob, 1);
  GBytes *jpeg = NULL;

  job->rgb = rgb;
  job->width = width;
  job->height = height;
  job->quality = quality;
  job->cancellable = cancellable;
  if (run_job (job))
    jpeg = g_bytes_new (job->out, job->out_size);
  else if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    set_no_memory (error);

  jpeg_destroy_compress (&job->cinfo);
  free (job->out);
  g_free (job);
  return jpeg;
}

static guint8 *
resize (const guint8 *rgb, guint width, guint height, gsize stride, guint new_width, guint new_height,
        GCancellable *cancellable, GError **error)
{
  guint8 *out = g_try_malloc_n ((gsize) new_width * new_height, 3);

  if (out == NULL)
    set_no_memory (error);
  else if (!critic_preprocess_resize (rgb, width, height, stride, new_width, new_height, out, cancellable, error))
    g_clear_pointer (&out, g_free);

  return out;
}

/**
 * critic_report_photo_take:
 * @rgb: (transfer full): sRGB, @height rows of @width * 3 bytes, of g_malloc()
 * @width: in pixels
 * @height: in pixels
 * @most_bytes: the file shall not be larger
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Encodes pixels: first at lower qualities, then at smaller sizes, until the
 * file fits. A picture of 64 pixels is never made smaller. Blocks; any thread.
 *
 * Returns: (transfer full): the picture, or %NULL with %G_IO_ERROR_CANCELLED or
 *   %CRITIC_REPORT_ERROR_WRITE (no memory)
 */
CriticReportPhoto *
critic_report_photo_take (guint8 *rgb, guint width, guint height, gsize most_bytes,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (CriticReportPhoto) self = g_new0 (CriticReportPhoto, 1);

  self->rgb = rgb;
  self->width = width;
  self->height = height;

  for (;;)
    {
      g_autofree guint8 *smaller = NULL;
      guint new_width, new_height;

      for (gsize i = 0; i < G_N_ELEMENTS (qualities); i++)
        {
          g_clear_pointer (&self->jpeg, g_bytes_unref);
          self->jpeg = encode (self->rgb, self->width, self->height, qualities[i], cancellable, error);
          if (self->jpeg == NULL)
            return NULL;
          if (g_bytes_get_size (self->jpeg) <= most_bytes)
            return g_steal_pointer (&self);
        }

      if (MAX (self->width, self->height) <= SHORTEST)
        return g_steal_pointer (&self);

      new_width = MAX (1, self->width * 3 / 4);
      new_height = MAX (1, self->height * 3 / 4);
      smaller = resize (self->rgb, self->width, self->height, (gsize) self->width * 3, new_width, new_height,
                        cancellable, error);
      if (smaller == NULL)
        return NULL;
      g_free (self->rgb);
      self->rgb = g_steal_pointer (&smaller);
      self->width = new_width;
      self->height = new_height;
    }
}

/**
 * critic_report_photo_new:
 * @photo: a photograph
 * @long_side: pixels of the long side; a smaller photograph stays as it is
 * @most_bytes: the file shall not be larger
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * A decoded photograph, made ready to leave in a report. Blocks; any thread.
 *
 * Returns: (transfer full): the picture, or %NULL as critic_report_photo_take()
 */
CriticReportPhoto *
critic_report_photo_new (CriticPhoto *photo, guint long_side, gsize most_bytes, GCancellable *cancellable, GError **error)
{
  guint width = critic_photo_get_width (photo), height = critic_photo_get_height (photo);
  gdouble scale = MIN (1.0, (gdouble) MAX (long_side, 1) / MAX (width, height));
  guint new_width = MAX (1, (guint) lround (width * scale)), new_height = MAX (1, (guint) lround (height * scale));
  guint8 *rgb = resize (g_bytes_get_data (critic_photo_get_pixels (photo), NULL), width, height,
                        critic_photo_get_stride (photo), new_width, new_height, cancellable, error);

  if (rgb == NULL)
    return NULL;

  return critic_report_photo_take (rgb, new_width, new_height, most_bytes, cancellable, error);
}

/**
 * critic_report_photo_load:
 * @file: a photograph; only read
 * @long_side: pixels of the long side; a smaller photograph stays as it is
 * @most_bytes: the JPEG shall not be larger
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * A photograph from its file, made ready to leave in a report. Blocks; any thread.
 *
 * Returns: (transfer full): the picture, or %NULL with %CRITIC_PHOTO_ERROR or as
 *   critic_report_photo_take()
 */
CriticReportPhoto *
critic_report_photo_load (GFile *file, guint long_side, gsize most_bytes, GCancellable *cancellable, GError **error)
{
  /* critic_photo_load() decodes four times what is asked for. */
  g_autoptr (CriticPhoto) photo = critic_photo_load (file, MAX (1, (long_side + 3) / 4), cancellable, error);

  if (photo == NULL)
    return NULL;

  return critic_report_photo_new (photo, long_side, most_bytes, cancellable, error);
}

/**
 * critic_report_photo_free:
 * @self: (transfer full): a picture
 *
 * Frees the JPEG and the pixels.
 */
void
critic_report_photo_free (CriticReportPhoto *self)
{
  g_clear_pointer (&self->jpeg, g_bytes_unref);
  g_free (self->rgb);
  g_free (self);
}
