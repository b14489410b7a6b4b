/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum { CRITIC_FILES_COPY, CRITIC_FILES_MOVE, CRITIC_FILES_BIN } CriticFilesKind;
typedef enum { CRITIC_COLLISION_ASK, CRITIC_COLLISION_SKIP, CRITIC_COLLISION_RENAME, CRITIC_COLLISION_REPLACE } CriticCollision;

/* Photographs with what belongs to them: `photo.xmp`, `photo.jpg.xmp`, other
 * sidecars of that stem (.pp3, .dop, .xmp), and the RAW or JPEG partner when
 * asked for. Copied or moved all or none: whatever fails or is cancelled, what
 * was done is undone before the error is returned. A copy is checked by size
 * and synced before an original is removed; a replaced file goes to the bin.
 * Blocks; a worker only. */
typedef struct
{
  char  *from, *to;         /* absolute paths; @to NULL: in the bin */
} CriticFileMove;

void critic_file_move_free (CriticFileMove *self);

typedef struct
{
  CriticFilesKind    kind;
  const char *const *paths;
  const char        *destination;     /* folder; NULL for the bin */
  gboolean           with_partners;   /* RAW+JPEG */
  CriticCollision    collision;       /* ASK: an error CRITIC_FILES_ERROR_COLLISION, nothing done */
  GHashTable        *answers;         /* nullable: @photo of a CriticFileCollision to the CriticCollision for it alone */
} CriticFileBatch;

/* A photograph whose place is taken, its own or that of a file that goes with it. */
typedef struct
{
  char    *photo;                 /* absolute path: what an answer is for */
  char    *from, *to;             /* the first of its files that has no place */
  char    *other;                 /* what stands at @to, or comes there before */
  gboolean can_replace;           /* FALSE: @other is of this batch, or the file itself */
  guint64  from_size, other_size; /* bytes */
  gint64   from_time, other_time; /* of the last change: nanoseconds since 1970 */
} CriticFileCollision;

void critic_file_collision_free (CriticFileCollision *self);

#define CRITIC_FILES_ERROR (critic_files_error_quark ())
GQuark critic_files_error_quark (void);
typedef enum
{
  CRITIC_FILES_ERROR_COLLISION,     /* the message names the first and how many */
  CRITIC_FILES_ERROR_NO_BIN,        /* this place has no bin */
  CRITIC_FILES_ERROR_FAILED,        /* rolled back */
  CRITIC_FILES_ERROR_NOT_ROLLED_BACK, /* the message names what lies where */
} CriticFilesError;

/* Everything that would be touched, sidecars and partners too; (transfer full) strv. */
GStrv      critic_file_batch_list (const CriticFileBatch *batch);
/* GPtrArray of CriticFileCollision: those that neither @collision nor @answers speaks of. */
GPtrArray *critic_file_batch_collisions (const CriticFileBatch *batch, GError **error);
/* GPtrArray of CriticFileMove: what happened, for the journal. */
GPtrArray *critic_file_batch_run  (const CriticFileBatch *batch, GFileProgressCallback progress, gpointer data,
                                   GCancellable *cancellable, GError **error);
/* Takes moves back: files return to where they were, also out of the bin, whose
 * folders the Trash specification lays down. FALSE with an error where it can't. */
gboolean   critic_file_batch_undo (GPtrArray *moves, CriticFilesKind kind, GCancellable *cancellable, GError **error);
gboolean   critic_file_batch_can_restore (const char *path);  /* what is binned from there comes back by undo */

G_END_DECLS
