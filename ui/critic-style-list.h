/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-notebook.h"
#include "critic-spotlight.h"

G_BEGIN_DECLS

/* The 14 styles by probability; choosing one shows its heat. */
#define CRITIC_TYPE_STYLE_LIST (critic_style_list_get_type ())
G_DECLARE_FINAL_TYPE (CriticStyleList, critic_style_list, CRITIC, STYLE_LIST, GtkWidget)

void critic_style_list_set_spotlight (CriticStyleList *self, CriticSpotlight *spotlight);
/* Who has the user's word on the styles; after the spotlight, once. */
void critic_style_list_set_notebook  (CriticStyleList *self, CriticNotebook *notebook);

G_END_DECLS
