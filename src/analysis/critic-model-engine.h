/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-engine.h"

G_BEGIN_DECLS

CriticEngine *critic_model_engine_new (const char *directory);

G_END_DECLS
