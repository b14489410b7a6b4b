/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-pool.h"

G_BEGIN_DECLS

typedef enum
{
  CRITIC_PASS_READY,
  CRITIC_PASS_RUNNING,
  CRITIC_PASS_PAUSED,
  CRITIC_PASS_FINISHED,     /* everything was looked at */
  CRITIC_PASS_CANCELLED,
  CRITIC_PASS_FAILED,       /* no model, no library, disk full: see the error */
} CriticPassState;

/**
 * CriticPassProgress:
 * @met: files discovered so far
 * @discovered_all: @met is final
 * @skipped: of them unchanged since an earlier pass
 * @done: of them judged now
 * @failed: of them that could not be
 * @per_second: photographs a second, smoothed, of those judged now; 0 unknown
 * @seconds_left: NAN while it cannot be known
 * @current: path of the newest finished file, or NULL
 */
typedef struct
{
  guint64     met, skipped, done, failed;
  gboolean    discovered_all;
  gdouble     per_second, seconds_left;
  const char *current;
} CriticPassProgress;

/* One pass over files and folders into a library: discovers while it works,
 * skips what is current, writes results as they come (a transaction at least
 * once a second), so that killing it loses at most a second. A row never ends
 * a pass. Lives on the main loop: its signals arrive there; all work is on its
 * own threads.
 *
 * Signals: "changed" (GArray of gint64 file ids; at most 4 a second),
 * "progress" (at most 10 a second), notify::state. */
#define CRITIC_TYPE_PASS (critic_pass_get_type ())
G_DECLARE_FINAL_TYPE (CriticPass, critic_pass, CRITIC, PASS, GObject)

CriticPass     *critic_pass_new        (CriticLibrary *library, const char *model_directory, guint n_workers);
void            critic_pass_start      (CriticPass *self, const char *const *roots, gboolean recursive);
void            critic_pass_pause      (CriticPass *self);
void            critic_pass_resume     (CriticPass *self);
void            critic_pass_cancel     (CriticPass *self);
/* What is on screen goes first: paths, in order; replaces the last such list. */
void            critic_pass_prefer     (CriticPass *self, const char *const *paths);
/* Failed rows again (NULL: all under the roots), though their files are unchanged. */
void            critic_pass_retry      (CriticPass *self, const char *const *paths);
CriticPassState critic_pass_get_state  (CriticPass *self);
void            critic_pass_get_progress (CriticPass *self, CriticPassProgress *progress);
const GError   *critic_pass_get_error  (CriticPass *self);
/* Blocks until finished, cancelled or failed; tools and tests. */
CriticPassState critic_pass_wait       (CriticPass *self);

G_END_DECLS
