/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-build.h"

G_BEGIN_DECLS

/* A text that is another one when a table, a page, a comment or the list of
 * photographs is: a dataset half made of something else is not gone on with.
 * @images: the photographs' folder; @vocabulary: SHA-256 of its file. Free it. Looks
 * at every page's size and time, never into it. */
char *mcn_build_describe_inputs (const McnBuildOptions *options, const char *images, const char *vocabulary);

G_END_DECLS
