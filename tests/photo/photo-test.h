/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-preprocess.h"

G_BEGIN_DECLS

/* What the programs of this suite share. Everything fails the test on error. */

char   *photo_test_golden  (const char *name);    /* path of tests/golden/photo/NAME */
char   *photo_test_sample  (const char *name);    /* path of data/samples/NAME */
GBytes *photo_test_read    (const char *path);
/* RGB of a PNG without alpha and without profile, read by gdk-pixbuf. */
GBytes *photo_test_pixels  (const char *path, guint *width, guint *height);

/* A file, or a folder with all that is in it. */
void    photo_test_remove  (const char *path);

CriticPhoto *photo_test_load (const char *path, guint at_least);
int     photo_test_distance  (const guint8 *a, const guint8 *b, gsize n, double *mean);

/* A JPEG in memory. @rgb_or_cmyk: rows of 3 bytes, or of 4 (inks, 255 full).
 * CMYK is written as Adobe does, inverted; @ycck: as YCCK. */
typedef struct
{
  gboolean     cmyk, ycck, progressive;
  int          restart_rows;
  GBytes      *profile;       /* (nullable) into APP2 */
} PhotoTestJpeg;

GBytes *photo_test_encode    (const guint8 *pixels, guint width, guint height, const PhotoTestJpeg *how);

G_END_DECLS
