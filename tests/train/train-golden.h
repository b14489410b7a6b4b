/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-params.h"

G_BEGIN_DECLS

/* tests/golden/train.safetensors, which tests/tools/make-train-goldens.py makes. */
McnSafetensors *train_golden_open    (void);
/* Fails the test unless x is within @tolerance of the tensor @name, relative to
 * its largest number (but at least 1e-3: a gradient may be zero). */
void            train_golden_compare (McnSafetensors *golden, const char *name, const gfloat *x, gsize n, gdouble tolerance);
/* The gradient of every tensor; "@prefix.grad.NAME". */
void            train_golden_compare_gradients (McnSafetensors *golden, const char *prefix, McnParams *params, gdouble tolerance);

G_END_DECLS
