/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a list knows of the person who looks at it. */
#include "critic-shoot-private.h"

/**
 * critic_shoot_set_taste:
 * @self: a list
 * @taste: (nullable): the user's own, see critic_taste_learn(); %NULL: none
 *
 * What is filtered and sorted by.
 */
void
critic_shoot_set_taste (CriticShoot *self, CriticTaste *taste)
{
  if (self->taste == taste)
    return;

  g_clear_pointer (&self->taste, critic_taste_unref);
  self->taste = taste != NULL ? critic_taste_ref (taste) : NULL;
  critic_shoot_ask (self);
}

/**
 * critic_shoot_get_taste:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): the user's own taste; %NULL: there is none
 */
const CriticTaste *
critic_shoot_get_taste (CriticShoot *self)
{
  return self->taste;
}

static void
veil_changed (CriticShoot *self)
{
  self->must_veil = TRUE;
  critic_shoot_ask (self);
}

/**
 * critic_shoot_set_veil:
 * @self: a list
 * @veil: (nullable): what is kept from the user
 *
 * Rows that it hides are shown, filtered, sorted, counted and grouped as ones that were not judged.
 */
void
critic_shoot_set_veil (CriticShoot *self, CriticVeil *veil)
{
  if (self->veil == veil)
    return;

  if (self->veil != NULL)
    g_signal_handlers_disconnect_by_func (self->veil, veil_changed, self);
  g_set_object (&self->veil, veil);
  if (veil != NULL)
    g_signal_connect_object (veil, "changed", G_CALLBACK (veil_changed), self, G_CONNECT_SWAPPED);
  veil_changed (self);
}
