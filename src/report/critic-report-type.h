/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/* The faces of type on a page; every text is set in one of them. */
typedef enum
{
  CRITIC_FACE_COVER,        /* the title on the cover */
  CRITIC_FACE_LEAD,         /* author and date there */
  CRITIC_FACE_TITLE,        /* of a page */
  CRITIC_FACE_HEADING,
  CRITIC_FACE_BODY,         /* a user's text */
  CRITIC_FACE_LINE,         /* our own, of the same size */
  CRITIC_FACE_STRONG,       /* inside a body */
  CRITIC_FACE_SMALL,        /* captions and evidence */
  CRITIC_FACE_CELL,         /* under a small picture */
  CRITIC_FACE_NUMBER,       /* the score of a page */
  CRITIC_FACE_FIGURE,       /* the score beside others */
  CRITIC_FACE_FOOT,
} CriticFace;

/* Greys of ink, 0xrrggbb. All that are read pass 4.5 : 1 on white. */
#define CRITIC_INK        0x1c1c1c
#define CRITIC_INK_DIM    0x595959
#define CRITIC_INK_MARK   0x4a4a4a  /* bars */
#define CRITIC_INK_FAINT  0xbdbdbd  /* rules; never text */
#define CRITIC_INK_GROUND 0xe6e6e6  /* behind bars, the hill, a picture that is not there */

/* Numbers in circles inside a line are drawn by the renderer of the context. */
PangoContext *critic_report_type_context (void);
/* @width: points, 0: one line; @most_lines: 0: as many as it takes, else the
 * last of them ends in "…". */
PangoLayout  *critic_report_type_set     (PangoContext *context, CriticFace face, const char *text,
                                          gdouble width, guint most_lines);
guint         critic_report_type_colour  (CriticFace face);
/* Points. */
gdouble       critic_report_type_width   (PangoLayout *layout);
gdouble       critic_report_type_height  (PangoLayout *layout);
gdouble       critic_report_type_baseline (PangoLayout *layout);
/* Puts a circle with @number where the text has U+FFFC at byte @at. */
void          critic_report_type_circle  (PangoAttrList *attributes, CriticFace face, guint at, guint number);

G_END_DECLS
