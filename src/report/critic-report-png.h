/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "critic-report.h"

G_BEGIN_DECLS

/* Writes a surface as a PNG file that says nothing but its pixels and that
 * they are sRGB: chunks IHDR, sRGB, IDAT, IEND. @path names the report in an error. */
gboolean critic_report_png_write (cairo_surface_t *surface, const char *path, GError **error);

G_END_DECLS
