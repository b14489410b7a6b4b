/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-reading.h"
#include "critic-xmp.h"

G_BEGIN_DECLS

/**
 * CriticGlance:
 * @looked: the file was looked at; else it is as it was read before
 * @there: it exists; else nothing below counts
 * @size: of it
 * @mtime: of it, nanoseconds
 * @xmp: what it says
 *
 * What was found out now about one source of a photograph's marks.
 */
typedef struct
{
  gboolean  looked, there;
  guint64   size;
  gint64    mtime;
  CriticXmp xmp;
} CriticGlance;

/**
 * critic_sidecar_merge:
 * @marked: (inout): a photograph's marks as the library has and remembers them
 * @glances: (array fixed-size=4): by CriticSource; that of the library counts not
 * @now: milliseconds since 1970
 *
 * The order of critic-sidecar-sync.h, mark by mark. Touches nothing else.
 */
void         critic_sidecar_merge (CriticMarked *marked, const CriticGlance *glances, gint64 now);
/* Sources in the order in which they count: newer sidecars first, the photograph last. */
void         critic_sidecar_order (const CriticReading *readings, CriticSource order[CRITIC_N_SOURCES - 1]);

G_END_DECLS
