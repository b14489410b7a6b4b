/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-pictures.h"

#include "critic-report-heat.h"
#include "critic-report-say.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>

#define PIXELS_PER_POINT (220.0 / 72.0)
#define MOST_PIXELS 1600
#define DISC 6.2            /* radius of a number on the map, points */
#define TRIES 25            /* places tried for it */

typedef struct
{
  GFile         *file;
  gsize          most_bytes;
  CriticHeatmap *heat;
  GArray        *ties;      /* CriticReportTie, each number once; NULL: a plain photograph */
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_object_unref (picture->file);
  g_clear_pointer (&picture->heat, critic_heatmap_free);
  g_clear_pointer (&picture->ties, g_array_unref);
  g_free (picture);
}

/**
 * critic_report_aspect: (skip)
 * @width: in any unit, 0: not known
 * @height: in the same
 *
 * Returns: width over height; 1.5 where it is not known
 */
gdouble
critic_report_aspect (guint width, guint height)
{
  return width > 0 && height > 0 ? (gdouble) width / height : 1.5;
}

/**
 * critic_report_fit: (skip)
 * @aspect: width over height
 * @width: of the room
 * @height: of the room
 * @fit_width: (out): of the largest rectangle of that shape in it
 * @fit_height: (out): of the same
 */
void
critic_report_fit (gdouble aspect, gdouble width, gdouble height, gdouble *fit_width, gdouble *fit_height)
{
  *fit_width = MIN (width, height * aspect);
  *fit_height = MIN (height, width / aspect);
}

/* The photograph at the size that the piece needs; the one drawn just before
 * serves again. NULL: the canvas has the error, or the file cannot be read. */
static const CriticReportPhoto *
load (const Picture *picture, gdouble points, CriticCanvas *canvas)
{
  guint pixels = (guint) CLAMP (points * PIXELS_PER_POINT, 64, MOST_PIXELS);
  g_autoptr (GError) error = NULL;

  if (canvas->photo_file != NULL && g_file_equal (canvas->photo_file, picture->file) &&
      (picture->heat != NULL || picture->ties != NULL))
    return canvas->photo;

  critic_canvas_clear (canvas);
  canvas->photo = critic_report_photo_load (picture->file, pixels, picture->most_bytes, canvas->cancellable, &error);
  if (canvas->photo != NULL)
    canvas->photo_file = g_object_ref (picture->file);
  else if (error->domain != CRITIC_PHOTO_ERROR)
    canvas->error = g_steal_pointer (&error);

  return canvas->photo;
}

static cairo_surface_t *
make_surface (const CriticReportPhoto *photo)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, photo->width, photo->height);
  guint8 *pixels = cairo_image_surface_get_data (surface);
  gsize stride = cairo_image_surface_get_stride (surface);

  for (guint y = 0; pixels != NULL && y < photo->height; y++)
    for (guint x = 0; x < photo->width; x++)
      {
        const guint8 *p = photo->rgb + ((gsize) y * photo->width + x) * 3;

        ((guint32 *) (gpointer) (pixels + y * stride))[x] = (guint32) p[0] << 16 | p[1] << 8 | p[2];
      }
  cairo_surface_mark_dirty (surface);

  return surface;
}

/* The JPEG goes into a PDF as it is, once for each content. cairo 1.16 names a
 * picture that is twice on a page twice among its resources, which is an error:
 * the second there is another one. */
static void
attach_jpeg (CriticCanvas *canvas, cairo_surface_t *surface, GBytes *jpeg)
{
  char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, jpeg);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (canvas->shown, hash));
  g_autofree char *id = g_strdup_printf ("%s-%u", hash, n);
  gsize size;
  const guchar *data = g_bytes_get_data (jpeg, &size);

  g_hash_table_insert (canvas->shown, hash, GUINT_TO_POINTER (n + 1));
  if (cairo_surface_set_mime_data (surface, CAIRO_MIME_TYPE_JPEG, data, size, (cairo_destroy_func_t) g_bytes_unref,
                                   g_bytes_ref (jpeg)) != CAIRO_STATUS_SUCCESS)
    g_bytes_unref (jpeg);
  size = strlen (id);
  if (cairo_surface_set_mime_data (surface, CAIRO_MIME_TYPE_UNIQUE_ID, (const guchar *) id, size, g_free, id) == CAIRO_STATUS_SUCCESS)
    id = NULL;
}

/* Never the first thing on a page: cairo 1.16 loses the structure of a page that
 * begins with a painted picture. On a screen the edge would fade into the paper;
 * in a PDF a padded picture would not be the JPEG that was given. */
static void
show (CriticCanvas *canvas, const CriticReportPhoto *photo, gdouble x, gdouble y, gdouble width, gdouble height)
{
  cairo_surface_t *surface = make_surface (photo);

  attach_jpeg (canvas, surface, photo->jpeg);
  cairo_save (canvas->cr);
  cairo_translate (canvas->cr, x, y);
  cairo_scale (canvas->cr, width / photo->width, height / photo->height);
  cairo_set_source_surface (canvas->cr, surface, 0, 0);
  if (canvas->tagged)
    cairo_paint (canvas->cr);
  else
    {
      cairo_pattern_set_extend (cairo_get_source (canvas->cr), CAIRO_EXTEND_PAD);
      cairo_rectangle (canvas->cr, 0, 0, photo->width, photo->height);
      cairo_fill (canvas->cr);
    }
  cairo_restore (canvas->cr);
  cairo_surface_destroy (surface);
}

static void
draw_missing (const CriticPiece *piece, CriticCanvas *canvas)
{
  gdouble inset = MIN (10.0, piece->width / 8.0);
  g_autoptr (PangoLayout) layout = critic_report_type_set (canvas->context, CRITIC_FACE_SMALL, _("This photograph could not be read."),
                                                           piece->width - 2.0 * inset, 4);
  gdouble height = critic_report_type_height (layout);

  critic_canvas_ink (canvas, CRITIC_INK_GROUND);
  cairo_rectangle (canvas->cr, piece->x, piece->y, piece->width, piece->height);
  cairo_fill (canvas->cr);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  critic_canvas_ink (canvas, CRITIC_INK_DIM);
  cairo_move_to (canvas->cr, piece->x + inset, piece->y + MAX (0.0, (piece->height - height) / 2.0));
  pango_cairo_show_layout (canvas->cr, layout);
}

static void
draw_photo (const CriticPiece *piece, CriticCanvas *canvas)
{
  const CriticReportPhoto *photo = load (piece->data, MAX (piece->width, piece->height), canvas);
  gdouble width, height;

  if (canvas->error != NULL)
    return;
  if (photo == NULL)
    {
      draw_missing (piece, canvas);
      return;
    }

  critic_report_fit ((gdouble) photo->width / photo->height, piece->width, piece->height, &width, &height);
  show (canvas, photo, piece->x + (piece->width - width) / 2.0, piece->y + (piece->height - height) / 2.0, width, height);
}

/**
 * critic_flow_photo: (skip)
 * @self: a flow
 * @file: the photograph
 * @x: left
 * @y: top
 * @width: in points
 * @height: in points
 * @most_bytes: its JPEG shall not be larger
 *
 * Puts a photograph on the last sheet; it keeps its shape inside the room.
 *
 * Returns: (transfer none): the piece
 */
CriticPiece *
critic_flow_photo (CriticFlow *self, GFile *file, gdouble x, gdouble y, gdouble width, gdouble height, gsize most_bytes)
{
  Picture *picture = g_new0 (Picture, 1);

  picture->file = g_object_ref (file);
  picture->most_bytes = most_bytes;
  return critic_flow_draw (self, "Figure", draw_photo, picture, picture_free, x, y, width, height);
}

/* A mark on the map: a disc with a number, or a square with a sign. */
static void
draw_mark (CriticCanvas *canvas, gdouble x, gdouble y, const char *text, gboolean square, guint colour)
{
  g_autoptr (PangoLayout) layout = critic_report_type_set (canvas->context, square ? CRITIC_FACE_HEADING : CRITIC_FACE_FOOT, text, 0.0, 1);
  PangoRectangle ink;
  cairo_t *cr = canvas->cr;

  cairo_new_path (cr);
  if (square)
    cairo_rectangle (cr, x - DISC + 0.8, y - DISC + 0.8, 2.0 * DISC - 1.6, 2.0 * DISC - 1.6);
  else
    cairo_arc (cr, x, y, DISC, 0.0, 2.0 * G_PI);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_fill_preserve (cr);
  critic_canvas_ink (canvas, colour);
  cairo_set_line_width (cr, 0.8);
  cairo_stroke (cr);

  pango_layout_get_extents (layout, &ink, NULL);
  cairo_move_to (cr, x - (ink.x + ink.width / 2.0) / PANGO_SCALE, y - (ink.y + ink.height / 2.0) / PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
}

/* Near @x, @y, inside the picture, and on none of the marks that are there. */
static void
find_room (const CriticPiece *piece, const gdouble (*taken)[2], guint n_taken, gdouble *x, gdouble *y)
{
  const gdouble step = 2.0 * DISC + 1.0;
  gdouble left = piece->x + DISC + 1.0, right = MAX (left, piece->x + piece->width - DISC - 1.0);
  gdouble top = piece->y + DISC + 1.0, bottom = MAX (top, piece->y + piece->height - DISC - 1.0);
  gdouble want_x = CLAMP (*x, left, right), want_y = CLAMP (*y, top, bottom);

  *x = want_x;
  *y = want_y;
  for (guint i = 0; i < TRIES; i++)
    {
      /* Round the place, further out with each turn. */
      gdouble angle = i * G_PI / 3.0, distance = i == 0 ? 0.0 : step * (1 + (i - 1) / 6);
      gdouble try_x = want_x + distance * cos (angle), try_y = want_y + distance * sin (angle);
      gboolean free = try_x >= left && try_x <= right && try_y >= top && try_y <= bottom;

      for (guint j = 0; j < n_taken && free; j++)
        free = hypot (try_x - taken[j][0], try_y - taken[j][1]) >= step - 0.5;
      if (free)
        {
          *x = try_x;
          *y = try_y;
          return;
        }
    }
}

static void
draw_marks (const CriticPiece *piece, CriticCanvas *canvas)
{
  const Picture *picture = piece->data;
  CriticReportSign signs[2];
  guint n_signs = picture->heat != NULL ? critic_report_heat_signs (picture->heat, signs) : 0, n = 0;
  g_autofree gdouble (*taken)[2] = g_malloc_n (picture->ties->len + 2, sizeof *taken);

  for (guint i = 0; i < picture->ties->len; i++, n++)
    {
      const CriticReportTie *tie = &g_array_index (picture->ties, CriticReportTie, i);
      g_autofree char *text = g_strdup_printf ("%u", tie->number);

      taken[n][0] = piece->x + tie->x * piece->width;
      taken[n][1] = piece->y + tie->y * piece->height;
      find_room (piece, taken, n, &taken[n][0], &taken[n][1]);
      draw_mark (canvas, taken[n][0], taken[n][1], text, FALSE, CRITIC_INK);
    }
  for (guint i = 0; i < n_signs; i++, n++)
    {
      taken[n][0] = piece->x + signs[i].x * piece->width;
      taken[n][1] = piece->y + signs[i].y * piece->height;
      find_room (piece, taken, n, &taken[n][0], &taken[n][1]);
      draw_mark (canvas, taken[n][0], taken[n][1], signs[i].raises ? "+" : "\xe2\x88\x92", TRUE,
                 signs[i].raises ? CRITIC_REPORT_RAISES : CRITIC_REPORT_LOWERS);
    }
}

static void
draw_heat (const CriticPiece *piece, CriticCanvas *canvas)
{
  const Picture *picture = piece->data;
  const CriticReportPhoto *photo = load (picture, MAX (piece->width, piece->height), canvas);
  g_autoptr (CriticReportPhoto) map = NULL;

  if (canvas->error != NULL)
    return;
  if (photo == NULL)
    {
      draw_missing (piece, canvas);
      return;
    }

  map = critic_report_heat_draw (photo, picture->heat, (guint) (MAX (piece->width, piece->height) * PIXELS_PER_POINT),
                                 picture->most_bytes, canvas->cancellable, &canvas->error);
  if (map == NULL)
    return;
  show (canvas, map, piece->x, piece->y, piece->width, piece->height);
  draw_marks (piece, canvas);
}

/**
 * critic_flow_heat: (skip)
 * @self: a flow
 * @entry: with an assessment
 * @ties: words and places
 * @x: left
 * @y: top
 * @width: in points
 * @height: in points
 * @most_bytes: its JPEG shall not be larger
 *
 * Puts the photograph with the heat of the score on the last sheet.
 *
 * Returns: (transfer none): the piece
 */
CriticPiece *
critic_flow_heat (CriticFlow *self, const CriticReportEntry *entry, const CriticReportTies *ties,
                  gdouble x, gdouble y, gdouble width, gdouble height, gsize most_bytes)
{
  Picture *picture = g_new0 (Picture, 1);
  guint last = 0;

  picture->file = g_object_ref (entry->file);
  picture->most_bytes = most_bytes;
  picture->heat = critic_heatmap_for_score (entry->assessment);
  picture->ties = g_array_new (FALSE, FALSE, sizeof (CriticReportTie));
  for (guint i = 0; i < ties->marks->len; i++)
    {
      const CriticReportTie *tie = &g_array_index (ties->marks, CriticReportTie, i);

      if (tie->number > last)
        {
          g_array_append_val (picture->ties, *tie);
          last = tie->number;
        }
    }

  return critic_flow_draw (self, "Figure", draw_heat, picture, picture_free, x, y, width, height);
}
