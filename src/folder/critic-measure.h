/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"
#include "critic-photo.h"

G_BEGIN_DECLS

void critic_measure_photo (CriticPhoto *photo, CriticMeasured *measured);

G_END_DECLS
