/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "critic-library.h"
#include "critic-xmp.h"

G_BEGIN_DECLS

/**
 * CriticSidecarError:
 * @CRITIC_SIDECAR_ERROR_DAMAGED: what stands in the sidecar cannot be read, so it was not changed
 * @CRITIC_SIDECAR_ERROR_READ_ONLY: the file, its folder or its disk must not be written to
 * @CRITIC_SIDECAR_ERROR_NO_SPACE: no space left
 * @CRITIC_SIDECAR_ERROR_CHANGED: another program wrote it at the same moment
 * @CRITIC_SIDECAR_ERROR_IO: anything else that went wrong with the file
 */
typedef enum
{
  CRITIC_SIDECAR_ERROR_DAMAGED,
  CRITIC_SIDECAR_ERROR_READ_ONLY,
  CRITIC_SIDECAR_ERROR_NO_SPACE,
  CRITIC_SIDECAR_ERROR_CHANGED,
  CRITIC_SIDECAR_ERROR_IO,
} CriticSidecarError;

#define CRITIC_SIDECAR_ERROR (critic_sidecar_error_quark ())
GQuark critic_sidecar_error_quark (void);

/* What a sidecar is called. */
typedef enum
{
  CRITIC_SIDECAR_FULL,      /* photo.jpg.xmp: darktable, digiKam */
  CRITIC_SIDECAR_STEM,      /* photo.xmp: Lightroom, Bridge, Capture One */
} CriticSidecarName;

/* Beside @photo, whether or not it is there; (transfer full). */
char    *critic_sidecar_path      (const char *photo, CriticSidecarName name);
/* Whether photo.xmp is about @photo: not when a raw file beside it has the stem,
 * to which it belongs then. Blocks. */
gboolean critic_sidecar_owns_stem (const char *photo);
/* Who speaks of @photo: its sidecars that are there, the newer one first, and @photo itself.
 * Blocks; (transfer full). */
GStrv    critic_sidecar_sources   (const char *photo);
/* Where to write: @name, or photo.jpg.xmp where photo.xmp would be about another
 * photograph too. Blocks; (transfer full). */
char    *critic_sidecar_choose    (const char *photo, CriticSidecarName name);

/**
 * CriticSidecarWords:
 * @rating: what the user says
 * @erase: what the user has taken back: goes from the sidecar; of everything else
 *   that @rating says nothing of, a sidecar keeps what it has
 * @model: (nullable): id of the model; %NULL: nothing was judged, and what stands there of a model goes
 * @judgement: of the photograph with its critiques
 * @photo_alone: of the photograph alone
 * @n_critiques: that took part
 * @subjects: write styles among dc:subject and lr:hierarchicalSubject; %FALSE: leave those words alone
 *
 * What a sidecar is to say. Styles are those that the user says, and those that the
 * model finds and the user does not deny.
 */
typedef struct
{
  CriticRating    rating;
  CriticSet       erase;
  const char     *model;
  CriticJudgement judgement, photo_alone;
  guint           n_critiques;
  gboolean        subjects;
} CriticSidecarWords;

/* From a row of the library; @model_id: whose judgement it shows. */
void     critic_sidecar_words_of (CriticSidecarWords *words, const CriticRow *row, const char *model_id);

/**
 * critic_sidecar_write:
 * @path: of the sidecar; where that is a link, the file it leads to is written
 * @words: what it is to say
 * @error: return location for an error of %CRITIC_SIDECAR_ERROR
 *
 * Changes what is about @words in a sidecar, or makes one, and leaves everything
 * else that stands there as it is. One that says all of it already
 * is not touched. It is replaced at once or not at all. Blocks. Any thread, also
 * several for different files.
 *
 * Returns: whether the sidecar says it now; %FALSE: the old one is whole
 */
gboolean critic_sidecar_write    (const char *path, const CriticSidecarWords *words, GError **error);

/**
 * critic_sidecar_read:
 * @path: of the sidecar
 * @xmp: (out caller-allocates): what it says
 * @error: return location for an error of %CRITIC_SIDECAR_ERROR
 *
 * Blocks. Any thread.
 *
 * Returns: %FALSE: it cannot be read
 */
gboolean critic_sidecar_read     (const char *path, CriticXmp *xmp, GError **error);

G_END_DECLS
