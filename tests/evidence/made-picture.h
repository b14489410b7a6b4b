/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-evidence.h"

G_BEGIN_DECLS

/* Pictures made for one thing that is known of them: linear planes of sRGB
 * bytes as doubles, painted on, and then measured. */
typedef struct
{
  guint    width, height;
  gdouble *rgb;             /* 0 to 255 */
} MadePicture;

/* Red, green, blue 0 to 255 at a place in pixels. */
typedef void (*MadePaint) (gdouble x, gdouble y, gdouble rgb[3], gpointer data);

MadePicture    *made_new          (guint width, guint height, guint grey);
void            made_free         (MadePicture *self);
void            made_paint        (MadePicture *self, MadePaint paint, gpointer data);    /* 2 x 2 samples a pixel */
void            made_rectangle    (MadePicture *self, gdouble left, gdouble top, gdouble right, gdouble bottom, guint32 colour);
void            made_disc         (MadePicture *self, gdouble x, gdouble y, gdouble radius, guint32 colour);
void            made_line         (MadePicture *self, gdouble x0, gdouble y0, gdouble x1, gdouble y1, gdouble width, guint32 colour);
/* Cells of random greys about what is there. */
void            made_texture      (MadePicture *self, guint cell, gdouble deviation, guint32 seed);
void            made_noise        (MadePicture *self, gdouble deviation, guint32 seed);
/* Means along a line of @length pixels; degrees from level, counterclockwise. */
void            made_smear        (MadePicture *self, gdouble length, gdouble angle);
/* Three boxes of this radius, outside of the rectangle. */
void            made_soften       (MadePicture *self, guint radius, gdouble left, gdouble top, gdouble right, gdouble bottom);
MadePicture    *made_turn         (const MadePicture *self);      /* a quarter, counterclockwise */
MadePicture    *made_mirror       (const MadePicture *self);      /* left and right */
CriticEvidence *made_measure      (const MadePicture *self);      /* checks all numbers, too */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadePicture, made_free)

/* Fails the test unless the evidence holds numbers in their ranges only. */
void            made_check        (const CriticEvidence *evidence);
void            made_compare      (const CriticEvidence *evidence, McnStyle style, const char *comparison, gdouble bound);

#define assert_strong(evidence, style) made_compare (evidence, style, ">", 0.5)
#define assert_weak(evidence, style) made_compare (evidence, style, "<", 0.2)

G_END_DECLS
