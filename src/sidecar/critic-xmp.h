/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-rating-set.h"

#include "critic-exiv2.h"

G_BEGIN_DECLS

/* The user's marks in XMP. What every program knows stands where every program
 * looks for it:
 *
 *   xmp:Rating   -1 rejected, 0 none, 1 to 5 stars; the user's alone, never the model's
 *   xmp:Label    Red, Yellow, Green, Blue or Purple
 *   lr:hierarchicalSubject   "Photo Critic|Macro": a style, when styles are asked for
 *   dc:subject               "Macro"
 *
 * and what XMP has no place for, in a namespace of our own (CRITIC_XMP_NAMESPACE,
 * "photocritic"): Flag, Stars (of what is rejected), OwnScore, OwnHigh, OwnStyles,
 * OwnNotStyles; Subjects and Branches: the words that we put into dc:subject and
 * lr:hierarchicalSubject. The model's results stand there too and are never read. */
#define CRITIC_XMP_BRANCH "Photo Critic|"

typedef struct
{
  CriticRating rating;      /* what is said; nothing elsewhere */
  CriticSet    mute;        /* of what it cannot speak: what is ours in a file of others (who may still take a rejection
                             * back), the stars of a photograph that others rejected */
} CriticXmp;

/**
 * critic_xmp_read_sidecar:
 * @text: the bytes of a sidecar
 * @length: how many
 * @xmp: (out caller-allocates): what it says
 * @error: return location for an error of %G_MARKUP_ERROR
 *
 * Blocks for about a millisecond, and waits for other threads that read XMP. Any
 * thread.
 *
 * Returns: %FALSE: it is no XMP, or damaged
 */
gboolean critic_xmp_read_sidecar (const char *text, gsize length, CriticXmp *xmp, GError **error);

/**
 * critic_xmp_read_photo:
 * @path: a photograph
 * @xmp: (out caller-allocates): what the file says of itself
 *
 * A file without XMP, or with damaged XMP, or one that cannot be read, says
 * nothing. Reads as little of it as Exiv2 can; blocks. Any thread.
 */
void     critic_xmp_read_photo   (const char *path, CriticXmp *xmp);

/* "Red" … "Purple", in English whatever the user's language; "" for none. */
const char *critic_xmp_label_name (CriticLabel label);
/* %CRITIC_LABEL_NONE: none of these. */
CriticLabel critic_xmp_label_parse (const char *text);

G_END_DECLS
