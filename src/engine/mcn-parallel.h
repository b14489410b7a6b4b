/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The engine's thread team: the only place with a thread count. The calling
 * thread is worker 0 and works too. One team belongs to one session; runs do
 * not nest. Threads sleep (after a short spin) between runs. */
typedef struct _McnTeam McnTeam;

/**
 * McnRangeFunc:
 * @data: the closure
 * @begin: first item
 * @end: one past the last item
 * @worker: 0 .. n_threads - 1, for scratch memory of its own
 */
typedef void (*McnRangeFunc) (gpointer data, gsize begin, gsize end, guint worker);

McnTeam *mcn_team_new           (guint n_threads);
void     mcn_team_free          (McnTeam *team);
guint    mcn_team_get_n_threads (McnTeam *team);

/* Runs @func over [0, n) cut into tiles of @grain items (the last may be
 * shorter). The tiles' shape depends on n and grain alone, never on the
 * number of threads: results are bit-identical for any team. Returns when all
 * is done. @team NULL: everything on the calling thread as worker 0. */
void     mcn_team_run           (McnTeam *team, gsize n, gsize grain, McnRangeFunc func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnTeam, mcn_team_free)

G_END_DECLS
