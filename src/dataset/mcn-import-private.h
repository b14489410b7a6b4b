/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-cleaner.h"
#include "mcn-dataset-writer.h"
#include "mcn-import.h"
#include "mcn-input.h"
#include "mcn-names.h"

G_BEGIN_DECLS

/* What a set of photographs says of a photograph of AVA: a crop's row. */
typedef struct
{
  char   *path;
  guint64 line;
  gint    high;                         /* -1: unknown */
  gdouble mean;                         /* NAN: unknown */
} McnImportCrop;

typedef struct
{
  const McnImportOptions *options;
  GHashTable             *parts;        /* "set\nid" -> McnPart */
  McnDatasetWriter       *writer;
  McnDraft               *draft;
  McnCleaner             *cleaner;      /* NULL: texts stay as they are */
  GHashTable             *crops;        /* AVA's id -> McnImportCrop, for its tables to agree with */
  guint64                 n;            /* samples written */
} McnImport;

/* The part that splits.json gives sample @id of @set. */
McnPart  mcn_import_part        (McnImport *self, const char *set, const char *id);
/* A file below the data; free it. */
char    *mcn_import_path        (McnImport *self, const char *folder, const char *name);
/* Writes @draft. */
gboolean mcn_import_add         (McnImport *self, McnDraft *draft, GError **error);

gboolean mcn_import_photographs (McnImport *self, GError **error);
gboolean mcn_import_ava         (McnImport *self, GError **error);
gboolean mcn_import_texts       (McnImport *self, GError **error);

/* AVA's 14 styles by name; -1: none. */
gint     mcn_import_style       (const char *name);
/* A verdict: 1, 0, or -1 for an empty cell; -2 for anything else. */
gint     mcn_import_high        (const char *text);
/* Whether two say the same of a photograph's mean vote and verdict, as far as both
 * know them. @mean: NAN: unknown; @high: -1: unknown. */
gboolean mcn_import_agree       (gdouble mean, gint high, gdouble other_mean, gint other_high);

G_END_DECLS
