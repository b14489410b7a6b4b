/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-analyzer.h"
#include "critic-engine.h"

G_BEGIN_DECLS

/* For tests, which bring an engine and caches of their own. */
CriticAnalyzer *critic_analyzer_new_with_engine (CriticEngine *engine, guint n_threads);
CriticAnalyzer *critic_analyzer_new_with_caches (CriticEngine *engine, guint n_threads, gsize image_bytes, gsize word_bytes);

G_END_DECLS
