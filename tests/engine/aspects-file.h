/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-aspects.h"

/* The bytes of an aspects.safetensors of @n_aspects rows: weight i is i / 64, bias i is -i. */
GByteArray *make_aspects (gsize n_aspects, gsize n_word);
