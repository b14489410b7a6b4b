/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-aspects.h"

/* The bytes of an aspects.safetensors of @n_aspects rows: weight i is i / 64, bias i is
 * -i, the keywords' weight i is i / 4. One keyword of each of the first two aspects: piece
 * 7; pieces 8 and 9. @owner: whose the second one is. */
GByteArray *make_aspects (gsize n_aspects, gsize n_word, gint64 owner);
