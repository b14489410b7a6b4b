/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-fake-engine.h"
#include "critic-pass-private.h"
#include "folder-fixtures.h"

G_BEGIN_DECLS

/* A pass whose engines are @fake. */
CriticPass    *fake_pass    (CriticLibrary *library, CriticFakeEngine *fake, guint n_workers);
/* One with the tiny model. */
CriticPass    *tiny_pass    (CriticLibrary *library, guint n_workers);
/* NULL: in memory. */
CriticLibrary *open_library (const char *path);

/* Starts over the scratch folder, waits. */
CriticPassState run_pass    (CriticPass *pass, Scratch *scratch);
gint            count_images (CriticFakeEngine *fake);      /* seen so far */
void            assert_progress (CriticPass *pass, guint64 met, guint64 skipped, guint64 done, guint64 failed);

/* Everything the library says of the files below, a line each, to the last bit;
 * without ids, which depend on the order of threads. */
char *dump_library (CriticLibrary *library, Scratch *scratch);
/* "done", "failed", …: the state of one file's row. */
const char *state_of (CriticLibrary *library, Scratch *scratch, const char *name);

/* @n small photographs in some folders: f0/000.jpg, f1/001.jpg, … */
void make_photos (Scratch *scratch, guint n);

G_END_DECLS
