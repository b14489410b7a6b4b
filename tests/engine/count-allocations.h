/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Allocations made by the code linked into this program, counted by the linker
 * putting wrappers in their place (count_allocations_args in meson.build). */
guint count_allocations (void);
