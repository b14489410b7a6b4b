/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-frame.h"

G_BEGIN_DECLS

/* Lists on a worker what is to be stepped through when @files were opened: the
 * photographs beside a single one, in the order of their names; several, as they
 * were given. Folders among them are left out. @paired: of a raw file and the picture
 * beside it only the picture, unless the raw one is the first of @files. Fails with
 * %G_IO_ERROR_CANCELLED. */
void        critic_frames_list_async  (GFile *const *files, guint n, gboolean paired, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full): a list of CriticFrame. */
GListStore *critic_frames_list_finish (GAsyncResult *result, GError **error);

G_END_DECLS
