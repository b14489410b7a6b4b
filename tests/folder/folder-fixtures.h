/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A folder that is gone with everything in it when the test is over. */
typedef struct
{
  char *path;
} Scratch;

void  scratch_init   (Scratch *scratch);
void  scratch_clear  (Scratch *scratch);
/* The absolute path of @name in it; folders on the way are made. */
char *scratch_path   (Scratch *scratch, const char *name);
/* Writes a file there; NULL @text: an empty one. */
void  scratch_write  (Scratch *scratch, const char *name, const char *text);
/* What is there, if anything is. */
void  scratch_remove (Scratch *scratch, const char *name);
/* Writes a JPEG there: a picture that follows from @seed alone, @width x @height. */
void  scratch_jpeg   (Scratch *scratch, const char *name, guint seed, guint width, guint height);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scratch, scratch_clear)

/* The tiny model where nobody may read it too: a build folder may lie in
 * somebody's home. */
const char *tiny_model_for_all (void);

/* Rights that count although the tests may be run by root: as "nobody" between
 * these two. FALSE: not root, and so bound by rights anyway. */
gboolean be_nobody   (void);
void     be_root     (gboolean was_root);

G_END_DECLS
