/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"

G_BEGIN_DECLS

/**
 * CriticImportPlan:
 * @folders: (array zero-terminated=1): absolute paths: photographs in them, and in folders below, are meant
 * @desk_path: (nullable): absolute path of a photograph that may be meant although the library does not know it
 * @desk_hash: of the photograph at @desk_path
 * @scale: the best that can be given, where the table has no column "scale"
 * @model_id: whose rows to read
 *
 * Where a table's photographs are looked for.
 */
typedef struct
{
  const char *const *folders;
  const char        *desk_path;
  CriticHash         desk_hash;
  gdouble            scale;
  const char        *model_id;
} CriticImportPlan;

/**
 * CriticImportReport:
 * @n_written: critiques that are in the library now
 * @n_known: that were there already, to the letter
 * @refused: (element-type utf8): sentences about those that are not, each with its line
 * @image_ids: (element-type gint64): photographs that have new critiques
 *
 * What became of a table.
 */
typedef struct
{
  guint      n_written, n_known;
  GPtrArray *refused;
  GArray    *image_ids;
} CriticImportReport;

CriticImportReport *critic_critique_import      (CriticLibrary *library, GFile *table, const CriticImportPlan *plan,
                                                 GCancellable *cancellable, GError **error);
void                critic_import_report_free   (CriticImportReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticImportReport, critic_import_report_free)

G_END_DECLS
