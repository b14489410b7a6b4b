/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-assessment.h"
#include "critic-photo.h"

G_BEGIN_DECLS

/* The long side that critic_photo_load() should be asked for, for a picture as
 * large as is ever drawn. */
#define CRITIC_ANNOTATE_LONG_SIDE 800

GBytes  *critic_annotate      (CriticPhoto *photo, CriticAssessment *assessment, GError **error);
gboolean critic_annotate_save (CriticPhoto *photo, CriticAssessment *assessment, const char *path, GError **error);

G_END_DECLS
