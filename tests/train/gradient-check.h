/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-step.h"

G_BEGIN_DECLS

/* Gradients against central differences. */

/* The scalar that is differentiated, from what stands in the checked array now. */
typedef gdouble (*GradientFunc) (gpointer data);

/* @x: n numbers that @func depends on; @gradient: the claim. At most @samples of
 * them, spread evenly, are moved by @by. The largest difference over the largest
 * gradient must stay below @tolerance. */
void    gradient_check  (const char *what, GradientFunc func, gpointer data,
                         gfloat *x, const gfloat *gradient, gsize n, gsize samples, gdouble by, gdouble tolerance);

/* Every tensor of @params, from what stands in its gradients. */
void    gradient_check_params (McnParams *params, GradientFunc func, gpointer data, gsize samples, gdouble by, gdouble tolerance);

/* Uniform in -1 .. 1, the same for the same seed; g_free. */
gfloat *gradient_random (guint seed, gsize n);
gdouble gradient_dot    (const gfloat *a, const gfloat *b, gsize n);

/* A step with a tape and threads of its own. */
McnStep *gradient_step_new  (McnParams *params, guint n_threads, gboolean training);
void     gradient_step_free (McnStep *step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnStep, gradient_step_free)

G_END_DECLS
