/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-experts.h"
#include "mcn-stage2.h"

G_BEGIN_DECLS

/* A model folder that the engine loads, from a finished stage 2. Backbone,
 * vocabulary and what model.json says beyond the trunk come from the
 * model @base; the text encoder is the file @text. Aspects and search, which were fitted
 * to the word features of @base, come along when @text is its own encoder, search
 * when the backbone is its own, too. */
typedef struct
{
  McnParams             *params;
  const McnFeatureScale *scale;
  guint                  n_heads, n_layers;
  const gfloat          *mean_word;
  gsize                  n_word;
  const McnExperts      *experts;       /* NULL: none */
  const McnTop          *top;           /* NULL: the backbone is that of @base */
  const char            *base, *text;
  const char            *name;          /* of the model, for people */
} McnExport;

/* FALSE with MCN_TRAIN_ERROR_WRITE, _DIVERGED, or MCN_ERROR of what @base lacks. */
gboolean mcn_export_model (const McnExport *self, const char *folder, GError **error);
/* The trunk alone with all that was trained: heads and experts of every source, votes.
 * What a model is measured with (mcn-candidate.h). */
gboolean mcn_export_trunk (const McnExport *self, const char *path, GError **error);

G_END_DECLS
