/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-json-writer.h"
#include "mcn-explanation-test.h"
#include "mcn-limits.h"

G_BEGIN_DECLS

/* Tables in Markdown, and members of an open JSON object, of what is measured on
 * request; NULL: it was not. */
void trainer_explanations_table (GString *text, const GArray *figures);
void trainer_explanations_json  (CriticJsonWriter *json, const GArray *figures);
void trainer_limits_table       (GString *text, const GArray *limits);
void trainer_limits_json        (CriticJsonWriter *json, const GArray *limits);
/* The member "interval": both ends, or null. */
void trainer_interval_json      (CriticJsonWriter *json, gdouble low, gdouble high);

G_END_DECLS
