/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shoot-row.h"

CriticShootRow *
critic_shoot_row_new (CriticRow *row)
{
  CriticShootRow *self = g_new (CriticShootRow, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->row = row;
  return self;
}

CriticShootRow *
critic_shoot_row_ref (CriticShootRow *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
critic_shoot_row_unref (CriticShootRow *self)
{
  /* Whoever takes rows out of an array leaves NULL behind. */
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  critic_row_free (self->row);
  g_free (self);
}

CriticShootRow *
critic_shoot_row_rated (const CriticShootRow *self, const CriticRating *rating, CriticVeil *veil)
{
  CriticRow *row = g_memdup2 (self->row, sizeof *row);

  row->path = g_strdup (row->path);
  row->failure = g_strdup (row->failure);
  row->rating = *rating;
  critic_veil_apply (veil, row);
  return critic_shoot_row_new (row);
}
