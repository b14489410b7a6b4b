/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"
#include "mcn-wordpiece.h"

G_BEGIN_DECLS

/* The word pieces of the vocabulary at @path, whose ids fit into 16 bits. @sha256:
 * where the checksum of the file is put, as 64 hex digits; free it. */
McnWordpiece *mcn_vocabulary_load (const char *path, char **sha256, GError **error);

G_END_DECLS
