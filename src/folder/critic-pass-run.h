/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-engine.h"
#include "critic-pass.h"

G_BEGIN_DECLS

/* The threads of one pass, from start to end: one that walks the folders, one
 * that feeds the pool, one that writes the library. No GObject: a CriticPass
 * owns it and hears of it through functions that are called on any of them. */
typedef struct _CriticPassRun CriticPassRun;

typedef CriticEngine *(*CriticEngineMaker) (gpointer data);

typedef struct
{
  CriticLibrary     *library;
  CriticEngineMaker  make_engine;       /* (transfer full) result */
  gpointer           engine_data;
  guint              n_workers;
  const char *const *roots;             /* absolute */
  gboolean           recursive;
  gboolean           walk;              /* FALSE: only what is retried */
  const char *const *retry;             /* failed files to try again; NULL: none */
  gboolean           retry_all;         /* all failed ones under the roots */

  /* No lock is held. @ids: of files whose rows changed, or NULL: only the progress did. */
  void             (*changed) (const gint64 *ids, gsize n, gpointer data);
  /* The last call; a thread of the run, which ends now. @error: of CRITIC_PASS_FAILED. */
  void             (*ended)   (CriticPassState state, const GError *error, gpointer data);
  gpointer           data;
} CriticPassPlan;

CriticPassRun *critic_pass_run_new      (const CriticPassPlan *plan);
void           critic_pass_run_free     (CriticPassRun *self);      /* cancels, joins */
void           critic_pass_run_pause    (CriticPassRun *self, gboolean paused);
void           critic_pass_run_cancel   (CriticPassRun *self);
void           critic_pass_run_prefer   (CriticPassRun *self, const char *const *paths);
/* FALSE: it has nothing left to do and takes nothing more. */
gboolean       critic_pass_run_retry    (CriticPassRun *self, const char *const *paths);
/* @current: (transfer full) */
void           critic_pass_run_get_progress (CriticPassRun *self, CriticPassProgress *progress, char **current);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticPassRun, critic_pass_run_free)

G_END_DECLS
