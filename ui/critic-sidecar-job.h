/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-sidecar-sync.h"
#include "critic-veil.h"

G_BEGIN_DECLS

typedef enum
{
  CRITIC_SIDECAR_JOB_LIST,      /* only who differs */
  CRITIC_SIDECAR_JOB_LOOK,
  CRITIC_SIDECAR_JOB_SAVE,
  CRITIC_SIDECAR_JOB_SETTLE,
} CriticSidecarJobKind;

/**
 * CriticSidecarJob:
 * @kind: what is to be done
 * @library: in which
 * @model_id: whose judgements are saved
 * @paths: photographs; of LOOK also sidecars, which mean the photographs beside them
 * @opened: (nullable): on the desk: made known to the library as it is now
 * @changed: (nullable): image ids, of SAVE: instead of @paths
 * @scope: who differs is asked for these
 * @name: what sidecars are called
 * @subjects: styles are keywords too
 * @veil: what is hidden from who judges first
 * @theirs: of SETTLE: what the files say stands
 * @image_ids: out: photographs whose marks are others now
 * @troubles: out: sentences
 * @saved: out: of SAVE
 * @n_veiled: out: of SAVE: photographs whose sidecars do not tell what the model says, for the user judges first
 * @differing: out: CriticMarked
 *
 * One job for a worker; everything it needs is given to it.
 */
typedef struct
{
  CriticSidecarJobKind kind;
  CriticLibrary       *library;
  char                *model_id;
  GStrv                paths;
  char                *opened;
  GArray              *changed;
  GStrv                scope;
  CriticSidecarName    name;
  gboolean             subjects, theirs;
  CriticVeil          *veil;

  GArray              *image_ids;
  GPtrArray           *troubles;
  CriticSidecarSaved   saved;
  guint                n_veiled;
  GPtrArray           *differing;
} CriticSidecarJob;

CriticSidecarJob *critic_sidecar_job_new  (CriticSidecarJobKind kind);
void              critic_sidecar_job_free (CriticSidecarJob *self);
/* Blocks. */
gboolean          critic_sidecar_job_run  (CriticSidecarJob *self, GCancellable *cancellable, GError **error);

G_END_DECLS
