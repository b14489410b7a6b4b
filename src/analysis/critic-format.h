/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as a person reads them, in window and reports: the locale's decimal sign, a real minus. All
 * results are (transfer full); any thread. */
char *critic_format_score  (gdouble score);
char *critic_format_signed (gdouble value, guint decimals);
/* A share, 0 to 1, as whole per cent with the locale's spacing. */
char *critic_format_share  (gdouble share);

G_END_DECLS
