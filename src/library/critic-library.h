/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "critic-assessment.h"
#include "critic-rating.h"

G_BEGIN_DECLS

/**
 * CriticLibraryError:
 * @CRITIC_LIBRARY_ERROR_DAMAGED: the file fails its integrity check or is no database
 * @CRITIC_LIBRARY_ERROR_NEWER: written by a newer version of the program
 * @CRITIC_LIBRARY_ERROR_LOCKED: another program holds it too long
 * @CRITIC_LIBRARY_ERROR_FULL: no space left
 * @CRITIC_LIBRARY_ERROR_IO: anything else that went wrong with the file
 */
typedef enum
{
  CRITIC_LIBRARY_ERROR_DAMAGED,
  CRITIC_LIBRARY_ERROR_NEWER,
  CRITIC_LIBRARY_ERROR_LOCKED,
  CRITIC_LIBRARY_ERROR_FULL,
  CRITIC_LIBRARY_ERROR_IO,
} CriticLibraryError;

#define CRITIC_LIBRARY_ERROR (critic_library_error_quark ())
GQuark critic_library_error_quark (void);

/* Bytes of a hash over the image data (src/photo/critic-content-hash.h). */
#define CRITIC_HASH_SIZE 16
/* What a photograph looks like to the network, for likeness and the user's
 * taste: signed bytes, times @scale. */
#define CRITIC_N_FEATURES 256

typedef struct
{
  guint8 bytes[CRITIC_HASH_SIZE];
} CriticHash;

/**
 * CriticMeasured:
 * @hash: over the image data, without metadata
 * @width: of the file, upright, pixels
 * @height: of the file, upright, pixels
 * @taken: when the photograph was taken by its EXIF, milliseconds since 1970 in the camera's own time; 0 unknown
 * @sharpness: contrast of fine detail in the sharpest part, 0 to 1
 * @exposure: mean luminance, 0 to 1
 * @clipped: share of pixels that are black or white in all channels, 0 to 1
 * @scale: of @features
 * @features: see CRITIC_N_FEATURES
 * @turned: the EXIF orientation with which the photograph was looked at, 1 to 8; 0 unknown
 *
 * What a pass finds out about a photograph besides the model's judgement.
 */
typedef struct
{
  CriticHash hash;
  guint32    width, height;
  gint64     taken;
  gfloat     sharpness, exposure, clipped;
  gfloat     scale;
  gint8      features[CRITIC_N_FEATURES];
  guint8     turned;
} CriticMeasured;

/* A file as it was when it was looked at: unchanged when all three are. A path
 * is absolute, without `.`, `..` or a slash at its end. */
typedef struct
{
  const char *path;     /* absolute, in the file system's own bytes */
  guint64     size;
  gint64      mtime;    /* nanoseconds since 1970 */
} CriticFileStamp;

typedef enum
{
  CRITIC_ROW_WAITING,   /* not looked at yet */
  CRITIC_ROW_DONE,
  CRITIC_ROW_FAILED,    /* @failure says why */
  CRITIC_ROW_GONE,      /* was here and is no longer */
} CriticRowState;

/**
 * CriticRow:
 * One file, with all that is known of its photograph. Strings belong to the row.
 *
 * @assessed: the numbers are there, by the model asked for; never of a file that failed
 * @veiled: the numbers are there and not told, because the user judges first (critic_veil_apply());
 *   @assessed is then %FALSE. Never set by the library
 * @judgement: the score shown: photo + critiques where these were judged, else the photograph alone
 * @photo_alone: the photograph alone
 * @with_critiques: @judgement knows the critiques that count now
 * @stale: critiques count that @judgement does not know: judge them, critic_library_write_judgement()
 * @critiques: number of critiques of this photograph that say something
 */
typedef struct
{
  gint64          file_id;          /* stable while the file keeps its path */
  gint64          image_id;         /* 0 until the image data were hashed */
  char           *path;
  guint64         size;
  gint64          mtime;
  CriticRowState  state;
  char           *failure;          /* a translated sentence, or NULL */
  CriticMeasured  measured;
  gboolean        assessed, veiled, with_critiques, stale;
  CriticJudgement judgement;
  CriticJudgement photo_alone;
  CriticRating    rating;
  guint           n_critiques;
} CriticRow;

void critic_row_free (CriticRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticRow, critic_row_free)

typedef struct
{
  gint64   id;              /* 0: not stored yet */
  char    *author;          /* "" : the user */
  char    *text;
  gdouble  own_score;       /* NAN: none */
  gdouble  own_scale;       /* the best that could be given: 10, 20, 100 */
  gint64   written;         /* milliseconds since 1970, UTC */
  gboolean counts;          /* takes part in the score */
  char    *language;        /* "en_GB", for spelling; "" or NULL: as the desktop's */
} CriticCritiqueEntry;

CriticCritiqueEntry *critic_critique_entry_copy (const CriticCritiqueEntry *self);
void                 critic_critique_entry_free (CriticCritiqueEntry *self);

/* The user's library: one SQLite file (schema: critic-library-schema.c). Every
 * function blocks and may be called on any thread but the main loop's; one
 * connection, one lock. Two processes may hold the same file open (WAL).
 * A write is either wholly there or not at all. */
#define CRITIC_TYPE_LIBRARY (critic_library_get_type ())
G_DECLARE_FINAL_TYPE (CriticLibrary, critic_library, CRITIC, LIBRARY, GObject)

/* $XDG_DATA_HOME/photo-critic/library.sqlite */
char          *critic_library_default_path (void);
/* Opens or makes it; NULL path: in memory. Checks its integrity, copies it to
 * `library-vN.sqlite` beside it before a migration, refuses a newer one. */
CriticLibrary *critic_library_open         (const char *path, GError **error);
/* Of a damaged library: keeps it as `library-damaged-DATE.sqlite` and saves
 * what can be read into a new one; @n_lost: rows that could not be;
 * G_MAXUINT64: nothing could. */
CriticLibrary *critic_library_rescue       (const char *path, guint64 *n_lost, GError **error);
const char    *critic_library_get_path     (CriticLibrary *self);

/* A raw file and the picture beside it are one: what is said of one is said of both. */
void           critic_library_set_pairs    (CriticLibrary *self, gboolean pairs);

/* --- what a pass writes --- */

/* TRUE and the rows' state when @stamp is known unchanged and was assessed by
 * @model_id (or failed and is still the same file). */
gboolean critic_library_is_current (CriticLibrary *self, const CriticFileStamp *stamp, const char *model_id);
/* All the stamps under a folder at once, path -> CriticFileStamp copy; for a
 * second pass that must take seconds. One that is not current has CRITIC_NO_TIME. */
#define CRITIC_NO_TIME G_MININT64
GHashTable *critic_library_stamps_under (CriticLibrary *self, const char *folder, const char *model_id, GError **error);

/**
 * CriticFound:
 * One finished row of a pass: either @failure, or what was measured and judged.
 */
typedef struct
{
  CriticFileStamp  stamp;
  const char      *failure;         /* NULL: fine */
  CriticMeasured   measured;
  CriticJudgement  photo_alone;
} CriticFound;

/* One transaction for all of them. A photograph that is known by its hash
 * under another path keeps its critiques and ratings. */
gboolean critic_library_write_found (CriticLibrary *self, const char *model_id,
                                     const CriticFound *found, gsize n, GError **error);
/* Files met and not looked at yet: rows that wait. */
gboolean critic_library_write_met  (CriticLibrary *self, const CriticFileStamp *stamps, gsize n, GError **error);
/* Judgement of photo + critiques of @image_id. @critiques: the texts that took
 * part, so that a judgement is never shown for others than it was made for. */
gboolean critic_library_write_judgement (CriticLibrary *self, const char *model_id, gint64 image_id,
                                         const char *const *critiques, const CriticJudgement *judgement, GError **error);
/* Files under @folder that a whole pass no longer met: gone, ratings kept. */
gboolean critic_library_mark_gone  (CriticLibrary *self, const char *const *paths, gsize n, GError **error);
gboolean critic_library_moved      (CriticLibrary *self, const char *from, const char *to, GError **error);

/* --- rows --- */

/* All files under the folders (recursive or not), GPtrArray of CriticRow;
 * 100,000 in well under a second. A path that names a file means that file.
 * @model_id: whose judgements. */
GPtrArray *critic_library_rows       (CriticLibrary *self, const char *const *folders, gboolean recursive,
                                      const char *model_id, GCancellable *cancellable, GError **error);
GPtrArray *critic_library_rows_by_id (CriticLibrary *self, const gint64 *file_ids, gsize n,
                                      const char *model_id, GError **error);
/* By path, whether or not it is unchanged; NULL without error: unknown. */
CriticRow *critic_library_row_at     (CriticLibrary *self, const char *path, const char *model_id, GError **error);
/* By the photograph's hash: a file of it, wherever it lies or lay; NULL without error: unknown. */
CriticRow *critic_library_row_of     (CriticLibrary *self, const CriticHash *hash, const char *model_id, GError **error);

/* --- ratings --- */

/* What the user says of a photograph; all zero where nothing was said. */
gboolean critic_library_read_rating  (CriticLibrary *self, gint64 image_id, CriticRating *rating, GError **error);

/* --- critiques --- */

/* Of the photograph with that hash; 0: it is not known, and not made known. */
gboolean critic_library_find_image   (CriticLibrary *self, const CriticHash *hash, gboolean make, gint64 *image_id, GError **error);
/* What was said of the photograph that was in a file goes along to the one that is. */
gboolean critic_library_follow       (CriticLibrary *self, const char *path, const CriticHash *from, const CriticHash *to,
                                      gint64 *image_id, GError **error);
GPtrArray *critic_library_critiques  (CriticLibrary *self, gint64 image_id, GError **error);
GHashTable *critic_library_images_with_text (CriticLibrary *self, const char *needle, GError **error); /* set of gint64* */

/* --- what teaches the user's taste --- */

gboolean critic_library_forget_marks  (CriticLibrary *self, gboolean forget, GError **error);
GArray  *critic_library_taught_files  (CriticLibrary *self, guint *n_forgotten, GError **error); /* gint64 */

/* --- saved filters --- */

gboolean critic_library_save_filter   (CriticLibrary *self, const char *name, const char *expression, GError **error);
gboolean critic_library_delete_filter (CriticLibrary *self, const char *name, GError **error);
GPtrArray *critic_library_filters     (CriticLibrary *self, GError **error); /* name, expression, name, expression, … */

G_END_DECLS
