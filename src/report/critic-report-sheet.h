/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "critic-report-photo.h"
#include "critic-report-type.h"
#include "critic-report.h"

G_BEGIN_DECLS

/* A page as pieces laid out in points, in the order in which they are read. */

/* Of every page: room on each side, where the body begins under the running
 * head, and what the foot takes. */
#define CRITIC_SHEET_MARGIN 42.0
#define CRITIC_SHEET_HEAD   78.0
#define CRITIC_SHEET_FOOT   62.0
#define CRITIC_SHEET_CORNER 190.0   /* at the right of the head, for the report's title and the page */
#define CRITIC_SHEET_GUTTER 22.0    /* between columns */

typedef struct _CriticCanvas CriticCanvas;
typedef struct _CriticPiece CriticPiece;

/* What pieces are drawn with. */
struct _CriticCanvas
{
  cairo_t             *cr;
  PangoContext        *context;
  gboolean             tagged;      /* onto a PDF */
  GCancellable        *cancellable;
  CriticReportPhoto   *photo;       /* the last one loaded, for the map beside it */
  GFile               *photo_file;
  GHashTable          *glyphs;      /* of the whole PDF; see critic-report-line.c */
  GHashTable          *shown;       /* of pictures' ids on this page, with how often; see critic-report-pictures.c */
  GError              *error;       /* the first failure; nothing is drawn after it */
};

typedef void (*CriticPieceDraw) (const CriticPiece *piece, CriticCanvas *canvas);

/**
 * CriticPiece:
 * @x: left, in points
 * @y: top
 * @width: in points
 * @height: in points
 * @tag: its role in the PDF's structure ("P", "H1", "Figure" ...), static; NULL: none
 * @link: (nullable): the destination that it leads to
 * @colour: ink of the text, 0xrrggbb
 * @layout: (nullable): text
 * @first: its first line here
 * @n_lines: lines from there
 * @draw: (nullable): draws what is not text
 * @data: for @draw
 * @free_data: frees @data
 */
struct _CriticPiece
{
  gdouble         x, y, width, height;
  const char     *tag;
  char           *link;
  guint           colour;
  PangoLayout    *layout;
  guint           first, n_lines;
  CriticPieceDraw draw;
  gpointer        data;
  GDestroyNotify  free_data;
};

/**
 * CriticSheet:
 * @pieces: (element-type CriticPiece): in the order of reading
 *
 * One page.
 */
typedef struct
{
  GPtrArray *pieces;
} CriticSheet;

/**
 * CriticFlow:
 * @context: for text
 * @sheets: (element-type CriticSheet): those filled so far
 * @sheet: the last of them
 * @width: of the paper, in points
 * @height: of the paper
 * @left: where the body begins
 * @right: where it ends
 * @y: down to where the last sheet is filled
 * @bottom: where the body ends
 *
 * Fills sheets from the top, and begins a new one where the last is full.
 */
typedef struct
{
  PangoContext *context;
  GPtrArray    *sheets;
  CriticSheet  *sheet;
  gdouble       width, height, left, right, y, bottom;
} CriticFlow;

CriticFlow  *critic_flow_new       (PangoContext *context, gdouble width, gdouble height);
void         critic_flow_free      (CriticFlow *self);
void         critic_flow_turn      (CriticFlow *self);
gboolean     critic_flow_need      (CriticFlow *self, gdouble height);

/* All take @layout. */
CriticPiece *critic_flow_put       (CriticFlow *self, const char *tag, PangoLayout *layout, guint colour, gdouble x, gdouble y);
/* Text of any length at @x from @y on; splits it between lines where the sheet ends. */
CriticPiece *critic_flow_text      (CriticFlow *self, const char *tag, PangoLayout *layout, guint colour, gdouble x);
CriticPiece *critic_flow_draw      (CriticFlow *self, const char *tag, CriticPieceDraw draw, gpointer data, GDestroyNotify free_data,
                                    gdouble x, gdouble y, gdouble width, gdouble height);
/* A text in a face, set and put in one go; returns its height. */
gdouble      critic_flow_say       (CriticFlow *self, const char *tag, CriticFace face, const char *text,
                                    gdouble x, gdouble y, gdouble width, guint most_lines);

void         critic_sheet_draw     (const CriticSheet *self, CriticCanvas *canvas);
void         critic_canvas_ink     (CriticCanvas *canvas, guint colour);
void         critic_canvas_clear   (CriticCanvas *canvas);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticFlow, critic_flow_free)

G_END_DECLS
