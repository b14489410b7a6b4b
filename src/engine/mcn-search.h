/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-safetensors.h"

G_BEGIN_DECLS

/* Photographs found by words: two linear maps into one small space, one from
 * what a library keeps of a photograph, one from the mean word feature of a
 * text (model/search.py fits them). Immutable, any thread. */
typedef struct _McnSearch McnSearch;

McnSearch *mcn_search_new            (McnSafetensors *weights, GError **error);
void       mcn_search_free           (McnSearch *self);
gsize      mcn_search_get_rank       (const McnSearch *self);     /* of the common space */
gsize      mcn_search_get_n_features (const McnSearch *self);     /* of a photograph */
gsize      mcn_search_get_n_word     (const McnSearch *self);     /* of a word feature */

void       mcn_search_text           (const McnSearch *self, const gfloat *word, gfloat *out);
gdouble    mcn_search_likeness       (const McnSearch *self, const gint8 *features, gfloat scale, const gfloat *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnSearch, mcn_search_free)

G_END_DECLS
