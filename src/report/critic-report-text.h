/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Any bytes as text that acts on nothing, and where each byte of it went. */
void critic_report_text_append (GString *out, const char *text, gsize length, guint32 *map);
/* Of a letter of a script that is written from right to left. */
gboolean critic_report_text_is_rtl (gunichar c);

G_END_DECLS
