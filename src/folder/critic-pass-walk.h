/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-discovery.h"
#include "critic-library.h"

G_BEGIN_DECLS

/* What a walk over folders finds out by looking at the library. Called on the
 * thread of the walk; FALSE ends it. */
typedef struct
{
  gboolean (*fresh)     (const CriticMet *met, gpointer data);      /* unknown, or changed since */
  gboolean (*unchanged) (const CriticMet *met, gpointer data);
  gboolean (*trouble)   (const char *path, const GError *error, gpointer data);
} CriticPassWalkFuncs;

/* @gone: receives the paths of files that were there and are no longer; only of
 * a walk that was not ended. FALSE with an error of the library, or cancelled. */
gboolean critic_pass_walk (CriticLibrary *library, const char *model_id,
                           const char *const *roots, gboolean recursive,
                           const CriticPassWalkFuncs *funcs, gpointer data, GPtrArray *gone,
                           GCancellable *cancellable, GError **error);

gboolean critic_path_is_under (const char *path, const char *folder);

G_END_DECLS
