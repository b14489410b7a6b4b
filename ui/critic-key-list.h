/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-keymap.h"

G_BEGIN_DECLS

/* Every command with its keys, which can be changed: pressed, the button waits for
 * other keys; Esc leaves them, Backspace takes them away. What does something
 * else already is named before it is taken from there. */
#define CRITIC_TYPE_KEY_LIST (critic_key_list_get_type ())
G_DECLARE_FINAL_TYPE (CriticKeyList, critic_key_list, CRITIC, KEY_LIST, GtkWidget)

GtkWidget *critic_key_list_new (CriticKeymap *keymap);

G_END_DECLS
