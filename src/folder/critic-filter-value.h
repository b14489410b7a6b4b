/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-filter-node.h"

G_BEGIN_DECLS

/* What stands behind an operator. Each fails with a sentence that does not say where. */

/* "5.5", of a share also "90%", of bytes also "5MB". */
gboolean critic_number_parse (CriticFieldKind kind, const char *text, gdouble *value, GError **error);
/* "2026", "2026-05", "2026-05-01", "2026-05-01T18:30" or with seconds: the time
 * from @from to before @end, milliseconds since 1970 of no zone. */
gboolean critic_date_parse   (const char *text, gdouble *from, gdouble *end, GError **error);
/* One of the field's words, as its place among them. */
gboolean critic_choice_parse (const CriticField *field, const char *text, gdouble *value, GError **error);
/* (transfer full): the shortest text that is read as the same bits. */
char    *critic_number_print (gdouble value);

G_END_DECLS
