/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report-sheet.h"

G_BEGIN_DECLS

/* A line of text; with a role in the structure where @role, leading to @link or nowhere. */
void        critic_canvas_line       (CriticCanvas *canvas, PangoLayout *layout, guint line, gdouble x, gdouble y,
                                      gboolean role, const char *link);
/* For CriticCanvas.glyphs, once a PDF. */
GHashTable *critic_canvas_glyphs_new (void);

G_END_DECLS
