/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"

G_BEGIN_DECLS

/* Words to find photographs by ("misty mountains, soft light"). Immutable,
 * reference counted, any thread. */
typedef struct _CriticSearch CriticSearch;

CriticSearch *critic_search_new      (const char *model_directory, const char *text,
                                      GCancellable *cancellable, GError **error);
CriticSearch *critic_search_ref      (CriticSearch *self);
void          critic_search_unref    (CriticSearch *self);
const char   *critic_search_get_text (const CriticSearch *self);
/* -1 to 1, as critic_likeness() of a photograph. */
gdouble       critic_search_likeness (const CriticSearch *self, const CriticMeasured *measured);

#define CRITIC_SEARCH_ERROR (critic_search_error_quark ())
GQuark critic_search_error_quark (void);
typedef enum
{
  CRITIC_SEARCH_ERROR_LANGUAGE,     /* no words that the model knows */
  CRITIC_SEARCH_ERROR_MODEL,        /* made for other features, or for none */
} CriticSearchError;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticSearch, critic_search_unref)

G_END_DECLS
