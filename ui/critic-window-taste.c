/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The user's taste: a needle on the desk, an order in the folder. */
#include "critic-window-private.h"

static void
taste_cb (CriticWindow      *self,
          CriticTasteKeeper *keeper)
{
  critic_folder_view_set_taste (self->folder, critic_taste_keeper_get_taste (keeper));
}

/* What has a mark and was judged only now teaches, too. */
static void
passed_cb (CriticTasteKeeper *keeper)
{
  critic_taste_keeper_act (keeper, CRITIC_TASTE_LEARN);
}

void
_critic_window_init_taste (CriticWindow *self)
{
  g_autoptr(CriticTasteKeeper) keeper = critic_taste_keeper_new (self->shelf);

  if (self->settings != NULL)
    g_settings_bind (self->settings, "learn-taste", keeper, "on", G_SETTINGS_BIND_DEFAULT);
  else
    g_object_set (keeper, "on", TRUE, NULL);
  g_signal_connect_object (keeper, "changed", G_CALLBACK (taste_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folder, "passed", G_CALLBACK (passed_cb), keeper, G_CONNECT_SWAPPED);
  critic_judgement_panel_set_taste (self->judgement, keeper);
}
