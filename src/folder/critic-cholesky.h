/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean critic_cholesky_factor (gdouble *a, gsize n);
void     critic_cholesky_solve  (const gdouble *a, gsize n, gdouble *x);

G_END_DECLS
