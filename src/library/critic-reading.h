/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"
#include "critic-rating-set.h"

G_BEGIN_DECLS

/* What the library remembers of the marks that files have: from where it read
 * which, and when; so that it can tell who changed what since. */

/* Where a photograph's marks may stand. */
typedef enum
{
  CRITIC_SOURCE_LIBRARY,    /* as they stood here when files were looked at last */
  CRITIC_SOURCE_PHOTO,      /* in the file itself */
  CRITIC_SOURCE_FULL,       /* photo.jpg.xmp */
  CRITIC_SOURCE_STEM,       /* photo.xmp */
  CRITIC_N_SOURCES
} CriticSource;

/**
 * CriticReading:
 * @known: it was read; else nothing below counts
 * @size: of the file it was read from
 * @mtime: of that, nanoseconds since 1970
 * @made: when it was read, milliseconds since 1970, UTC
 * @rating: what it said
 * @differ: in what it says something else than the library, and nobody has settled it yet
 */
typedef struct
{
  gboolean     known;
  guint64      size;
  gint64       mtime;
  gint64       made;
  CriticRating rating;
  CriticSet    differ;
} CriticReading;

/* One photograph's marks, everywhere. Strings belong to it. */
typedef struct
{
  char         *path;
  gint64        file_id, image_id;      /* 0: unknown */
  CriticRating  rating;                 /* the library's */
  CriticReading readings[CRITIC_N_SOURCES];
} CriticMarked;

void critic_marked_free (CriticMarked *self);

/**
 * CriticMarkMerger:
 * @marked: as it stands; takes what is to stand
 * @number: which of the paths, from 0
 * @data: of the caller
 *
 * Decides what the marks of a photograph are. Called with the library locked: no
 * file is read in it, and the library not asked.
 */
typedef void (*CriticMarkMerger) (CriticMarked *marked, gsize number, gpointer data);

/**
 * critic_library_marked_at:
 * @self: a library
 * @path: absolute path of a file
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Blocks.
 *
 * Returns: (transfer full) (nullable): its marks; %NULL without an error: the file
 *   or its photograph is unknown
 */
CriticMarked *critic_library_marked_at   (CriticLibrary *self, const char *path, GError **error);

/**
 * critic_library_merge_marks:
 * @self: a library
 * @paths: (array length=n): absolute paths of files; unknown ones are left out
 * @n: how many
 * @name: what the undo menu says, where something can be undone
 * @merger: decides
 * @data: for @merger
 * @file_ids: (element-type gint64) (nullable): receives the files of the photographs whose marks are others now
 * @image_ids: (element-type gint64) (nullable): receives these photographs
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * All in one transaction, so that what the user does meanwhile is never lost. A
 * photograph that no step of the journal is about is marked without a step: marks
 * that come with files are no act of the user's. Blocks.
 *
 * Returns: %FALSE: nothing was written
 */
gboolean      critic_library_merge_marks (CriticLibrary *self, const char *const *paths, gsize n, const char *name,
                                          CriticMarkMerger merger, gpointer data, GArray *file_ids, GArray *image_ids, GError **error);

/**
 * critic_library_disagreements:
 * @self: a library
 * @folders: (array zero-terminated=1): absolute paths of folders, or of files
 * @recursive: with what lies below
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Photographs of which a file says something else than the library, in byte order
 * of their paths. Blocks.
 *
 * Returns: (transfer full) (element-type CriticMarked): them, or %NULL
 */
GPtrArray    *critic_library_disagreements (CriticLibrary *self, const char *const *folders, gboolean recursive, GError **error);

/* The files of photographs that are not gone; (transfer full); NULL with an error. Blocks. */
GStrv         critic_library_paths_of    (CriticLibrary *self, const gint64 *image_ids, gsize n, GError **error);
/* A file whose photograph was hashed, but not looked at by a pass: its row waits,
 * and its marks can be kept; those of the photograph that was in it before go along
 * to one that was not known. Blocks. */
gboolean      critic_library_write_seen  (CriticLibrary *self, const CriticFileStamp *stamp, const CriticHash *hash, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticMarked, critic_marked_free)

G_END_DECLS
