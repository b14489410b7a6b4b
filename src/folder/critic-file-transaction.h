/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-file-batch.h"

G_BEGIN_DECLS

/* Steps with files that can all be taken back. Nothing that was there before is
 * lost until commit(), and what commit() removes exists in another place. Every
 * function answers FALSE with a sentence in @error, after which the only thing
 * to do is roll_back(). One thread; blocks. */
typedef struct _CriticFileTransaction CriticFileTransaction;

CriticFileTransaction *critic_file_transaction_new       (guint64 n_bytes, GFileProgressCallback progress, gpointer data,
                                                          GCancellable *cancellable);
void                   critic_file_transaction_free      (CriticFileTransaction *self);
/* Neither ever replaces @to. */
gboolean               critic_file_transaction_copy      (CriticFileTransaction *self, const char *from, const char *to, GError **error);
gboolean               critic_file_transaction_move      (CriticFileTransaction *self, const char *from, const char *to, GError **error);
gboolean               critic_file_transaction_bin       (CriticFileTransaction *self, const char *path, GError **error);
/* What restore() will bring back to @path, whatever is binned from there after this. */
void                   critic_file_transaction_look_up   (CriticFileTransaction *self, const char *path);
/* Out of the bin. */
gboolean               critic_file_transaction_restore   (CriticFileTransaction *self, const char *path, GError **error);
gboolean               critic_file_transaction_commit    (CriticFileTransaction *self, GError **error);
/* Takes everything back; *@error, which is set, tells about what could not be. */
void                   critic_file_transaction_roll_back (CriticFileTransaction *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticFileTransaction, critic_file_transaction_free)

G_END_DECLS
