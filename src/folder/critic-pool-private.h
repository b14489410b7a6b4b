/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-engine.h"
#include "critic-pool.h"

G_BEGIN_DECLS

/* For tests, which bring an engine of their own. */
CriticPool *critic_pool_new_with_engine (CriticEngine *engine, guint n_workers,
                                         CriticPoolDone done, gpointer data, GError **error);

G_END_DECLS
