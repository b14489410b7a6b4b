/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-analyzer.h"
#include "critic-engine.h"

G_BEGIN_DECLS

/* The threads of an analyzer and what waits for them. Two lanes, each with a
 * thread, a session and a queue: live requests in one, all others in the
 * other. Equal requests of a lane share one run. No GObject: an analyzer owns
 * it, and the threads never hold the analyzer. */
typedef struct _CriticDispatcher CriticDispatcher;

/* One asker of a run. */
typedef struct _CriticTicket CriticTicket;

/**
 * CriticTicketDone:
 * @ticket: (transfer full): the ticket; close it, but not inside this function
 * @assessment: (nullable): the result
 * @error: (nullable): or why there is none
 * @data: as given to critic_dispatcher_submit()
 *
 * Called exactly once for each ticket, on any thread: a worker's, that of
 * whoever cancels, or the submitter's. No lock is held.
 */
typedef void (*CriticTicketDone) (CriticTicket *ticket, CriticAssessment *assessment, const GError *error, gpointer data);

CriticDispatcher *critic_dispatcher_new      (CriticEngine *engine, guint n_threads, gsize image_bytes, gsize word_bytes);
void              critic_dispatcher_free     (CriticDispatcher *self);
void              critic_dispatcher_shutdown (CriticDispatcher *self);
gboolean          critic_dispatcher_wait     (CriticDispatcher *self, GError **error);
CriticEngine     *critic_dispatcher_get_engine (CriticDispatcher *self);   /* (transfer none) */

void              critic_dispatcher_submit   (CriticDispatcher *self, const CriticRequest *request,
                                              GCancellable *cancellable, CriticTicketDone done, gpointer data);
void              critic_ticket_close        (CriticTicket *ticket);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticDispatcher, critic_dispatcher_free)

G_END_DECLS
