/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"

G_BEGIN_DECLS

/* HTML by libxml2's parser, which repairs what browsers repair. Never reads
 * anything but the bytes given. Any thread. */

/* The text of a piece of HTML: tags gone, entities resolved, a new line for each
 * block and each <br>; without tables and quotations inside it, and without what
 * was struck out. Free it. */
char     *mcn_html_to_text    (const char *html, gsize n);

/* A saved page image.php?IMAGE_ID=N of dpchallenge.com. */
typedef struct
{
  GPtrArray *comments;  /* texts, with their new lines; those of the photographer left out */
  guint      n_own;     /* comments of the photographer */
} McnPage;

/* @bytes: UTF-8 or, when they are not, windows-1252, as the site served it. @id:
 * of the photograph the page should be about. MCN_DATASET_ERROR_CORRUPT when it is
 * cut off, of another site or another photograph: a sentence for a report. */
McnPage  *mcn_page_parse      (GBytes *bytes, guint id, GError **error);
void      mcn_page_free       (McnPage *self);
/* The page of @id in @folder, under one of the names that browsers and wget save
 * it by; NULL: it is not there. Free it. */
char     *mcn_page_find       (const char *folder, guint id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnPage, mcn_page_free)

G_END_DECLS
