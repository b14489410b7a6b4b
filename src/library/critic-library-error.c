/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-library.h"

G_DEFINE_QUARK (critic-library-error-quark, critic_library_error)
