/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of XMP, what is ours: the prefix "photocritic" stands for it. */
#define CRITIC_XMP_NAMESPACE "http://photocritic.github.io/PhotoCritic/1.0/"

/* Once a process, before anything else of gexiv2. FALSE: it cannot be used. */
gboolean critic_exiv2_initialize (void);
/* Exiv2's reader of XMP is not made for several threads: whoever reads a file or
 * XMP with it holds this lock, until the GExiv2Metadata is gone. */
GMutex  *critic_exiv2_lock       (void);

G_END_DECLS
