/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-aspects.h"

G_BEGIN_DECLS

/* The names of @aspects, bits as of critic_assessment_get_aspects(), translated and
 * in a list; "" for none. */
char *critic_aspect_names (guint aspects);

G_END_DECLS
