/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "critic-analysis-error.h"
#include "critic-assessment.h"
#include "critic-model-directory.h"
#include "critic-photo.h"

G_BEGIN_DECLS

/* What is to be assessed; frozen when the call is made. */
typedef struct
{
  CriticPhoto       *photo;         /* NULL: none (or @file) */
  GFile             *file;          /* decoded on the worker when @photo is NULL */
  const char *const *critiques;     /* NULL or NULL-terminated; each UTF-8 or not */
  McnExplain         explain;       /* 0: score only */
  gboolean           evidence;      /* measure in the photograph's pixels, too */
  gboolean           praise;        /* say what "good photo" and "bad photo" alone would do, too */
  gboolean           check_heat;    /* blur the hottest region and random ones, and score each time */
  gboolean           live;          /* TRUE: the desk, own thread and session, never queues behind other work */
} CriticRequest;

/* Owns the model and the worker threads. Live requests have a thread and a
 * session of their own. Equal requests in the queue merge into one run. All
 * public functions: main thread (or any one thread with a main context);
 * callbacks arrive on the thread-default context of the call. Results of
 * cancelled calls are dropped: finish returns G_IO_ERROR_CANCELLED. Caches
 * (desk.md, "Live"): image by content key, words by sentence ids; bounded. */
#define CRITIC_TYPE_ANALYZER (critic_analyzer_get_type ())
G_DECLARE_FINAL_TYPE (CriticAnalyzer, critic_analyzer, CRITIC, ANALYZER, GObject)

/* Returns at once; the model loads on a worker. Requests made meanwhile wait
 * for it; when it cannot be loaded each of them fails with the model's error. */
CriticAnalyzer   *critic_analyzer_new            (const char *model_directory, guint n_threads);

void              critic_analyzer_assess_async   (CriticAnalyzer *self, const CriticRequest *request,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
CriticAssessment *critic_analyzer_assess_finish  (CriticAnalyzer *self, GAsyncResult *result, GError **error);
/* The synchronous twin, for tests and tools; any thread. */
CriticAssessment *critic_analyzer_assess         (CriticAnalyzer *self, const CriticRequest *request,
                                                  GCancellable *cancellable, GError **error);

/* Blocks until the model is there (tools only). NULL with the model's error. */
McnModel         *critic_analyzer_wait_model     (CriticAnalyzer *self, GError **error);

/* Cancels everything, joins the threads. Called by dispose. Idempotent. */
void              critic_analyzer_shutdown       (CriticAnalyzer *self);

G_END_DECLS
