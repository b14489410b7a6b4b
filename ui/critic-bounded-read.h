/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * critic_bounded_read_async:
 * @stream: what another program sends; it is closed in the end
 * @most: bytes that may come, at most
 * @cancellable: (nullable): may stop it
 * @callback: when all is there
 * @data: for @callback
 *
 * Reads a stream to its end, in pieces as they come. Of one that is longer no more is
 * read than shows that it is. Main thread; never blocks it.
 */
void    critic_bounded_read_async  (GInputStream *stream, gsize most, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data);
/* NULL: %G_IO_ERROR_MESSAGE_TOO_LARGE, or why it cannot be read; (transfer full). */
GBytes *critic_bounded_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
