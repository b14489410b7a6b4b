/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-desk.h"

G_BEGIN_DECLS

/* "Check it": whether the heat of the score means something for what lies on
 * the desk. Asked for by the user, beside the live work, and forgotten when
 * photograph or critiques change. Main thread; knows no widget.
 *
 * Properties, notifying: "running" (boolean), "outcome" (string: what came out
 * or went wrong, translated; NULL: not asked, or forgotten). */
#define CRITIC_TYPE_HEAT_TEST (critic_heat_test_get_type ())
G_DECLARE_FINAL_TYPE (CriticHeatTest, critic_heat_test, CRITIC, HEAT_TEST, GObject)

CriticHeatTest *critic_heat_test_new         (CriticDesk *desk);
/* Nothing without a photograph, or while it runs. */
void            critic_heat_test_start       (CriticHeatTest *self);
gboolean        critic_heat_test_get_running (CriticHeatTest *self);
const char     *critic_heat_test_get_outcome (CriticHeatTest *self);

G_END_DECLS
