/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A map bounded by the bytes of its values: what was used longest ago goes
 * first. Keys and values are owned. Not thread-safe: its user locks. */
typedef struct _CriticLru CriticLru;

CriticLru *critic_lru_new       (gsize max_bytes, GHashFunc hash, GEqualFunc equal,
                                 GDestroyNotify free_key, GDestroyNotify free_value);
void       critic_lru_free      (CriticLru *self);
gpointer   critic_lru_lookup    (CriticLru *self, gconstpointer key);
void       critic_lru_insert    (CriticLru *self, gpointer key, gpointer value, gsize bytes);
gsize      critic_lru_get_bytes (CriticLru *self);   /* held, as told by insert */
guint      critic_lru_get_n     (CriticLru *self);   /* entries */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticLru, critic_lru_free)

G_END_DECLS
