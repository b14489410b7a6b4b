/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-assessment.h"
#include "critic-json-writer.h"

G_BEGIN_DECLS

/* Of data/assessment.schema.json. A reader of version n reads every output of
 * version n: members are added, never changed or taken away. */
#define CRITIC_JSON_VERSION 1

void critic_assessment_write_json (CriticAssessment *self, CriticJsonWriter *writer);

G_END_DECLS
