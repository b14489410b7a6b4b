/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-file-batch.h"
#include "folder-fixtures.h"

G_BEGIN_DECLS

/* Batches of files in folders "in" and "out" of a scratch folder, "home" beside
 * them; every test begins with none of the three. */
extern Scratch batch_scratch;

/* The shoot that most tests work on: a pair with three sidecars, and one alone. */
#define BATCH_SHOOT \
  "DSC_1.NEF=raw\nDSC_1.jpg.xmp=darktable\nDSC_1.jpg=jpeg\nDSC_1.pp3=rawtherapee\nDSC_1.xmp=lightroom\nDSC_2.jpg=two"

typedef struct
{
  CriticFilesKind kind;
  const char     *names[4];         /* in the scratch folder */
  gboolean        with_partners;
  CriticCollision collision;
} BatchWish;

/* A batch with the paths that it points to. */
typedef struct
{
  CriticFileBatch batch;
  GStrv           paths;
  char           *destination;
} BatchReady;

BatchReady batch_prepare     (const BatchWish *wish);
void       batch_ready_clear (BatchReady *ready);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BatchReady, batch_ready_clear)

/* Writes BATCH_SHOOT there, and makes "out". */
void       batch_make_shoot  (const char *folder);
/* What was moved; it must not fail, neither must undo. */
GPtrArray *batch_run         (const BatchWish *wish);
void       batch_undo        (GPtrArray *moves, CriticFilesKind kind);
/* It must fail with that error. */
void       batch_refuse      (const BatchWish *wish, GFileProgressCallback progress, gpointer data, GCancellable *cancellable,
                              GQuark domain, int code);
/* Every file under @name with what is in it, one a line, sorted. */
char      *batch_list        (const char *name);
void       assert_batch_sentence (const GError *error);

#define assert_batch_list(name, expected) G_STMT_START { \
    g_autofree char *listed_ = batch_list (name); \
    g_assert_cmpstr (listed_, ==, expected); } G_STMT_END

/* After g_test_init(): the tests, then main's answer. */
void       batch_add         (const char *name, void (*test) (void));
int        batch_main        (void);

G_END_DECLS
