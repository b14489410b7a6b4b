/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as JSON, tables and XMP show them: six decimals at most, no zeros
 * behind, a point in every locale. */
#define CRITIC_NUMBER_SIZE (G_ASCII_DTOSTR_BUF_SIZE + 320)

/* Into @digits, which is returned. @value: finite */
char *critic_number_format (gdouble value, char digits[CRITIC_NUMBER_SIZE]);

G_END_DECLS
