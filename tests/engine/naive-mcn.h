/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-mcn.h"

G_BEGIN_DECLS

/* The trunk once more, in the plainest C that computes it: double precision,
 * one loop a formula, nothing kept, weights looked up by name. The twin that
 * the engine is held against. All results are to be freed with g_free(). */

gdouble *naive_tensor (McnSafetensors *weights, const char *name);
gdouble *naive_linear (McnSafetensors *weights, const char *name, gsize rows, const gdouble *x, gsize k, gsize n);
void     naive_norm   (McnSafetensors *weights, const char *name, gsize rows, gdouble *x, gsize d);

/* STRM when @y is @x, one direction of a CTRM otherwise: n x d asks m x d.
 * @attention: NULL, or heads x n x m. */
gdouble *naive_block  (McnSafetensors *weights, const char *name, gsize d, gsize n_heads,
                       gsize n, const gdouble *x, gsize m, const gdouble *y, gdouble *attention);

/* Photograph: @raw_global (NULL: none), @regions columns * rows x n_region;
 * critique: @words n_words x n_word. */
void     naive_mcn    (McnSafetensors *weights, const McnMcnConfig *config,
                       const gfloat *raw_global, gboolean no_photometry, const gfloat *regions, guint columns, guint rows,
                       const gfloat *words, gsize n_words, McnLogits *logits);

/* mcn.safetensors of the tiny random model, and its configuration. */
McnSafetensors *naive_tiny_weights (McnMcnConfig *config);
/* Deterministic numbers, normal with this deviation. */
gfloat  *naive_random (guint32 seed, gsize n, gdouble sd);

/* Largest difference over the largest magnitude of @b. */
gdouble  naive_error  (const gfloat *a, const gdouble *b, gsize n);

G_END_DECLS
