/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-photo.h"

G_BEGIN_DECLS

/* The most bytes that a page's pictures may have together at A4. */
#define CRITIC_REPORT_PAGE_BYTES (1000 * 1000)

/**
 * CriticReportPhoto:
 * @jpeg: a baseline JPEG: JFIF header, tables, pixels and nothing else
 * @width: in pixels, upright
 * @height: in pixels
 * @rgb: sRGB, @height rows of @width * 3 bytes: what was encoded
 *
 * A photograph as it leaves in a report: decoded, turned, in sRGB, made
 * smaller and encoded anew. Nothing of the file's metadata comes along.
 */
typedef struct
{
  GBytes *jpeg;
  guint   width, height;
  guint8 *rgb;
} CriticReportPhoto;

CriticReportPhoto *critic_report_photo_load   (GFile *file, guint long_side, gsize most_bytes,
                                               GCancellable *cancellable, GError **error);
CriticReportPhoto *critic_report_photo_new    (CriticPhoto *photo, guint long_side, gsize most_bytes,
                                               GCancellable *cancellable, GError **error);
/* Takes @rgb, which is freed with g_free() also when this fails. */
CriticReportPhoto *critic_report_photo_take   (guint8 *rgb, guint width, guint height, gsize most_bytes,
                                               GCancellable *cancellable, GError **error);
void               critic_report_photo_free   (CriticReportPhoto *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticReportPhoto, critic_report_photo_free)

G_END_DECLS
