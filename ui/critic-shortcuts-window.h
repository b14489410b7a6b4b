/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-keymap.h"

G_BEGIN_DECLS

/* (transfer none): a window with every command and the keys it has now. */
GtkWindow *critic_shortcuts_window_new (CriticKeymap *keymap);

G_END_DECLS
