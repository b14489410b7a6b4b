/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What "~" looks for in names and critiques: a text that stands anywhere in
 * another, or, where it holds "*" (anything) or "?" (one character), the whole of
 * it. Case does not matter, nor how accents are encoded. Immutable, any thread. */
typedef struct _CriticPattern CriticPattern;

CriticPattern *critic_pattern_new       (const char *text);   /* as "~" reads it */
CriticPattern *critic_pattern_new_exact (const char *text);   /* the whole of it; "*" means itself */
void           critic_pattern_free      (CriticPattern *self);

/* @bytes need not be UTF-8; what is not counts as U+FFFD. */
gboolean       critic_pattern_matches   (const CriticPattern *self, const char *bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticPattern, critic_pattern_free)

G_END_DECLS
