/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-row.h"

G_BEGIN_DECLS

/* XMP sidecars. What the user said goes where every program looks for it:
 * xmp:Rating (-1: rejected) and xmp:Label, each only where the user gave one.
 * What the model said never goes there: it stands in a namespace of our own,
 *
 *     http://photocritic.github.io/PhotoCritic/1.0/   photocritic
 *
 * with Score, PhotoScore, TypicalError, Percentile, PHigh, High ("True" or
 * "False"), Critiques, Model, Styles (a bag of the styles above one half) and
 * StyleProbabilities (a bag of "Macro=0.875813"); and of the user what XMP has
 * no place for: Flag, OwnScore, OwnHigh, OwnStyles, OwnNotStyles. */
#define CLI_SIDECAR_NAMESPACE "http://photocritic.github.io/PhotoCritic/1.0/"

/* Once, before the first cli_sidecar_write(). */
gboolean cli_sidecar_init  (GError **error);
/* Beside a photograph: `photo.jpg.xmp`; of a raw file that has a `photo.xmp`
 * and no `photo.raw.xmp`, the former. (transfer full) */
char    *cli_sidecar_path  (const char *photo);
/* Writes what @row knows into @path: all else that stands there stays, older
 * values of ours go. Atomically; the folder must exist. A sidecar that cannot
 * be read is left alone, with an error. */
gboolean cli_sidecar_write (const CliRow *row, const char *path, GError **error);

G_END_DECLS
