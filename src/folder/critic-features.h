/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"

G_BEGIN_DECLS

void critic_features_project (const gfloat *features, gsize n, CriticMeasured *measured);

G_END_DECLS
