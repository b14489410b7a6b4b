/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-photo.h"

G_DEFINE_QUARK (critic-photo-error-quark, critic_photo_error)
