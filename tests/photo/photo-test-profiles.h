/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <lcms2.h>

#include "photo-test.h"

G_BEGIN_DECLS

#define PHOTO_TEST_DOT_GAIN 1.4

GBytes *photo_test_save_profile (cmsHPROFILE profile);  /* and closes it */
GBytes *photo_test_adobe_rgb    (void);
GBytes *photo_test_display_p3   (void);
GBytes *photo_test_grey         (double gamma);
GBytes *photo_test_press        (void);                 /* CMYK, with a table and a dot gain */

/* The photograph's pixels in an RGB profile; in inks, 255 full, for a press
 * with this gain (1: what is assumed where there is no profile). */
guint8 *photo_test_from_srgb    (CriticPhoto *photo, GBytes *profile);
guint8 *photo_test_to_inks      (CriticPhoto *photo, double gain);

G_END_DECLS
