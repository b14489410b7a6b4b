/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Says that long work begins here: a decode, a resampling, a pass over all
 * pixels. Where the calling thread runs the default main context, a frame is
 * being missed: that is counted, and told by a critical message. Any thread. */
void  critic_blocking_begin       (const char *what);
/* How often it was. Any thread. */
guint critic_blocking_get_on_main (void);

G_END_DECLS
