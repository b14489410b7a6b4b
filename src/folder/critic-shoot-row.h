/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-veil.h"

G_BEGIN_DECLS

/* A row of the library that threads share: it never changes; what has changed is
 * another one. Reference counted, any thread. */
typedef struct
{
  gatomicrefcount ref_count;
  CriticRow      *row;
} CriticShootRow;

CriticShootRow *critic_shoot_row_new   (CriticRow *row);        /* (transfer full) */
CriticShootRow *critic_shoot_row_ref   (CriticShootRow *self);
void            critic_shoot_row_unref (CriticShootRow *self);
/* The same file with another rating, under that veil (nullable). */
CriticShootRow *critic_shoot_row_rated (const CriticShootRow *self, const CriticRating *rating, CriticVeil *veil);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticShootRow, critic_shoot_row_unref)

G_END_DECLS
