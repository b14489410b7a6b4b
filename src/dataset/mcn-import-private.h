/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-cleaner.h"
#include "mcn-dataset-writer.h"
#include "mcn-import.h"
#include "mcn-input.h"
#include "mcn-names.h"

G_BEGIN_DECLS

typedef struct
{
  const McnImportOptions *options;
  GHashTable             *parts;        /* "set\nid" -> McnPart */
  McnDatasetWriter       *writer;
  McnDraft               *draft;
  McnCleaner             *cleaner;      /* NULL: texts stay as they are */
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

G_END_DECLS
