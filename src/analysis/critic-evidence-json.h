/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-evidence.h"
#include "critic-json-writer.h"

G_BEGIN_DECLS

/* Adds the member "evidence" of data/assessment.schema.json to the open object. */
void critic_evidence_write_json (const CriticEvidence *self, CriticJsonWriter *writer);

G_END_DECLS
