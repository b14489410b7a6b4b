/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-reading.h"
#include "critic-journal.h"
#include "critic-sidecar.h"

G_BEGIN_DECLS

/* Between the library and what files say. What changed here since files were looked
 * at last counts first, then what changed in the newer sidecar, in the older one, in
 * the photograph itself; where two changed the same mark to different values, the
 * first stands and the other is remembered (CriticReading.differ) until somebody
 * settles it. Everything blocks: on a worker only. Any thread. */

/**
 * critic_sidecar_look:
 * @library: a library
 * @paths: (array length=n): photographs; those that the library does not know are left out
 * @n: how many
 * @file_ids: (element-type gint64) (nullable): receives the files of photographs whose marks are others now
 * @image_ids: (element-type gint64) (nullable): receives these photographs
 * @troubles: (element-type utf8) (nullable): receives a sentence for each sidecar that cannot be read
 * @cancellable: (nullable): looked at between photographs
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR, or cancelled
 *
 * Reads sidecars and photographs that changed since they were read, and takes
 * their marks into the library.
 *
 * Returns: %FALSE: nothing was taken in
 */
gboolean critic_sidecar_look   (CriticLibrary *library, const char *const *paths, gsize n, GArray *file_ids, GArray *image_ids,
                                GPtrArray *troubles, GCancellable *cancellable, GError **error);

/**
 * CriticSidecarSaved:
 * @n_saved: photographs whose sidecar says what the library does
 * @n_differing: of which a file says something else: settle that first
 * @n_failed: whose sidecar could not be written
 * @trouble: (nullable): the first sentence of those that failed
 */
typedef struct
{
  guint n_saved, n_differing, n_failed;
  char *trouble;
} CriticSidecarSaved;

/* Frees what it holds. */
void critic_sidecar_saved_clear (CriticSidecarSaved *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CriticSidecarSaved, critic_sidecar_saved_clear)

/**
 * critic_sidecar_save:
 * @library: a library
 * @paths: (array length=n): photographs
 * @n: how many
 * @model_id: (nullable): whose judgements are written too
 * @name: what sidecars are called
 * @subjects: write styles as keywords too
 * @saved: (out caller-allocates): what came of it
 * @file_ids: as in critic_sidecar_look()
 * @image_ids: as in critic_sidecar_look()
 * @cancellable: (nullable): looked at between photographs
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR, or cancelled
 *
 * Looks at the files first, so that nothing that was written elsewhere is lost.
 * Photographs that nothing is known of get no sidecar.
 *
 * Returns: %FALSE on failure of the library; a sidecar's own failure is in @saved
 */
gboolean critic_sidecar_save   (CriticLibrary *library, const char *const *paths, gsize n, const char *model_id,
                                CriticSidecarName name, gboolean subjects, CriticSidecarSaved *saved, GArray *file_ids, GArray *image_ids,
                                GCancellable *cancellable, GError **error);

/**
 * critic_sidecar_settle:
 * @library: a library
 * @path: a photograph
 * @theirs: what the file says is to stand; %FALSE: what the library says
 * @name: what the undo menu says of it
 * @file_ids: as in critic_sidecar_look()
 * @image_ids: as in critic_sidecar_look()
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Settles a disagreement, with a step that can be undone where the library changes.
 * Of several sources that differ the first counts: the newest sidecar, …
 *
 * Returns: %FALSE: nothing was settled
 */
gboolean critic_sidecar_settle (CriticLibrary *library, const char *path, gboolean theirs, const char *name,
                                GArray *file_ids, GArray *image_ids, GError **error);

/* The source with which there is a disagreement, the one that counts first;
 * %CRITIC_SOURCE_LIBRARY: none. */
CriticSource critic_sidecar_differs (const CriticMarked *marked);
/* The file of a source: (transfer full). */
char        *critic_sidecar_source_path (const char *photo, CriticSource source);

G_END_DECLS
