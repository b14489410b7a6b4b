/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-pass-run.h"

G_BEGIN_DECLS

/* For tests, which bring engines of their own: one a run. */
CriticPass *critic_pass_new_with_engine (CriticLibrary *library, CriticEngineMaker make_engine, gpointer data,
                                         GDestroyNotify free_data, guint n_workers);

G_END_DECLS
